//! What officials did by hand: whom they added, what they recorded last.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::{added_person, milestone_event};
use crate::model::id::{AccountId, EventId, MilestoneId, PersonId};

/// A milestone that an official recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordedByHand {
    /// The event.
    pub event: EventId,
    /// Whose.
    pub person: PersonId,
    /// What happened.
    pub milestone: MilestoneId,
    /// When.
    pub happened_on: NaiveDate,
    /// When it was written (UTC).
    pub recorded_at: NaiveDateTime,
    /// It was taken back since.
    pub revoked: bool,
}

/// Keeps who added a person, and when (UTC).
pub fn note_added(conn: &mut Conn, person: PersonId, account: AccountId, now: NaiveDateTime) -> Result<(), StoreError> {
    let row =
        (added_person::person_id.eq(person.0), added_person::account_id.eq(account.0), added_person::added_at.eq(now));
    diesel::insert_into(added_person::table).values(row).execute(&mut *conn.any)?;
    Ok(())
}

/// Who added a person by hand, and when (UTC); `None` for somebody who came by a list.
pub fn added_by(conn: &mut Conn, person: PersonId) -> Result<Option<(AccountId, NaiveDateTime)>, StoreError> {
    let row = added_person::table.find(person.0).select((added_person::account_id, added_person::added_at));
    let found: Option<(i64, NaiveDateTime)> = row.first(&mut *conn.any).optional()?;
    Ok(found.map(|(account, at)| (AccountId(account), at)))
}

/// What an account recorded last since an instant (UTC), latest first.
pub fn latest(
    conn: &mut Conn,
    account: AccountId,
    since: NaiveDateTime,
    limit: i64,
) -> Result<Vec<RecordedByHand>, StoreError> {
    type Row = (i64, i64, i64, NaiveDate, NaiveDateTime);
    let own = milestone_event::table
        .filter(milestone_event::account_id.eq(account.0))
        .filter(milestone_event::revokes_id.is_null())
        .filter(milestone_event::recorded_at.ge(since));
    let columns = (
        milestone_event::id,
        milestone_event::person_id,
        milestone_event::milestone_id,
        milestone_event::happened_on,
        milestone_event::recorded_at,
    );
    let rows: Vec<Row> = own.order(milestone_event::id.desc()).limit(limit).select(columns).load(&mut *conn.any)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let taken_back = milestone_event::table.filter(milestone_event::revokes_id.eq_any(ids));
    let revoked: Vec<Option<i64>> = taken_back.select(milestone_event::revokes_id).load(&mut *conn.any)?;
    let revoked: HashSet<i64> = revoked.into_iter().flatten().collect();
    let line = |(event, person, milestone, happened_on, recorded_at): Row| RecordedByHand {
        event: EventId(event),
        person: PersonId(person),
        milestone: MilestoneId(milestone),
        happened_on,
        recorded_at,
        revoked: revoked.contains(&event),
    };
    Ok(rows.into_iter().map(line).collect())
}
