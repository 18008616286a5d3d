//! What the cell stream of `.xlsb` sheets leaves out: hidden rows and columns, merged areas, which cells are formulas, and errors as results of
//! formulas. Record numbers and layouts by MS-XLSB 2.3 and 2.4; a record is its kind, its length and that many bytes.

use std::collections::HashMap;
use std::io::{BufReader, Read};

use super::compound::u32_at;
use super::{Limits, ReadError};

/// Records of the workbook part and of sheet parts.
mod record {
    pub const ROW_HEADER: u16 = 0;
    pub const FORMULA_STRING: u16 = 8;
    pub const FORMULA_ERROR: u16 = 11;
    pub const COLUMN_INFO: u16 = 60;
    pub const BUNDLE_SHEET: u16 = 156;
    pub const MERGE_CELL: u16 = 176;
}

/// Longest record that is read; those that matter here are far shorter, a text of a cell has 65 kB.
const LONGEST_RECORD: usize = 1 << 20;

/// What a sheet part says besides values. Rows and columns count from 1.
#[derive(Debug, Default, PartialEq)]
pub struct SheetExtras {
    /// Hidden rows.
    pub hidden_rows: Vec<u32>,
    /// First and last of runs of hidden columns.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Top, left, bottom, right of merged areas.
    pub merges: Vec<(u32, u32, u32, u32)>,
    /// Cells that are formulas, with the error they show where they show one.
    pub formulas: HashMap<(u32, u32), Option<&'static str>>,
}

/// The records of a part, one after the other.
struct Records<R> {
    stream: BufReader<R>,
    data: Vec<u8>,
}

impl<R: Read> Records<R> {
    fn of(stream: R) -> Self {
        Records { stream: BufReader::new(stream), data: Vec::new() }
    }

    /// The next record; `None` at the end of the part.
    fn next(&mut self) -> Result<Option<(u16, &[u8])>, ReadError> {
        let Some(first) = self.byte()? else { return Ok(None) };
        let mut kind = u16::from(first & 0x7F);
        if first & 0x80 != 0 {
            kind |= u16::from(self.byte()?.unwrap_or(0) & 0x7F) << 7;
        }
        let mut length = 0;
        for shift in [0, 7, 14, 21] {
            let byte = self.byte()?.ok_or_else(|| ReadError::corrupt("a record breaks off"))?;
            length |= usize::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        if length > LONGEST_RECORD {
            return Err(ReadError::Unsafe("length of a record"));
        }
        self.data.resize(length, 0);
        self.stream.read_exact(&mut self.data).map_err(|_| ReadError::corrupt("a record breaks off"))?;
        Ok(Some((kind, &self.data)))
    }

    fn byte(&mut self) -> Result<Option<u8>, ReadError> {
        let mut byte = [0];
        Ok((self.stream.read(&mut byte)? == 1).then_some(byte[0]))
    }
}

/// The relation of every sheet to its part, in the order of the workbook.
pub fn sheet_relations(part: impl Read) -> Result<Vec<String>, ReadError> {
    let mut records = Records::of(part);
    let mut relations = Vec::new();
    while let Some((kind, data)) = records.next()? {
        if kind == record::BUNDLE_SHEET {
            let units = u32_at(data, 8)?;
            if units == u32::MAX {
                continue;
            }
            let units = units as usize;
            let bytes = data.get(12..units.saturating_mul(2).saturating_add(12)).unwrap_or_default();
            relations.push(encoding_rs::UTF_16LE.decode(bytes).0.into_owned());
        }
    }
    Ok(relations)
}

/// Reads what a sheet part says besides values.
///
/// # Errors
/// [`ReadError::Corrupt`] and [`ReadError::Unsafe`] for broken records, [`ReadError::TooBig`] beyond the caps.
pub fn read_extras(part: impl Read, limits: &Limits) -> Result<SheetExtras, ReadError> {
    let mut records = Records::of(part);
    let mut extras = SheetExtras::default();
    let mut row = 0;
    while let Some((kind, data)) = records.next()? {
        match kind {
            record::ROW_HEADER => {
                row = u32_at(data, 0)?.saturating_add(1);
                if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    extras.hidden_rows.push(row);
                }
            }
            record::FORMULA_STRING..=record::FORMULA_ERROR => {
                let error = (kind == record::FORMULA_ERROR).then(|| error_text(data.get(8).copied()));
                if extras.formulas.len() >= limits.cells {
                    return Err(ReadError::TooBig("the number of cells"));
                }
                extras.formulas.insert((row, u32_at(data, 0)?.saturating_add(1)), error);
            }
            record::COLUMN_INFO if data.get(16).is_some_and(|flags| flags & 1 != 0) => {
                if extras.hidden_columns.len() >= usize::from(limits.columns) {
                    return Err(ReadError::Unsafe("the number of column records"));
                }
                extras.hidden_columns.push((u32_at(data, 0)?.saturating_add(1), u32_at(data, 4)?.saturating_add(1)));
            }
            record::MERGE_CELL => {
                if extras.merges.len() >= limits.merges {
                    return Err(ReadError::TooBig("the number of merged areas"));
                }
                let [top, bottom, left, right] =
                    [u32_at(data, 0)?, u32_at(data, 4)?, u32_at(data, 8)?, u32_at(data, 12)?];
                let number = |zero_based: u32| zero_based.saturating_add(1);
                extras.merges.push((number(top), number(left), number(bottom), number(right)));
            }
            _ => {}
        }
    }
    Ok(extras)
}

fn error_text(code: Option<u8>) -> &'static str {
    match code {
        Some(0x00) => "#NULL!",
        Some(0x07) => "#DIV/0!",
        Some(0x17) => "#REF!",
        Some(0x1D) => "#NAME?",
        Some(0x24) => "#NUM!",
        Some(0x2A) => "#N/A",
        _ => "#VALUE!",
    }
}
