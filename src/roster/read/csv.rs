//! Delimited text: encoding, delimiter and quotes as programs and hands make them. Every value stays text; the record number is the row number,
//! blank records included, as a spreadsheet would count them.

use super::records::Records;
use super::{Limits, ReadError, formula, text_encoding};
use crate::roster::grid::{Cell, Origin, Row, Sheet, Value};

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// Records that are looked at to find the delimiter.
const SAMPLE_RECORDS: usize = 60;

/// A file of delimited text, decoded, whose rows can be gone through as often as needed without all being in memory.
#[derive(Debug)]
pub struct TextFile {
    text: String,
    /// Where the records begin, behind byte order mark and declaration, and where they end.
    from: usize,
    to: usize,
    delimiter: char,
    quotes: bool,
}

impl TextFile {
    /// Name of the only sheet.
    pub const SHEET_NAME: &'static str = "csv";

    /// Finds out how the file is written.
    pub fn of(bytes: Vec<u8>, limits: &Limits) -> Self {
        let text = text_encoding::decode_owned(bytes);
        let records = text.trim_start_matches('\u{feff}');
        let from = text.len() - records.len();
        let records = records.trim_end_matches(['\u{1a}', '\0']);
        let to = from + records.len();
        let (declared, records) = split_declaration(records);
        let delimiter = declared.unwrap_or_else(|| sniff(records));
        let quotes = quotes_are_balanced(records, delimiter, limits);
        Self { from: to - records.len(), to, delimiter, quotes, text }
    }

    /// The rows that hold something, from the top.
    ///
    /// # Errors
    /// [`ReadError`] in place of the first row that is beyond the caps.
    pub fn rows<'t>(&'t self, limits: &'t Limits) -> impl Iterator<Item = Result<Row, ReadError>> + 't {
        let text = self.text.get(self.from..self.to).unwrap_or_default();
        let mut records = Records::new(text, self.delimiter, self.quotes);
        let (mut number, mut filled, mut width) = (0, 0, 0);
        let mut fields = Vec::new();
        std::iter::from_fn(move || {
            while records.read_into(&mut fields) {
                number += 1;
                let cells = match cells_of(&mut fields, width, limits) {
                    Ok(cells) if cells.is_empty() => continue,
                    Ok(cells) => cells,
                    Err(error) => return Some(Err(error)),
                };
                filled += 1;
                if filled > limits.text_rows {
                    return Some(Err(ReadError::TooBig("the number of rows")));
                }
                width = cells.len();
                return Some(Ok(Row { number, cells }));
            }
            None
        })
    }

    /// The sheet with at most this many rows.
    ///
    /// # Errors
    /// Those of [`Self::rows`].
    pub fn sheet(&self, limits: &Limits, most: usize) -> Result<Sheet, ReadError> {
        let rows = self.rows(limits).take(most).collect::<Result<Vec<Row>, ReadError>>()?;
        Ok(Sheet { name: Self::SHEET_NAME.to_owned(), rows, ..Sheet::default() })
    }
}

/// The fields that hold something.
fn cells_of(
    fields: &mut Vec<std::borrow::Cow<'_, str>>,
    width: usize,
    limits: &Limits,
) -> Result<Vec<Cell>, ReadError> {
    let mut cells = Vec::with_capacity(width);
    for (column, field) in (1_u32..).zip(fields.drain(..)) {
        let (value, origin) = match formula::constant_text(&field) {
            Some(constant) => (constant.to_owned(), Origin::ConstantFormula),
            None if field.is_empty() => continue,
            None => (field.into_owned(), Origin::Typed),
        };
        if value.is_empty() {
            continue;
        }
        if value.len() > limits.cell_chars && value.chars().count() > limits.cell_chars {
            return Err(ReadError::TooBig("the text of a cell"));
        }
        let column = u16::try_from(column).unwrap_or(u16::MAX);
        if column > limits.columns {
            return Err(ReadError::TooBig("the number of columns"));
        }
        cells.push(Cell { column, value: Value::Text(value), origin, legacy_font: None });
    }
    Ok(cells)
}

/// Excel's own `sep=;` line, which is not a record.
fn split_declaration(text: &str) -> (Option<char>, &str) {
    let line = text.lines().next().unwrap_or_default();
    let Some(declared) = line.trim_matches('"').strip_prefix("sep=") else { return (None, text) };
    let mut characters = declared.chars();
    match (characters.next(), characters.next()) {
        (Some(delimiter), None) => (
            Some(delimiter),
            text.get(line.len()..).unwrap_or_default().trim_start_matches('\r').strip_prefix('\n').unwrap_or_default(),
        ),
        _ => (None, text),
    }
}

/// The delimiter that parts most records into the same, largest number of fields.
fn sniff(text: &str) -> char {
    let score = |delimiter: char| {
        let counts: Vec<usize> = Records::new(text, delimiter, true).lengths().take(SAMPLE_RECORDS).collect();
        let agreeing = |fields: usize| counts.iter().filter(|count| **count == fields).count();
        counts.iter().map(|fields| agreeing(*fields) * (fields - 1)).max().unwrap_or(0)
    };
    let best = DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter));
    best.unwrap_or(',')
}

/// A quote that is never closed would swallow the rest of the file: then quotes are letters like others.
fn quotes_are_balanced(text: &str, delimiter: char, limits: &Limits) -> bool {
    let mut records = Records::new(text, delimiter, true);
    let mut fields = Vec::new();
    while records.read_into(&mut fields) {
        if fields.iter().any(|field| field.len() > 4 * limits.cell_chars) {
            return false;
        }
    }
    !records.ended_in_quotes()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(u32, u16, String, Origin)> {
        let sheet = TextFile::of(bytes.to_vec(), &Limits::default()).sheet(&Limits::default(), 100).unwrap();
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            other => format!("{other:?}"),
        };
        let rows = &sheet.rows;
        rows.iter()
            .flat_map(|row| row.cells.iter().map(|cell| (row.number, cell.column, text(&cell.value), cell.origin)))
            .collect()
    }

    fn texts(bytes: &[u8]) -> Vec<(u32, u16, String)> {
        cells(bytes).into_iter().map(|(row, column, text, _)| (row, column, text)).collect()
    }

    fn expected(cells: &[(u32, u16, &str)]) -> Vec<(u32, u16, String)> {
        cells.iter().map(|(row, column, text)| (*row, *column, (*text).to_owned())).collect()
    }

    #[test]
    fn quoted_delimiters_line_breaks_and_blank_records() {
        let text = "TT,Họ tên,Ghi chú\r\n1,\"Lê, Văn A\",\"dòng 1\r\ndòng \"\"2\"\"\"\r\n\r\n2,B,\r\n";
        let wanted = [
            (1, 1, "TT"),
            (1, 2, "Họ tên"),
            (1, 3, "Ghi chú"),
            (2, 1, "1"),
            (2, 2, "Lê, Văn A"),
            (2, 3, "dòng 1\ndòng \"2\""),
            (4, 1, "2"),
            (4, 2, "B"),
        ];
        assert_eq!(texts(text.as_bytes()), expected(&wanted));
    }

    #[test]
    fn delimiters_are_found_although_others_occur() {
        for delimiter in DELIMITERS {
            let line = format!("1{delimiter}Lê A{delimiter}Thôn 1, xã X; huyện Y{delimiter}ghi chú\n");
            let text = format!(
                "DANH SÁCH, đợt 1; 2023\n{}",
                line.replace(", ", if delimiter == ',' { " " } else { ", " })
                    .replace("; ", if delimiter == ';' { " " } else { "; " })
                    .repeat(3)
            );
            let found = texts(text.as_bytes());
            assert!(found.contains(&(2, 4, "ghi chú".to_owned())), "{delimiter:?}: {found:?}");
        }
    }

    #[test]
    fn the_declaration_of_excel_is_not_a_record() {
        assert_eq!(texts(b"sep=;\r\na;b,c\r\n"), expected(&[(1, 1, "a"), (1, 2, "b,c")]));
        assert_eq!(texts(b"\"sep=|\"\na|b\n"), expected(&[(1, 1, "a"), (1, 2, "b")]));
    }

    #[test]
    fn a_quote_that_is_never_closed_is_a_letter() {
        assert_eq!(texts(b"a,\"b\n1,2\n"), expected(&[(1, 1, "a"), (1, 2, "\"b"), (2, 1, "1"), (2, 2, "2")]));
        assert_eq!(texts(b"a,5\" b\n1,2\n"), expected(&[(1, 1, "a"), (1, 2, "5\" b"), (2, 1, "1"), (2, 2, "2")]));
    }

    #[test]
    fn constants_keep_their_zeros() {
        let found = cells(b"a,=\"038001\"\nb,\"=\"\"038002\"\"\"\nc,=1+2\n");
        assert_eq!(found[1], (1, 2, "038001".to_owned(), Origin::ConstantFormula));
        assert_eq!(found[3], (2, 2, "038002".to_owned(), Origin::ConstantFormula));
        assert_eq!(found[5], (3, 2, "=1+2".to_owned(), Origin::Typed));
    }

    #[test]
    fn an_empty_file_is_an_empty_sheet() {
        assert!(cells(b"").is_empty());
        assert!(cells("\u{feff}\n\n".as_bytes()).is_empty());
    }
}
