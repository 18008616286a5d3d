//! People by the units they belong to, and what becomes of them when a village ends or gives a part away.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Text, Timestamp};

use super::connection::Conn;
use super::error::StoreError;
use super::people::LIST_LIMIT;
use super::schema::{past_residence, person};
use crate::model::id::{AccountId, PersonId, UnitId};
use crate::model::person::ResidenceKind;
use crate::model::unit::Validity;

/// Everybody who lives, has lived or works in one of the units, ascending.
pub fn belonging_to(conn: &mut Conn, units: &[UnitId]) -> Result<Vec<PersonId>, StoreError> {
    let mut found: BTreeSet<i64> = BTreeSet::new();
    for asked in units.chunks(LIST_LIMIT) {
        let ids: Vec<i64> = asked.iter().map(|id| id.0).collect();
        let here = person::table.select(person::id);
        found.extend(here.filter(person::residence_id.eq_any(&ids)).load::<i64>(&mut *conn.any)?);
        found.extend(here.filter(person::workplace_id.eq_any(&ids)).load::<i64>(&mut *conn.any)?);
        let before = past_residence::table.filter(past_residence::unit_id.eq_any(&ids));
        found.extend(before.select(past_residence::person_id).load::<i64>(&mut *conn.any)?);
    }
    Ok(found.into_iter().map(PersonId).collect())
}

/// How many people live in a unit or work there, left out who has died or moved away.
pub fn count_in(conn: &mut Conn, units: &[UnitId]) -> Result<i64, StoreError> {
    let ids: Vec<i64> = units.iter().map(|id| id.0).collect();
    let departed = person::residence_kind.eq(ResidenceKind::Departed.as_str());
    let lives = person::residence_id.eq_any(&ids).and(person::residence_kind.is_null().or(diesel::dsl::not(departed)));
    let found = person::table.filter(person::alive.eq(true)).filter(lives.or(person::workplace_id.eq_any(&ids)));
    Ok(found.count().get_result(&mut *conn.any)?)
}

/// Begins a new stay of everybody who lives in a village on a day, in the same village: what they were counted in before stays theirs, whatever later
/// lists say about where they live now.
///
/// Their revision stays: nothing new is known of them.
pub fn begin_stays_anew(conn: &mut Conn, village: UnitId, on: NaiveDate) -> Result<(), StoreError> {
    let Some(eve) = on.checked_sub_days(Days::new(1)) else { return Ok(()) };
    // SQLite numbers the places in the order of the text.
    let counted = |village: &str, on: &str| {
        let departed = ResidenceKind::Departed.as_str();
        format!(
            "residence_id = {village} AND COALESCE(residence_kind, '') <> '{departed}' \
             AND (residence_since IS NULL OR residence_since < {on})"
        )
    };
    let keep = format!(
        "INSERT INTO past_residence (person_id, unit_id, lived_from, lived_to) \
         SELECT id, residence_id, COALESCE(residence_since, $1), $2 FROM person WHERE {}",
        counted("$3", "$4")
    );
    let begin = format!("UPDATE person SET residence_since = $1 WHERE {}", counted("$2", "$1"));
    on_each!(&mut *conn.any, |c| {
        diesel::sql_query(&keep)
            .bind::<Date, _>(Validity::BEGINNING)
            .bind::<Date, _>(eve)
            .bind::<BigInt, _>(village.0)
            .bind::<Date, _>(on)
            .execute(c)?;
        diesel::sql_query(&begin).bind::<Date, _>(on).bind::<BigInt, _>(village.0).execute(c)?;
    });
    Ok(())
}

/// Who ordered that people of a village belong to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// The village that is gone.
    pub from: UnitId,
    /// The village they belong to now.
    pub to: UnitId,
    /// From this day on.
    pub on: NaiveDate,
    /// Who recorded it.
    pub account: AccountId,
    /// The document.
    pub reason: String,
    /// When.
    pub at: NaiveDateTime,
}

/// Moves everybody who lives in a village to its successor, as a recorded move of that day; lists drawn up before do not bring them back.
pub fn transfer_residents(conn: &mut Conn, transfer: &Transfer) -> Result<usize, StoreError> {
    let lives = |village: &str| {
        format!("residence_id = {village} AND COALESCE(residence_kind, '') <> '{}'", ResidenceKind::Departed.as_str())
    };
    let eve = transfer.on.checked_sub_days(Days::new(1)).unwrap_or(transfer.on);
    let record = format!(
        "INSERT INTO residence_move (person_id, moved_on, unit_id, departed, outweighs_to, account_id, reason, recorded_at) \
         SELECT id, $1, $2, {}, CASE WHEN listed_on > $3 THEN listed_on ELSE $3 END, $4, $5, $6 FROM person WHERE {}",
        no(conn),
        lives("$7")
    );
    let transferred = format!("UPDATE person SET residence_id = $1 WHERE {}", lives("$2"));
    let moved = on_each!(&mut *conn.any, |c| {
        diesel::sql_query(&record)
            .bind::<Date, _>(transfer.on)
            .bind::<BigInt, _>(transfer.to.0)
            .bind::<Date, _>(eve)
            .bind::<BigInt, _>(transfer.account.0)
            .bind::<Text, _>(&transfer.reason)
            .bind::<Timestamp, _>(transfer.at)
            .bind::<BigInt, _>(transfer.from.0)
            .execute(c)?;
        diesel::sql_query(&transferred)
            .bind::<BigInt, _>(transfer.to.0)
            .bind::<BigInt, _>(transfer.from.0)
            .execute(c)?
    });
    Ok(moved)
}

/// "No" as the database writes it.
fn no(conn: &Conn) -> &'static str {
    match &*conn.any {
        super::any::AnyConnection::Postgres(_) => "FALSE",
        super::any::AnyConnection::Sqlite(_) => "0",
    }
}
