//! When a schedule is due. Everything is by Vietnam's clock; what was missed while the program was off is sent once, not as often as it was missed.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc, Weekday};

use super::{EVENING, MORNING, Rhythm, Timing};
use crate::model::as_of::{AsOf, in_vietnam};
use crate::model::round::instant;

/// The longest that a schedule is followed back day by day after the program was off.
const MOST_MISSED: usize = 4_000;

/// What schedules wait for besides the clock.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Occasions {
    /// The last days that count, of the campaign.
    pub deadlines: Vec<NaiveDate>,
    /// The instants at which rounds of reports closed or will close.
    pub closings: Vec<DateTime<Utc>>,
    /// When the schedule was set up, or was last told to send at once.
    pub made_at: DateTime<Utc>,
}

/// A schedule that has something to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue {
    /// The latest instant at which it was due.
    pub due_at: DateTime<Utc>,
    /// How often it had been due before and was not dealt with.
    pub missed: u32,
}

/// The first instant after another one at which a schedule is due; nothing where it is never due again as far as is known.
pub fn next_due(timing: &Timing, after: DateTime<Utc>, occasions: &Occasions) -> Option<DateTime<Utc>> {
    match timing.rhythm {
        Rhythm::Daily => next_day(timing, after, |_| true),
        Rhythm::Weekdays => next_day(timing, after, works),
        Rhythm::Weekly(day) => next_day(timing, after, |on| on.weekday() == day),
        Rhythm::BeforeDeadline(_) => ahead(timing, occasions).map(|(_, at)| at).filter(|at| *at > after).min(),
        Rhythm::AfterRound => {
            let closings = occasions.closings.iter().filter_map(|closed| behind(timing, *closed));
            closings.filter(|at| *at > after).min()
        }
        Rhythm::AtOnce => Some(occasions.made_at).filter(|at| *at > after),
    }
}

/// Whether a schedule has something to send now: the latest instant since the one that was dealt with last. A mail before a deadline that has passed
/// is not sent any more.
pub fn overdue(
    timing: &Timing,
    handled_until: DateTime<Utc>,
    now: DateTime<Utc>,
    occasions: &Occasions,
) -> Option<Overdue> {
    let today = AsOf::of_instant(now).day();
    let occasions = Occasions {
        deadlines: occasions.deadlines.iter().copied().filter(|deadline| *deadline >= today).collect(),
        ..occasions.clone()
    };
    let following = |at: &DateTime<Utc>| next_due(timing, *at, &occasions).filter(|at| *at <= now);
    let due = std::iter::successors(following(&handled_until), following).take(MOST_MISSED);
    due.fold(None, |found: Option<Overdue>, due_at| {
        Some(Overdue { due_at, missed: found.map_or(0, |earlier| earlier.missed + 1) })
    })
}

/// Whether mail of a schedule rests at an instant: at night and at weekends, unless the schedule says otherwise.
pub fn rests(timing: &Timing, at: DateTime<Utc>) -> bool {
    if timing.rhythm == Rhythm::AtOnce {
        return false;
    }
    let clock = in_vietnam(at);
    let night = clock.hour() < MORNING || clock.hour() >= EVENING;
    (night && !timing.any_hour) || (!works(clock.date_naive()) && !at_weekends(timing))
}

/// The first instant from one on at which mail of a schedule does not rest.
pub fn opens(timing: &Timing, from: DateTime<Utc>) -> DateTime<Utc> {
    if !rests(timing, from) {
        return from;
    }
    let morning = NaiveTime::from_hms_opt(if timing.any_hour { 0 } else { MORNING }, 0, 0).unwrap_or(NaiveTime::MIN);
    let days = AsOf::of_instant(from).day().iter_days().take(8);
    let mut mornings = days.map(|day| instant(day, morning));
    mornings.find(|at| *at >= from && !rests(timing, *at)).unwrap_or(from)
}

fn at_weekends(timing: &Timing) -> bool {
    timing.weekends || matches!(timing.rhythm, Rhythm::Daily | Rhythm::Weekly(Weekday::Sat | Weekday::Sun))
}

/// Holidays are not known here.
fn works(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn next_day(timing: &Timing, after: DateTime<Utc>, fits: impl Fn(NaiveDate) -> bool) -> Option<DateTime<Utc>> {
    let days = AsOf::of_instant(after).day().iter_days().take(9);
    days.filter(|day| fits(*day)).map(|day| instant(day, timing.hour)).find(|at| *at > after)
}

/// Each deadline with the instant that lies so many days ahead of it; from a weekend it moves to the Friday before.
fn ahead(timing: &Timing, occasions: &Occasions) -> impl Iterator<Item = (NaiveDate, DateTime<Utc>)> {
    let (timing, deadlines) = (*timing, occasions.deadlines.clone());
    deadlines.into_iter().filter_map(move |deadline| {
        let Rhythm::BeforeDeadline(days) = timing.rhythm else { return None };
        let mut day = deadline.checked_sub_days(Days::new(u64::from(days)))?;
        while !works(day) && !at_weekends(&timing) {
            day = day.pred_opt()?;
        }
        Some((deadline, instant(day, timing.hour)))
    })
}

/// The first hour of the schedule from a closing on; from a weekend it moves to the Monday after.
fn behind(timing: &Timing, closed: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let days = AsOf::of_instant(closed - TimeDelta::seconds(1)).day().iter_days().take(9);
    let fits = days.filter(|day| works(*day) || at_weekends(timing));
    fits.map(|day| instant(day, timing.hour)).find(|at| *at >= closed)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An instant as the clock in Vietnam shows it: `2023-06-12 07:30`.
    fn at(text: &str) -> DateTime<Utc> {
        let clock = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        instant(clock.date(), clock.time())
    }

    fn timing(rhythm: Rhythm) -> Timing {
        Timing { rhythm, hour: NaiveTime::from_hms_opt(7, 30, 0).unwrap(), weekends: false, any_hour: false }
    }

    fn occasions() -> Occasions {
        Occasions {
            // A Saturday, a Friday.
            deadlines: vec!["2023-07-01".parse().unwrap(), "2023-06-30".parse().unwrap()],
            // Friday at 16:00, the night to Wednesday.
            closings: vec![at("2023-06-16 16:00"), at("2023-06-21 00:00")],
            made_at: at("2023-06-12 09:15"),
        }
    }

    #[test]
    fn a_schedule_is_due_next() {
        use Rhythm as R;
        // 12/6/2023 is a Monday.
        for (rhythm, after, due) in [
            (R::Daily, "2023-06-12 07:29", Some("2023-06-12 07:30")),
            (R::Daily, "2023-06-12 07:30", Some("2023-06-13 07:30")),
            (R::Daily, "2023-06-16 12:00", Some("2023-06-17 07:30")),
            (R::Daily, "2023-06-30 23:59", Some("2023-07-01 07:30")),
            (R::Daily, "2023-12-31 08:00", Some("2024-01-01 07:30")),
            (R::Daily, "2024-02-28 08:00", Some("2024-02-29 07:30")),
            (R::Weekdays, "2023-06-16 07:00", Some("2023-06-16 07:30")),
            (R::Weekdays, "2023-06-16 08:00", Some("2023-06-19 07:30")),
            (R::Weekdays, "2023-06-17 03:00", Some("2023-06-19 07:30")),
            (R::Weekly(Weekday::Mon), "2023-06-12 07:29", Some("2023-06-12 07:30")),
            (R::Weekly(Weekday::Mon), "2023-06-12 07:30", Some("2023-06-19 07:30")),
            (R::Weekly(Weekday::Sun), "2023-06-12 07:30", Some("2023-06-18 07:30")),
            (R::Weekly(Weekday::Fri), "2023-06-30 07:30", Some("2023-07-07 07:30")),
            (R::BeforeDeadline(0), "2023-06-12 00:00", Some("2023-06-30 07:30")),
            (R::BeforeDeadline(3), "2023-06-12 00:00", Some("2023-06-27 07:30")),
            (R::BeforeDeadline(3), "2023-06-27 07:30", Some("2023-06-28 07:30")),
            // Five days before the Friday is a Sunday, five before the Saturday a Monday.
            (R::BeforeDeadline(5), "2023-06-12 00:00", Some("2023-06-23 07:30")),
            (R::BeforeDeadline(5), "2023-06-23 07:30", Some("2023-06-26 07:30")),
            (R::BeforeDeadline(30), "2023-05-01 00:00", Some("2023-05-31 07:30")),
            (R::BeforeDeadline(3), "2023-07-01 00:00", None),
            (R::AfterRound, "2023-06-12 00:00", Some("2023-06-19 07:30")),
            (R::AfterRound, "2023-06-19 07:30", Some("2023-06-21 07:30")),
            (R::AfterRound, "2023-06-21 07:30", None),
            (R::AtOnce, "2023-06-12 09:14", Some("2023-06-12 09:15")),
            (R::AtOnce, "2023-06-12 09:15", None),
        ] {
            assert_eq!(next_due(&timing(rhythm), at(after), &occasions()), due.map(at), "{rhythm:?} {after}");
        }
        let at_weekends = Timing { weekends: true, ..timing(R::BeforeDeadline(5)) };
        assert_eq!(next_due(&at_weekends, at("2023-06-12 00:00"), &occasions()), Some(at("2023-06-25 07:30")));
        let at_weekends = Timing { weekends: true, ..timing(R::AfterRound) };
        assert_eq!(next_due(&at_weekends, at("2023-06-12 00:00"), &occasions()), Some(at("2023-06-17 07:30")));
    }

    #[test]
    fn what_was_missed_is_sent_once() {
        use Rhythm as R;
        for (rhythm, handled, now, due) in [
            (R::Daily, "2023-06-12 07:30", "2023-06-13 07:29", None),
            (R::Daily, "2023-06-12 07:30", "2023-06-13 07:30", Some(("2023-06-13 07:30", 0))),
            (R::Daily, "2023-06-12 07:30", "2023-06-22 10:00", Some(("2023-06-22 07:30", 9))),
            (R::Weekdays, "2023-06-12 07:30", "2023-06-22 10:00", Some(("2023-06-22 07:30", 7))),
            (R::Weekly(Weekday::Mon), "2023-06-12 07:30", "2023-06-22 10:00", Some(("2023-06-19 07:30", 0))),
            (R::BeforeDeadline(3), "2023-06-12 07:30", "2023-06-28 10:00", Some(("2023-06-28 07:30", 1))),
            // Both deadlines have passed.
            (R::BeforeDeadline(3), "2023-06-12 07:30", "2023-07-02 10:00", None),
            // Only the second one is still ahead.
            (R::BeforeDeadline(3), "2023-06-12 07:30", "2023-07-01 10:00", Some(("2023-06-28 07:30", 0))),
            (R::AfterRound, "2023-06-12 07:30", "2023-07-01 10:00", Some(("2023-06-21 07:30", 1))),
            (R::AtOnce, "2023-06-12 09:14", "2023-06-12 09:15", Some(("2023-06-12 09:15", 0))),
            (R::AtOnce, "2023-06-12 09:15", "2023-06-12 09:16", None),
        ] {
            let due = due.map(|(due_at, missed)| Overdue { due_at: at(due_at), missed });
            assert_eq!(overdue(&timing(rhythm), at(handled), at(now), &occasions()), due, "{rhythm:?} {now}");
        }
    }

    #[test]
    fn mail_rests_at_night_and_at_weekends() {
        let usual = timing(Rhythm::Weekdays);
        for (from, opened) in [
            ("2023-06-12 07:00", "2023-06-12 07:00"),
            ("2023-06-12 19:59", "2023-06-12 19:59"),
            ("2023-06-12 06:59", "2023-06-12 07:00"),
            ("2023-06-12 20:00", "2023-06-13 07:00"),
            ("2023-06-16 20:00", "2023-06-19 07:00"),
            ("2023-06-17 10:00", "2023-06-19 07:00"),
        ] {
            assert_eq!(opens(&usual, at(from)), at(opened), "{from}");
            assert_eq!(rests(&usual, at(from)), from != opened, "{from}");
        }
        let night = Timing { any_hour: true, ..usual };
        assert!(!rests(&night, at("2023-06-12 23:00")) && rests(&night, at("2023-06-17 23:00")));
        assert_eq!(opens(&night, at("2023-06-17 23:00")), at("2023-06-19 00:00"));
        assert!(!rests(&timing(Rhythm::Daily), at("2023-06-17 10:00")), "daily means every day");
        assert!(!rests(&timing(Rhythm::Weekly(Weekday::Sun)), at("2023-06-18 10:00")));
        assert!(!rests(&timing(Rhythm::AtOnce), at("2023-06-18 23:00")), "somebody has just asked for it");
    }

    proptest! {
        #[test]
        fn the_next_instant_is_ahead_and_at_the_hour(minutes in 0i64..5_000_000, weekday in 1u32..8) {
            let after = at("2023-01-01 00:00") + TimeDelta::minutes(minutes);
            let day = super::super::weekday(weekday).unwrap();
            for rhythm in [Rhythm::Daily, Rhythm::Weekdays, Rhythm::Weekly(day)] {
                let due = next_due(&timing(rhythm), after, &Occasions::default()).unwrap();
                prop_assert!(due > after && due - after <= TimeDelta::days(7));
                prop_assert_eq!(in_vietnam(due).time(), timing(rhythm).hour);
                let once = overdue(&timing(rhythm), after, due + TimeDelta::days(40), &Occasions::default()).unwrap();
                prop_assert!(once.missed >= 4 && once.due_at > due);
            }
        }
    }
}
