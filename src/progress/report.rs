//! The figures of a campaign as every door shows them: command, page, API, workbook and mail read the same values.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::as_of::AsOf;
use crate::model::id::{CampaignId, MeasureId, UnitId};
use crate::model::percent::{Percent, Rounding};
use crate::model::tally::Audience;
use crate::model::unit::UnitKind;
use crate::vn::date::in_text;

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
    /// Reported as a total; the day of the report, of several the oldest.
    Reported(NaiveDate),
    /// Partly counted, partly reported by units without lists.
    Mixed {
        /// The day of the latest list.
        counted: Option<NaiveDate>,
        /// The day of the oldest report that is added.
        reported: NaiveDate,
    },
    /// Nobody has sent anything: no data is not zero.
    None,
}

impl Basis {
    /// The word in data exchanged with programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Counted(_) => "counted",
            Self::Reported(_) => "reported",
            Self::Mixed { .. } => "mixed",
            Self::None => "none",
        }
    }

    /// The day that the data are of; of parts of different days the oldest.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Counted(day) => day,
            Self::Reported(day) => Some(day),
            Self::Mixed { counted, reported } => Some(counted.map_or(reported, |counted| counted.min(reported))),
            Self::None => None,
        }
    }

    /// As an official says it.
    pub fn vietnamese(self) -> String {
        let listed = |day: Option<NaiveDate>| match day {
            Some(day) => format!("đếm từ danh sách, danh sách mới nhất lập ngày {}", in_text(day)),
            None => "đếm từ danh sách".to_owned(),
        };
        match self {
            Self::Counted(day) => listed(day),
            Self::Reported(day) => format!("theo báo cáo, số liệu đến ngày {}", in_text(day)),
            Self::Mixed { counted, reported } => {
                format!(
                    "{}; cộng báo cáo của đơn vị chưa có danh sách, số liệu từ ngày {}",
                    listed(counted),
                    in_text(reported)
                )
            }
            Self::None => "chưa có số liệu".to_owned(),
        }
    }
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
    /// Counted, reported, both, or nothing known.
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
    /// What stands behind the figure and beside it.
    pub detail: Detail,
}

/// What stands behind a figure and beside it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Detail {
    /// `done` of `eligible`, beside the share of the quota.
    pub of_eligible: Option<Percent>,
    /// What the forecast may be off by.
    pub range: Option<Range>,
    /// The first day without additions, where the work stands still.
    pub stalled_since: Option<NaiveDate>,
    /// What came since the last round of reports, or in the last seven days where there was none.
    pub since_round: Option<Change>,
    /// What came since the first day of the campaign.
    pub since_start: Option<Change>,
    /// Quotas of other issuers than the leading one.
    pub beside: Vec<QuotaBeside>,
    /// What the unit itself last reported, also where it is not what is shown.
    pub own_report: Option<OwnReport>,
    /// Values at the end of the last days, the as-of date last; empty where nothing is known.
    pub recent: Vec<i64>,
    /// What is counted instead of people: `buổi`, `tin, bài`.
    pub noun: Option<String>,
}

/// The range that covers what comes in 80 of 100 cases, if things go on as they did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// Lower end of the value at the deadline.
    pub low: i64,
    /// Upper end of the value at the deadline.
    pub high: i64,
    /// Earliest day on which the quota is reached.
    pub earliest: Option<NaiveDate>,
    /// Latest day on which the quota is reached; `None` where it may take longer than anybody looks ahead.
    pub latest: Option<NaiveDate>,
}

/// What was added since a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// After the end of this day.
    pub since: NaiveDate,
    /// So many.
    pub added: i64,
}

/// A quota of another issuer.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaBeside {
    /// Who gave it.
    pub issuer: String,
    /// How many people.
    pub quota: i64,
    /// `done` of it.
    pub percent: Option<Percent>,
    /// How many are missing.
    pub remaining: Option<i64>,
    /// The last day that counts.
    pub deadline: NaiveDate,
}

/// What a unit itself reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnReport {
    /// The total.
    pub value: i64,
    /// The day up to which it counts.
    pub day: NaiveDate,
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

/// A deadline beside the one that a unit is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherDeadline {
    /// The last day that counts.
    pub on: NaiveDate,
    /// So many people by then.
    pub quota: i64,
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
    /// Other deadlines, ascending: of the leading issuer, and of others.
    pub other_deadlines: Vec<OtherDeadline>,
    /// Value at the deadline at the present pace.
    pub at_deadline: Option<i64>,
    /// The range behind it.
    pub range: Option<Range>,
    /// First day of the campaign.
    pub starts_on: NaiveDate,
    /// The as-of date.
    pub as_of: NaiveDate,
}
