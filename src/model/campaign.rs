//! Campaigns, their measures and quotas.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::id::{AccountId, BlobId, CampaignId, IssuerId, MeasureId, QuotaId, TallyId, UnitId};
use super::percent::{Percent, Rounding};
use super::tally::Audience;

/// A campaign (chiến dịch, kế hoạch, đợt cao điểm).
#[derive(Debug, Clone, PartialEq)]
pub struct Campaign {
    /// Identity.
    pub id: CampaignId,
    /// Code in commands and addresses: `cam-ngoc-2023`.
    pub code: String,
    /// The unit that runs it.
    pub unit: UnitId,
    /// Title.
    pub title: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// The as-of date its pages open at; today where none is set.
    pub default_as_of: Option<NaiveDate>,
    /// How percentages are cut.
    pub rounding: Rounding,
    /// What the personal data are used for (Luật 91/2025/QH15, purpose limitation).
    pub purpose: String,
    /// The day after which the personal data are to be deleted or de-identified.
    pub retention_until: NaiveDate,
    /// Link for people who need help.
    pub support_link: Option<String>,
    /// Counts the changes: a form that is older than the last one is refused.
    pub revision: i64,
}

/// A document that a campaign rests on, with its file where one was attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledGround {
    /// The document.
    pub ground: LegalGround,
    /// Where its file is, and the name of it.
    pub file: Option<(BlobId, String)>,
}

/// Whom people ask about a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CampaignContact {
    /// Name.
    pub name: String,
    /// Post.
    #[serde(default)]
    pub post: Option<String>,
    /// Phone of the office, meant to be told to everybody.
    #[serde(default)]
    pub phone: Option<String>,
    /// Mail address.
    #[serde(default)]
    pub email: Option<String>,
}

/// Where and when people are served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignSession {
    /// The village or commune it is for; none where it is for everybody.
    pub unit: Option<UnitId>,
    /// Where: `Nhà văn hóa thôn Ngọc Bình`.
    pub place: String,
    /// First day.
    pub held_on: NaiveDate,
    /// Last day; the same for a single day.
    pub held_to: NaiveDate,
    /// From what time.
    pub from_time: Option<NaiveTime>,
    /// Until what time.
    pub to_time: Option<NaiveTime>,
    /// Who is in charge.
    pub in_charge: Option<String>,
}

/// A document from above that a campaign rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalGround {
    /// `70/KH-UBND`.
    pub number: String,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// `UBND tỉnh Thanh Hóa`.
    pub issuer: String,
    /// What it is about.
    pub subject: String,
}

/// What a campaign counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Identity.
    pub id: MeasureId,
    /// The campaign.
    pub campaign: CampaignId,
    /// `vneid2.activated`, `vneid.issued`.
    pub code: String,
    /// Whom it counts.
    pub audience: Audience,
    /// Name on tiles and in tables: `Mức 2 đã kích hoạt`.
    pub name: String,
    /// Order.
    pub position: i32,
    /// What counts as done.
    pub done: TallyId,
    /// What counts as issued, where the measure counts something later than that.
    pub issued: Option<TallyId>,
    /// The base: who could.
    pub eligible: TallyId,
    /// What it counts instead of people; such a measure is known from reports only, its tallies stay empty.
    pub activity: Option<Activity>,
    /// No longer followed; its quotas and reports are kept.
    pub retired: bool,
}

/// What a measure without persons counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// `buổi`, `lượt người`, `tin, bài`; of a share what the part is: `hồ sơ trực tuyến`.
    pub noun: String,
    /// Of a share, what the whole is: `hồ sơ`.
    pub base_noun: Option<String>,
}

/// A quota: a number or a share of the eligible base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// So many people.
    Absolute(i64),
    /// So many of the eligible.
    Share(Percent),
}

impl Target {
    /// How many people that is, given the base.
    pub fn people(self, eligible: i64) -> i64 {
        match self {
            Self::Absolute(people) => people,
            Self::Share(share) => share.of_people(eligible),
        }
    }
}

/// A quota given to a unit (chỉ tiêu giao).
#[derive(Debug, Clone, PartialEq)]
pub struct Quota {
    /// Identity.
    pub id: QuotaId,
    /// The measure.
    pub measure: MeasureId,
    /// Who has to reach it.
    pub unit: UnitId,
    /// Who gave it.
    pub issuer: IssuerId,
    /// How much.
    pub target: Target,
    /// The last day that counts.
    pub deadline: NaiveDate,
    /// The document that gave it, as cited.
    pub document: Option<String>,
    /// 1 for the first of this issuer; later revisions replace earlier ones, which are kept.
    pub revision: i32,
}

/// Who gives quotas in a campaign (đơn vị giao chỉ tiêu).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaIssuer {
    /// Identity.
    pub id: IssuerId,
    /// `UBND xã Cẩm Ngọc`, `Công an huyện Cẩm Thủy`.
    pub name: String,
}

/// One revision of a quota, as its history shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaRevision {
    /// Who gave it.
    pub issuer: IssuerId,
    /// 1 for the first of this issuer.
    pub revision: i32,
    /// How much; `None` where it was taken back.
    pub target: Option<Target>,
    /// The last day that counts.
    pub deadline: NaiveDate,
    /// The document, as cited.
    pub document: Option<String>,
    /// Why, where somebody said so.
    pub reason: Option<String>,
    /// Who wrote it; none where it came out of a file.
    pub account: Option<AccountId>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// The quota that figures of a day are measured against, of those of one unit, measure and issuer: the next deadline that has not passed, or else the
/// last one.
pub fn in_force(quotas: &[Quota], as_of: NaiveDate) -> Option<&Quota> {
    let ahead = quotas.iter().filter(|quota| quota.deadline >= as_of).min_by_key(|quota| quota.deadline);
    ahead.or_else(|| quotas.iter().max_by_key(|quota| quota.deadline))
}
