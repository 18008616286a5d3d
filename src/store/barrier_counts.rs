//! How often each cause holds people back in a unit, read from the counters.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Text};

use super::connection::Conn;
use super::error::StoreError;
use crate::model::id::UnitId;

/// A cause with the number of people it holds back.
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

/// Steps of one unit alone, however many people it has.
const MOST_FREQUENT: &str = "SELECT b.code AS code, b.name AS name, CAST(SUM(c.delta) AS BIGINT) AS people \
    FROM barrier b JOIN tally t ON t.audience = 'all' AND t.category = '' AND t.counted = 'barrier:' || b.code \
    JOIN counter c ON c.tally_id = t.id AND c.unit_id = $1 AND c.day <= $2 \
    GROUP BY b.code, b.name, b.position HAVING SUM(c.delta) > 0 ORDER BY 3 DESC, b.position, b.code LIMIT $3";

/// The causes that hold people back who live or work in a unit or below it on a day, most frequent first.
pub fn most_frequent(
    conn: &mut Conn,
    unit: UnitId,
    day: NaiveDate,
    limit: i64,
) -> Result<Vec<BarrierCount>, StoreError> {
    let query = diesel::sql_query(MOST_FREQUENT).bind::<BigInt, _>(unit.0).bind::<Date, _>(day);
    Ok(query.bind::<BigInt, _>(limit).load(&mut *conn.any)?)
}
