//! Causes noted about one person by somebody who answers for it. Lists note theirs in bulk: [`super::listings::note_barriers`].

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::listings::{self, NewBarrier};
use super::schema::person_barrier;
use crate::model::enrollment::EventSource;
use crate::model::id::{AccountId, BatchId, PersonId};

/// Notes a cause; says whether it was not noted yet. One that is already noted keeps its day and who said so.
pub fn note(conn: &mut Conn, new: &NewBarrier) -> Result<bool, StoreError> {
    let there: i64 = person_barrier::table.find((new.person.0, &new.barrier)).count().get_result(&mut *conn.any)?;
    if there == 0 {
        listings::note_barriers(conn, std::slice::from_ref(new))?;
    }
    Ok(there == 0)
}

/// Takes a noted cause back; says whether it was noted.
pub fn take_back(conn: &mut Conn, person: PersonId, barrier: &str) -> Result<bool, StoreError> {
    let gone = diesel::delete(person_barrier::table.find((person.0, barrier))).execute(&mut *conn.any)?;
    Ok(gone > 0)
}

/// A cause as it was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedRow {
    /// Code of the cause.
    pub barrier: String,
    /// The day on which it was found to be so.
    pub noted_on: NaiveDate,
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
    let row = |(barrier, noted_on, batch, account): Row| NotedRow {
        barrier,
        noted_on,
        source: match (batch, account) {
            (Some(batch), _) => Some(EventSource::Import(BatchId(batch))),
            (None, Some(account)) => Some(EventSource::Account(AccountId(account))),
            (None, None) => None,
        },
    };
    Ok(rows.into_iter().map(row).collect())
}
