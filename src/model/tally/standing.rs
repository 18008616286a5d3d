//! How people stand in a programme, and what the programme calls achieved.

use chrono::{Days, NaiveDate};

use crate::model::enrollment::EffectiveDays;
use crate::model::id::MilestoneId;
use crate::model::programme::{Catalogue, Milestone, MilestoneMeaning, Programme};
use crate::model::unit::Validity;

/// One step of a ladder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) level: u8,
    issued: MilestoneId,
    achieved: Option<MilestoneId>,
}

impl Step {
    pub(super) fn of(programme: &Programme) -> Option<Self> {
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
pub(super) fn held_days(steps: &[Step], level: Option<u8>, activated: bool, days: &EffectiveDays) -> Option<Validity> {
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
        let reached = |milestone: &Milestone| days.get(&milestone.id).map(|held| held.day);
        let begun = |milestone: &Milestone| match milestone.meaning {
            MilestoneMeaning::Renewed => days.get(&milestone.id).map(|held| held.last),
            MilestoneMeaning::Step | MilestoneMeaning::Issued | MilestoneMeaning::Achieved => reached(milestone),
        };
        let last = programme.milestones.iter().filter_map(begun).max();
        let achieved_on = Goal::of(programme, catalogue).achieved_on(days);
        let issued = programme.milestones.iter().filter(|m| m.meaning == MilestoneMeaning::Issued);
        let issued_on = issued.filter_map(reached).min();
        let raised_on = programme.ladder.as_ref().and_then(|step| {
            let higher = steps(catalogue, &step.ladder).into_iter().filter(|other| other.level > step.level);
            higher.filter_map(|other| days.get(&other.issued).map(|held| held.day)).min()
        });
        let expires_on = match (programme.term_months, last) {
            (Some(months), Some(last)) => last.checked_add_months(chrono::Months::new(u32::from(months))),
            _ => None,
        };
        last.or(achieved_on).map(|_| Self { issued_on, achieved_on, raised_on, expires_on })
    }
}

/// What a programme calls achieved, ready to be asked of many people.
#[derive(Debug, Clone)]
pub struct Goal(What);

#[derive(Debug, Clone)]
enum What {
    /// An activated account of this level, as the highest level held.
    OnLadder { steps: Vec<Step>, level: u8 },
    /// Any of these milestones.
    Any(Vec<MilestoneId>),
}

impl Goal {
    /// The goal of one programme.
    pub fn of(programme: &Programme, catalogue: &Catalogue) -> Self {
        Self(match &programme.ladder {
            Some(step) => What::OnLadder { steps: steps(catalogue, &step.ladder), level: step.level },
            None => {
                let achieved = programme.milestones.iter().filter(|m| m.meaning == MilestoneMeaning::Achieved);
                What::Any(achieved.map(|milestone| milestone.id).collect())
            }
        })
    }

    /// The goals of all programmes.
    pub fn all(catalogue: &Catalogue) -> Vec<Self> {
        catalogue.programmes().iter().map(|programme| Self::of(programme, catalogue)).collect()
    }

    /// The day from which somebody has achieved it.
    pub fn achieved_on(&self, days: &EffectiveDays) -> Option<NaiveDate> {
        match &self.0 {
            What::OnLadder { steps, level } => held_days(steps, Some(*level), true, days).map(|held| held.from),
            What::Any(milestones) => milestones.iter().filter_map(|milestone| Some(days.get(milestone)?.day)).min(),
        }
    }
}

fn steps(catalogue: &Catalogue, ladder: &str) -> Vec<Step> {
    catalogue.ladder(ladder).into_iter().filter_map(Step::of).collect()
}
