//! Use case: commit a preview, or where the data changed since, have the file compared again so that people see what it would change now.

use super::commit::{CommitMode, Committed, commit_watched};
use super::error::RosterError;
use super::preview::Progress;
use super::reopening::compare_again;
use crate::access::Actor;
use crate::model::id::BatchId;
use crate::store::Db;

/// What became of a commit.
#[derive(Debug, Clone, PartialEq)]
pub enum CommitOutcome {
    /// It was applied.
    Committed(Committed),
    /// The data had changed since the preview: nothing was applied. The batch waits to be read again, under a new token, by [`super::read_batch`] or
    /// [`super::Background::read`]; [`crate::messages::imports::RECOMPUTED`] tells people why.
    Reopened,
}

/// Applies a preview; a stale one is refused and the batch reopened.
///
/// # Errors
/// As [`super::commit()`], but for [`RosterError::Stale`] and [`RosterError::Collision`].
pub fn commit_or_reopen(
    db: &Db,
    actor: &Actor,
    batch: BatchId,
    token: &str,
    mode: CommitMode,
    watch: &mut dyn FnMut(Progress),
) -> Result<CommitOutcome, RosterError> {
    match commit_watched(db, actor, batch, token, mode, watch) {
        Err(RosterError::Stale { .. } | RosterError::Collision) => {
            compare_again(db, actor, batch)?;
            Ok(CommitOutcome::Reopened)
        }
        other => Ok(CommitOutcome::Committed(other?)),
    }
}
