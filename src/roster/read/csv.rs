//! Delimited text: encoding, delimiter and quotes as programs and hands make them. Every value stays text; the record number is the row number,
//! blank records included, as a spreadsheet would count them.

use super::sheet_builder::{SheetBuilder, Usage};
use super::{Limits, ReadError, formula, text_encoding};
use crate::roster::grid::{Origin, Value, Workbook};

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// Records that are looked at to find the delimiter.
const SAMPLE_RECORDS: usize = 60;

/// Reads the only sheet, named `csv`.
pub fn read(bytes: &[u8], limits: &Limits, workbook: &mut Workbook) -> Result<(), ReadError> {
    let text = text_encoding::decode(bytes);
    let text = text.trim_start_matches('\u{feff}').trim_end_matches(['\u{1a}', '\0']);
    let (declared, text) = split_declaration(text);
    let delimiter = declared.unwrap_or_else(|| sniff(text));
    let quotes = quotes_are_balanced(text, delimiter, limits);
    let usage = Usage::default();
    let mut builder = SheetBuilder::new("csv", false, limits, &usage);
    for (index, record) in Records::new(text, delimiter, quotes).enumerate() {
        let row = u32::try_from(index + 1).unwrap_or(u32::MAX);
        for (position, field) in record.into_iter().enumerate() {
            let column = u32::try_from(position + 1).unwrap_or(u32::MAX);
            let (value, origin) = match formula::constant_text(&field) {
                Some(constant) => (constant.to_owned(), Origin::ConstantFormula),
                None => (field, Origin::Typed),
            };
            builder.put(row, column, Value::Text(value), origin, None)?;
        }
    }
    workbook.sheets.push(builder.finish());
    Ok(())
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
        let counts: Vec<usize> =
            Records::new(text, delimiter, true).take(SAMPLE_RECORDS).map(|record| record.len()).collect();
        let agreeing = |fields: usize| counts.iter().filter(|count| **count == fields).count();
        counts.iter().map(|fields| agreeing(*fields) * (fields - 1)).max().unwrap_or(0)
    };
    let best = DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter));
    best.unwrap_or(',')
}

/// A quote that is never closed would swallow the rest of the file: then quotes are letters like others.
fn quotes_are_balanced(text: &str, delimiter: char, limits: &Limits) -> bool {
    let mut records = Records::new(text, delimiter, true);
    let all_short = records.by_ref().all(|record| record.iter().all(|field| field.len() <= 4 * limits.cell_chars));
    all_short && !records.ended_in_quotes
}

/// Records of a text. A quote opens only at the start of a field.
struct Records<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    delimiter: char,
    quotes: bool,
    ended_in_quotes: bool,
}

impl<'t> Records<'t> {
    fn new(text: &'t str, delimiter: char, quotes: bool) -> Self {
        Records { rest: text.chars().peekable(), delimiter, quotes, ended_in_quotes: false }
    }

    /// Text inside quotes; the closing quote is consumed.
    fn quoted(&mut self, field: &mut String) {
        while let Some(character) = self.rest.next() {
            match character {
                '"' if self.rest.next_if_eq(&'"').is_some() => field.push('"'),
                '"' => return,
                '\r' if self.rest.peek() == Some(&'\n') => {}
                other => field.push(other),
            }
        }
        self.ended_in_quotes = true;
    }
}

impl Iterator for Records<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        self.rest.peek()?;
        let (mut fields, mut field) = (Vec::new(), String::new());
        let mut at_field_start = true;
        while let Some(character) = self.rest.next() {
            match character {
                '"' if self.quotes && at_field_start => self.quoted(&mut field),
                '\n' => break,
                '\r' => {
                    self.rest.next_if_eq(&'\n');
                    break;
                }
                _ if character == self.delimiter => {
                    fields.push(std::mem::take(&mut field));
                    at_field_start = true;
                    continue;
                }
                other => field.push(other),
            }
            at_field_start = false;
        }
        fields.push(field);
        Some(fields)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(u32, u16, String, Origin)> {
        let mut workbook = Workbook::default();
        read(bytes, &Limits::default(), &mut workbook).unwrap();
        let text = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            other => format!("{other:?}"),
        };
        let rows = &workbook.sheets[0].rows;
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
