//! What was done about rounds. Only ever added to.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::error::StoreError;
use super::super::people::LIST_LIMIT;
use super::super::schema::round_event;
use crate::model::id::{AccountId, RoundId, SubmissionId, UnitId};
use crate::model::round::{RoundEvent, RoundEventKind};

#[derive(Queryable, Selectable)]
#[diesel(table_name = round_event)]
struct Row {
    round_id: i64,
    hop: Option<i32>,
    unit_id: Option<i64>,
    submission_id: Option<i64>,
    kind: String,
    due_on: Option<NaiveDate>,
    due_time: Option<NaiveTime>,
    due_wording: Option<String>,
    document: Option<String>,
    reason: Option<String>,
    account_id: Option<i64>,
    happened_at: NaiveDateTime,
}

impl TryFrom<Row> for RoundEvent {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let kind = RoundEventKind::parse(&row.kind);
        let kind = kind.ok_or_else(|| StoreError::corrupt(format!("việc của đợt báo cáo {}", row.kind)))?;
        let due = match (row.due_on, row.due_wording.as_deref()) {
            (Some(day), Some(wording)) => Some(super::due(day, row.due_time, wording)?),
            _ => None,
        };
        Ok(Self {
            kind,
            hop: row.hop,
            unit: row.unit_id.map(UnitId),
            submission: row.submission_id.map(SubmissionId),
            due,
            document: row.document,
            reason: row.reason,
            account: row.account_id.map(AccountId),
            happened_at: row.happened_at.and_utc(),
        })
    }
}

/// Adds an event.
pub fn add(conn: &mut Conn, round: RoundId, event: &RoundEvent) -> Result<(), StoreError> {
    let row = (
        round_event::round_id.eq(round.0),
        round_event::hop.eq(event.hop),
        round_event::unit_id.eq(event.unit.map(|id| id.0)),
        round_event::submission_id.eq(event.submission.map(|id| id.0)),
        round_event::kind.eq(event.kind.as_str()),
        round_event::due_on.eq(event.due.map(|due| due.day)),
        round_event::due_time.eq(event.due.and_then(|due| due.time)),
        round_event::due_wording.eq(event.due.map(|due| due.wording.as_str())),
        round_event::document.eq(event.document.as_deref()),
        round_event::reason.eq(event.reason.as_deref()),
        round_event::account_id.eq(event.account.map(|id| id.0)),
        round_event::happened_at.eq(event.happened_at.naive_utc()),
    );
    diesel::insert_into(round_event::table).values(row).execute(&mut *conn.any)?;
    Ok(())
}

/// The events of several rounds in order of time.
pub fn of_rounds(conn: &mut Conn, rounds: &[RoundId]) -> Result<Vec<(RoundId, RoundEvent)>, StoreError> {
    let mut found = Vec::new();
    for asked in rounds.chunks(LIST_LIMIT) {
        let rows: Vec<Row> = round_event::table
            .filter(round_event::round_id.eq_any(asked.iter().map(|id| id.0)))
            .order((round_event::happened_at, round_event::id))
            .select(Row::as_select())
            .load(&mut *conn.any)?;
        for row in rows {
            found.push((RoundId(row.round_id), RoundEvent::try_from(row)?));
        }
    }
    Ok(found)
}
