//! What holds whole units back in a campaign, as officials noted it.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::connection::Conn;
use super::error::StoreError;
use super::people_search::units_below;
use super::schema::{barrier, unit_barrier};
use crate::model::id::{AccountId, CampaignId, UnitId};

/// Something that holds a unit back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitBarrier {
    /// Which unit.
    pub unit: UnitId,
    /// Code of the cause.
    pub barrier: String,
    /// The day on which it was found to be so.
    pub noted_on: NaiveDate,
    /// Anything worth keeping beside it.
    pub note: Option<String>,
    /// Who says so.
    pub account: Option<AccountId>,
}

/// A cause with the number of units it was noted about.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct UnitBarrierCount {
    /// Code of the cause.
    #[diesel(sql_type = Text)]
    pub code: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// So many units.
    #[diesel(sql_type = BigInt)]
    pub units: i64,
}

/// Notes a cause about a unit; what was noted before about the same cause is replaced.
pub fn put(conn: &mut Conn, campaign: CampaignId, new: &UnitBarrier) -> Result<(), StoreError> {
    let rest = (
        unit_barrier::noted_on.eq(new.noted_on),
        unit_barrier::note.eq(new.note.as_deref()),
        unit_barrier::account_id.eq(new.account.map(|account| account.0)),
    );
    on_each!(&mut *conn.any, |c| diesel::insert_into(unit_barrier::table)
        .values((
            unit_barrier::campaign_id.eq(campaign.0),
            unit_barrier::unit_id.eq(new.unit.0),
            unit_barrier::barrier_code.eq(&new.barrier),
            rest,
        ))
        .on_conflict((unit_barrier::campaign_id, unit_barrier::unit_id, unit_barrier::barrier_code))
        .do_update()
        .set(rest)
        .execute(c)?);
    Ok(())
}

/// Takes a noted cause away; says whether it was noted.
pub fn remove(conn: &mut Conn, campaign: CampaignId, unit: UnitId, barrier: &str) -> Result<bool, StoreError> {
    let row = unit_barrier::table.find((campaign.0, unit.0, barrier));
    Ok(diesel::delete(row).execute(&mut *conn.any)? > 0)
}

/// What is noted about units, in the order of the catalogue; with the names of the causes.
pub fn of_units(
    conn: &mut Conn,
    campaign: CampaignId,
    units: &[UnitId],
) -> Result<Vec<(UnitBarrier, String)>, StoreError> {
    type Row = (i64, String, NaiveDate, Option<String>, Option<i64>, String);
    let columns = (
        unit_barrier::unit_id,
        unit_barrier::barrier_code,
        unit_barrier::noted_on,
        unit_barrier::note,
        unit_barrier::account_id,
        barrier::name,
    );
    let rows: Vec<Row> = unit_barrier::table
        .inner_join(barrier::table.on(barrier::code.eq(unit_barrier::barrier_code)))
        .filter(unit_barrier::campaign_id.eq(campaign.0))
        .filter(unit_barrier::unit_id.eq_any(units.iter().map(|unit| unit.0)))
        .order((unit_barrier::unit_id, barrier::position))
        .select(columns)
        .load(&mut *conn.any)?;
    let line = |(unit, barrier, noted_on, note, account, name): Row| {
        let account = account.map(AccountId);
        (UnitBarrier { unit: UnitId(unit), barrier, noted_on, note, account }, name)
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The causes noted about a unit and the units below it on a day, most frequent first.
pub fn most_frequent(
    conn: &mut Conn,
    campaign: CampaignId,
    unit: UnitId,
    day: NaiveDate,
) -> Result<Vec<UnitBarrierCount>, StoreError> {
    let below = units_below(unit, day);
    let query = format!(
        "SELECT b.code AS code, b.name AS name, COUNT(*) AS units \
         FROM unit_barrier n JOIN barrier b ON b.code = n.barrier_code \
         WHERE n.campaign_id = {campaign} AND n.noted_on <= '{day}' AND n.unit_id IN {below} \
         GROUP BY b.code, b.name, b.position ORDER BY 3 DESC, b.position"
    );
    Ok(diesel::sql_query(query).load(&mut *conn.any)?)
}
