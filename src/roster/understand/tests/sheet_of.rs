//! Sheets written as text: one line a row, `|` between cells, `#` before a number, `@` before a date, `_` for an empty row.

use chrono::NaiveDate;

use crate::roster::grid::{Area, Cell, Origin, Row, Sheet, Value, Workbook};
use crate::roster::reading::{Reading, RosterRow};
use crate::roster::understand::{UnderstandOptions, understand};

pub(super) fn options() -> UnderstandOptions {
    UnderstandOptions {
        listed_on: day("2023-05-31"),
        today: day("2023-06-01"),
        default_unit_name: None,
        known_villages: Vec::new(),
        known_offices: Vec::new(),
        file_name: "danh_sach.xlsx".to_owned(),
        choices: Default::default(),
    }
}

pub(super) fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

fn value(text: &str) -> Value {
    if let Some(number) = text.strip_prefix('#') {
        return Value::Number(number.parse().unwrap());
    }
    if let Some(date) = text.strip_prefix('@') {
        return Value::DateTime(day(date).and_hms_opt(0, 0, 0).unwrap());
    }
    Value::Text(text.to_owned())
}

/// A sheet; `merges` are (top, left, bottom, right).
pub(super) fn sheet(name: &str, text: &str, merges: &[(u32, u16, u32, u16)]) -> Sheet {
    let mut rows = Vec::new();
    for (number, line) in (1u32..).zip(text.trim().lines()) {
        if line.trim() == "_" {
            continue;
        }
        let cells = (1u16..)
            .zip(line.trim().split('|'))
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(column, cell)| Cell { column, value: value(cell), origin: Origin::Typed, legacy_font: None })
            .collect();
        rows.push(Row { number, cells });
    }
    let merges = merges
        .iter()
        .map(|(top, left, bottom, right)| Area { top: *top, left: *left, bottom: *bottom, right: *right })
        .collect();
    Sheet { name: name.to_owned(), rows, merges, ..Sheet::default() }
}

pub(super) fn read_all(sheets: Vec<Sheet>) -> Reading {
    understand(Workbook { file_codes: Vec::new(), sheets }, &options())
}

pub(super) fn read(text: &str, merges: &[(u32, u16, u32, u16)]) -> Vec<RosterRow> {
    let mut reading = read_all(vec![sheet("Sheet1", text, merges)]);
    reading.sheets.remove(0).rows
}

/// The codes of a row, in the order they were found.
pub(super) fn codes(row: &RosterRow) -> Vec<&'static str> {
    row.codes.iter().map(|f| f.code.as_str()).collect()
}
