//! Why somebody is not done (nguyên nhân, vướng mắc): the causes of the source document as data.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::enrollment::EffectiveDays;
use super::tally::Goal;
use super::unit::Validity;

/// A cause, as loaded from the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barrier {
    /// Fixed code: `no_smartphone`.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
    /// Code of the cause of the source document it belongs to.
    pub group: String,
    /// Order in lists.
    pub position: i32,
}

/// A cause noted about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedCause {
    /// Code of the cause.
    pub code: String,
    /// The day on which it was found to be so.
    pub noted_on: NaiveDate,
}

impl NotedCause {
    /// The days on which it holds the person back: until, after the day on which it was noted, the person achieves something of any programme. What had
    /// been achieved before was no obstacle to noting it: it is about something else then. Since when it has been so, nobody says: the list of June
    /// explains the figures of May too.
    ///
    /// Nothing is written when it ends, so an event that is taken back brings it back.
    pub fn days(&self, goals: &[Goal], held: &EffectiveDays) -> Validity {
        let to = self.overcome_on(goals, held).and_then(|day| day.pred_opt()).unwrap_or(Validity::END);
        Validity { from: Validity::BEGINNING, to }
    }

    /// Whether it holds the person back no longer on a day.
    pub fn is_overcome(&self, goals: &[Goal], held: &EffectiveDays, day: NaiveDate) -> bool {
        self.overcome_on(goals, held).is_some_and(|overcome| overcome <= day)
    }

    /// The day from which it no longer holds the person back.
    pub fn overcome_on(&self, goals: &[Goal], held: &EffectiveDays) -> Option<NaiveDate> {
        let achieved = goals.iter().filter_map(|goal| goal.achieved_on(held));
        achieved.filter(|day| *day > self.noted_on).min()
    }
}
