//! Notes of all rows, gathered piece by piece, and how often each kind of note occurs where.

use std::collections::BTreeMap;

use super::row_notes::notes_of;
use crate::messages::error_workbook;
use crate::messages::findings::column_letters;
use crate::roster::annotate::notes::{Level, Note, RowNotes, SheetNotes, SummaryLine};
use crate::roster::reading::SheetKind;
use crate::roster::staged::{FileSummary, StagedRow};

/// Rows that get notes at most. Whoever has more wrong rows corrects a column, not a row; and the workbook stays usable.
const MOST_ROWS: usize = 50_000;
/// Ranges of rows that a line of the summary names.
const MOST_RANGES: usize = 15;

/// Rows of a sheet with their notes: by row number and first column of the table.
type SheetRows = BTreeMap<(u32, u16), Vec<Note>>;

/// Gathers notes.
pub struct Collector<'a> {
    file: &'a FileSummary,
    rows: BTreeMap<usize, SheetRows>,
    count: usize,
    left_out: u32,
    /// By level, sheet and sentence: the rows.
    kinds: BTreeMap<(std::cmp::Reverse<Level>, usize, String), Vec<u32>>,
}

impl<'a> Collector<'a> {
    /// Begins.
    pub fn new(file: &'a FileSummary) -> Self {
        Collector { file, rows: BTreeMap::new(), count: 0, left_out: 0, kinds: BTreeMap::new() }
    }

    /// Takes a row.
    pub fn add(&mut self, row: &StagedRow) {
        let index = row.sheet as usize;
        let columns = self.file.sheets.get(index).map(|sheet| sheet.columns.as_slice()).unwrap_or_default();
        let notes = notes_of(row, columns);
        if notes.is_empty() {
            return;
        }
        if self.count >= MOST_ROWS {
            self.left_out += 1;
            return;
        }
        self.count += 1;
        let place = (row.row.row, row.row.c0);
        for kind in notes {
            let key = (std::cmp::Reverse(kind.note.level), index, kind.general);
            let rows = self.kinds.entry(key).or_default();
            if rows.last() != Some(&place.0) {
                rows.push(place.0);
            }
            self.rows.entry(index).or_default().entry(place).or_default().push(kind.note);
        }
    }

    /// Whether no row had a note.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Rows with notes that were too many.
    pub fn left_out(&self) -> u32 {
        self.left_out
    }

    /// The notes of every sheet and the lines of the summary: the worst first, then by sheet, then the most frequent.
    pub fn finish(self) -> (Vec<SheetNotes>, Vec<SummaryLine>) {
        let file = self.file;
        let name = |index: usize| file.sheets.get(index).map_or_else(String::new, |sheet| sheet.name.clone());
        let mut kinds: Vec<_> = self.kinds.into_iter().collect();
        kinds.sort_by_key(|((level, sheet, _), rows)| (*level, *sheet, std::cmp::Reverse(rows.len())));
        let line =
            |((level, sheet, sentence), rows): ((std::cmp::Reverse<Level>, usize, String), Vec<u32>)| SummaryLine {
                level: level.0,
                sentence,
                sheet: name(sheet),
                rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
                places: ranges(rows),
            };
        let lines = kinds.into_iter().map(line).collect();
        let sheets = self.rows.into_iter().map(|(index, rows)| {
            let header_row = file.sheets.get(index).filter(|sheet| sheet.kind == SheetKind::Roster);
            SheetNotes { index, header_row: header_row.and_then(|sheet| sheet.header_row), rows: by_row(rows) }
        });
        (sheets.collect(), lines)
    }
}

/// Tables beside each other share their rows; then each sentence says of whose table it speaks.
fn by_row(rows: SheetRows) -> Vec<RowNotes> {
    let mut joined: Vec<RowNotes> = Vec::with_capacity(rows.len());
    let mut tables: Vec<u16> = rows.keys().map(|(_, first)| *first).collect();
    tables.sort_unstable();
    tables.dedup();
    for ((row, first), mut notes) in rows {
        if tables.len() > 1 {
            let table = error_workbook::table_from_column(&column_letters(first));
            notes.iter_mut().for_each(|note| note.sentence = format!("{table}: {}", note.sentence));
        }
        match joined.last_mut().filter(|last| last.row == row) {
            Some(last) => last.notes.append(&mut notes),
            None => joined.push(RowNotes { row, notes }),
        }
    }
    joined
}

/// `5, 8, 11–13, …`
fn ranges(mut rows: Vec<u32>) -> String {
    rows.sort_unstable();
    rows.dedup();
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => ranges.push((row, row)),
        }
    }
    let text = |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}–{last}") };
    let mut shown: Vec<String> = ranges.iter().take(MOST_RANGES).map(text).collect();
    if ranges.len() > MOST_RANGES {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_named_in_ranges() {
        assert_eq!(ranges(vec![9, 3, 4, 5, 7]), "3–5, 7, 9");
        let many: Vec<u32> = (1..100).map(|row| row * 2).collect();
        assert!(ranges(many).ends_with("28, 30, …"));
    }

    #[test]
    fn tables_beside_each_other_are_told_apart() {
        let note = |sentence: &str| Note { column: None, level: Level::Error, sentence: sentence.to_owned() };
        let rows = SheetRows::from([((5, 1), vec![note("a")]), ((5, 9), vec![note("b")]), ((6, 9), vec![note("c")])]);
        let joined = by_row(rows);
        assert_eq!(joined.iter().map(|row| (row.row, row.notes.len())).collect::<Vec<_>>(), [(5, 2), (6, 1)]);
        assert_eq!(joined.first().map(RowNotes::text).as_deref(), Some("Lỗi: Bảng từ cột A: a\nLỗi: Bảng từ cột I: b"));
    }
}
