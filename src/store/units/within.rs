//! Units that stood below others at any time between two days.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::error::StoreError;
use super::super::schema::{unit, unit_version};
use super::{ASKED_AT_ONCE, COLUMNS, UnitRow};
use crate::model::id::UnitId;
use crate::model::unit::Unit;

/// The units that stood directly below some at any time from the first to the last day, each once in its last state of that time, in local order.
/// One that was closed in between is among them.
pub fn children_within(
    conn: &mut Conn,
    parents: &[UnitId],
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Unit>, StoreError> {
    let (mut order, mut states): (Vec<UnitId>, HashMap<UnitId, Unit>) = (Vec::new(), HashMap::new());
    for asked in parents.chunks(ASKED_AT_ONCE) {
        let rows: Vec<UnitRow> = unit_version::table
            .inner_join(unit::table.on(unit::id.eq(unit_version::unit_id)))
            .filter(unit_version::parent_id.eq_any(asked.iter().map(|id| id.0)))
            .filter(unit_version::valid_from.le(last).and(unit_version::valid_to.ge(first)))
            .order((unit_version::local_order, unit_version::sort_key, unit::id, unit_version::valid_from))
            .select(COLUMNS)
            .load(&mut *conn.any)?;
        for row in rows {
            let state = Unit::try_from(row)?;
            let later = states.get(&state.id).is_none_or(|known| known.validity.from < state.validity.from);
            if !states.contains_key(&state.id) {
                order.push(state.id);
            }
            if later {
                states.insert(state.id, state);
            }
        }
    }
    Ok(order.into_iter().filter_map(|id| states.remove(&id)).collect())
}
