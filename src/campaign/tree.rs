//! The tree of units through time: who stands under a successor, and the closure of who stood above whom. Pure.

mod heirs;

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};

use heirs::Heirs;

use crate::model::id::UnitId;
use crate::model::unit::Validity;
use crate::store::units::{Change, PlacedAbove, Version};

/// No real tree is this deep: a cycle is.
const TOO_DEEP: i32 = 24;

/// All states of all units, each unit's in order of time.
pub type States = BTreeMap<UnitId, Vec<Version>>;

/// Why a tree cannot be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TreeProblem {
    /// The unit above ends on a day and nothing says who follows.
    NoSuccessor {
        /// The unit.
        unit: UnitId,
        /// The unit above.
        parent: UnitId,
        /// Its last day.
        ended_on: NaiveDate,
    },
    /// The unit above was divided and nothing says which part the unit belongs to.
    SeveralSuccessors {
        /// The unit.
        unit: UnitId,
        /// The unit above.
        parent: UnitId,
        /// The parts.
        successors: Vec<UnitId>,
    },
    /// The unit above begins later than the unit.
    ParentTooYoung {
        /// The unit.
        unit: UnitId,
        /// The unit above.
        parent: UnitId,
        /// Its first day.
        begins_on: NaiveDate,
    },
    /// A unit stands above itself.
    Cycle(UnitId),
}

/// Moves units whose unit above ended to the single successor of that one, from the day after. `chosen` says which successor where there are several.
pub fn roll_up(states: &mut States, changes: &[Change], chosen: &HashMap<UnitId, UnitId>) -> Result<(), TreeProblem> {
    let lives: HashMap<UnitId, Validity> = states.iter().filter_map(|(id, own)| Some((*id, life(own)?))).collect();
    let mut successors: HashMap<(UnitId, NaiveDate), Vec<UnitId>> = HashMap::new();
    for change in changes.iter().filter(|change| change.from != change.to) {
        successors.entry((change.from, change.effective_on)).or_default().push(change.to);
    }
    let outlives = |version: &Version| {
        version.parent.and_then(|parent| lives.get(&parent)).is_some_and(|life| !covers(*life, version.validity))
    };
    for (unit, own) in states.iter_mut().filter(|(_, own)| own.iter().any(outlives)) {
        let mut rolled = Vec::with_capacity(own.len() + 1);
        for version in own.drain(..) {
            follow(*unit, version, &lives, &successors, chosen.get(unit).copied(), &mut rolled)?;
        }
        *own = rolled;
    }
    Ok(())
}

/// The days on which a unit exists. States of one unit follow each other without a gap.
fn life(own: &[Version]) -> Option<Validity> {
    Some(Validity { from: own.first()?.validity.from, to: own.last()?.validity.to })
}

fn covers(whole: Validity, part: Validity) -> bool {
    whole.from <= part.from && part.to <= whole.to
}

/// Cuts one state where its unit above ends, and goes on under the successor.
fn follow(
    unit: UnitId,
    mut version: Version,
    lives: &HashMap<UnitId, Validity>,
    successors: &HashMap<(UnitId, NaiveDate), Vec<UnitId>>,
    chosen: Option<UnitId>,
    rolled: &mut Vec<Version>,
) -> Result<(), TreeProblem> {
    while let Some((parent, above)) = version.parent.and_then(|parent| Some((parent, *lives.get(&parent)?))) {
        if version.validity.from < above.from {
            // "Always" only means that nobody gave a day.
            if version.validity.from != Validity::BEGINNING || !rolled.is_empty() {
                return Err(TreeProblem::ParentTooYoung { unit, parent, begins_on: above.from });
            }
            version.validity.from = above.from;
        }
        let after = above.to.checked_add_days(Days::new(1));
        let Some(after) = after.filter(|_| above.to < version.validity.to) else { break };
        let found = successors.get(&(parent, after)).map_or(&[][..], Vec::as_slice);
        let successor = match (found, chosen) {
            ([only], _) => *only,
            ([], _) => return Err(TreeProblem::NoSuccessor { unit, parent, ended_on: above.to }),
            (several, Some(chosen)) if several.contains(&chosen) => chosen,
            (several, _) => {
                return Err(TreeProblem::SeveralSuccessors { unit, parent, successors: several.to_vec() });
            }
        };
        let superior_lives = |superior: &UnitId| lives.get(superior).is_some_and(|life| life.contains(after));
        let mut next = version.clone();
        next.validity.from = after;
        next.parent = Some(successor);
        next.line_superior = version.line_superior.filter(superior_lives);
        version.validity.to = above.to;
        if version.validity.from <= version.validity.to {
            rolled.push(version);
        }
        version = next;
    }
    rolled.push(version);
    Ok(())
}

/// Who stood above whom, and when, every unit itself included; sorted. Villages and offices keep a place outside their own days too, for the people
/// known by them ([`Heirs`]).
pub fn closure(states: &States, changes: &[Change]) -> Result<BTreeMap<UnitId, Vec<PlacedAbove>>, TreeProblem> {
    let heirs = Heirs::of(states, changes);
    let mut closure = BTreeMap::new();
    for (unit, own) in states {
        let mut placed = Vec::new();
        for version in own {
            let here = PlacedAbove { unit: *unit, ancestor: *unit, depth: 0, validity: version.validity };
            climb(here, version.parent, states, &mut placed)?;
        }
        heirs.place(*unit, own, &mut placed)?;
        closure.insert(*unit, joined(placed));
    }
    Ok(closure)
}

fn climb(
    here: PlacedAbove,
    parent: Option<UnitId>,
    states: &States,
    placed: &mut Vec<PlacedAbove>,
) -> Result<(), TreeProblem> {
    placed.push(here);
    if here.depth > TOO_DEEP {
        return Err(TreeProblem::Cycle(here.unit));
    }
    let Some(parent) = parent else { return Ok(()) };
    for above in states.get(&parent).map_or(&[][..], Vec::as_slice) {
        if let Some(validity) = above.validity.intersect(here.validity) {
            let there = PlacedAbove { ancestor: parent, depth: here.depth + 1, validity, ..here };
            climb(there, above.parent, states, placed)?;
        }
    }
    Ok(())
}

/// Joins stretches that follow each other: a renamed commune stands in the same place.
fn joined(mut placed: Vec<PlacedAbove>) -> Vec<PlacedAbove> {
    placed.sort_by_key(|p| (p.ancestor, p.depth, p.validity.from));
    let mut joined: Vec<PlacedAbove> = Vec::with_capacity(placed.len());
    for next in placed {
        if let Some(last) = joined.last_mut()
            && (last.ancestor, last.depth) == (next.ancestor, next.depth)
            && last.validity.to.checked_add_days(Days::new(1)) == Some(next.validity.from)
        {
            last.validity.to = next.validity.to;
            continue;
        }
        joined.push(next);
    }
    joined
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
