//! The table behind a chart: every chart has one, for those who cannot see it and those who want the numbers.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::progress::report::Series;

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableRow {
    /// End of this day.
    pub day: NaiveDate,
    /// How many counted.
    pub done: i64,
    /// How many more than in the line before; in the first one, than on the first day.
    pub added: i64,
    /// Where it should have stood if the work were spread evenly.
    pub expected: Option<i64>,
}

/// The value at the end of a day: that of the last point on or before it.
pub(super) fn value_on(series: &Series, day: NaiveDate) -> i64 {
    series.points.iter().take_while(|point| point.day <= day).last().map_or(0, |point| point.done)
}

/// Where it should stand on a day if the work were spread evenly from the first day to the deadline.
pub(super) fn expected_on(series: &Series, day: NaiveDate) -> Option<i64> {
    let (quota, deadline) = (series.quota?, series.deadline?);
    let whole = (deadline - series.starts_on).num_days() + 1;
    let passed = (day - series.starts_on).num_days() + 1;
    if whole <= 0 { Some(quota) } else { Some(quota * passed.clamp(0, whole) / whole) }
}

/// One line per week that ends on a Sunday, the as-of date last.
pub fn weekly(series: &Series) -> Vec<TableRow> {
    let sundays = series.starts_on.iter_days().take_while(|day| *day < series.as_of);
    let days = sundays.filter(|day| day.weekday() == Weekday::Sun).chain([series.as_of]);
    let mut before = value_on(series, series.starts_on);
    days.map(|day| {
        let done = value_on(series, day);
        let row = TableRow { day, done, added: done - before, expected: expected_on(series, day) };
        before = done;
        row
    })
    .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::burn_up::tests::sample;
    use super::*;

    #[test]
    fn weeks_end_on_sundays_and_the_last_line_is_the_as_of_date() {
        let rows = weekly(&sample());
        assert_eq!(rows.first().unwrap().day.to_string(), "2023-03-26");
        let last = rows.last().unwrap();
        assert_eq!((last.day.to_string().as_str(), last.done), ("2023-05-31", 1068));
        assert_eq!(
            rows.iter().map(|row| row.added).sum::<i64>(),
            1068 - 4,
            "what there was on the first day is not an addition"
        );
        assert_eq!(last.expected, Some(1273 * 72 / 102));
    }
}
