//! Use case: record a milestone by hand.

use chrono::{NaiveDate, Utc};
use serde_json::json;

use super::channel;
use super::error::PeopleError;
use super::prerequisites;
use super::reach::reach;
use super::reason;
use crate::access::{Actor, AuditEvent, allowed, audit};
use crate::model::as_of::AsOf;
use crate::model::contribution::FIRST_COUNTED_DAY;
use crate::model::enrollment::{
    DayPrecision, EffectiveDay, EffectiveDays, EventSource, MilestoneEvent, effective_days,
};
use crate::model::id::{AccountId, EventId, MilestoneId, PersonId, UnitId};
use crate::model::person::{Life, Person, day_of_age};
use crate::model::programme::MilestoneMeaning;
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
    record_milestone_through(db, actor, new, None)
}

/// As [`record_milestone`], telling the way (code of a channel) in which the person enrolled; a way recorded before is replaced by it.
///
/// # Errors
///
/// As there; an unknown way; something that has to be recorded first for this way.
pub fn record_milestone_through(
    db: &Db,
    actor: &Actor,
    new: &RecordMilestone,
    channel: Option<&str>,
) -> Result<Recorded, PeopleError> {
    allowed(actor, Operation::RecordMilestone)?;
    let account = actor.account().ok_or(PeopleError::NeedsAccount)?;
    db.write(|conn| record_in(conn, actor, account, new, channel))
}

/// The same within a transaction that does more.
pub(super) fn record_in(
    conn: &mut Conn,
    actor: &Actor,
    account: AccountId,
    new: &RecordMilestone,
    channel: Option<&str>,
) -> Result<Recorded, PeopleError> {
    let way = channel::Way::of(conn, new, channel)?;
    let (recorded, unit) = change_counted(conn, &[new.person], |conn| write(conn, actor, account, new, &way))?;
    let kept = way.keep(conn, new.person)?;
    let object_id = Some(new.person.0);
    if let Recorded::Written(event) = recorded {
        let detail = json!({ "event": event.0, "milestone": new.milestone, "channel": channel });
        let row = AuditEvent { action: "person.record_milestone", object: "person", object_id, unit, detail };
        audit(conn, actor, row)?;
    } else if kept {
        let detail = json!({ "milestone": new.milestone, "channel": channel });
        audit(conn, actor, AuditEvent { action: "person.record_channel", object: "person", object_id, unit, detail })?;
    }
    Ok(recorded)
}

fn write(
    conn: &mut Conn,
    actor: &Actor,
    account: AccountId,
    new: &RecordMilestone,
    way: &channel::Way,
) -> Result<(Recorded, Option<UnitId>), PeopleError> {
    let (person, unit) = reach(conn, actor, Operation::RecordMilestone, new.person)?;
    Ok((state_through(conn, account, &person, new, way)?, unit))
}

/// Writes that somebody whom the caller may record for reached a milestone, after every check of a record by hand. The caller runs it within
/// [`change_counted`] and leaves the row in the audit chain.
pub(crate) fn state_milestone(
    conn: &mut Conn,
    account: AccountId,
    person: &Person,
    new: &RecordMilestone,
) -> Result<Recorded, PeopleError> {
    let way = channel::Way::of(conn, new, None)?;
    state_through(conn, account, person, new, &way)
}

fn state_through(
    conn: &mut Conn,
    account: AccountId,
    person: &Person,
    new: &RecordMilestone,
    way: &channel::Way,
) -> Result<Recorded, PeopleError> {
    check_day(person, new.on, new.today.day())?;
    let stated = events::of_people(conn, &[new.person])?.remove(&new.person).unwrap_or_default();
    let days = effective_days(&stated);
    let (milestone, meaning) = check_milestone(conn, new, way, &days)?;
    let statement = EffectiveDay::stated(new.on, DayPrecision::Exact);
    let held = match meaning {
        // Each renewal is one of its own; only the same day again is none.
        MilestoneMeaning::Renewed => same_again(&stated, milestone, statement),
        MilestoneMeaning::Step | MilestoneMeaning::Issued | MilestoneMeaning::Achieved => {
            days.get(&milestone).copied().filter(|held| held.better(statement).begins_with(*held))
        }
    };
    if let Some(held) = held {
        return Ok(Recorded::AlreadyHeld(held));
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

/// The statement, where it stands already and was not taken back.
fn same_again(stated: &[MilestoneEvent], milestone: MilestoneId, statement: EffectiveDay) -> Option<EffectiveDay> {
    let taken_back = |id: EventId| stated.iter().any(|other| other.revokes == Some(id));
    let same = |event: &&MilestoneEvent| {
        event.milestone == milestone
            && event.revokes.is_none()
            && EffectiveDay::stated(event.happened_on, event.precision).begins_with(statement)
            && !taken_back(event.id)
    };
    stated.iter().find(same).map(|_| statement)
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

fn check_milestone(
    conn: &mut Conn,
    new: &RecordMilestone,
    way: &channel::Way,
    days: &EffectiveDays,
) -> Result<(MilestoneId, MilestoneMeaning), PeopleError> {
    let catalogue = catalogue::load(conn)?;
    let unknown = || PeopleError::UnknownMilestone(new.milestone.clone());
    let (programme, milestone) = catalogue.milestone(&new.milestone).ok_or_else(unknown)?;
    let needed = catalogue::prerequisites(conn, programme.id)?;
    let needed: Vec<MilestoneId> =
        needed.into_iter().filter(|(_, of)| way.needs(of)).map(|(needed, _)| needed).collect();
    let Some(first) = prerequisites::missing(&catalogue, milestone.id, &needed, days, new.on) else {
        return Ok((milestone.id, milestone.meaning));
    };
    let named = |id| catalogue.milestone_by_id(id).map(|(of, milestone)| format!("{} ({})", milestone.name, of.name));
    let dotted = |id| catalogue.milestone_by_id(id).map(|(of, milestone)| format!("{}.{}", of.code, milestone.code));
    Err(PeopleError::Needs {
        milestone: named(milestone.id).unwrap_or_default(),
        first: named(first).unwrap_or_default(),
        first_code: dotted(first).unwrap_or_default(),
        on: new.on,
    })
}
