//! Milestone events: dated, append-only, each with its source. What holds is derived, never overwritten.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::id::{AccountId, BatchId, EventId, MilestoneId};

/// How well the day of an event is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayPrecision {
    /// The source gives the day.
    Exact,
    /// The source only says that it has happened: dated to the day of the list, "on or before".
    OnOrBefore,
}

impl DayPrecision {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::OnOrBefore => "on_or_before",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Exact, Self::OnOrBefore].into_iter().find(|p| p.as_str() == word)
    }
}

/// Where an event comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventSource {
    /// A row of an imported list.
    Import(BatchId),
    /// An official typed it in.
    Account(AccountId),
}

/// One dated event of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MilestoneEvent {
    /// Identity.
    pub id: EventId,
    /// What happened.
    pub milestone: MilestoneId,
    /// When.
    pub happened_on: NaiveDate,
    /// How well the day is known.
    pub precision: DayPrecision,
    /// Who says so.
    pub source: EventSource,
    /// The event this one takes back; such an event dates nothing itself.
    pub revokes: Option<EventId>,
}

/// The day each milestone holds from.
pub type EffectiveDays = BTreeMap<MilestoneId, EffectiveDay>;

/// The day a milestone holds from, and how well it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EffectiveDay {
    /// The day.
    pub day: NaiveDate,
    /// How well it is known.
    pub precision: DayPrecision,
    /// The last day on which it is stated to have happened again. Undated marks repeat in every later list, so of them only the first one counts.
    pub last: NaiveDate,
}

impl EffectiveDay {
    /// What one statement says.
    pub fn stated(day: NaiveDate, precision: DayPrecision) -> Self {
        Self { day, precision, last: day }
    }

    /// Whether it holds from the same day, known equally well, however often it happened again.
    pub fn begins_with(self, other: Self) -> bool {
        (self.day, self.precision) == (other.day, other.precision)
    }

    /// Which of two statements about the same milestone holds: an exact day before an "on or before", then the earlier.
    /// The choice does not depend on the order in which the statements arrive.
    pub fn better(self, other: Self) -> Self {
        match (self.precision, other.precision) {
            (DayPrecision::Exact, DayPrecision::OnOrBefore) => self,
            (DayPrecision::OnOrBefore, DayPrecision::Exact) => other,
            (DayPrecision::Exact, DayPrecision::Exact) => {
                Self { day: self.day.min(other.day), last: self.last.max(other.last), ..self }
            }
            (DayPrecision::OnOrBefore, DayPrecision::OnOrBefore) => {
                Self { day: self.day.min(other.day), last: self.last.min(other.last), ..self }
            }
        }
    }
}

/// What holds after all events of a person, revoked ones left out.
pub fn effective_days(events: &[MilestoneEvent]) -> EffectiveDays {
    let revoked: Vec<EventId> = events.iter().filter_map(|event| event.revokes).collect();
    let mut days = EffectiveDays::new();
    for event in events.iter().filter(|event| event.revokes.is_none() && !revoked.contains(&event.id)) {
        let stated = EffectiveDay::stated(event.happened_on, event.precision);
        days.entry(event.milestone).and_modify(|held| *held = held.better(stated)).or_insert(stated);
    }
    days
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(id: i64, day: &str, precision: DayPrecision, revokes: Option<i64>) -> MilestoneEvent {
        MilestoneEvent {
            id: EventId(id),
            milestone: MilestoneId(1),
            happened_on: day.parse().unwrap(),
            precision,
            source: EventSource::Account(AccountId(1)),
            revokes: revokes.map(EventId),
        }
    }

    fn day_of(events: &[MilestoneEvent]) -> Option<String> {
        effective_days(events).get(&MilestoneId(1)).map(|held| held.day.to_string())
    }

    #[test]
    fn an_exact_day_wins_over_on_or_before_and_the_earlier_over_the_later() {
        use DayPrecision::{Exact, OnOrBefore};
        let listed = event(1, "2023-06-12", OnOrBefore, None);
        let exact = event(2, "2023-05-20", Exact, None);
        let later = event(3, "2023-05-25", Exact, None);
        assert_eq!(day_of(&[listed, exact, later]).as_deref(), Some("2023-05-20"));
        assert_eq!(day_of(&[listed]).as_deref(), Some("2023-06-12"));
    }

    #[test]
    fn a_revoked_event_no_longer_holds_and_the_others_do() {
        use DayPrecision::Exact;
        let wrong = event(1, "2023-05-01", Exact, None);
        let right = event(2, "2023-05-09", Exact, None);
        let revocation = event(3, "2023-05-01", Exact, Some(1));
        assert_eq!(day_of(&[wrong, right, revocation]).as_deref(), Some("2023-05-09"));
        assert_eq!(day_of(&[wrong, revocation]), None);
    }

    #[test]
    fn what_happens_again_is_last_known_by_its_latest_exact_day_or_its_first_undated_mark() {
        use DayPrecision::{Exact, OnOrBefore};
        let last = |events: &[MilestoneEvent]| effective_days(events)[&MilestoneId(1)].last.to_string();
        let (first, second) = (event(1, "2024-05-10", Exact, None), event(2, "2025-05-02", Exact, None));
        let (listed, again) = (event(3, "2024-06-12", OnOrBefore, None), event(4, "2025-06-12", OnOrBefore, None));
        let taken_back = event(5, "2025-05-02", Exact, Some(2));
        for (events, expected) in [
            (vec![first], "2024-05-10"),
            (vec![second, first], "2025-05-02"),
            (vec![first, second, taken_back], "2024-05-10"),
            (vec![again, listed], "2024-06-12"),
            (vec![listed, first, again], "2024-05-10"),
        ] {
            assert_eq!(last(&events), expected, "{events:?}");
        }
    }

    proptest! {
        #[test]
        fn the_order_of_events_does_not_matter(mut days in prop::collection::vec((0u32..400, any::<bool>()), 1..8)) {
            let build = |days: &[(u32, bool)]| -> Vec<MilestoneEvent> {
                days.iter().enumerate().map(|(index, (offset, exact))| {
                    let day = "2022-01-01".parse::<NaiveDate>().unwrap() + chrono::Days::new(u64::from(*offset));
                    let precision = if *exact { DayPrecision::Exact } else { DayPrecision::OnOrBefore };
                    event(i64::try_from(index).unwrap(), &day.to_string(), precision, None)
                }).collect()
            };
            let forward = effective_days(&build(&days));
            days.reverse();
            prop_assert_eq!(forward, effective_days(&build(&days)));
        }
    }
}
