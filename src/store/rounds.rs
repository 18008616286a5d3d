//! Rounds of reports: what is asked, over which hops, of whom. What was handed in is in [`submissions`], what was done in [`events`], links in [`links`].

pub mod events;
pub mod links;
pub mod submissions;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use diesel::prelude::*;

use super::bulk::insert_in_pieces;
use super::connection::Conn;
use super::error::StoreError;
use super::people::LIST_LIMIT;
use super::schema::{round, round_hop, round_measure, round_unit, unit_ancestor};
use crate::model::id::{AccountId, CampaignId, MeasureId, RoundId, UnitId};
use crate::model::round::{Due, DueWording, Hop, Period, Round};

/// A round as it is written; its fields are those of [`Round`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "explained at model::round::Round")]
pub struct RoundEntry {
    pub campaign: CampaignId,
    pub unit: UnitId,
    pub name: String,
    pub period: Period,
    pub document: Option<String>,
    pub note: Option<String>,
    pub account: Option<AccountId>,
    /// What is asked for.
    pub measures: Vec<MeasureId>,
    /// In order.
    pub hops: Vec<Hop>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = round)]
struct Row {
    id: i64,
    campaign_id: i64,
    unit_id: i64,
    name: String,
    period_from: NaiveDate,
    period_to: NaiveDate,
    document: Option<String>,
    note: Option<String>,
    locked: bool,
    created_at: NaiveDateTime,
}

impl From<Row> for Round {
    fn from(row: Row) -> Self {
        Self {
            id: RoundId(row.id),
            campaign: CampaignId(row.campaign_id),
            unit: UnitId(row.unit_id),
            name: row.name,
            period: Period { from: row.period_from, to: row.period_to },
            document: row.document,
            note: row.note,
            locked: row.locked,
            created_at: row.created_at.and_utc(),
        }
    }
}

/// Adds a round with its measures, hops and units.
pub fn insert(conn: &mut Conn, entry: &RoundEntry, at: DateTime<Utc>) -> Result<RoundId, StoreError> {
    let row = (
        round::campaign_id.eq(entry.campaign.0),
        round::unit_id.eq(entry.unit.0),
        round::name.eq(&entry.name),
        round::period_from.eq(entry.period.from),
        round::period_to.eq(entry.period.to),
        round::document.eq(entry.document.as_deref()),
        round::note.eq(entry.note.as_deref()),
        round::locked.eq(false),
        round::account_id.eq(entry.account.map(|id| id.0)),
        round::created_at.eq(at.naive_utc()),
    );
    let id: i64 = diesel::insert_into(round::table).values(row).returning(round::id).get_result(&mut *conn.any)?;
    let measures: Vec<_> = entry
        .measures
        .iter()
        .map(|measure| (round_measure::round_id.eq(id), round_measure::measure_id.eq(measure.0)))
        .collect();
    insert_in_pieces!(conn.any, round_measure::table, measures.as_slice());
    for hop in &entry.hops {
        let row = (
            round_hop::round_id.eq(id),
            round_hop::hop.eq(hop.number),
            round_hop::receiver_id.eq(hop.receiver.map(|unit| unit.0)),
            round_hop::receiver_name.eq(&hop.receiver_name),
            round_hop::due_on.eq(hop.due.day),
            round_hop::due_time.eq(hop.due.time),
            round_hop::due_wording.eq(hop.due.wording.as_str()),
        );
        diesel::insert_into(round_hop::table).values(row).execute(&mut *conn.any)?;
        let units: Vec<_> = hop
            .units
            .iter()
            .map(|unit| (round_unit::round_id.eq(id), round_unit::hop.eq(hop.number), round_unit::unit_id.eq(unit.0)))
            .collect();
        insert_in_pieces!(conn.any, round_unit::table, units.as_slice());
    }
    Ok(RoundId(id))
}

/// A round.
pub fn get(conn: &mut Conn, id: RoundId) -> Result<Option<Round>, StoreError> {
    let row: Option<Row> = round::table.find(id.0).select(Row::as_select()).first(&mut *conn.any).optional()?;
    Ok(row.map(Round::from))
}

/// The round of a name in a campaign and unit.
pub fn find(conn: &mut Conn, campaign: CampaignId, unit: UnitId, name: &str) -> Result<Option<Round>, StoreError> {
    let row: Option<Row> = round::table
        .filter(round::campaign_id.eq(campaign.0).and(round::unit_id.eq(unit.0)).and(round::name.eq(name)))
        .select(Row::as_select())
        .first(&mut *conn.any)
        .optional()?;
    Ok(row.map(Round::from))
}

/// The rounds of a campaign, those with the latest period first.
pub fn of_campaign(conn: &mut Conn, campaign: CampaignId) -> Result<Vec<Round>, StoreError> {
    let rows: Vec<Row> = round::table
        .filter(round::campaign_id.eq(campaign.0))
        .order((round::period_to.desc(), round::id.desc()))
        .select(Row::as_select())
        .load(&mut *conn.any)?;
    Ok(rows.into_iter().map(Round::from).collect())
}

/// The measures that a round asks for.
pub fn measures(conn: &mut Conn, id: RoundId) -> Result<Vec<MeasureId>, StoreError> {
    let ids: Vec<i64> = round_measure::table
        .filter(round_measure::round_id.eq(id.0))
        .order(round_measure::measure_id)
        .select(round_measure::measure_id)
        .load(&mut *conn.any)?;
    Ok(ids.into_iter().map(MeasureId).collect())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = round_hop)]
struct HopRow {
    round_id: i64,
    hop: i32,
    receiver_id: Option<i64>,
    receiver_name: String,
    due_on: NaiveDate,
    due_time: Option<NaiveTime>,
    due_wording: String,
}

/// A stored deadline.
fn due(day: NaiveDate, time: Option<NaiveTime>, wording: &str) -> Result<Due, StoreError> {
    let wording =
        DueWording::parse(wording).ok_or_else(|| StoreError::corrupt(format!("cách ghi thời hạn {wording}")))?;
    Ok(Due { day, time, wording })
}

/// The hops of several rounds with who has to report, in order.
pub fn hops(conn: &mut Conn, rounds: &[RoundId]) -> Result<HashMap<RoundId, Vec<Hop>>, StoreError> {
    let mut found: HashMap<RoundId, Vec<Hop>> = HashMap::new();
    for asked in rounds.chunks(LIST_LIMIT) {
        let ids: Vec<i64> = asked.iter().map(|id| id.0).collect();
        let rows: Vec<HopRow> = round_hop::table
            .filter(round_hop::round_id.eq_any(&ids))
            .order((round_hop::round_id, round_hop::hop))
            .select(HopRow::as_select())
            .load(&mut *conn.any)?;
        let mut units: HashMap<(i64, i32), Vec<UnitId>> = HashMap::new();
        let owing: Vec<(i64, i32, i64)> = round_unit::table
            .filter(round_unit::round_id.eq_any(&ids))
            .order((round_unit::round_id, round_unit::hop, round_unit::unit_id))
            .load(&mut *conn.any)?;
        for (round, hop, unit) in owing {
            units.entry((round, hop)).or_default().push(UnitId(unit));
        }
        for row in rows {
            found.entry(RoundId(row.round_id)).or_default().push(Hop {
                number: row.hop,
                receiver: row.receiver_id.map(UnitId),
                receiver_name: row.receiver_name,
                due: due(row.due_on, row.due_time, &row.due_wording)?,
                units: units.remove(&(row.round_id, row.hop)).unwrap_or_default(),
            });
        }
    }
    Ok(found)
}

/// Closes a round or opens it again.
pub fn set_locked(conn: &mut Conn, id: RoundId, locked: bool) -> Result<(), StoreError> {
    diesel::update(round::table.find(id.0)).set(round::locked.eq(locked)).execute(&mut *conn.any)?;
    Ok(())
}

/// Holds a round until the transaction ends, so that two reports of one unit come one after the other.
pub fn lock_row(conn: &mut Conn, id: RoundId) -> Result<(), StoreError> {
    diesel::update(round::table.find(id.0)).set(round::locked.eq(round::locked)).execute(&mut *conn.any)?;
    Ok(())
}

/// Of the units given, those that are a unit or ever stood below it.
pub fn within(conn: &mut Conn, units: &[UnitId], ancestor: UnitId) -> Result<Vec<UnitId>, StoreError> {
    let mut found = Vec::new();
    for asked in units.chunks(LIST_LIMIT) {
        let ids: Vec<i64> = unit_ancestor::table
            .filter(unit_ancestor::ancestor_id.eq(ancestor.0))
            .filter(unit_ancestor::unit_id.eq_any(asked.iter().map(|id| id.0)))
            .select(unit_ancestor::unit_id)
            .distinct()
            .load(&mut *conn.any)?;
        found.extend(ids.into_iter().map(UnitId));
    }
    Ok(found)
}
