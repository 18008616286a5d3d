//! When a term ends, as it stood on a day: a renewal after that day does not count yet.

use chrono::{Days, Months, NaiveDate};

use super::super::sql::Sql;
use super::{Ending, Held};
use crate::model::unit::Validity;

/// Appends that the term of enrollment `e` of person `p` ends within the days asked for.
///
/// The enrollment keeps the end that is known by now. Only for people who renewed after the day that is looked at it is worked out from what had happened
/// until then.
pub fn push_ending(sql: &mut Sql, held: &Held, ending: &Ending, day: NaiveDate) {
    let from = ending.from.map_or_else(String::new, |from| format!(" AND e.expires_on >= '{from}'"));
    let known = format!("e.expires_on <= '{}'{from}", ending.to);
    let Some((renewal, months)) = ending.renewal else {
        sql.push(&known);
        return;
    };
    let stated = |milestones: &str, days: &str| {
        let holds = standing("x");
        format!(
            "EXISTS (SELECT 1 FROM milestone_event x WHERE x.person_id = p.id AND x.milestone_id {milestones} AND {days} AND {holds})"
        )
    };
    // Of every milestone but renewals the better statement holds, as in `EffectiveDay::better`.
    let any = format!(
        "IN (SELECT id FROM milestone WHERE programme_id = {}) AND (x.milestone_id = {renewal} OR NOT EXISTS (\
         SELECT 1 FROM milestone_event y WHERE y.person_id = p.id AND y.milestone_id = x.milestone_id AND {} \
         AND (y.precision = 'exact' AND x.precision <> 'exact' OR y.precision = x.precision AND y.happened_on < x.happened_on)))",
        held.programme,
        standing("y")
    );
    let within =
        |first: NaiveDate, last: NaiveDate| format!("x.happened_on >= '{first}' AND x.happened_on <= '{last}'");
    let renewed_later = stated(&format!("= {renewal}"), &format!("x.happened_on > '{day}'"));
    let first = ending.from.map_or(Validity::BEGINNING, |from| next(latest_start(previous(from), months)));
    let last = latest_start(ending.to, months);
    let begun = stated(&any, &within(first, last.min(day)));
    let begun_after = stated(&any, &within(next(last), day));
    sql.push(&format!("(NOT {renewed_later} AND {known} OR {renewed_later} AND {begun} AND NOT {begun_after})"));
}

/// That an event states something and was not taken back.
fn standing(event: &str) -> String {
    format!(
        "{event}.revokes_id IS NULL AND NOT EXISTS (SELECT 1 FROM milestone_event r WHERE r.revokes_id = {event}.id)"
    )
}

/// The latest day on which a term can begin that ends on a day at the latest.
fn latest_start(end: NaiveDate, months: u16) -> NaiveDate {
    let months = Months::new(u32::from(months));
    let fits = |start: NaiveDate| start.checked_add_months(months).is_some_and(|ends| ends <= end);
    let mut start = end.checked_sub_months(months).unwrap_or(Validity::BEGINNING);
    // A month that is shorter moves the end by days, never by more than the difference of two months.
    while fits(next(start)) {
        start = next(start);
    }
    start
}

fn next(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

fn previous(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(1)).unwrap_or(day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_term_that_begins_a_day_later_ends_too_late(offset in 0u64..4_000, months in 1u16..40) {
            let end = "2020-01-01".parse::<NaiveDate>().unwrap() + Days::new(offset);
            let (start, term) = (latest_start(end, months), Months::new(u32::from(months)));
            prop_assert!(start + term <= end && next(start) + term > end, "{} after {}", start, end);
        }
    }
}
