//! Reported figures: never overwritten; of those that were not taken back, the one of the latest day holds, and of a day the last recorded.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::bulk::insert_in_pieces;
use super::connection::Conn;
use super::error::StoreError;
use super::people::LIST_LIMIT;
use super::schema::{reported_figure, unit_ancestor};
use crate::model::id::{AccountId, MeasureId, ReportedFigureId, SubmissionId, UnitId};
use crate::model::reported::{ReportSource, ReportedFigure};

/// A reported figure as it is written; its fields are those of [`ReportedFigure`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "explained at model::reported::ReportedFigure")]
pub struct ReportedEntry {
    pub measure: MeasureId,
    pub unit: UnitId,
    pub as_of: NaiveDate,
    pub value: i64,
    pub base: Option<i64>,
    pub source: ReportSource,
    pub submission: Option<SubmissionId>,
    pub note: Option<String>,
    pub account: Option<AccountId>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = reported_figure)]
struct Row {
    id: i64,
    measure_id: i64,
    unit_id: i64,
    as_of: NaiveDate,
    value: i64,
    base: Option<i64>,
    source: String,
    submission_id: Option<i64>,
    note: Option<String>,
    account_id: Option<i64>,
    recorded_at: chrono::NaiveDateTime,
}

impl TryFrom<Row> for ReportedFigure {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let source = ReportSource::parse(&row.source)
            .ok_or_else(|| StoreError::corrupt(format!("nguồn số liệu báo cáo {}", row.source)))?;
        Ok(Self {
            id: ReportedFigureId(row.id),
            measure: MeasureId(row.measure_id),
            unit: UnitId(row.unit_id),
            as_of: row.as_of,
            value: row.value,
            base: row.base,
            source,
            submission: row.submission_id.map(SubmissionId),
            note: row.note,
            account: row.account_id.map(AccountId),
            recorded_at: row.recorded_at.and_utc(),
        })
    }
}

/// Adds figures.
pub fn add(conn: &mut Conn, entries: &[ReportedEntry], at: DateTime<Utc>) -> Result<(), StoreError> {
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| {
            (
                reported_figure::measure_id.eq(entry.measure.0),
                reported_figure::unit_id.eq(entry.unit.0),
                reported_figure::as_of.eq(entry.as_of),
                reported_figure::value.eq(entry.value),
                reported_figure::base.eq(entry.base),
                reported_figure::source.eq(entry.source.as_str()),
                reported_figure::submission_id.eq(entry.submission.map(|id| id.0)),
                reported_figure::note.eq(entry.note.clone()),
                reported_figure::account_id.eq(entry.account.map(|id| id.0)),
                reported_figure::recorded_at.eq(at.naive_utc()),
            )
        })
        .collect();
    insert_in_pieces!(conn.any, reported_figure::table, rows.as_slice());
    Ok(())
}

/// Takes back the figures of a report. Says how many.
pub fn revoke_submission(
    conn: &mut Conn,
    submission: SubmissionId,
    account: Option<AccountId>,
    at: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let held = reported_figure::table
        .filter(reported_figure::submission_id.eq(submission.0).and(reported_figure::revoked_at.is_null()));
    let taken_back = (
        reported_figure::revoked_at.eq(at.naive_utc()),
        reported_figure::revoked_by.eq(account.map(|account| account.0)),
    );
    Ok(diesel::update(held).set(taken_back).execute(&mut *conn.any)?)
}

/// Takes one figure back. Says whether it still held.
pub fn revoke(
    conn: &mut Conn,
    id: ReportedFigureId,
    account: Option<AccountId>,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let held = reported_figure::table.find(id.0).filter(reported_figure::revoked_at.is_null());
    let taken_back = (
        reported_figure::revoked_at.eq(at.naive_utc()),
        reported_figure::revoked_by.eq(account.map(|account| account.0)),
    );
    Ok(diesel::update(held).set(taken_back).execute(&mut *conn.any)? > 0)
}

/// What units last reported up to a day.
pub fn latest(
    conn: &mut Conn,
    units: &[UnitId],
    measures: &[MeasureId],
    day: NaiveDate,
) -> Result<HashMap<(UnitId, MeasureId), ReportedFigure>, StoreError> {
    let mut found = HashMap::new();
    let measures: Vec<i64> = measures.iter().map(|id| id.0).collect();
    for asked in units.chunks(LIST_LIMIT) {
        let rows: Vec<Row> = reported_figure::table
            .filter(reported_figure::unit_id.eq_any(asked.iter().map(|id| id.0)))
            .filter(reported_figure::measure_id.eq_any(&measures))
            .filter(reported_figure::as_of.le(day).and(reported_figure::revoked_at.is_null()))
            .order((reported_figure::as_of, reported_figure::id))
            .select(Row::as_select())
            .load(&mut *conn.any)?;
        for row in rows {
            let figure = ReportedFigure::try_from(row)?;
            found.insert((figure.unit, figure.measure), figure);
        }
    }
    Ok(found)
}

/// Everything that a unit and the units that stand below it on a day reported up to that day, in order of days and entries.
pub fn below(
    conn: &mut Conn,
    top: UnitId,
    measures: &[MeasureId],
    day: NaiveDate,
) -> Result<Vec<ReportedFigure>, StoreError> {
    let rows: Vec<Row> = reported_figure::table
        .inner_join(unit_ancestor::table.on(unit_ancestor::unit_id.eq(reported_figure::unit_id)))
        .filter(unit_ancestor::ancestor_id.eq(top.0))
        .filter(unit_ancestor::valid_from.le(day).and(unit_ancestor::valid_to.ge(day)))
        .filter(reported_figure::measure_id.eq_any(measures.iter().map(|id| id.0)))
        .filter(reported_figure::as_of.le(day).and(reported_figure::revoked_at.is_null()))
        .order((reported_figure::as_of, reported_figure::id))
        .select(Row::as_select())
        .load(&mut *conn.any)?;
    rows.into_iter().map(ReportedFigure::try_from).collect()
}

/// Everything a unit reported of a measure and did not take back, in order of days.
pub fn history(conn: &mut Conn, unit: UnitId, measure: MeasureId) -> Result<Vec<ReportedFigure>, StoreError> {
    let rows: Vec<Row> = reported_figure::table
        .filter(reported_figure::unit_id.eq(unit.0).and(reported_figure::measure_id.eq(measure.0)))
        .filter(reported_figure::revoked_at.is_null())
        .order((reported_figure::as_of, reported_figure::id))
        .select(Row::as_select())
        .load(&mut *conn.any)?;
    rows.into_iter().map(ReportedFigure::try_from).collect()
}

/// The figures of a report that were not taken back.
pub fn of_submission(conn: &mut Conn, submission: SubmissionId) -> Result<Vec<ReportedFigure>, StoreError> {
    let rows: Vec<Row> = reported_figure::table
        .filter(reported_figure::submission_id.eq(submission.0).and(reported_figure::revoked_at.is_null()))
        .order(reported_figure::id)
        .select(Row::as_select())
        .load(&mut *conn.any)?;
    rows.into_iter().map(ReportedFigure::try_from).collect()
}

/// The figures of several reports that were not taken back.
pub fn of_submissions(
    conn: &mut Conn,
    submissions: &[SubmissionId],
) -> Result<HashMap<(SubmissionId, MeasureId), ReportedFigure>, StoreError> {
    let mut found = HashMap::new();
    for asked in submissions.chunks(LIST_LIMIT) {
        let ids: Vec<Option<i64>> = asked.iter().map(|id| Some(id.0)).collect();
        let rows: Vec<Row> = reported_figure::table
            .filter(reported_figure::submission_id.eq_any(ids).and(reported_figure::revoked_at.is_null()))
            .order(reported_figure::id)
            .select(Row::as_select())
            .load(&mut *conn.any)?;
        for row in rows {
            let figure = ReportedFigure::try_from(row)?;
            if let Some(submission) = figure.submission {
                found.insert((submission, figure.measure), figure);
            }
        }
    }
    Ok(found)
}
