//! Figures as one JSON document, the same from the command line and from the API.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::report::{Figure, ProgressReport};

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
    /// `residents`, `staff` or `all`.
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
}

impl From<&ProgressReport> for ProgressJson {
    fn from(report: &ProgressReport) -> Self {
        let children = report.children.iter().flat_map(|(_, figures)| figures);
        Self {
            campaign: report.campaign.code.clone(),
            as_of: report.as_of.day(),
            rows: report.own.iter().chain(children).map(ProgressRow::from).collect(),
        }
    }
}

impl From<&Figure> for ProgressRow {
    fn from(figure: &Figure) -> Self {
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
        }
    }
}
