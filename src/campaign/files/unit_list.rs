//! `"kind": "units"`: villages and offices below the national units.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::model::unit::{UnitChangeKind, UnitKind};

/// A unit as a data file describes it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitData {
    /// Name in addresses, unique for ever.
    pub slug: String,
    /// Kind.
    pub kind: UnitKind,
    /// Name as issued.
    pub name: String,
    /// Slug of the unit above; a working area that belongs to no province has none. Where the unit above merges into a single successor, this one stands
    /// under the successor from that day.
    #[serde(default)]
    pub parent: Option<String>,
    /// Which successor of the unit above, where that one was divided.
    #[serde(default)]
    pub successor: Option<String>,
    /// Slug of the line superior.
    #[serde(default)]
    pub line_superior: Option<String>,
    /// First day, where it has not always been there.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day, where it is gone.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Whom to call.
    #[serde(default)]
    pub contacts: Vec<ContactData>,
}

/// Whom to call.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactData {
    /// Name.
    pub name: String,
    /// Post.
    #[serde(default)]
    pub post: Option<String>,
    /// Phone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Mail address.
    #[serde(default)]
    pub email: Option<String>,
}

/// A change between units as a data file (`"kind": "unit_changes"`) describes it: one that became several, several that became one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitChangeData {
    /// First day of the new state.
    pub effective_on: NaiveDate,
    /// What it was.
    #[serde(rename = "change")]
    pub kind: UnitChangeKind,
    /// Slug of the unit before; its `valid_to` is the day before.
    pub from: String,
    /// Slug of the unit after.
    pub to: String,
    /// The document that ordered it.
    #[serde(default)]
    pub legal_basis: Option<String>,
}
