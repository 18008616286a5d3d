//! `"kind": "campaigns"` and `"quotas"`.

use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;

use crate::model::campaign::{CampaignContact, LegalGround};
use crate::model::percent::Rounding;
use crate::model::person::StaffCategory;
use crate::model::tally::Audience;

/// A campaign as a data file describes it; the fields are those of [`crate::model::campaign::Campaign`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "explained at model::campaign::Campaign")]
pub struct CampaignData {
    pub code: String,
    /// Slug.
    pub unit: String,
    pub title: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    #[serde(default)]
    pub default_as_of: Option<NaiveDate>,
    #[serde(default)]
    pub rounding: Rounding,
    pub purpose: String,
    pub retention_until: NaiveDate,
    #[serde(default)]
    pub support_link: Option<String>,
    #[serde(default)]
    pub legal_grounds: Vec<LegalGround>,
    #[serde(default)]
    pub contacts: Vec<CampaignContact>,
    /// Where and when people are served; none leaves those that are there.
    #[serde(default)]
    pub sessions: Vec<SessionData>,
    pub measures: Vec<MeasureData>,
    #[serde(default)]
    pub tasks: Vec<TaskData>,
}

/// A session as a data file describes it; the fields are those of [`crate::model::campaign::CampaignSession`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "explained at model::campaign::CampaignSession")]
pub struct SessionData {
    /// Slug.
    #[serde(default)]
    pub unit: Option<String>,
    pub place: String,
    pub held_on: NaiveDate,
    /// The same day where none is named.
    #[serde(default)]
    pub held_to: Option<NaiveDate>,
    #[serde(default)]
    pub from_time: Option<NaiveTime>,
    #[serde(default)]
    pub to_time: Option<NaiveTime>,
    #[serde(default)]
    pub in_charge: Option<String>,
}

/// What a document asks of an addressee; the fields are those of [`crate::model::task::Task`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "explained at model::task::Task")]
pub struct TaskData {
    pub addressee: String,
    /// Slug.
    #[serde(default)]
    pub unit: Option<String>,
    pub content: String,
    #[serde(default)]
    pub due_on: Option<NaiveDate>,
    #[serde(default)]
    pub due_wording: Option<String>,
    #[serde(default)]
    pub document: Option<String>,
}

/// A measure as a data file describes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureData {
    /// `vneid2.activated`, `vneid.issued`.
    pub code: String,
    /// Whom it counts: `residents`, `staff`, of these one category (`staff:public_employee`), or `all`.
    pub audience: Audience,
    /// Name on tiles and in tables.
    pub name: String,
    /// Only staff of this category: with `staff` the same as `staff:public_employee`.
    #[serde(default)]
    pub category: Option<StaffCategory>,
    /// Only people with a valid card are eligible.
    #[serde(default)]
    pub with_card: bool,
    /// What a measure without persons counts, filled by reports only; its code is of the file's choice (`activity.buoi`).
    #[serde(default)]
    pub noun: Option<String>,
    /// Where such a measure is a share, what the whole is.
    #[serde(default)]
    pub base_noun: Option<String>,
}

/// Quotas of one campaign as a data file describes them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotasData {
    /// `quotas`.
    pub kind: String,
    /// Code of the campaign.
    pub campaign: String,
    /// The quotas.
    pub quotas: Vec<QuotaData>,
}

/// A quota as a data file describes it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaData {
    /// Code of the measure.
    pub measure: String,
    /// Audience of the measure.
    pub audience: Audience,
    /// Slug of the unit.
    pub unit: String,
    /// So many people; either this or `percent`.
    #[serde(default)]
    pub people: Option<i64>,
    /// So many percent of the eligible, two decimals count.
    #[serde(default)]
    pub percent: Option<f64>,
    /// The last day that counts.
    pub deadline: NaiveDate,
    /// The document that gave it.
    #[serde(default)]
    pub document: Option<String>,
    /// Who gave it; the one who leads in the campaign where nobody is named.
    #[serde(default)]
    pub issuer: Option<String>,
}
