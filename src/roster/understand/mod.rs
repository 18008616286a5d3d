//! A [`Workbook`](super::grid::Workbook) to cleaned rows with findings: layout, columns by meaning, values.

use chrono::NaiveDate;

use super::grid::Workbook;
use super::reading::Reading;

/// What is known about a file besides its cells.
#[derive(Debug, Clone, PartialEq)]
pub struct UnderstandOptions {
    /// The day the list was drawn up: later milestone dates are findings.
    pub listed_on: NaiveDate,
    /// The day of reading.
    pub today: NaiveDate,
    /// The unit the list is imported for, where it is known; stands in where the list names no office.
    pub default_unit_name: Option<String>,
    /// Names of the villages of the unit; empty when there is no unit tree, then a village is taken as written.
    pub known_villages: Vec<String>,
    /// Names of the offices of the unit.
    pub known_offices: Vec<String>,
    /// Name of the file, which can name a village.
    pub file_name: String,
}

/// Turns what the file holds into cleaned rows with findings. Never fails: what cannot be understood is a finding.
pub fn understand(workbook: Workbook, _options: &UnderstandOptions) -> Reading {
    Reading { file_codes: workbook.file_codes, sheets: Vec::new() }
}
