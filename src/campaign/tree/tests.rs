//! The tree through time.

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
    assert_eq!(problem, TreeProblem::SeveralSuccessors { unit: VILLAGE, parent: OLD, successors: vec![NEW, OTHER] });
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
    let closure = closure(&states, &[]).unwrap();
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
    let states = States::from([(OLD, vec![version(before(), Some(NEW))]), (NEW, vec![version(before(), Some(OLD))])]);
    assert_eq!(closure(&states, &[]), Err(TreeProblem::Cycle(OLD)));
}

/// On which units somebody known by a unit counts on a day.
fn counts_in(states: &States, changes: &[Change], unit: UnitId, on: &str) -> Vec<UnitId> {
    let closure = closure(states, changes).unwrap();
    let mut placed: Vec<_> = closure[&unit].iter().filter(|p| p.validity.contains(day(on))).collect();
    placed.sort_by_key(|p| p.depth);
    placed.into_iter().map(|p| p.ancestor).collect()
}

fn village(validity: Validity, parent: UnitId) -> Version {
    Version { kind: UnitKind::Village, ..version(validity, Some(parent)) }
}

#[test]
fn whoever_is_known_by_a_merged_village_counts_in_its_successor_and_before_above_it() {
    let (gone, other, founded) = (UnitId(7), UnitId(8), UnitId(9));
    let states = States::from([
        (PROVINCE, vec![version(Validity::ALWAYS, None)]),
        (NEW, vec![version(Validity::ALWAYS, Some(PROVINCE))]),
        (gone, vec![village(before(), NEW)]),
        (other, vec![village(before(), NEW)]),
        (founded, vec![village(since(), NEW)]),
    ]);
    let merged = |from| Change::new(day("2025-07-01"), from, founded, UnitChangeKind::Merge);
    let changes = [merged(gone), merged(other)];
    assert_eq!(counts_in(&states, &changes, gone, "2025-06-30"), [gone, NEW, PROVINCE]);
    assert_eq!(counts_in(&states, &changes, gone, "2025-07-01"), [founded, NEW, PROVINCE]);
    assert_eq!(counts_in(&states, &changes, founded, "2025-06-30"), [NEW, PROVINCE]);
    assert_eq!(counts_in(&states, &changes, founded, "2025-07-01"), [founded, NEW, PROVINCE]);
}

#[test]
fn whoever_is_known_by_a_divided_village_counts_above_the_parts_only() {
    let (gone, one, two) = (UnitId(7), UnitId(8), UnitId(9));
    let states = States::from([
        (NEW, vec![version(Validity::ALWAYS, None)]),
        (gone, vec![village(before(), NEW)]),
        (one, vec![village(since(), NEW)]),
        (two, vec![village(since(), NEW)]),
    ]);
    let part = |to| Change::new(day("2025-07-01"), gone, to, UnitChangeKind::Split);
    let changes = [part(one), part(two)];
    assert_eq!(counts_in(&states, &changes, gone, "2025-07-01"), [NEW]);
    assert_eq!(counts_in(&states, &changes, one, "2025-06-30"), [NEW]);
    assert_eq!(counts_in(&states, &changes, one, "2025-07-01"), [one, NEW]);
}

#[test]
fn a_village_merged_twice_follows_both_steps_and_the_commune_of_the_last() {
    let (gone, second, third) = (UnitId(7), UnitId(8), UnitId(9));
    let middle = Validity { from: day("2025-07-01"), to: day("2025-12-31") };
    let last = Validity { from: day("2026-01-01"), ..Validity::ALWAYS };
    let states = States::from([
        (NEW, vec![version(Validity::ALWAYS, None)]),
        (OTHER, vec![version(Validity::ALWAYS, None)]),
        (gone, vec![village(before(), NEW)]),
        (second, vec![village(middle, NEW)]),
        (third, vec![village(last, OTHER)]),
    ]);
    let changes = [
        Change::new(day("2025-07-01"), gone, second, UnitChangeKind::Merge),
        Change::new(day("2026-01-01"), second, third, UnitChangeKind::Merge),
    ];
    assert_eq!(counts_in(&states, &changes, gone, "2025-12-31"), [second, NEW]);
    assert_eq!(counts_in(&states, &changes, gone, "2026-01-01"), [third, OTHER]);
}
