//! A [`Workbook`](super::grid::Workbook) to cleaned rows with findings: layout, columns by meaning, values.
//!
//! One sheet is read in one pass from top to bottom ([`sheet_reader`]); what needs the whole file comes after: spellings of villages, people listed
//! twice, shared phones. Nothing here knows a particular layout: a header is a row whose words name people and one more thing, a person is a row
//! that shows one.

mod birth_dates;
mod cells;
mod chosen;
mod columns;
mod ditto;
mod draft;
mod duplicates;
mod facts;
mod header;
mod header_splits;
mod header_words;
mod headerless;
mod headings;
mod id_numbers;
mod long_text;
mod marks;
mod milestones;
mod names;
mod notes;
mod offices;
mod open_table;
mod person_row;
mod phones;
mod picked;
mod quota;
mod row_kinds;
mod samples;
mod sexes;
mod shared_phones;
mod sheet_kinds;
mod sheet_reader;
mod sheet_text;
mod statuses;
mod symbol_fonts;
mod table;
mod totals;
mod view;
mod villages;
mod whole_file;
mod words;

#[cfg(test)]
mod tests;

pub(super) use villages::{VillageKey, full_name, is_outside};

use chrono::NaiveDate;

pub use long_text::understand_text;

use super::choices::ReadingChoices;
use super::finding::FindingCode as Code;
use super::grid::{Sheet, Workbook};
use super::own_marks;
use whole_file::WholeFile;

use super::reading::{ColumnReading, ColumnRole, Reading, SheetKind, SheetReading};

/// What is known about a file besides its cells.
#[derive(Debug, Clone, PartialEq)]
pub struct UnderstandOptions {
    /// The day the list was drawn up: later milestone dates are findings.
    pub listed_on: NaiveDate,
    /// The day of reading.
    pub today: NaiveDate,
    /// The unit the list is imported for, where it is known; stands in where the list names no village.
    pub default_unit_name: Option<String>,
    /// Names of the villages of the unit; empty when there is no unit tree, then a village is taken as written.
    pub known_villages: Vec<String>,
    /// Names of the offices of the unit.
    pub known_offices: Vec<String>,
    /// Name of the file, which can name a village.
    pub file_name: String,
    /// What people decided about columns and words.
    pub choices: ReadingChoices,
}

/// Turns what the file holds into cleaned rows with findings. Never fails: what cannot be understood is a finding.
pub fn understand(workbook: Workbook, options: &UnderstandOptions) -> Reading {
    let (lists, summaries): (Vec<Option<Sheet>>, Vec<Option<SheetReading>>) =
        workbook.sheets.into_iter().map(set_summary_aside).unzip();
    let names: Vec<&str> = lists.iter().flatten().map(|sheet| sheet.name.as_str()).collect();
    let mut by_name = villages::in_sheet_names(&names, &options.known_villages).into_iter();
    let only_one = names.len() == 1;
    let surroundings = FileSurroundings::of(options);
    let offices = offices::Offices::of(&options.known_offices);
    let mut file = WholeFile::default();
    let mut reading = Reading { sheets: Vec::with_capacity(lists.len()), file_codes: workbook.file_codes };
    for (list, summary) in lists.into_iter().zip(summaries) {
        let Some(list) = list else {
            reading.sheets.extend(summary);
            continue;
        };
        // each sheet is let go when its rows are read
        let mut sheet = read_list(list, options, by_name.next().flatten());
        for row in &mut sheet.rows {
            offices.settle(row);
            file.note(row);
        }
        file.end_sheet(&sheet, surroundings.stand_in(only_one));
        reading.sheets.push(sheet);
    }
    settle_file(&mut reading);
    let mut verdicts = file.decide(&options.known_villages);
    for row in reading.sheets.iter_mut().flat_map(|sheet| &mut sheet.rows) {
        verdicts.settle(row);
    }
    reading
}

/// The villages that the file as a whole is about.
struct FileSurroundings {
    by_file_name: Option<String>,
    by_unit: Option<String>,
}

impl FileSurroundings {
    fn of(options: &UnderstandOptions) -> Self {
        let known = &options.known_villages;
        Self {
            by_file_name: villages::in_file_name(file_stem(&options.file_name), known),
            by_unit: options.default_unit_name.as_deref().and_then(|name| villages::in_section(name, known)),
        }
    }

    /// The village for lists that name none anywhere. The name of the file speaks for its only list.
    fn stand_in(&self, only_one: bool) -> Option<&str> {
        self.by_file_name.as_deref().filter(|_| only_one).or(self.by_unit.as_deref())
    }

    /// The village that the name of the only sheet says.
    fn in_sheet_name(name: &str, options: &UnderstandOptions) -> Option<String> {
        villages::in_sheet_names(&[name], &options.known_villages).pop().flatten()
    }
}

/// The summary sheet of an error workbook holds nothing to read but the number of its batch.
fn set_summary_aside(sheet: Sheet) -> (Option<Sheet>, Option<SheetReading>) {
    match own_marks::batch_of_summary(&sheet) {
        None => (Some(sheet), None),
        continues => {
            let (name, kind) = (sheet.name, SheetKind::Instructions);
            (None, Some(SheetReading { name, kind, continues, ..SheetReading::default() }))
        }
    }
}

/// Reads a sheet without the sentences that an error workbook put beside its rows.
fn read_list(mut list: Sheet, options: &UnderstandOptions, village: Option<String>) -> SheetReading {
    let sentences = own_marks::take_out(&mut list);
    let mut reading = sheet_reader::read_sheet(&list, options, village);
    with_sentences_column(&mut reading, sentences);
    reading
}

/// Names the column of sentences among the others.
fn with_sentences_column(reading: &mut SheetReading, column: Option<u16>) {
    if let Some(column) = column.filter(|_| !reading.columns.is_empty()) {
        let header = own_marks::COLUMN_HEADER.to_owned();
        reading.columns.push(ColumnReading { column, header, role: ColumnRole::Ignored, samples: Vec::new() });
    }
}

fn file_stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Codes about the file that follow from its sheets: nothing in it, or a form that nobody filled in.
fn settle_file(reading: &mut Reading) {
    let lists = reading.sheets.iter().filter(|sheet| sheet.continues.is_none());
    let kinds: Vec<SheetKind> = lists.map(|sheet| sheet.kind).collect();
    let damaged = reading.file_codes.iter().any(|code| code.severity() == super::finding::Severity::Error);
    if damaged {
        return;
    }
    if kinds.iter().all(|kind| *kind == SheetKind::Empty) {
        for sheet in &mut reading.sheets {
            sheet.codes.clear();
        }
        reading.file_codes.push(Code::WorkbookEmpty);
    } else if kinds.iter().all(|kind| matches!(kind, SheetKind::Empty | SheetKind::HeaderOnly)) {
        reading.file_codes.push(Code::HeaderOnly);
    }
}
