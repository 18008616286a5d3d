//! The content of frozen figures: everything that a document of that day says, by names and codes, so that it can be read without the database that it
//! came from. Written as JSON with a version number; a later version of the program reads all earlier ones.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::ranking::Ranking;
use super::report::{Basis, Change, Figure, MeasureName, OwnReport, ProgressReport, QuotaBeside, Range, UnitName};
use super::sentence::summary;
use crate::model::campaign::LegalGround;
use crate::model::percent::Rounding;

/// The version that is written.
pub const VERSION: u32 = 1;

/// Frozen figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// [`VERSION`] at the time.
    pub version: u32,
    /// The campaign as it was.
    pub campaign: FrozenCampaign,
    /// The last day whose events count.
    pub as_of: NaiveDate,
    /// When the figures were frozen: what was known then.
    pub taken_at: DateTime<Utc>,
    /// The sentence for a dispatch.
    pub sentence: String,
    /// What was measured, in order.
    pub measures: Vec<FrozenMeasure>,
    /// The unit and everything below it, each unit before those below it, in local order.
    pub units: Vec<FrozenUnit>,
    /// How the unit's own figures grew.
    pub series: Vec<FrozenSeries>,
}

/// The campaign as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenCampaign {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// How percentages are cut.
    pub rounding: Rounding,
    /// The documents it rests on.
    pub legal_grounds: Vec<LegalGround>,
}

/// A measure as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenMeasure {
    /// Code.
    pub code: String,
    /// `residents`, `staff`, one category of it (`staff:public_employee`) or `all`.
    pub audience: String,
    /// Name.
    pub name: String,
    /// Whether a quota belonged to it.
    pub has_quota: bool,
}

/// A unit as it was, with its figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenUnit {
    /// Slug.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Kind, as stored.
    pub kind: String,
    /// Slug of the unit above; none for the unit on top.
    pub parent: Option<String>,
    /// Order among its siblings in annexes.
    pub local_order: i32,
    /// Place among its siblings over all measures.
    pub composite_rank: Option<u32>,
    /// Its figures.
    pub figures: Vec<FrozenFigure>,
}

/// One measure in one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "as in report::Figure and report::Detail")]
pub struct FrozenFigure {
    pub measure: String,
    pub audience: String,
    pub basis: String,
    pub basis_words: String,
    pub data_as_of: Option<NaiveDate>,
    /// Of a figure that is partly counted, partly reported: the day of the latest list and that of the oldest report. Left out for all others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_of_parts: Option<(Option<NaiveDate>, NaiveDate)>,
    pub quota: Option<i64>,
    pub eligible: Option<i64>,
    pub issued: Option<i64>,
    pub done: Option<i64>,
    pub percent: Option<String>,
    pub percent_of_eligible: Option<String>,
    pub remaining: Option<i64>,
    pub deadline: Option<NaiveDate>,
    pub days_left: Option<i64>,
    pub needed_per_day: Option<i64>,
    pub pace_per_day: Option<String>,
    pub at_deadline: Option<i64>,
    pub range: Option<Range>,
    pub forecast_on: Option<NaiveDate>,
    pub stalled_since: Option<NaiveDate>,
    pub outlook: String,
    pub since_round: Option<Change>,
    pub since_start: Option<Change>,
    pub rank: Option<u32>,
    pub own_report: Option<OwnReport>,
    pub quotas_beside: Vec<FrozenQuota>,
}

/// A quota of another issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenQuota {
    /// Who gave it.
    pub issuer: String,
    /// How many people.
    pub quota: i64,
    /// `done` of it.
    pub percent: Option<String>,
    /// The last day that counts.
    pub deadline: NaiveDate,
}

/// A measure over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenSeries {
    /// Code of the measure.
    pub measure: String,
    /// `residents`, `staff`, one category of it (`staff:public_employee`) or `all`.
    pub audience: String,
    /// Value at the end of each day with a change.
    pub points: Vec<(NaiveDate, i64)>,
}

impl Frozen {
    /// Begins with the unit on top: its own figures and those of the units right below it.
    pub(super) fn begin(report: &ProgressReport, legal_grounds: Vec<LegalGround>, taken_at: DateTime<Utc>) -> Self {
        let campaign = FrozenCampaign {
            code: report.campaign.code.clone(),
            title: report.campaign.title.clone(),
            starts_on: report.campaign.starts_on,
            ends_on: report.campaign.ends_on,
            rounding: report.campaign.rounding,
            legal_grounds,
        };
        let mut frozen = Self {
            version: VERSION,
            campaign,
            as_of: report.as_of.day(),
            taken_at,
            sentence: summary(report),
            measures: report.measures.iter().map(FrozenMeasure::from).collect(),
            units: Vec::new(),
            series: Vec::new(),
        };
        if let Some(top) = report.path.last() {
            frozen.units.push(unit(top, None, &report.own, &Ranking::default()));
        }
        frozen.add_below(report);
        frozen
    }

    /// The units right below the one on top, in local order.
    pub fn below(&self) -> Vec<&FrozenUnit> {
        let Some(top) = self.units.first() else { return Vec::new() };
        let mut units: Vec<&FrozenUnit> =
            self.units.iter().filter(|unit| unit.parent.as_deref() == Some(top.slug.as_str())).collect();
        units.sort_by_key(|unit| unit.local_order);
        units
    }

    /// Adds the units right below the one that a report is about.
    pub(super) fn add_below(&mut self, report: &ProgressReport) {
        let Some(parent) = report.path.last() else { return };
        let ranking = Ranking::of(report);
        let below = report.children.iter().map(|(name, figures)| unit(name, Some(&parent.slug), figures, &ranking));
        self.units.extend(below);
    }
}

fn unit(name: &UnitName, parent: Option<&str>, figures: &[Figure], ranking: &Ranking) -> FrozenUnit {
    FrozenUnit {
        slug: name.slug.clone(),
        name: name.name.clone(),
        kind: name.kind.as_str().to_owned(),
        parent: parent.map(str::to_owned),
        local_order: name.local_order,
        composite_rank: ranking.composite(name.id).map(|place| place.rank),
        figures: figures.iter().map(|figure| frozen(figure, ranking)).collect(),
    }
}

fn frozen(figure: &Figure, ranking: &Ranking) -> FrozenFigure {
    let detail = &figure.detail;
    FrozenFigure {
        measure: figure.measure.code.clone(),
        audience: figure.measure.audience.as_str().to_owned(),
        basis: figure.basis.as_str().to_owned(),
        basis_words: figure.basis.vietnamese(),
        data_as_of: figure.basis.day(),
        days_of_parts: match figure.basis {
            Basis::Mixed { counted, reported } => Some((counted, reported)),
            _ => None,
        },
        quota: figure.quota,
        eligible: figure.eligible,
        issued: figure.issued,
        done: figure.done,
        percent: figure.percent.map(|percent| percent.to_string()),
        percent_of_eligible: detail.of_eligible.map(|percent| percent.to_string()),
        remaining: figure.remaining,
        deadline: figure.deadline,
        days_left: figure.days_left,
        needed_per_day: figure.needed_per_day,
        pace_per_day: figure.pace_per_day.map(|pace| pace.plain()),
        at_deadline: figure.at_deadline,
        range: detail.range,
        forecast_on: figure.forecast_on,
        stalled_since: detail.stalled_since,
        outlook: figure.outlook.as_str().to_owned(),
        since_round: detail.since_round,
        since_start: detail.since_start,
        rank: ranking.rank(figure.unit.id, figure.measure.id),
        own_report: detail.own_report,
        quotas_beside: detail.beside.iter().map(FrozenQuota::from).collect(),
    }
}

impl From<&MeasureName> for FrozenMeasure {
    fn from(measure: &MeasureName) -> Self {
        let (code, name) = (measure.code.clone(), measure.name.clone());
        Self { code, audience: measure.audience.as_str().to_owned(), name, has_quota: measure.has_quota }
    }
}

impl From<&QuotaBeside> for FrozenQuota {
    fn from(beside: &QuotaBeside) -> Self {
        let percent = beside.percent.map(|percent| percent.to_string());
        Self { issuer: beside.issuer.clone(), quota: beside.quota, percent, deadline: beside.deadline }
    }
}
