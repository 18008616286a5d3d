//! Counted, reported or none: which reports a total adds. The one place of the rule:
//!
//! - A unit with a list, its own or of a unit below it, is counted. What it reports is kept beside the count and never added to it.
//! - A unit without a list is reported: by what the units below it reported, and by its own total only where nothing below it is known.
//! - A unit above adds what is counted and what is reported, so that no list and no report comes in twice.
//! - A measure without persons is never counted; of a share, parts and wholes are added.
//! - A first report is measured from nothing on the first day of the campaign; what came between two reports is spread over the days between them,
//!   and after the last one things are taken to go on as they did before it.

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};

use super::report::OwnReport;
use crate::model::campaign::Measure;
use crate::model::id::{MeasureId, UnitId};
use crate::model::reported::ReportedFigure;
use crate::model::tally::Audience;
use crate::model::unit::Validity;
use crate::store::{Conn, StoreError, counters, reported, units};

/// The days that figures are taken at.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// The as-of date.
    pub as_of: NaiveDate,
    /// The first day of the campaign.
    pub starts_on: NaiveDate,
    /// Changes are told since the end of this day.
    pub round: NaiveDate,
    /// Days that the pace is taken from.
    pub window: i64,
}

impl Times {
    /// The day before the first one of the campaign.
    pub fn before_start(&self) -> NaiveDate {
        self.starts_on.pred_opt().unwrap_or(self.starts_on)
    }

    /// The last day before those of the pace.
    pub fn before_window(&self) -> NaiveDate {
        self.as_of.checked_sub_days(Days::new(self.window.unsigned_abs())).unwrap_or(self.as_of)
    }

    /// The days of the pace, the as-of date last.
    pub fn window_days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let (first, as_of) = (self.before_window(), self.as_of);
        first.iter_days().skip(1).take_while(move |day| *day <= as_of)
    }
}

/// One unit's reports of one measure, up to the as-of date.
#[derive(Debug, Clone)]
struct Reporter {
    measure: MeasureId,
    unit: UnitId,
    /// The units above it on the as-of date, itself included.
    above: Vec<UnitId>,
    /// Whether a list says more than its report.
    listed: bool,
    /// Ascending by day, one a day.
    history: Vec<Told>,
}

#[derive(Debug, Clone, Copy)]
struct Told {
    day: NaiveDate,
    value: i64,
    base: Option<i64>,
}

/// What the reports add to the total of a unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReportedPart {
    /// The sum.
    pub value: i64,
    /// The sum of the wholes or of the eligible; `None` where one of the reports does not say it.
    pub base: Option<i64>,
    /// The day of the oldest report.
    pub oldest: NaiveDate,
    /// Additions of each day of the pace.
    pub added: Vec<f64>,
    /// Values at the end of each of these days.
    pub recent: Vec<i64>,
    /// Value at the end of the day since which changes are told.
    pub at_round: i64,
    /// Value before the first day of the campaign.
    pub at_start: i64,
}

/// The reports below one unit.
#[derive(Debug, Default)]
pub struct Reports {
    parts: HashMap<(UnitId, MeasureId), ReportedPart>,
    own: HashMap<(UnitId, MeasureId), OwnReport>,
    steps: HashMap<MeasureId, Vec<(NaiveDate, i64)>>,
}

impl Reports {
    /// Reads the reports of a unit and everything below it.
    pub fn load(conn: &mut Conn, top: UnitId, measures: &[Measure], times: &Times) -> Result<Self, StoreError> {
        let wanted: Vec<MeasureId> = measures.iter().map(|measure| measure.id).collect();
        let told = reported::below(conn, top, &wanted, times.as_of)?;
        if told.is_empty() {
            return Ok(Self::default());
        }
        let mut named: Vec<UnitId> = told.iter().map(|figure| figure.unit).collect();
        named.sort_unstable();
        named.dedup();
        let (ancestry, rosters) = (units::ancestry(conn, &named)?, counters::rosters(conn, &named)?);
        let above = |unit: UnitId| -> Vec<UnitId> {
            let then = |validity: &Validity| validity.contains(times.as_of);
            ancestry.of(unit).iter().filter(|above| then(&above.validity)).map(|above| above.unit).collect()
        };
        let listed = |unit: UnitId, measure: MeasureId| {
            let of = measures.iter().find(|known| known.id == measure);
            of.is_some_and(|measure| {
                measure.activity.is_none() && listed_on(&rosters, unit, measure.audience).is_some()
            })
        };
        Ok(Self::add_up(top, &reporters(told, &above, &listed), times))
    }

    fn add_up(top: UnitId, reporters: &[Reporter], times: &Times) -> Self {
        let mut reports = Self::default();
        let strictly_above =
            |of: &Reporter| of.above.iter().copied().filter(|above| *above != of.unit).collect::<Vec<_>>();
        let known_below: HashSet<(UnitId, MeasureId)> =
            reporters.iter().flat_map(|of| strictly_above(of).into_iter().map(|above| (above, of.measure))).collect();
        for reporter in reporters {
            let place = (reporter.unit, reporter.measure);
            if let Some(last) = reporter.history.last() {
                reports.own.insert(place, OwnReport { value: last.value, day: last.day });
            }
            if reporter.listed || known_below.contains(&place) {
                continue;
            }
            let Some(part) = part(&reporter.history, times) else { continue };
            for above in &reporter.above {
                reports
                    .parts
                    .entry((*above, reporter.measure))
                    .and_modify(|sum| sum.add(&part))
                    .or_insert_with(|| part.clone());
            }
            if reporter.above.contains(&top) {
                reports.steps.entry(reporter.measure).or_default().extend(steps(&reporter.history));
            }
        }
        reports.steps.values_mut().for_each(|steps| steps.sort_unstable());
        reports
    }

    /// What reports add to the total of a unit.
    pub fn part(&self, unit: UnitId, measure: MeasureId) -> Option<&ReportedPart> {
        self.parts.get(&(unit, measure))
    }

    /// What a unit itself last reported.
    pub fn own(&self, unit: UnitId, measure: MeasureId) -> Option<OwnReport> {
        self.own.get(&(unit, measure)).copied()
    }

    /// How the reported part of the unit on top grew, ascending by day.
    pub fn steps(&self, measure: MeasureId) -> &[(NaiveDate, i64)] {
        self.steps.get(&measure).map_or(&[], Vec::as_slice)
    }
}

impl ReportedPart {
    fn add(&mut self, other: &Self) {
        self.value += other.value;
        self.base = self.base.zip(other.base).map(|(base, other)| base + other);
        self.oldest = self.oldest.min(other.oldest);
        self.added.iter_mut().zip(&other.added).for_each(|(sum, added)| *sum += added);
        self.recent.iter_mut().zip(&other.recent).for_each(|(sum, value)| *sum += value);
        self.at_round += other.at_round;
        self.at_start += other.at_start;
    }
}

/// The day of the latest list from which a unit is counted.
pub fn listed_on(
    rosters: &HashMap<(UnitId, Audience), NaiveDate>,
    unit: UnitId,
    audience: Audience,
) -> Option<NaiveDate> {
    let of = |audience| rosters.get(&(unit, audience)).copied();
    match audience {
        Audience::All => of(Audience::Residents).max(of(Audience::Staff)),
        audience => of(audience.of_every_category()),
    }
}

fn reporters(
    told: Vec<ReportedFigure>,
    above: &dyn Fn(UnitId) -> Vec<UnitId>,
    listed: &dyn Fn(UnitId, MeasureId) -> bool,
) -> Vec<Reporter> {
    let mut found: HashMap<(MeasureId, UnitId), Vec<Told>> = HashMap::new();
    for figure in told {
        let history = found.entry((figure.measure, figure.unit)).or_default();
        // Ascending by day and entry: of one day the last entry holds.
        history.pop_if(|last| last.day == figure.as_of);
        history.push(Told { day: figure.as_of, value: figure.value, base: figure.base });
    }
    let reporter = |((measure, unit), history)| Reporter {
        measure,
        unit,
        above: above(unit),
        listed: listed(unit, measure),
        history,
    };
    let mut reporters: Vec<Reporter> = found.into_iter().map(reporter).collect();
    reporters.sort_unstable_by_key(|reporter| (reporter.measure, reporter.unit));
    reporters
}

fn part(history: &[Told], times: &Times) -> Option<ReportedPart> {
    let last = history.last()?;
    let value_on =
        |day: NaiveDate| history.iter().take_while(|told| told.day <= day).last().map_or(0, |told| told.value);
    Some(ReportedPart {
        value: last.value,
        base: last.base,
        oldest: last.day,
        added: times.window_days().map(|day| added_on(history, times.before_start(), day)).collect(),
        recent: times.window_days().map(value_on).collect(),
        at_round: value_on(times.round),
        at_start: value_on(times.before_start()),
    })
}

/// The share of a day in what came between two reports.
fn added_on(history: &[Told], before_start: NaiveDate, day: NaiveDate) -> f64 {
    let next = history.iter().position(|told| told.day >= day).unwrap_or(history.len().saturating_sub(1));
    let Some(told) = history.get(next) else { return 0.0 };
    let earlier = match next.checked_sub(1).and_then(|place| history.get(place)) {
        Some(earlier) => (earlier.day, earlier.value),
        None if before_start < told.day => (before_start, 0),
        None => return 0.0,
    };
    let days = (told.day - earlier.0).num_days().max(1);
    if day <= earlier.0 { 0.0 } else { (told.value - earlier.1) as f64 / days as f64 }
}

fn steps(history: &[Told]) -> Vec<(NaiveDate, i64)> {
    let mut before = 0;
    history.iter().map(|told| (told.day, told.value - std::mem::replace(&mut before, told.value))).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const DISTRICT: UnitId = UnitId(1);
    const COMMUNE: UnitId = UnitId(2);
    const VILLAGE: UnitId = UnitId(3);
    const OTHER: UnitId = UnitId(4);
    const MEASURE: MeasureId = MeasureId(1);

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn times() -> Times {
        Times { as_of: day("2023-05-31"), starts_on: day("2023-05-02"), round: day("2023-05-24"), window: 28 }
    }

    fn reporter(unit: UnitId, above: &[UnitId], told: &[(&str, i64, Option<i64>)]) -> Reporter {
        let history = told.iter().map(|(on, value, base)| Told { day: day(on), value: *value, base: *base }).collect();
        Reporter { measure: MEASURE, unit, above: above.to_vec(), listed: false, history }
    }

    fn commune(value: i64) -> Reporter {
        reporter(COMMUNE, &[COMMUNE, DISTRICT], &[("2023-05-30", value, None)])
    }

    #[test]
    fn a_total_of_its_own_holds_where_nothing_below_is_known() {
        let reports = Reports::add_up(DISTRICT, &[commune(500)], &times());
        assert_eq!(reports.part(DISTRICT, MEASURE).unwrap().value, 500);
        let village = reporter(VILLAGE, &[VILLAGE, COMMUNE, DISTRICT], &[("2023-05-28", 120, Some(300))]);
        let reports = Reports::add_up(DISTRICT, &[commune(500), village], &times());
        let part = reports.part(DISTRICT, MEASURE).unwrap();
        assert_eq!((part.value, part.base, part.oldest), (120, Some(300), day("2023-05-28")));
        assert_eq!(reports.own(COMMUNE, MEASURE).unwrap().value, 500, "kept beside");
    }

    #[test]
    fn a_unit_with_a_list_is_not_added_once_more() {
        let listed = Reporter { listed: true, ..commune(500) };
        let other = reporter(OTHER, &[OTHER, DISTRICT], &[("2023-05-20", 40, None)]);
        let reports = Reports::add_up(DISTRICT, &[listed, other], &times());
        assert_eq!(reports.part(COMMUNE, MEASURE), None);
        assert_eq!(reports.part(DISTRICT, MEASURE).unwrap().value, 40);
    }

    #[test]
    fn shares_add_parts_and_wholes_and_an_unknown_whole_makes_the_sum_unknown() {
        let one = reporter(VILLAGE, &[VILLAGE, COMMUNE], &[("2023-05-28", 8, Some(10))]);
        let two = reporter(OTHER, &[OTHER, COMMUNE], &[("2023-05-29", 2, Some(90))]);
        let silent = reporter(DISTRICT, &[DISTRICT, COMMUNE], &[("2023-05-29", 5, None)]);
        let base = |of: &[Reporter]| Reports::add_up(COMMUNE, of, &times()).part(COMMUNE, MEASURE).unwrap().base;
        assert_eq!(base(&[one.clone(), two.clone()]), Some(100));
        assert_eq!(base(&[one, two, silent]), None);
    }

    #[test]
    fn what_came_between_two_reports_is_spread_over_the_days_between_them() {
        let told = [("2023-05-10", 20, None), ("2023-05-20", 70, None)];
        let part = part(&reporter(VILLAGE, &[VILLAGE], &told).history, &times()).unwrap();
        assert_eq!((part.value, part.at_start, part.at_round), (70, 0, 70));
        let added: f64 = part.added.iter().take(17).sum();
        assert!(
            (added - 65.555).abs() < 0.01,
            "{added}: seven of the nine days of the first stretch lie in the window, and all of the second"
        );
        assert!((part.added[27] - 5.0).abs() < 1e-9, "afterwards as before the last report");
        assert_eq!((part.recent[5], part.recent[6], part.recent[27]), (0, 20, 70));
    }

    #[test]
    fn the_steps_of_the_whole_are_those_of_its_parts() {
        let one = reporter(VILLAGE, &[VILLAGE, COMMUNE], &[("2023-05-10", 8, None), ("2023-05-20", 10, None)]);
        let two = reporter(OTHER, &[OTHER, COMMUNE], &[("2023-05-12", 5, None)]);
        let reports = Reports::add_up(COMMUNE, &[one, two], &times());
        let steps: Vec<i64> = reports.steps(MEASURE).iter().map(|(_, added)| *added).collect();
        assert_eq!(steps, [8, 5, 2]);
    }
}
