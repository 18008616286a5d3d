//! A measure over time.

use chrono::NaiveDate;

use super::error::ProgressError;
use super::figures::{FigureQuery, Loaded, Subject, subject};
use super::report::{Basis, Figure, Series, SeriesPoint};
use crate::access::Actor;
use crate::model::id::TallyId;
use crate::store::{Conn, Db, counters};

/// The measures of a unit over time, from the first day of the campaign to the as-of date; measures of which nothing is known there are left out.
pub fn series(db: &Db, actor: &Actor, query: &FigureQuery) -> Result<Vec<Series>, ProgressError> {
    db.read(|conn| {
        let subject = subject(conn, actor, query)?;
        series_of(conn, &subject)
    })
}

/// The measures of a subject over time.
pub(super) fn series_of(conn: &mut Conn, subject: &Subject) -> Result<Vec<Series>, ProgressError> {
    let loaded = Loaded::load(conn, subject)?;
    series_of_loaded(conn, subject, &loaded)
}

/// The same, where its figures have been read already.
pub(super) fn series_of_loaded(
    conn: &mut Conn,
    subject: &Subject,
    loaded: &Loaded,
) -> Result<Vec<Series>, ProgressError> {
    let (day, measures, values) = (subject.as_of.day(), &loaded.measures, &loaded.values);
    let tallies: Vec<TallyId> = measures.iter().map(|measure| measure.done).collect();
    let counted = counters::steps_until(conn, subject.unit.id, &tallies, day)?;
    let starts_on = subject.campaign.starts_on;
    let shown = measures.iter().map(|measure| (measure, values.figure(subject, &subject.unit, measure)));
    let known = shown.filter(|(_, figure)| figure.done.is_some());
    Ok(known
        .map(|(measure, figure)| {
            let steps = all_steps(&figure, counted.get(&measure.done), values.reports.steps(measure.id));
            Series {
                points: points(&steps, starts_on, day),
                at_deadline: figure.at_deadline,
                range: figure.detail.range,
                quota: figure.quota,
                deadline: figure.deadline,
                other_deadlines: values.other_deadlines(subject.unit.id, measure),
                measure: figure.measure,
                starts_on,
                as_of: day,
            }
        })
        .collect())
}

/// What is counted and what is reported, ascending by day.
fn all_steps(
    figure: &Figure,
    counted: Option<&Vec<(NaiveDate, i64)>>,
    reported: &[(NaiveDate, i64)],
) -> Vec<(NaiveDate, i64)> {
    let counted = counted.filter(|_| matches!(figure.basis, Basis::Counted(_) | Basis::Mixed { .. }));
    let mut steps: Vec<(NaiveDate, i64)> = counted.into_iter().flatten().chain(reported).copied().collect();
    steps.sort_by_key(|(day, _)| *day);
    steps
}

/// Running sums: one point per day with a change between the first day and the as-of date, and both ends.
fn points(steps: &[(NaiveDate, i64)], starts_on: NaiveDate, as_of: NaiveDate) -> Vec<SeriesPoint> {
    let first = starts_on.min(as_of);
    let mut done: i64 = steps.iter().filter(|(day, _)| *day <= first).map(|(_, delta)| delta).sum();
    let mut points = vec![SeriesPoint { day: first, done }];
    for (day, delta) in steps.iter().filter(|(day, _)| *day > first && *day <= as_of) {
        done += delta;
        match points.last_mut() {
            Some(last) if last.day == *day => last.done = done,
            _ => points.push(SeriesPoint { day: *day, done }),
        }
    }
    if points.last().is_some_and(|last| last.day < as_of) {
        points.push(SeriesPoint { day: as_of, done });
    }
    points
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_series_starts_with_what_was_there_and_ends_at_the_as_of_date() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let steps = [(day("2023-01-05"), 7), (day("2023-03-22"), 2), (day("2023-03-25"), -1), (day("2023-06-02"), 9)];
        let points = points(&steps, day("2023-03-21"), day("2023-05-31"));
        let shown: Vec<(String, i64)> = points.iter().map(|point| (point.day.to_string(), point.done)).collect();
        let expected = [("2023-03-21", 7), ("2023-03-22", 9), ("2023-03-25", 8), ("2023-05-31", 8)];
        assert_eq!(shown, expected.map(|(day, done)| (day.to_owned(), done)));
    }
}
