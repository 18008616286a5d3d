//! Dated moves: what officials recorded, and the stays that ended by it.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::people::LIST_LIMIT;
use super::schema::{past_residence, residence_move};
use crate::model::id::{AccountId, PersonId, UnitId};
use crate::model::residence::RecordedMove;
use crate::model::unit::Validity;

/// A move that an official recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResidenceMove {
    /// First day on which the person no longer lives where they lived before.
    pub moved_on: NaiveDate,
    /// Where to, and which lists it outweighs.
    pub recorded: RecordedMove,
    /// Who recorded it.
    pub account: AccountId,
    /// Anything worth keeping beside it.
    pub reason: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = residence_move, treat_none_as_default_value = false)]
struct NewMoveRow<'a> {
    person_id: i64,
    moved_on: NaiveDate,
    unit_id: i64,
    departed: bool,
    outweighs_to: NaiveDate,
    account_id: i64,
    reason: Option<&'a str>,
    recorded_at: NaiveDateTime,
}

/// Keeps what an official recorded; the person's own row and the stay that ends are the caller's to write.
pub fn record(conn: &mut Conn, person: PersonId, new: &ResidenceMove, now: NaiveDateTime) -> Result<i64, StoreError> {
    let row = NewMoveRow {
        person_id: person.0,
        moved_on: new.moved_on,
        unit_id: new.recorded.unit.0,
        departed: new.recorded.departed,
        outweighs_to: new.recorded.outweighs_to,
        account_id: new.account.0,
        reason: new.reason.as_deref(),
        recorded_at: now,
    };
    on_each!(&mut *conn.any, |c| {
        diesel::insert_into(residence_move::table).values(&row).execute(c)?;
    });
    let written = residence_move::table.filter(residence_move::person_id.eq(person.0));
    let last: Option<i64> = written.select(diesel::dsl::max(residence_move::id)).first(&mut *conn.any)?;
    last.ok_or_else(|| StoreError::corrupt("chuyển nơi ở không có số"))
}

/// Keeps a stay that has ended.
pub fn keep_past(conn: &mut Conn, person: PersonId, unit: UnitId, lived: Validity) -> Result<(), StoreError> {
    let row = (
        past_residence::person_id.eq(person.0),
        past_residence::unit_id.eq(unit.0),
        past_residence::lived_from.eq(lived.from),
        past_residence::lived_to.eq(lived.to),
    );
    on_each!(&mut *conn.any, |c| {
        diesel::insert_into(past_residence::table).values(row).execute(c)?;
    });
    Ok(())
}

/// Earlier residences of people, with their days.
pub fn past_of_people(
    conn: &mut Conn,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, Vec<(UnitId, Validity)>>, StoreError> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let mut found: HashMap<PersonId, Vec<(UnitId, Validity)>> = HashMap::new();
    for piece in ids.chunks(LIST_LIMIT) {
        let query = past_residence::table.filter(past_residence::person_id.eq_any(piece));
        let rows: Vec<(i64, i64, NaiveDate, NaiveDate)> = query.load(&mut *conn.any)?;
        for (person, unit, from, to) in rows {
            found.entry(PersonId(person)).or_default().push((UnitId(unit), Validity { from, to }));
        }
    }
    Ok(found)
}

/// What was recorded last about people.
pub fn last_moves(conn: &mut Conn, ids: &[PersonId]) -> Result<HashMap<PersonId, RecordedMove>, StoreError> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let mut found = HashMap::new();
    for piece in ids.chunks(LIST_LIMIT) {
        let rows: Vec<(i64, i64, bool, NaiveDate)> = residence_move::table
            .filter(residence_move::person_id.eq_any(piece))
            .order(residence_move::id)
            .select((
                residence_move::person_id,
                residence_move::unit_id,
                residence_move::departed,
                residence_move::outweighs_to,
            ))
            .load(&mut *conn.any)?;
        for (person, unit, departed, outweighs_to) in rows {
            found.insert(PersonId(person), RecordedMove { unit: UnitId(unit), departed, outweighs_to });
        }
    }
    Ok(found)
}

/// Everything recorded about one person, in the order of recording.
pub fn moves_of(conn: &mut Conn, person: PersonId) -> Result<Vec<ResidenceMove>, StoreError> {
    type Row = (NaiveDate, i64, bool, NaiveDate, i64, Option<String>);
    let rows: Vec<Row> = residence_move::table
        .filter(residence_move::person_id.eq(person.0))
        .order(residence_move::id)
        .select((
            residence_move::moved_on,
            residence_move::unit_id,
            residence_move::departed,
            residence_move::outweighs_to,
            residence_move::account_id,
            residence_move::reason,
        ))
        .load(&mut *conn.any)?;
    let of = |(moved_on, unit, departed, outweighs_to, account, reason): Row| ResidenceMove {
        moved_on,
        recorded: RecordedMove { unit: UnitId(unit), departed, outweighs_to },
        account: AccountId(account),
        reason,
    };
    Ok(rows.into_iter().map(of).collect())
}
