//! The tree of units through time: who stands under a successor, and the closure of who stood above whom. Pure.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};

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

/// Who stood above whom, and when, every unit itself included; sorted.
pub fn closure(states: &States) -> Result<BTreeMap<UnitId, Vec<PlacedAbove>>, TreeProblem> {
    let mut closure = BTreeMap::new();
    for (unit, own) in states {
        let mut placed = Vec::new();
        for version in own {
            let here = PlacedAbove { unit: *unit, ancestor: *unit, depth: 0, validity: version.validity };
            climb(here, version.parent, states, &mut placed)?;
        }
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
mod tests {
    use super::*;
    use crate::model::unit::{UnitChangeKind, UnitKind};

    const DISTRICT: UnitId = UnitId(1);
    const OLD: UnitId = UnitId(2);
    const NEW: UnitId = UnitId(3);
    const OTHER: UnitId = UnitId(4);
    const VILLAGE: UnitId = UnitId(5);
    const PROVINCE: UnitId = UnitId(6);

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn before() -> Validity {
        Validity { from: Validity::BEGINNING, to: day("2025-06-30") }
    }

    fn since() -> Validity {
        Validity { from: day("2025-07-01"), to: Validity::END }
    }

    fn version(validity: Validity, parent: Option<UnitId>) -> Version {
        Version {
            validity,
            kind: UnitKind::Commune,
            name: String::new(),
            official_code: None,
            parent,
            line_superior: None,
            local_order: 1,
            search_key: String::new(),
            sort_key: Vec::new(),
        }
    }

    fn tree() -> States {
        States::from([
            (PROVINCE, vec![version(before(), None), version(since(), None)]),
            (DISTRICT, vec![version(before(), Some(PROVINCE))]),
            (OLD, vec![version(before(), Some(DISTRICT))]),
            (NEW, vec![version(since(), Some(PROVINCE))]),
            (OTHER, vec![version(since(), Some(PROVINCE))]),
            (VILLAGE, vec![version(Validity::ALWAYS, Some(OLD))]),
        ])
    }

    fn to(unit: UnitId) -> Change {
        Change::new(day("2025-07-01"), OLD, unit, UnitChangeKind::Merge)
    }

    #[test]
    fn a_village_moves_to_the_single_successor_and_stays_there_when_done_again() {
        let mut states = tree();
        roll_up(&mut states, &[to(NEW)], &HashMap::new()).unwrap();
        let village = states.get(&VILLAGE).unwrap().clone();
        assert_eq!(
            village.iter().map(|v| (v.validity, v.parent.unwrap())).collect::<Vec<_>>(),
            [(before(), OLD), (since(), NEW)]
        );
        roll_up(&mut states, &[to(NEW)], &HashMap::new()).unwrap();
        assert_eq!(states.get(&VILLAGE), Some(&village));
    }

    #[test]
    fn a_divided_commune_asks_which_part() {
        let changes = [to(NEW), to(OTHER)];
        let problem = roll_up(&mut tree(), &changes, &HashMap::new()).unwrap_err();
        assert_eq!(
            problem,
            TreeProblem::SeveralSuccessors { unit: VILLAGE, parent: OLD, successors: vec![NEW, OTHER] }
        );
        let mut states = tree();
        roll_up(&mut states, &changes, &HashMap::from([(VILLAGE, OTHER)])).unwrap();
        assert_eq!(states.get(&VILLAGE).unwrap().last().unwrap().parent, Some(OTHER));
        let problem = roll_up(&mut tree(), &[], &HashMap::new()).unwrap_err();
        assert_eq!(problem, TreeProblem::NoSuccessor { unit: VILLAGE, parent: OLD, ended_on: day("2025-06-30") });
    }

    #[test]
    fn a_unit_below_a_young_one_begins_with_it() {
        let mut states = tree();
        states.insert(VILLAGE, vec![version(Validity::ALWAYS, Some(NEW))]);
        roll_up(&mut states, &[], &HashMap::new()).unwrap();
        assert_eq!(states.get(&VILLAGE).unwrap().first().unwrap().validity, since());
        let early = Validity { from: day("2024-01-01"), ..Validity::ALWAYS };
        states.insert(VILLAGE, vec![version(early, Some(NEW))]);
        assert!(matches!(roll_up(&mut states, &[], &HashMap::new()), Err(TreeProblem::ParentTooYoung { .. })));
    }

    #[test]
    fn the_closure_follows_the_tree_of_each_day() {
        let mut states = tree();
        roll_up(&mut states, &[to(NEW)], &HashMap::new()).unwrap();
        let closure = closure(&states).unwrap();
        let above = |on: &str| -> Vec<UnitId> {
            let mut placed = closure.get(&VILLAGE).unwrap().clone();
            placed.retain(|p| p.validity.contains(day(on)));
            placed.sort_by_key(|p| p.depth);
            placed.into_iter().map(|p| p.ancestor).collect()
        };
        assert_eq!(above("2025-06-30"), [VILLAGE, OLD, DISTRICT, PROVINCE]);
        assert_eq!(above("2025-07-01"), [VILLAGE, NEW, PROVINCE]);
        let own = |p: &&PlacedAbove| p.depth == 0;
        assert_eq!(closure.get(&VILLAGE).unwrap().iter().filter(own).count(), 1, "stretches in one place are joined");
    }

    #[test]
    fn a_cycle_is_refused() {
        let states =
            States::from([(OLD, vec![version(before(), Some(NEW))]), (NEW, vec![version(before(), Some(OLD))])]);
        assert_eq!(closure(&states), Err(TreeProblem::Cycle(OLD)));
    }
}
