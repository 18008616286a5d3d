//! People stay known by a village or office that is gone, or become known by one before it was founded: where they count on those days.
//!
//! After its last day a unit that was merged stands below its successor; one that was divided stands where it stood, so that the commune still counts
//! everybody and a part only whom it was given. Before its first day a unit that came from others counts above them, not in them.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::{States, TOO_DEEP, TreeProblem, climb};
use crate::model::id::UnitId;
use crate::model::unit::Validity;
use crate::store::units::{Change, PlacedAbove, Version};

/// Which units followed which.
pub(super) struct Heirs<'a> {
    states: &'a States,
    successors: HashMap<(UnitId, NaiveDate), Vec<UnitId>>,
    predecessors: HashMap<(UnitId, NaiveDate), Vec<UnitId>>,
}

impl<'a> Heirs<'a> {
    /// Sorts the changes.
    pub fn of(states: &'a States, changes: &[Change]) -> Self {
        let (mut successors, mut predecessors) = (HashMap::new(), HashMap::new());
        for change in changes.iter().filter(|change| change.from != change.to) {
            note(&mut successors, (change.from, change.effective_on), change.to);
            note(&mut predecessors, (change.to, change.effective_on), change.from);
        }
        Self { states, successors, predecessors }
    }

    /// Adds the places of a village or office before and after its own days.
    pub fn place(&self, unit: UnitId, own: &[Version], placed: &mut Vec<PlacedAbove>) -> Result<(), TreeProblem> {
        let (Some(first), Some(last)) = (own.first(), own.last()) else { return Ok(()) };
        if !(last.kind.is_village() || last.kind.is_workplace()) {
            return Ok(());
        }
        if last.validity.to < Validity::END {
            let from = day_after(last.validity.to);
            match of(&self.successors, (unit, from)) {
                [] => {}
                [only] => self.stand_in(unit, *only, from, 1, placed)?,
                _ => {
                    if let Some(parent) = last.parent {
                        self.stand_in(unit, parent, from, 1, placed)?;
                    }
                }
            }
        }
        self.place_before(unit, first, placed)
    }

    /// Places the unit below another one from a day on, and below that one's successor when it ends.
    fn stand_in(
        &self,
        unit: UnitId,
        above: UnitId,
        from: NaiveDate,
        depth: i32,
        placed: &mut Vec<PlacedAbove>,
    ) -> Result<(), TreeProblem> {
        if depth > TOO_DEEP {
            return Err(TreeProblem::Cycle(unit));
        }
        let states = self.states.get(&above).map_or(&[][..], Vec::as_slice);
        let days = Validity { from, to: Validity::END };
        for version in states {
            if let Some(validity) = version.validity.intersect(days) {
                climb(PlacedAbove { unit, ancestor: above, depth, validity }, version.parent, self.states, placed)?;
            }
        }
        let Some(last) = states.last().filter(|last| last.validity.to < Validity::END) else { return Ok(()) };
        let after = day_after(last.validity.to);
        match (of(&self.successors, (above, after)), last.parent) {
            ([only], _) => self.stand_in(unit, *only, from.max(after), depth + 1, placed),
            ([], _) | (_, None) => Ok(()),
            (_, Some(parent)) => self.stand_in(unit, parent, from.max(after), depth + 1, placed),
        }
    }

    /// Before the first day: above the nearest unit that all those stood below from which it came.
    fn place_before(&self, unit: UnitId, first: &Version, placed: &mut Vec<PlacedAbove>) -> Result<(), TreeProblem> {
        let begins = first.validity.from;
        let came_from = of(&self.predecessors, (unit, begins));
        let (Some(eve), false) = (begins.pred_opt(), came_from.is_empty()) else { return Ok(()) };
        let mut chains = came_from.iter().map(|from| self.chain(*from, eve));
        let Some(mut common) = chains.next() else { return Ok(()) };
        for chain in chains {
            common.retain(|above| chain.contains(above));
        }
        let Some(above) = common.first() else { return Ok(()) };
        let days = Validity { from: Validity::BEGINNING, to: eve };
        for version in self.states.get(above).map_or(&[][..], Vec::as_slice) {
            if let Some(validity) = version.validity.intersect(days) {
                let here = PlacedAbove { unit, ancestor: *above, depth: 1, validity };
                climb(here, version.parent, self.states, placed)?;
            }
        }
        Ok(())
    }

    /// The units above one on a day, nearest first, itself left out.
    fn chain(&self, unit: UnitId, on: NaiveDate) -> Vec<UnitId> {
        let mut chain = Vec::new();
        let mut here = unit;
        while let Some(parent) = self.parent_on(here, on).filter(|parent| !chain.contains(parent)) {
            chain.push(parent);
            here = parent;
        }
        chain
    }

    fn parent_on(&self, unit: UnitId, on: NaiveDate) -> Option<UnitId> {
        self.states.get(&unit)?.iter().find(|version| version.validity.contains(on))?.parent
    }
}

type Links = HashMap<(UnitId, NaiveDate), Vec<UnitId>>;

fn note(links: &mut Links, at: (UnitId, NaiveDate), other: UnitId) {
    let known = links.entry(at).or_default();
    if !known.contains(&other) {
        known.push(other);
    }
}

fn of(links: &Links, at: (UnitId, NaiveDate)) -> &[UnitId] {
    links.get(&at).map_or(&[], Vec::as_slice)
}

fn day_after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(Validity::END)
}
