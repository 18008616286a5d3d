//! What a preview keeps: rows with what would become of them, in sealed pieces.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::apply::{Change, Field};
use super::choices::PlaceKind;
use super::places::RowPlace;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    pub reason: Option<Reason>,
    /// Values of the row that are not taken because the data are newer: what stands, and what the row says.
    pub kept: Vec<Change>,
    /// People whom a new row may stand for; a person decides. Whoever the row alone would have stood for, had nobody decided otherwise, is among
    /// them: a commit takes nobody of these for somebody who came meanwhile.
    pub suggestions: Vec<Suggestion>,
    /// The revision of the known person with which the row was compared. A commit refuses the row when the person has another one by then.
    #[serde(default)]
    pub revision: Option<i64>,
    /// A person decided that what the row says counts, also against newer data.
    #[serde(default)]
    pub insisted: bool,
}

impl StagedRow {
    /// A row that is held back.
    pub(super) fn held(sheet: u32, row: RosterRow, reason: Option<Reason>) -> Self {
        Self {
            sheet,
            row,
            class: RowClass::Held,
            target: Target::Nobody,
            village: None,
            office: None,
            changes: Vec::new(),
            reason,
            kept: Vec::new(),
            suggestions: Vec::new(),
            revision: None,
            insisted: false,
        }
    }

    /// A row that is applied.
    pub(super) fn applied(
        sheet: u32,
        row: RosterRow,
        class: RowClass,
        (target, place, revision): (Target, RowPlace, Option<i64>),
    ) -> Self {
        let RowPlace { village, office } = place;
        Self { class, target, village, office, revision, ..Self::held(sheet, row, None) }
    }

    /// A row that stands for somebody of whom something else is known.
    pub(super) fn conflict(sheet: u32, row: RosterRow, reason: Reason) -> Self {
        Self { class: RowClass::Conflict, ..Self::held(sheet, row, Some(reason)) }
    }

    /// Whether it may stand for somebody known, and nobody has decided yet.
    pub fn is_undecided(&self) -> bool {
        self.suggestions.iter().any(|suggestion| suggestion.likeness != Likeness::Recognised)
    }
}

/// Why a row is not applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Its ID number belongs to somebody else: neither name nor birth date agree.
    OtherPerson,
    /// An official changed here, after the list was drawn up, what the row says otherwise.
    EditedHere {
        /// The day of that change.
        on: NaiveDate,
    },
    /// Another row of the file stands for the same person and says otherwise.
    OtherRow {
        /// That row.
        row: u32,
    },
    /// The unit has no village of this name.
    UnknownVillage(String),
    /// The unit has no office of this name.
    UnknownOffice(String),
    /// A person decided to leave it out.
    LeftOut,
}

/// Somebody known whom a new row may stand for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Who.
    pub person: PersonId,
    /// In what the two are alike.
    pub likeness: Likeness,
}

/// In what a row and a known person are alike, without that proving anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The row alone would stand for this person; somebody decided that it does not.
    Recognised,
    /// Same name and birth date; the numbers differ in one or two digits.
    NumberMistyped,
    /// Same name and full birth date, another village.
    OtherVillage,
    /// Same name, year of birth and village.
    YearAndVillage,
    /// Same name and village; one of the two has no birth date.
    NameAndVillage,
    /// Same phone and given name.
    Phone,
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
    /// Words that nobody understood, by column meaning.
    #[serde(default)]
    pub unknown_words: Vec<super::reading::UnknownWord>,
    /// 1-based number of the (first) row of its header.
    #[serde(default)]
    pub header_row: Option<u32>,
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
    /// Names of villages and offices that the unit does not have, the most frequent first.
    #[serde(default)]
    pub unknown_places: Vec<UnknownName>,
    /// Columns that would change for most of the people known.
    #[serde(default)]
    pub shape: Vec<ShapeWarning>,
    /// People known in the places of the list whom it does not name.
    #[serde(default)]
    pub absent: u32,
    /// Rows that say something older than the data.
    #[serde(default)]
    pub older: u32,
    /// New rows that are like somebody known and undecided.
    #[serde(default)]
    pub suggested: u32,
    /// The batch that the file says it corrects: it came out of an error workbook. While the file is read only a claim of the file; in a preview the
    /// batch is one of the same campaign and unit that the reader may see.
    #[serde(default)]
    pub continues: Option<i64>,
}

/// A name that the unit does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownName {
    /// Village or office.
    pub kind: PlaceKind,
    /// As the list writes it most often.
    pub name: String,
    /// Rows that are held back for it.
    pub rows: u32,
    /// The one unit that is written almost so: perhaps it is meant.
    #[serde(default)]
    pub near: Option<NearUnit>,
}

/// A unit whose name is almost the one written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearUnit {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// A field changes for so many that a column may have been sorted or shifted alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShapeWarning {
    /// Which field.
    pub field: Field,
    /// People whose value would change.
    pub changed: u32,
    /// People known for whom the list has a value.
    pub of: u32,
}
