//! Collects the cells of a sheet, whatever format they come from, and keeps the caps.

use std::cell::Cell;

use super::{Limits, ReadError};
use crate::roster::grid::{self, Area, LegacyFont, Origin, Row, Sheet, Value};

/// Rows a spreadsheet has at most.
pub const GRID_ROWS: u32 = 1_048_576;
/// Columns a spreadsheet has at most.
pub const GRID_COLUMNS: u32 = 16_384;
/// Letters of a sheet's name that are kept. Excel allows 31; other programs more, and a forged file millions.
const NAME_LETTERS: usize = 255;

/// What the workbook has used up of its caps.
#[derive(Debug, Default)]
pub struct Usage {
    rows: Cell<usize>,
    cells: Cell<usize>,
    text_bytes: Cell<usize>,
}

/// Adds to a count and returns it.
fn add(count: &Cell<usize>, more: usize) -> usize {
    count.set(count.get().saturating_add(more));
    count.get()
}

/// A sheet under construction. Cells may come in any order.
pub struct SheetBuilder<'a> {
    sheet: Sheet,
    limits: &'a Limits,
    usage: &'a Usage,
    /// For each column that counts, from 0, whether it is hidden: a million ranges over the same columns take no more room than one.
    hidden_columns: Vec<bool>,
    sorted: bool,
}

impl<'a> SheetBuilder<'a> {
    /// An empty sheet.
    pub fn new(name: impl Into<String>, hidden: bool, limits: &'a Limits, usage: &'a Usage) -> Self {
        let mut name: String = name.into();
        if let Some((end, _)) = name.char_indices().nth(NAME_LETTERS) {
            name.truncate(end);
        }
        let sheet = Sheet { name, hidden, ..Sheet::default() };
        let hidden_columns = vec![false; usize::from(limits.columns) + 1];
        SheetBuilder { sheet, limits, usage, hidden_columns, sorted: true }
    }

    /// Puts a value into a cell (1-based). Empty text is no cell.
    ///
    /// # Errors
    /// [`ReadError::TooBig`] beyond the caps, [`ReadError::Corrupt`] outside the grid.
    pub fn put(
        &mut self,
        row: u32,
        column: u32,
        value: Value,
        origin: Origin,
        legacy_font: Option<LegacyFont>,
    ) -> Result<(), ReadError> {
        if matches!(&value, Value::Text(text) | Value::Error(text) if text.is_empty()) {
            return Ok(());
        }
        if row == 0 || row > GRID_ROWS || column == 0 || column > GRID_COLUMNS {
            return Err(ReadError::corrupt("a cell outside the grid"));
        }
        if let Value::Text(text) | Value::Error(text) = &value {
            self.count_text(text)?;
        }
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        if column > self.limits.columns {
            return Err(ReadError::TooBig("the number of columns"));
        }
        if add(&self.usage.cells, 1) > self.limits.cells {
            return Err(ReadError::TooBig("the number of cells"));
        }
        let cell = grid::Cell { column, value, origin, legacy_font };
        match self.sheet.rows.last_mut() {
            Some(last) if last.number == row => {
                self.sorted &= last.cells.last().is_none_or(|previous| previous.column < column);
                last.cells.push(cell);
            }
            last => {
                self.sorted &= last.is_none_or(|previous| previous.number < row);
                self.start_row(row, cell)?;
            }
        }
        Ok(())
    }

    fn count_text(&mut self, text: &str) -> Result<(), ReadError> {
        if text.len() > self.limits.cell_chars && text.chars().count() > self.limits.cell_chars {
            return Err(ReadError::TooBig("the text of a cell"));
        }
        if add(&self.usage.text_bytes, text.len()) > self.limits.text_bytes {
            return Err(ReadError::TooBig("the text of all cells"));
        }
        Ok(())
    }

    fn start_row(&mut self, number: u32, cell: grid::Cell) -> Result<(), ReadError> {
        if add(&self.usage.rows, 1) > self.limits.rows {
            return Err(ReadError::TooBig("the number of rows"));
        }
        let width = self.sheet.rows.last().map_or(8, |row| row.cells.len());
        let mut cells = Vec::with_capacity(width);
        cells.push(cell);
        self.sheet.rows.push(Row { number, cells });
        Ok(())
    }

    /// Notes that the sheet is hidden, where a format tells it after the cells.
    pub fn hide(&mut self) {
        self.sheet.hidden = true;
    }

    /// Notes a hidden row.
    pub fn hide_row(&mut self, row: u32) {
        self.sheet.hidden_rows.push(row);
    }

    /// Notes hidden columns, both ends included.
    pub fn hide_columns(&mut self, first: u32, last: u32) {
        let last = last.min(u32::from(self.limits.columns));
        if let Some(hidden) = self.hidden_columns.get_mut(first.max(1) as usize..=last as usize) {
            hidden.fill(true);
        }
    }

    /// Notes a merged area, 1-based, both ends included; what is not an area of the grid is passed over.
    ///
    /// # Errors
    /// [`ReadError::TooBig`] beyond the cap.
    pub fn merge(&mut self, top: u32, left: u32, bottom: u32, right: u32) -> Result<(), ReadError> {
        let single = top == bottom && left == right;
        if top == 0 || left == 0 || bottom < top || right < left || bottom > GRID_ROWS || right > GRID_COLUMNS || single
        {
            return Ok(());
        }
        if self.sheet.merges.len() >= self.limits.merges {
            return Err(ReadError::TooBig("the number of merged areas"));
        }
        let column = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
        self.sheet.merges.push(Area { top, left: column(left), bottom, right: column(right) });
        Ok(())
    }

    /// The finished sheet: rows and cells in order, hidden rows and columns and merged areas only where there is content.
    pub fn finish(mut self) -> Sheet {
        if !self.sorted {
            self.sort();
        }
        let last_row = self.sheet.rows.last().map_or(0, |row| row.number);
        let cells = self.sheet.rows.iter().filter_map(|row| row.cells.last());
        let last_column = cells.map(|cell| cell.column).max().unwrap_or(0);
        let mut sheet = self.sheet;
        sheet.hidden_rows.sort_unstable();
        sheet.hidden_rows.dedup();
        sheet.hidden_rows.retain(|row| *row <= last_row);
        let hidden = (0..=last_column).zip(&self.hidden_columns).filter(|(_, hidden)| **hidden);
        sheet.hidden_columns = hidden.map(|(column, _)| column).collect();
        sheet.merges.retain(|area| area.top <= last_row && area.left <= last_column);
        for area in &mut sheet.merges {
            area.bottom = area.bottom.min(last_row.max(area.top));
            area.right = area.right.min(last_column.max(area.left));
        }
        sheet
    }

    /// Brings rows and cells into order; of a cell that comes twice the later one counts.
    fn sort(&mut self) {
        self.sheet.rows.sort_by_key(|row| row.number);
        self.sheet.rows.dedup_by(|later, earlier| {
            let same = later.number == earlier.number;
            if same {
                earlier.cells.append(&mut later.cells);
            }
            same
        });
        for row in &mut self.sheet.rows {
            row.cells.sort_by_key(|cell| cell.column);
            row.cells.dedup_by(|later, earlier| {
                let same = later.column == earlier.column;
                if same {
                    std::mem::swap(later, earlier);
                }
                same
            });
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn put(builder: &mut SheetBuilder<'_>, row: u32, column: u32, text: &str) -> Result<(), ReadError> {
        builder.put(row, column, Value::Text(text.into()), Origin::Typed, None)
    }

    #[test]
    fn cells_in_any_order_come_out_in_order_and_the_later_double_wins() {
        let (limits, usage) = (Limits::default(), Usage::default());
        let mut builder = SheetBuilder::new("a", false, &limits, &usage);
        for (row, column, text) in [(3, 2, "c"), (1, 5, "b"), (3, 1, "old"), (1, 1, "a"), (3, 1, "new"), (2, 1, "")] {
            put(&mut builder, row, column, text).unwrap();
        }
        builder.hide_columns(4, 16_384);
        builder.hide_row(9);
        builder.merge(1, 1, 1_048_576, 16_384).unwrap();
        let sheet = builder.finish();
        let cells: Vec<_> = sheet
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().map(|cell| (row.number, cell.column, cell.value.clone())))
            .collect();
        let text = |text: &str| Value::Text(text.into());
        assert_eq!(cells, [(1, 1, text("a")), (1, 5, text("b")), (3, 1, text("new")), (3, 2, text("c"))]);
        assert_eq!(sheet.hidden_columns, [4, 5]);
        assert!(sheet.hidden_rows.is_empty());
        assert_eq!(sheet.merges, [Area { top: 1, left: 1, bottom: 3, right: 5 }]);
    }

    #[test]
    fn each_cap_holds_one_above_and_not_one_below() {
        let limits = Limits { rows: 2, columns: 3, cells: 4, cell_chars: 5, text_bytes: 20, ..Limits::default() };
        let outcome = |cells: &[(u32, u32, &str)]| {
            let usage = Usage::default();
            let mut builder = SheetBuilder::new("a", false, &limits, &usage);
            cells.iter().try_for_each(|(row, column, text)| put(&mut builder, *row, *column, text))
        };
        assert_eq!(outcome(&[(1, 3, "x"), (9, 1, "y")]), Ok(()));
        assert_eq!(outcome(&[(1, 1, "x"), (2, 1, "x"), (3, 1, "x")]), Err(ReadError::TooBig("the number of rows")));
        assert_eq!(outcome(&[(1, 4, "x")]), Err(ReadError::TooBig("the number of columns")));
        assert_eq!(outcome(&[(1, 1, "ấấấấấ")]), Ok(()));
        assert_eq!(outcome(&[(1, 1, "ấấấấấấ")]), Err(ReadError::TooBig("the text of a cell")));
        let five = [(1, 1, "x"), (1, 2, "x"), (1, 3, "x"), (2, 1, "x"), (2, 2, "x")];
        assert_eq!(outcome(&five), Err(ReadError::TooBig("the number of cells")));
        let long = [(1, 1, "xấấấấ"), (1, 2, "xấấấấ")];
        assert_eq!(outcome(&long), Err(ReadError::TooBig("the text of all cells")));
        assert!(matches!(outcome(&[(1_048_577, 1, "x")]), Err(ReadError::Corrupt(_))));
    }
}
