//! `"kind": "rosters"`: which list of the demo belongs to which unit. Read by `tiendo demo` only.

use chrono::NaiveDate;
use serde::Deserialize;

/// The lists of the demo.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoRosters {
    /// `rosters`.
    pub kind: String,
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit whose villages and offices they are.
    pub unit: String,
    /// Folder of the files.
    pub folder: String,
    /// The day the lists were drawn up.
    pub listed_on: NaiveDate,
    /// The table of quotas per village, where there is one.
    #[serde(default)]
    pub quota_sheet: Option<QuotaSheet>,
    /// The lists, in the order in which they are imported.
    pub lists: Vec<DemoList>,
}

/// The table of quotas per village.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotaSheet {
    /// The file.
    pub file: String,
    /// The last day that counts.
    pub deadline: NaiveDate,
    /// How the table is cited.
    pub document: String,
}

/// One list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoList {
    /// The file.
    pub file: String,
    /// Slug of the unit.
    pub unit: String,
    /// The day it was drawn up, where it is another one.
    #[serde(default)]
    pub listed_on: Option<NaiveDate>,
}
