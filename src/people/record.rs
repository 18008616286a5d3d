//! Use case: record a milestone by hand.

use chrono::{NaiveDate, Utc};
use serde_json::json;

use super::error::PeopleError;
use super::prerequisites;
use super::reach::reach;
use super::reason;
use crate::access::{Actor, AuditEvent, allowed, audit};
use crate::model::as_of::AsOf;
use crate::model::contribution::FIRST_COUNTED_DAY;
use crate::model::enrollment::{DayPrecision, EffectiveDay, EffectiveDays, EventSource, effective_days};
use crate::model::id::{AccountId, EventId, MilestoneId, PersonId, UnitId};
use crate::model::person::{Life, Person, day_of_age};
use crate::model::role::Operation;
use crate::store::counted_change::change_counted;
use crate::store::events::NewEvent;
use crate::store::{Conn, Db, StoreError, catalogue, events};

/// What is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordMilestone {
    /// Whose.
    pub person: PersonId,
    /// `vneid2.activated`.
    pub milestone: String,
    /// The day on which it happened.
    pub on: NaiveDate,
    /// Today in Vietnam; nothing later can have happened.
    pub today: AsOf,
    /// Anything worth keeping beside it.
    pub reason: Option<String>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It was written.
    Written(EventId),
    /// Nothing was written: the milestone holds since this day, and another statement would not change that.
    AlreadyHeld(EffectiveDay),
}

/// Records that a person reached a milestone; standings and counters follow in the same transaction.
///
/// # Errors
///
/// No right to record; no account to answer for it; nobody of that identity within the actor's scope; an unknown milestone; a day that cannot be;
/// something that has to be recorded first.
pub fn record_milestone(db: &Db, actor: &Actor, new: &RecordMilestone) -> Result<Recorded, PeopleError> {
    allowed(actor, Operation::RecordMilestone)?;
    let account = actor.account().ok_or(PeopleError::NeedsAccount)?;
    db.write(|conn| {
        let (recorded, unit) = change_counted(conn, &[new.person], |conn| write(conn, actor, account, new))?;
        if let Recorded::Written(event) = recorded {
            let detail = json!({ "event": event.0, "milestone": new.milestone });
            let object_id = Some(new.person.0);
            let row = AuditEvent { action: "person.record_milestone", object: "person", object_id, unit, detail };
            audit(conn, actor, row)?;
        }
        Ok(recorded)
    })
}

fn write(
    conn: &mut Conn,
    actor: &Actor,
    account: AccountId,
    new: &RecordMilestone,
) -> Result<(Recorded, Option<UnitId>), PeopleError> {
    let (person, unit) = reach(conn, actor, Operation::RecordMilestone, new.person)?;
    Ok((state_milestone(conn, account, &person, new)?, unit))
}

/// Writes that somebody whom the caller may record for reached a milestone, after every check of a record by hand. The caller runs it within
/// [`change_counted`] and leaves the row in the audit chain.
pub(crate) fn state_milestone(
    conn: &mut Conn,
    account: AccountId,
    person: &Person,
    new: &RecordMilestone,
) -> Result<Recorded, PeopleError> {
    check_day(person, new.on, new.today.day())?;
    let stated = events::of_people(conn, &[new.person])?.remove(&new.person).unwrap_or_default();
    let days = effective_days(&stated);
    let milestone = check_milestone(conn, new, &days)?;
    let statement = EffectiveDay { day: new.on, precision: DayPrecision::Exact };
    if let Some(held) = days.get(&milestone).filter(|held| held.better(statement) == **held) {
        return Ok(Recorded::AlreadyHeld(*held));
    }
    let event = NewEvent {
        person: new.person,
        milestone,
        happened_on: new.on,
        precision: DayPrecision::Exact,
        source: EventSource::Account(account),
        revokes: None,
        reason: reason::remark(new.reason.as_deref()),
    };
    let written = events::insert(conn, &[event], Utc::now().naive_utc())?;
    Ok(Recorded::Written(only(&written)?))
}

/// The identity of the only event that was written.
pub(super) fn only(written: &[EventId]) -> Result<EventId, StoreError> {
    written.first().copied().ok_or_else(|| StoreError::Corrupt("sự kiện không có số".to_owned()))
}

/// Whether something can have happened to the person on a day.
pub(crate) fn check_day(person: &Person, on: NaiveDate, today: NaiveDate) -> Result<(), PeopleError> {
    if on > today {
        return Err(PeopleError::InTheFuture { on, today });
    }
    if on < FIRST_COUNTED_DAY {
        return Err(PeopleError::TooEarly(on));
    }
    if day_of_age(person.particulars.birth_date, 0).is_some_and(|born| on < born) {
        return Err(PeopleError::BeforeBirth(on));
    }
    match person.life {
        Life::Dead(Some(died_on)) if on > died_on => Err(PeopleError::AfterDeath { on, died_on }),
        _ => Ok(()),
    }
}

fn check_milestone(conn: &mut Conn, new: &RecordMilestone, days: &EffectiveDays) -> Result<MilestoneId, PeopleError> {
    let catalogue = catalogue::load(conn)?;
    let unknown = || PeopleError::UnknownMilestone(new.milestone.clone());
    let (programme, milestone) = catalogue.milestone(&new.milestone).ok_or_else(unknown)?;
    // What only one channel needs cannot be asked of somebody whose channel is not known.
    let needed = catalogue::prerequisites(conn, programme.id)?;
    let always: Vec<MilestoneId> =
        needed.into_iter().filter(|(_, channel)| channel.is_empty()).map(|(needed, _)| needed).collect();
    match prerequisites::missing(&catalogue, milestone.id, &always, days, new.on) {
        Some(first) => {
            let milestone = format!("{} ({})", milestone.name, programme.name);
            Err(PeopleError::Needs { milestone, first, on: new.on })
        }
        None => Ok(milestone.id),
    }
}
