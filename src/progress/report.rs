//! The figures of a campaign as every door shows them: command, page, API, workbook and mail read the same values.

use chrono::NaiveDate;

use crate::model::as_of::AsOf;
use crate::model::id::{CampaignId, MeasureId, UnitId};
use crate::model::percent::{Percent, Rounding};
use crate::model::tally::Audience;
use crate::model::unit::UnitKind;

/// A unit as figures name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitName {
    /// Identity.
    pub id: UnitId,
    /// Name in addresses: `cam-ngoc/ngoc-binh`.
    pub slug: String,
    /// `Thôn Ngọc Bình`.
    pub name: String,
    /// Kind on the as-of date.
    pub kind: UnitKind,
    /// Order among its siblings in annexes.
    pub local_order: i32,
}

/// The campaign as figures name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignName {
    /// Identity.
    pub id: CampaignId,
    /// `cam-ngoc-2023`.
    pub code: String,
    /// Title.
    pub title: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// How percentages are cut.
    pub rounding: Rounding,
}

/// A measure as figures name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureName {
    /// Identity.
    pub id: MeasureId,
    /// `vneid2.activated`.
    pub code: String,
    /// Whom it counts.
    pub audience: Audience,
    /// `Mức 2 đã kích hoạt`.
    pub name: String,
    /// Whether a quota belongs to it; a measure without one (`vneid.issued`) is shown beside the others.
    pub has_quota: bool,
}

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// Counted from lists of people; the day of the latest list.
    Counted(Option<NaiveDate>),
    /// Nobody has sent anything: no data is not zero.
    None,
}

/// Will it be met?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outlook {
    /// Reached.
    Met,
    /// At the present pace it will be.
    OnTrack,
    /// At the present pace it comes close.
    AtRisk,
    /// At the present pace it will not.
    Unlikely,
    /// The deadline has passed without it.
    Missed,
    /// No figure or no quota.
    NoData,
}

impl Outlook {
    /// The fixed word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::OnTrack => "on_track",
            Self::AtRisk => "at_risk",
            Self::Unlikely => "unlikely",
            Self::Missed => "missed",
            Self::NoData => "no_data",
        }
    }

    /// As an official says it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Met => "đạt",
            Self::OnTrack => "đúng tiến độ",
            Self::AtRisk => "cần đẩy nhanh",
            Self::Unlikely => "khó đạt",
            Self::Missed => "không đạt đúng hạn",
            Self::NoData => "chưa có số liệu",
        }
    }

    /// The shape that goes with the colour, which is never the only sign.
    pub fn shape(self) -> &'static str {
        match self {
            Self::Met => "●",
            Self::OnTrack => "▲",
            Self::AtRisk => "◆",
            Self::Unlikely | Self::Missed => "■",
            Self::NoData => "○",
        }
    }
}

/// A number with one decimal, as paces are told: 42 is 4,2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub i64);

impl Tenths {
    /// `4.2`.
    pub fn plain(self) -> String {
        format!("{}{}.{}", if self.0 < 0 { "-" } else { "" }, self.0.abs() / 10, self.0.abs() % 10)
    }

    /// `4,2`.
    pub fn vietnamese(self) -> String {
        self.plain().replace('.', ",")
    }
}

/// One measure in one unit at the as-of date.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Which unit.
    pub unit: UnitName,
    /// Which measure.
    pub measure: MeasureName,
    /// Counted, or nothing known.
    pub basis: Basis,
    /// How many people have to be reached; `None` where no quota is given.
    pub quota: Option<i64>,
    /// How many could.
    pub eligible: Option<i64>,
    /// How many have one, activated or not; for measures that count something later than being issued.
    pub issued: Option<i64>,
    /// How many count.
    pub done: Option<i64>,
    /// `done` of `quota`.
    pub percent: Option<Percent>,
    /// How many are missing, never below zero.
    pub remaining: Option<i64>,
    /// The last day that counts.
    pub deadline: Option<NaiveDate>,
    /// Days to it; negative afterwards.
    pub days_left: Option<i64>,
    /// How many a day are needed to make it, rounded up; `None` once the deadline has passed.
    pub needed_per_day: Option<i64>,
    /// How many a day there were lately.
    pub pace_per_day: Option<Tenths>,
    /// Value at the deadline at that pace.
    pub at_deadline: Option<i64>,
    /// The day on which the quota is reached at that pace.
    pub forecast_on: Option<NaiveDate>,
    /// Where it should stand today if the work were spread evenly over the campaign.
    pub expected_today: Option<i64>,
    /// Will it be met?
    pub outlook: Outlook,
}

/// Figures of a unit and its children at one as-of date.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgressReport {
    /// The campaign.
    pub campaign: CampaignName,
    /// The as-of date.
    pub as_of: AsOf,
    /// The unit and the units above it within the reader's scope, highest first, the unit itself last.
    pub path: Vec<UnitName>,
    /// Measures in their order.
    pub measures: Vec<MeasureName>,
    /// The unit's own figures, one per measure.
    pub own: Vec<Figure>,
    /// Children in local order, each with one figure per measure that can be counted there.
    pub children: Vec<(UnitName, Vec<Figure>)>,
}

/// One point of a measure over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesPoint {
    /// End of this day.
    pub day: NaiveDate,
    /// How many counted.
    pub done: i64,
}

/// A measure over time, from the first day of the campaign to the as-of date: one point per day with a change, and both ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The measure.
    pub measure: MeasureName,
    /// Points, ascending by day.
    pub points: Vec<SeriesPoint>,
    /// The quota of the unit.
    pub quota: Option<i64>,
    /// The last day that counts.
    pub deadline: Option<NaiveDate>,
    /// First day of the campaign.
    pub starts_on: NaiveDate,
    /// The as-of date.
    pub as_of: NaiveDate,
}
