//! People whom rows of a list may stand for, looked up for many rows at once.

use std::collections::HashMap;

use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::people::{LIST_LIMIT, OLD_CARD, PHONE};
use super::schema::person;
use super::sql::Sql;
use crate::model::id::{PersonId, UnitId};
use crate::vn::date::PartialDate;

/// Somebody known, with what decides whether a row stands for them. Nothing sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// Key of the name.
    pub match_key: String,
    /// Birth date as far as known.
    pub birth_date: Option<PartialDate>,
    /// Where the person lives.
    pub village: Option<UnitId>,
    /// Where the person works.
    pub office: Option<UnitId>,
    /// Whether the person's ID number is known.
    pub has_number: bool,
}

/// Which look-ups can find anybody at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence {
    /// Somebody is known.
    pub anybody: bool,
    /// Somebody without an ID number is known.
    pub without_number: bool,
}

impl Presence {
    /// Nothing is known about who there is: every look-up is made.
    pub const UNKNOWN: Self = Self { anybody: true, without_number: true };

    /// Looks.
    pub fn of(conn: &mut Conn) -> Result<Self, StoreError> {
        let first = person::table.select(person::id).limit(1);
        let without = first.filter(person::national_id_index.is_null());
        Ok(Self {
            anybody: first.first::<i64>(&mut *conn.any).optional()?.is_some(),
            without_number: without.first::<i64>(&mut *conn.any).optional()?.is_some(),
        })
    }
}

/// Whether anybody lives or works in one of the units.
pub fn anybody_in(conn: &mut Conn, units: &[UnitId]) -> Result<bool, StoreError> {
    for piece in units.chunks(LIST_LIMIT) {
        let ids = || piece.iter().map(|unit| unit.0);
        let living = person::table.filter(person::residence_id.eq_any(ids())).select(person::id).limit(1);
        let working = person::table.filter(person::workplace_id.eq_any(ids())).select(person::id).limit(1);
        if living.first::<i64>(&mut *conn.any).optional()?.is_some()
            || working.first::<i64>(&mut *conn.any).optional()?.is_some()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

type Columns = (i64, String, Option<String>, Option<i64>, Option<i64>, bool);
macro_rules! columns {
    () => {
        (
            person::id,
            person::match_key,
            person::birth_date,
            person::residence_id,
            person::workplace_id,
            person::national_id_index.is_not_null(),
        )
    };
}

/// Who has these numbers of old cards, by number.
pub fn by_old_cards(conn: &mut Conn, numbers: &[&str]) -> Result<HashMap<String, Vec<Candidate>>, StoreError> {
    let mut found: HashMap<String, Vec<Candidate>> = HashMap::new();
    let indexes = indexed(conn, OLD_CARD, numbers);
    let wanted: Vec<&Vec<u8>> = indexes.keys().collect();
    for piece in wanted.chunks(LIST_LIMIT) {
        let query = person::table.filter(person::old_card_index.eq_any(piece.iter().copied()));
        let rows: Vec<(Option<Vec<u8>>, Columns)> =
            query.select((person::old_card_index, columns!())).load(&mut *conn.any)?;
        collect(&indexes, rows, &mut found)?;
    }
    Ok(found)
}

/// Who has these phones, by number.
pub fn by_phones(conn: &mut Conn, numbers: &[&str]) -> Result<HashMap<String, Vec<Candidate>>, StoreError> {
    let mut found: HashMap<String, Vec<Candidate>> = HashMap::new();
    let indexes = indexed(conn, PHONE, numbers);
    let wanted: Vec<&Vec<u8>> = indexes.keys().collect();
    for piece in wanted.chunks(LIST_LIMIT) {
        let query = person::table.filter(person::phone_index.eq_any(piece.iter().copied()));
        let rows: Vec<(Option<Vec<u8>>, Columns)> =
            query.select((person::phone_index, columns!())).load(&mut *conn.any)?;
        collect(&indexes, rows, &mut found)?;
    }
    Ok(found)
}

/// Who bears a name and was born on a date, for pairs of both.
///
/// Every pair is one step into the index of both columns. Two conditions, one for the names and one for the dates, would be a step for every name
/// with every date.
pub fn by_names_and_births(conn: &mut Conn, pairs: &[(&str, PartialDate)]) -> Result<Vec<Candidate>, StoreError> {
    let mut ids: Vec<i64> = Vec::new();
    for pairs in pairs.chunks(LIST_LIMIT) {
        let mut query = Sql::new("WITH asked (name, birth) AS (VALUES ");
        for (at, (name, birth)) in pairs.iter().enumerate() {
            query.push(if at == 0 { "(" } else { ", (" }).bind(name).push(", ").bind(&birth.to_iso()).push(")");
        }
        query.push(") SELECT person.id AS n FROM asked, person");
        query.push(" WHERE person.match_key = asked.name AND person.birth_date = asked.birth");
        ids.extend(query.numbers(conn)?);
    }
    ids.sort_unstable();
    ids.dedup();
    let mut found = Vec::new();
    for ids in ids.chunks(LIST_LIMIT) {
        let query = person::table.filter(person::id.eq_any(ids));
        let rows: Vec<Columns> = query.select(columns!()).load(&mut *conn.any)?;
        found.extend(rows.into_iter().map(candidate).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// Who bears one of these names and lives in one of these units.
pub fn by_names_in(conn: &mut Conn, match_keys: &[&str], units: &[UnitId]) -> Result<Vec<Candidate>, StoreError> {
    let mut found = Vec::new();
    for names in match_keys.chunks(LIST_LIMIT) {
        for units in units.chunks(LIST_LIMIT) {
            let query = person::table
                .filter(person::match_key.eq_any(names.iter().copied()))
                .filter(person::residence_id.eq_any(units.iter().map(|unit| unit.0)));
            let rows: Vec<Columns> = query.select(columns!()).load(&mut *conn.any)?;
            found.extend(rows.into_iter().map(candidate).collect::<Result<Vec<_>, _>>()?);
        }
    }
    Ok(found)
}

fn indexed<'n>(conn: &Conn, purpose: &str, numbers: &[&'n str]) -> HashMap<Vec<u8>, &'n str> {
    numbers.iter().map(|number| (conn.keys.blind_index(purpose, number), *number)).collect()
}

fn collect(
    indexes: &HashMap<Vec<u8>, &str>,
    rows: Vec<(Option<Vec<u8>>, Columns)>,
    found: &mut HashMap<String, Vec<Candidate>>,
) -> Result<(), StoreError> {
    for (index, columns) in rows {
        if let Some(number) = index.as_ref().and_then(|index| indexes.get(index)) {
            found.entry((*number).to_owned()).or_default().push(candidate(columns)?);
        }
    }
    Ok(())
}

fn candidate((id, match_key, birth, village, office, has_number): Columns) -> Result<Candidate, StoreError> {
    let unreadable = || StoreError::corrupt(format!("person {id}: birth_date"));
    let birth_date = match birth.as_deref() {
        Some(text) => Some(PartialDate::parse_iso(text).ok_or_else(unreadable)?),
        None => None,
    };
    let (village, office) = (village.map(UnitId), office.map(UnitId));
    Ok(Candidate { person: PersonId(id), match_key, birth_date, village, office, has_number })
}
