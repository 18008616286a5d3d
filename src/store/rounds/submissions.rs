//! Reports that were handed in.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::error::StoreError;
use super::super::people::LIST_LIMIT;
use super::super::schema::submission;
use crate::model::id::{AccountId, BatchId, RoundId, SubmissionId, UnitId};
use crate::model::round::{Submission, SubmissionSource, SubmissionState};

/// A report as it is written; its fields are those of [`Submission`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "explained at model::round::Submission")]
pub struct SubmissionEntry {
    pub round: RoundId,
    pub hop: i32,
    pub unit: UnitId,
    pub nil: bool,
    pub source: SubmissionSource,
    pub batch: Option<BatchId>,
    pub note: Option<String>,
    pub received_at: DateTime<Utc>,
    pub account: Option<AccountId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = submission)]
struct Row {
    id: i64,
    round_id: i64,
    hop: i32,
    unit_id: i64,
    state: String,
    nil: bool,
    source: String,
    batch_id: Option<i64>,
    note: Option<String>,
    received_at: NaiveDateTime,
    account_id: Option<i64>,
    reason: Option<String>,
}

impl TryFrom<Row> for Submission {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let state = SubmissionState::parse(&row.state);
        let state = state.ok_or_else(|| StoreError::corrupt(format!("trạng thái báo cáo {}", row.state)))?;
        let source = SubmissionSource::parse(&row.source);
        let source = source.ok_or_else(|| StoreError::corrupt(format!("nguồn báo cáo {}", row.source)))?;
        Ok(Self {
            id: SubmissionId(row.id),
            round: RoundId(row.round_id),
            hop: row.hop,
            unit: UnitId(row.unit_id),
            state,
            nil: row.nil,
            source,
            batch: row.batch_id.map(BatchId),
            note: row.note,
            received_at: row.received_at.and_utc(),
            account: row.account_id.map(AccountId),
            reason: row.reason,
        })
    }
}

/// Adds a report.
pub fn insert(conn: &mut Conn, entry: &SubmissionEntry) -> Result<SubmissionId, StoreError> {
    let row = (
        submission::round_id.eq(entry.round.0),
        submission::hop.eq(entry.hop),
        submission::unit_id.eq(entry.unit.0),
        submission::state.eq(SubmissionState::Submitted.as_str()),
        submission::nil.eq(entry.nil),
        submission::source.eq(entry.source.as_str()),
        submission::batch_id.eq(entry.batch.map(|id| id.0)),
        submission::note.eq(entry.note.as_deref()),
        submission::received_at.eq(entry.received_at.naive_utc()),
        submission::account_id.eq(entry.account.map(|id| id.0)),
    );
    let id: i64 =
        diesel::insert_into(submission::table).values(row).returning(submission::id).get_result(&mut *conn.any)?;
    Ok(SubmissionId(id))
}

/// A report.
pub fn get(conn: &mut Conn, id: SubmissionId) -> Result<Option<Submission>, StoreError> {
    let row: Option<Row> = submission::table.find(id.0).select(Row::as_select()).first(&mut *conn.any).optional()?;
    row.map(Submission::try_from).transpose()
}

/// Everything that was handed in for several rounds, in the order in which it came.
pub fn of_rounds(conn: &mut Conn, rounds: &[RoundId]) -> Result<Vec<Submission>, StoreError> {
    let mut found = Vec::new();
    for asked in rounds.chunks(LIST_LIMIT) {
        let rows: Vec<Row> = submission::table
            .filter(submission::round_id.eq_any(asked.iter().map(|id| id.0)))
            .order((submission::received_at, submission::id))
            .select(Row::as_select())
            .load(&mut *conn.any)?;
        for row in rows {
            found.push(Submission::try_from(row)?);
        }
    }
    Ok(found)
}

/// The report of a unit at a hop that stands: handed in or accepted.
pub fn standing_of(conn: &mut Conn, round: RoundId, hop: i32, unit: UnitId) -> Result<Option<Submission>, StoreError> {
    let stands = [SubmissionState::Submitted, SubmissionState::Accepted].map(SubmissionState::as_str);
    let row: Option<Row> = submission::table
        .filter(submission::round_id.eq(round.0).and(submission::hop.eq(hop)).and(submission::unit_id.eq(unit.0)))
        .filter(submission::state.eq_any(stands))
        .order(submission::id.desc())
        .select(Row::as_select())
        .first(&mut *conn.any)
        .optional()?;
    row.map(Submission::try_from).transpose()
}

/// Notes what became of a report.
pub fn set_state(
    conn: &mut Conn,
    id: SubmissionId,
    state: SubmissionState,
    reason: Option<&str>,
    account: Option<AccountId>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = (
        submission::state.eq(state.as_str()),
        submission::reason.eq(reason),
        submission::decided_at.eq(at.naive_utc()),
        submission::decided_by.eq(account.map(|id| id.0)),
    );
    diesel::update(submission::table.find(id.0)).set(row).execute(&mut *conn.any)?;
    Ok(())
}
