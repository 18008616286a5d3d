//! Pace and range: arithmetic over the additions of the last days.
//!
//! Days without work are told apart by their class (Monday to Friday, Saturday and Sunday); a single day far above all others (a session) tells nothing
//! about the days to come and is replaced by an ordinary one; what is left varies, and the range says by how much.

/// Days that the pace is taken from: four whole weeks.
pub const PACE_DAYS: i64 = 28;
/// After so many days without an addition the work stands still, and no date is foretold.
pub const STALLED_DAYS: i64 = 14;
/// A day is a burst when it is above this many ordinary days with work.
const BURST: f64 = 4.0;
/// On fewer other days with work nobody can say what an ordinary one is.
const FEWEST_DAYS: usize = 4;
/// Half of the range in standard deviations: 80 % of a normal distribution.
const HALF_RANGE: f64 = 1.2816;
/// Days summed before their variation is looked at, so that what is typed a day or two late does not count as variation.
const BLOCK_DAYS: usize = 4;
/// Sums of fractions miss a whole number by less than this.
const NEARLY: f64 = 1e-6;
/// Variance per person added, as it is assumed before anything is known, and how many blocks this assumption weighs.
const USUAL_VARIATION: f64 = 1.5;
const USUAL_WEIGHT: f64 = 4.0;

/// How things go on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    weekday: f64,
    weekend: f64,
    /// Additions behind the pace, the burst left out.
    seen: f64,
    variation: f64,
    /// Days since the last addition; `None` where there was none at all.
    idle: Option<i64>,
    days: i64,
}

/// A value with the range that covers it in 80 of 100 cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Most likely.
    pub value: i64,
    /// Lower end.
    pub low: i64,
    /// Upper end.
    pub high: i64,
}

/// Whether a day, counted from a Monday, is a Saturday or Sunday.
fn is_weekend(from_monday: i64) -> bool {
    from_monday.rem_euclid(7) >= 5
}

impl Pace {
    /// From additions per day, oldest first, the last one of the as-of date, which is `last` days after a Monday. What was reported for a stretch of
    /// days is spread over it, so that a day may have a part of a person.
    pub fn of(added: &[f64], last: i64) -> Self {
        let days = i64::try_from(added.len()).unwrap_or(i64::MAX);
        let idle = added.iter().rev().position(|added| *added > 0.0).and_then(|idle| i64::try_from(idle).ok());
        let ordinary = without_burst(added);
        let weekend = |place: usize| is_weekend(last - (days - 1) + i64::try_from(place).unwrap_or(0));
        let (mut sums, mut counts) = ([0.0; 2], [0.0; 2]);
        for (place, added) in ordinary.iter().enumerate() {
            let class = usize::from(weekend(place));
            sums[class] += added;
            counts[class] += 1.0;
        }
        let seen: f64 = (sums[0] + sums[1]).max(0.0);
        let overall = if days > 0 { seen / days as f64 } else { 0.0 };
        // Less than two weeks do not tell the classes apart.
        let told_apart = days >= STALLED_DAYS && counts[0] > 0.0 && counts[1] > 0.0;
        let rate = |class: usize| if told_apart { (sums[class] / counts[class]).max(0.0) } else { overall };
        let (weekday, weekend_rate) = (rate(0), rate(1));
        let expected: Vec<f64> =
            (0..ordinary.len()).map(|place| if weekend(place) { weekend_rate } else { weekday }).collect();
        Self { weekday, weekend: weekend_rate, seen, variation: variation(&ordinary, &expected), idle, days }
    }

    /// Additions per day, over whole weeks.
    pub fn per_day(&self) -> f64 {
        (self.weekday * 5.0 + self.weekend * 2.0) / 7.0
    }

    /// Whether the work stands still, and for how many days; the whole time looked at where nothing was ever added.
    pub fn stalled_for(&self) -> Option<i64> {
        match self.idle {
            Some(idle) => (idle >= STALLED_DAYS).then_some(idle),
            None => (self.days >= STALLED_DAYS).then_some(self.days),
        }
    }

    /// Additions of the next `days` days after a day that is `last` days after a Monday.
    pub fn ahead(&self, days: i64, last: i64) -> Expected {
        if days <= 0 {
            return Expected { value: 0, low: 0, high: 0 };
        }
        let mean = self.mean(days, last);
        if self.stalled_for().is_some() {
            return Expected { value: 0, low: 0, high: mean.ceil() as i64 };
        }
        let half = self.half_range(mean);
        let low = (mean - half).max(0.0).floor() as i64;
        Expected { value: (mean + NEARLY).floor() as i64, low, high: (mean + half).ceil() as i64 }
    }

    /// The first day on which so many are added, the earliest and the latest of the range; `None` beyond `limit`.
    pub fn days_until(&self, wanted: i64, last: i64, limit: i64) -> [Option<i64>; 3] {
        if self.stalled_for().is_some() || wanted <= 0 {
            return [None; 3];
        }
        let wanted = wanted as f64;
        let first = |shift: f64| {
            let reached = |days: i64| {
                let mean = self.mean(days, last);
                mean + shift * self.half_range(mean) >= wanted - NEARLY
            };
            if !reached(limit) {
                return None;
            }
            let (mut below, mut at) = (0, limit);
            while at - below > 1 {
                let middle = (below + at) / 2;
                if reached(middle) { at = middle } else { below = middle }
            }
            Some(at)
        };
        [first(0.0), first(1.0), first(-1.0)]
    }

    fn mean(&self, days: i64, last: i64) -> f64 {
        let weeks = days / 7;
        let rest = (1..=days % 7).map(|day| if is_weekend(last + day) { self.weekend } else { self.weekday });
        weeks as f64 * self.per_day() * 7.0 + rest.sum::<f64>()
    }

    /// The coming days vary, and the pace itself is known only from the days behind.
    fn half_range(&self, mean: f64) -> f64 {
        HALF_RANGE * (self.variation * mean * (1.0 + mean / self.seen.max(1.0))).sqrt()
    }
}

/// The additions with the largest day replaced by an ordinary one, where it stands out.
fn without_burst(added: &[f64]) -> Vec<f64> {
    let mut days = added.to_vec();
    let mut with_work: Vec<f64> = added.iter().copied().filter(|added| *added > 0.0).collect();
    with_work.sort_by(f64::total_cmp);
    let Some(largest) = with_work.pop() else { return days };
    let Some(ordinary) = with_work.get(with_work.len() / 2).copied() else { return days };
    if with_work.len() >= FEWEST_DAYS
        && largest > BURST * (ordinary + ordinary.sqrt())
        && let Some(place) = added.iter().position(|added| *added >= largest)
        && let Some(day) = days.get_mut(place)
    {
        *day = ordinary;
    }
    days
}

/// Variance per person added, never below that of people who come independently of each other.
fn variation(added: &[f64], expected: &[f64]) -> f64 {
    let (mut sum, mut blocks) = (0.0, 0.0);
    for (added, expected) in added.chunks(BLOCK_DAYS).zip(expected.chunks(BLOCK_DAYS)) {
        let (added, expected): (f64, f64) = (added.iter().sum(), expected.iter().sum());
        if expected > 0.0 {
            sum += (added - expected).powi(2) / expected;
            blocks += 1.0;
        }
    }
    let free: f64 = if blocks > 2.0 { blocks - 1.0 } else { blocks };
    let observed = if free > 0.0 { sum / free } else { USUAL_VARIATION };
    ((observed * free + USUAL_VARIATION * USUAL_WEIGHT) / (free + USUAL_WEIGHT)).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Sunday, counted from a Monday.
    const SUNDAY: i64 = 6;

    fn steady(days: usize, added: f64) -> Vec<f64> {
        vec![added; days]
    }

    #[test]
    fn steady_work_goes_on_as_it_did() {
        let pace = Pace::of(&steady(28, 3.0), SUNDAY);
        assert!((pace.per_day() - 3.0).abs() < 1e-9);
        let ahead = pace.ahead(10, SUNDAY);
        assert_eq!(ahead.value, 30);
        assert!(ahead.low < 30 && ahead.high > 30, "{ahead:?}");
    }

    #[test]
    fn week_ends_without_work_are_not_expected_to_bring_any() {
        let weeks: Vec<f64> = (0..28).map(|day| if day % 7 >= 5 { 0.0 } else { 7.0 }).collect();
        let pace = Pace::of(&weeks, SUNDAY);
        assert!((pace.per_day() - 5.0).abs() < 1e-9);
        assert_eq!(pace.ahead(5, SUNDAY).value, 35, "five days of work follow a Sunday");
        assert_eq!(pace.ahead(2, 4).value, 0, "a week-end follows a Friday");
    }

    #[test]
    fn one_session_does_not_make_a_pace() {
        let mut days = steady(28, 2.0);
        days[20] = 120.0;
        assert_eq!(Pace::of(&days, SUNDAY).ahead(28, SUNDAY).value, 56);
    }

    #[test]
    fn work_that_stands_still_has_no_date() {
        let mut days = steady(28, 5.0);
        days[14..].fill(0.0);
        let pace = Pace::of(&days, SUNDAY);
        assert_eq!(pace.stalled_for(), Some(14));
        assert_eq!(pace.ahead(20, SUNDAY).value, 0);
        assert_eq!(pace.days_until(100, SUNDAY, 3_650), [None; 3]);
        assert_eq!(Pace::of(&steady(20, 0.0), SUNDAY).stalled_for(), Some(20));
        assert_eq!(Pace::of(&steady(5, 0.0), SUNDAY).stalled_for(), None, "too early to say");
    }

    #[test]
    fn the_day_of_completion_lies_in_its_range() {
        let pace = Pace::of(&steady(28, 4.0), SUNDAY);
        let [on, early, late] = pace.days_until(40, SUNDAY, 3_650);
        assert_eq!(on, Some(10));
        assert!(early < on && late > on, "{early:?} {late:?}");
    }
}
