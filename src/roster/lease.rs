//! The right of one reading to write into its batch. Whoever decides something, sends another file or takes over what a dead process left ends it: a
//! reading that has lost it stops at its next piece, so that pieces of two readings never mix.

use chrono::Utc;

use super::error::RosterError;
use crate::model::id::BatchId;
use crate::store::batches::Batch;
use crate::store::{Conn, Db, batch_chunks, batch_leases};

/// The right of one reading to write into its batch.
#[derive(Debug, Clone)]
pub struct Lease {
    batch: BatchId,
    token: String,
    reader: String,
}

impl Lease {
    /// Takes the right and removes what an earlier reading left.
    ///
    /// # Errors
    /// [`RosterError::BeingRead`] while another reading has it.
    pub fn take(db: &Db, batch: &Batch) -> Result<Self, RosterError> {
        let lease = Self { batch: batch.id, token: batch.token.clone(), reader: db.random_token()? };
        let now = Utc::now().naive_utc();
        db.write(|conn| {
            if !batch_leases::claim(conn, lease.batch, &lease.token, &lease.reader, now)? {
                return Err(RosterError::BeingRead(lease.batch.0));
            }
            Ok(batch_chunks::delete_chunks(conn, lease.batch)?)
        })?;
        Ok(lease)
    }

    /// Into which batch.
    pub fn batch(&self) -> BatchId {
        self.batch
    }

    /// Makes sure, for the rest of the transaction, that the right is still there, and says that the reading is alive.
    ///
    /// # Errors
    /// [`RosterError::Overtaken`] when it is not.
    pub fn hold(&self, conn: &mut Conn) -> Result<(), RosterError> {
        let now = Utc::now().naive_utc();
        match batch_leases::hold(conn, self.batch, &self.token, &self.reader, now)? {
            true => Ok(()),
            false => Err(RosterError::Overtaken(self.batch.0)),
        }
    }
}
