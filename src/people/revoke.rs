//! Use case: take back an event that should not have been recorded. The event stays, with who took it back and why.

use chrono::Utc;
use serde_json::json;

use super::error::PeopleError;
use super::reach::reach;
use super::reason;
use super::record::only;
use crate::access::{AccessError, Actor, AuditEvent, allowed, audit};
use crate::model::enrollment::{EventSource, MilestoneEvent};
use crate::model::id::{AccountId, EventId, PersonId, UnitId};
use crate::model::role::Operation;
use crate::store::counted_change::change_counted;
use crate::store::events::NewEvent;
use crate::store::{Conn, Db, events};

/// What was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revoked {
    /// Whose event it was.
    pub person: PersonId,
    /// The event that takes it back.
    pub revocation: EventId,
}

/// Takes an event back, whoever recorded it; standings and counters follow in the same transaction.
///
/// # Errors
///
/// No right to record; no account to answer for it; no such event within the actor's scope; taken back already; a reason of fewer than five letters.
pub fn revoke_milestone(db: &Db, actor: &Actor, event: EventId, reason: &str) -> Result<Revoked, PeopleError> {
    allowed(actor, Operation::RecordMilestone)?;
    let account = actor.account().ok_or(PeopleError::NeedsAccount)?;
    let reason = reason::checked(reason)?;
    db.write(|conn| {
        let (person, _) = events::find(conn, event)?.ok_or(AccessError::NotFound)?;
        let (revocation, unit) =
            change_counted(conn, &[person], |conn| write(conn, actor, account, person, event, &reason))?;
        let detail = json!({ "event": event.0, "revocation": revocation.0 });
        let object_id = Some(person.0);
        let row = AuditEvent { action: "person.revoke_milestone", object: "person", object_id, unit, detail };
        audit(conn, actor, row)?;
        Ok(Revoked { person, revocation })
    })
}

fn write(
    conn: &mut Conn,
    actor: &Actor,
    account: AccountId,
    person: PersonId,
    id: EventId,
    reason: &str,
) -> Result<(EventId, Option<UnitId>), PeopleError> {
    let (_, unit) = reach(conn, actor, Operation::RecordMilestone, person)?;
    Ok((take_back(conn, account, person, id, reason)?, unit))
}

/// Writes that an event of somebody whom the caller may record for no longer holds. The caller runs it within [`change_counted`] and leaves the row in
/// the audit chain.
pub(crate) fn take_back(
    conn: &mut Conn,
    account: AccountId,
    person: PersonId,
    id: EventId,
    reason: &str,
) -> Result<EventId, PeopleError> {
    let stated = events::of_people(conn, &[person])?.remove(&person).unwrap_or_default();
    let event = revocable(&stated, id)?;
    let revocation = NewEvent {
        person,
        milestone: event.milestone,
        happened_on: event.happened_on,
        precision: event.precision,
        source: EventSource::Account(account),
        revokes: Some(id),
        reason: Some(reason.to_owned()),
    };
    let written = events::insert(conn, &[revocation], Utc::now().naive_utc())?;
    Ok(only(&written)?)
}

fn revocable(stated: &[MilestoneEvent], id: EventId) -> Result<MilestoneEvent, PeopleError> {
    let event = stated.iter().find(|event| event.id == id).ok_or(AccessError::NotFound)?;
    if event.revokes.is_some() {
        return Err(PeopleError::IsRevocation);
    }
    if stated.iter().any(|other| other.revokes == Some(id)) {
        return Err(PeopleError::AlreadyRevoked);
    }
    Ok(*event)
}
