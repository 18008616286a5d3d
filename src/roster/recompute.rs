//! Use case: commit a preview, or where the data changed since, read the file again so that people see what it would change now.

use super::choices::Choices;
use super::commit::{CommitMode, Committed, authorised_batch, commit_watched};
use super::error::RosterError;
use super::preview::{Preview, Progress, read_again};
use super::sandbox::SandboxSettings;
use crate::access::Actor;
use crate::model::as_of::AsOf;
use crate::model::id::BatchId;
use crate::store::{Db, batches};

/// What became of a commit.
#[derive(Debug, Clone, PartialEq)]
pub enum CommitOutcome {
    /// It was applied.
    Committed(Committed),
    /// The data had changed since the preview: nothing was applied, and this is what the file would change now.
    /// [`crate::messages::imports::RECOMPUTED`] says so.
    Recomputed(Preview),
}

/// What reading a file again needs.
#[derive(Debug, Clone, Copy)]
pub struct ReadingAgain<'a> {
    /// Today.
    pub today: AsOf,
    /// How the child that reads is started.
    pub settings: &'a SandboxSettings,
}

/// Applies a preview; a stale one is refused and the batch compared with the data once more, with the decisions made about it, under a new token.
///
/// # Errors
/// As [`super::commit`], but for [`RosterError::Stale`] and [`RosterError::Collision`]; and as [`super::read_batch`].
pub fn commit_or_recompute(
    db: &Db,
    actor: &Actor,
    batch: BatchId,
    token: &str,
    mode: CommitMode,
    again: ReadingAgain<'_>,
    watch: &mut dyn FnMut(Progress),
) -> Result<CommitOutcome, RosterError> {
    match commit_watched(db, actor, batch, token, mode, watch) {
        Err(RosterError::Stale { .. } | RosterError::Collision) => {
            let choices = db.read(|conn| {
                authorised_batch(conn, actor, batch)?;
                match batches::choices(conn, batch)? {
                    Some(kept) => serde_json::from_slice(&kept).map_err(|_| RosterError::BrokenStage(batch.0)),
                    None => Ok(Choices::default()),
                }
            })?;
            Ok(CommitOutcome::Recomputed(read_again(db, actor, batch, &choices, again.today, again.settings)?))
        }
        other => Ok(CommitOutcome::Committed(other?)),
    }
}
