//! What a preview keeps: rows with what would become of them, in sealed pieces.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::apply::Change;
use super::reading::{FindingCode, RosterRow, SheetKind};
use crate::model::id::{PersonId, UnitId};

/// Rows of one sealed piece.
pub const CHUNK_ROWS: usize = 500;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowClass {
    /// A person nobody knew.
    New,
    /// A known person, something is different.
    Changed,
    /// A known person, nothing is different.
    Unchanged,
    /// The ID number belongs to somebody else; not applied.
    Conflict,
    /// Held back because of an error in the row; not applied.
    Held,
}

impl RowClass {
    /// All classes.
    pub const ALL: [Self; 5] = [Self::New, Self::Changed, Self::Unchanged, Self::Conflict, Self::Held];

    /// The word in addresses and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Conflict => "conflict",
            Self::Held => "held",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == word)
    }

    /// As a clerk says it.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::New => "Thêm mới",
            Self::Changed => "Thay đổi",
            Self::Unchanged => "Không đổi",
            Self::Conflict => "Mâu thuẫn",
            Self::Held => "Giữ lại",
        }
    }

    /// Whether a commit applies the row.
    pub fn is_applied(self) -> bool {
        matches!(self, Self::New | Self::Changed | Self::Unchanged)
    }
}

/// Whom a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Somebody known.
    Known(PersonId),
    /// The n-th new person of the file (two rows may stand for the same).
    New(u32),
    /// Nobody: the row is not applied.
    Nobody,
}

/// One row of a preview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StagedRow {
    /// Which sheet, from 0.
    pub sheet: u32,
    /// The row as read.
    pub row: RosterRow,
    /// What becomes of it.
    pub class: RowClass,
    /// Whom it stands for.
    pub target: Target,
    /// The village it stands for.
    pub village: Option<UnitId>,
    /// The office it stands for.
    pub office: Option<UnitId>,
    /// What would be different.
    pub changes: Vec<Change>,
    /// Why it is not applied, where that is not in the row's findings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Rows per class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows that are people.
    pub rows: u32,
    /// New.
    pub new: u32,
    /// Changed.
    pub changed: u32,
    /// Unchanged.
    pub unchanged: u32,
    /// Conflict.
    pub conflict: u32,
    /// Held back.
    pub held: u32,
    /// Rows with a warning that are applied all the same.
    pub warned: u32,
}

impl Counts {
    /// Counts a row.
    pub fn add(&mut self, row: &StagedRow) {
        self.rows += 1;
        *self.of_mut(row.class) += 1;
        self.warned += u32::from(row.class.is_applied() && row.row.result != super::reading::RowResult::Ok);
    }

    /// Rows of a class.
    pub fn of(&self, class: RowClass) -> u32 {
        match class {
            RowClass::New => self.new,
            RowClass::Changed => self.changed,
            RowClass::Unchanged => self.unchanged,
            RowClass::Conflict => self.conflict,
            RowClass::Held => self.held,
        }
    }

    fn of_mut(&mut self, class: RowClass) -> &mut u32 {
        match class {
            RowClass::New => &mut self.new,
            RowClass::Changed => &mut self.changed,
            RowClass::Unchanged => &mut self.unchanged,
            RowClass::Conflict => &mut self.conflict,
            RowClass::Held => &mut self.held,
        }
    }
}

/// One sheet of the file in a preview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetSummary {
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: SheetKind,
    /// Rows that are people.
    pub rows: u32,
    /// Findings about the sheet.
    pub codes: Vec<FindingCode>,
    /// Headers of columns with what they were taken for.
    pub columns: Vec<super::reading::ColumnReading>,
}

/// Findings about the file and its sheets, and how often each finding occurs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FileSummary {
    /// Findings about the file.
    pub codes: Vec<FindingCode>,
    /// Sheets in their order.
    pub sheets: Vec<SheetSummary>,
    /// Findings in rows: how many rows carry each.
    pub findings: BTreeMap<FindingCode, u32>,
    /// The batch that the file says it corrects: it came out of an error workbook. Only a claim of the file; the batch may be anybody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<i64>,
}
