//! A single new unit below one that exists, with its place in the closure.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::error::StoreError;
use super::super::schema::{unit, unit_ancestor, unit_change, unit_version};
use super::write::{PlacedAbove, Version, replace_closure, replace_versions};
use crate::model::id::UnitId;
use crate::model::unit::Validity;

/// The days on which a unit exists.
pub fn life(conn: &mut Conn, id: UnitId) -> Result<Option<Validity>, StoreError> {
    let states = unit_version::table.filter(unit_version::unit_id.eq(id.0));
    let days: (Option<NaiveDate>, Option<NaiveDate>) = states
        .select((diesel::dsl::min(unit_version::valid_from), diesel::dsl::max(unit_version::valid_to)))
        .first(&mut *conn.any)?;
    Ok(days.0.zip(days.1).map(|(from, to)| Validity { from, to }))
}

/// The units that a unit became on a day.
pub fn successors(conn: &mut Conn, id: UnitId, on: NaiveDate) -> Result<Vec<UnitId>, StoreError> {
    let ids: Vec<i64> = unit_change::table
        .filter(unit_change::from_unit_id.eq(id.0).and(unit_change::to_unit_id.ne(id.0)))
        .filter(unit_change::effective_on.eq(on))
        .select(unit_change::to_unit_id)
        .distinct()
        .load(&mut *conn.any)?;
    Ok(ids.into_iter().map(UnitId).collect())
}

/// Whether a unit has this slug.
pub fn is_slug_in_use(conn: &mut Conn, slug: &str) -> Result<bool, StoreError> {
    let found: Option<i64> =
        unit::table.filter(unit::slug.eq(slug)).select(unit::id).first(&mut *conn.any).optional()?;
    Ok(found.is_some())
}

/// This slug, with a number behind where another unit has it.
pub fn free_slug(conn: &mut Conn, wanted: &str) -> Result<String, StoreError> {
    let mut slug = wanted.to_owned();
    let mut number = 1;
    while is_slug_in_use(conn, &slug)? {
        number += 1;
        slug = format!("{wanted}-{number}");
    }
    Ok(slug)
}

/// Adds a unit whose states follow each other without a gap, each below a unit that exists on all its days.
pub fn add(conn: &mut Conn, slug: &str, states: &[Version]) -> Result<UnitId, StoreError> {
    let id: i64 =
        diesel::insert_into(unit::table).values(unit::slug.eq(slug)).returning(unit::id).get_result(&mut *conn.any)?;
    let id = UnitId(id);
    replace_versions(conn, &[(id, states)])?;
    let mut placed = Vec::new();
    for state in states {
        placed.push(PlacedAbove { unit: id, ancestor: id, depth: 0, validity: state.validity });
        if let Some(parent) = state.parent {
            placed.extend(above(conn, parent)?.into_iter().filter_map(|above| {
                let validity = above.validity.intersect(state.validity)?;
                Some(PlacedAbove { unit: id, depth: above.depth + 1, validity, ..above })
            }));
        }
    }
    replace_closure(conn, &[id], &joined(placed))?;
    Ok(id)
}

fn above(conn: &mut Conn, id: UnitId) -> Result<Vec<PlacedAbove>, StoreError> {
    let rows: Vec<(i64, i64, i32, NaiveDate, NaiveDate)> =
        unit_ancestor::table.filter(unit_ancestor::unit_id.eq(id.0)).load(&mut *conn.any)?;
    let placed = |(unit, ancestor, depth, from, to)| PlacedAbove {
        unit: UnitId(unit),
        ancestor: UnitId(ancestor),
        depth,
        validity: Validity { from, to },
    };
    Ok(rows.into_iter().map(placed).collect())
}

/// Joins stretches that follow each other, as the closure has them.
fn joined(mut placed: Vec<PlacedAbove>) -> Vec<PlacedAbove> {
    placed.sort_by_key(|place| (place.ancestor, place.depth, place.validity.from));
    let mut joined: Vec<PlacedAbove> = Vec::with_capacity(placed.len());
    for next in placed {
        match joined.last_mut() {
            Some(last)
                if (last.ancestor, last.depth) == (next.ancestor, next.depth)
                    && last.validity.to.succ_opt() == Some(next.validity.from) =>
            {
                last.validity.to = next.validity.to;
            }
            _ => joined.push(next),
        }
    }
    joined
}
