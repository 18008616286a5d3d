//! Rows of a preview: what becomes of them, why, and what can be decided about them.

use serde::Serialize;

use super::frame::Choice;
use super::import_change::{self, Names};
use super::import_decisions::RowForm;
use super::number;
use crate::messages::findings;
use crate::people::mask;
use crate::roster::StagedPage;
use crate::roster::choices::Choices;
use crate::roster::finding::{FindingCode, Severity};
use crate::roster::reading::{Finding, RosterRow};
use crate::roster::staged::{FileSummary, Reason, RowClass, StagedRow};

/// One finding: where, what, what to do.
#[derive(Debug, Serialize)]
pub struct FindingLine {
    severity: &'static str,
    cell: Option<String>,
    message: String,
}

/// How many rows have a finding.
#[derive(Debug, Serialize)]
pub struct FindingCount {
    code: &'static str,
    severity: &'static str,
    message: String,
    rows: String,
}

/// One row.
#[derive(Debug, Serialize)]
pub struct RowView {
    row: u32,
    sheet: String,
    name: String,
    class: &'static str,
    kind: &'static str,
    shape: &'static str,
    changes: Vec<import_change::ChangeLine>,
    /// Values that are not taken because the data are newer.
    kept: Vec<import_change::ChangeLine>,
    reason: Option<String>,
    findings: Vec<FindingLine>,
    form: Option<RowForm>,
}

/// Findings in rows, worst first, then the most frequent.
pub fn counted(file: &FileSummary) -> Vec<FindingCount> {
    let mut found: Vec<(&FindingCode, &u32)> = file.findings.iter().collect();
    found.sort_by_key(|(code, rows)| (std::cmp::Reverse(code.severity()), std::cmp::Reverse(**rows)));
    let line = |(code, rows): (&FindingCode, &u32)| FindingCount {
        code: code.as_str(),
        severity: severity_word(code.severity()),
        message: findings::sentence(*code, None, None),
        rows: number((*rows).into()),
    };
    found.into_iter().map(line).collect()
}

impl FindingCount {
    /// As a line of a list to choose from.
    pub fn choice(self, chosen: &str) -> Choice {
        Choice::new(self.code, format!("{} ({} dòng)", self.message, self.rows), chosen)
    }
}

fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Fix => "fix",
        Severity::Warn => "warn",
        Severity::Error => "error",
    }
}

impl FindingLine {
    /// About a file or a sheet.
    pub fn of_code(code: FindingCode) -> Self {
        Self { severity: severity_word(code.severity()), cell: None, message: findings::sentence(code, None, None) }
    }

    fn of(finding: &Finding, row: u32) -> Self {
        let cell = finding.column.map(|column| format!("Ô {}{row}", findings::column_letters(column)));
        // The cell is told in front; the sentence need not name the column again.
        let given = finding.given.as_deref().map(|given| masked(finding.code, given));
        let sentence = findings::sentence(finding.code, finding.column, given.as_deref());
        let message = match (finding.column, sentence.split_once(": ")) {
            (Some(_), Some((place, rest))) if place.starts_with("Cột ") => rest.to_owned(),
            _ => sentence,
        };
        Self { severity: severity_word(finding.code.severity()), cell, message }
    }
}

impl RowView {
    /// A row; `choices` where it can still be decided about.
    pub fn of(row: &StagedRow, page: &StagedPage, names: &Names, choices: Option<&Choices>) -> Self {
        let several_sheets = page.file.sheets.len() > 1;
        let sheet = usize::try_from(row.sheet).ok().and_then(|place| page.file.sheets.get(place));
        let (kind, shape) = match row.class {
            RowClass::New => ("on_track", "+"),
            RowClass::Changed => ("at_risk", "◆"),
            RowClass::Unchanged => ("no_data", "○"),
            RowClass::Conflict | RowClass::Held => ("unlikely", "■"),
        };
        Self {
            row: row.row.row,
            sheet: sheet.filter(|_| several_sheets).map(|sheet| sheet.name.clone()).unwrap_or_default(),
            name: row.row.full_name.clone().unwrap_or_else(|| "(không có tên)".to_owned()),
            class: row.class.vietnamese(),
            kind,
            shape,
            changes: import_change::lines(row, &page.unit_names, names),
            kept: import_change::kept(row, &page.unit_names, names),
            reason: row.reason.as_ref().filter(|_| !told_by_a_finding(row)).map(crate::messages::imports::reason),
            findings: worst_first(&row.row),
            form: choices.and_then(|choices| RowForm::of(row, page, choices)),
        }
    }

    /// Whether it can be decided about.
    pub fn is_decidable(&self) -> bool {
        self.form.is_some()
    }
}

/// Numbers are masked here as everywhere; what is wrong with one can be seen from its shape, and the cell says where it stands.
fn masked(code: FindingCode, given: &str) -> String {
    match code {
        FindingCode::CccdText | FindingCode::PhoneText => mask::within(given),
        code if ["CCCD_", "CMND_", "PHONE_", "YOB_CCCD"].iter().any(|start| code.as_str().starts_with(start)) => {
            mask::shape(given)
        }
        _ => mask::within(given),
    }
}

/// The finding about an unknown village names its cell, and the reason would only repeat it.
fn told_by_a_finding(row: &StagedRow) -> bool {
    matches!(row.reason, Some(Reason::UnknownVillage(_)))
        && row.row.codes.iter().any(|finding| finding.code == FindingCode::VillageUnknown)
}

fn worst_first(row: &RosterRow) -> Vec<FindingLine> {
    // That somebody is known with the same data is what the class of the row says.
    let mut found: Vec<&Finding> = row.codes.iter().filter(|finding| finding.code != FindingCode::XfileSame).collect();
    found.sort_by_key(|finding| std::cmp::Reverse(finding.code.severity()));
    found.into_iter().map(|finding| FindingLine::of(finding, row.row)).collect()
}
