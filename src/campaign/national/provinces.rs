//! The 63 old and the 34 new provinces.

use std::collections::{BTreeMap, HashMap};

use super::{BEFORE, Names, NationalFiles, PlannedChange, PlannedState, PlannedUnit, TWO_TIERS_FROM, kinds, slugs};
use crate::campaign::error::LoadError;
use crate::campaign::files::{Located, NationalRow};
use crate::model::unit::UnitChangeKind;

/// The provinces and how to find them.
pub struct Provinces {
    /// To be there.
    pub units: Vec<PlannedUnit>,
    /// Between them.
    pub changes: Vec<PlannedChange>,
    by_code: HashMap<String, String>,
    by_old_name: HashMap<String, String>,
}

impl Provinces {
    /// Slug of the province in force with a code.
    pub fn of_code(&self, code: &str) -> Option<&str> {
        self.by_code.get(code).map(String::as_str)
    }

    /// Slug of the old province of a name.
    pub fn of_old_name(&self, name: &str) -> Option<&str> {
        self.by_old_name.get(name).map(String::as_str)
    }
}

/// Plans the provinces. An old one and a new one with the same name are the same unit.
pub fn plan(files: &NationalFiles<'_>, names: &Names<'_>) -> Result<Provinces, LoadError> {
    let mut states: BTreeMap<String, Vec<PlannedState>> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    let mut by_old_name = HashMap::new();
    for row in files.changes {
        if by_old_name.contains_key(&row.old_province) {
            continue;
        }
        let (name, slug) = (&row.old_province, slug_of(&row.old_province));
        let kind = kinds::of_name(name).ok_or_else(|| row.place.refuse(super::unknown_kind(name)))?;
        let local_order = super::communes::position(order.len());
        let state =
            PlannedState { validity: BEFORE, kind, name: name.clone(), official_code: None, parent: None, local_order };
        states.insert(slug.clone(), vec![state]);
        order.push(slug.clone());
        by_old_name.insert(name.clone(), slug);
    }
    let mut by_code = HashMap::new();
    for (position, row) in in_force(files).enumerate() {
        let slug = slug_of(&row.name);
        let known = states.entry(slug.clone()).or_default();
        let spelt = known.first().map(|state| state.name.clone());
        if spelt.is_none() {
            order.push(slug.clone());
        }
        let since = names.states_since(row, spelt.as_deref(), None, super::communes::position(position))?;
        known.extend(since);
        by_code.insert(row.code.clone(), slug);
    }
    let units = order.into_iter().filter_map(|slug| states.remove(&slug).map(|states| PlannedUnit { slug, states }));
    let units = units.collect();
    let changes = merged(files, &by_old_name, &by_code);
    Ok(Provinces { units, changes, by_code, by_old_name })
}

fn in_force<'a>(files: &NationalFiles<'a>) -> impl Iterator<Item = &'a Located<NationalRow>> + use<'a> {
    files.units.iter().filter(|row| row.parent_code.is_empty())
}

fn slug_of(name: &str) -> String {
    slugs::part(&kinds::bare(name))
}

/// Which old province went into which new one, told by their communes.
fn merged(
    files: &NationalFiles<'_>,
    by_old_name: &HashMap<String, String>,
    by_code: &HashMap<String, String>,
) -> Vec<PlannedChange> {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for row in files.changes {
        if let (Some(from), Some(to)) = (by_old_name.get(&row.old_province), by_code.get(&row.new_province_code))
            && from != to
            && !pairs.contains(&(from.as_str(), to.as_str()))
        {
            pairs.push((from, to));
        }
    }
    let change = |(from, to): (&str, &str)| PlannedChange {
        from: from.to_owned(),
        to: to.to_owned(),
        effective_on: TWO_TIERS_FROM,
        kind: UnitChangeKind::Merge,
    };
    pairs.into_iter().map(change).collect()
}
