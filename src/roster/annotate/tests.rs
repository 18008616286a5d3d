//! Every workbook of the test set is marked and read again.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::notes::{Level, Note, RowNotes, SheetNotes, SummaryLine, WorkbookNotes};
use super::{Annotated, annotate};
use crate::roster::read::{Limits, read_workbook};
use crate::roster::reading::{Finding, Reading, RosterRow, SheetKind, SheetReading};
use crate::roster::understand::{UnderstandOptions, understand};

fn read(bytes: &[u8], file_name: &str) -> Reading {
    let day = NaiveDate::from_ymd_opt(2023, 6, 12).unwrap();
    let options = UnderstandOptions {
        listed_on: day,
        today: day,
        default_unit_name: None,
        known_villages: Vec::new(),
        known_offices: Vec::new(),
        file_name: file_name.to_owned(),
        choices: crate::roster::choices::ReadingChoices::default(),
    };
    understand(read_workbook(bytes, file_name, &Limits::default()), &options)
}

/// A note on every finding, one on an empty cell far right in every third row, one without a cell in every fifth.
fn notes_of(reading: &Reading) -> WorkbookNotes {
    let mut notes = WorkbookNotes { batch: 12, ..WorkbookNotes::default() };
    for (index, sheet) in reading.sheets.iter().enumerate().filter(|(_, sheet)| !sheet.rows.is_empty()) {
        let mut rows: Vec<RowNotes> = sheet.rows.iter().map(row_notes).collect();
        rows.sort_by_key(|row| row.row);
        rows.dedup_by_key(|row| row.row);
        notes.sheets.push(SheetNotes { index, header_row: sheet.header_rows.first().copied(), rows });
        notes.summary.lines.push(SummaryLine {
            level: Level::Error,
            sentence: "Số định danh không đủ hoặc thừa chữ số; nhập lại đủ 12 chữ số.".to_owned(),
            sheet: sheet.name.clone(),
            rows: 3,
            places: "5, 8, 11–13".to_owned(),
        });
    }
    notes.summary.facts.push(("Tệp".to_owned(), "danh sách <1> & \"2\".xlsx".to_owned()));
    notes.summary.steps.push("Sửa các ô tô màu.".to_owned());
    notes
}

fn row_notes(row: &RosterRow) -> RowNotes {
    let note = |column, sentence: &str| Note { column, level: Level::Error, sentence: sentence.to_owned() };
    let mut notes: Vec<Note> = row.codes.iter().map(|finding| note(finding.column, &finding.message())).collect();
    if row.row.is_multiple_of(3) {
        notes.push(note(Some(row.c0 + 1), "họ tên <thử> & \"kiểm\" \u{1} _x0041_"));
    }
    if row.row.is_multiple_of(5) {
        notes.push(Note { column: None, level: Level::Warning, sentence: "=HYPERLINK(\"a\")".to_owned() });
    }
    if notes.is_empty() {
        notes.push(note(Some(row.c0), "ô đầu"));
    }
    RowNotes { row: row.row, notes }
}

fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/data/rosters/public", "tests/data/files", "tests/data/files/sua_loi"];
    let entries = folders.iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap());
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    let known = ["xlsx", "xls", "ods", "csv", "xlsm", "xlsb"];
    files.retain(|file| file.extension().is_some_and(|e| known.iter().any(|k| e == *k)));
    files.sort();
    files
}

/// What a list says, without the findings that only the form of its cells gave rise to.
fn said(rows: &[RosterRow], keep_findings: bool) -> Vec<RosterRow> {
    let form = |finding: &Finding| {
        let code = finding.code.as_str();
        keep_findings || !(code.starts_with("FORMULA") || code == "CELL_ERROR")
    };
    rows.iter()
        .map(|row| RosterRow { codes: row.codes.iter().filter(|f| form(f)).cloned().collect(), ..row.clone() })
        .collect()
}

fn lists(reading: &Reading) -> Vec<&SheetReading> {
    reading.sheets.iter().filter(|sheet| sheet.continues.is_none()).collect()
}

#[test]
fn every_marked_workbook_says_what_it_said_before() {
    let mut marked = 0;
    for file in files() {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&file).unwrap();
        let before = read(&bytes, &name);
        if before.sheets.is_empty() {
            continue;
        }
        let notes = notes_of(&before);
        let first = annotate(&bytes, &name, &notes, &Limits::default()).unwrap_or_else(|e| panic!("{name}: {e}"));
        compare(&name, &bytes, &before, &first);
        // once more over its own marks, with other notes
        let mut fewer = notes.clone();
        for sheet in &mut fewer.sheets {
            sheet.rows.truncate(1);
        }
        let second = annotate(&first.bytes, &name, &fewer, &Limits::default()).unwrap();
        compare(&name, &bytes, &before, &second);
        if let Ok(folder) = std::env::var("TIENDO_MARKED_WORKBOOKS") {
            std::fs::write(Path::new(&folder).join(format!("{name}.{}", first.extension)), &first.bytes).unwrap();
            std::fs::write(Path::new(&folder).join(format!("{name}.2.{}", second.extension)), &second.bytes).unwrap();
        }
        marked += 1;
    }
    assert_eq!(marked, 43);
}

fn compare(name: &str, bytes: &[u8], before: &Reading, marked: &Annotated) {
    let after = read(&marked.bytes, &format!("{name}.{}", marked.extension));
    let own: Vec<&SheetReading> = after.sheets.iter().filter(|sheet| sheet.continues == Some(12)).collect();
    assert_eq!((own.len(), own[0].kind), (1, SheetKind::Instructions), "{name}");
    let (old, new) = (lists(before), lists(&after));
    assert_eq!(old.len(), new.len(), "{name}");
    let in_place = bytes.starts_with(b"PK") && !name.ends_with(".ods");
    for (old, new) in old.iter().zip(new) {
        assert_eq!((&old.name, old.kind, &old.header_rows), (&new.name, new.kind, &new.header_rows), "{name}");
        let (before, after) = (said(&old.rows, in_place), said(&new.rows, in_place));
        assert_eq!(before.len(), after.len(), "{name} {}", old.name);
        for (old, new) in before.iter().zip(&after) {
            assert_eq!(old, new, "{name}");
        }
    }
}
