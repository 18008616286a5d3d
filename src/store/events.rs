//! Milestone events and the enrollments derived from them.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::bulk::insert_in_pieces;
use super::connection::Conn;
use super::error::StoreError;
use super::ids::{self, Sequence};
use super::people::LIST_LIMIT;
use super::schema::{enrollment, milestone_event};
use crate::model::enrollment::{DayPrecision, EventSource, MilestoneEvent};
use crate::model::id::{AccountId, BatchId, EventId, MilestoneId, PersonId, ProgrammeId};
use crate::model::tally::Standing;

/// An event that is about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Whose.
    pub person: PersonId,
    /// What happened.
    pub milestone: MilestoneId,
    /// When.
    pub happened_on: NaiveDate,
    /// How well the day is known.
    pub precision: DayPrecision,
    /// Who says so.
    pub source: EventSource,
    /// The event this one takes back.
    pub revokes: Option<EventId>,
    /// Why, where a person says so.
    pub reason: Option<String>,
}

/// How a person stands in one programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrollmentDays {
    /// Who.
    pub person: PersonId,
    /// In which programme.
    pub programme: ProgrammeId,
    /// The days.
    pub standing: Standing,
}

/// An event with everything that a time line shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedEvent {
    /// The event.
    pub event: MilestoneEvent,
    /// Why, where a person said so.
    pub reason: Option<String>,
    /// When it was written (UTC).
    pub recorded_at: NaiveDateTime,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = milestone_event, treat_none_as_default_value = false)]
struct EventRow {
    id: i64,
    person_id: i64,
    milestone_id: i64,
    happened_on: NaiveDate,
    precision: String,
    batch_id: Option<i64>,
    account_id: Option<i64>,
    revokes_id: Option<i64>,
    reason: Option<String>,
    recorded_at: NaiveDateTime,
}

#[derive(Insertable)]
#[diesel(table_name = enrollment, treat_none_as_default_value = false)]
struct EnrollmentRow {
    id: i64,
    person_id: i64,
    programme_id: i64,
    issued_on: Option<NaiveDate>,
    achieved_on: Option<NaiveDate>,
    raised_on: Option<NaiveDate>,
    expires_on: Option<NaiveDate>,
}

/// Writes events; returns their identities in the same order.
pub fn insert(conn: &mut Conn, events: &[NewEvent], now: NaiveDateTime) -> Result<Vec<EventId>, StoreError> {
    let ids = ids::reserve(&mut conn.any, Sequence::Event, events.len())?;
    let rows: Vec<EventRow> = ids.iter().zip(events).map(|(id, event)| to_row(*id, event, now)).collect();
    insert_in_pieces!(conn.any, milestone_event::table, &rows);
    Ok(ids.into_iter().map(EventId).collect())
}

/// All events of people, revoked ones and revocations included.
pub fn of_people(conn: &mut Conn, people: &[PersonId]) -> Result<HashMap<PersonId, Vec<MilestoneEvent>>, StoreError> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    let mut found: HashMap<PersonId, Vec<MilestoneEvent>> = HashMap::new();
    for piece in ids.chunks(LIST_LIMIT) {
        let query = milestone_event::table.filter(milestone_event::person_id.eq_any(piece));
        let rows: Vec<EventRow> = query.order(milestone_event::id).load(&mut *conn.any)?;
        for row in rows {
            found.entry(PersonId(row.person_id)).or_default().push(from_row(&row)?);
        }
    }
    Ok(found)
}

/// What officials took back from people: whose, which milestone, and when that was written (UTC).
pub fn revocations(
    conn: &mut Conn,
    people: &[PersonId],
) -> Result<Vec<(PersonId, MilestoneId, NaiveDateTime)>, StoreError> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    let mut found = Vec::new();
    for piece in ids.chunks(LIST_LIMIT) {
        let rows: Vec<(i64, i64, NaiveDateTime)> = milestone_event::table
            .filter(milestone_event::person_id.eq_any(piece))
            .filter(milestone_event::revokes_id.is_not_null().and(milestone_event::account_id.is_not_null()))
            .select((milestone_event::person_id, milestone_event::milestone_id, milestone_event::recorded_at))
            .load(&mut *conn.any)?;
        found.extend(rows.into_iter().map(|(person, milestone, at)| (PersonId(person), MilestoneId(milestone), at)));
    }
    Ok(found)
}

/// One event, with whose it is.
pub fn find(conn: &mut Conn, id: EventId) -> Result<Option<(PersonId, MilestoneEvent)>, StoreError> {
    let row: Option<EventRow> = milestone_event::table.find(id.0).first(&mut *conn.any).optional()?;
    row.map(|row| Ok((PersonId(row.person_id), from_row(&row)?))).transpose()
}

/// The time line of one person, in the order in which it was written.
pub fn time_line(conn: &mut Conn, person: PersonId) -> Result<Vec<RecordedEvent>, StoreError> {
    let query = milestone_event::table.filter(milestone_event::person_id.eq(person.0)).order(milestone_event::id);
    let rows: Vec<EventRow> = query.load(&mut *conn.any)?;
    let recorded = |row: EventRow| {
        let event = from_row(&row)?;
        Ok(RecordedEvent { event, reason: row.reason, recorded_at: row.recorded_at })
    };
    rows.into_iter().map(recorded).collect()
}

/// Writes how people stand in programmes, replacing what was there.
pub fn put_standings(conn: &mut Conn, standings: &[EnrollmentDays]) -> Result<(), StoreError> {
    use diesel::upsert::excluded;
    let ids = ids::reserve(&mut conn.any, Sequence::Enrollment, standings.len())?;
    let rows: Vec<EnrollmentRow> = ids.into_iter().zip(standings).map(|(id, days)| enrollment_row(id, days)).collect();
    on_each!(&mut *conn.any, |c| {
        let renewed = (
            enrollment::issued_on.eq(excluded(enrollment::issued_on)),
            enrollment::achieved_on.eq(excluded(enrollment::achieved_on)),
            enrollment::raised_on.eq(excluded(enrollment::raised_on)),
            enrollment::expires_on.eq(excluded(enrollment::expires_on)),
        );
        for piece in rows.chunks(LIST_LIMIT) {
            diesel::insert_into(enrollment::table)
                .values(piece)
                .on_conflict((enrollment::person_id, enrollment::programme_id))
                .do_update()
                .set(renewed)
                .execute(c)?;
        }
    });
    Ok(())
}

/// Writes the first standings of new people.
pub fn insert_standings(conn: &mut Conn, standings: &[EnrollmentDays]) -> Result<(), StoreError> {
    let ids = ids::reserve(&mut conn.any, Sequence::Enrollment, standings.len())?;
    let rows: Vec<EnrollmentRow> = ids.into_iter().zip(standings).map(|(id, days)| enrollment_row(id, days)).collect();
    insert_in_pieces!(conn.any, enrollment::table, &rows);
    Ok(())
}

/// Removes standings that no event supports any more: of these people, all in programmes that are not given beside them.
pub fn keep_standings_only(
    conn: &mut Conn,
    people: &[PersonId],
    kept: &HashSet<(PersonId, ProgrammeId)>,
) -> Result<(), StoreError> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    let mut gone: Vec<i64> = Vec::new();
    for piece in ids.chunks(LIST_LIMIT) {
        let query = enrollment::table.filter(enrollment::person_id.eq_any(piece));
        let columns = (enrollment::id, enrollment::person_id, enrollment::programme_id);
        let rows: Vec<(i64, i64, i64)> = query.select(columns).load(&mut *conn.any)?;
        let stays = |person, programme| kept.contains(&(PersonId(person), ProgrammeId(programme)));
        gone.extend(rows.into_iter().filter(|(_, person, programme)| !stays(*person, *programme)).map(|(id, ..)| id));
    }
    for piece in gone.chunks(LIST_LIMIT) {
        diesel::delete(enrollment::table.filter(enrollment::id.eq_any(piece))).execute(&mut *conn.any)?;
    }
    Ok(())
}

/// Takes back the events that a batch stated about people.
pub fn delete_of_batch(conn: &mut Conn, batch: BatchId, people: &[PersonId]) -> Result<(), StoreError> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    for piece in ids.chunks(LIST_LIMIT) {
        let stated = milestone_event::table.filter(milestone_event::person_id.eq_any(piece));
        diesel::delete(stated.filter(milestone_event::batch_id.eq(batch.0))).execute(&mut *conn.any)?;
    }
    Ok(())
}

fn enrollment_row(id: i64, days: &EnrollmentDays) -> EnrollmentRow {
    EnrollmentRow {
        id,
        person_id: days.person.0,
        programme_id: days.programme.0,
        issued_on: days.standing.issued_on,
        achieved_on: days.standing.achieved_on,
        raised_on: days.standing.raised_on,
        expires_on: days.standing.expires_on,
    }
}

fn to_row(id: i64, event: &NewEvent, now: NaiveDateTime) -> EventRow {
    let (batch_id, account_id) = match event.source {
        EventSource::Import(batch) => (Some(batch.0), None),
        EventSource::Account(account) => (None, Some(account.0)),
    };
    EventRow {
        id,
        person_id: event.person.0,
        milestone_id: event.milestone.0,
        happened_on: event.happened_on,
        precision: event.precision.as_str().to_owned(),
        batch_id,
        account_id,
        revokes_id: event.revokes.map(|id| id.0),
        reason: event.reason.clone(),
        recorded_at: now,
    }
}

fn from_row(row: &EventRow) -> Result<MilestoneEvent, StoreError> {
    let source = match (row.batch_id, row.account_id) {
        (Some(batch), _) => EventSource::Import(BatchId(batch)),
        (None, Some(account)) => EventSource::Account(AccountId(account)),
        (None, None) => return Err(StoreError::corrupt(format!("milestone_event {}: no source", row.id))),
    };
    Ok(MilestoneEvent {
        id: EventId(row.id),
        milestone: MilestoneId(row.milestone_id),
        happened_on: row.happened_on,
        precision: DayPrecision::parse(&row.precision)
            .ok_or_else(|| StoreError::corrupt(format!("milestone_event {}: precision", row.id)))?,
        source,
        revokes: row.revokes_id.map(EventId),
    })
}
