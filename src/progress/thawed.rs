//! A report read back from frozen figures, so that what is handed out says what was frozen and can be made again from it.

use std::collections::HashMap;

use super::frozen::{Frozen, FrozenFigure, FrozenMeasure, FrozenUnit};
use super::report::{
    Basis, CampaignName, Detail, Figure, MeasureName, OtherDeadline, Outlook, ProgressReport, QuotaBeside, Series,
    SeriesPoint, Tenths, UnitName,
};
use super::snapshots::SnapshotLine;
use crate::model::as_of::AsOf;
use crate::model::id::{MeasureId, UnitId};
use crate::model::percent::Percent;
use crate::model::tally::Audience;
use crate::model::unit::UnitKind;

/// The report on the unit on top and those right below it, and its measures over time. Campaign and unit on top have their identities; measures and the
/// units below are numbered by their place in the snapshot, below zero, so that nobody takes them for identities of the database.
pub fn thawed(line: &SnapshotLine, frozen: &Frozen) -> (ProgressReport, Vec<Series>) {
    let measures: Vec<MeasureName> = (1..).zip(&frozen.measures).filter_map(|(place, m)| measure(place, m)).collect();
    let names = Names { measures: measures.iter().map(|m| ((m.code.as_str(), m.audience.as_str()), m)).collect() };
    let units: Vec<(UnitName, &FrozenUnit)> =
        (1..).zip(&frozen.units).filter_map(|(place, unit)| Some((unit_name(line, place, unit)?, unit))).collect();
    let of = |(name, unit): &(UnitName, &FrozenUnit)| -> Vec<Figure> {
        unit.figures.iter().filter_map(|figure| names.figure(name, figure)).collect()
    };
    let top = units.first();
    let own = top.map(of).unwrap_or_default();
    let below = units.iter().filter(|(_, unit)| unit.parent.as_deref() == top.map(|(_, top)| top.slug.as_str()));
    let report = ProgressReport {
        campaign: CampaignName {
            id: line.head.campaign,
            code: frozen.campaign.code.clone(),
            title: frozen.campaign.title.clone(),
            starts_on: frozen.campaign.starts_on,
            ends_on: frozen.campaign.ends_on,
            rounding: frozen.campaign.rounding,
        },
        as_of: AsOf(frozen.as_of),
        path: top.map(|(name, _)| name.clone()).into_iter().collect(),
        own,
        children: below.map(|unit| (unit.0.clone(), of(unit))).collect(),
        measures: measures.clone(),
    };
    let series = frozen.series.iter().filter_map(|series| {
        let measure = names.measures.get(&(series.measure.as_str(), series.audience.as_str()))?;
        let figure = report.own.iter().find(|figure| figure.measure.id == measure.id)?;
        let points = series.points.iter().map(|(day, done)| SeriesPoint { day: *day, done: *done }).collect();
        Some(series_of(figure, points, frozen))
    });
    let series = series.collect();
    (report, series)
}

struct Names<'a> {
    measures: HashMap<(&'a str, &'a str), &'a MeasureName>,
}

impl Names<'_> {
    fn figure(&self, unit: &UnitName, frozen: &FrozenFigure) -> Option<Figure> {
        let measure = *self.measures.get(&(frozen.measure.as_str(), frozen.audience.as_str()))?;
        Some(Figure {
            unit: unit.clone(),
            measure: measure.clone(),
            basis: basis(frozen),
            quota: frozen.quota,
            eligible: frozen.eligible,
            issued: frozen.issued,
            done: frozen.done,
            percent: frozen.percent.as_deref().and_then(Percent::parse),
            remaining: frozen.remaining,
            deadline: frozen.deadline,
            days_left: frozen.days_left,
            needed_per_day: frozen.needed_per_day,
            pace_per_day: frozen.pace_per_day.as_deref().and_then(tenths),
            at_deadline: frozen.at_deadline,
            forecast_on: frozen.forecast_on,
            expected_today: None,
            outlook: outlook(&frozen.outlook),
            detail: Detail {
                of_eligible: frozen.percent_of_eligible.as_deref().and_then(Percent::parse),
                range: frozen.range,
                stalled_since: frozen.stalled_since,
                since_round: frozen.since_round,
                since_start: frozen.since_start,
                beside: frozen.quotas_beside.iter().map(|beside| quota_beside(beside, frozen.done)).collect(),
                own_report: frozen.own_report,
                ..Detail::default()
            },
        })
    }
}

fn measure(place: i64, frozen: &FrozenMeasure) -> Option<MeasureName> {
    let (code, name) = (frozen.code.clone(), frozen.name.clone());
    let audience = Audience::parse(&frozen.audience)?;
    Some(MeasureName { id: MeasureId(-place), code, audience, name, has_quota: frozen.has_quota })
}

fn unit_name(line: &SnapshotLine, place: i64, frozen: &FrozenUnit) -> Option<UnitName> {
    let id = if frozen.parent.is_none() { line.head.unit } else { UnitId(-place) };
    let (slug, name) = (frozen.slug.clone(), frozen.name.clone());
    Some(UnitName { id, slug, name, kind: UnitKind::parse(&frozen.kind)?, local_order: frozen.local_order })
}

fn basis(frozen: &FrozenFigure) -> Basis {
    match (frozen.basis.as_str(), frozen.data_as_of, frozen.days_of_parts) {
        ("counted", day, _) => Basis::Counted(day),
        ("reported", Some(day), _) => Basis::Reported(day),
        ("mixed", _, Some((counted, reported))) => Basis::Mixed { counted, reported },
        // Snapshots of earlier versions have only the older of the two days.
        ("mixed", Some(reported), None) => Basis::Mixed { counted: None, reported },
        _ => Basis::None,
    }
}

fn outlook(word: &str) -> Outlook {
    use Outlook::{AtRisk, Met, Missed, NoData, OnTrack, Unlikely};
    let all = [Met, OnTrack, AtRisk, Unlikely, Missed];
    all.into_iter().find(|outlook| outlook.as_str() == word).unwrap_or(NoData)
}

/// `4.2` → 42.
fn tenths(plain: &str) -> Option<Tenths> {
    let (sign, digits) = plain.strip_prefix('-').map_or((1, plain), |digits| (-1, digits));
    let (whole, part) = digits.split_once('.')?;
    Some(Tenths(sign * (whole.parse::<i64>().ok()? * 10 + part.parse::<i64>().ok()?)))
}

fn quota_beside(frozen: &super::frozen::FrozenQuota, done: Option<i64>) -> QuotaBeside {
    QuotaBeside {
        issuer: frozen.issuer.clone(),
        quota: frozen.quota,
        percent: frozen.percent.as_deref().and_then(Percent::parse),
        remaining: done.map(|done| (frozen.quota - done).max(0)),
        deadline: frozen.deadline,
    }
}

fn series_of(figure: &Figure, points: Vec<SeriesPoint>, frozen: &Frozen) -> Series {
    let beside = figure.detail.beside.iter().map(|beside| OtherDeadline { on: beside.deadline, quota: beside.quota });
    Series {
        measure: figure.measure.clone(),
        points,
        quota: figure.quota,
        deadline: figure.deadline,
        other_deadlines: beside.collect(),
        at_deadline: figure.at_deadline,
        range: figure.detail.range,
        starts_on: frozen.campaign.starts_on,
        as_of: frozen.as_of,
    }
}
