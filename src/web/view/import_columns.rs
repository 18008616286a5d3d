//! The page on which columns and words of a file are explained.

use serde::Serialize;

use super::form::FieldError;
use super::import_batch::STEPS;
use super::import_meanings::{Group, meanings, role_name, role_word, roles};
use super::links::Links;
use super::{day, number};
use crate::messages::findings::column_letters;
use crate::people::mask;
use crate::roster::StagedPage;
use crate::roster::choices::{Choices, WordMeaning, word_key};
use crate::roster::reading::{ColumnReading, ColumnRole as Role};
use crate::roster::staged::SheetSummary;
use crate::store::batches::BatchState;

/// The page.
#[derive(Debug, Serialize)]
pub struct ColumnsView {
    steps: [&'static str; 4],
    step: u8,
    errors: Vec<FieldError>,
    action: String,
    back: String,
    drop: Option<String>,
    taken: Option<String>,
    /// Whether anything can still be chosen.
    open: bool,
    sheets: Vec<SheetColumns>,
    words: Vec<WordLine>,
}

#[derive(Debug, Serialize)]
struct SheetColumns {
    name: String,
    people: String,
    columns: Vec<ColumnLine>,
}

#[derive(Debug, Serialize)]
struct ColumnLine {
    letter: String,
    header: String,
    samples: Vec<String>,
    field: String,
    /// Password, OTP…: told, not offered.
    refused: bool,
    ignored: bool,
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct WordLine {
    number: usize,
    role: String,
    column: &'static str,
    word: String,
    key: String,
    rows: Option<String>,
    groups: Vec<Group>,
}

/// Name of the field for a column.
pub fn column_field(sheet: usize, column: u16) -> String {
    format!("cot-{sheet}-{column}")
}

/// Whose decisions were taken, where they were.
pub fn taken_sentence(choices: &Choices) -> Option<String> {
    let from = choices.taken_from?;
    Some(format!("Đã dùng lại cách hiểu cột của lượt {}, ngày {}.", from.batch, day(from.on)))
}

impl ColumnsView {
    /// The page of a batch.
    pub fn of(page: &StagedPage, choices: &Choices, errors: Vec<FieldError>, links: &Links) -> Self {
        let path = format!("/nhap-lieu/{}", page.batch.id);
        let reading = &choices.reading;
        let chosen = !reading.columns.is_empty() || !reading.words.is_empty();
        let sheets = page.file.sheets.iter().enumerate().filter(|(_, sheet)| !sheet.columns.is_empty());
        Self {
            steps: STEPS,
            step: 2,
            errors,
            action: links.to(&format!("{path}/cot")),
            back: links.to(&path),
            drop: chosen.then(|| links.to(&format!("{path}/bo-cach-hieu"))),
            taken: taken_sentence(choices),
            open: page.batch.state == BatchState::Previewed || page.batch.state == BatchState::Failed,
            sheets: sheets.map(|(place, sheet)| SheetColumns::of(place, sheet, choices)).collect(),
            words: words(page, choices),
        }
    }
}

impl SheetColumns {
    fn of(place: usize, sheet: &SheetSummary, choices: &Choices) -> Self {
        let mut columns: Vec<ColumnLine> = Vec::new();
        let mut seen: Vec<u16> = Vec::new();
        for column in sheet.columns.iter().filter(|column| !is_bare(column)) {
            if !seen.contains(&column.column) {
                seen.push(column.column);
                columns.push(ColumnLine::of(place, &sheet.name, column, choices));
            }
        }
        Self { name: sheet.name.clone(), people: number(sheet.rows.into()), columns }
    }
}

/// A column without header and without values says nothing to anybody.
fn is_bare(column: &ColumnReading) -> bool {
    column.header.trim().is_empty() && column.samples.is_empty() && column.role == Role::Ignored
}

impl ColumnLine {
    fn of(place: usize, sheet: &str, column: &ColumnReading, choices: &Choices) -> Self {
        // What was just chosen and not accepted is shown as chosen.
        let chosen = choices.reading.columns.iter().find(|c| c.sheet == sheet && c.column == column.column);
        let role = chosen.map_or(column.role, |choice| choice.role);
        let refused = column.role == Role::Refused;
        Self {
            letter: column_letters(column.column),
            header: column.header.clone(),
            samples: if refused {
                Vec::new()
            } else {
                column.samples.iter().map(|text| presentable(column.role, text)).collect()
            },
            field: column_field(place, column.column),
            refused,
            ignored: role == Role::Ignored,
            groups: if refused { Vec::new() } else { roles(role) },
        }
    }
}

/// A value without anybody's number in it.
fn presentable(role: Role, text: &str) -> String {
    if matches!(role, Role::Cccd | Role::Phone) { mask::shape(text) } else { mask::within(text) }
}

/// Words that were explained, then those nobody understood.
fn words(page: &StagedPage, choices: &Choices) -> Vec<WordLine> {
    type Found = (Role, String, String, Option<u32>, Option<WordMeaning>);
    let mut found: Vec<Found> = Vec::new();
    for choice in &choices.reading.words {
        found.push((choice.role, choice.word.clone(), choice.word.clone(), None, Some(choice.meaning)));
    }
    for unknown in page.file.sheets.iter().flat_map(|sheet| &sheet.unknown_words) {
        let key = word_key(&unknown.word);
        match found.iter_mut().find(|(role, _, known, ..)| (*role, known.as_str()) == (unknown.role, key.as_str())) {
            Some((_, _, _, Some(rows), _)) => *rows += unknown.rows,
            Some((_, word, _, rows @ None, _)) => {
                word.clone_from(&unknown.word);
                *rows = Some(unknown.rows);
            }
            None => found.push((unknown.role, unknown.word.clone(), key, Some(unknown.rows), None)),
        }
    }
    let line = |(place, (role, word, key, rows, meaning)): (usize, Found)| WordLine {
        number: place,
        role: role_word(role),
        column: role_name(role),
        word,
        key,
        rows: rows.map(|rows| number(rows.into())),
        groups: meanings(role, meaning),
    };
    found.into_iter().enumerate().map(line).collect()
}
