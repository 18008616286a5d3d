//! The plain cells of a workbook, read in a child: for forms of our own that come back, whose places are known. The child's answer is one JSON value.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use serde::{Deserialize, Serialize};

use super::{CELLS_ARGUMENT, SandboxError, SandboxSettings, ask_in_child, asked, file_of};
use crate::roster::grid::{Sheet, Value, Workbook};
use crate::roster::read::{self, Limits};

/// The most cells that are told: a form has a few dozen.
const MOST_CELLS: usize = 5_000;
/// The most letters of a cell that are told.
const LONGEST: usize = 2_000;
/// Bytes the answer may have: every cell at its longest, escaped.
const ANSWER_BYTES: u64 = 64 << 20;

/// A cell with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlainCell {
    /// Name of the sheet.
    pub sheet: String,
    /// 1-based row.
    pub row: u32,
    /// 1-based column.
    pub column: u16,
    /// The stored value as text; whole numbers without decimals.
    pub text: String,
}

/// Reads the cells of a file in a child. A file that is no workbook, or is damaged, has none.
///
/// # Errors
/// [`SandboxError`].
pub fn cells_in_child(
    file: &[u8],
    file_name: &str,
    settings: &SandboxSettings,
) -> Result<Vec<PlainCell>, SandboxError> {
    let answer = ask_in_child(CELLS_ARGUMENT, &file_name, file, ANSWER_BYTES, settings)?;
    serde_json::from_slice(&answer).map_err(|_| SandboxError::Crashed)
}

/// Entry of the child. `arguments` are those after [`super::CELLS_ARGUMENT`]: bytes of memory and seconds of processor time.
pub fn main(arguments: impl Iterator<Item = String>) -> ExitCode {
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run(arguments: impl Iterator<Item = String>) -> io::Result<()> {
    let (question, mut input) = asked::<String>(arguments)?;
    let caps = Limits::default();
    let most = caps.file_bytes_of(input.fill_buf()?);
    let file = file_of(&mut input, question.file_bytes, most)?;
    let cells = plain(&read::read_workbook(&file, &question.ask, &caps));
    let mut output = io::stdout().lock();
    serde_json::to_writer(&mut output, &cells)?;
    output.flush()
}

fn plain(workbook: &Workbook) -> Vec<PlainCell> {
    workbook.sheets.iter().flat_map(of_sheet).take(MOST_CELLS).collect()
}

fn of_sheet(sheet: &Sheet) -> impl Iterator<Item = PlainCell> {
    sheet.rows.iter().flat_map(move |row| {
        row.cells.iter().map(move |cell| PlainCell {
            sheet: sheet.name.clone(),
            row: row.number,
            column: cell.column,
            text: text(&cell.value).chars().take(LONGEST).collect(),
        })
    })
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Error(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::DateTime(at) => at.to_string(),
        Value::Boolean(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        Value::NotCalculated => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::grid::{Cell, Origin, Row};

    #[test]
    fn cells_are_told_with_their_places_and_whole_numbers_without_decimals() {
        let cell = |column, value| Cell { column, value, origin: Origin::Typed, legacy_font: None };
        let cells =
            vec![cell(1, Value::Text("A".to_owned())), cell(4, Value::Number(1_068.0)), cell(5, Value::Number(1.5))];
        let sheet = Sheet { name: "S".to_owned(), rows: vec![Row { number: 7, cells }], ..Sheet::default() };
        let told = plain(&Workbook { file_codes: Vec::new(), sheets: vec![sheet] });
        let texts: Vec<_> = told.iter().map(|cell| (cell.row, cell.column, cell.text.as_str())).collect();
        assert_eq!(texts, [(7, 1, "A"), (7, 4, "1068"), (7, 5, "1.5")]);
    }

    #[test]
    fn no_more_is_told_than_a_form_can_hold() {
        let cell =
            |column| Cell { column, value: Value::Text("x".repeat(9_000)), origin: Origin::Typed, legacy_font: None };
        let row = |number| Row { number, cells: (1..=100).map(cell).collect() };
        let sheet = Sheet { name: "S".to_owned(), rows: (1..=100).map(row).collect(), ..Sheet::default() };
        let told = plain(&Workbook { file_codes: Vec::new(), sheets: vec![sheet] });
        assert_eq!((told.len(), told[0].text.len()), (MOST_CELLS, LONGEST));
    }
}
