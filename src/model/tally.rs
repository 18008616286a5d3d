//! What is counted, and when a person counts. This is the one place that knows the rule "activated counts".
//!
//! A [`Tally`] is one counted quantity, shared by the measures of all campaigns: counters are kept per unit, tally and day. For one person a tally
//! holds during one stretch of days ([`Rule::days`]); everything else about counting is arithmetic on such stretches
//! ([`super::contribution`]).

use chrono::{Days, NaiveDate};

use super::card;
use super::enrollment::EffectiveDays;
use super::id::{MilestoneId, TallyId};
use super::person::{Life, day_of_age};
use super::programme::{Catalogue, MilestoneMeaning, Programme};
use super::unit::Validity;
use crate::vn::date::PartialDate;

pub use super::audience::Audience;

/// What a tally counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Counted {
    /// People alive and old enough: the eligible base.
    Eligible {
        /// Years.
        min_age: u8,
    },
    /// The same, who also hold a card that is valid on that day (see [`super::card`]).
    EligibleWithCard {
        /// Years.
        min_age: u8,
    },
    /// Nobody: what only reports fill.
    Reported,
    /// People who reached a milestone (`smartca.accepted`), whatever else they hold.
    Reached {
        /// `programme.milestone`.
        milestone: String,
    },
    /// People who hold an account on a ladder, at their highest level.
    Issued {
        /// Code of the ladder.
        ladder: String,
        /// Only those whose highest level is this; `None` for any level.
        level: Option<u8>,
    },
    /// The same, and the account is activated.
    Activated {
        /// Code of the ladder.
        ladder: String,
        /// Only those whose highest level is this; `None` for any level.
        level: Option<u8>,
    },
}

/// One counted quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Identity.
    pub id: TallyId,
    /// Whom it counts.
    pub audience: Audience,
    /// What it counts.
    pub counted: Counted,
}

/// The stored form of what only reports fill.
const REPORTED: &str = "reported";
/// The milestone of the card.
pub const CARD: &str = "cccd.issued";

impl Counted {
    /// The stored form: `eligible:14`, `eligible_with_card:14`, `reported`, `reached:smartca.accepted`, `issued:vneid:2`, `activated:vneid`.
    pub fn to_code(&self) -> String {
        let with_level = |word: &str, ladder: &str, level: Option<u8>| match level {
            Some(level) => format!("{word}:{ladder}:{level}"),
            None => format!("{word}:{ladder}"),
        };
        match self {
            Self::Eligible { min_age } => format!("eligible:{min_age}"),
            Self::EligibleWithCard { min_age } => format!("eligible_with_card:{min_age}"),
            Self::Reported => REPORTED.to_owned(),
            Self::Reached { milestone } => format!("reached:{milestone}"),
            Self::Issued { ladder, level } => with_level("issued", ladder, *level),
            Self::Activated { ladder, level } => with_level("activated", ladder, *level),
        }
    }

    /// Reads the stored form.
    pub fn parse(code: &str) -> Option<Self> {
        if code == REPORTED {
            return Some(Self::Reported);
        }
        let mut parts = code.split(':');
        let (word, first, second) = (parts.next()?, parts.next()?, parts.next());
        let level = match second {
            Some(level) => Some(level.parse().ok()?),
            None => None,
        };
        match word {
            "eligible" => Some(Self::Eligible { min_age: first.parse().ok()? }),
            "eligible_with_card" => Some(Self::EligibleWithCard { min_age: first.parse().ok()? }),
            "reached" => Some(Self::Reached { milestone: first.to_owned() }),
            "issued" => Some(Self::Issued { ladder: first.to_owned(), level }),
            "activated" => Some(Self::Activated { ladder: first.to_owned(), level }),
            _ => None,
        }
    }

    /// What a measure written as `vneid2.activated` or `vneid.issued` counts: milestones that mean "issued" or "achieved" on a ladder are
    /// counted at the highest level held, all others as reached.
    pub fn of_measure(dotted: &str, catalogue: &Catalogue) -> Option<Self> {
        let (head, word) = dotted.split_once('.')?;
        if !catalogue.ladder(head).is_empty() {
            return match word {
                "issued" => Some(Self::Issued { ladder: head.to_owned(), level: None }),
                "activated" => Some(Self::Activated { ladder: head.to_owned(), level: None }),
                _ => None,
            };
        }
        let (programme, milestone) = catalogue.milestone(dotted)?;
        Some(match (&programme.ladder, milestone.meaning) {
            (Some(step), MilestoneMeaning::Issued) => {
                Self::Issued { ladder: step.ladder.clone(), level: Some(step.level) }
            }
            (Some(step), MilestoneMeaning::Achieved) => {
                Self::Activated { ladder: step.ladder.clone(), level: Some(step.level) }
            }
            _ => Self::Reached { milestone: dotted.to_owned() },
        })
    }
}

/// A tally made ready for counting: codes resolved against the catalogue.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The tally.
    pub id: TallyId,
    /// Whom it counts.
    pub audience: Audience,
    test: Test,
}

#[derive(Debug, Clone)]
enum Test {
    OldEnough(u8),
    OldEnoughWithCard(u8, MilestoneId),
    Nobody,
    Reached(MilestoneId),
    Held { steps: Vec<Step>, level: Option<u8>, activated: bool },
}

#[derive(Debug, Clone, Copy)]
struct Step {
    level: u8,
    issued: MilestoneId,
    achieved: Option<MilestoneId>,
}

/// What the rules ask of a person.
#[derive(Debug, Clone)]
pub struct CountedPerson<'a> {
    /// Dead or alive.
    pub life: Life,
    /// Birth date as far as known.
    pub birth_date: Option<PartialDate>,
    /// The milestones that hold.
    pub days: &'a EffectiveDays,
}

impl Rule {
    /// Resolves a tally; `None` when the catalogue does not know what it counts.
    pub fn new(tally: &Tally, catalogue: &Catalogue) -> Option<Self> {
        let held = |ladder: &str, level: Option<u8>, activated: bool| {
            let steps: Vec<Step> = catalogue.ladder(ladder).into_iter().filter_map(Step::of).collect();
            let known = !steps.is_empty() && level.is_none_or(|level| steps.iter().any(|step| step.level == level));
            known.then_some(Test::Held { steps, level, activated })
        };
        let test = match &tally.counted {
            Counted::Eligible { min_age } => Test::OldEnough(*min_age),
            Counted::EligibleWithCard { min_age } => Test::OldEnoughWithCard(*min_age, catalogue.milestone(CARD)?.1.id),
            Counted::Reported => Test::Nobody,
            Counted::Reached { milestone } => Test::Reached(catalogue.milestone(milestone)?.1.id),
            Counted::Issued { ladder, level } => held(ladder, *level, false)?,
            Counted::Activated { ladder, level } => held(ladder, *level, true)?,
        };
        Some(Self { id: tally.id, audience: tally.audience, test })
    }

    /// The days on which the person counts, wherever they live or work.
    pub fn days(&self, person: &CountedPerson<'_>) -> Option<Validity> {
        let alive = match person.life {
            Life::Alive => Validity::ALWAYS,
            Life::Dead(None) => return None,
            Life::Dead(Some(day)) => Validity { from: Validity::BEGINNING, to: day.checked_sub_days(Days::new(1))? },
        };
        let held = match &self.test {
            Test::OldEnough(age) => old_enough(person, *age),
            Test::OldEnoughWithCard(age, issued) => {
                let issued_on = person.days.get(issued)?.day;
                card::validity(issued_on, person.birth_date)?.intersect(old_enough(person, *age))?
            }
            Test::Nobody => return None,
            Test::Reached(milestone) => Validity { from: person.days.get(milestone)?.day, to: Validity::END },
            Test::Held { steps, level, activated } => held_days(steps, *level, *activated, person.days)?,
        };
        held.intersect(alive)
    }
}

fn old_enough(person: &CountedPerson<'_>, age: u8) -> Validity {
    Validity { from: day_of_age(person.birth_date, age).unwrap_or(Validity::BEGINNING), to: Validity::END }
}

impl Step {
    fn of(programme: &Programme) -> Option<Self> {
        let with = |meaning| programme.milestones.iter().find(|m| m.meaning == meaning).map(|m| m.id);
        Some(Self {
            level: programme.ladder.as_ref()?.level,
            issued: with(MilestoneMeaning::Issued)?,
            achieved: with(MilestoneMeaning::Achieved),
        })
    }
}

/// The days on which an account is held at a level (the highest level held counts, an upgrade moves the person), and activated if that is asked.
///
/// An account is one: whoever activated it at level 1 and was raised to level 2 stays activated, now at level 2.
fn held_days(steps: &[Step], level: Option<u8>, activated: bool, days: &EffectiveDays) -> Option<Validity> {
    let day = |milestone: MilestoneId| days.get(&milestone).map(|held| held.day);
    let issued = |wanted: &dyn Fn(u8) -> bool| -> Option<NaiveDate> {
        steps.iter().filter(|step| wanted(step.level)).filter_map(|step| day(step.issued)).min()
    };
    let from = match level {
        Some(level) => issued(&|l| l == level)?,
        None => issued(&|_| true)?,
    };
    let raised = level.and_then(|level| issued(&|l| l > level));
    let to = match raised {
        Some(raised) => raised.checked_sub_days(Days::new(1))?,
        None => Validity::END,
    };
    let from = if activated {
        let activation = steps.iter().filter_map(|step| day(step.achieved?)).min()?;
        from.max(activation)
    } else {
        from
    };
    (from <= to).then_some(Validity { from, to })
}

/// How a person stands in one programme: the days that lists are filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Has one from this day.
    pub issued_on: Option<NaiveDate>,
    /// It counts from this day.
    pub achieved_on: Option<NaiveDate>,
    /// From this day the person counts at a higher level of the ladder instead.
    pub raised_on: Option<NaiveDate>,
    /// The term ends on this day (months of the programme after the last milestone known; of renewals the latest one).
    pub expires_on: Option<NaiveDate>,
}

impl Standing {
    /// The standing in a programme; `None` for people who reached nothing of it.
    pub fn of(programme: &Programme, catalogue: &Catalogue, days: &EffectiveDays) -> Option<Self> {
        let reached = |milestone: &super::programme::Milestone| days.get(&milestone.id).map(|held| held.day);
        let begun = |milestone: &super::programme::Milestone| match milestone.meaning {
            MilestoneMeaning::Renewed => days.get(&milestone.id).map(|held| held.last),
            MilestoneMeaning::Step | MilestoneMeaning::Issued | MilestoneMeaning::Achieved => reached(milestone),
        };
        let last = programme.milestones.iter().filter_map(begun).max();
        let with = |meaning| programme.milestones.iter().filter(|m| m.meaning == meaning).filter_map(reached).min();
        let (issued_on, own_achieved) = (with(MilestoneMeaning::Issued), with(MilestoneMeaning::Achieved));
        let (achieved_on, raised_on) = match &programme.ladder {
            Some(step) => on_ladder(catalogue, &step.ladder, step.level, days),
            None => (own_achieved, None),
        };
        let expires_on = match (programme.term_months, last) {
            (Some(months), Some(last)) => last.checked_add_months(chrono::Months::new(u32::from(months))),
            _ => None,
        };
        last.or(achieved_on).map(|_| Self { issued_on, achieved_on, raised_on, expires_on })
    }
}

fn on_ladder(
    catalogue: &Catalogue,
    ladder: &str,
    level: u8,
    days: &EffectiveDays,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let steps: Vec<Step> = catalogue.ladder(ladder).into_iter().filter_map(Step::of).collect();
    let higher = steps.iter().filter(|step| step.level > level);
    let raised_on = higher.filter_map(|step| days.get(&step.issued).map(|held| held.day)).min();
    (held_days(&steps, Some(level), true, days).map(|held| held.from), raised_on)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
