//! Pace, forecast and outlook: arithmetic over plain values.

use chrono::{Datelike, Days, NaiveDate};

use super::pace::{PACE_DAYS, Pace};
use super::report::{Outlook, Range, Tenths};

/// A day of completion further away than this is no forecast.
const FORECAST_LIMIT_DAYS: i64 = 3_650;

/// What a forecast starts from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing<'a> {
    /// How many count.
    pub done: i64,
    /// How many have to.
    pub quota: i64,
    /// How many could at most, where that is known.
    pub most: Option<i64>,
    /// The as-of date.
    pub as_of: NaiveDate,
    /// The first day of the campaign.
    pub starts_on: NaiveDate,
    /// The last day that counts.
    pub deadline: NaiveDate,
    /// Additions of each of the days that the pace is taken from, the as-of date last.
    pub added: &'a [f64],
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
    /// The range behind both, until the deadline has passed.
    pub range: Option<Range>,
    /// The day after the last addition, where the work stands still.
    pub stalled_since: Option<NaiveDate>,
    /// Where it should stand if the work were spread evenly.
    pub expected_today: i64,
    /// Will it be met?
    pub outlook: Outlook,
}

/// Looks ahead.
pub fn forecast(standing: &Standing<'_>) -> Forecast {
    let days_left = (standing.deadline - standing.as_of).num_days();
    let remaining = (standing.quota - standing.done).max(0);
    let weekday = i64::from(standing.as_of.weekday().num_days_from_monday());
    let pace = Pace::of(standing.added, weekday);
    let coming = pace.ahead(days_left, weekday);
    let value = |added: i64| {
        standing.most.map_or(standing.done + added, |most| (standing.done + added).min(most.max(standing.done)))
    };
    let (low, likely, high) = (value(coming.low), value(coming.value), value(coming.high));
    let on = |days: Option<i64>| standing.as_of.checked_add_days(Days::new(u64::try_from(days?).ok()?));
    let [day, earliest, latest] = pace.days_until(remaining, weekday, FORECAST_LIMIT_DAYS).map(on);
    Forecast {
        remaining,
        days_left,
        needed_per_day: needed_per_day(remaining, days_left),
        pace_per_day: Tenths((pace.per_day() * 10.0).round() as i64),
        at_deadline: (days_left >= 0).then_some(likely),
        forecast_on: day,
        range: (days_left >= 0).then_some(Range { low, high, earliest, latest }),
        stalled_since: pace
            .stalled_for()
            .filter(|_| remaining > 0)
            .and_then(|idle| stalled_since(standing.as_of, idle)),
        expected_today: expected_today(standing),
        outlook: outlook(standing.quota, standing.done, days_left, likely, high),
    }
}

/// The days that the pace is taken from: four weeks, at the beginning of a campaign fewer.
pub fn pace_window(starts_on: NaiveDate, as_of: NaiveDate) -> i64 {
    ((as_of - starts_on).num_days() + 1).clamp(1, PACE_DAYS)
}

fn stalled_since(as_of: NaiveDate, idle: i64) -> Option<NaiveDate> {
    as_of.checked_sub_days(Days::new(u64::try_from(idle - 1).ok()?))
}

fn needed_per_day(remaining: i64, days_left: i64) -> Option<i64> {
    match (remaining, days_left) {
        (0, _) => Some(0),
        (_, days) if days > 0 => Some((remaining + days - 1) / days),
        (_, 0) => Some(remaining),
        _ => None,
    }
}

fn expected_today(standing: &Standing<'_>) -> i64 {
    let whole = (standing.deadline - standing.starts_on).num_days() + 1;
    let passed = (standing.as_of - standing.starts_on).num_days() + 1;
    if whole <= 0 { standing.quota } else { standing.quota * passed.clamp(0, whole) / whole }
}

/// The word: the likely value reaches the quota, or only the upper end of the range does, or not even that.
fn outlook(quota: i64, done: i64, days_left: i64, likely: i64, high: i64) -> Outlook {
    if done >= quota {
        Outlook::Met
    } else if days_left < 0 {
        Outlook::Missed
    } else if likely >= quota {
        Outlook::OnTrack
    } else if high >= quota {
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

    /// Spread over the last fourteen days of four weeks as evenly as whole people can be.
    fn lately(added: i64) -> Vec<f64> {
        let mut days = vec![0.0; 14];
        days.extend((0..14).map(|day| ((added * (day + 1)).div_euclid(14) - (added * day).div_euclid(14)) as f64));
        days
    }

    fn ahead(done: i64, quota: i64, as_of: &str, added: &[f64]) -> Forecast {
        forecast(&Standing {
            done,
            quota,
            most: None,
            as_of: as_of.parse().unwrap(),
            starts_on: "2023-03-21".parse().unwrap(),
            deadline: "2023-06-30".parse().unwrap(),
            added,
        })
    }

    #[test]
    fn the_example_of_the_contract() {
        let ahead = ahead(1068, 1273, "2023-05-31", &[4.2; 28]);
        assert_eq!((ahead.remaining, ahead.days_left, ahead.needed_per_day), (205, 30, Some(7)));
        assert_eq!(ahead.pace_per_day.plain(), "4.2");
        assert_eq!(ahead.at_deadline, Some(1068 + 126));
        assert_eq!(ahead.forecast_on.unwrap().to_string(), "2023-07-19");
        assert_eq!(ahead.outlook, Outlook::Unlikely);
        let range = ahead.range.unwrap();
        assert!(range.low < 1194 && range.high > 1194 && range.high < 1273, "{range:?}");
        assert!(range.earliest < ahead.forecast_on && range.latest > ahead.forecast_on, "{range:?}");
    }

    #[test]
    fn outlooks() {
        let of = |done, as_of, daily: f64| ahead(done, 1000, as_of, &[daily; 28]).outlook;
        assert_eq!(of(1000, "2023-05-31", 0.0), Outlook::Met);
        assert_eq!(of(1200, "2023-07-31", 0.0), Outlook::Met, "above the quota, after the deadline");
        assert_eq!(of(999, "2023-07-01", 50.0), Outlook::Missed);
        assert_eq!(of(900, "2023-05-31", 3.5), Outlook::OnTrack);
        assert_eq!(of(900, "2023-05-31", 3.0), Outlook::AtRisk, "the range reaches it");
        assert_eq!(of(900, "2023-05-31", 1.5), Outlook::Unlikely);
    }

    #[test]
    fn on_the_last_day_everything_missing_is_needed_and_afterwards_nothing_helps() {
        let last = ahead(990, 1000, "2023-06-30", &[0.0; 28]);
        assert_eq!((last.days_left, last.needed_per_day, last.forecast_on), (0, Some(10), None));
        let after = ahead(990, 1000, "2023-07-02", &lately(14));
        assert_eq!((after.days_left, after.needed_per_day, after.at_deadline, after.range), (-2, None, None, None));
    }

    #[test]
    fn a_campaign_of_three_days_has_a_pace_of_three_days() {
        assert_eq!(ahead(30, 1000, "2023-03-23", &[10.0; 3]).pace_per_day, Tenths(100));
    }

    #[test]
    fn where_the_work_stands_still_the_day_is_said_instead_of_a_date() {
        let mut days = vec![3.0; 10];
        days.extend([0.0; 18]);
        let ahead = ahead(500, 1000, "2023-05-31", &days);
        assert_eq!(ahead.stalled_since.unwrap().to_string(), "2023-05-14", "the last addition was on the 13th");
        assert_eq!((ahead.forecast_on, ahead.at_deadline, ahead.outlook), (None, Some(500), Outlook::Unlikely));
    }

    #[test]
    fn nobody_expects_more_people_than_there_are() {
        let standing = Standing {
            done: 90,
            quota: 100,
            most: Some(95),
            as_of: "2023-05-31".parse().unwrap(),
            starts_on: "2023-03-21".parse().unwrap(),
            deadline: "2023-06-30".parse().unwrap(),
            added: &[2.0; 28],
        };
        let ahead = forecast(&standing);
        assert_eq!((ahead.at_deadline, ahead.range.unwrap().high), (Some(95), 95));
    }

    proptest! {
        #[test]
        fn what_is_needed_per_day_is_enough_and_no_more(done in 0i64..2000, quota in 1i64..2000, added in 0i64..500) {
            let ahead = ahead(done, quota, "2023-05-31", &lately(added));
            let needed = ahead.needed_per_day.unwrap();
            prop_assert!(needed * 30 >= ahead.remaining);
            prop_assert!(needed == 0 || (needed - 1) * 30 < ahead.remaining);
            prop_assert!(ahead.pace_per_day.0 >= 0);
            prop_assert_eq!(ahead.outlook == Outlook::Met, done >= quota);
            let (range, likely) = (ahead.range.unwrap(), ahead.at_deadline.unwrap());
            prop_assert!(done <= range.low && range.low <= likely && likely <= range.high);
        }
    }
}
