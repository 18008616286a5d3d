//! How often each cause holds people back in a unit.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::connection::Conn;
use super::error::StoreError;
use super::people_search::units_below;
use crate::model::id::UnitId;

/// A cause with the number of people it was noted about.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct BarrierCount {
    /// Code of the cause.
    #[diesel(sql_type = Text)]
    pub code: String,
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// So many people, as the list of people with this cause shows them.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
}

/// The causes noted about people who live or work in a unit or below it on a day, most frequent first.
pub fn most_frequent(
    conn: &mut Conn,
    unit: UnitId,
    day: NaiveDate,
    limit: usize,
) -> Result<Vec<BarrierCount>, StoreError> {
    let below = units_below(unit, day);
    let query = format!(
        "SELECT b.code AS code, b.name AS name, COUNT(*) AS people \
         FROM person p JOIN person_barrier n ON n.person_id = p.id JOIN barrier b ON b.code = n.barrier_code \
         WHERE p.residence_id IN {below} OR p.workplace_id IN {below} \
         GROUP BY b.code, b.name, b.position ORDER BY 3 DESC, b.position LIMIT {limit}"
    );
    Ok(diesel::sql_query(query).load(&mut *conn.any)?)
}
