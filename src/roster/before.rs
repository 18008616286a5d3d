//! How the people of a batch stood before it: written piece by piece while it is applied, read back when it is taken back.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::error::RosterError;
use super::wire;
use crate::model::id::{BatchId, PersonId};
use crate::store::people::PersonImage;
use crate::store::{Conn, batch_before};

/// What one piece of a batch did to people.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Before {
    /// The revision that the batch left to everybody it wrote.
    pub left: i64,
    /// Who was not known before.
    pub created: Vec<PersonId>,
    /// Who was changed, as they stood before the piece.
    pub changed: Vec<PersonImage>,
    /// Of whom the list said nothing new but that it is the latest, with the day of the latest before it.
    pub dated: Vec<(PersonId, Option<NaiveDate>)>,
    /// Of whom the list said nothing new at all.
    pub named: Vec<PersonId>,
}

impl Before {
    /// How many people there are in it.
    pub(super) fn people(&self) -> usize {
        self.created.len() + self.changed.len() + self.dated.len() + self.named.len()
    }

    /// Keeps it, sealed, under the position of its piece.
    pub(super) fn keep(&self, conn: &mut Conn, batch: BatchId, position: i32) -> Result<(), RosterError> {
        if self.people() == 0 {
            return Ok(());
        }
        let content = wire::encode(std::slice::from_ref(self)).map_err(|_| RosterError::BrokenStage(batch.0))?;
        Ok(batch_before::put_before(conn, batch, position, &content)?)
    }

    /// Opens what was kept.
    pub(super) fn open(conn: &mut Conn, batch: BatchId, position: i32) -> Result<Self, RosterError> {
        let broken = || RosterError::BrokenStage(batch.0);
        let content = batch_before::before(conn, batch, position)?.ok_or_else(broken)?;
        wire::decode(&content).map_err(|_| broken())?.pop().ok_or_else(broken)
    }
}
