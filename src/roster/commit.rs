//! Commit of a preview: exactly what was shown, in one transaction, figures included.

mod piece;
mod writer;

use chrono::Utc;

use self::writer::Writer;
pub(super) use self::writer::{audience, with_units_above};
use super::error::RosterError;
use super::mapping;
use super::preview::Progress;
use super::secret_columns;
use super::staged::Counts;
use crate::access::{self, AccessError, Actor, AuditEvent};
use crate::model::id::BatchId;
use crate::model::role::Operation;
use crate::store::batches::{self, Batch, BatchState};
use crate::store::{Conn, Db};

/// Which rows a commit is content with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CommitMode {
    /// Rows without errors are applied, the others are left.
    #[default]
    GoodRows,
    /// Nothing is applied while any row is held back or in conflict.
    AllOrNothing,
}

/// What a commit did.
#[derive(Debug, Clone, PartialEq)]
pub struct Committed {
    /// The batch.
    pub batch: BatchId,
    /// Rows per class.
    pub counts: Counts,
    /// It had been applied before: nothing was done again.
    pub already: bool,
}

/// Applies a preview. A second call with the same token answers the same and does nothing.
///
/// # Errors
/// [`RosterError::Stale`] and [`RosterError::Collision`] where the data changed since the preview; [`RosterError::NotAllGood`] where the mode asks for
/// more than the preview has. Nothing is applied then.
pub fn commit(db: &Db, actor: &Actor, batch: BatchId, token: &str, mode: CommitMode) -> Result<Committed, RosterError> {
    commit_watched(db, actor, batch, token, mode, &mut |_| ())
}

/// As [`commit`]; `watch` hears after every piece how far it has come. It begins anew when the database asks for the transaction once more.
pub fn commit_watched(
    db: &Db,
    actor: &Actor,
    batch: BatchId,
    token: &str,
    mode: CommitMode,
    watch: &mut dyn FnMut(Progress),
) -> Result<Committed, RosterError> {
    let now = Utc::now().naive_utc();
    let result = db.write(|conn| {
        let found = authorised_batch(conn, actor, batch)?;
        if found.token != token {
            return Err(RosterError::WrongToken(batch.0));
        }
        let counts = || serde_json::from_str::<Counts>(&found.counts).map_err(|_| RosterError::BrokenStage(batch.0));
        if found.state == BatchState::Committed {
            return Ok(Committed { batch, counts: counts()?, already: true });
        }
        if !batches::mark_committed(conn, batch, now)? {
            return Err(RosterError::NotPreviewed(batch.0));
        }
        let counts = counts()?;
        if mode == CommitMode::AllOrNothing && counts.held + counts.conflict > 0 {
            return Err(RosterError::NotAllGood { batch: batch.0, held: counts.held, conflict: counts.conflict });
        }
        Writer::new(conn, &found, now)?.write(conn, counts.rows, watch)?;
        mapping::remember(conn, &found, now)?;
        secret_columns::drop_original(conn, actor, &found)?;
        audit(conn, actor, &found, &counts)?;
        Ok(Committed { batch, counts, already: false })
    });
    match result {
        Err(RosterError::Store(error)) if error.is_unique_violation() => Err(RosterError::Collision),
        result => result,
    }
}

/// A batch that the actor may see and import.
pub(super) fn authorised_batch(conn: &mut Conn, actor: &Actor, batch: BatchId) -> Result<Batch, RosterError> {
    let found = batches::find(conn, batch)?.ok_or(RosterError::NoBatch(batch.0))?;
    match access::authorise(conn, actor, Operation::ImportRoster, found.unit) {
        Err(AccessError::NotFound) => Err(RosterError::NoBatch(batch.0)),
        checked => Ok(checked.map(|()| found)?),
    }
}

fn audit(conn: &mut Conn, actor: &Actor, batch: &Batch, counts: &Counts) -> Result<(), RosterError> {
    let detail = serde_json::json!({
        "rows": counts.rows, "new": counts.new, "changed": counts.changed, "unchanged": counts.unchanged,
        "conflict": counts.conflict, "held": counts.held,
    });
    let event = AuditEvent {
        action: "import.commit",
        object: "import_batch",
        object_id: Some(batch.id.0),
        unit: Some(batch.unit),
        detail,
    };
    access::audit(conn, actor, event)?;
    Ok(())
}
