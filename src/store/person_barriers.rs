//! Causes noted about people, by somebody who answers for it. Lists note theirs in bulk: [`super::listings::note_barriers`].

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::listings::{self, NewBarrier};
use super::people::LIST_LIMIT;
use super::schema::person_barrier;
use super::{catalogue, events};
use crate::model::barrier::NotedCause;
use crate::model::enrollment::{EventSource, effective_days};
use crate::model::id::{AccountId, BatchId, PersonId};
use crate::model::tally::Goal;

/// Notes a cause; says whether that is new. One that is already noted keeps its day and who said so, unless the person has overcome it since: then it is
/// said of something else.
pub fn note(conn: &mut Conn, new: &NewBarrier) -> Result<bool, StoreError> {
    let known = of_people(conn, &[new.person])?.remove(&new.person).unwrap_or_default();
    if let Some(before) = known.iter().find(|noted| noted.code == new.barrier) {
        let goals = Goal::all(&catalogue::load(conn)?);
        let stated = events::of_people(conn, &[new.person])?.remove(&new.person).unwrap_or_default();
        let overcome = before.overcome_on(&goals, &effective_days(&stated));
        if overcome.is_none_or(|overcome| overcome > new.noted_on) {
            return Ok(false);
        }
        take_back(conn, new.person, &new.barrier)?;
    }
    listings::note_barriers(conn, std::slice::from_ref(new))?;
    Ok(true)
}

/// Takes a noted cause back; says whether it was noted.
pub fn take_back(conn: &mut Conn, person: PersonId, barrier: &str) -> Result<bool, StoreError> {
    let gone = diesel::delete(person_barrier::table.find((person.0, barrier))).execute(&mut *conn.any)?;
    Ok(gone > 0)
}

/// A cause as it was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedRow {
    /// The cause and its day.
    pub cause: NotedCause,
    /// Who says so, where that is known.
    pub source: Option<EventSource>,
}

/// What is noted about somebody, latest first.
pub fn of(conn: &mut Conn, person: PersonId) -> Result<Vec<NotedRow>, StoreError> {
    type Row = (String, NaiveDate, Option<i64>, Option<i64>);
    let columns =
        (person_barrier::barrier_code, person_barrier::noted_on, person_barrier::batch_id, person_barrier::account_id);
    let own = person_barrier::table.filter(person_barrier::person_id.eq(person.0));
    let order = (person_barrier::noted_on.desc(), person_barrier::barrier_code);
    let rows: Vec<Row> = own.order(order).select(columns).load(&mut *conn.any)?;
    let row = |(code, noted_on, batch, account): Row| NotedRow {
        cause: NotedCause { code, noted_on },
        source: match (batch, account) {
            (Some(batch), _) => Some(EventSource::Import(BatchId(batch))),
            (None, Some(account)) => Some(EventSource::Account(AccountId(account))),
            (None, None) => None,
        },
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The causes noted about people, by code.
pub fn of_people(conn: &mut Conn, people: &[PersonId]) -> Result<HashMap<PersonId, Vec<NotedCause>>, StoreError> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    let mut found: HashMap<PersonId, Vec<NotedCause>> = HashMap::new();
    for piece in ids.chunks(LIST_LIMIT) {
        let query = person_barrier::table
            .filter(person_barrier::person_id.eq_any(piece))
            .order((person_barrier::person_id, person_barrier::barrier_code))
            .select((person_barrier::person_id, person_barrier::barrier_code, person_barrier::noted_on));
        let rows: Vec<(i64, String, NaiveDate)> = query.load(&mut *conn.any)?;
        for (person, code, noted_on) in rows {
            found.entry(PersonId(person)).or_default().push(NotedCause { code, noted_on });
        }
    }
    Ok(found)
}
