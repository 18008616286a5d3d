//! A table while its rows are read, and what the headings inside it say about the rows below them.

use super::super::grid::{Cell, Row};
use super::super::reading::ColumnRole as Role;
use super::birth_dates::is_swapped;
use super::headings::Heading;
use super::sheet_text::{is_blank, shown};
use super::table::Table;
use super::view::SheetView;
use crate::vn::fold::fold;

/// Fewer people prove nothing about what a list leaves empty.
const FEWEST_PEOPLE: u32 = 5;
/// Columns that say what somebody has reached.
const MARK_ROLES: [Role; 15] = [
    Role::M1,
    Role::M1Date,
    Role::M2,
    Role::M2Date,
    Role::Level,
    Role::LevelDate,
    Role::Act,
    Role::ActDate,
    Role::NotAct,
    Role::Dvc,
    Role::DvcDate,
    Role::Cks,
    Role::CksDate,
    Role::CksAct,
    Role::Status,
];
/// How many rows tell how a column is filled.
const ROWS_SAMPLED: usize = 120;

/// A table while its rows are read.
pub(super) struct Open {
    /// Its columns.
    pub table: Table,
    /// Village of the section or of the title above this table alone.
    pub section: Option<String>,
    /// Office of the section.
    pub office: Option<String>,
    /// Head of the household and its village, by the household heading above.
    pub household: Option<String>,
    household_village: Option<String>,
    /// The village column is only filled where a village begins; the one above then stands here.
    pub village_above: Option<Option<String>>,
    /// A total or footer came.
    pub closed: bool,
    /// Day and month of the birth dates are swapped in the whole column.
    pub swapped: bool,
    /// Any cell of a column for marks, levels or statuses was filled.
    pub marked: bool,
    /// People so far.
    pub people: u32,
    /// Numbers that totals state.
    pub stated: Vec<u32>,
}

impl Open {
    /// A table whose people start at row index `from`.
    pub(super) fn new(table: Table, view: &SheetView, from: usize) -> Self {
        Self {
            swapped: is_swapped(&table, view.sheet, from),
            village_above: begins_villages(&table, view, from).then_some(None),
            table,
            section: None,
            office: None,
            household: None,
            household_village: None,
            closed: false,
            marked: false,
            people: 0,
            stated: Vec::new(),
        }
    }

    /// The village that headings and the table's own title tell.
    pub(super) fn village(&self) -> Option<&str> {
        self.household_village.as_deref().or(self.section.as_deref())
    }

    /// Notes whether a person has anything in a column for marks.
    pub(super) fn look_for_marks(&mut self, row: &Row) {
        let filled = |cell: &Cell| MARK_ROLES.contains(&self.table.role_at(cell.column)) && !is_blank(&cell.value);
        self.marked = self.marked || row.cells.iter().any(filled);
    }

    /// Whether the list has columns for marks and not one mark in them, as where people mark by the colour of the cell.
    pub(super) fn lacks_marks(&self) -> bool {
        let has_columns = self.table.columns.iter().any(|column| MARK_ROLES.contains(&column.role));
        self.people >= FEWEST_PEOPLE && has_columns && !self.marked
    }

    /// Takes what a heading says about the rows below it.
    pub(super) fn goes_on_under(&mut self, heading: Heading) {
        match heading {
            Heading::Village(village) => {
                self.section = Some(village);
                (self.office, self.household, self.household_village) = (None, None, None);
                self.closed = false;
            }
            // what signs a list is an office too: it opens nothing that is closed
            Heading::Office(office) => {
                self.office = Some(office);
                (self.household, self.household_village) = (None, None);
            }
            Heading::Household { head, village } => (self.household, self.household_village) = (head, village),
        }
    }
}

/// Whether the village column is filled once for each village and left empty below it: no village comes twice, and most cells are empty.
fn begins_villages(table: &Table, view: &SheetView, from: usize) -> bool {
    let Some(column) = table.column_of(Role::Village) else { return false };
    let name = table.column_of(Role::Name).or(table.column_of(Role::FamilyName));
    let mut villages: Vec<String> = Vec::new();
    let (mut people, mut empty) = (0usize, 0usize);
    for row in view.sheet.rows.iter().skip(from).take(ROWS_SAMPLED) {
        let cell_at = |column| row.cells.iter().find(|c| c.column == column && !is_blank(&c.value));
        if name.and_then(cell_at).is_none() || view.merged_from_above(row.number, column).is_some() {
            continue;
        }
        people += 1;
        match cell_at(column).map(|cell| fold(&shown(&cell.value))) {
            None if villages.is_empty() => return false,
            None => empty += 1,
            Some(key) if villages.contains(&key) => return false,
            Some(key) => villages.push(key),
        }
    }
    empty * 2 > people
}
