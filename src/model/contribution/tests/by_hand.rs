//! Cases whose result one can write down.

use super::*;
use crate::model::person::Life;

const VILLAGE: UnitId = UnitId(1);
const OFFICE: UnitId = UnitId(2);
const COMMUNE: UnitId = UnitId(3);
const SUCCESSOR: UnitId = UnitId(4);

/// Village and office stand below the commune until the end of June 2025, then below its successor.
fn ancestry() -> Ancestry {
    let mut ancestry = Ancestry::default();
    let before = Validity { from: Validity::BEGINNING, to: day("2025-06-30") };
    let after = Validity { from: day("2025-07-01"), to: Validity::END };
    for unit in [VILLAGE, OFFICE] {
        ancestry.add(unit, Above { unit, validity: Validity::ALWAYS });
        ancestry.add(unit, Above { unit: COMMUNE, validity: before });
        ancestry.add(unit, Above { unit: SUCCESSOR, validity: after });
    }
    ancestry
}

fn steps(belonging: &Belonging, audience: Audience, issued_on: &str) -> Vec<(i64, String, i64)> {
    let days: EffectiveDays = [(MilestoneId(21), exact(day(issued_on)))].into();
    let person = CountedPerson { life: Life::Alive, birth_date: None, days: &days, barriers: &[] };
    let mut deltas = Deltas::default();
    deltas.add_person(1, &person, belonging, &[rule(1, audience, "issued:vneid")], &ancestry());
    deltas.into_steps().into_iter().map(|(unit, _, day, delta)| (unit.0, day.to_string(), delta)).collect()
}

fn lives_here() -> Belonging {
    Belonging { residences: vec![(VILLAGE, Validity::ALWAYS)], workplaces: vec![] }
}

fn lives_and_works_here() -> Belonging {
    Belonging { workplaces: vec![(OFFICE, None, Validity::ALWAYS)], ..lives_here() }
}

fn told(steps: &[(i64, &str, i64)]) -> Vec<(i64, String, i64)> {
    steps.iter().map(|(unit, day, delta)| (*unit, (*day).to_owned(), *delta)).collect()
}

#[test]
fn a_merger_moves_the_person_on_its_day() {
    let expected = told(&[(1, "2023-03-01", 1), (3, "2023-03-01", 1), (3, "2025-07-01", -1), (4, "2025-07-01", 1)]);
    assert_eq!(steps(&lives_here(), Audience::Residents, "2023-03-01"), expected);
}

#[test]
fn what_happens_after_the_merger_never_counts_in_the_old_commune() {
    let expected = told(&[(1, "2025-08-01", 1), (4, "2025-08-01", 1)]);
    assert_eq!(steps(&lives_here(), Audience::Residents, "2025-08-01"), expected);
}

#[test]
fn what_happened_before_the_first_counted_day_counts_from_it_on() {
    assert_eq!(steps(&lives_here(), Audience::Residents, "2016-08-01").first(), Some(&(1, "2020-01-01".to_owned(), 1)));
}

#[test]
fn whoever_lives_and_works_in_a_commune_counts_there_once() {
    let here = lives_and_works_here();
    let commune = |audience| {
        let in_commune = steps(&here, audience, "2023-03-01").into_iter().filter(|(unit, _, _)| *unit == COMMUNE.0);
        in_commune.map(|(_, _, delta)| delta).collect::<Vec<_>>()
    };
    for audience in [Audience::Residents, Audience::Staff, Audience::All] {
        assert_eq!(commune(audience), [1, -1], "{audience:?}");
    }
    let units: Vec<i64> = steps(&here, Audience::All, "2023-03-01").iter().map(|(unit, _, _)| *unit).collect();
    assert!(units.contains(&VILLAGE.0) && units.contains(&OFFICE.0), "in both of them too: {units:?}");
    let units: Vec<i64> = steps(&here, Audience::Staff, "2023-03-01").iter().map(|(unit, _, _)| *unit).collect();
    assert!(!units.contains(&VILLAGE.0), "staff count where they work: {units:?}");
}

#[test]
fn whoever_moves_from_village_to_village_leaves_no_step_in_the_commune() {
    let until = Validity { from: Validity::BEGINNING, to: day("2023-05-31") };
    let since = Validity { from: day("2023-06-01"), to: Validity::END };
    let moved = Belonging { residences: vec![(VILLAGE, until), (OFFICE, since)], workplaces: vec![] };
    let expected = told(&[
        (1, "2023-03-01", 1),
        (1, "2023-06-01", -1),
        (2, "2023-06-01", 1),
        (3, "2023-03-01", 1),
        (3, "2025-07-01", -1),
        (4, "2025-07-01", 1),
    ]);
    assert_eq!(steps(&moved, Audience::Residents, "2023-03-01"), expected);
}

#[test]
fn the_departed_belong_nowhere_and_count_nowhere() {
    assert!(steps(&Belonging::default(), Audience::All, "2023-03-01").is_empty());
}

#[test]
fn a_category_counts_only_its_own() {
    let days: EffectiveDays = [(MilestoneId(21), exact(day("2023-03-01")))].into();
    let person = CountedPerson { life: Life::Alive, birth_date: None, days: &days, barriers: &[] };
    let rule = rule(1, Audience::StaffOf(StaffCategory::Cadre), "issued:vneid");
    let counted = |category| {
        let belonging = Belonging { residences: vec![], workplaces: vec![(OFFICE, category, Validity::ALWAYS)] };
        let mut deltas = Deltas::default();
        deltas.add_person(1, &person, &belonging, std::slice::from_ref(&rule), &ancestry());
        !deltas.is_empty()
    };
    assert!(counted(Some(StaffCategory::Cadre)));
    assert!(!counted(Some(StaffCategory::Worker)) && !counted(None));
}
