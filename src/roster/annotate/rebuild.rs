//! A workbook written anew as `.xlsx` from what the reader sees, for formats that cannot be changed in place.

use std::collections::HashSet;

use rust_xlsxwriter::{Format, FormatAlign, Formula, Workbook as Book, Worksheet, XlsxError};

use super::in_place::Before;
use super::notes::{SheetNotes, WorkbookNotes};
use crate::roster::grid::{Area, Cell, LegacyFont, Origin, Sheet, Value, Workbook};
use crate::roster::read::ReadError;

/// Beyond this many cells a list is not written whole: the corrected file needs only the rows that are wrong, and the others would not fit into the
/// memory a child has.
const MOST_CELLS: usize = 1_000_000;
/// Letters of the widest column.
const WIDEST: usize = 45;
/// Rows that are looked at for the width of a column.
const ROWS_MEASURED: usize = 300;
/// Names of sheets are no longer in Excel.
const SHEET_NAME_LETTERS: usize = 31;

/// A workbook written anew.
pub struct Rebuilt {
    /// Its bytes, without marks.
    pub bytes: Vec<u8>,
    /// What [`super::in_place`] has to know of it.
    pub before: Before,
    /// The notes at the rows where they stand now.
    pub notes: WorkbookNotes,
}

/// Writes the workbook.
///
/// # Errors
/// [`ReadError::Corrupt`] where the library refuses something.
pub fn rebuild(workbook: &Workbook, notes: &WorkbookNotes) -> Result<Rebuilt, ReadError> {
    let cells: usize = workbook.sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum();
    let (shortened, moved);
    let (workbook, notes) = if cells > MOST_CELLS {
        (shortened, moved) = only_noted_rows(workbook, notes);
        (&shortened, moved)
    } else {
        (workbook, notes.clone())
    };
    let refused = |error: XlsxError| ReadError::Corrupt(error.to_string());
    let bytes = write(workbook, &notes).map_err(refused)?;
    Ok(Rebuilt { bytes, before: Before::of(workbook), notes })
}

/// The header of every sheet and the rows with notes, one below the other.
fn only_noted_rows(workbook: &Workbook, notes: &WorkbookNotes) -> (Workbook, WorkbookNotes) {
    let (mut short, mut moved) = (Workbook::default(), notes.clone());
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        let mut own = moved.sheets.iter_mut().find(|notes| notes.index == index);
        let header = own.as_ref().and_then(|notes| notes.header_row).unwrap_or(0);
        let noted: HashSet<u32> = own.iter().flat_map(|notes| &notes.rows).map(|row| row.row).collect();
        let kept = sheet.rows.iter().filter(|row| row.number <= header || noted.contains(&row.number));
        let mut rows = Vec::new();
        for (number, row) in (1..).zip(kept) {
            if let Some(notes) = own.as_deref_mut() {
                move_notes(notes, row.number, number);
            }
            rows.push(crate::roster::grid::Row { number, cells: row.cells.clone() });
        }
        short.sheets.push(Sheet { name: sheet.name.clone(), hidden: sheet.hidden, rows, ..Sheet::default() });
    }
    (short, moved)
}

/// Rows move up, and each is moved before anything moves to where it stands.
fn move_notes(notes: &mut SheetNotes, from: u32, to: u32) {
    if notes.header_row == Some(from) {
        notes.header_row = Some(to);
    }
    if let Ok(at) = notes.rows.binary_search_by_key(&from, |row| row.row)
        && let Some(row) = notes.rows.get_mut(at)
    {
        row.row = to;
    }
}

fn write(workbook: &Workbook, notes: &WorkbookNotes) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new();
    let looks = Looks::new();
    let mut names = HashSet::new();
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        let header = notes.sheets.iter().find(|notes| notes.index == index).and_then(|notes| notes.header_row);
        let page = book.add_worksheet();
        page.set_name(name_for(&sheet.name, &mut names))?;
        // A workbook needs one sheet that shows.
        page.set_hidden(sheet.hidden && index > 0);
        write_sheet(page, sheet, header, &looks)?;
    }
    book.save_to_buffer()
}

/// A name that Excel takes: short, without its signs, and no other sheet's.
fn name_for(name: &str, taken: &mut HashSet<String>) -> String {
    let plain: String = name.chars().filter(|c| !"[]:*?/\\".contains(*c) && !c.is_control()).collect();
    let plain = plain.trim_matches('\'').trim();
    let plain = if plain.is_empty() { "Trang tính" } else { plain };
    let cut = |letters: usize| plain.chars().take(letters).collect::<String>();
    let numbered = (2..).map(|number| format!("{} ({number})", cut(SHEET_NAME_LETTERS - 6)));
    let free = std::iter::once(cut(SHEET_NAME_LETTERS)).chain(numbered).find(|name| taken.insert(name.to_lowercase()));
    free.unwrap_or_default()
}

/// The few formats a rebuilt sheet has.
struct Looks {
    plain: Format,
    header: Format,
    date: Format,
    moment: Format,
    /// Whole numbers that Excel would show with an exponent.
    long_number: Format,
}

impl Looks {
    fn new() -> Self {
        let plain = Format::new().set_font_name("Times New Roman").set_font_size(12);
        Looks {
            header: plain.clone().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter),
            date: plain.clone().set_num_format("dd/mm/yyyy"),
            moment: plain.clone().set_num_format("dd/mm/yyyy hh:mm:ss"),
            long_number: plain.clone().set_num_format("0"),
            plain,
        }
    }

    fn of(&self, cell: &Cell, is_header: bool) -> Format {
        let look = match &cell.value {
            Value::DateTime(moment) if moment.time() == chrono::NaiveTime::MIN => &self.date,
            Value::DateTime(_) => &self.moment,
            Value::Number(number) if number.abs() >= 1e10 && number.fract() == 0.0 => &self.long_number,
            _ if is_header => &self.header,
            _ => &self.plain,
        };
        let look = match cell.legacy_font {
            Some(LegacyFont::Tcvn3 { capitals: true }) => look.clone().set_font_name(".VnTimeH"),
            Some(LegacyFont::Tcvn3 { capitals: false }) => look.clone().set_font_name(".VnTime"),
            Some(LegacyFont::Vni) => look.clone().set_font_name("VNI-Times"),
            Some(LegacyFont::Wingdings) => look.clone().set_font_name("Wingdings"),
            Some(LegacyFont::Wingdings2) => look.clone().set_font_name("Wingdings 2"),
            None => look.clone(),
        };
        if cell.origin == Origin::QuotedText { look.set_quote_prefix() } else { look }
    }
}

fn write_sheet(page: &mut Worksheet, sheet: &Sheet, header: Option<u32>, looks: &Looks) -> Result<(), XlsxError> {
    for (column, letters) in widths(sheet) {
        page.set_column_width(column, letters)?;
    }
    for area in disjoint(&sheet.merges) {
        let (top, left, bottom, right) = (area.top - 1, area.left - 1, area.bottom - 1, area.right - 1);
        page.merge_range(top, left, bottom, right, "", &looks.plain)?;
    }
    for row in &sheet.rows {
        for cell in &row.cells {
            let look = looks.of(cell, header == Some(row.number));
            write_cell(page, row.number - 1, cell, &look)?;
        }
    }
    for row in &sheet.hidden_rows {
        page.set_row_hidden(row - 1)?;
    }
    for column in &sheet.hidden_columns {
        page.set_column_hidden(column - 1)?;
    }
    if let Some(header) = header {
        page.set_freeze_panes(header, 0)?;
    }
    Ok(())
}

/// The value with its own type; text is always a string, never a formula.
fn write_cell(page: &mut Worksheet, row: u32, cell: &Cell, look: &Format) -> Result<(), XlsxError> {
    let column = cell.column - 1;
    match &cell.value {
        Value::Text(text) => page.write_string_with_format(row, column, text, look)?,
        Value::Number(number) => page.write_number_with_format(row, column, *number, look)?,
        Value::DateTime(moment) => page.write_datetime_with_format(row, column, moment, look)?,
        Value::Boolean(value) => page.write_boolean_with_format(row, column, *value, look)?,
        Value::Error(word) => match ERRORS.iter().find(|(known, _)| known == word) {
            Some((word, formula)) => {
                page.write_formula_with_format(row, column, Formula::new(*formula).set_result(*word), look)?
            }
            None => page.write_string_with_format(row, column, word, look)?,
        },
        Value::NotCalculated => page.write_blank(row, column, look)?,
    };
    Ok(())
}

/// Errors of formulas, and a formula that makes them.
const ERRORS: [(&str, &str); 7] = [
    ("#DIV/0!", "=#DIV/0!"),
    ("#N/A", "=NA()"),
    ("#NAME?", "=#NAME?"),
    ("#NULL!", "=#NULL!"),
    ("#NUM!", "=#NUM!"),
    ("#REF!", "=#REF!"),
    ("#VALUE!", "=#VALUE!"),
];

/// Merged areas that do not overlap, which Excel would call damage.
fn disjoint(areas: &[Area]) -> Vec<Area> {
    let mut kept: Vec<Area> = Vec::new();
    let mut by_row: std::collections::HashMap<u32, Vec<usize>> = std::collections::HashMap::new();
    for area in areas {
        let meets = |other: &Area| area.left <= other.right && other.left <= area.right;
        let mut rows = area.top..=area.bottom;
        let overlaps = rows
            .any(|row| by_row.get(&row).is_some_and(|others| others.iter().filter_map(|at| kept.get(*at)).any(meets)));
        let single = area.top == area.bottom && area.left == area.right;
        if !overlaps && !single {
            for row in area.top..=area.bottom {
                by_row.entry(row).or_default().push(kept.len());
            }
            kept.push(*area);
        }
    }
    kept
}

/// The widths that columns need for what stands in them, 0-based.
fn widths(sheet: &Sheet) -> Vec<(u16, f64)> {
    let mut letters: std::collections::BTreeMap<u16, usize> = std::collections::BTreeMap::new();
    for row in sheet.rows.iter().take(ROWS_MEASURED) {
        // A title stands alone in its row and runs over its neighbours.
        if row.cells.len() < 3 {
            continue;
        }
        for cell in &row.cells {
            let own = match &cell.value {
                Value::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or(0),
                Value::Number(number) => format!("{number}").len(),
                Value::DateTime(_) => 10,
                _ => 6,
            };
            let widest = letters.entry(cell.column - 1).or_default();
            *widest = (*widest).max(own.min(WIDEST));
        }
    }
    let width = |letters: usize| f64::from(u8::try_from(letters).unwrap_or(u8::MAX)) * 1.1 + 2.0;
    letters.into_iter().map(|(column, letters)| (column, width(letters))).collect()
}
