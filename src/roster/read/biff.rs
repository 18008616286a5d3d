//! The records of a `.xls` workbook (MS-XLS) that calamine does not pass on: hidden rows and columns, apostrophes, fonts; and the checks that keep
//! calamine from reserving absurd memory.

use std::collections::HashMap;

use encoding_rs::WINDOWS_1252;

use super::ReadError;
use super::compound::{u16_at, u32_at};
use super::legacy_font;
use crate::roster::grid::LegacyFont;

/// Cells a sheet may span (used rows × used columns): calamine keeps `.xls` sheets as dense ranges, twice.
const MAX_SPAN: u64 = 4_000_000;

mod record {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000A;
    pub const FILE_PASSWORD: u16 = 0x002F;
    pub const FONT: u16 = 0x0031;
    pub const COLUMNS: u16 = 0x007D;
    pub const SHEET: u16 = 0x0085;
    pub const MULTIPLE_NUMBERS: u16 = 0x00BD;
    pub const MULTIPLE_BLANKS: u16 = 0x00BE;
    pub const RICH_TEXT: u16 = 0x00D6;
    pub const STYLE: u16 = 0x00E0;
    pub const SHARED_TEXT: u16 = 0x00FD;
    pub const DIMENSIONS: u16 = 0x0200;
    pub const NUMBER: u16 = 0x0203;
    pub const TEXT: u16 = 0x0204;
    pub const BOOLEAN_OR_ERROR: u16 = 0x0205;
    pub const ROW: u16 = 0x0208;
    pub const SHORT_NUMBER: u16 = 0x027E;
    pub const BEGIN: u16 = 0x0809;
}

/// What a sheet holds besides values. Rows and columns are 1-based.
#[derive(Debug, Default)]
pub struct SheetExtras {
    /// Hidden rows.
    pub hidden_rows: Vec<u32>,
    /// Ranges of hidden columns.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Cells whose style says more than usual.
    pub styles: HashMap<(u32, u32), ExtraStyle>,
}

/// What a style says besides the number format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExtraStyle {
    /// Typed with a leading apostrophe.
    pub is_quoted: bool,
    /// Font with a legacy encoding.
    pub legacy_font: Option<LegacyFont>,
}

/// Reads the extras of all sheets, in the order of the workbook.
///
/// # Errors
/// [`ReadError::Encrypted`], [`ReadError::TooBig`] for sheets that span too much, [`ReadError::Corrupt`].
pub fn read_extras(workbook_stream: &[u8]) -> Result<Vec<SheetExtras>, ReadError> {
    let mut fonts = Vec::new();
    let mut raw_styles = Vec::new();
    let mut positions = Vec::new();
    for (kind, data) in records(workbook_stream) {
        match kind {
            record::FILE_PASSWORD => return Err(ReadError::Encrypted),
            record::FONT => fonts.push(font_name(data).as_deref().and_then(legacy_font::of_font_name)),
            record::STYLE => raw_styles.push((u16_at(data, 0)?, u16_at(data, 4)?)),
            record::SHEET => positions.push(u32_at(data, 0)? as usize),
            record::END => break,
            _ => {}
        }
    }
    let styles: Vec<ExtraStyle> = raw_styles
        .into_iter()
        .map(|(font, flags)| ExtraStyle {
            is_quoted: flags & 0x0008 != 0,
            // Font 4 does not exist: the fifth record is number 5.
            legacy_font: fonts.get(usize::from(if font > 4 { font - 1 } else { font })).copied().flatten(),
        })
        .collect();
    let sheet = |position: usize| {
        let stream =
            workbook_stream.get(position..).ok_or_else(|| ReadError::corrupt("a sheet lies outside the file"))?;
        read_sheet(stream, &styles)
    };
    positions.into_iter().map(sheet).collect()
}

fn read_sheet(stream: &[u8], styles: &[ExtraStyle]) -> Result<SheetExtras, ReadError> {
    let mut extras = SheetExtras::default();
    let mut span = Span::default();
    let mut depth = 0;
    for (kind, data) in records(stream) {
        match kind {
            record::BEGIN => depth += 1,
            record::END if depth <= 1 => break,
            record::END => depth -= 1,
            // Records of an embedded chart.
            _ if depth > 1 => {}
            record::DIMENSIONS => check_dimensions(data)?,
            record::ROW if u16_at(data, 12)? & 0x0020 != 0 => extras.hidden_rows.push(u32::from(u16_at(data, 0)?) + 1),
            record::COLUMNS if u16_at(data, 8)? & 0x0001 != 0 => {
                extras.hidden_columns.push((u32::from(u16_at(data, 0)?) + 1, u32::from(u16_at(data, 2)?) + 1));
            }
            record::NUMBER
            | record::TEXT
            | record::RICH_TEXT
            | record::SHARED_TEXT
            | record::SHORT_NUMBER
            | record::BOOLEAN_OR_ERROR
            | record::FORMULA => {
                let (row, column) = (u16_at(data, 0)?, u16_at(data, 2)?);
                span.include(row, column);
                extras.note_style(row, column, u16_at(data, 4)?, styles);
            }
            record::MULTIPLE_NUMBERS | record::MULTIPLE_BLANKS => {
                let last = data.len().checked_sub(2).ok_or_else(|| ReadError::corrupt("a record is too short"))?;
                if kind == record::MULTIPLE_NUMBERS {
                    span.include(u16_at(data, 0)?, u16_at(data, 2)?);
                    span.include(u16_at(data, 0)?, u16_at(data, last)?);
                }
            }
            _ => {}
        }
    }
    if span.cells() > MAX_SPAN {
        return Err(ReadError::TooBig("the area of a sheet"));
    }
    Ok(extras)
}

impl SheetExtras {
    fn note_style(&mut self, row: u16, column: u16, style: u16, styles: &[ExtraStyle]) {
        let style = styles.get(usize::from(style)).copied().unwrap_or_default();
        if style != ExtraStyle::default() {
            self.styles.insert((u32::from(row) + 1, u32::from(column) + 1), style);
        }
    }
}

/// Calamine reserves what this record declares.
fn check_dimensions(data: &[u8]) -> Result<(), ReadError> {
    let (first_row, last_row, first_column, last_column) = match data.len() {
        10 => (u32::from(u16_at(data, 0)?), u32::from(u16_at(data, 2)?), u16_at(data, 4)?, u16_at(data, 6)?),
        14 => (u32_at(data, 0)?, u32_at(data, 4)?, u16_at(data, 8)?, u16_at(data, 10)?),
        _ => return Err(ReadError::corrupt("dimensions of a sheet")),
    };
    let is_empty = last_row == 0 && last_column == 0;
    if !is_empty && (first_row > last_row || first_column > last_column || last_row > 65_536 || last_column > 256) {
        return Err(ReadError::corrupt("dimensions of a sheet"));
    }
    let span = u64::from(last_row - first_row) * u64::from(last_column - first_column);
    if span > MAX_SPAN { Err(ReadError::TooBig("the area of a sheet")) } else { Ok(()) }
}

/// Rows and columns that hold values.
#[derive(Debug, Default)]
struct Span {
    bounds: Option<(u16, u16, u16, u16)>,
}

impl Span {
    fn include(&mut self, row: u16, column: u16) {
        let (top, left, bottom, right) = self.bounds.unwrap_or((row, column, row, column));
        self.bounds = Some((top.min(row), left.min(column), bottom.max(row), right.max(column)));
    }

    fn cells(&self) -> u64 {
        self.bounds
            .map_or(0, |(top, left, bottom, right)| (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1))
    }
}

/// Name of a font record: one byte of length, then (BIFF8) one byte of flags and the letters in one or two bytes each.
fn font_name(data: &[u8]) -> Option<String> {
    let length = usize::from(*data.get(14)?);
    let rest = data.get(15..)?;
    if rest.len() == length {
        return Some(WINDOWS_1252.decode_without_bom_handling(rest).0.into_owned());
    }
    let (flags, letters) = rest.split_first()?;
    if flags & 1 == 0 {
        return Some(WINDOWS_1252.decode_without_bom_handling(letters.get(..length)?).0.into_owned());
    }
    let units: Vec<u16> = letters.get(..2 * length)?.chunks_exact(2).filter_map(|pair| u16_at(pair, 0).ok()).collect();
    Some(String::from_utf16_lossy(&units))
}

/// Type and data of the records of a stream; ends where the stream breaks off.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(rest, 0).ok()?, usize::from(u16_at(rest, 2).ok()?));
        let data = rest.get(4..4 + length)?;
        rest = rest.get(4 + length..)?;
        Some((kind, data))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(parts: &[(u16, &[u8])]) -> Vec<u8> {
        let record = |(kind, data): &(u16, &[u8])| {
            let length = u16::try_from(data.len()).unwrap_or(u16::MAX);
            [&kind.to_le_bytes(), &length.to_le_bytes(), *data].concat()
        };
        parts.iter().flat_map(record).collect()
    }

    #[test]
    fn a_password_is_noticed() {
        let bytes = stream(&[(record::BEGIN, &[0; 16]), (record::FILE_PASSWORD, &[1, 0, 1, 0])]);
        assert!(matches!(read_extras(&bytes), Err(ReadError::Encrypted)));
    }

    #[test]
    fn lies_about_dimensions_are_refused() {
        let backwards = [5, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0];
        assert!(matches!(check_dimensions(&backwards), Err(ReadError::Corrupt(_))));
        let whole_grid = [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0];
        assert_eq!(check_dimensions(&whole_grid), Err(ReadError::TooBig("the area of a sheet")));
        assert_eq!(check_dimensions(&[0; 14]), Ok(()));
    }

    #[test]
    fn values_far_apart_are_refused() {
        let first = [0; 14];
        let last = [0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let bytes =
            stream(&[(record::BEGIN, &[0; 16]), (record::NUMBER, &first), (record::NUMBER, &last), (record::END, &[])]);
        assert!(matches!(read_sheet(&bytes, &[]), Err(ReadError::TooBig(_))));
    }
}
