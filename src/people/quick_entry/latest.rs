//! What an official recorded last today, for whoever scans card after card.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::outcome::{self, Who};
use crate::access::{AccessError, Actor, allowed};
use crate::model::as_of::AsOf;
use crate::model::role::Operation;
use crate::people::error::PeopleError;
use crate::people::reach::reach;
use crate::store::{Db, by_hand, catalogue};

/// Lines shown.
const LINES: i64 = 12;
/// Vietnam is seven hours ahead of UTC, without summer time.
const AHEAD: TimeDelta = TimeDelta::hours(7);

/// A milestone that the actor recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLine {
    /// Of whom.
    pub who: Who,
    /// `Đã kích hoạt (Tài khoản định danh điện tử mức 2)`.
    pub milestone: String,
    /// The day on which it happened.
    pub happened_on: NaiveDate,
    /// When it was written (UTC).
    pub recorded_at: NaiveDateTime,
    /// It was taken back since.
    pub revoked: bool,
}

/// What the actor recorded by hand on a day, latest first, a dozen at most; people who are out of reach by now are left out.
///
/// # Errors
///
/// No right to record.
pub fn latest_entries(db: &Db, actor: &Actor, today: AsOf) -> Result<Vec<EntryLine>, PeopleError> {
    allowed(actor, Operation::RecordMilestone)?;
    let Some(account) = actor.account() else { return Ok(Vec::new()) };
    let since = today.day().and_time(chrono::NaiveTime::MIN) - AHEAD;
    db.read(|conn| {
        let catalogue = catalogue::load(conn)?;
        let mut lines = Vec::new();
        for recorded in by_hand::latest(conn, account, since, LINES)? {
            let person = match reach(conn, actor, Operation::RecordMilestone, recorded.person) {
                Ok((person, _)) => person,
                Err(PeopleError::Access(AccessError::NotFound)) => continue,
                Err(error) => return Err(error),
            };
            let Some((programme, milestone)) = catalogue.milestone_by_id(recorded.milestone) else { continue };
            lines.push(EntryLine {
                who: outcome::line(conn, &person, today.day())?,
                milestone: format!("{} ({})", milestone.name, programme.name),
                happened_on: recorded.happened_on,
                recorded_at: recorded.recorded_at,
                revoked: recorded.revoked,
            });
        }
        Ok(lines)
    })
}
