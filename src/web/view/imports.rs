//! Imports: the form, the history, and the preview of one file.

use std::collections::BTreeMap;

use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::{Links, Pair};
use super::pager::Pager;
use super::{day, import_change, number};
use crate::messages::findings;
use crate::model::as_of::in_vietnam;
use crate::roster::finding::{FindingCode, Severity};
use crate::roster::reading::{ColumnRole, Finding, RosterRow, SheetKind};
use crate::roster::staged::{FileSummary, RowClass, StagedRow};
use crate::roster::{BatchLine, StagedPage};
use crate::store::batches::BatchState;

/// The page with the form and the history.
#[derive(Debug, Serialize)]
pub struct ImportsView {
    /// What is not right with the form.
    pub errors: Vec<FieldError>,
    /// Units a list can be of.
    pub units: Vec<Choice>,
    /// The day the list was drawn up, as typed.
    pub listed_on: String,
    /// Batches, latest first.
    pub batches: Vec<BatchRow>,
    /// Which page of them.
    pub pager: Option<Pager>,
}

/// One line of the history.
#[derive(Debug, Serialize)]
pub struct BatchRow {
    href: String,
    number: i64,
    file: String,
    unit: String,
    listed_on: String,
    by: String,
    at: String,
    state: &'static str,
    waiting: bool,
    rows: String,
    new: String,
    changed: String,
    unchanged: String,
    not_taken: String,
}

impl BatchRow {
    /// A line.
    pub fn of(batch: &BatchLine, links: &Links) -> Self {
        let counts = &batch.counts;
        Self {
            href: links.to(&format!("/nhap-lieu/{}", batch.id)),
            number: batch.id.0,
            file: batch.file_name.clone(),
            unit: batch.unit_name.clone(),
            listed_on: day(batch.listed_on),
            by: batch.uploaded_by.clone().unwrap_or_else(|| "máy chủ".to_owned()),
            at: in_vietnam(batch.committed_at.unwrap_or(batch.created_at).and_utc())
                .format("%H:%M %d/%m/%Y")
                .to_string(),
            state: state_words(batch.state),
            waiting: batch.state == BatchState::Previewed,
            rows: number(counts.rows.into()),
            new: number(counts.new.into()),
            changed: number(counts.changed.into()),
            unchanged: number(counts.unchanged.into()),
            not_taken: number((counts.held + counts.conflict).into()),
        }
    }
}

fn state_words(state: BatchState) -> &'static str {
    match state {
        BatchState::Reading => "đang đọc",
        BatchState::Previewed => "chờ ghi nhận",
        BatchState::Committed => "đã ghi nhận",
        BatchState::Failed => "không đọc được",
        BatchState::Undone => "đã hoàn tác",
        BatchState::Discarded => "đã bỏ",
    }
}

/// The preview of one file.
#[derive(Debug, Serialize)]
pub struct PreviewView {
    steps: [&'static str; 3],
    step: u8,
    batch: BatchRow,
    failure: Option<String>,
    /// The token of the commit, while it waits for one.
    token: Option<String>,
    action: String,
    to_add: String,
    to_change: String,
    to_keep: String,
    not_written: Option<String>,
    classes: Vec<ClassTab>,
    remarks: Vec<FindingLine>,
    sheets: Vec<SheetLine>,
    findings: Vec<FindingCount>,
    rows: Vec<RowView>,
    pager: Pager,
}

#[derive(Debug, Serialize)]
struct ClassTab {
    label: &'static str,
    count: String,
    href: String,
    current: bool,
}

#[derive(Debug, Serialize)]
struct SheetLine {
    name: String,
    kind: &'static str,
    rows: String,
    columns: Vec<String>,
    remarks: Vec<FindingLine>,
}

/// One finding: where, what, what to do.
#[derive(Debug, Serialize)]
struct FindingLine {
    severity: &'static str,
    cell: Option<String>,
    message: String,
}

#[derive(Debug, Serialize)]
struct FindingCount {
    severity: &'static str,
    message: String,
    rows: String,
}

#[derive(Debug, Serialize)]
struct RowView {
    row: u32,
    sheet: String,
    name: String,
    class: &'static str,
    kind: &'static str,
    shape: &'static str,
    changes: Vec<import_change::ChangeLine>,
    reason: Option<String>,
    findings: Vec<FindingLine>,
}

impl PreviewView {
    /// A page of a preview.
    pub fn of(
        page: &StagedPage,
        chosen: Option<RowClass>,
        links: &Links,
        names: &import_change::Names,
        pager: Pager,
    ) -> Self {
        let counts = &page.batch.counts;
        let path = format!("/nhap-lieu/{}", page.batch.id);
        let not_written = counts.held + counts.conflict;
        let several = page.file.sheets.len() > 1;
        Self {
            steps: ["Tải tệp lên", "Xem trước", "Ghi nhận"],
            step: if page.batch.state == BatchState::Committed { 3 } else { 2 },
            batch: BatchRow::of(&page.batch, links),
            failure: page.failure.clone(),
            token: page.token.clone(),
            action: path.clone(),
            to_add: number(counts.new.into()),
            to_change: number(counts.changed.into()),
            to_keep: number(counts.unchanged.into()),
            not_written: (not_written > 0).then(|| number(not_written.into())),
            classes: tabs(page, chosen, links, &path),
            remarks: page.file.codes.iter().map(|code| FindingLine::of_code(*code)).collect(),
            sheets: page.file.sheets.iter().map(SheetLine::of).collect(),
            findings: counted(&page.file),
            rows: page.rows.iter().map(|row| RowView::of(row, page, several, names)).collect(),
            pager,
        }
    }
}

fn tabs(page: &StagedPage, chosen: Option<RowClass>, links: &Links, path: &str) -> Vec<ClassTab> {
    let all = ClassTab {
        label: "Tất cả các dòng",
        count: number(page.batch.counts.rows.into()),
        href: links.to(path),
        current: chosen.is_none(),
    };
    let of = |class: RowClass| ClassTab {
        label: class.vietnamese(),
        count: number(page.batch.counts.of(class).into()),
        href: links.with(path, &[Pair::new("loai", class.as_str())]),
        current: chosen == Some(class),
    };
    std::iter::once(all).chain(RowClass::ALL.into_iter().map(of)).collect()
}

/// Findings in rows, worst first, then the most frequent.
fn counted(file: &FileSummary) -> Vec<FindingCount> {
    let mut found: Vec<(&FindingCode, &u32)> = file.findings.iter().collect();
    found.sort_by_key(|(code, rows)| (std::cmp::Reverse(code.severity()), std::cmp::Reverse(**rows)));
    let line = |(code, rows): (&FindingCode, &u32)| FindingCount {
        severity: severity_word(code.severity()),
        message: findings::sentence(*code, None, None),
        rows: number((*rows).into()),
    };
    found.into_iter().map(line).collect()
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
    fn of_code(code: FindingCode) -> Self {
        Self { severity: severity_word(code.severity()), cell: None, message: findings::sentence(code, None, None) }
    }

    fn of(finding: &Finding, row: u32) -> Self {
        let cell = finding.column.map(|column| format!("Ô {}{row}", findings::column_letters(column)));
        // The cell is told in front; the sentence need not name the column again.
        let sentence = finding.message();
        let message = match (finding.column, sentence.split_once(": ")) {
            (Some(_), Some((place, rest))) if place.starts_with("Cột ") => rest.to_owned(),
            _ => sentence,
        };
        Self { severity: severity_word(finding.code.severity()), cell, message }
    }
}

impl SheetLine {
    fn of(sheet: &crate::roster::staged::SheetSummary) -> Self {
        let known = sheet.columns.iter().filter(|column| column.role != ColumnRole::Ignored);
        Self {
            name: sheet.name.clone(),
            kind: match sheet.kind {
                SheetKind::Roster => "danh sách",
                SheetKind::Cover => "trang bìa",
                SheetKind::Summary => "bảng tổng hợp",
                SheetKind::Lookup => "bảng tra cứu",
                SheetKind::Empty => "trống",
                SheetKind::HeaderOnly => "chỉ có tiêu đề",
                SheetKind::Instructions => "hướng dẫn",
                SheetKind::Quota => "chỉ tiêu",
            },
            rows: number(sheet.rows.into()),
            columns: known
                .map(|column| format!("{} «{}»", findings::column_letters(column.column), column.header))
                .collect(),
            remarks: sheet.codes.iter().map(|code| FindingLine::of_code(*code)).collect(),
        }
    }
}

impl RowView {
    fn of(row: &StagedRow, page: &StagedPage, several_sheets: bool, names: &import_change::Names) -> Self {
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
            name: name_of(&row.row),
            class: row.class.vietnamese(),
            kind,
            shape,
            changes: import_change::lines(row, &page.unit_names, names),
            reason: row.reason.as_ref().map(crate::messages::imports::reason),
            findings: worst_first(&row.row),
        }
    }
}

fn name_of(row: &RosterRow) -> String {
    row.full_name.clone().unwrap_or_else(|| "(không có tên)".to_owned())
}

fn worst_first(row: &RosterRow) -> Vec<FindingLine> {
    let mut found: Vec<&Finding> = row.codes.iter().collect();
    found.sort_by_key(|finding| std::cmp::Reverse(finding.code.severity()));
    found.into_iter().map(|finding| FindingLine::of(finding, row.row)).collect()
}

/// Names of milestones by identity and of causes by code.
pub type ById = BTreeMap<String, String>;
