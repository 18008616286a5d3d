//! Use case: accept or return a report, or take one's own back.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::error::RoundError;
use super::reach::{Whole, decides, reason, visible};
use crate::access::{AccessError, Actor, AuditEvent, allowed, audit, authorise};
use crate::model::id::SubmissionId;
use crate::model::role::Operation;
use crate::model::round::{RoundEvent, RoundEventKind, Submission, SubmissionState};
use crate::store::rounds::submissions;
use crate::store::{Conn, Db, reported, rounds};

/// What is decided about a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Found in order.
    Accept,
    /// Sent back, for a reason.
    Return(String),
    /// Taken back by whoever handed it in, for a reason.
    Withdraw(String),
}

/// Decides about a report. Accepting and returning is for whoever leads the round and for the receiver of the hop; withdrawing for those who may report
/// for the unit. What is returned or withdrawn no longer counts: its figures are taken back.
///
/// # Errors
/// Closed round; a reason too short; a report that is not in the state for it.
pub fn decide(
    db: &Db,
    actor: &Actor,
    id: SubmissionId,
    decision: &Decision,
    now: DateTime<Utc>,
) -> Result<(), RoundError> {
    db.write(|conn| {
        let report = submissions::get(conn, id)?.ok_or(RoundError::NoSubmission)?;
        let (whole, _) = match visible(conn, actor, report.round) {
            Err(RoundError::NoRound) => return Err(RoundError::NoSubmission),
            found => found?,
        };
        may_decide(conn, actor, &whole, &report, decision)?;
        rounds::lock_row(conn, whole.round.id)?;
        if whole.round.locked {
            return Err(RoundError::Locked(whole.round.name));
        }
        write(conn, actor, &whole, &report, decision, now)
    })
}

fn may_decide(
    conn: &mut Conn,
    actor: &Actor,
    whole: &Whole,
    report: &Submission,
    decision: &Decision,
) -> Result<(), RoundError> {
    if let Decision::Withdraw(_) = decision {
        return match authorise(conn, actor, Operation::SubmitReport, report.unit) {
            Err(AccessError::NotFound) => Err(RoundError::NoSubmission),
            checked => Ok(checked?),
        };
    }
    allowed(actor, Operation::ManageRounds)?;
    let hop = whole.hop(report.hop)?;
    if decides(conn, actor, &whole.round, hop)? { Ok(()) } else { Err(AccessError::Forbidden.into()) }
}

fn write(
    conn: &mut Conn,
    actor: &Actor,
    whole: &Whole,
    report: &Submission,
    decision: &Decision,
    now: DateTime<Utc>,
) -> Result<(), RoundError> {
    use SubmissionState::{Accepted, Returned, Submitted, Withdrawn};
    let (kind, state, reason, from): (_, _, _, &[SubmissionState]) = match decision {
        Decision::Accept => (RoundEventKind::Accepted, Accepted, None, &[Submitted]),
        Decision::Return(text) => (RoundEventKind::Returned, Returned, Some(reason(text)?), &[Submitted, Accepted]),
        Decision::Withdraw(text) => (RoundEventKind::Withdrawn, Withdrawn, Some(reason(text)?), &[Submitted]),
    };
    // Read again under the lock: somebody may have decided meanwhile.
    let report = submissions::get(conn, report.id)?.ok_or(RoundError::NoSubmission)?;
    if !from.contains(&report.state) {
        return Err(RoundError::NotInThatState(report.state.vietnamese()));
    }
    submissions::set_state(conn, report.id, state, reason.as_deref(), actor.account(), now)?;
    if state != Accepted {
        reported::revoke_submission(conn, report.id, actor.account(), now)?;
    }
    rounds::events::add(
        conn,
        whole.round.id,
        &RoundEvent {
            kind,
            hop: Some(report.hop),
            unit: Some(report.unit),
            submission: Some(report.id),
            due: None,
            document: None,
            reason,
            account: actor.account(),
            happened_at: now,
        },
    )?;
    let action = match decision {
        Decision::Accept => "round.accept",
        Decision::Return(_) => "round.return",
        Decision::Withdraw(_) => "round.withdraw",
    };
    let (object_id, unit) = (Some(report.id.0), Some(report.unit));
    let detail = json!({"round": whole.round.id, "hop": report.hop});
    audit(conn, actor, AuditEvent { action, object: "submission", object_id, unit, detail })?;
    Ok(())
}
