//! The batch that a file says it corrects. A corrected error workbook names its batch, but anybody can type a number into a cell: it is only a claim.

use super::commit::authorised_batch;
use super::error::RosterError;
use crate::access::Actor;
use crate::model::id::BatchId;
use crate::store::Conn;
use crate::store::batches::{Batch, BatchState};

/// The claimed batch, where the claim can hold: an earlier batch of the same campaign and unit that the actor may see and that is neither given up nor
/// taken back. Any other claim counts as none, without a word, so that it tells nothing about the batches of others.
pub(super) fn checked(
    conn: &mut Conn,
    actor: &Actor,
    batch: &Batch,
    claim: Option<i64>,
) -> Result<Option<BatchId>, RosterError> {
    let Some(claim) = claim.map(BatchId).filter(|claim| *claim < batch.id) else { return Ok(None) };
    let claimed = match authorised_batch(conn, actor, claim) {
        Err(RosterError::NoBatch(_) | RosterError::Access(_)) => return Ok(None),
        found => found?,
    };
    let corrects = (claimed.campaign, claimed.unit) == (batch.campaign, batch.unit)
        && matches!(claimed.state, BatchState::Previewed | BatchState::Committed);
    Ok(corrects.then_some(claim))
}
