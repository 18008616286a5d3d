//! Random people in random trees: what the steps add up to is what one counts by going from person to person on that day.

use chrono::Datelike;
use proptest::prelude::*;

use super::*;
use crate::model::barrier::NotedCause;
use crate::model::person::Life;
use crate::vn::date::PartialDate;

/// Units that people belong to are 0 to 3, those above them 10 to 12.
const UNITS: [i64; 7] = [0, 1, 2, 3, 10, 11, 12];
const MILESTONES: [i64; 5] = [11, 12, 21, 22, 31];
/// What is counted, per audience.
const CODES: [&str; 9] = [
    "eligible:14",
    "issued:vneid",
    "issued:vneid:1",
    "issued:vneid:2",
    "activated:vneid",
    "activated:vneid:1",
    "activated:vneid:2",
    "reached:smartca.requested",
    "barrier:absent",
];
/// Days of the random events, from the middle of 2019 on: some before the first counted day.
const DAYS: u64 = 1_500;

#[derive(Debug, Clone)]
struct Someone {
    life: Life,
    birth_date: Option<PartialDate>,
    days: EffectiveDays,
    barriers: Vec<NotedCause>,
    belonging: Belonging,
}

/// Who stands above whom, and when.
type Tree = Vec<(i64, i64, Validity)>;

fn on(offset: u64) -> NaiveDate {
    day("2019-06-01") + Days::new(offset)
}

fn validity() -> impl Strategy<Value = Validity> {
    let from = prop_oneof![Just(Validity::BEGINNING), (0..DAYS).prop_map(on)];
    let length = prop_oneof![Just(None), (0..DAYS).prop_map(Some)];
    (from, length).prop_map(|(from, length)| {
        let to = length.map_or(Validity::END, |length| from.max(on(0)) + Days::new(length));
        Validity { from, to }
    })
}

fn category() -> impl Strategy<Value = Option<StaffCategory>> {
    prop_oneof![Just(None), Just(Some(StaffCategory::Cadre)), Just(Some(StaffCategory::Worker))]
}

fn birth_date() -> impl Strategy<Value = Option<PartialDate>> {
    let near = (0..DAYS).prop_map(|offset| Some(PartialDate::Day(day("2005-06-01") + Days::new(offset))));
    prop_oneof![Just(None), (1930..2010).prop_map(|year| Some(PartialDate::Year(year))), near]
}

fn someone() -> impl Strategy<Value = Someone> {
    let life = prop_oneof![
        4 => Just(Life::Alive),
        1 => Just(Life::Dead(None)),
        1 => (0..DAYS).prop_map(|offset| Life::Dead(Some(on(offset)))),
    ];
    let days = prop::collection::vec(prop::option::of(0..DAYS), MILESTONES.len());
    let residences = prop::collection::vec((0i64..4, validity()), 0..3);
    let workplaces = prop::collection::vec((0i64..4, category(), validity()), 0..2);
    let noted = prop::option::of(0..DAYS);
    (life, birth_date(), days, noted, residences, workplaces).prop_map(
        |(life, birth_date, days, noted, residences, workplaces)| {
            let held =
                MILESTONES.iter().zip(days).filter_map(|(id, offset)| Some((MilestoneId(*id), exact(on(offset?)))));
            let residences = residences.into_iter().map(|(unit, validity)| (UnitId(unit), validity)).collect();
            let workplaces = workplaces.into_iter().map(|(unit, category, v)| (UnitId(unit), category, v)).collect();
            let noted = noted.map(|offset| NotedCause { code: "absent".to_owned(), noted_on: on(offset) });
            let barriers = noted.into_iter().collect();
            Someone {
                life,
                birth_date,
                days: held.collect(),
                barriers,
                belonging: Belonging { residences, workplaces },
            }
        },
    )
}

/// Each unit stands above itself, and some of the others above it for some time, even twice.
fn tree() -> impl Strategy<Value = Tree> {
    let above = prop::collection::vec((0i64..4, 10i64..13, validity()), 0..10);
    above.prop_map(|mut above| {
        above.extend((0..4).map(|unit| (unit, unit, Validity::ALWAYS)));
        above
    })
}

fn ancestry(tree: &Tree) -> Ancestry {
    let mut ancestry = Ancestry::default();
    for (unit, above, validity) in tree {
        ancestry.add(UnitId(*unit), Above { unit: UnitId(*above), validity: *validity });
    }
    ancestry
}

/// Every code for every audience, numbered in this order.
fn counted() -> impl Iterator<Item = (TallyId, Audience, &'static str)> {
    let pairs = Audience::ALL.into_iter().flat_map(|audience| CODES.into_iter().map(move |code| (audience, code)));
    (0..).zip(pairs).map(|(id, (audience, code))| (TallyId(id), audience, code))
}

fn rules() -> Vec<Rule> {
    counted().map(|(id, audience, code)| rule(id.0, audience, code)).collect()
}

/// The counting rule said once more, day by day and in other words.
fn counts_on(who: &Someone, code: &str, day: NaiveDate) -> bool {
    let alive = match who.life {
        Life::Alive => true,
        Life::Dead(died_on) => died_on.is_some_and(|died_on| day < died_on),
    };
    let has = |milestone: i64| has_by(who, milestone, day);
    let (level, activated) = account_on(who, day);
    alive
        && match code {
            "eligible:14" => is_fourteen(who.birth_date, day),
            "issued:vneid" => level > 0,
            "issued:vneid:1" => level == 1,
            "issued:vneid:2" => level == 2,
            "activated:vneid" => activated,
            "activated:vneid:1" => activated && level == 1,
            "activated:vneid:2" => activated && level == 2,
            "barrier:absent" => is_held_back(who, day),
            _ => has(31),
        }
}

fn has_by(who: &Someone, milestone: i64, day: NaiveDate) -> bool {
    who.days.get(&MilestoneId(milestone)).is_some_and(|held| held.day <= day)
}

/// The level of the account, and whether it is activated.
fn account_on(who: &Someone, day: NaiveDate) -> (u8, bool) {
    let has = |milestone| has_by(who, milestone, day);
    let level = if has(21) { 2 } else { u8::from(has(11)) };
    (level, level > 0 && (has(12) || has(22)))
}

/// Noted, and on no day after that up to this did the person come to hold an activated account of another level than the day before.
fn is_held_back(who: &Someone, day: NaiveDate) -> bool {
    let Some(noted) = who.barriers.first() else { return false };
    let mut days = noted.noted_on.iter_days().zip(noted.noted_on.iter_days().skip(1));
    !days.by_ref().take_while(|(_, next)| *next <= day).any(|(before, next)| {
        let (level, activated) = account_on(who, next);
        activated && account_on(who, before) != (level, true)
    })
}

fn is_fourteen(birth_date: Option<PartialDate>, day: NaiveDate) -> bool {
    match birth_date {
        None => true,
        Some(PartialDate::Year(year) | PartialDate::Month(year, _)) => day.year() - year >= 14,
        Some(PartialDate::Day(born)) => {
            let birthday_is_ahead = (day.month(), day.day()) < (born.month(), born.day());
            day.year() - born.year() - i32::from(birthday_is_ahead) >= 14
        }
    }
}

/// Where and how people are counted.
struct Place<'a> {
    tree: &'a Tree,
    unit: i64,
    day: NaiveDate,
}

impl Place<'_> {
    fn has(&self, who: &Someone, audience: Audience) -> bool {
        let day = self.day;
        let below = |own: UnitId, validity: Validity| {
            let mut tree = self.tree.iter();
            validity.contains(day) && tree.any(|(u, above, v)| *u == own.0 && *above == self.unit && v.contains(day))
        };
        let lives = who.belonging.residences.iter().any(|(own, validity)| below(*own, *validity));
        let mut works = who.belonging.workplaces.iter().filter(|(own, _, validity)| below(*own, *validity));
        match audience {
            Audience::Residents => lives,
            Audience::Staff => works.next().is_some(),
            Audience::StaffOf(wanted) => works.any(|(_, category, _)| *category == Some(wanted)),
            Audience::All => lives || works.next().is_some(),
        }
    }
}

fn deltas(people: &[Someone], rules: &[Rule], ancestry: &Ancestry) -> Deltas {
    let mut deltas = Deltas::default();
    people.iter().for_each(|who| add(&mut deltas, 1, who, rules, ancestry));
    deltas
}

fn add(deltas: &mut Deltas, sign: i64, who: &Someone, rules: &[Rule], ancestry: &Ancestry) {
    let counted =
        CountedPerson { life: who.life, birth_date: who.birth_date, days: &who.days, barriers: &who.barriers };
    deltas.add_person(sign, &counted, &who.belonging, rules, ancestry);
}

proptest! {
    #[test]
    fn the_sum_up_to_a_day_is_the_count_on_that_day(
        people in prop::collection::vec(someone(), 1..6),
        tree in tree(),
        days in prop::collection::vec(214u64..DAYS + 800, 1..6),
    ) {
        let steps = deltas(&people, &rules(), &ancestry(&tree)).into_steps();
        for (day, unit) in days.into_iter().map(on).flat_map(|day| UNITS.map(|unit| (day, unit))) {
            let place = Place { tree: &tree, unit, day };
            for (tally, audience, code) in counted() {
                let until = steps.iter().filter(|(u, t, d, _)| *u == UnitId(unit) && *t == tally && *d <= day);
                let sum: i64 = until.map(|(_, _, _, delta)| delta).sum();
                let there = people.iter().filter(|who| counts_on(who, code, day) && place.has(who, audience));
                let there = i64::try_from(there.count()).unwrap();
                prop_assert_eq!(sum, there, "{} of {:?} in {} on {}", code, audience, unit, day);
            }
        }
    }

    #[test]
    fn taking_back_what_was_added_leaves_nothing(
        people in prop::collection::vec(someone(), 1..6),
        other in someone(),
        tree in tree(),
    ) {
        let (rules, ancestry) = (rules(), ancestry(&tree));
        let before = deltas(&people, &rules, &ancestry);
        let mut after = before.clone();
        add(&mut after, 1, &other, &rules, &ancestry);
        add(&mut after, -1, &other, &rules, &ancestry);
        prop_assert_eq!(after.into_steps(), before.clone().into_steps());
        let mut gone = before;
        people.iter().for_each(|who| add(&mut gone, -1, who, &rules, &ancestry));
        prop_assert!(gone.is_empty());
        prop_assert_eq!(gone.into_steps(), vec![]);
    }

    #[test]
    fn steps_ascend_and_are_never_zero(people in prop::collection::vec(someone(), 1..6), tree in tree()) {
        let steps = deltas(&people, &rules(), &ancestry(&tree)).into_steps();
        prop_assert!(steps.iter().all(|(_, _, day, delta)| *delta != 0 && *day >= FIRST_COUNTED_DAY));
        prop_assert!(steps.is_sorted_by(|a, b| (a.0, a.1, a.2) < (b.0, b.1, b.2)));
    }
}
