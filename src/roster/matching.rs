//! Whom a row stands for: ID number, then old card, then phone and name, then name, full birth date and village. Anything weaker is somebody new, and
//! at most suggested ([`super::suggesting`]). Every kind of look-up is one query for all rows of a piece.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::choices::RowDecision;
use super::compact_index::CompactIndex;
use super::places::RowPlace;
use super::reading::RosterRow;
use super::staged::Target;
use crate::model::id::PersonId;
use crate::store::candidates::{self, Candidate, Presence};
use crate::store::people::{self, Holder};
use crate::store::{Conn, StoreError};
use crate::vn::date::PartialDate;
use crate::vn::name::match_key;

/// New people of a file, found again by what identifies them.
///
/// Only hashes are kept, so that a list of a million people costs some twenty megabytes. Sixty-four bits of a hash of an exact key: among a
/// million keys two collide by chance less than once in ten million files, and a collision shows as a conflict of names, never silently.
#[derive(Debug, Default)]
pub struct NewPeople {
    by_key: CompactIndex,
    count: u32,
}

impl NewPeople {
    /// How many there are.
    pub fn count(&self) -> u32 {
        self.count
    }

    fn of(&mut self, keys: &[u64]) -> u32 {
        let found = keys.iter().find_map(|key| self.by_key.get(*key));
        let number = found.unwrap_or(self.count);
        self.count = self.count.max(number + 1);
        for key in keys {
            self.by_key.set_if_new(*key, number);
        }
        number
    }
}

/// A row that is to be matched.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'r> {
    /// The row.
    pub row: &'r RosterRow,
    /// Where it belongs; `None` where it is not to be applied.
    pub place: Option<RowPlace>,
    /// What a person decided.
    pub decision: Option<RowDecision>,
}

/// Whom rows stand for.
#[derive(Debug, Default)]
pub struct Matched {
    /// One for each row.
    pub targets: Vec<Target>,
    /// Who has the ID number of the row, also where the row is not to be applied. One for each row.
    pub holders: Vec<Option<Holder>>,
    /// Whom each row alone would stand for where a person decided that it is somebody new.
    pub denied: HashMap<usize, PersonId>,
}

/// Whom rows stand for, in order.
pub fn match_rows(
    conn: &mut Conn,
    asked: &[Asked<'_>],
    presence: Presence,
    new_people: &mut NewPeople,
) -> Result<Matched, StoreError> {
    let mut matched = Matched { holders: holders(conn, asked, presence)?, ..Matched::default() };
    let weak = WeakKeys::load(conn, asked, &matched.holders, presence)?;
    for (index, one) in asked.iter().enumerate() {
        let holder = matched.holders.get(index).copied().flatten().map(|holder| holder.person);
        let Some(place) = one.place else {
            matched.targets.push(Target::Nobody);
            continue;
        };
        let found = holder.or_else(|| weak.find(one.row, place));
        let known = match one.decision {
            Some(RowDecision::SamePerson(person)) if holder.is_none() => Some(person),
            Some(RowDecision::NewPerson) if holder.is_none() => {
                matched.denied.extend(found.map(|person| (index, person)));
                None
            }
            _ => found,
        };
        matched.targets.push(match known {
            Some(person) => Target::Known(person),
            None => Target::New(new_people.of(&keys(one.row, place))),
        });
    }
    Ok(matched)
}

fn holders(conn: &mut Conn, asked: &[Asked<'_>], presence: Presence) -> Result<Vec<Option<Holder>>, StoreError> {
    if !presence.anybody {
        return Ok(vec![None; asked.len()]);
    }
    let numbers: Vec<&str> = asked.iter().filter_map(|one| one.row.cccd.as_deref()).collect();
    let by_number = people::by_national_ids(conn, &numbers)?;
    let of = |one: &Asked<'_>| by_number.get(one.row.cccd.as_deref()?).copied();
    Ok(asked.iter().map(of).collect())
}

/// What the rows have besides the ID number, looked up.
#[derive(Debug, Default)]
struct WeakKeys {
    by_card: HashMap<String, Vec<Candidate>>,
    by_phone: HashMap<String, Vec<Candidate>>,
    by_name_and_birth: HashMap<(String, PartialDate), Vec<Candidate>>,
}

impl WeakKeys {
    fn load(
        conn: &mut Conn,
        asked: &[Asked<'_>],
        holders: &[Option<Holder>],
        presence: Presence,
    ) -> Result<Self, StoreError> {
        // A row with an ID number that nobody has can only complete a person without one.
        let can_match = |row: &RosterRow| presence.anybody && (row.cccd.is_none() || presence.without_number);
        let rows = asked.iter().zip(holders);
        let rows = rows.filter(|(one, holder)| holder.is_none() && one.place.is_some() && can_match(one.row));
        let rows: Vec<&RosterRow> = rows.map(|(one, _)| one.row).filter(|row| row.full_name.is_some()).collect();
        if rows.is_empty() {
            return Ok(Self::default());
        }
        let cards: Vec<&str> = rows.iter().filter_map(|row| row.cmnd9.as_deref()).collect();
        let phones: Vec<&str> = rows.iter().filter_map(|row| row.phone.as_deref()).collect();
        let full = |birth: &PartialDate| matches!(birth, PartialDate::Day(_));
        let born: Vec<_> = rows.iter().filter_map(|row| Some((key(row)?, row.dob.filter(full)?))).collect();
        let pairs: Vec<(&str, PartialDate)> = born.iter().map(|(name, birth)| (name.as_str(), *birth)).collect();
        let mut by_name_and_birth: HashMap<_, Vec<Candidate>> = HashMap::new();
        for found in candidates::by_names_and_births(conn, &pairs)? {
            if let Some(birth) = found.birth_date {
                by_name_and_birth.entry((found.match_key.clone(), birth)).or_default().push(found);
            }
        }
        Ok(Self {
            by_card: candidates::by_old_cards(conn, &cards)?,
            by_phone: candidates::by_phones(conn, &phones)?,
            by_name_and_birth,
        })
    }

    /// The one person who has the old card, else phone and name, else name, full birth date and village of the row. A row with an ID number that
    /// nobody has completes a person without one; it never takes over a person who has another number.
    fn find(&self, row: &RosterRow, place: RowPlace) -> Option<PersonId> {
        let name = key(row)?;
        let by_card =
            row.cmnd9.as_ref().and_then(|card| self.by_card.get(card)).and_then(|found| only(found, |_| true));
        let by_phone = || {
            let found = self.by_phone.get(row.phone.as_ref()?)?;
            only(found, |candidate| candidate.match_key == name)
        };
        let by_birth = || {
            let found = self.by_name_and_birth.get(&(name.clone(), row.dob?))?;
            only(found, |candidate| candidate.village == place.village)
        };
        let found = by_card.or_else(by_phone).or_else(by_birth)?;
        (row.cccd.is_none() || !found.has_number).then_some(found.person)
    }
}

fn only(candidates: &[Candidate], fits: impl Fn(&Candidate) -> bool) -> Option<&Candidate> {
    let mut fitting = candidates.iter().filter(|candidate| fits(candidate));
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

fn key(row: &RosterRow) -> Option<String> {
    row.full_name.as_deref().map(match_key)
}

/// What identifies a new person within the file.
fn keys(row: &RosterRow, place: RowPlace) -> Vec<u64> {
    if let Some(number) = &row.cccd {
        // Two rows with different numbers are two people, whatever else they share.
        return vec![hash(&("id", number))];
    }
    let mut keys = Vec::new();
    if let Some(card) = &row.cmnd9 {
        keys.push(hash(&("card", card)));
    }
    let Some(name) = key(row) else { return keys };
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
