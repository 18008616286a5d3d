//! The cells of one row by the meaning of their columns, values of merged areas carried down.

use std::borrow::Cow;

use super::super::choices::WordMeaning;
use super::super::grid::{Cell, Origin, Row, Value};
use super::super::reading::{ColumnRole as Role, NoteStatus};
use super::marks::{MarkValue, read_mark};
use super::sheet_text::{Decoded, SheetText, is_blank, shown};
use super::table::Table;

/// Number of roles; `Ignored` is the last.
pub(super) const ROLES: usize = Role::Ignored as usize + 1;

/// One row seen through the columns of its table.
pub(super) struct Picked<'a> {
    table: &'a Table,
    text: &'a SheetText,
    cells: [Option<&'a Cell>; ROLES],
    others: Vec<(Role, &'a Cell)>,
    /// Cells that came from a merged area above.
    pub merged: Vec<(Role, u16)>,
}

impl<'a> Picked<'a> {
    /// Sorts the cells of a row that lie in the table. Blank cells, error cells and formulas without a value hold nothing; the latter two are
    /// reported by [`super::cells`].
    pub(super) fn new(table: &'a Table, text: &'a SheetText, row: &'a Row) -> Self {
        let mut picked = Self { table, text, cells: [None; ROLES], others: Vec::new(), merged: Vec::new() };
        for cell in &row.cells {
            if !is_blank(&cell.value) && !matches!(cell.value, Value::Error(_) | Value::NotCalculated) {
                picked.put(table.role_at(cell.column), cell);
            }
        }
        picked
    }

    fn put(&mut self, role: Role, cell: &'a Cell) {
        if matches!(role, Role::Ignored | Role::Refused) {
            return;
        }
        match self.cells.get_mut(role as usize) {
            Some(place @ None) => *place = Some(cell),
            _ => self.others.push((role, cell)),
        }
    }

    /// Adds the value of a merged area that covers an empty cell of this row.
    pub(super) fn carry_down(&mut self, column: u16, cell: &'a Cell) {
        let role = self.table.role_at(column);
        if !is_blank(&cell.value) && self.cells.get(role as usize).is_some_and(Option::is_none) {
            self.put(role, cell);
            self.merged.push((role, column));
        }
    }

    /// Whether the table has a column of this meaning.
    pub(super) fn has_column(&self, role: Role) -> bool {
        self.table.column_of(role).is_some()
    }

    /// The (first) column of this meaning.
    pub(super) fn column(&self, role: Role) -> Option<u16> {
        self.table.column_of(role)
    }

    /// The level that the header of an activation column names.
    pub(super) fn activation_level(&self, column: u16) -> Option<u8> {
        self.table.activation_levels.iter().find(|(c, _)| *c == column).map(|(_, level)| *level)
    }

    /// The cell and its decoded text.
    pub(super) fn get(&self, role: Role) -> Option<(&'a Cell, Cow<'a, str>)> {
        let cell = self.cells.get(role as usize).copied().flatten()?;
        Some((cell, self.decoded(cell).text))
    }

    /// The cell as it is.
    pub(super) fn cell(&self, role: Role) -> Option<&'a Cell> {
        self.cells.get(role as usize).copied().flatten()
    }

    /// All cells of this meaning with their texts, first column first.
    pub(super) fn all(&self, role: Role) -> impl Iterator<Item = (&'a Cell, Cow<'a, str>)> + '_ {
        let others = self.others.iter().filter(move |(r, _)| *r == role).map(|(_, c)| *c);
        self.cell(role).into_iter().chain(others).map(|cell| (cell, self.decoded(cell).text))
    }

    /// What people said that the word in a cell of this meaning means.
    pub(super) fn chosen(&self, role: Role, text: &str) -> Option<WordMeaning> {
        self.table.words.meaning(role, text)
    }

    /// What a cell of a mark or date column says: as people explained the word, else as words are usually meant.
    pub(super) fn mark(&self, role: Role, cell: &Cell, text: &str) -> MarkValue {
        match self.chosen(role, text) {
            Some(WordMeaning::Done | WordMeaning::Level1 | WordMeaning::Level2) => MarkValue::Yes,
            Some(WordMeaning::NotDone | WordMeaning::Status(_)) => MarkValue::No,
            Some(WordMeaning::Nothing) => MarkValue::Blank,
            None => read_mark(&cell.value, text),
        }
    }

    /// The states and causes that people read out of words, each with its column.
    pub(super) fn chosen_states(&self) -> Vec<(NoteStatus, u16, Cow<'a, str>)> {
        if self.table.words.is_empty() {
            return Vec::new();
        }
        let first = self.cells.iter().flatten().copied();
        let all = first.chain(self.others.iter().map(|(_, cell)| *cell));
        let state = |cell: &'a Cell| {
            let text = self.decoded(cell).text;
            match self.chosen(self.table.role_at(cell.column), &text) {
                Some(WordMeaning::Status(status)) => Some((status, cell.column, text)),
                _ => None,
            }
        };
        all.filter_map(state).collect()
    }

    /// The text of a cell, decoded.
    pub(super) fn decoded(&self, cell: &'a Cell) -> Decoded<'a> {
        match &cell.value {
            Value::Text(raw) => self.text.decode(cell, raw),
            other => Decoded { text: shown(other), encoding: crate::vn::legacy::LegacyEncoding::Unicode },
        }
    }

    /// The text in a column, where the row has one.
    pub(super) fn text_at(&self, column: u16) -> Option<Cow<'a, str>> {
        self.cells.iter().flatten().find(|c| c.column == column).map(|cell| self.decoded(cell).text)
    }

    /// Whether the value of a cell was put together by a formula from the same row.
    pub(super) fn is_formula(cell: &Cell) -> bool {
        matches!(cell.origin, Origin::ConstantFormula | Origin::ReferenceFormula)
    }
}
