//! What a state in a measure asks of the stored standings.

use super::error::PeopleError;
use super::query::{MeasureState, StateFilter};
use crate::model::id::ProgrammeId;
use crate::model::programme::{Catalogue, MilestoneMeaning, Programme};
use crate::model::tally::Counted;
use crate::store::people_search::{Fact, StandingTest};

/// The facts behind the three states of one measure.
struct Facts {
    /// Says that somebody has one.
    issued: Fact,
    /// Says that somebody has one that works.
    works: Fact,
    /// Says that the measure counts somebody.
    done: Fact,
    /// Says that somebody counts at a higher level instead.
    raised: Option<Fact>,
    min_age: u8,
}

/// Turns a filter into facts.
pub fn standing_test(catalogue: &Catalogue, filter: &StateFilter) -> Result<StandingTest, PeopleError> {
    let unknown = || PeopleError::UnknownMeasure(filter.measure.clone());
    let counted = match filter.measure.split_once('.') {
        Some(_) => Counted::of_measure(&filter.measure, catalogue),
        None => Some(Counted::Activated { ladder: filter.measure.clone(), level: None }),
    };
    let facts = facts(catalogue, &counted.ok_or_else(unknown)?).ok_or_else(unknown)?;
    let Facts { issued, works, done, raised, min_age } = facts;
    let (min_age, must, not) = match filter.state {
        MeasureState::NotIssued => (Some(min_age), vec![], vec![issued, done]),
        MeasureState::IssuedNotDone => (None, vec![issued], vec![works]),
        MeasureState::Done => (None, vec![done], vec![]),
    };
    let must_not = raised.into_iter().chain(not).collect();
    Ok(StandingTest { audience: filter.audience, min_age, must, must_not })
}

fn facts(catalogue: &Catalogue, counted: &Counted) -> Option<Facts> {
    match counted {
        Counted::Eligible { .. } | Counted::EligibleWithCard { .. } | Counted::Reported | Counted::HeldBack { .. } => {
            None
        }
        Counted::Reached { milestone } => reached(catalogue, milestone),
        Counted::Issued { ladder, level } => on_ladder(catalogue, ladder, *level, false),
        Counted::Activated { ladder, level } => on_ladder(catalogue, ladder, *level, true),
    }
}

fn reached(catalogue: &Catalogue, dotted: &str) -> Option<Facts> {
    let (programme, milestone) = catalogue.milestone(dotted)?;
    let own = vec![programme.id];
    let done = match milestone.meaning {
        MilestoneMeaning::Step | MilestoneMeaning::Renewed => Fact::Reached(milestone.id),
        MilestoneMeaning::Issued => Fact::Issued(own.clone()),
        MilestoneMeaning::Achieved => Fact::Achieved(own.clone()),
    };
    let has_issue = programme.milestones.iter().any(|milestone| milestone.meaning == MilestoneMeaning::Issued);
    let issued = if has_issue { Fact::Issued(own.clone()) } else { done.clone() };
    let works = if milestone.meaning == MilestoneMeaning::Issued { Fact::Achieved(own) } else { done.clone() };
    Some(Facts { issued, works, done, raised: None, min_age: programme.min_age })
}

fn on_ladder(catalogue: &Catalogue, ladder: &str, level: Option<u8>, activated: bool) -> Option<Facts> {
    let steps = catalogue.ladder(ladder);
    let level_of = |programme: &Programme| programme.ladder.as_ref().map(|step| step.level);
    let at = |wanted: &dyn Fn(u8) -> bool| -> Vec<ProgrammeId> {
        steps.iter().filter(|programme| level_of(programme).is_some_and(wanted)).map(|programme| programme.id).collect()
    };
    let own = at(&|l| level.is_none_or(|level| l == level));
    let higher = at(&|l| level.is_some_and(|level| l > level));
    let works = Fact::Achieved(own.clone());
    let done = if activated { works.clone() } else { Fact::Issued(own.clone()) };
    let min_age =
        steps.iter().filter(|programme| own.contains(&programme.id)).map(|programme| programme.min_age).min()?;
    let raised = Some(higher).filter(|higher| !higher.is_empty()).map(Fact::Issued);
    Some(Facts { issued: Fact::Issued(own), works, done, raised, min_age })
}
