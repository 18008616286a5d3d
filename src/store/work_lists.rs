//! Lists of people to visit, their lines, and what came of the visits.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;

use super::bulk::insert_in_pieces;
use super::connection::Conn;
use super::error::StoreError;
use super::people::LIST_LIMIT;
use super::schema::{unit_ancestor, work_list, work_list_line, work_list_result};
use crate::model::id::{AccountId, CampaignId, EventId, PersonId, ProgrammeId, UnitId, WorkListId};
use crate::model::work_list::{LineResult, Outcome, ResultSource, WorkList, WorkListKind, WorkListLine};

/// A list as it is written; its fields are those of [`WorkList`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "explained at model::work_list::WorkList")]
pub struct NewWorkList {
    pub campaign: CampaignId,
    pub unit: UnitId,
    pub kind: WorkListKind,
    pub programme: ProgrammeId,
    pub team: Option<String>,
    pub as_of: NaiveDate,
    pub account: Option<AccountId>,
    /// In the order of the lines.
    pub people: Vec<PersonId>,
}

/// What came of a visit, as it is written; its fields are those of [`LineResult`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "explained at model::work_list::LineResult")]
pub struct NewResult {
    pub line: i32,
    pub outcome: Option<Outcome>,
    pub on: NaiveDate,
    pub source: ResultSource,
    pub event: Option<EventId>,
    pub noted: Option<String>,
    pub account: AccountId,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = work_list)]
struct Row {
    id: i64,
    campaign_id: i64,
    unit_id: i64,
    kind: String,
    programme_id: i64,
    team: Option<String>,
    as_of: NaiveDate,
    account_id: Option<i64>,
    created_at: NaiveDateTime,
    closed_at: Option<NaiveDateTime>,
}

impl TryFrom<Row> for WorkList {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let kind = WorkListKind::parse(&row.kind);
        Ok(Self {
            id: WorkListId(row.id),
            campaign: CampaignId(row.campaign_id),
            unit: UnitId(row.unit_id),
            kind: kind.ok_or_else(|| StoreError::corrupt(format!("work_list {}: kind", row.id)))?,
            programme: ProgrammeId(row.programme_id),
            team: row.team,
            as_of: row.as_of,
            account: row.account_id.map(AccountId),
            created_at: row.created_at.and_utc(),
            closed_at: row.closed_at.map(|at| at.and_utc()),
        })
    }
}

/// Adds a list with its lines, numbered from 1.
pub fn insert(conn: &mut Conn, new: &NewWorkList, at: DateTime<Utc>) -> Result<WorkListId, StoreError> {
    let row = (
        work_list::campaign_id.eq(new.campaign.0),
        work_list::unit_id.eq(new.unit.0),
        work_list::kind.eq(new.kind.as_str()),
        work_list::programme_id.eq(new.programme.0),
        work_list::team.eq(new.team.as_deref()),
        work_list::as_of.eq(new.as_of),
        work_list::account_id.eq(new.account.map(|id| id.0)),
        work_list::created_at.eq(at.naive_utc()),
    );
    let id: i64 =
        diesel::insert_into(work_list::table).values(row).returning(work_list::id).get_result(&mut *conn.any)?;
    let line = |(number, person): (i32, &PersonId)| {
        (
            work_list_line::work_list_id.eq(id),
            work_list_line::line.eq(number),
            work_list_line::person_id.eq(Some(person.0)),
        )
    };
    let lines: Vec<_> = (1..).zip(&new.people).map(line).collect();
    insert_in_pieces!(conn.any, work_list_line::table, lines.as_slice());
    Ok(WorkListId(id))
}

/// A list.
pub fn get(conn: &mut Conn, id: WorkListId) -> Result<Option<WorkList>, StoreError> {
    let row: Option<Row> = work_list::table.find(id.0).select(Row::as_select()).first(&mut *conn.any).optional()?;
    row.map(WorkList::try_from).transpose()
}

/// The lists of a campaign, the newest first, up to a limit; of a unit and whatever ever stood below it, where one is given.
pub fn of_campaign(
    conn: &mut Conn,
    of: CampaignId,
    below: Option<UnitId>,
    most: i64,
) -> Result<Vec<WorkList>, StoreError> {
    let mut query = work_list::table.filter(work_list::campaign_id.eq(of.0)).into_boxed();
    if let Some(below) = below {
        let units = unit_ancestor::table.filter(unit_ancestor::ancestor_id.eq(below.0)).select(unit_ancestor::unit_id);
        query = query.filter(work_list::unit_id.eq_any(units));
    }
    let rows: Vec<Row> = query.order(work_list::id.desc()).limit(most).select(Row::as_select()).load(&mut *conn.any)?;
    rows.into_iter().map(WorkList::try_from).collect()
}

/// Holds a list until the transaction ends, so that of two who type results the second sees those of the first.
pub fn lock_row(conn: &mut Conn, id: WorkListId) -> Result<(), StoreError> {
    diesel::update(work_list::table.find(id.0)).set(work_list::kind.eq(work_list::kind)).execute(&mut *conn.any)?;
    Ok(())
}

/// Closes a list, if it is open. Says whether it was.
pub fn close(
    conn: &mut Conn,
    id: WorkListId,
    account: Option<AccountId>,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let open = work_list::table.filter(work_list::id.eq(id.0).and(work_list::closed_at.is_null()));
    let closed =
        (work_list::closed_at.eq(Some(at.naive_utc())), work_list::closed_by.eq(account.map(|account| account.0)));
    Ok(diesel::update(open).set(closed).execute(&mut *conn.any)? == 1)
}

/// The lines of a list, in their order.
pub fn lines(conn: &mut Conn, id: WorkListId) -> Result<Vec<WorkListLine>, StoreError> {
    let rows: Vec<(i32, Option<i64>)> = work_list_line::table
        .filter(work_list_line::work_list_id.eq(id.0))
        .order(work_list_line::line)
        .select((work_list_line::line, work_list_line::person_id))
        .load(&mut *conn.any)?;
    Ok(rows.into_iter().map(|(number, person)| WorkListLine { number, person: person.map(PersonId) }).collect())
}

/// The open lists that name people, made since a moment and before another list where one is given: person, list.
pub fn open_lists_of(
    conn: &mut Conn,
    people: &[PersonId],
    before: Option<WorkListId>,
    since: DateTime<Utc>,
) -> Result<HashMap<PersonId, WorkListId>, StoreError> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    let mut found = HashMap::new();
    for piece in ids.chunks(LIST_LIMIT) {
        // The latest of several is written last and stays.
        let rows: Vec<(Option<i64>, i64)> = work_list_line::table
            .inner_join(work_list::table.on(work_list::id.eq(work_list_line::work_list_id)))
            .filter(work_list_line::person_id.eq_any(piece))
            .filter(work_list::closed_at.is_null().and(work_list::created_at.ge(since.naive_utc())))
            .filter(work_list::id.lt(before.map_or(i64::MAX, |id| id.0)))
            .order(work_list::id)
            .select((work_list_line::person_id, work_list::id))
            .load(&mut *conn.any)?;
        found.extend(rows.into_iter().filter_map(|(person, list)| Some((PersonId(person?), WorkListId(list)))));
    }
    Ok(found)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = work_list_result)]
struct ResultRow {
    id: i64,
    work_list_id: i64,
    line: i32,
    result: i32,
    result_on: NaiveDate,
    source: String,
    event_id: Option<i64>,
    barrier_code: Option<String>,
    account_id: i64,
    recorded_at: NaiveDateTime,
}

impl TryFrom<ResultRow> for LineResult {
    type Error = StoreError;

    fn try_from(row: ResultRow) -> Result<Self, StoreError> {
        let corrupt = |what| StoreError::corrupt(format!("work_list_result {}: {what}", row.id));
        let digit = u8::try_from(row.result).map_err(|_| corrupt("result"))?;
        let outcome = match digit {
            0 => None,
            digit => Some(Outcome::of_digit(digit).ok_or_else(|| corrupt("result"))?),
        };
        Ok(Self {
            id: row.id,
            line: row.line,
            outcome,
            on: row.result_on,
            source: ResultSource::parse(&row.source).ok_or_else(|| corrupt("source"))?,
            event: row.event_id.map(EventId),
            noted: row.barrier_code,
            account: AccountId(row.account_id),
            recorded_at: row.recorded_at.and_utc(),
        })
    }
}

/// Writes what came of a visit.
pub fn add_result(conn: &mut Conn, list: WorkListId, new: &NewResult, at: DateTime<Utc>) -> Result<i64, StoreError> {
    let row = (
        work_list_result::work_list_id.eq(list.0),
        work_list_result::line.eq(new.line),
        work_list_result::result.eq(i32::from(new.outcome.map_or(0, Outcome::digit))),
        work_list_result::result_on.eq(new.on),
        work_list_result::source.eq(new.source.as_str()),
        work_list_result::event_id.eq(new.event.map(|id| id.0)),
        work_list_result::barrier_code.eq(new.noted.as_deref()),
        work_list_result::account_id.eq(new.account.0),
        work_list_result::recorded_at.eq(at.naive_utc()),
    );
    let insert = diesel::insert_into(work_list_result::table).values(row).returning(work_list_result::id);
    Ok(insert.get_result(&mut *conn.any)?)
}

/// The result that holds of each line of several lists: the latest, also where it took the one before back.
pub fn results(
    conn: &mut Conn,
    lists: &[WorkListId],
) -> Result<HashMap<WorkListId, HashMap<i32, LineResult>>, StoreError> {
    let ids: Vec<i64> = lists.iter().map(|id| id.0).collect();
    let mut found: HashMap<WorkListId, HashMap<i32, LineResult>> = HashMap::new();
    for piece in ids.chunks(LIST_LIMIT) {
        let latest: Vec<Option<i64>> = work_list_result::table
            .filter(work_list_result::work_list_id.eq_any(piece))
            .group_by((work_list_result::work_list_id, work_list_result::line))
            .select(max(work_list_result::id))
            .load(&mut *conn.any)?;
        for piece in latest.into_iter().flatten().collect::<Vec<i64>>().chunks(LIST_LIMIT) {
            let rows: Vec<ResultRow> = work_list_result::table
                .filter(work_list_result::id.eq_any(piece))
                .select(ResultRow::as_select())
                .load(&mut *conn.any)?;
            for row in rows {
                let list = WorkListId(row.work_list_id);
                found.entry(list).or_default().insert(row.line, row.try_into()?);
            }
        }
    }
    Ok(found)
}

/// How many lines each of several lists has.
pub fn line_counts(conn: &mut Conn, lists: &[WorkListId]) -> Result<HashMap<WorkListId, i64>, StoreError> {
    let ids: Vec<i64> = lists.iter().map(|id| id.0).collect();
    let mut found = HashMap::new();
    for piece in ids.chunks(LIST_LIMIT) {
        let rows: Vec<(i64, i64)> = work_list_line::table
            .filter(work_list_line::work_list_id.eq_any(piece))
            .group_by(work_list_line::work_list_id)
            .select((work_list_line::work_list_id, diesel::dsl::count_star()))
            .load(&mut *conn.any)?;
        found.extend(rows.into_iter().map(|(list, lines)| (WorkListId(list), lines)));
    }
    Ok(found)
}
