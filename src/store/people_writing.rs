//! Writing people in bulk: new ones, changed ones, and as they were before.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::upsert::excluded;
use serde::{Deserialize, Serialize};

use super::any::AnyConnection;
use super::bulk::insert_in_pieces;
use super::connection::Conn;
use super::error::StoreError;
use super::ids::{self, Sequence};
use super::people::{LIST_LIMIT, PersonRow, to_row};
use super::schema::{name_token, person};
use crate::model::id::PersonId;
use crate::model::person::Person;

/// Rows of one piece of an upsert: twenty-seven values each.
const ROWS: usize = 128;

#[derive(Insertable)]
#[diesel(table_name = name_token, treat_none_as_default_value = false)]
struct TokenRow {
    token: String,
    person_id: i64,
}

/// A person's row as it stands in the database, seals closed: what an undo writes back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonImage(PersonRow);

impl PersonImage {
    /// Whose.
    pub fn person(&self) -> PersonId {
        PersonId(self.0.id)
    }

    /// The revision it had.
    pub fn revision(&self) -> i64 {
        self.0.revision
    }
}

/// What writers need to know of somebody without opening seals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locked {
    /// The revision.
    pub revision: i64,
    /// The day of the latest list that spoke for the person.
    pub listed_on: Option<NaiveDate>,
}

/// A revision that no state of a person has had: drawn at random, because counting up would make writers wait for each other.
pub fn new_revision() -> Result<i64, StoreError> {
    Ok(i64::from_le_bytes(super::seal::random()?) & i64::MAX)
}

/// Hands out identities for people who are about to be written.
pub fn reserve(conn: &mut Conn, count: usize) -> Result<Vec<PersonId>, StoreError> {
    Ok(ids::reserve(&mut conn.any, Sequence::Person, count)?.into_iter().map(PersonId).collect())
}

/// Writes new people, whose identities come from [`reserve`].
pub fn insert(conn: &mut Conn, people: &[Person], now: NaiveDateTime) -> Result<(), StoreError> {
    insert_as(conn, people, new_revision()?, now)
}

/// Writes new people with a revision of the caller's, from [`new_revision`].
pub fn insert_as(conn: &mut Conn, people: &[Person], revision: i64, now: NaiveDateTime) -> Result<(), StoreError> {
    let keys = std::sync::Arc::clone(&conn.keys);
    let rows: Vec<PersonRow> = people.iter().map(|p| to_row(p, &keys, now, revision)).collect::<Result<_, _>>()?;
    let tokens: Vec<TokenRow> = rows.iter().flat_map(tokens_of).collect();
    insert_in_pieces!(conn.any, person::table, &rows);
    insert_in_pieces!(conn.any, name_token::table, &tokens);
    Ok(())
}

/// Writes changed people; changed names are indexed again.
pub fn update(conn: &mut Conn, people: &[Person], now: NaiveDateTime) -> Result<(), StoreError> {
    update_as(conn, people, new_revision()?, now)
}

/// Writes changed people with a revision of the caller's, from [`new_revision`].
pub fn update_as(conn: &mut Conn, people: &[Person], revision: i64, now: NaiveDateTime) -> Result<(), StoreError> {
    let keys = std::sync::Arc::clone(&conn.keys);
    let rows: Vec<PersonRow> = people.iter().map(|p| to_row(p, &keys, now, revision)).collect::<Result<_, _>>()?;
    overwrite(conn, &rows)
}

/// The rows of people as they stand, in no particular order.
pub fn images(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<PersonImage>, StoreError> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    let mut found = Vec::with_capacity(ids.len());
    for piece in ids.chunks(LIST_LIMIT) {
        let rows: Vec<PersonRow> = person::table.filter(person::id.eq_any(piece)).load(&mut *conn.any)?;
        found.extend(rows.into_iter().map(PersonImage));
    }
    Ok(found)
}

/// Writes people as they were, their revisions included.
pub fn restore(conn: &mut Conn, images: Vec<PersonImage>) -> Result<(), StoreError> {
    let rows: Vec<PersonRow> = images.into_iter().map(|image| image.0).collect();
    overwrite(conn, &rows)
}

/// Removes people with everything that is known of them.
pub fn delete(conn: &mut Conn, people: &[PersonId]) -> Result<(), StoreError> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    for piece in ids.chunks(LIST_LIMIT) {
        diesel::delete(person::table.filter(person::id.eq_any(piece))).execute(&mut *conn.any)?;
    }
    Ok(())
}

/// Locks people until the end of the transaction, so that two writers cannot count from the same state. Who does not exist is not in the answer.
pub fn lock(conn: &mut Conn, people: &[PersonId]) -> Result<HashMap<PersonId, Locked>, StoreError> {
    let mut ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found = HashMap::with_capacity(ids.len());
    for piece in ids.chunks(LIST_LIMIT) {
        let columns = (person::id, person::revision, person::listed_on);
        let query = person::table.filter(person::id.eq_any(piece)).order(person::id).select(columns);
        let rows: Vec<(i64, i64, Option<NaiveDate>)> = match &mut *conn.any {
            AnyConnection::Postgres(c) => query.for_update().load(c)?,
            // One writer at a time holds the whole file.
            AnyConnection::Sqlite(c) => query.load(c)?,
        };
        found.extend(rows.into_iter().map(|(id, revision, listed_on)| (PersonId(id), Locked { revision, listed_on })));
    }
    Ok(found)
}

/// Gives people a new revision: something is known of them that is not in their own rows.
pub fn touch(conn: &mut Conn, people: &[PersonId], revision: i64) -> Result<(), StoreError> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    for piece in ids.chunks(LIST_LIMIT) {
        let target = person::table.filter(person::id.eq_any(piece));
        diesel::update(target).set(person::revision.eq(revision)).execute(&mut *conn.any)?;
    }
    Ok(())
}

/// Sets the day of the latest list that spoke for people. That is nothing known of them, so their revision stays.
pub fn set_listed_on(conn: &mut Conn, people: &[PersonId], day: Option<NaiveDate>) -> Result<(), StoreError> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    for piece in ids.chunks(LIST_LIMIT) {
        let target = person::table.filter(person::id.eq_any(piece));
        diesel::update(target).set(person::listed_on.eq(day)).execute(&mut *conn.any)?;
    }
    Ok(())
}

/// Every column but identity and day of creation, as the rejected row has it.
macro_rules! every_column {
    ($($column:ident),+) => {
        ($(person::$column.eq(excluded(person::$column)),)+)
    };
    () => {
        every_column!(
            full_name, match_key, sort_key, sex, birth_date, national_id_sealed, national_id_index, old_card_sealed,
            old_card_index, phone_sealed, phone_index, second_phone_sealed, alive, died_on, residence_id, residence_kind,
            residence_since, household, address_line, workplace_id, post, staff_category, party_member, listed_on, revision
        )
    };
}

/// Writes rows over those of the same people; when they came stays as it is.
fn overwrite(conn: &mut Conn, rows: &[PersonRow]) -> Result<(), StoreError> {
    let held = clear_moving_numbers(conn, rows)?;
    on_each!(&mut *conn.any, |c| {
        for piece in rows.chunks(ROWS) {
            let insert = diesel::insert_into(person::table).values(piece);
            insert.on_conflict(person::id).do_update().set(every_column!()).execute(c)?;
        }
    });
    let renamed: Vec<&PersonRow> = rows.iter().filter(|row| held.get(&row.id) != Some(&row.full_name)).collect();
    let ids: Vec<i64> = renamed.iter().map(|row| row.id).collect();
    for piece in ids.chunks(LIST_LIMIT) {
        diesel::delete(name_token::table.filter(name_token::person_id.eq_any(piece))).execute(&mut *conn.any)?;
    }
    let tokens: Vec<TokenRow> = renamed.into_iter().flat_map(tokens_of).collect();
    insert_in_pieces!(conn.any, name_token::table, &tokens);
    Ok(())
}

/// Takes ID numbers away from the people who are about to get another one, so that numbers may pass from one of them to the next. Returns the names
/// that everybody bears.
fn clear_moving_numbers(conn: &mut Conn, rows: &[PersonRow]) -> Result<HashMap<i64, String>, StoreError> {
    let wanted: HashMap<i64, &Option<Vec<u8>>> = rows.iter().map(|row| (row.id, &row.national_id_index)).collect();
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let (mut names, mut moving) = (HashMap::with_capacity(ids.len()), Vec::new());
    for piece in ids.chunks(LIST_LIMIT) {
        let columns = (person::id, person::full_name, person::national_id_index);
        let query = person::table.filter(person::id.eq_any(piece)).select(columns);
        let held: Vec<(i64, String, Option<Vec<u8>>)> = query.load(&mut *conn.any)?;
        for (id, name, index) in held {
            if index.is_some() && wanted.get(&id) != Some(&&index) {
                moving.push(id);
            }
            names.insert(id, name);
        }
    }
    for piece in moving.chunks(LIST_LIMIT) {
        let none = (person::national_id_sealed.eq(None::<Vec<u8>>), person::national_id_index.eq(None::<Vec<u8>>));
        diesel::update(person::table.filter(person::id.eq_any(piece))).set(none).execute(&mut *conn.any)?;
    }
    Ok(names)
}

fn tokens_of(row: &PersonRow) -> Vec<TokenRow> {
    let tokens = crate::vn::fold::tokens(&row.full_name);
    tokens.into_iter().map(|token| TokenRow { token, person_id: row.id }).collect()
}
