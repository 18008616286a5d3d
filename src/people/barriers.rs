//! Use cases: note by hand what holds a person back, and take it back again.

use chrono::NaiveDate;
use serde_json::json;

use super::error::PeopleError;
use super::reach::reach;
use super::record::check_day;
use super::sheet::{BarrierName, NotedBarrier};
use crate::access::{Actor, AuditEvent, allowed, audit};
use crate::model::as_of::AsOf;
use crate::model::barrier::NotedCause;
use crate::model::enrollment::{EffectiveDays, EventSource};
use crate::model::id::PersonId;
use crate::model::role::Operation;
use crate::model::tally::Goal;
use crate::store::counted_change::change_counted;
use crate::store::listings::NewBarrier;
use crate::store::{Conn, Db, accounts, batches, catalogue, person_barriers};

/// What is to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteBarrier {
    /// About whom.
    pub person: PersonId,
    /// Code of the cause.
    pub barrier: String,
    /// The day on which it was found to be so.
    pub on: NaiveDate,
    /// Today in Vietnam; nothing later can have been found.
    pub today: AsOf,
}

/// Notes a cause; says whether that is new. One that is noted already keeps its day and who said so, unless the person has overcome it since.
///
/// # Errors
///
/// No right to record; no account to answer for it; nobody of that identity within the actor's scope; an unknown cause; a day that cannot be.
pub fn note_barrier(db: &Db, actor: &Actor, new: &NoteBarrier) -> Result<bool, PeopleError> {
    allowed(actor, Operation::RecordMilestone)?;
    let account = actor.account().ok_or(PeopleError::NeedsAccount)?;
    db.write(|conn| {
        let (person, unit) = reach(conn, actor, Operation::RecordMilestone, new.person)?;
        check_day(&person, new.on, new.today.day())?;
        known(conn, &new.barrier)?;
        let (barrier, noted_on) = (new.barrier.clone(), new.on);
        let row = NewBarrier { person: new.person, barrier, noted_on, batch: None, account: Some(account) };
        let written = change_counted(conn, &[new.person], |conn| person_barriers::note(conn, &row))?;
        if written {
            let detail = json!({ "barrier": new.barrier });
            let object_id = Some(new.person.0);
            audit(
                conn,
                actor,
                AuditEvent { action: "person.note_barrier", object: "person", object_id, unit, detail },
            )?;
        }
        Ok(written)
    })
}

/// Takes back what was noted, by whomever; says whether it was noted.
///
/// # Errors
///
/// No right to record; no account to answer for it; nobody of that identity within the actor's scope.
pub fn take_back_barrier(db: &Db, actor: &Actor, person: PersonId, barrier: &str) -> Result<bool, PeopleError> {
    allowed(actor, Operation::RecordMilestone)?;
    actor.account().ok_or(PeopleError::NeedsAccount)?;
    db.write(|conn| {
        let (_, unit) = reach(conn, actor, Operation::RecordMilestone, person)?;
        let gone = change_counted(conn, &[person], |conn| person_barriers::take_back(conn, person, barrier))?;
        if gone {
            let detail = json!({ "barrier": barrier });
            let (action, object_id) = ("person.take_back_barrier", Some(person.0));
            audit(conn, actor, AuditEvent { action, object: "person", object_id, unit, detail })?;
        }
        Ok(gone)
    })
}

fn known(conn: &mut Conn, code: &str) -> Result<(), PeopleError> {
    let known = catalogue::barriers(conn)?.iter().any(|barrier| barrier.code == code);
    if known { Ok(()) } else { Err(PeopleError::UnknownBarrier(code.to_owned())) }
}

/// What is noted about somebody, with its day and source. Overcome is what the days say that hold.
pub(super) fn noted(
    conn: &mut Conn,
    person: PersonId,
    goals: &[Goal],
    held: &EffectiveDays,
) -> Result<Vec<NotedBarrier>, PeopleError> {
    let names = catalogue::barriers(conn)?.into_iter().map(|barrier| (barrier.code, barrier.name)).collect();
    let mut noted = Vec::new();
    for row in person_barriers::of(conn, person)? {
        let by = match row.source {
            Some(EventSource::Import(batch)) => {
                batches::find(conn, batch)?.map(|batch| format!("theo danh sách «{}»", batch.file_name))
            }
            Some(EventSource::Account(account)) => {
                accounts::get(conn, account)?.map(|account| format!("do {} ghi", account.display_name))
            }
            None => None,
        };
        let overcome_on = row.cause.overcome_on(goals, held);
        let NotedCause { code, noted_on } = row.cause;
        noted.push(NotedBarrier { barrier: BarrierName::of(code, &names), noted_on, overcome_on, by });
    }
    Ok(noted)
}
