//! The as-of date: every figure is read at the end of one day in Asia/Ho_Chi_Minh.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Offset of Asia/Ho_Chi_Minh from UTC in seconds. Vietnam has kept UTC+7 without summer time since 1975.
const VIETNAM_OFFSET_SECONDS: i32 = 7 * 3600;

/// The last day whose events count in a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AsOf(pub NaiveDate);

impl AsOf {
    /// The Vietnamese calendar day of an instant.
    pub fn of_instant(instant: DateTime<Utc>) -> Self {
        Self(in_vietnam(instant).date_naive())
    }

    /// The day itself.
    pub fn day(self) -> NaiveDate {
        self.0
    }

    /// Days from this date to the last day that counts; negative once it has passed.
    pub fn days_left(self, deadline: NaiveDate) -> i64 {
        (deadline - self.0).num_days()
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An instant as the clock on a Vietnamese wall shows it.
pub fn in_vietnam(instant: DateTime<Utc>) -> DateTime<FixedOffset> {
    match FixedOffset::east_opt(VIETNAM_OFFSET_SECONDS) {
        Some(offset) => instant.with_timezone(&offset),
        None => instant.fixed_offset(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_seventeen_hours_utc() {
        let before: DateTime<Utc> = "2023-05-31T16:59:59Z".parse().unwrap();
        let after: DateTime<Utc> = "2023-05-31T17:00:00Z".parse().unwrap();
        assert_eq!(AsOf::of_instant(before).to_string(), "2023-05-31");
        assert_eq!(AsOf::of_instant(after).to_string(), "2023-06-01");
    }

    #[test]
    fn days_left_counts_to_the_last_day_that_counts() {
        let as_of = AsOf("2023-05-31".parse().unwrap());
        assert_eq!(as_of.days_left("2023-06-30".parse().unwrap()), 30);
        assert_eq!(as_of.days_left("2023-05-30".parse().unwrap()), -1);
    }
}
