//! People whom a difference between a report and a count may be about.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::people::LIST_LIMIT;
use super::people_search::units_below;
use super::schema::listing;
use super::sql::Sql;
use crate::model::id::{PersonId, UnitId};

/// Everybody who belongs or belonged to a unit or to one below it, dead or moved away too; `None` where there are more than `limit`.
pub fn ever_in(
    conn: &mut Conn,
    unit: UnitId,
    day: NaiveDate,
    limit: usize,
) -> Result<Option<Vec<PersonId>>, StoreError> {
    let below = units_below(unit, day);
    let query = Sql::new(&format!(
        "SELECT id AS n FROM person WHERE residence_id IN {below} UNION SELECT id FROM person WHERE workplace_id IN {below} \
         UNION SELECT person_id FROM past_residence WHERE unit_id IN {below} LIMIT {}",
        limit + 1
    ));
    let found = query.numbers(conn)?;
    Ok((found.len() <= limit).then(|| found.into_iter().map(PersonId).collect()))
}

/// Units whose lists name each of the people as living or working there.
pub fn listed_in(conn: &mut Conn, people: &[PersonId]) -> Result<HashMap<PersonId, Vec<UnitId>>, StoreError> {
    let mut found: HashMap<PersonId, Vec<UnitId>> = HashMap::new();
    for piece in people.chunks(LIST_LIMIT) {
        let rows: Vec<(i64, i64)> = listing::table
            .filter(listing::person_id.eq_any(piece.iter().map(|person| person.0)))
            .filter(listing::departed.eq(false))
            .select((listing::person_id, listing::unit_id))
            .distinct()
            .order((listing::person_id, listing::unit_id))
            .load(&mut *conn.any)?;
        for (person, unit) in rows {
            found.entry(PersonId(person)).or_default().push(UnitId(unit));
        }
    }
    Ok(found)
}
