//! Data files of kinds `rounds` and `reports`: rounds that were, with their dates, and what was handed in. Nothing here knows the database.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use crate::model::round::{Due, DueWording};
use crate::model::tally::Audience;

/// A deadline as a file describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DueData {
    on: NaiveDate,
    #[serde(default)]
    time: Option<chrono::NaiveTime>,
    #[serde(default)]
    wording: DueWording,
}

impl DueData {
    /// The deadline.
    pub fn due(&self) -> Due {
        Due::worded(self.on, self.time, self.wording)
    }
}

/// A measure by code and audience.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "explained at model::campaign::Measure")]
pub struct MeasureName {
    pub measure: String,
    pub audience: Audience,
}

/// A hop as a file describes it; the fields are those of [`super::NewHop`].
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "explained at rounds::NewHop")]
pub struct HopData {
    #[serde(default)]
    pub receiver: Option<String>,
    #[serde(default)]
    pub receiver_name: Option<String>,
    pub due: DueData,
    #[serde(default)]
    pub units: Vec<String>,
}

/// A new date as a file describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "explained at rounds::NewDue")]
pub struct NewDueData {
    pub hop: i32,
    pub due: DueData,
    pub document: String,
    pub at: DateTime<Utc>,
}

/// A round as a file describes it; the fields are those of [`super::NewRound`].
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "explained at rounds::NewRound")]
pub struct RoundData {
    pub name: String,
    #[serde(default)]
    pub unit: Option<String>,
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    #[serde(default)]
    pub document: Option<String>,
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default)]
    pub measures: Vec<MeasureName>,
    pub opened_at: DateTime<Utc>,
    pub hops: Vec<HopData>,
    #[serde(default)]
    pub new_dues: Vec<NewDueData>,
}

/// `"kind": "rounds"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundsData {
    /// `rounds`.
    pub kind: String,
    /// Code of the campaign.
    pub campaign: String,
    /// The rounds.
    pub rounds: Vec<RoundData>,
}

/// A figure of a report.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "explained at rounds::GivenFigure")]
pub struct FigureData {
    pub measure: String,
    pub audience: Audience,
    pub value: i64,
    #[serde(default)]
    pub base: Option<i64>,
}

/// What was decided about a report.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionData {
    /// When.
    pub at: DateTime<Utc>,
    /// Why it was sent back; nothing where it was accepted.
    #[serde(default)]
    pub returned: Option<String>,
}

/// A report as a file describes it: figures, or `nil`, or `counted` (the lists imported so far count as the report).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportData {
    /// Name of the round.
    pub round: String,
    /// At which hop.
    #[serde(default = "first")]
    pub hop: i32,
    /// Slug of the unit.
    pub unit: String,
    /// When the receiver had it.
    pub received_at: DateTime<Utc>,
    /// Nothing has happened.
    #[serde(default)]
    pub nil: bool,
    /// The lists count.
    #[serde(default)]
    pub counted: bool,
    /// The figures.
    #[serde(default)]
    pub figures: Vec<FigureData>,
    /// A word with it.
    #[serde(default)]
    pub note: Option<String>,
    /// What was decided about it.
    #[serde(default)]
    pub decision: Option<DecisionData>,
}

fn first() -> i32 {
    1
}

/// `"kind": "reports"`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportsData {
    /// `reports`.
    pub kind: String,
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit whose rounds they are; the unit of the campaign where none is named.
    #[serde(default)]
    pub unit: Option<String>,
    /// The reports, in the order in which they came.
    pub reports: Vec<ReportData>,
}

/// A file, read.
#[derive(Debug, Clone)]
pub enum RoundFile {
    /// Rounds.
    Rounds(RoundsData),
    /// Reports.
    Reports(ReportsData),
}

#[derive(Deserialize)]
struct Kind {
    kind: String,
}

/// Reads a file of these kinds; `None` where it is of another kind.
///
/// # Errors
/// What is wrong with it, with its line.
pub fn read(content: &[u8]) -> Option<Result<RoundFile, (u64, String)>> {
    let kind = serde_json::from_slice::<Kind>(content).ok()?.kind;
    let told = |error: serde_json::Error| (error.line() as u64, error.to_string());
    match kind.as_str() {
        "rounds" => Some(serde_json::from_slice(content).map(RoundFile::Rounds).map_err(told)),
        "reports" => Some(serde_json::from_slice(content).map(RoundFile::Reports).map_err(told)),
        _ => None,
    }
}
