//! What was found about a file, as the API tells it. Sample values are shown with their numbers hidden.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::people::mask;
use crate::roster::Field;
use crate::roster::choices::PlaceKind;
use crate::roster::finding::FindingCode;
use crate::roster::reading::{ColumnReading, ColumnRole, SheetKind, UnknownWord};
use crate::roster::staged::{FileSummary, ShapeWarning, SheetSummary, UnknownName};

/// What was found about a file.
#[derive(Serialize, ToSchema)]
pub struct FileJson {
    /// Findings about the file.
    #[schema(value_type = Vec<String>)]
    codes: Vec<FindingCode>,
    /// Sheets in their order.
    sheets: Vec<SheetJson>,
    /// Findings in rows: how many rows carry each.
    #[schema(value_type = BTreeMap<String, u32>)]
    findings: BTreeMap<FindingCode, u32>,
    /// Names of villages and offices that the unit does not have; create them (`/places`) or say which unit they are (`/choices`).
    unknown_places: Vec<UnknownPlaceJson>,
    /// Columns that would change for most people known: perhaps a column was sorted or shifted alone.
    shape: Vec<ShapeJson>,
    /// People known in the places of the list whom it does not name (`/absent`).
    absent: u32,
    /// Rows that say something older than the data.
    older: u32,
    /// New rows that are like somebody known and undecided.
    suggested: u32,
}

/// One sheet.
#[derive(Serialize, ToSchema)]
pub struct SheetJson {
    /// Name.
    name: String,
    /// `roster`, `cover`, `summary`…
    #[schema(value_type = String)]
    kind: SheetKind,
    /// Rows that are people.
    rows: u32,
    /// Findings about the sheet.
    #[schema(value_type = Vec<String>)]
    codes: Vec<FindingCode>,
    /// Columns with what they were taken for.
    columns: Vec<ColumnJson>,
    /// Words that nobody understood.
    unknown_words: Vec<WordJson>,
}

/// One column.
#[derive(Serialize, ToSchema)]
pub struct ColumnJson {
    /// From 1.
    col: u16,
    /// Header as a person reads it.
    header: String,
    /// What it was taken for: `name`, `dob`, `cccd`…, `ignored` or `refused`.
    #[schema(value_type = String)]
    role: ColumnRole,
    /// Up to three values as written; numbers hidden, none of a refused column.
    samples: Vec<String>,
}

/// A word without a known meaning.
#[derive(Serialize, ToSchema)]
pub struct WordJson {
    /// What the column was taken for.
    #[schema(value_type = String)]
    role: ColumnRole,
    /// The word as written first; numbers hidden.
    word: String,
    /// Rows that have it.
    rows: u32,
}

/// A name that the unit does not have.
#[derive(Serialize, ToSchema)]
pub struct UnknownPlaceJson {
    /// `village` or `office`.
    #[schema(value_type = String)]
    kind: PlaceKind,
    /// As the list writes it most often.
    name: String,
    /// Rows that are held back for it.
    rows: u32,
    /// Slug of a unit with a very similar name.
    near: Option<String>,
}

/// A field that changes for most people known.
#[derive(Serialize, ToSchema)]
pub struct ShapeJson {
    /// Which field.
    #[schema(value_type = String)]
    field: Field,
    /// People whose value would change.
    changed: u32,
    /// People known for whom the list has a value.
    of: u32,
}

impl From<FileSummary> for FileJson {
    fn from(file: FileSummary) -> Self {
        Self {
            codes: file.codes,
            sheets: file.sheets.into_iter().map(SheetJson::from).collect(),
            findings: file.findings,
            unknown_places: file.unknown_places.into_iter().map(UnknownPlaceJson::from).collect(),
            shape: file.shape.into_iter().map(ShapeJson::from).collect(),
            absent: file.absent,
            older: file.older,
            suggested: file.suggested,
        }
    }
}

impl From<SheetSummary> for SheetJson {
    fn from(sheet: SheetSummary) -> Self {
        let SheetSummary { name, kind, rows, codes, columns, unknown_words, .. } = sheet;
        let (columns, words) = (columns.into_iter(), unknown_words.into_iter());
        Self {
            name,
            kind,
            rows,
            codes,
            columns: columns.map(ColumnJson::from).collect(),
            unknown_words: words.map(WordJson::from).collect(),
        }
    }
}

impl From<ColumnReading> for ColumnJson {
    fn from(column: ColumnReading) -> Self {
        let samples = column.samples.iter().map(|sample| mask::within(sample)).collect();
        Self { col: column.column, header: column.header, role: column.role, samples }
    }
}

impl From<UnknownWord> for WordJson {
    fn from(word: UnknownWord) -> Self {
        Self { role: word.role, word: mask::within(&word.word), rows: word.rows }
    }
}

impl From<UnknownName> for UnknownPlaceJson {
    fn from(place: UnknownName) -> Self {
        Self { kind: place.kind, name: place.name, rows: place.rows, near: place.near.map(|near| near.slug) }
    }
}

impl From<ShapeWarning> for ShapeJson {
    fn from(shape: ShapeWarning) -> Self {
        Self { field: shape.field, changed: shape.changed, of: shape.of }
    }
}
