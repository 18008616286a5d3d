//! Counters: sparse deltas per unit, tally and day, read by running sum.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::bulk::insert_in_pieces;
use super::connection::Conn;
use super::error::StoreError;
use super::people::LIST_LIMIT;
use super::schema::{counter, unit_roster};
use crate::model::id::{TallyId, UnitId};
use crate::model::tally::Audience;

/// One step of a counter.
pub type Step = (UnitId, TallyId, NaiveDate, i64);

#[derive(Insertable, Queryable)]
#[diesel(table_name = counter, treat_none_as_default_value = false)]
struct CounterRow {
    unit_id: i64,
    tally_id: i64,
    day: NaiveDate,
    delta: i64,
}

/// Adds steps, in the ascending order in which they come (so that two writers lock rows in the same order).
pub fn add(conn: &mut Conn, steps: &[Step]) -> Result<(), StoreError> {
    use diesel::upsert::excluded;
    let rows: Vec<CounterRow> = steps.iter().map(to_row).collect();
    on_each!(&mut *conn.any, |c| {
        for piece in rows.chunks(LIST_LIMIT) {
            diesel::insert_into(counter::table)
                .values(piece)
                .on_conflict((counter::unit_id, counter::tally_id, counter::day))
                .do_update()
                .set(counter::delta.eq(counter::delta + excluded(counter::delta)))
                .execute(c)?;
        }
    });
    Ok(())
}

/// Replaces all counters.
pub fn replace_all(conn: &mut Conn, steps: &[Step]) -> Result<(), StoreError> {
    diesel::delete(counter::table).execute(&mut *conn.any)?;
    let rows: Vec<CounterRow> = steps.iter().map(to_row).collect();
    insert_in_pieces!(conn.any, counter::table, &rows);
    Ok(())
}

/// All counters that are not zero, ascending.
pub fn all(conn: &mut Conn) -> Result<Vec<Step>, StoreError> {
    let query = counter::table.filter(counter::delta.ne(0));
    let rows: Vec<CounterRow> =
        query.order((counter::unit_id, counter::tally_id, counter::day)).load(&mut *conn.any)?;
    Ok(rows.into_iter().map(|row| (UnitId(row.unit_id), TallyId(row.tally_id), row.day, row.delta)).collect())
}

/// The figures of units at the end of a day; what is missing is zero.
pub fn figures(
    conn: &mut Conn,
    units: &[UnitId],
    tallies: &[TallyId],
    day: NaiveDate,
) -> Result<HashMap<(UnitId, TallyId), i64>, StoreError> {
    let units: Vec<i64> = units.iter().map(|id| id.0).collect();
    let tallies: Vec<i64> = tallies.iter().map(|id| id.0).collect();
    let mut found = HashMap::new();
    for piece in units.chunks(LIST_LIMIT) {
        let query = counter::table
            .filter(counter::unit_id.eq_any(piece))
            .filter(counter::tally_id.eq_any(&tallies))
            .filter(counter::day.le(day))
            .group_by((counter::unit_id, counter::tally_id))
            .select((
                counter::unit_id,
                counter::tally_id,
                diesel::dsl::sql::<BigInt>("CAST(COALESCE(SUM(delta), 0) AS BIGINT)"),
            ));
        let rows: Vec<(i64, i64, i64)> = query.load(&mut *conn.any)?;
        found.extend(rows.into_iter().map(|(unit, tally, total)| ((UnitId(unit), TallyId(tally)), total)));
    }
    Ok(found)
}

/// The steps of one unit up to a day, ascending by day.
pub fn steps_until(
    conn: &mut Conn,
    unit: UnitId,
    tallies: &[TallyId],
    day: NaiveDate,
) -> Result<HashMap<TallyId, Vec<(NaiveDate, i64)>>, StoreError> {
    let tallies: Vec<i64> = tallies.iter().map(|id| id.0).collect();
    let query = counter::table
        .filter(counter::unit_id.eq(unit.0))
        .filter(counter::tally_id.eq_any(&tallies))
        .filter(counter::day.le(day))
        .order(counter::day)
        .select((counter::tally_id, counter::day, counter::delta));
    let rows: Vec<(i64, NaiveDate, i64)> = query.load(&mut *conn.any)?;
    let mut found: HashMap<TallyId, Vec<(NaiveDate, i64)>> = HashMap::new();
    for (tally, day, delta) in rows {
        found.entry(TallyId(tally)).or_default().push((day, delta));
    }
    Ok(found)
}

/// The figures of units over a stretch of days: what was added after `after` up to `until`.
pub fn added_between(
    conn: &mut Conn,
    units: &[UnitId],
    tallies: &[TallyId],
    after: NaiveDate,
    until: NaiveDate,
) -> Result<HashMap<(UnitId, TallyId, NaiveDate), i64>, StoreError> {
    let units: Vec<i64> = units.iter().map(|id| id.0).collect();
    let tallies: Vec<i64> = tallies.iter().map(|id| id.0).collect();
    let mut found = HashMap::new();
    for piece in units.chunks(LIST_LIMIT) {
        let query = counter::table
            .filter(counter::unit_id.eq_any(piece))
            .filter(counter::tally_id.eq_any(&tallies))
            .filter(counter::day.gt(after))
            .filter(counter::day.le(until));
        let rows: Vec<CounterRow> = query.load(&mut *conn.any)?;
        found.extend(rows.into_iter().map(|r| ((UnitId(r.unit_id), TallyId(r.tally_id), r.day), r.delta)));
    }
    Ok(found)
}

/// Remembers that units are counted from a list of a day; an older list never hides a newer one.
pub fn note_rosters(conn: &mut Conn, rosters: &[(UnitId, Audience, NaiveDate)]) -> Result<(), StoreError> {
    for (unit, audience, listed_on) in rosters {
        let known = unit_roster::table.find((unit.0, audience.as_str()));
        let before: Option<NaiveDate> = known.select(unit_roster::listed_on).first(&mut *conn.any).optional()?;
        match before {
            None => {
                let row = (
                    unit_roster::unit_id.eq(unit.0),
                    unit_roster::audience.eq(audience.as_str()),
                    unit_roster::listed_on.eq(listed_on),
                );
                diesel::insert_into(unit_roster::table).values(row).execute(&mut *conn.any)?;
            }
            Some(day) if day < *listed_on => {
                diesel::update(known).set(unit_roster::listed_on.eq(listed_on)).execute(&mut *conn.any)?;
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Remembers that the units above villages and offices are counted from their lists too: those above change when units move.
pub fn spread_rosters(conn: &mut Conn, units: &[UnitId]) -> Result<(), StoreError> {
    let known = rosters(conn, units)?;
    let ancestry = super::units::ancestry(conn, units)?;
    let mut spread: Vec<(UnitId, Audience, NaiveDate)> = Vec::new();
    for ((unit, audience), listed_on) in known {
        spread.extend(ancestry.of(unit).iter().map(|above| (above.unit, audience, listed_on)));
    }
    spread.sort_unstable();
    note_rosters(conn, &spread)
}

/// Sets from lists of which days units are counted; a unit without one has no data.
pub fn set_rosters(conn: &mut Conn, rosters: &[(UnitId, Audience, Option<NaiveDate>)]) -> Result<(), StoreError> {
    for (unit, audience, listed_on) in rosters {
        diesel::delete(unit_roster::table.find((unit.0, audience.as_str()))).execute(&mut *conn.any)?;
        if let Some(day) = listed_on {
            note_rosters(conn, &[(*unit, *audience, *day)])?;
        }
    }
    Ok(())
}

/// Which of the units are counted from lists, with the day of the latest.
pub fn rosters(conn: &mut Conn, units: &[UnitId]) -> Result<HashMap<(UnitId, Audience), NaiveDate>, StoreError> {
    let units: Vec<i64> = units.iter().map(|id| id.0).collect();
    let mut found = HashMap::new();
    for piece in units.chunks(LIST_LIMIT) {
        let query = unit_roster::table.filter(unit_roster::unit_id.eq_any(piece));
        let rows: Vec<(i64, String, NaiveDate)> = query.load(&mut *conn.any)?;
        for (unit, audience, listed_on) in rows {
            let audience = Audience::parse(&audience).ok_or_else(|| StoreError::corrupt("unit_roster: audience"))?;
            found.insert((UnitId(unit), audience), listed_on);
        }
    }
    Ok(found)
}

fn to_row(step: &Step) -> CounterRow {
    let (unit, tally, day, delta) = *step;
    CounterRow { unit_id: unit.0, tally_id: tally.0, day, delta }
}
