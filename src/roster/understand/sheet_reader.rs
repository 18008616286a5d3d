//! One sheet from top to bottom: titles, headers, tables, sections, people, footers.

use std::sync::Arc;

use super::super::finding::FindingCode as Code;
use super::super::grid::{Row, Sheet, Value};
use super::super::reading::{ColumnRole as Role, RosterRow, SheetKind, SheetReading};
use super::UnderstandOptions;
use super::chosen::ChosenWords;
use super::header::{header_at, is_column_numbers};
use super::header_words::is_secret;
use super::headerless::infer;
use super::open_table::Open;
use super::person_row::{Surroundings, read_person};
use super::picked::Picked;
use super::row_kinds::{RowKind, row_kind};
use super::samples::{self, UnknownWords};
use super::sheet_text::is_blank;
use super::table::{Table, repeats, tables_of};
use super::view::SheetView;
use super::{offices, sheet_kinds, totals, villages};

/// How many rows from the top are searched for a header before the sheet is no roster.
const ROWS_SEARCHED: usize = 300;

/// How many rows above a header are looked through for titles.
const TITLE_ROWS: usize = 300;

/// How many rows behind the last one that may be read have to be known: what a new table is judged by.
pub(super) const ROWS_AHEAD: usize = 2_200;

/// How many people of the same table are looked through for the one above.
const ROWS_ABOVE: usize = 8;

/// Everything the rows of one sheet share. The rows are seen through a window, which can be the whole sheet.
pub(super) struct SheetReader<'o> {
    options: &'o UnderstandOptions,
    village: Option<String>,
    office: Option<String>,
    open: Vec<Open>,
    words: Arc<ChosenWords>,
    unknown: UnknownWords,
    out: SheetReading,
    /// The next row, in the window.
    at: usize,
    /// The first row in the window that can be a title.
    title_from: usize,
    /// Rows that have left the window.
    gone: usize,
    search: Search,
}

/// How the tables of a sheet are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Search {
    /// By their headers.
    Headers,
    /// There is no header: the one table goes from the first row to the last.
    WithoutHeader,
    /// There is no table.
    GivenUp,
}

/// Reads one sheet. `village` is what its name says.
pub(super) fn read_sheet(sheet: &Sheet, options: &UnderstandOptions, village: Option<String>) -> SheetReading {
    let view = SheetView::new(sheet);
    let mut reader = SheetReader::new(&sheet.name, options, village);
    reader.read_to_the_end(&view);
    reader.finish(&view)
}

impl<'o> SheetReader<'o> {
    /// At the top of a sheet. `village` is what its name says.
    pub(super) fn new(name: &str, options: &'o UnderstandOptions, village: Option<String>) -> Self {
        Self {
            options,
            village,
            office: None,
            open: Vec::new(),
            words: Arc::new(ChosenWords::of(&options.choices.words)),
            unknown: UnknownWords::default(),
            out: SheetReading { name: name.to_owned(), ..SheetReading::default() },
            at: 0,
            title_from: 0,
            gone: 0,
            search: Search::Headers,
        }
    }

    /// Reads the rows of the window before `until`. The first window holds more than [`ROWS_SEARCHED`] rows, and each at least [`ROWS_AHEAD`] more.
    pub(super) fn read_rows(&mut self, view: &SheetView, until: usize) {
        while let Some(row) = view.sheet.rows.get(self.at).filter(|_| self.at < until && self.search != Search::GivenUp)
        {
            if self.search == Search::WithoutHeader {
                self.read_row(view, row);
            } else if self.open.is_empty() && self.gone + self.at >= ROWS_SEARCHED {
                self.try_without_header(view);
                continue;
            } else if let Some(next) = self.try_header(view) {
                self.at = next;
                self.title_from = next;
                continue;
            } else if self.read_row(view, row) {
                self.title_from = self.at + 1;
            }
            self.at += 1;
        }
    }

    /// Reads all rows of the last window.
    pub(super) fn read_to_the_end(&mut self, view: &SheetView) {
        self.read_rows(view, usize::MAX);
        if self.open.is_empty() && self.search == Search::Headers {
            self.try_without_header(view);
            self.read_rows(view, usize::MAX);
        }
    }

    /// Whether a table has been found.
    pub(super) fn has_table(&self) -> bool {
        !self.open.is_empty()
    }

    /// Takes the rows that have been read; the last ones stay for those below them.
    pub(super) fn take_rows(&mut self) -> impl Iterator<Item = RosterRow> + '_ {
        let ready = self.out.rows.len().saturating_sub(ROWS_ABOVE);
        self.out.rows.drain(..ready)
    }

    /// Lets rows at the start of the window go; how many.
    pub(super) fn let_go(&mut self) -> usize {
        let titles = self.title_from.max(self.at.saturating_sub(TITLE_ROWS));
        // the row above a header can be part of it
        let rows = titles.min(self.at.saturating_sub(1));
        self.at -= rows;
        self.title_from = self.title_from.saturating_sub(rows);
        self.gone += rows;
        rows
    }

    fn try_without_header(&mut self, view: &SheetView) {
        let header = if view.sheet.hidden { None } else { infer(view) };
        let tables = header.as_ref().map(|header| tables_of(header, view)).unwrap_or_default();
        self.search = if tables.is_empty() { Search::GivenUp } else { Search::WithoutHeader };
        self.open_tables(view, tables, 0);
        self.at = 0;
    }

    /// Opens the tables of a header that starts here; a repeated header goes on with the tables that are open.
    fn try_header(&mut self, view: &SheetView) -> Option<usize> {
        let header = header_at(view, self.at)?;
        if repeats(&header, &self.open.iter().map(|open| &open.table).collect::<Vec<_>>()) {
            for open in &mut self.open {
                open.closed = false;
            }
            return Some(header.next);
        }
        let tables = tables_of(&header, view);
        if tables.is_empty() {
            return None;
        }
        let titles = self.title_from.max(self.at.saturating_sub(TITLE_ROWS));
        self.read_titles(view, titles, self.at);
        self.close_tables();
        if self.out.header_rows.is_empty() {
            self.out.header_rows.clone_from(&header.rows);
        }
        self.open_tables(view, tables, header.next);
        self.read_own_titles(view, titles, self.at);
        Some(header.next)
    }

    fn open_tables(&mut self, view: &SheetView, tables: Vec<Table>, from: usize) {
        for mut table in tables {
            table.choose(&self.options.choices.columns, &self.out.name);
            table.words = Arc::clone(&self.words);
            if table.keys.iter().any(|key| is_secret(key)) && !self.out.codes.contains(&Code::ColumnRefused) {
                self.out.codes.push(Code::ColumnRefused);
            }
            samples::add_columns(&mut self.out.columns, &table.columns);
            self.open.push(Open::new(table, view, from));
        }
    }

    /// What stands above a table: the office of the letterhead, the village in the title.
    fn read_titles(&mut self, view: &SheetView, from: usize, to: usize) {
        let rows = view.sheet.rows.get(from..to).unwrap_or_default();
        let cells: Vec<(u16, String)> = rows
            .iter()
            .flat_map(|row| &row.cells)
            .filter_map(|cell| match &cell.value {
                Value::Text(raw) if !is_blank(&cell.value) => {
                    Some((cell.column, view.text.decode(cell, raw).text.into_owned()))
                }
                _ => None,
            })
            .collect();
        let first = cells.iter().map(|(column, _)| *column).min().unwrap_or(1);
        if cells.iter().any(|(_, text)| offices::announces_staff(text)) {
            let left = cells.iter().filter(|(column, _)| *column == first).map(|(_, text)| text.as_str());
            self.office = offices::in_letterhead(left, &view.sheet.name, &self.options.known_offices);
        }
        let named = cells.iter().rev().find_map(|(_, text)| villages::in_title(text, &self.options.known_villages));
        let first_table = self.out.header_rows.is_empty();
        if self.village.is_none() || !first_table {
            self.village = named.or(self.village.take());
        }
    }

    /// Titles that stand above one of several tables side by side belong to that table alone.
    fn read_own_titles(&mut self, view: &SheetView, from: usize, to: usize) {
        if self.open.len() < 2 {
            return;
        }
        let rows = view.sheet.rows.get(from..to).unwrap_or_default();
        let ends: Vec<u16> = self.open.iter().skip(1).map(|open| open.table.first).chain([u16::MAX]).collect();
        for (open, end) in self.open.iter_mut().zip(ends) {
            let above = rows.iter().rev().flat_map(|row| &row.cells);
            let own = above.filter(|cell| open.table.first <= cell.column && cell.column < end);
            open.section = own
                .filter_map(|cell| match &cell.value {
                    Value::Text(raw) => Some(view.text.decode(cell, raw).text),
                    _ => None,
                })
                .find_map(|text| villages::in_title(&text, &self.options.known_villages));
        }
    }

    /// Reads one row for every open table; whether it was a person in any of them.
    fn read_row(&mut self, view: &SheetView, row: &Row) -> bool {
        let mut any = false;
        if row.cells.iter().all(|c| is_blank(&c.value)) {
            return false;
        }
        for open in &mut self.open {
            match row_kind(&open.table, view, row, open.closed, &self.options.known_villages) {
                RowKind::Nothing => {}
                RowKind::Person if is_column_numbers(row, &view.text) => {}
                RowKind::Person => {
                    any = true;
                    open.people += 1;
                    let mut picked = Picked::new(&open.table, &view.text, row);
                    carry_down(&mut picked, &open.table, row, view);
                    let above = self.out.rows.iter().rev().take(ROWS_ABOVE).find(|row| row.c0 == open.table.first);
                    let around = Surroundings {
                        above,
                        listed_on: self.options.listed_on,
                        village: open.village().or(self.village.as_deref()),
                        village_above: open.village_above.as_ref().and_then(Option::as_deref),
                        office: open.office.as_deref().or(self.office.as_deref()),
                        household: open.household.as_deref(),
                        swapped: open.swapped,
                        hidden: view.sheet.hidden_rows.binary_search(&row.number).is_ok(),
                    };
                    let person = read_person(&open.table, row, &picked, &around);
                    if let Some(above) = &mut open.village_above {
                        above.clone_from(&person.village);
                    }
                    if open.people <= samples::PEOPLE_SAMPLED {
                        samples::take(&mut open.table.columns, row, &view.text);
                    }
                    self.unknown.take(&open.table, &person);
                    self.out.rows.push(person);
                }
                RowKind::Heading(heading) => open.goes_on_under(heading),
                RowKind::Total(stated) => {
                    open.stated.extend(stated);
                    open.closed = true;
                }
                RowKind::Footer => open.closed = true,
            }
        }
        any
    }

    fn close_tables(&mut self) {
        for open in self.open.drain(..) {
            samples::add_columns(&mut self.out.columns, &open.table.columns);
            if totals::disagree(&open.stated, open.people) {
                self.out.codes.push(Code::FooterTotalMismatch);
            }
        }
    }

    /// What the sheet is, all its rows read.
    pub(super) fn finish(mut self, view: &SheetView) -> SheetReading {
        let had_header = !self.open.is_empty();
        let hidden_columns: Vec<u16> = view.sheet.hidden_columns.clone();
        self.close_tables();
        self.out.unknown_words = std::mem::take(&mut self.unknown).most_frequent_first();
        if !had_header {
            sheet_kinds::describe(&mut self.out, view.sheet, &view.text);
            return self.out;
        }
        if self.out.rows.is_empty() {
            self.out.kind = SheetKind::HeaderOnly;
            self.out.codes.push(Code::HeaderOnly);
            return self.out;
        }
        self.out.kind = SheetKind::Roster;
        if view.sheet.hidden {
            self.out.codes.push(Code::SheetHidden);
        }
        let read = |column: &u16| {
            self.out.columns.iter().any(|c| c.column == *column && !matches!(c.role, Role::Ignored | Role::Refused))
        };
        if hidden_columns.iter().any(read) {
            self.out.codes.push(Code::ColHidden);
        }
        self.out
    }
}

/// Gives empty cells under a merged area the value of its first row.
fn carry_down<'a>(picked: &mut Picked<'a>, table: &Table, row: &Row, view: &SheetView<'a>) {
    if !view.has_merges() {
        return;
    }
    for role in [Role::Village, Role::Household, Role::Unit, Role::Address, Role::Phone] {
        let Some(column) = table.column_of(role) else { continue };
        if let Some(cell) = view.merged_from_above(row.number, column) {
            picked.carry_down(column, cell);
        }
    }
}
