//! What is counted, and when a person counts. This is the one place that knows the rule "activated counts".
//!
//! A [`Tally`] is one counted quantity, shared by the measures of all campaigns: counters are kept per unit, tally and day. For one person a tally
//! holds during one stretch of days ([`Rule::days`]); everything else about counting is arithmetic on such stretches
//! ([`super::contribution`]).

mod standing;

use chrono::Days;

use super::barrier::NotedCause;
use super::card;
use super::enrollment::EffectiveDays;
use super::id::{MilestoneId, TallyId};
use super::person::{Life, day_of_age};
use super::programme::{Catalogue, MilestoneMeaning};
use super::unit::Validity;
use crate::vn::date::PartialDate;

pub use super::audience::Audience;
pub use standing::{Goal, Standing};
use standing::{Step, held_days};

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
    /// People whom a cause holds back, until they achieve something (see [`NotedCause::days`]).
    HeldBack {
        /// Code of the cause.
        cause: String,
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
    /// The stored form: `eligible:14`, `eligible_with_card:14`, `reported`, `reached:smartca.accepted`, `issued:vneid:2`, `activated:vneid`,
    /// `barrier:no_smartphone`.
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
            Self::HeldBack { cause } => format!("barrier:{cause}"),
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
            "barrier" => Some(Self::HeldBack { cause: first.to_owned() }),
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
    HeldBack { cause: String, goals: Vec<Goal> },
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
    /// The causes noted.
    pub barriers: &'a [NotedCause],
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
            Counted::HeldBack { cause } => Test::HeldBack { cause: cause.clone(), goals: Goal::all(catalogue) },
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
            Test::HeldBack { cause, goals } => {
                person.barriers.iter().find(|noted| noted.code == *cause)?.days(goals, person.days)
            }
        };
        held.intersect(alive)
    }
}

fn old_enough(person: &CountedPerson<'_>, age: u8) -> Validity {
    Validity { from: day_of_age(person.birth_date, age).unwrap_or(Validity::BEGINNING), to: Validity::END }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
