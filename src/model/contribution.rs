//! From people to counters: on which days a person counts in which unit, and the steps up and down that this makes.
//!
//! A counter is a sparse list of deltas per unit, tally and day; a figure is their running sum to the as-of date. A person adds +1 on the first day
//! and −1 after the last. Because a person contributes to every unit above the village or office for just the days on which that unit stood above it,
//! figures of a past date use the tree of that date and nothing has to be moved when units merge.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};

use super::id::{TallyId, UnitId};
use super::person::StaffCategory;
use super::tally::{CountedPerson, Rule};
use super::unit::Validity;

/// Events before this day count from this day on; figures are not read before it. Keeps counters sparse: nobody measures an enrolment campaign of
/// Đề án 06 (2022) before 2020, but birthdays reach back a century.
pub const FIRST_COUNTED_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2020, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// A unit above another (or itself), and the days on which it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Above {
    /// The unit above.
    pub unit: UnitId,
    /// The days.
    pub validity: Validity,
}

/// For every unit that people belong to, the units above it.
#[derive(Debug, Clone, Default)]
pub struct Ancestry {
    above: HashMap<UnitId, Vec<Above>>,
}

impl Ancestry {
    /// Adds that `above` stood above `unit`.
    pub fn add(&mut self, unit: UnitId, above: Above) {
        self.above.entry(unit).or_default().push(above);
    }

    /// Adds what another knows.
    pub fn extend(&mut self, other: Self) {
        self.above.extend(other.above);
    }

    /// The units above one unit, itself included.
    pub fn of(&self, unit: UnitId) -> &[Above] {
        self.above.get(&unit).map_or(&[], Vec::as_slice)
    }
}

/// Where a person belongs: villages lived in, the office worked in.
#[derive(Debug, Clone, Default)]
pub struct Belonging {
    /// Villages with the days of residence (usually one, for ever).
    pub residences: Vec<(UnitId, Validity)>,
    /// Office, category and days.
    pub workplaces: Vec<(UnitId, Option<StaffCategory>, Validity)>,
}

impl Belonging {
    /// All villages and offices.
    pub fn units(&self) -> impl Iterator<Item = UnitId> + '_ {
        let residences = self.residences.iter().map(|(unit, _)| *unit);
        residences.chain(self.workplaces.iter().map(|(unit, _, _)| *unit))
    }
}

/// Steps of counters: (unit, tally, day) → delta; entries that cancel out are left out by [`Deltas::into_steps`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deltas {
    steps: BTreeMap<(UnitId, TallyId, NaiveDate), i64>,
}

impl Deltas {
    /// Adds (`sign` 1) or takes back (−1) everything one person contributes.
    pub fn add_person(
        &mut self,
        sign: i64,
        person: &CountedPerson<'_>,
        belonging: &Belonging,
        rules: &[Rule],
        ancestry: &Ancestry,
    ) {
        for rule in rules {
            let Some(days) = rule.days(person) else { continue };
            for (unit, stretch) in stretches(days, belonging, rule, ancestry) {
                self.add_stretch(sign, unit, rule.id, stretch);
            }
        }
    }

    fn add_stretch(&mut self, sign: i64, unit: UnitId, tally: TallyId, stretch: Validity) {
        if stretch.to < FIRST_COUNTED_DAY {
            return;
        }
        *self.steps.entry((unit, tally, stretch.from.max(FIRST_COUNTED_DAY))).or_default() += sign;
        if stretch.to < Validity::END
            && let Some(after) = stretch.to.checked_add_days(Days::new(1))
        {
            *self.steps.entry((unit, tally, after)).or_default() -= sign;
        }
    }

    /// The steps that are not zero, in ascending order (the order in which rows are locked).
    pub fn into_steps(self) -> Vec<(UnitId, TallyId, NaiveDate, i64)> {
        let not_zero = self.steps.into_iter().filter(|(_, delta)| *delta != 0);
        not_zero.map(|((unit, tally, day), delta)| (unit, tally, day, delta)).collect()
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.steps.values().all(|delta| *delta == 0)
    }
}

/// Per unit, the separate stretches of days on which the person counts there; a person who belongs twice counts once.
fn stretches(days: Validity, belonging: &Belonging, rule: &Rule, ancestry: &Ancestry) -> Vec<(UnitId, Validity)> {
    let mut found: Vec<(UnitId, Validity)> = Vec::new();
    let mut belong = |unit: UnitId, validity: Validity| {
        let Some(days) = days.intersect(validity) else { return };
        let overlaps = ancestry.of(unit).iter().filter_map(|a| Some((a.unit, a.validity.intersect(days)?)));
        found.extend(overlaps);
    };
    if rule.audience.has_residents() {
        belonging.residences.iter().for_each(|(unit, validity)| belong(*unit, *validity));
    }
    let workplaces = belonging.workplaces.iter().filter(|(_, category, _)| rule.audience.has_staff(*category));
    workplaces.for_each(|(unit, _, validity)| belong(*unit, *validity));
    unite(found)
}

/// Joins overlapping and adjacent stretches of the same unit.
fn unite(mut found: Vec<(UnitId, Validity)>) -> Vec<(UnitId, Validity)> {
    found.sort_by_key(|(unit, stretch)| (*unit, stretch.from));
    let mut united: Vec<(UnitId, Validity)> = Vec::with_capacity(found.len());
    for (unit, stretch) in found {
        if let Some((last_unit, last)) = united.last_mut()
            && *last_unit == unit
            && last.to.checked_add_days(Days::new(1)).is_none_or(|next| stretch.from <= next)
        {
            last.to = last.to.max(stretch.to);
            continue;
        }
        united.push((unit, stretch));
    }
    united
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
