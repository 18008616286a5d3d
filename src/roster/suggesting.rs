//! Whom a new row may stand for, without anything proving it: suggested to a person, never decided here. Only people of the unit of the batch are
//! suggested: somebody from elsewhere is unknown to whoever imports.

use std::collections::{HashMap, HashSet};

use super::places::RowPlace;
use super::reading::RosterRow;
use super::staged::{Likeness, Suggestion};
use crate::model::id::{PersonId, UnitId};
use crate::store::candidates::{self, Candidate};
use crate::store::{Conn, StoreError, people};
use crate::vn::date::PartialDate;
use crate::vn::fold::fold;
use crate::vn::name::match_key;

/// The most that are suggested for one row.
const MOST: usize = 3;

/// For each of the rows, who is like it, most alike first. `units` are all units that the list may speak of.
pub fn suggest(
    conn: &mut Conn,
    rows: &[(&RosterRow, RowPlace)],
    units: &HashSet<UnitId>,
) -> Result<Vec<Vec<Suggestion>>, StoreError> {
    let known = Known::load(conn, rows, units)?;
    Ok(rows.iter().map(|(row, place)| known.like(row, *place)).collect())
}

/// Everybody who shares something with one of the rows.
struct Known {
    by_name: HashMap<String, Vec<Candidate>>,
    by_phone: HashMap<String, Vec<Candidate>>,
    /// Numbers of those whose number may only be mistyped.
    numbers: HashMap<PersonId, String>,
}

impl Known {
    fn load(conn: &mut Conn, rows: &[(&RosterRow, RowPlace)], units: &HashSet<UnitId>) -> Result<Self, StoreError> {
        let keys: Vec<String> = rows.iter().filter_map(|(row, _)| row.full_name.as_deref()).map(match_key).collect();
        let names: Vec<&str> = keys.iter().map(String::as_str).collect();
        let born: Vec<(String, PartialDate)> =
            rows.iter().filter_map(|(row, _)| Some((match_key(row.full_name.as_deref()?), row.dob?))).collect();
        let pairs: Vec<(&str, PartialDate)> = born.iter().map(|(name, birth)| (name.as_str(), *birth)).collect();
        let villages: HashSet<UnitId> = rows.iter().filter_map(|(_, place)| place.village).collect();
        let villages: Vec<UnitId> = villages.into_iter().collect();
        let mut found = candidates::by_names_and_births(conn, &pairs)?;
        found.extend(candidates::by_names_in(conn, &names, &villages)?);
        let phones: Vec<&str> = rows.iter().filter_map(|(row, _)| row.phone.as_deref()).collect();
        let mut by_phone = candidates::by_phones(conn, &phones)?;
        let here = |candidate: &Candidate| {
            [candidate.village, candidate.office].into_iter().flatten().any(|unit| units.contains(&unit))
        };
        by_phone.values_mut().for_each(|known| known.retain(here));
        let mut by_name: HashMap<String, Vec<Candidate>> = HashMap::new();
        let mut seen = HashSet::new();
        for candidate in found.into_iter().filter(|candidate| here(candidate)) {
            if seen.insert(candidate.person) {
                by_name.entry(candidate.match_key.clone()).or_default().push(candidate);
            }
        }
        let numbered =
            by_name.values().flatten().filter(|candidate| candidate.has_number).map(|candidate| candidate.person);
        let numbered: Vec<PersonId> = numbered.collect();
        let numbers = people::by_ids(conn, &numbered)?;
        let numbers = numbers.into_iter().filter_map(|person| Some((person.id, person.particulars.national_id?)));
        Ok(Self { by_name, by_phone, numbers: numbers.collect() })
    }

    fn like(&self, row: &RosterRow, place: RowPlace) -> Vec<Suggestion> {
        let Some(name) = row.full_name.as_deref() else { return Vec::new() };
        let namesakes = self.by_name.get(&match_key(name)).into_iter().flatten();
        let by_name = namesakes.filter_map(|known| Some((self.namesake(row, place, known)?, known.person)));
        let same_phone = row.phone.as_ref().and_then(|phone| self.by_phone.get(phone)).into_iter().flatten();
        let by_phone = same_phone.filter(|known| {
            given_name(&known.match_key) == given_name(name) && (row.cccd.is_none() || !known.has_number)
        });
        let mut alike: Vec<(Likeness, PersonId)> =
            by_name.chain(by_phone.map(|known| (Likeness::Phone, known.person))).collect();
        alike.sort_unstable();
        let mut seen = HashSet::new();
        alike.retain(|(_, person)| seen.insert(*person));
        alike.truncate(MOST);
        alike.into_iter().map(|(likeness, person)| Suggestion { person, likeness }).collect()
    }

    /// In what somebody of the same name is like the row.
    fn namesake(&self, row: &RosterRow, place: RowPlace, known: &Candidate) -> Option<Likeness> {
        let same_village = place.village.is_some() && place.village == known.village;
        let same_birth = row.dob.is_some() && row.dob == known.birth_date;
        if let (Some(new), true) = (&row.cccd, known.has_number) {
            // Two different numbers are two people, unless one is mistyped.
            let held = self.numbers.get(&known.person)?;
            return (same_birth && differing_digits(new, held) <= 2).then_some(Likeness::NumberMistyped);
        }
        match (row.dob, known.birth_date) {
            (Some(PartialDate::Day(_)), Some(PartialDate::Day(_))) if same_birth => Some(Likeness::OtherVillage),
            (Some(new), Some(held)) if same_village && new.year() == held.year() => Some(Likeness::YearAndVillage),
            (None, _) | (_, None) if same_village => Some(Likeness::NameAndVillage),
            _ => None,
        }
    }
}

/// Digits in which two numbers of one length differ; two that are swapped count as two.
fn differing_digits(a: &str, b: &str) -> usize {
    if a.len() == b.len() { a.bytes().zip(b.bytes()).filter(|(x, y)| x != y).count() } else { usize::MAX }
}

fn given_name(name: &str) -> String {
    fold(name).rsplit(' ').next().unwrap_or_default().to_owned()
}
