//! `"kind": "programmes"`, `"providers"`, `"barriers"`: the catalogue.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::model::programme::MilestoneMeaning;

/// A programme as a data file describes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeData {
    /// Fixed code.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
    /// Code of the ladder, where it is one level of one.
    #[serde(default)]
    pub ladder: Option<String>,
    /// Level on the ladder, from 1.
    #[serde(default)]
    pub level: Option<u8>,
    /// Youngest age in years.
    pub min_age: u8,
    /// Months that a certificate runs.
    #[serde(default)]
    pub term_months: Option<u16>,
    /// Who can hold one.
    pub holder: Holder,
    /// The last day on which people could enrol.
    #[serde(default)]
    pub retired_on: Option<NaiveDate>,
    /// In order.
    pub milestones: Vec<MilestoneData>,
    /// Ways to enrol.
    #[serde(default)]
    pub channels: Vec<ChannelData>,
    /// What has to hold first.
    #[serde(default)]
    pub prerequisites: Vec<PrerequisiteData>,
    /// What providers offer.
    #[serde(default)]
    pub packages: Vec<PackageData>,
}

/// Who can hold one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// Natural persons.
    Person,
    /// Offices, schools and firms too.
    PersonOrOrganisation,
}

impl Holder {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::PersonOrOrganisation => "person_or_organisation",
        }
    }
}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MilestoneData {
    /// Code within the programme.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
    /// What it means in the life of an enrollment.
    pub meaning: MilestoneMeaning,
}

/// A way to enrol.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelData {
    /// Code within the programme.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
    /// The milestones that this way passes, in order; empty where it passes all.
    #[serde(default)]
    pub milestones: Vec<String>,
    /// Assurance level of the identity (IAL2, IAL3), where it is told.
    #[serde(default)]
    pub assurance: Option<String>,
}

/// What has to hold first.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrerequisiteData {
    /// `vneid2.activated`.
    pub milestone: String,
    /// Only through this channel.
    #[serde(default)]
    pub channel: Option<String>,
}

/// A package.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackageData {
    /// Code within the programme.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
    /// Code of the provider.
    #[serde(default)]
    pub provider: Option<String>,
    /// Price in đồng.
    #[serde(default)]
    pub price_dong: Option<i64>,
    /// Months that it runs.
    #[serde(default)]
    pub term_months: Option<u16>,
}

/// A provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderData {
    /// Fixed code.
    pub code: String,
    /// Name as printed.
    pub name: String,
    /// The ways people write it; only letters and digits count.
    pub spellings: Vec<String>,
}

/// A cause with the barriers that belong to it. The cause is a barrier itself, for cases that are not told more exactly.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CauseData {
    /// Fixed code.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
    /// What belongs to it.
    pub barriers: Vec<BarrierData>,
    /// What belongs to it and holds a whole unit back: noted about units, not about people.
    #[serde(default)]
    pub of_units: Vec<BarrierData>,
}

/// A barrier.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BarrierData {
    /// Fixed code.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
}
