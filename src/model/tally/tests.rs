//! The counting rules as tables.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::model::enrollment::{DayPrecision, EffectiveDay};
use crate::model::id::ProgrammeId;
use crate::model::programme::{LadderStep, Milestone, Programme};

const NEVER: Option<(&str, Option<&str>)> = None;

fn programme(id: i64, code: &str, level: Option<u8>, milestones: &[(&str, MilestoneMeaning)]) -> Programme {
    let milestone = |(place, (code, meaning)): (i64, &(&str, MilestoneMeaning))| Milestone {
        id: MilestoneId(10 * id + place),
        code: (*code).to_owned(),
        name: (*code).to_owned(),
        meaning: *meaning,
    };
    Programme {
        id: ProgrammeId(id),
        code: code.to_owned(),
        name: code.to_owned(),
        ladder: level.map(|level| LadderStep { ladder: "vneid".to_owned(), level }),
        min_age: 14,
        term_months: (code == "smartca").then_some(12),
        milestones: (0..).zip(milestones).map(milestone).collect(),
    }
}

/// Listed with the higher level first: the order of the catalogue decides nothing.
fn catalogue() -> Catalogue {
    use MilestoneMeaning::{Achieved, Issued, Renewed, Step};
    let vneid = [("registered", Step), ("issued", Issued), ("activated", Achieved)];
    let smartca = [("requested", Step), ("contracted", Issued), ("accepted", Achieved), ("renewed", Renewed)];
    Catalogue::new(vec![
        programme(2, "vneid2", Some(2), &vneid),
        programme(1, "vneid1", Some(1), &vneid),
        programme(3, "smartca", None, &smartca),
        programme(4, "dvc", None, &[("registered", Achieved)]),
    ])
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn held(catalogue: &Catalogue, events: &[(&str, &str)]) -> EffectiveDays {
    let effective = |on: &str| EffectiveDay::stated(day(on), DayPrecision::Exact);
    let mut days = EffectiveDays::new();
    for (dotted, on) in events {
        let milestone = catalogue.milestone(dotted).unwrap().1.id;
        days.entry(milestone).and_modify(|held| *held = held.better(effective(on))).or_insert(effective(on));
    }
    days
}

fn rule(code: &str) -> Option<Rule> {
    let counted = Counted::parse(code).unwrap();
    Rule::new(&Tally { id: TallyId(1), audience: Audience::All, counted }, &catalogue())
}

/// The days on which somebody counts, as text; `None` at the end is "still".
fn counts(code: &str, life: Life, born: Option<&str>, events: &[(&str, &str)]) -> Option<(String, Option<String>)> {
    let days = held(&catalogue(), events);
    let birth_date = born.map(|born| PartialDate::parse_iso(born).unwrap());
    let found = rule(code).unwrap().days(&CountedPerson { life, birth_date, days: &days, barriers: &[] })?;
    let to = (found.to < Validity::END).then(|| found.to.to_string());
    Some((found.from.to_string(), to))
}

#[track_caller]
fn assert_counts(code: &str, events: &[(&str, &str)], expected: Option<(&str, Option<&str>)>) {
    let expected = expected.map(|(from, to)| (from.to_owned(), to.map(str::to_owned)));
    assert_eq!(counts(code, Life::Alive, Some("1980"), events), expected, "{code} {events:?}");
}

#[test]
fn the_highest_level_held_counts_and_an_upgrade_moves_the_person() {
    let raised = [("vneid1.issued", "2023-02-01"), ("vneid2.issued", "2023-06-10")];
    assert_counts("issued:vneid:1", &raised, Some(("2023-02-01", Some("2023-06-09"))));
    assert_counts("issued:vneid:2", &raised, Some(("2023-06-10", None)));
    assert_counts("issued:vneid", &raised, Some(("2023-02-01", None)));
    let at_once = [("vneid1.issued", "2023-02-01"), ("vneid2.issued", "2023-02-01")];
    assert_counts("issued:vneid:1", &at_once, NEVER);
    let downwards = [("vneid1.issued", "2023-06-10"), ("vneid2.issued", "2023-02-01")];
    assert_counts("issued:vneid:1", &downwards, NEVER);
    assert_counts("issued:vneid", &downwards, Some(("2023-02-01", None)));
}

#[test]
fn whoever_activated_at_level_1_stays_activated_at_level_2() {
    let raised = [("vneid1.issued", "2023-02-01"), ("vneid1.activated", "2023-02-10"), ("vneid2.issued", "2023-06-10")];
    assert_counts("activated:vneid:1", &raised, Some(("2023-02-10", Some("2023-06-09"))));
    assert_counts("activated:vneid:2", &raised, Some(("2023-06-10", None)));
    assert_counts("activated:vneid", &raised, Some(("2023-02-10", None)));
}

#[test]
fn whoever_activates_after_the_upgrade_counts_at_the_higher_level_only() {
    let late = [("vneid1.issued", "2023-02-01"), ("vneid2.issued", "2023-06-10"), ("vneid2.activated", "2023-06-20")];
    assert_counts("activated:vneid:1", &late, NEVER);
    assert_counts("activated:vneid:2", &late, Some(("2023-06-20", None)));
    assert_counts("activated:vneid", &late, Some(("2023-06-20", None)));
}

#[test]
fn an_activation_counts_from_the_issue_on() {
    assert_counts("activated:vneid:2", &[("vneid2.activated", "2023-03-25")], NEVER);
    assert_counts("activated:vneid", &[("vneid2.activated", "2023-03-25")], NEVER);
    let before = [("vneid2.activated", "2023-03-20"), ("vneid2.issued", "2023-03-25")];
    assert_counts("activated:vneid:2", &before, Some(("2023-03-25", None)));
}

#[test]
fn a_milestone_without_a_ladder_counts_whatever_else_is_held() {
    assert_counts("reached:smartca.requested", &[("smartca.requested", "2023-04-01")], Some(("2023-04-01", None)));
    assert_counts("reached:smartca.accepted", &[("smartca.contracted", "2023-04-01")], NEVER);
    assert_counts("reached:dvc.registered", &[("dvc.registered", "2023-04-01")], Some(("2023-04-01", None)));
}

#[test]
fn the_dead_count_until_the_day_before() {
    let events = [("vneid2.issued", "2023-02-01")];
    let of = |life| counts("issued:vneid", life, Some("1980"), &events);
    assert_eq!(of(Life::Dead(None)), None, "with today's knowledge never");
    let died = Life::Dead(Some(day("2023-05-31")));
    assert_eq!(of(died), Some(("2023-02-01".to_owned(), Some("2023-05-30".to_owned()))));
    assert_eq!(of(Life::Dead(Some(day("2023-02-01")))), None, "died on the day of the issue");
    assert_eq!(counts("eligible:14", died, None, &[]).unwrap().1.as_deref(), Some("2023-05-30"));
}

#[test]
fn the_base_begins_on_the_birthday() {
    let from = |born| counts("eligible:14", Life::Alive, born, &[]).unwrap().0;
    for (born, expected) in [
        (Some("2009-05-31"), "2023-05-31"),
        (Some("2009-06"), "2023-06-01"),
        (Some("2009"), "2023-01-01"),
        (Some("2008-02-29"), "2022-03-01"),
        (None, "1900-01-01"),
    ] {
        assert_eq!(from(born), expected, "{born:?}");
    }
}

#[test]
fn what_a_measure_counts() {
    let catalogue = catalogue();
    for (measure, counted) in [
        ("vneid2.activated", Some("activated:vneid:2")),
        ("vneid1.issued", Some("issued:vneid:1")),
        ("vneid2.registered", Some("reached:vneid2.registered")),
        ("vneid.issued", Some("issued:vneid")),
        ("vneid.activated", Some("activated:vneid")),
        ("vneid.registered", None),
        ("smartca.accepted", Some("reached:smartca.accepted")),
        ("smartca.lost", None),
        ("vneid2", None),
    ] {
        let found = Counted::of_measure(measure, &catalogue);
        assert_eq!(found.as_ref().map(Counted::to_code).as_deref(), counted, "{measure}");
        assert_eq!(found.as_ref().map(Counted::to_code).and_then(|code| Counted::parse(&code)), found, "{measure}");
    }
}

#[test]
fn what_the_catalogue_does_not_know_has_no_rule() {
    for code in ["issued:vneid:3", "issued:x", "reached:smartca.lost", "activated:x:1"] {
        assert!(rule(code).is_none(), "{code}");
    }
    for code in ["", "issued", "issued:vneid:x", "eligible:old", "walked:vneid"] {
        assert_eq!(Counted::parse(code), None, "{code}");
    }
}

#[test]
fn standings_follow_the_counting_rules() {
    let catalogue = catalogue();
    let raised = [("vneid1.issued", "2023-02-01"), ("vneid1.activated", "2023-02-10"), ("vneid2.issued", "2023-06-10")];
    let days = held(&catalogue, &raised);
    let of = |code: &str| Standing::of(catalogue.by_code(code).unwrap(), &catalogue, &days);
    let (issued_on, achieved_on) = (Some(day("2023-02-01")), Some(day("2023-02-10")));
    let first = Standing { issued_on, achieved_on, raised_on: Some(day("2023-06-10")), expires_on: None };
    assert_eq!(of("vneid1"), Some(first));
    let on = Some(day("2023-06-10"));
    assert_eq!(of("vneid2"), Some(Standing { issued_on: on, achieved_on: on, raised_on: None, expires_on: None }));
    assert_eq!(of("smartca"), None);
}

#[test]
fn a_term_runs_from_the_last_milestone_known() {
    let catalogue = catalogue();
    let expires = |events: &[(&str, &str)]| {
        Standing::of(catalogue.by_code("smartca").unwrap(), &catalogue, &held(&catalogue, events)).unwrap().expires_on
    };
    assert_eq!(expires(&[("smartca.requested", "2023-04-01")]), Some(day("2024-04-01")));
    let both = [("smartca.requested", "2023-04-01"), ("smartca.accepted", "2024-02-29")];
    assert_eq!(expires(&both), Some(day("2025-02-28")));
    let certificate = ("smartca.contracted", "2023-05-20");
    for (renewals, expected) in [
        (vec![], "2024-05-20"),
        (vec!["2024-05-10"], "2025-05-10"),
        (vec!["2024-05-10", "2025-04-30"], "2026-04-30"),
        (vec!["2025-04-30", "2024-05-10"], "2026-04-30"),
        (vec!["2024-08-01"], "2025-08-01"),
    ] {
        let renewed = renewals.iter().map(|on| ("smartca.renewed", *on));
        let events: Vec<_> = [certificate].into_iter().chain(renewed).collect();
        assert_eq!(expires(&events), Some(day(expected)), "{events:?}");
    }
}

proptest! {
    #[test]
    fn a_renewal_moves_the_end_of_the_term_and_no_count(
        certified in 0u64..400,
        accepted in prop::option::of(0u64..400),
        renewals in prop::collection::vec(0u64..1_500, 0..5),
    ) {
        let catalogue = catalogue();
        let on = |offset: u64| (day("2023-01-01") + Days::new(offset)).to_string();
        let (certified, accepted) = (on(certified), accepted.map(on));
        let renewals: Vec<String> = renewals.into_iter().map(on).collect();
        let before: Vec<(&str, &str)> = [("smartca.contracted", certified.as_str())].into_iter()
            .chain(accepted.as_deref().map(|on| ("smartca.accepted", on))).collect();
        let after: Vec<(&str, &str)> =
            before.iter().copied().chain(renewals.iter().map(|on| ("smartca.renewed", on.as_str()))).collect();
        let standing = |events: &[(&str, &str)]| {
            Standing::of(catalogue.by_code("smartca").unwrap(), &catalogue, &held(&catalogue, events)).unwrap()
        };
        let latest = after.iter().map(|(_, on)| day(on)).max().unwrap();
        prop_assert_eq!(standing(&after).expires_on, latest.checked_add_months(chrono::Months::new(12)));
        prop_assert_eq!(Standing { expires_on: None, ..standing(&after) }, Standing { expires_on: None, ..standing(&before) });
        for code in ["reached:smartca.contracted", "reached:smartca.accepted"] {
            prop_assert_eq!(counts(code, Life::Alive, None, &after), counts(code, Life::Alive, None, &before), "{}", code);
        }
        let renewed = counts("reached:smartca.renewed", Life::Alive, None, &after).map(|(from, _)| from);
        prop_assert_eq!(renewed, renewals.iter().min().cloned(), "counts once, from the first");
    }
}

/// The last day on which a cause noted on a day counts; nothing inside where it counts still, nothing at all where it never does.
fn held_back(noted_on: &str, life: Life, events: &[(&str, &str)]) -> Option<Option<String>> {
    let (days, noted_on) = (held(&catalogue(), events), day(noted_on));
    let other = NotedCause { code: "refused".to_owned(), noted_on: day("2022-12-01") };
    let barriers = [other, NotedCause { code: "absent".to_owned(), noted_on }];
    let person = CountedPerson { life, birth_date: None, days: &days, barriers: &barriers };
    let found = rule("barrier:absent").unwrap().days(&person)?;
    assert_eq!(found.from, Validity::BEGINNING, "nobody says since when");
    Some((found.to < Validity::END).then(|| found.to.to_string()))
}

#[test]
fn a_cause_holds_back_until_something_is_achieved_after_it_was_noted() {
    let alive = |events: &[(&str, &str)]| held_back("2023-03-01", Life::Alive, events).unwrap();
    let until = |to: Option<&str>| to.map(str::to_owned);
    assert_eq!(alive(&[]), until(None));
    assert_eq!(alive(&[("vneid2.issued", "2023-03-05"), ("smartca.requested", "2023-03-06")]), until(None), "steps");
    assert_eq!(
        alive(&[("vneid2.issued", "2023-03-05"), ("vneid2.activated", "2023-04-02")]),
        until(Some("2023-04-01"))
    );
    assert_eq!(alive(&[("dvc.registered", "2023-03-02")]), until(Some("2023-03-01")), "whatever the programme");
    assert_eq!(alive(&[("dvc.registered", "2023-03-01")]), until(None), "of the same day: a list says both");
    let before = [("vneid1.issued", "2023-02-01"), ("vneid1.activated", "2023-02-02")];
    assert_eq!(alive(&before), until(None), "it is about something else");
    let raised = [before.as_slice(), &[("vneid2.issued", "2023-05-01")]].concat();
    assert_eq!(alive(&raised), until(Some("2023-04-30")), "level 2, activated as it is");
}

#[test]
fn a_cause_holds_nobody_back_who_has_died_and_another_cause_is_another_count() {
    assert_eq!(held_back("2023-03-01", Life::Dead(None), &[]), None);
    let until = Some(Some("2023-03-09".to_owned()));
    assert_eq!(held_back("2023-03-01", Life::Dead(Some(day("2023-03-10"))), &[]), until);
    let days = EffectiveDays::new();
    let person = CountedPerson { life: Life::Alive, birth_date: None, days: &days, barriers: &[] };
    assert_eq!(rule("barrier:absent").unwrap().days(&person), None);
    assert_eq!(Counted::parse("barrier:absent").unwrap().to_code(), "barrier:absent");
}
