//! People: reading them with their seals opened, finding them by what identifies them. Writing them is in `people_writing`.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::connection::Conn;
use super::error::StoreError;
use super::listings::Place;
use super::schema::person;
use super::seal::Keys;
use crate::model::id::{PersonId, UnitId};
use crate::model::person::{Life, Particulars, Person, Residence, ResidenceKind, StaffCategory, Workplace};
use crate::vn::date::PartialDate;
use crate::vn::national_id::Sex;

pub use super::people_writing::{
    Locked, PersonImage, delete, images, insert, insert_as, lock, new_revision, reserve, restore, set_listed_on, touch,
    update, update_as,
};

/// Values of one `IN (…)` list.
pub(super) const LIST_LIMIT: usize = 500;
const NATIONAL_ID: &str = "person.national_id";
pub(super) const OLD_CARD: &str = "person.old_card";
pub(super) const PHONE: &str = "person.phone";

/// A row of `person`, for reading and for bulk writing.
#[derive(Queryable, Selectable, Insertable, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[diesel(table_name = person, treat_none_as_default_value = false)]
#[diesel(check_for_backend(diesel::pg::Pg, diesel::sqlite::Sqlite))]
pub(super) struct PersonRow {
    pub id: i64,
    pub full_name: String,
    pub match_key: String,
    pub sort_key: Vec<u8>,
    pub sex: Option<String>,
    pub birth_date: Option<String>,
    pub national_id_sealed: Option<Vec<u8>>,
    pub national_id_index: Option<Vec<u8>>,
    pub old_card_sealed: Option<Vec<u8>>,
    pub old_card_index: Option<Vec<u8>>,
    pub phone_sealed: Option<Vec<u8>>,
    pub phone_index: Option<Vec<u8>>,
    pub second_phone_sealed: Option<Vec<u8>>,
    pub alive: bool,
    pub died_on: Option<NaiveDate>,
    pub residence_id: Option<i64>,
    pub residence_kind: Option<String>,
    pub residence_since: Option<NaiveDate>,
    pub household: Option<String>,
    pub address_line: Option<String>,
    pub workplace_id: Option<i64>,
    pub post: Option<String>,
    pub staff_category: Option<String>,
    pub party_member: bool,
    pub listed_on: Option<NaiveDate>,
    pub created_at: NaiveDateTime,
    pub revision: i64,
}

/// People by identity, in no particular order.
pub fn by_ids(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<Person>, StoreError> {
    Ok(with_revisions(conn, ids)?.into_iter().map(|(person, _)| person).collect())
}

/// People by identity with their revisions, in no particular order.
pub fn with_revisions(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<(Person, i64)>, StoreError> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let mut found = Vec::with_capacity(ids.len());
    for piece in ids.chunks(LIST_LIMIT) {
        let rows: Vec<PersonRow> = person::table.filter(person::id.eq_any(piece)).load(&mut *conn.any)?;
        for row in rows {
            let revision = row.revision;
            found.push((from_row(row, &conn.keys)?, revision));
        }
    }
    Ok(found)
}

/// One person.
pub fn by_id(conn: &mut Conn, id: PersonId) -> Result<Option<Person>, StoreError> {
    Ok(by_ids(conn, &[id])?.pop())
}

/// Who has an ID number, with what tells without opening a seal whether a row about them can be new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub person: PersonId,
    /// The revision.
    pub revision: i64,
    /// The day of the latest list that named the person.
    pub listed_on: Option<NaiveDate>,
    /// Where the person lives.
    pub village: Option<UnitId>,
}

/// Who has these twelve-digit numbers.
pub fn by_national_ids(conn: &mut Conn, numbers: &[&str]) -> Result<HashMap<String, Holder>, StoreError> {
    type Row = (i64, Option<Vec<u8>>, i64, Option<NaiveDate>, Option<i64>);
    let indexes: HashMap<Vec<u8>, &str> =
        numbers.iter().map(|number| (conn.keys.blind_index(NATIONAL_ID, number), *number)).collect();
    let wanted: Vec<&Vec<u8>> = indexes.keys().collect();
    let columns = (person::id, person::national_id_index, person::revision, person::listed_on, person::residence_id);
    let mut found = HashMap::with_capacity(wanted.len());
    for piece in wanted.chunks(LIST_LIMIT) {
        let query = person::table.filter(person::national_id_index.eq_any(piece.iter().copied()));
        let rows: Vec<Row> = query.select(columns).load(&mut *conn.any)?;
        for (id, index, revision, listed_on, village) in rows {
            if let Some(number) = index.as_ref().and_then(|index| indexes.get(index)) {
                let (person, village) = (PersonId(id), village.map(UnitId));
                found.insert((*number).to_owned(), Holder { person, revision, listed_on, village });
            }
        }
    }
    Ok(found)
}

/// People by identity, as [`by_national_ids`] gives them, and perhaps others. Who does not exist is not in the answer.
pub fn holders(conn: &mut Conn, people: &[PersonId]) -> Result<HashMap<PersonId, Holder>, StoreError> {
    type Row = (i64, i64, Option<NaiveDate>, Option<i64>);
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    let mut found = HashMap::with_capacity(ids.len());
    for piece in ids.chunks(LIST_LIMIT) {
        let columns = (person::id, person::revision, person::listed_on, person::residence_id);
        let among = person::table.select(columns);
        let (Some(first), Some(last)) = (piece.iter().min(), piece.iter().max()) else { continue };
        // People who came with one list stand together: one step into the table finds all of them.
        let together = last.abs_diff(*first) < 2 * LIST_LIMIT as u64;
        let rows: Vec<Row> = match together {
            true => among.filter(person::id.between(first, last)).load(&mut *conn.any)?,
            false => among.filter(person::id.eq_any(piece)).load(&mut *conn.any)?,
        };
        for (id, revision, listed_on, village) in rows {
            let (person, village) = (PersonId(id), village.map(UnitId));
            found.insert(person, Holder { person, revision, listed_on, village });
        }
    }
    Ok(found)
}

/// Who has this number of an old card.
pub fn by_old_card(conn: &mut Conn, number: &str) -> Result<Vec<PersonId>, StoreError> {
    let index = conn.keys.blind_index(OLD_CARD, number);
    let ids: Vec<i64> =
        person::table.filter(person::old_card_index.eq(index)).select(person::id).load(&mut *conn.any)?;
    Ok(ids.into_iter().map(PersonId).collect())
}

/// Who has this phone, with the key of the name.
pub fn by_phone(conn: &mut Conn, number: &str) -> Result<Vec<(PersonId, String)>, StoreError> {
    let index = conn.keys.blind_index(PHONE, number);
    let query = person::table.filter(person::phone_index.eq(index)).select((person::id, person::match_key));
    let rows: Vec<(i64, String)> = query.load(&mut *conn.any)?;
    Ok(rows.into_iter().map(|(id, key)| (PersonId(id), key)).collect())
}

/// Who lives or works in a unit, is alive, and has not left it.
pub fn present_in(conn: &mut Conn, unit: UnitId, place: Place) -> Result<Vec<PersonId>, StoreError> {
    let alive = person::table.filter(person::alive.eq(true)).select(person::id);
    let ids: Vec<i64> = match place {
        Place::Residence => {
            let departed = person::residence_kind.eq(ResidenceKind::Departed.as_str());
            let here = alive.filter(person::residence_id.eq(unit.0));
            here.filter(person::residence_kind.is_null().or(diesel::dsl::not(departed))).load(&mut *conn.any)?
        }
        Place::Workplace => alive.filter(person::workplace_id.eq(unit.0)).load(&mut *conn.any)?,
    };
    Ok(ids.into_iter().map(PersonId).collect())
}

/// People in the order of names, each once.
pub fn in_order(conn: &mut Conn, mut people: Vec<PersonId>) -> Result<Vec<PersonId>, StoreError> {
    people.sort_unstable();
    people.dedup();
    let mut keyed: Vec<(Vec<u8>, i64)> = Vec::with_capacity(people.len());
    for piece in people.chunks(LIST_LIMIT) {
        let query = person::table.filter(person::id.eq_any(piece.iter().map(|person| person.0)));
        keyed.extend(query.select((person::sort_key, person::id)).load::<(Vec<u8>, i64)>(&mut *conn.any)?);
    }
    keyed.sort_unstable();
    Ok(keyed.into_iter().map(|(_, id)| PersonId(id)).collect())
}

/// The next people by identity, for passes over everybody.
pub fn page_after(conn: &mut Conn, after: PersonId, limit: i64) -> Result<Vec<Person>, StoreError> {
    let query = person::table.filter(person::id.gt(after.0)).order(person::id).limit(limit);
    let rows: Vec<PersonRow> = query.load(&mut *conn.any)?;
    rows.into_iter().map(|row| from_row(row, &conn.keys)).collect()
}

/// How many people there are.
pub fn count(conn: &mut Conn) -> Result<i64, StoreError> {
    Ok(person::table.count().get_result(&mut *conn.any)?)
}

pub(super) fn to_row(p: &Person, keys: &Keys, now: NaiveDateTime, revision: i64) -> Result<PersonRow, StoreError> {
    let who = &p.particulars;
    let seal = |purpose: &str, value: &Option<String>| value.as_deref().map(|v| keys.seal_text(purpose, v)).transpose();
    let index = |purpose: &str, value: &Option<String>| value.as_deref().map(|v| keys.blind_index(purpose, v));
    let (alive, died_on) = match p.life {
        Life::Alive => (true, None),
        Life::Dead(day) => (false, day),
    };
    let (home, work) = (p.residence.as_ref(), p.workplace.as_ref());
    Ok(PersonRow {
        id: p.id.0,
        full_name: who.full_name.clone(),
        match_key: crate::vn::name::match_key(&who.full_name),
        sort_key: crate::vn::collation::person_sort_key(&who.full_name),
        sex: who.sex.map(|sex| sex.as_str().to_owned()),
        birth_date: who.birth_date.map(PartialDate::to_iso),
        national_id_sealed: seal(NATIONAL_ID, &who.national_id)?,
        national_id_index: index(NATIONAL_ID, &who.national_id),
        old_card_sealed: seal(OLD_CARD, &who.old_card)?,
        old_card_index: index(OLD_CARD, &who.old_card),
        phone_sealed: seal(PHONE, &who.phone)?,
        phone_index: index(PHONE, &who.phone),
        second_phone_sealed: seal(PHONE, &who.second_phone)?,
        alive,
        died_on,
        residence_id: home.map(|r| r.unit.0),
        residence_kind: home.map(|r| r.kind.as_str().to_owned()),
        residence_since: home.and_then(|r| r.since),
        household: home.and_then(|r| r.household.clone()),
        address_line: home.and_then(|r| r.address_line.clone()),
        workplace_id: work.map(|w| w.unit.0),
        post: work.and_then(|w| w.post.clone()),
        staff_category: work.and_then(|w| w.category).map(|category| category.as_str().to_owned()),
        party_member: work.is_some_and(|w| w.party_member),
        listed_on: p.listed_on,
        created_at: now,
        revision,
    })
}

pub(super) fn from_row(row: PersonRow, keys: &Keys) -> Result<Person, StoreError> {
    let open = |purpose: &str, sealed: Option<Vec<u8>>| sealed.map(|s| keys.open_text(purpose, &s)).transpose();
    let unknown = |what: &str| StoreError::corrupt(format!("person {}: {what}", row.id));
    let birth_date = match row.birth_date.as_deref() {
        Some(text) => Some(PartialDate::parse_iso(text).ok_or_else(|| unknown("birth_date"))?),
        None => None,
    };
    let sex = match row.sex.as_deref() {
        Some(word) => Some(Sex::parse(word).ok_or_else(|| unknown("sex"))?),
        None => None,
    };
    let residence = match (row.residence_id, row.residence_kind.as_deref()) {
        (Some(unit), kind) => Some(Residence {
            unit: UnitId(unit),
            kind: kind.and_then(ResidenceKind::parse).ok_or_else(|| unknown("residence_kind"))?,
            since: row.residence_since,
            household: row.household,
            address_line: row.address_line,
        }),
        (None, _) => None,
    };
    let category = row.staff_category.as_deref().and_then(StaffCategory::parse);
    let (post, party_member) = (row.post, row.party_member);
    let workplace = row.workplace_id.map(|unit| Workplace { unit: UnitId(unit), post, category, party_member });
    Ok(Person {
        id: PersonId(row.id),
        particulars: Particulars {
            full_name: row.full_name,
            sex,
            birth_date,
            national_id: open(NATIONAL_ID, row.national_id_sealed)?,
            old_card: open(OLD_CARD, row.old_card_sealed)?,
            phone: open(PHONE, row.phone_sealed)?,
            second_phone: open(PHONE, row.second_phone_sealed)?,
        },
        life: if row.alive { Life::Alive } else { Life::Dead(row.died_on) },
        residence,
        workplace,
        listed_on: row.listed_on,
    })
}
