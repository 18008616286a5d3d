//! Figures as one JSON document, the same from the command line and from the API.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::ranking::Ranking;
use super::report::{Figure, MeasureName, ProgressReport, QuotaBeside};
use super::sentence::summary;
use super::units_summary::units_summary;

/// Figures of a unit and its children at one as-of date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProgressJson {
    /// Code of the campaign.
    #[schema(example = "cam-ngoc-2023")]
    pub campaign: String,
    /// The last day whose events count.
    pub as_of: NaiveDate,
    /// The unit's own figures, one row per measure, then those of its children in local order.
    pub rows: Vec<ProgressRow>,
    /// The sentence that can be pasted into a dispatch.
    pub sentence: String,
    /// How the units below stand, one entry per measure.
    pub units: Vec<UnitsJson>,
}

/// One measure in one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProgressRow {
    /// Slug of the unit.
    #[schema(example = "cam-ngoc")]
    pub unit: String,
    /// Its name.
    pub unit_name: String,
    /// Code of the measure.
    #[schema(example = "vneid2.activated")]
    pub measure: String,
    /// `residents`, `staff`, one category of it (`staff:public_employee`) or `all`.
    pub audience: &'static str,
    /// How many people have to be reached.
    pub quota: Option<i64>,
    /// How many could.
    pub eligible: Option<i64>,
    /// How many have one, activated or not.
    pub issued: Option<i64>,
    /// How many count; null where nothing was reported.
    pub done: Option<i64>,
    /// `done` of `quota`, as it would be printed but with a decimal point.
    #[schema(example = "83.89")]
    pub percent: Option<String>,
    /// How many are missing, never below zero.
    pub remaining: Option<i64>,
    /// The last day that counts.
    pub deadline: Option<NaiveDate>,
    /// Days from the as-of date to it; negative afterwards.
    pub days_left: Option<i64>,
    /// How many a day are needed to make it, rounded up.
    pub needed_per_day: Option<i64>,
    /// How many a day there were lately, with one decimal.
    #[schema(example = "4.2")]
    pub pace_per_day: Option<String>,
    /// The day on which the quota is reached at that pace.
    pub forecast_on: Option<NaiveDate>,
    /// `met`, `on_track`, `at_risk`, `unlikely`, `missed` or `no_data`.
    pub outlook: &'static str,
    /// `counted`, `reported`, `mixed` or `none`.
    pub basis: &'static str,
    /// The day that the data are of; of parts of different days the oldest.
    pub data_as_of: Option<NaiveDate>,
    /// `done` of `eligible`, as it would be printed but with a decimal point.
    #[schema(example = "27.38")]
    pub percent_of_eligible: Option<String>,
    /// Value at the deadline at the present pace.
    pub at_deadline: Option<i64>,
    /// Lower end of that value in 80 of 100 cases.
    pub at_deadline_low: Option<i64>,
    /// Upper end of that value in 80 of 100 cases.
    pub at_deadline_high: Option<i64>,
    /// Earliest day of completion in 80 of 100 cases.
    pub forecast_earliest: Option<NaiveDate>,
    /// Latest day of completion in 80 of 100 cases.
    pub forecast_latest: Option<NaiveDate>,
    /// The first day without additions, where the work stands still.
    pub stalled_since: Option<NaiveDate>,
    /// What came since the last round of reports, or in the last seven days where there was none.
    pub added_since_round: Option<i64>,
    /// The day since the end of which that is told.
    pub round_ended_on: Option<NaiveDate>,
    /// What came since the first day of the campaign.
    pub added_since_start: Option<i64>,
    /// Place among the units beside it, by the share of the quota; equals share a rank.
    pub rank: Option<u32>,
    /// Place among the units beside it over all measures with a quota: by the mean of the shares, each up to 100 %.
    pub composite_rank: Option<u32>,
    /// What the unit itself last reported, also where it is not what is shown.
    pub own_report: Option<i64>,
    /// The day of that report.
    pub own_report_on: Option<NaiveDate>,
    /// Quotas of other issuers than the leading one.
    pub quotas_beside: Vec<QuotaBesideJson>,
}

/// A quota of another issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct QuotaBesideJson {
    /// Who gave it.
    pub issuer: String,
    /// How many people.
    pub quota: i64,
    /// `done` of it.
    pub percent: Option<String>,
    /// How many are missing.
    pub remaining: Option<i64>,
    /// The last day that counts.
    pub deadline: NaiveDate,
}

/// How the units below stand in one measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitsJson {
    /// Code of the measure.
    pub measure: String,
    /// `residents`, `staff`, one category of it (`staff:public_employee`) or `all`.
    pub audience: &'static str,
    /// Units that the measure concerns.
    pub units: usize,
    /// Units with a quota.
    pub with_quota: usize,
    /// Units that reached their quota.
    pub completed: usize,
    /// Units under 10 % of their quota.
    pub under_10: usize,
    /// Units under 50 % of their quota.
    pub under_50: usize,
    /// Units whose figure is counted from lists.
    pub counted: usize,
    /// Units whose figure is reported.
    pub reported: usize,
    /// Units whose figure is both.
    pub mixed: usize,
    /// Slugs of the units of which nothing is known.
    pub no_data: Vec<String>,
    /// Slugs of the units whose data are more than seven days older than the as-of date.
    pub stale: Vec<String>,
}

impl From<&ProgressReport> for ProgressJson {
    fn from(report: &ProgressReport) -> Self {
        let ranking = Ranking::of(report);
        let children = report.children.iter().flat_map(|(_, figures)| figures);
        let ranked = |figure: &Figure| ProgressRow {
            rank: ranking.rank(figure.unit.id, figure.measure.id),
            composite_rank: ranking.composite(figure.unit.id).map(|composite| composite.rank),
            ..ProgressRow::from(figure)
        };
        Self {
            campaign: report.campaign.code.clone(),
            as_of: report.as_of.day(),
            rows: report.own.iter().map(ProgressRow::from).chain(children.map(ranked)).collect(),
            sentence: summary(report),
            units: report.measures.iter().map(|measure| UnitsJson::of(report, measure)).collect(),
        }
    }
}

impl UnitsJson {
    fn of(report: &ProgressReport, measure: &MeasureName) -> Self {
        let summary = units_summary(report, measure.id);
        Self {
            measure: measure.code.clone(),
            audience: measure.audience.as_str(),
            units: summary.units,
            with_quota: summary.with_quota,
            completed: summary.completed,
            under_10: summary.under_10,
            under_50: summary.under_50,
            counted: summary.counted,
            reported: summary.reported,
            mixed: summary.mixed,
            no_data: summary.no_data.into_iter().map(|unit| unit.slug).collect(),
            stale: summary.stale.into_iter().map(|(unit, _)| unit.slug).collect(),
        }
    }
}

impl From<&QuotaBeside> for QuotaBesideJson {
    fn from(beside: &QuotaBeside) -> Self {
        Self {
            issuer: beside.issuer.clone(),
            quota: beside.quota,
            percent: beside.percent.map(|percent| percent.to_string()),
            remaining: beside.remaining,
            deadline: beside.deadline,
        }
    }
}

impl From<&Figure> for ProgressRow {
    fn from(figure: &Figure) -> Self {
        let detail = &figure.detail;
        Self {
            unit: figure.unit.slug.clone(),
            unit_name: figure.unit.name.clone(),
            measure: figure.measure.code.clone(),
            audience: figure.measure.audience.as_str(),
            quota: figure.quota,
            eligible: figure.eligible,
            issued: figure.issued,
            done: figure.done,
            percent: figure.percent.map(|percent| percent.to_string()),
            remaining: figure.remaining,
            deadline: figure.deadline,
            days_left: figure.days_left,
            needed_per_day: figure.needed_per_day,
            pace_per_day: figure.pace_per_day.map(|pace| pace.plain()),
            forecast_on: figure.forecast_on,
            outlook: figure.outlook.as_str(),
            basis: figure.basis.as_str(),
            data_as_of: figure.basis.day(),
            percent_of_eligible: detail.of_eligible.map(|percent| percent.to_string()),
            at_deadline: figure.at_deadline,
            at_deadline_low: detail.range.map(|range| range.low),
            at_deadline_high: detail.range.map(|range| range.high),
            forecast_earliest: detail.range.and_then(|range| range.earliest),
            forecast_latest: detail.range.and_then(|range| range.latest),
            stalled_since: detail.stalled_since,
            added_since_round: detail.since_round.map(|change| change.added),
            round_ended_on: detail.since_round.map(|change| change.since),
            added_since_start: detail.since_start.map(|change| change.added),
            rank: None,
            composite_rank: None,
            own_report: detail.own_report.map(|report| report.value),
            own_report_on: detail.own_report.map(|report| report.day),
            quotas_beside: detail.beside.iter().map(QuotaBesideJson::from).collect(),
        }
    }
}
