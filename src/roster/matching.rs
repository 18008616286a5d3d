//! Whom a row stands for: ID number, then old card, then phone and name, then name, full birth date and village. Anything weaker is somebody new.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::places::RowPlace;
use super::reading::RosterRow;
use super::staged::Target;
use crate::model::id::PersonId;
use crate::store::{Conn, StoreError, people};
use crate::vn::date::PartialDate;
use crate::vn::name::match_key;

/// New people of a file, found again by what identifies them.
///
/// Only hashes are kept, so that a list of a hundred thousand people costs a few megabytes. Sixty-four bits of a hash of an exact key: among a
/// million keys two collide by chance less than once in ten million files, and a collision shows as a conflict of names, never silently.
#[derive(Debug, Default)]
pub struct NewPeople {
    by_key: HashMap<u64, u32>,
    count: u32,
}

impl NewPeople {
    /// How many there are.
    pub fn count(&self) -> u32 {
        self.count
    }

    fn find(&self, keys: &[u64]) -> Option<u32> {
        keys.iter().find_map(|key| self.by_key.get(key).copied())
    }

    fn add(&mut self, keys: &[u64]) -> u32 {
        let number = self.count;
        self.count += 1;
        self.know(number, keys);
        number
    }

    fn know(&mut self, number: u32, keys: &[u64]) {
        for key in keys {
            self.by_key.entry(*key).or_insert(number);
        }
    }
}

/// Whom rows stand for, in order. `places` has one entry per row; rows that are not to be applied have `None` there.
pub fn match_rows(
    conn: &mut Conn,
    rows: &[&RosterRow],
    places: &[Option<RowPlace>],
    new_people: &mut NewPeople,
) -> Result<Vec<Target>, StoreError> {
    let numbers: Vec<&str> = rows.iter().filter_map(|row| row.cccd.as_deref()).collect();
    let by_number = people::by_national_ids(conn, &numbers)?;
    let mut targets = Vec::with_capacity(rows.len());
    for (row, place) in rows.iter().zip(places) {
        let Some(place) = place else {
            targets.push(Target::Nobody);
            continue;
        };
        let known = match row.cccd.as_ref().and_then(|number| by_number.get(number)) {
            Some(person) => Some(*person),
            None => known_otherwise(conn, row, *place)?,
        };
        targets.push(match known {
            Some(person) => Target::Known(person),
            None => {
                let keys = keys(row, *place);
                let found = new_people.find(&keys);
                let number = found.unwrap_or_else(|| new_people.add(&keys));
                new_people.know(number, &keys);
                Target::New(number)
            }
        });
    }
    Ok(targets)
}

fn known_otherwise(conn: &mut Conn, row: &RosterRow, place: RowPlace) -> Result<Option<PersonId>, StoreError> {
    let Some(name) = row.full_name.as_deref().map(match_key) else { return Ok(None) };
    if let Some(card) = row.cmnd9.as_deref()
        && let [only] = people::by_old_card(conn, card)?.as_slice()
    {
        return Ok(Some(*only));
    }
    let candidate = match (row.phone.as_deref(), row.dob) {
        (Some(phone), _) => {
            let same: Vec<_> = people::by_phone(conn, phone)?.into_iter().filter(|(_, key)| *key == name).collect();
            if let [(only, _)] = same.as_slice() { Some(*only) } else { None }
        }
        (None, _) => None,
    };
    let candidate = match (candidate, row.dob) {
        (Some(person), _) => Some(person),
        (None, Some(birth @ PartialDate::Day(_))) => {
            let same = people::by_name_and_birth(conn, &name, birth)?;
            let here: Vec<_> = same.into_iter().filter(|(_, village)| *village == place.village).collect();
            if let [(only, _)] = here.as_slice() { Some(*only) } else { None }
        }
        (None, _) => None,
    };
    // A row with an ID number that nobody has completes a person without one; it never takes over a person who has another number.
    match (candidate, &row.cccd) {
        (Some(person), Some(_)) => {
            let held = people::by_id(conn, person)?.and_then(|p| p.particulars.national_id);
            Ok(held.is_none().then_some(person))
        }
        (candidate, _) => Ok(candidate),
    }
}

/// What identifies a new person within the file.
fn keys(row: &RosterRow, place: RowPlace) -> Vec<u64> {
    let mut keys = Vec::new();
    if let Some(number) = &row.cccd {
        keys.push(hash(&("id", number)));
        // Two rows with different numbers are two people, whatever else they share.
        return keys;
    }
    if let Some(card) = &row.cmnd9 {
        keys.push(hash(&("card", card)));
    }
    let Some(name) = row.full_name.as_deref().map(match_key) else { return keys };
    if let Some(phone) = &row.phone {
        keys.push(hash(&("phone", phone, &name)));
    }
    if let Some(birth @ PartialDate::Day(_)) = row.dob {
        keys.push(hash(&("birth", &name, birth, place.village)));
    }
    keys
}

fn hash(key: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
