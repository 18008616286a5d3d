//! What is to be written into a workbook: sentences by sheet, row and column, and the summary.

use serde::{Deserialize, Serialize};

use crate::roster::own_marks;

/// Everything that is written into one workbook.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct WorkbookNotes {
    /// The batch that the corrected file continues.
    pub batch: i64,
    /// Sheets with notes, ascending by index.
    pub sheets: Vec<SheetNotes>,
    /// Columns whose cells must not be handed out again.
    #[serde(default)]
    pub left_out: Vec<LeftOut>,
    /// What the summary sheet says.
    pub summary: Summary,
}

/// A column that is empty below its header in the marked workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Which worksheet, from 0, as the reader counts them.
    pub sheet: usize,
    /// 1-based number of the first row of its header, which stays; `None` empties the whole column.
    pub header_row: Option<u32>,
    /// 1-based column.
    pub column: u16,
}

impl LeftOut {
    /// Whether the cell at a row and column belongs to what is left out.
    pub fn covers(&self, row: u32, column: u16) -> bool {
        self.column == column && self.header_row.is_none_or(|header| row > header)
    }
}

/// Notes of one sheet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SheetNotes {
    /// Which worksheet, from 0, as the reader counts them.
    pub index: usize,
    /// 1-based number of the row whose cells name the columns; `None` where the list has no header.
    pub header_row: Option<u32>,
    /// Rows with notes, ascending.
    pub rows: Vec<RowNotes>,
}

/// Notes of one row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowNotes {
    /// 1-based row number.
    pub row: u32,
    /// In the order in which they are read.
    pub notes: Vec<Note>,
}

/// One sentence about a cell, or about the row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// 1-based column; `None` for the row as a whole.
    pub column: Option<u16>,
    /// How bad it is.
    pub level: Level,
    /// What, where, what to do.
    pub sentence: String,
}

/// How bad a note is; the worse one is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Taken, to be looked at.
    Warning,
    /// Not taken.
    Error,
}

impl Level {
    /// As the summary says it; colour is never the only sign.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Warning => "Cảnh báo",
            Self::Error => "Lỗi",
        }
    }
}

/// What the summary sheet says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Label and value: file, unit, counts.
    pub facts: Vec<(String, String)>,
    /// One line per kind of note and sheet, the worst first.
    pub lines: Vec<SummaryLine>,
    /// What to do next, in order.
    pub steps: Vec<String>,
}

/// One line of the summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryLine {
    /// How bad it is.
    pub level: Level,
    /// The sentence without what differs from row to row.
    pub sentence: String,
    /// Name of the sheet.
    pub sheet: String,
    /// How many rows carry it.
    pub rows: u32,
    /// Which rows, shortened.
    pub places: String,
}

/// The most letters of a cell's or comment's text; more would not be read.
const MOST_LETTERS: usize = 2_000;

impl RowNotes {
    /// The sentences of the row for the column beside it, a line each.
    pub fn text(&self) -> String {
        joined(self.notes.iter())
    }

    /// The worst note.
    pub fn level(&self) -> Level {
        self.notes.iter().map(|note| note.level).max().unwrap_or(Level::Warning)
    }

    /// Cells with notes: column, worst level, text of the comment.
    pub fn cells(&self) -> Vec<(u16, Level, String)> {
        let mut columns: Vec<u16> = self.notes.iter().filter_map(|note| note.column).collect();
        columns.sort_unstable();
        columns.dedup();
        let cell = |column: u16| {
            let own = || self.notes.iter().filter(|note| note.column == Some(column));
            (column, own().map(|note| note.level).max().unwrap_or(Level::Warning), joined(own()))
        };
        columns.into_iter().map(cell).collect()
    }
}

fn joined<'a>(notes: impl Iterator<Item = &'a Note>) -> String {
    let prefix = |level| match level {
        Level::Error => own_marks::ERROR_PREFIX,
        Level::Warning => own_marks::WARNING_PREFIX,
    };
    let lines: Vec<String> = notes.map(|note| format!("{}{}", prefix(note.level), note.sentence)).collect();
    lines.join("\n").chars().take(MOST_LETTERS).collect()
}
