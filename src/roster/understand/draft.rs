//! A row while it is being read: values so far, and what was found.

use super::super::finding::{FindingCode, Severity};
use super::super::reading::{Finding, RosterRow, RowResult};

/// How much of a given value a finding keeps, in characters.
const GIVEN_CHARACTERS: usize = 80;

/// A row in the making.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub row: RosterRow,
}

impl Draft {
    /// Notes a finding.
    pub(super) fn find(&mut self, code: FindingCode, column: Option<u16>, given: Option<&str>) {
        add_finding(&mut self.row, code, column, given);
    }
}

/// Notes a finding in a row and raises its result. The same finding in the same cell counts once.
pub(super) fn add_finding(row: &mut RosterRow, code: FindingCode, column: Option<u16>, given: Option<&str>) {
    if row.codes.iter().any(|f| f.code == code && f.column == column) {
        return;
    }
    let given: Option<String> = given.filter(|g| !g.is_empty()).map(|g| g.chars().take(GIVEN_CHARACTERS).collect());
    row.codes.push(Finding { code, column, given });
    row.result = row.result.max(result_of(code.severity()));
}

fn result_of(severity: Severity) -> RowResult {
    match severity {
        Severity::Info | Severity::Fix => RowResult::Ok,
        Severity::Warn => RowResult::Warn,
        Severity::Error => RowResult::Error,
    }
}

impl Draft {
    /// Whether the cell in a column could not be used at all, so that "missing" would be the wrong word.
    pub(super) fn has_cell_problem(&self, column: u16) -> bool {
        self.row
            .codes
            .iter()
            .any(|f| f.column == Some(column) && matches!(f.code, FindingCode::CellError | FindingCode::FormulaNoCache))
    }
}
