//! What people decided about a file: what a column means, what a word means, which unit a name stands for, whom a row stands for. Kept with the batch and
//! applied whenever the file is read again.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::reading::{ColumnRole, NoteStatus};
use crate::model::id::{BatchId, PersonId};

/// All decisions about one file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// How the cells are to be understood.
    pub reading: ReadingChoices,
    /// Which units names stand for.
    pub places: Vec<PlaceChoice>,
    /// Whom rows stand for.
    pub rows: Vec<RowChoice>,
    /// Nobody decided this about this file: it was decided about an earlier one of the same form.
    pub taken_from: Option<TakenFrom>,
}

/// The earlier file whose decisions were taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenFrom {
    /// Its batch.
    pub batch: BatchId,
    /// The day it was applied.
    pub on: NaiveDate,
}

/// Decisions that the reader of the file needs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadingChoices {
    /// What columns mean.
    pub columns: Vec<ColumnChoice>,
    /// What words in cells mean.
    pub words: Vec<WordChoice>,
}

/// A column means this, whatever its header and cells suggest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnChoice {
    /// Name of the sheet as stored in the file.
    pub sheet: String,
    /// 1-based column number.
    pub column: u16,
    /// Meaning; `ignored` leaves the column out. A role that stands once in a table moves here from the column that had it.
    pub role: ColumnRole,
}

/// A word means this in every column of that role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordChoice {
    /// The role of the columns in which the word stands.
    pub role: ColumnRole,
    /// The word in the form of [`word_key`].
    pub word: String,
    /// What it means.
    pub meaning: WordMeaning,
}

/// A word by which it is recognised again, however it is written: folded as [`crate::vn::fold::fold`] does; a sign such as `?` as it is.
pub fn word_key(word: &str) -> String {
    let folded = crate::vn::fold::fold(word);
    if folded.is_empty() { word.trim().to_owned() } else { folded }
}

/// What a word in a cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordMeaning {
    /// The mark is set.
    Done,
    /// The mark is not set.
    NotDone,
    /// An account of level 1.
    Level1,
    /// An account of level 2.
    Level2,
    /// A state or cause.
    Status(NoteStatus),
    /// Nothing worth a finding.
    Nothing,
}

/// Whether a name is that of a village or of an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// Thôn, tổ dân phố…
    Village,
    /// Cơ quan, đơn vị.
    Office,
}

/// A name that the unit does not have stands for this unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceChoice {
    /// Village or office.
    pub kind: PlaceKind,
    /// The name as the list writes it, folded as [`crate::vn::fold::fold`] does.
    pub name: String,
    /// Slug of the unit.
    pub unit: String,
}

/// A row stands for this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChoice {
    /// Place of the sheet in the file, from 0.
    pub sheet: u32,
    /// 1-based row number.
    pub row: u32,
    /// 1-based first column of its table.
    pub first_column: u16,
    /// What was decided.
    pub decision: RowDecision,
}

/// What was decided about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowDecision {
    /// It is this known person, although the row alone does not prove it.
    SamePerson(PersonId),
    /// It is somebody nobody knew, however alike.
    NewPerson,
    /// What the row says counts although the data were changed here since, or another row says otherwise.
    TakeRow,
    /// The row is left out.
    LeaveOut,
}
