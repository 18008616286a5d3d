//! Where somebody stands in a programme on a day, in the words of the catalogue.

use chrono::NaiveDate;

use crate::model::enrollment::EffectiveDays;
use crate::model::programme::{Catalogue, Milestone, MilestoneMeaning, Programme};
use crate::model::tally::Standing;

/// A state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateWord {
    /// Code of the programme.
    pub programme: String,
    /// Its name.
    pub programme_name: String,
    /// Code of the milestone that says it best.
    pub milestone: String,
    /// Its name: `Đã kích hoạt`.
    pub word: String,
    /// What it means.
    pub meaning: MilestoneMeaning,
    /// The day from which it holds.
    pub since: NaiveDate,
}

/// The states of a person on a day; of a ladder only the highest level held.
pub fn state_words(catalogue: &Catalogue, days: &EffectiveDays, day: NaiveDate) -> Vec<StateWord> {
    catalogue.programmes().iter().filter_map(|programme| state_word(programme, catalogue, days, day)).collect()
}

/// The state in one programme; `None` where nothing has been reached, or a higher level counts.
pub fn state_word(
    programme: &Programme,
    catalogue: &Catalogue,
    days: &EffectiveDays,
    day: NaiveDate,
) -> Option<StateWord> {
    let standing = Standing::of(programme, catalogue, days)?;
    let by = |since: Option<NaiveDate>| since.filter(|since| *since <= day);
    if by(standing.raised_on).is_some() {
        return None;
    }
    let with = |meaning| programme.milestones.iter().find(|milestone| milestone.meaning == meaning);
    let (milestone, since) = if let Some(since) = by(standing.achieved_on) {
        (with(MilestoneMeaning::Achieved)?, since)
    } else if let Some(since) = by(standing.issued_on) {
        (with(MilestoneMeaning::Issued)?, since)
    } else {
        last_step(programme, days, day)?
    };
    Some(StateWord {
        programme: programme.code.clone(),
        programme_name: programme.name.clone(),
        milestone: milestone.code.clone(),
        word: milestone.name.clone(),
        meaning: milestone.meaning,
        since,
    })
}

/// Activated without having been issued is no state of its own: the last step on the way before it is.
fn last_step<'a>(programme: &'a Programme, days: &EffectiveDays, day: NaiveDate) -> Option<(&'a Milestone, NaiveDate)> {
    let steps = programme.milestones.iter().filter(|milestone| milestone.meaning == MilestoneMeaning::Step);
    let reached = |milestone: &'a Milestone| {
        let held = days.get(&milestone.id).filter(|held| held.day <= day)?;
        Some((milestone, held.day))
    };
    steps.filter_map(reached).next_back()
}
