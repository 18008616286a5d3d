//! What is to change in one worksheet, row by row.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use super::anchors::Anchors;
use super::notes::{Level, SheetNotes};
use crate::roster::own_marks;

/// Bytes of a comment that speaks for several rows, from which on it gets no more.
const MOST_COMMENT_BYTES: usize = 2_000;

/// Styles of the sentences beside the rows.
#[derive(Debug, Clone, Copy)]
pub struct SentenceStyles {
    /// The header.
    pub header: usize,
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
}

/// One change of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// The cell keeps its content and is coloured.
    Mark(Level),
    /// The cell is ours: text in a style.
    Text(usize, String),
}

/// The changes of a worksheet.
#[derive(Debug, Default)]
pub struct SheetPlan {
    /// Rows with changes, top down; in each the columns from left to right.
    pub rows: VecDeque<(u32, VecDeque<(u16, Edit)>)>,
    /// The column of sentences, where there is room for one.
    pub column: Option<u16>,
    /// The sheet was marked before: old marks and sentences go.
    pub was_marked: bool,
    /// Comments: row, column, text.
    pub comments: Vec<(u32, u16, String)>,
}

impl SheetPlan {
    /// Plans the notes of a sheet. `room` is how many more comments the workbook gets.
    pub fn of(
        notes: Option<&SheetNotes>,
        column: Option<u16>,
        styles: SentenceStyles,
        anchors: &Anchors,
        room: &mut usize,
    ) -> Self {
        let mut plan = SheetPlan { column, ..SheetPlan::default() };
        let Some(notes) = notes.filter(|notes| !notes.rows.is_empty()) else { return plan };
        let mut rows: BTreeMap<u32, BTreeMap<u16, Edit>> = BTreeMap::new();
        for ((row, column), (level, text)) in marked_cells(notes, anchors) {
            rows.entry(row).or_default().insert(column, Edit::Mark(level));
            if *room > 0 {
                *room -= 1;
                plan.comments.push((row, column, text));
            }
        }
        if let Some(column) = column {
            add_sentences(&mut rows, notes, column, styles);
        }
        plan.rows = rows.into_iter().map(|(row, edits)| (row, edits.into_iter().collect())).collect();
        plan
    }

    /// The changes of the rows above this one that are still to be made.
    pub fn next_above(&mut self, row: u32) -> Option<(u32, VecDeque<(u16, Edit)>)> {
        let above = self.rows.front().is_some_and(|(next, _)| *next < row);
        if above { self.rows.pop_front() } else { None }
    }

    /// The changes of this row.
    pub fn of_row(&mut self, row: u32) -> VecDeque<(u16, Edit)> {
        let here = self.rows.front().is_some_and(|(next, _)| *next == row);
        if here { self.rows.pop_front().map(|(_, edits)| edits).unwrap_or_default() } else { VecDeque::new() }
    }
}

/// Cells with their worst level and their comment; of a merged area the first cell speaks for all.
fn marked_cells(notes: &SheetNotes, anchors: &Anchors) -> BTreeMap<(u32, u16), (Level, String)> {
    let mut cells: BTreeMap<(u32, u16), (Level, String)> = BTreeMap::new();
    for row in &notes.rows {
        for (column, level, text) in row.cells() {
            let place = anchors.shown_at(row.row, column);
            match cells.entry(place) {
                Entry::Vacant(cell) => {
                    cell.insert((level, text));
                }
                Entry::Occupied(mut cell) => {
                    let (worst, before) = cell.get_mut();
                    *worst = level.max(*worst);
                    if before.len() < MOST_COMMENT_BYTES {
                        before.push_str(&format!("\nDòng {}: {text}", row.row));
                    }
                }
            }
        }
    }
    cells
}

/// The header of the column and the sentences of every row.
fn add_sentences(
    rows: &mut BTreeMap<u32, BTreeMap<u16, Edit>>,
    notes: &SheetNotes,
    column: u16,
    styles: SentenceStyles,
) {
    let first = notes.rows.iter().map(|row| row.row).min().unwrap_or(1);
    // A list without header row gets the word above its first sentence, where there is a row.
    let header = notes.header_row.or(first.checked_sub(1)).filter(|row| *row > 0);
    if let Some(header) = header {
        let word = Edit::Text(styles.header, own_marks::COLUMN_HEADER.to_owned());
        rows.entry(header).or_default().insert(column, word);
    }
    for row in &notes.rows {
        let style = if row.level() == Level::Error { styles.error } else { styles.warning };
        rows.entry(row.row).or_default().insert(column, Edit::Text(style, row.text()));
    }
}
