//! From people to steps of counters: a few cases by hand, and random people, trees and audiences counted in two ways.

mod by_hand;
mod properties;

use super::*;
use crate::model::enrollment::{DayPrecision, EffectiveDay, EffectiveDays};
use crate::model::id::{MilestoneId, ProgrammeId};
use crate::model::programme::{Catalogue, LadderStep, Milestone, MilestoneMeaning, Programme};
use crate::model::tally::{Audience, Counted, Tally};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Two levels of one ladder, milestones 11 and 12, 21 and 22 (issued, activated), and a step 31 of another programme.
fn catalogue() -> Catalogue {
    let milestone = |id: i64, code: &str, meaning| Milestone {
        id: MilestoneId(id),
        code: code.to_owned(),
        name: code.to_owned(),
        meaning,
    };
    let programme = |id: i64, code: &str, level: Option<u8>, milestones: Vec<Milestone>| Programme {
        id: ProgrammeId(id),
        code: code.to_owned(),
        name: code.to_owned(),
        ladder: level.map(|level| LadderStep { ladder: "vneid".to_owned(), level }),
        min_age: 14,
        term_months: None,
        milestones,
    };
    let level = |id: i64| {
        let issued = milestone(10 * id + 1, "issued", MilestoneMeaning::Issued);
        vec![issued, milestone(10 * id + 2, "activated", MilestoneMeaning::Achieved)]
    };
    Catalogue::new(vec![
        programme(1, "vneid1", Some(1), level(1)),
        programme(2, "vneid2", Some(2), level(2)),
        programme(3, "smartca", None, vec![milestone(31, "requested", MilestoneMeaning::Step)]),
    ])
}

fn rule(id: i64, audience: Audience, code: &str) -> Rule {
    let tally = Tally { id: TallyId(id), audience, counted: Counted::parse(code).unwrap() };
    Rule::new(&tally, &catalogue()).unwrap()
}

fn exact(day: NaiveDate) -> EffectiveDay {
    EffectiveDay::stated(day, DayPrecision::Exact)
}
