//! Two days beside each other: what each unit had then, what it has now, what came between.

use super::error::ProgressError;
use super::figures::{FigureQuery, figures};
use super::ranking::Ranking;
use super::report::{Figure, MeasureName, ProgressReport, UnitName};
use crate::access::Actor;
use crate::model::as_of::AsOf;
use crate::model::id::{MeasureId, UnitId};
use crate::store::Db;

/// One measure in one unit on two days.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedDays {
    /// The unit, as it is named on the later day.
    pub unit: UnitName,
    /// On the earlier day; `None` where the unit or its figure did not exist.
    pub then: Option<i64>,
    /// The figure of the later day.
    pub now: Figure,
    /// Place among the units on the earlier day.
    pub rank_then: Option<u32>,
    /// Place among the units on the later day.
    pub rank_now: Option<u32>,
}

impl ComparedDays {
    /// What came between the days.
    pub fn added(&self) -> Option<i64> {
        self.now.done.zip(self.then).map(|(now, then)| now - then)
    }
}

/// A unit and those right below it on two days.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The report of the later day.
    pub later: ProgressReport,
    /// The earlier day.
    pub earlier: AsOf,
    /// Per measure the unit itself first, then those below it in local order.
    pub measures: Vec<(MeasureName, Vec<ComparedDays>)>,
}

/// Compares the figures of a query with those of an earlier day, on the units of the later one.
pub fn compare_days(db: &Db, actor: &Actor, query: &FigureQuery, earlier: AsOf) -> Result<Comparison, ProgressError> {
    let later = figures(db, actor, query)?;
    let before =
        FigureQuery { unit: later.path.last().map(|unit| unit.slug.clone()), as_of: Some(earlier), ..query.clone() };
    let before = match figures(db, actor, &before) {
        Ok(report) => Some(report),
        // The unit is younger than that: it had nothing then.
        Err(ProgressError::NotThen { .. }) => None,
        Err(error) => return Err(error),
    };
    let (ranks_then, ranks_now) = (before.as_ref().map(Ranking::of).unwrap_or_default(), Ranking::of(&later));
    let then = |unit: UnitId, measure: MeasureId| {
        let report = before.as_ref()?;
        let mut all = report.own.iter().chain(report.children.iter().flat_map(|(_, figures)| figures));
        all.find(|figure| figure.unit.id == unit && figure.measure.id == measure)?.done
    };
    let line = |figure: &Figure| ComparedDays {
        unit: figure.unit.clone(),
        then: then(figure.unit.id, figure.measure.id),
        now: figure.clone(),
        rank_then: ranks_then.rank(figure.unit.id, figure.measure.id),
        rank_now: ranks_now.rank(figure.unit.id, figure.measure.id),
    };
    let of_measure = |measure: &MeasureName| {
        let all = later.own.iter().chain(later.children.iter().flat_map(|(_, figures)| figures));
        let lines: Vec<ComparedDays> = all.filter(|figure| figure.measure.id == measure.id).map(line).collect();
        (measure.clone(), lines)
    };
    let measures = later.measures.iter().map(of_measure).filter(|(_, lines)| !lines.is_empty()).collect();
    Ok(Comparison { measures, earlier, later })
}
