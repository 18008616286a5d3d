//! What somebody orders about the tree of units.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::model::unit::UnitKind;

/// A change of the tree from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitOrder {
    /// The first day of the new state.
    pub effective_on: NaiveDate,
    /// The document that orders it: `Nghị quyết 12/NQ-HĐND ngày 10/6/2025`.
    pub legal_basis: String,
    /// What is done.
    pub action: UnitAction,
}

/// What is done. Units are named by their slugs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum UnitAction {
    /// A new unit.
    Add {
        /// The unit above.
        parent: String,
        /// What it is.
        unit: NewUnit,
        /// It has always been there, and was only not recorded.
        #[serde(default)]
        always: bool,
    },
    /// Another name, or another kind (xã → phường), of the same unit.
    Rename {
        /// The unit.
        unit: String,
        /// What it is from then on.
        becomes: NewUnit,
    },
    /// The unit is no more, and nobody belongs to it.
    Close {
        /// The unit.
        unit: String,
    },
    /// Several become one.
    Merge {
        /// Those that are no more.
        units: Vec<String>,
        /// What they are together.
        into: Heir,
    },
    /// One becomes several, or gives parts away.
    Split {
        /// The unit.
        unit: String,
        /// It goes on with what is not given to a part.
        #[serde(default)]
        keeps: bool,
        /// The parts.
        parts: Vec<Part>,
    },
    /// Units come under another one.
    Move {
        /// The units.
        units: Vec<String>,
        /// The unit above from then on.
        to: String,
    },
    /// Another line superior (police report to the upper police), or none.
    Superior {
        /// The unit.
        unit: String,
        /// The superior.
        superior: Option<String>,
    },
}

/// A unit as it is to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// Name in full, with its kind: `Thôn Ngọc Bình`.
    pub name: String,
    /// Kind.
    #[schema(value_type = String, example = "village")]
    pub unit_kind: UnitKind,
}

/// What follows: a unit there is, or a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Heir {
    /// Slug of a unit.
    Existing(String),
    /// A new unit, beside those that it comes from.
    New(NewUnit),
}

/// A part of a unit that is divided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What it is.
    pub heir: Heir,
    /// The units below that come under it.
    #[serde(default)]
    pub units: Vec<String>,
}

impl UnitAction {
    /// The word of the audit chain.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Add { .. } => "unit.add",
            Self::Rename { .. } => "unit.rename",
            Self::Close { .. } => "unit.close",
            Self::Merge { .. } => "unit.merge",
            Self::Split { .. } => "unit.split",
            Self::Move { .. } => "unit.move",
            Self::Superior { .. } => "unit.superior",
        }
    }
}
