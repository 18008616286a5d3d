//! How long an account takes no password after wrong ones. The waits grow and end by themselves: a stranger cannot guess, and cannot lock an account
//! out for good either. They belong to the account alone: an office behind one address is never locked out together.

use chrono::{DateTime, TimeDelta, Utc};

/// Wrong passwords that cost nothing: people mistype.
const FREE_FAILURES: u32 = 4;
/// The first wait; it doubles with every further wrong password.
const FIRST_WAIT_SECONDS: i64 = 30;
/// The longest wait. With the waits before it, 9 guesses in the first 15 minutes and 99 in the first day.
const LONGEST_WAIT_SECONDS: i64 = 16 * 60;
/// After so long a quiet time the wrong ones are forgotten.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(24);

/// Wrong passwords noted at an account, and until when it takes none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// How many since the last right one.
    pub count: u32,
    /// Until when no password is looked at.
    pub locked_until: Option<DateTime<Utc>>,
}

impl Failures {
    /// Whether a password is not even looked at now.
    pub fn is_waiting(self, now: DateTime<Utc>) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// After one more wrong password.
    pub fn one_more(self, now: DateTime<Utc>) -> Self {
        let forgotten = self.locked_until.is_some_and(|until| until + FORGOTTEN_AFTER <= now);
        let count = if forgotten { 1 } else { self.count.saturating_add(1) };
        Self { count, locked_until: wait_after(count).map(|wait| now + wait) }
    }
}

fn wait_after(failures: u32) -> Option<TimeDelta> {
    let doublings = failures.checked_sub(FREE_FAILURES + 1)?;
    // Ten doublings are far beyond the longest wait, and far from an overflow.
    let seconds = FIRST_WAIT_SECONDS << doublings.min(10);
    Some(TimeDelta::seconds(seconds.min(LONGEST_WAIT_SECONDS)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// Instants at which somebody who never waits longer than needed gets a guess in.
    fn guesses(hours: i64) -> Vec<DateTime<Utc>> {
        let start: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
        let mut now = start;
        let mut failures = Failures { count: 0, locked_until: None };
        let mut guesses = Vec::new();
        while now < start + TimeDelta::hours(hours) {
            assert!(!failures.is_waiting(now));
            guesses.push(now);
            failures = failures.one_more(now);
            now = failures.locked_until.unwrap_or(now);
        }
        guesses
    }

    #[test]
    fn at_most_ten_guesses_in_any_quarter_of_an_hour_and_a_hundred_in_any_day() {
        let guesses = guesses(72);
        for (window, most) in [(TimeDelta::minutes(15), 10), (TimeDelta::hours(24), 100)] {
            let busiest =
                guesses.iter().map(|from| guesses.iter().filter(|at| *at >= from && **at < *from + window).count());
            let busiest = busiest.max().unwrap();
            assert!(busiest <= most, "{busiest} in {window}");
        }
    }

    #[test]
    fn waits_grow_and_end() {
        let waits: Vec<_> = (1..=14).map(|count| wait_after(count).map_or(0, |wait| wait.num_seconds())).collect();
        assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 960, 960, 960, 960]);
        assert_eq!(wait_after(u32::MAX).unwrap().num_seconds(), LONGEST_WAIT_SECONDS);
    }

    #[test]
    fn a_quiet_day_forgets() {
        let now: DateTime<Utc> = "2026-01-05T00:00:00Z".parse().unwrap();
        let old = Failures { count: 20, locked_until: Some(now - TimeDelta::hours(24)) };
        assert_eq!(old.one_more(now), Failures { count: 1, locked_until: None });
        let recent = Failures { count: 20, locked_until: Some(now - TimeDelta::hours(23)) };
        assert_eq!(recent.one_more(now).count, 21);
    }
}
