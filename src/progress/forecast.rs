//! Pace, forecast and outlook: arithmetic over plain values.

use chrono::{Days, NaiveDate};

use super::report::{Outlook, Tenths};

/// Days over which the pace is taken: two weeks smooth out week-ends and days on which nobody typed.
pub const PACE_DAYS: i64 = 14;
/// At least this share (percent) of what is missing must come at the present pace for "cần đẩy nhanh" instead of "khó đạt".
const AT_RISK_SHARE: i64 = 75;
/// A day of completion further away than this is no forecast.
const FORECAST_LIMIT_DAYS: i64 = 3_650;

/// What a forecast starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How many count.
    pub done: i64,
    /// How many have to.
    pub quota: i64,
    /// The as-of date.
    pub as_of: NaiveDate,
    /// The first day of the campaign.
    pub starts_on: NaiveDate,
    /// The last day that counts.
    pub deadline: NaiveDate,
    /// How many were added in the days of the pace.
    pub added_lately: i64,
}

/// What follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// How many are missing.
    pub remaining: i64,
    /// Days to the deadline.
    pub days_left: i64,
    /// How many a day are needed, rounded up.
    pub needed_per_day: Option<i64>,
    /// How many a day there were lately.
    pub pace_per_day: Tenths,
    /// Value at the deadline at that pace.
    pub at_deadline: Option<i64>,
    /// The day on which the quota is reached at that pace.
    pub forecast_on: Option<NaiveDate>,
    /// Where it should stand if the work were spread evenly.
    pub expected_today: i64,
    /// Will it be met?
    pub outlook: Outlook,
}

/// Looks ahead.
pub fn forecast(standing: &Standing) -> Forecast {
    let days_left = (standing.deadline - standing.as_of).num_days();
    let remaining = (standing.quota - standing.done).max(0);
    let added = standing.added_lately.max(0);
    let window = pace_window(standing.starts_on, standing.as_of);
    let gain = (added * days_left.max(0)) / window;
    Forecast {
        remaining,
        days_left,
        needed_per_day: needed_per_day(remaining, days_left),
        pace_per_day: Tenths((added * 10 + window / 2) / window),
        at_deadline: (days_left >= 0).then_some(standing.done + gain),
        forecast_on: completion(standing.as_of, remaining, added, window),
        expected_today: expected_today(standing),
        outlook: outlook(remaining, days_left, gain),
    }
}

/// The days over which the pace is taken, at the beginning of a campaign fewer.
pub fn pace_window(starts_on: NaiveDate, as_of: NaiveDate) -> i64 {
    ((as_of - starts_on).num_days() + 1).clamp(1, PACE_DAYS)
}

fn needed_per_day(remaining: i64, days_left: i64) -> Option<i64> {
    match (remaining, days_left) {
        (0, _) => Some(0),
        (_, days) if days > 0 => Some((remaining + days - 1) / days),
        (_, 0) => Some(remaining),
        _ => None,
    }
}

fn completion(as_of: NaiveDate, remaining: i64, added: i64, window: i64) -> Option<NaiveDate> {
    if remaining == 0 || added == 0 {
        return None;
    }
    let days = (remaining * window + added - 1) / added;
    let days = u64::try_from(days).ok().filter(|_| days <= FORECAST_LIMIT_DAYS)?;
    as_of.checked_add_days(Days::new(days))
}

fn expected_today(standing: &Standing) -> i64 {
    let whole = (standing.deadline - standing.starts_on).num_days() + 1;
    let passed = (standing.as_of - standing.starts_on).num_days() + 1;
    if whole <= 0 { standing.quota } else { standing.quota * passed.clamp(0, whole) / whole }
}

fn outlook(remaining: i64, days_left: i64, gain: i64) -> Outlook {
    if remaining == 0 {
        Outlook::Met
    } else if days_left < 0 {
        Outlook::Missed
    } else if gain >= remaining {
        Outlook::OnTrack
    } else if gain * 100 >= remaining * AT_RISK_SHARE {
        Outlook::AtRisk
    } else {
        Outlook::Unlikely
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn standing(done: i64, quota: i64, as_of: &str, added_lately: i64) -> Standing {
        Standing {
            done,
            quota,
            as_of: as_of.parse().unwrap(),
            starts_on: "2023-03-21".parse().unwrap(),
            deadline: "2023-06-30".parse().unwrap(),
            added_lately,
        }
    }

    #[test]
    fn the_example_of_the_contract() {
        let ahead = forecast(&standing(1068, 1273, "2023-05-31", 59));
        assert_eq!((ahead.remaining, ahead.days_left, ahead.needed_per_day), (205, 30, Some(7)));
        assert_eq!(ahead.pace_per_day.plain(), "4.2");
        assert_eq!(ahead.at_deadline, Some(1068 + 126));
        assert_eq!(ahead.forecast_on.unwrap().to_string(), "2023-07-19");
        assert_eq!(ahead.outlook, Outlook::Unlikely);
    }

    #[test]
    fn outlooks() {
        let of = |done, as_of, lately| forecast(&standing(done, 1000, as_of, lately)).outlook;
        assert_eq!(of(1000, "2023-05-31", 0), Outlook::Met);
        assert_eq!(of(1200, "2023-07-31", 0), Outlook::Met, "above the quota, after the deadline");
        assert_eq!(of(999, "2023-07-01", 50), Outlook::Missed);
        assert_eq!(of(900, "2023-05-31", 50), Outlook::OnTrack);
        assert_eq!(of(900, "2023-05-31", 40), Outlook::AtRisk);
        assert_eq!(of(900, "2023-05-31", 20), Outlook::Unlikely);
    }

    #[test]
    fn on_the_last_day_everything_missing_is_needed_and_afterwards_nothing_helps() {
        let last = forecast(&standing(990, 1000, "2023-06-30", 0));
        assert_eq!((last.days_left, last.needed_per_day, last.forecast_on), (0, Some(10), None));
        let after = forecast(&standing(990, 1000, "2023-07-02", 14));
        assert_eq!((after.days_left, after.needed_per_day, after.at_deadline), (-2, None, None));
    }

    #[test]
    fn a_campaign_of_three_days_has_a_pace_of_three_days() {
        let early = forecast(&standing(30, 1000, "2023-03-23", 30));
        assert_eq!(early.pace_per_day, Tenths(100));
    }

    proptest! {
        #[test]
        fn what_is_needed_per_day_is_enough_and_no_more(done in 0i64..2000, quota in 1i64..2000, lately in -50i64..500) {
            let ahead = forecast(&standing(done, quota, "2023-05-31", lately));
            let needed = ahead.needed_per_day.unwrap();
            prop_assert!(needed * 30 >= ahead.remaining);
            prop_assert!(needed == 0 || (needed - 1) * 30 < ahead.remaining);
            prop_assert!(ahead.pace_per_day.0 >= 0);
            prop_assert_eq!(ahead.outlook == Outlook::Met, done >= quota);
        }
    }
}
