//! Giving a batch up before it is applied.

use super::commit::authorised_batch;
use super::error::RosterError;
use crate::access::{self, Actor, AuditEvent};
use crate::model::id::BatchId;
use crate::store::{Db, batches, blobs};

/// Gives a batch up: its file, its staged rows and the decisions about it go, the line in the history stays. A reading that is under way stops.
///
/// # Errors
/// [`RosterError::Closed`] when it is applied, taken back or given up already.
pub fn discard(db: &Db, actor: &Actor, batch: BatchId) -> Result<(), RosterError> {
    db.write(|conn| {
        let found = authorised_batch(conn, actor, batch)?;
        let file = batches::discard(conn, batch)?.ok_or(RosterError::Closed(batch.0))?;
        if let Some(file) = file {
            blobs::delete(conn, file)?;
        }
        let detail = serde_json::json!({ "was": found.state.as_str() });
        let (object_id, unit) = (Some(batch.0), Some(found.unit));
        let event = AuditEvent { action: "import.discard", object: "import_batch", object_id, unit, detail };
        access::audit(conn, actor, event)?;
        Ok(())
    })
}
