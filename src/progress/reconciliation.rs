//! Reported against counted, unit by unit and measure by measure, and what cannot be right whichever way it is looked at.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::checks::{self, Finding};
use super::error::ProgressError;
use super::figures::{FigureQuery, followed, report_of, subject};
use super::report::{Figure, MeasureName, UnitName};
use crate::access::{Actor, scope};
use crate::model::campaign::Measure;
use crate::model::id::{MeasureId, TallyId, UnitId};
use crate::model::reported::ReportedFigure;
use crate::store::{Conn, Db, StoreError, counters, reported};

/// What one unit reported of one measure, beside what is counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The unit.
    pub unit: UnitName,
    /// The measure.
    pub measure: MeasureName,
    /// What it reported.
    pub reported: i64,
    /// The day up to which that counts.
    pub reported_on: NaiveDate,
    /// What is counted from lists at the end of that day; `None` where there is no list.
    pub counted: Option<i64>,
}

impl Compared {
    /// Reported above counted is positive.
    pub fn difference(&self) -> Option<i64> {
        self.counted.map(|counted| self.reported - counted)
    }
}

/// A unit and those right below it, at one day.
#[derive(Debug, Clone)]
pub struct Reconciliation {
    /// The unit and the units above it within the reader's scope, the unit itself last.
    pub path: Vec<UnitName>,
    /// The as-of date.
    pub as_of: NaiveDate,
    /// Everything that was reported, the unit itself first, then those below it in local order.
    pub compared: Vec<Compared>,
    /// What cannot be right.
    pub findings: Vec<Finding>,
}

/// Compares what a unit and those right below it reported with what is counted there, and checks the figures against each other.
pub fn reconcile(db: &Db, actor: &Actor, query: &FigureQuery) -> Result<Reconciliation, ProgressError> {
    db.read(|conn| {
        let subject = subject(conn, actor, query)?;
        let report = report_of(conn, &subject)?;
        let measures = followed(conn, &subject.campaign)?;
        let as_of = subject.as_of.day();
        let ids: Vec<MeasureId> = measures.iter().map(|measure| measure.id).collect();
        let told = reported::below(conn, subject.unit.id, &ids, as_of)?;
        let own = report.path.last().map(|unit| (unit, &report.own));
        let shown: Vec<(&UnitName, &Vec<Figure>)> =
            own.into_iter().chain(report.children.iter().map(|(unit, figures)| (unit, figures))).collect();
        let last = last_told(&told);
        let counted = counted_then(conn, &shown, &measures, &last)?;
        let compared = shown.iter().flat_map(|(unit, figures)| compare(unit, figures, &last, &counted)).collect();
        let history = histories(told);
        let findings = checks::findings(&shown, &history, |unit, measure| {
            measures.iter().any(|known| known.id == measure && known.audience.suits(unit.kind))
        });
        let path = match scope(actor) {
            Some(scope) => report.path.iter().skip_while(|unit| unit.id != scope).cloned().collect(),
            None => report.path.clone(),
        };
        Ok(Reconciliation { path, as_of, compared, findings })
    })
}

type Last = HashMap<(UnitId, MeasureId), (NaiveDate, i64)>;

/// Ascending by day and entry: what comes later holds.
fn last_told(told: &[ReportedFigure]) -> Last {
    told.iter().map(|figure| ((figure.unit, figure.measure), (figure.as_of, figure.value))).collect()
}

pub(super) type Histories = BTreeMap<(UnitId, MeasureId), BTreeMap<NaiveDate, i64>>;

fn histories(told: Vec<ReportedFigure>) -> Histories {
    let mut histories = Histories::new();
    for figure in told {
        histories.entry((figure.unit, figure.measure)).or_default().insert(figure.as_of, figure.value);
    }
    histories
}

/// What was counted at the end of the day of each report: one query a day that reports are of.
fn counted_then(
    conn: &mut Conn,
    shown: &[(&UnitName, &Vec<Figure>)],
    measures: &[Measure],
    last: &Last,
) -> Result<HashMap<(UnitId, MeasureId), i64>, StoreError> {
    let mut of_day: BTreeMap<NaiveDate, Vec<UnitId>> = BTreeMap::new();
    for ((unit, _), (day, _)) in last {
        if shown.iter().any(|(name, _)| name.id == *unit) {
            of_day.entry(*day).or_default().push(*unit);
        }
    }
    let tallies: Vec<TallyId> = measures.iter().map(|measure| measure.done).collect();
    let mut counted = HashMap::new();
    for (day, units) in of_day {
        let totals = counters::figures(conn, &units, &tallies, day)?;
        for (place, (told_on, _)) in last.iter().filter(|(_, (told_on, _))| *told_on == day) {
            let Some(measure) = measures.iter().find(|measure| measure.id == place.1) else { continue };
            debug_assert_eq!(*told_on, day);
            counted.insert(*place, totals.get(&(place.0, measure.done)).copied().unwrap_or(0));
        }
    }
    Ok(counted)
}

fn compare(
    unit: &UnitName,
    figures: &[Figure],
    last: &Last,
    counted: &HashMap<(UnitId, MeasureId), i64>,
) -> Vec<Compared> {
    let line = |figure: &Figure| {
        let place = (unit.id, figure.measure.id);
        let (reported_on, reported) = *last.get(&place)?;
        let is_counted = matches!(figure.basis.as_str(), "counted" | "mixed") && figure.detail.noun.is_none();
        let counted = counted.get(&place).copied().filter(|_| is_counted);
        Some(Compared { unit: unit.clone(), measure: figure.measure.clone(), reported, reported_on, counted })
    };
    figures.iter().filter_map(line).collect()
}
