//! From values and days to places on the drawing.

use chrono::{Datelike, Months, NaiveDate};

/// A straight scale from zero to a round number above the largest value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Values {
    step: i64,
    steps: i64,
    top: f64,
    bottom: f64,
}

impl Values {
    /// A scale for values up to `largest`, drawn between the heights `top` and `bottom`.
    pub fn up_to(largest: i64, top: f64, bottom: f64) -> Self {
        let step = round_step(largest.max(1));
        let steps = (largest.max(1) + step - 1) / step;
        Self { step, steps, top, bottom }
    }

    /// The height of a value.
    pub fn height(&self, value: i64) -> f64 {
        let whole = (self.step * self.steps) as f64;
        self.bottom - (self.bottom - self.top) * (value as f64 / whole)
    }

    /// The values that get a line, zero first.
    pub fn ticks(&self) -> impl Iterator<Item = i64> + use<> {
        let step = self.step;
        (0..=self.steps).map(move |number| number * step)
    }
}

/// 1, 2 or 5 times a power of ten, so that three to five steps reach `largest`.
fn round_step(largest: i64) -> i64 {
    let mut power = 1;
    loop {
        for factor in [1, 2, 5] {
            if power * factor * 4 >= largest {
                return power * factor;
            }
        }
        power *= 10;
    }
}

/// A straight scale of days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Days {
    first: NaiveDate,
    days: i64,
    left: f64,
    right: f64,
}

impl Days {
    /// From `first` to `last`, drawn between `left` and `right`.
    pub fn between(first: NaiveDate, last: NaiveDate, left: f64, right: f64) -> Self {
        Self { first, days: (last - first).num_days().max(1), left, right }
    }

    /// The place of a day.
    pub fn place(&self, day: NaiveDate) -> f64 {
        self.left + (self.right - self.left) * ((day - self.first).num_days() as f64 / self.days as f64)
    }

    /// First days of months within the scale; of a long campaign only so many that they can be read.
    pub fn months(&self) -> Vec<NaiveDate> {
        let every = u32::try_from(self.days / 210).unwrap_or(0) + 1;
        let last = self.first + chrono::Duration::days(self.days);
        let start = self.first.with_day(1).unwrap_or(self.first);
        (1..)
            .map_while(|number| start.checked_add_months(Months::new(number * every)))
            .take_while(|day| *day <= last)
            .collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn steps_are_round() {
        let ticks = |largest| Values::up_to(largest, 0.0, 100.0).ticks().collect::<Vec<_>>();
        assert_eq!(ticks(1273), [0, 500, 1000, 1500]);
        assert_eq!(ticks(2650), [0, 1000, 2000, 3000]);
        assert_eq!(ticks(46), [0, 20, 40, 60]);
        assert_eq!(ticks(0), [0, 1]);
    }

    #[test]
    fn months_of_a_campaign() {
        let days = Days::between("2023-03-21".parse().unwrap(), "2023-06-30".parse().unwrap(), 0.0, 100.0);
        let months: Vec<_> = days.months().iter().map(ToString::to_string).collect();
        assert_eq!(months, ["2023-04-01", "2023-05-01", "2023-06-01"]);
        assert_eq!(days.place("2023-03-21".parse().unwrap()), 0.0);
        assert_eq!(days.place("2023-06-30".parse().unwrap()), 100.0);
    }

    proptest! {
        #[test]
        fn every_value_has_its_place_on_the_drawing(largest in 0i64..10_000_000, share in 0i64..=100) {
            let values = Values::up_to(largest, 10.0, 200.0);
            let height = values.height(largest * share / 100);
            prop_assert!((10.0..=200.0).contains(&height));
            prop_assert!((2..=6).contains(&values.ticks().count()));
        }
    }
}
