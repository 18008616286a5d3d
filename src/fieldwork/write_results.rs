//! Writing results of visits: what they say of people, and the line they came from.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::error::{FieldworkError, LineProblem};
use super::offer::target_of;
use super::results::NewResults;
use crate::model::id::{AccountId, EventId, PersonId};
use crate::model::person::Person;
use crate::model::work_list::{LineResult, Outcome, WorkList};
use crate::people::{PeopleError, RecordMilestone, Recorded, check_day, state_milestone, take_back};
use crate::store::counted_change::change_counted;
use crate::store::listings::NewBarrier;
use crate::store::work_lists::NewResult;
use crate::store::{Conn, catalogue, person_barriers, work_lists};

/// A line that gets a new result.
pub struct Change {
    /// Its number.
    pub line: i32,
    /// Who.
    pub person: Person,
    /// The result that stood.
    pub before: Option<LineResult>,
    /// The new one; nothing takes the old one back.
    pub outcome: Option<Outcome>,
}

/// What all results of a list have in common.
struct Common<'a> {
    list: &'a WorkList,
    new: &'a NewResults,
    account: AccountId,
    /// The milestone that «done» records.
    done: Option<String>,
    /// Codes of the causes that the catalogue knows.
    causes: HashSet<String>,
}

impl Common<'_> {
    /// Where an event comes from, as the time line of a person tells it.
    fn source(&self, line: i32) -> String {
        format!("Danh sách vận động số {}, dòng {line}", self.list.id)
    }
}

/// Writes all changes, or none.
pub fn write_all(
    conn: &mut Conn,
    account: AccountId,
    list: &WorkList,
    new: &NewResults,
    changes: &[Change],
    now: DateTime<Utc>,
) -> Result<(), FieldworkError> {
    let known = catalogue::load(conn)?;
    let target = target_of(conn, &known, list)?;
    let target = target.ok_or_else(|| FieldworkError::NoTarget(list.kind.as_str().to_owned()))?;
    let causes = catalogue::barriers(conn)?.into_iter().map(|barrier| barrier.code).collect();
    let common = Common { list, new, account, done: target.done.map(|(milestone, _)| milestone), causes };
    let ids: Vec<PersonId> = changes.iter().map(|change| change.person.id).collect();
    change_counted(conn, &ids, |conn| {
        let mut problems = Vec::new();
        for change in changes {
            match write_one(conn, &common, change, now) {
                Ok(()) => {}
                Err(FieldworkError::People(error)) => problems.push(LineProblem::of(change.line, error)),
                Err(error) => return Err(error),
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(FieldworkError::Lines(problems)) }
    })
}

fn write_one(conn: &mut Conn, common: &Common<'_>, change: &Change, now: DateTime<Utc>) -> Result<(), FieldworkError> {
    if let Some(before) = &change.before {
        undo(conn, common, change, before)?;
    }
    let (event, noted) = match change.outcome {
        Some(Outcome::Done) => (record_done(conn, common, change)?, None),
        Some(outcome) => (None, note_cause(conn, common, change, outcome)?),
        None => (None, None),
    };
    let result = NewResult {
        line: change.line,
        outcome: change.outcome,
        on: common.new.on,
        source: common.new.source,
        event,
        noted,
        account: common.account,
    };
    work_lists::add_result(conn, common.list.id, &result, now)?;
    Ok(())
}

/// Takes back what the result before wrote. Somebody may have done so by hand already.
fn undo(conn: &mut Conn, common: &Common<'_>, change: &Change, before: &LineResult) -> Result<(), FieldworkError> {
    let person = change.person.id;
    if let Some(event) = before.event {
        let reason = format!("Sửa kết quả: {}", common.source(change.line));
        match take_back(conn, common.account, person, event, &reason) {
            Ok(_) | Err(PeopleError::AlreadyRevoked) => {}
            Err(error) => return Err(error.into()),
        }
    }
    if let Some(cause) = &before.noted {
        person_barriers::take_back(conn, person, cause)?;
    }
    Ok(())
}

/// Records the milestone; nothing where it holds already, or the list has none.
fn record_done(conn: &mut Conn, common: &Common<'_>, change: &Change) -> Result<Option<EventId>, FieldworkError> {
    let (on, today) = (common.new.on, common.new.today);
    let Some(milestone) = common.done.clone() else {
        check_day(&change.person, on, today.day())?;
        return Ok(None);
    };
    let reason = Some(common.source(change.line));
    let statement = RecordMilestone { person: change.person.id, milestone, on, today, reason };
    Ok(match state_milestone(conn, common.account, &change.person, &statement)? {
        Recorded::Written(event) => Some(event),
        Recorded::AlreadyHeld(_) => None,
    })
}

/// Notes the cause; it is remembered where nobody had noted it before.
fn note_cause(
    conn: &mut Conn,
    common: &Common<'_>,
    change: &Change,
    outcome: Outcome,
) -> Result<Option<String>, FieldworkError> {
    check_day(&change.person, common.new.on, common.new.today.day())?;
    let Some(cause) = outcome.barrier() else { return Ok(None) };
    if !common.causes.contains(cause) {
        return Err(PeopleError::UnknownBarrier(cause.to_owned()).into());
    }
    let noted = NewBarrier {
        person: change.person.id,
        barrier: cause.to_owned(),
        noted_on: common.new.on,
        batch: None,
        account: Some(common.account),
    };
    Ok(person_barriers::note(conn, &noted)?.then(|| cause.to_owned()))
}
