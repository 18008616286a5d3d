//! What hangs on units that are to end: quotas still due, accounts.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::{account, quota};
use crate::model::id::UnitId;

/// How many quotas of units have a deadline on a day or later; each unit, measure and issuer counts once.
pub fn quotas_due(conn: &mut Conn, units: &[UnitId], on: NaiveDate) -> Result<i64, StoreError> {
    let due: Vec<(i64, i64, i64)> = quota::table
        .filter(quota::unit_id.eq_any(units.iter().map(|id| id.0)).and(quota::deadline.ge(on)))
        .select((quota::unit_id, quota::measure_id, quota::issuer_id))
        .distinct()
        .load(&mut *conn.any)?;
    Ok(i64::try_from(due.len()).unwrap_or(i64::MAX))
}

/// How many accounts of units are in use.
pub fn accounts(conn: &mut Conn, units: &[UnitId]) -> Result<i64, StoreError> {
    let used = account::table.filter(account::unit_id.eq_any(units.iter().map(|id| id.0)));
    Ok(used.filter(account::disabled_at.is_null()).count().get_result(&mut *conn.any)?)
}
