//! Names of villages and offices that a unit does not have: spellings of one are one, and a name that is almost that of a unit is told.

use std::collections::{BTreeMap, HashMap};

use super::choices::PlaceKind;
use super::places::{Places, UnknownPlace};
use super::staged::{NearUnit, UnknownName};
use super::understand::{VillageKey, is_outside};
use crate::vn::fold::fold;

/// What has been met so far.
#[derive(Debug, Default)]
pub struct UnknownPlaces {
    /// Rows by spelling, by what the spellings have in common.
    groups: HashMap<(PlaceKind, VillageKey), BTreeMap<String, u32>>,
}

impl UnknownPlaces {
    /// Counts a row. Words that only say that somebody lives elsewhere name no place.
    pub fn note(&mut self, place: &UnknownPlace) {
        let (kind, name) = match place {
            UnknownPlace::Village(name) => (PlaceKind::Village, name),
            UnknownPlace::Office(name) => (PlaceKind::Office, name),
        };
        if !is_outside(name) {
            *self.groups.entry((kind, key(kind, name))).or_default().entry(name.clone()).or_default() += 1;
        }
    }

    /// Every name once, the most frequent first.
    pub fn into_names(mut self, places: &Places) -> Vec<UnknownName> {
        self.join_names_without_kind();
        let name = |((kind, _), spellings): ((PlaceKind, VillageKey), BTreeMap<String, u32>)| {
            let rows = spellings.values().sum();
            let (name, _) = spellings.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))?;
            Some(UnknownName { kind, near: near(kind, &name, places), name, rows })
        };
        let mut names: Vec<UnknownName> = self.groups.into_iter().filter_map(name).collect();
        names.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| (a.kind, &a.name).cmp(&(b.kind, &b.name))));
        names
    }

    /// `Ngọc Bình` is `Thôn Ngọc Bình` where the list has only one village of that proper name.
    fn join_names_without_kind(&mut self) {
        let bare: Vec<_> = self.groups.keys().filter(|(_, key)| key.kind.is_none()).cloned().collect();
        for (kind, bare) in bare {
            let mut whole =
                self.groups.keys().filter(|(k, key)| *k == kind && key.kind.is_some() && key.proper == bare.proper);
            let (Some(target), None) = (whole.next().cloned(), whole.next()) else { continue };
            for (name, rows) in self.groups.remove(&(kind, bare)).unwrap_or_default() {
                *self.groups.entry(target.clone()).or_default().entry(name).or_default() += rows;
            }
        }
    }
}

/// What two spellings of one place have in common.
pub fn key(kind: PlaceKind, name: &str) -> VillageKey {
    match kind {
        PlaceKind::Village => VillageKey::of(name),
        PlaceKind::Office => VillageKey { kind: None, proper: fold(name) },
    }
}

/// The one unit whose name differs in a letter or two. Numbers are no misspellings of each other.
fn near(kind: PlaceKind, name: &str, places: &Places) -> Option<NearUnit> {
    let written = key(kind, name);
    let close = places.units().iter().filter(|unit| unit.kind == kind).filter_map(|unit| {
        let known = key(kind, &unit.name);
        let kinds_fit = written.kind.is_none() || known.kind.is_none() || written.kind == known.kind;
        let distance = distance(&written.proper, &known.proper);
        let allowed = if known.proper.chars().count() < 8 { 1 } else { 2 };
        let fits = kinds_fit && distance <= allowed && digits(&written.proper) == digits(&known.proper);
        (fits && known.proper.chars().any(char::is_alphabetic)).then_some((distance, unit))
    });
    let mut close: Vec<_> = close.collect();
    close.sort_by_key(|(distance, _)| *distance);
    match close.as_slice() {
        [(best, unit), rest @ ..] if rest.first().is_none_or(|(other, _)| other > best) => {
            Some(NearUnit { slug: unit.slug.clone(), name: unit.name.clone() })
        }
        _ => None,
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Letters that have to be put in, left out, exchanged or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut now = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut least = (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&now, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            now.push(least);
        }
        before = std::mem::replace(&mut last, now);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn village(name: &str) -> UnknownPlace {
        UnknownPlace::Village(name.to_owned())
    }

    #[test]
    fn one_unit_in_several_spellings_is_one_name() {
        let mut unknown = UnknownPlaces::default();
        for name in ["Thôn 1", "thôn 01", "Thôn 1", "T.1", "Thôn Ngọc Bình", "Ngọc Bình", "(ngoài xã)"] {
            unknown.note(&village(name));
        }
        unknown.note(&UnknownPlace::Office("Trạm Y tế".to_owned()));
        let names = unknown.into_names(&Places::default());
        let told: Vec<(&str, u32)> = names.iter().map(|name| (name.name.as_str(), name.rows)).collect();
        assert_eq!(told, [("Thôn 1", 4), ("Ngọc Bình", 2), ("Trạm Y tế", 1)]);
    }

    #[test]
    fn letters_are_counted() {
        for (a, b, apart) in [
            ("ngoc binh", "ngoc binh", 0),
            ("ngoc bihn", "ngoc binh", 1),
            ("ngo binh", "ngoc binh", 1),
            ("", "ab", 2),
            ("a b c", "xyz", 5),
        ] {
            assert_eq!(distance(a, b), apart, "{a} {b}");
        }
    }
}
