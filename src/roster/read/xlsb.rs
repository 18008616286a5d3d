//! `.xlsb`: values from calamine's cell stream, after the whole archive has been inflated once under the counters.

use std::io::Cursor;

use calamine::{Data, Reader, SheetType, SheetVisible, Xlsb, XlsbError};

use super::archive::Archive;
use super::calamine_values::{value_of, without_panic};
use super::compound::u32_at;
use super::sheet_builder::{SheetBuilder, Usage};
use super::{Limits, ReadError};
use crate::roster::finding::FindingCode;
use crate::roster::grid::{Origin, Sheet, Workbook};

/// Reads the workbook.
pub fn read(bytes: &[u8], limits: &Limits, workbook: &mut Workbook) -> Result<(), ReadError> {
    let mut archive = Archive::open(bytes, limits)?;
    if archive.contains("xl/vbaProject.bin") {
        workbook.file_codes.push(FindingCode::FileMacros);
    }
    if archive.contains("xl/sharedStrings.bin") {
        check_shared_strings(&archive.read_part("xl/sharedStrings.bin")?, limits)?;
    }
    archive.check_unread_parts()?;
    workbook.sheets = without_panic(|| read_sheets(bytes, limits))?;
    Ok(())
}

/// The first record declares how many strings follow (MS-XLSB 2.4.221 BrtBeginSst: type 159, length 8, total, unique).
fn check_shared_strings(part: &[u8], limits: &Limits) -> Result<(), ReadError> {
    if part.len() as u64 > limits.shared_string_bytes {
        return Err(ReadError::Unsafe("size of the shared strings"));
    }
    let declared = u32_at(part, 7)? as usize;
    if part.starts_with(&[0x9F, 0x01, 0x08]) && declared <= part.len() / 4 {
        Ok(())
    } else {
        Err(ReadError::Unsafe("declared number of shared strings"))
    }
}

fn read_sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, ReadError> {
    let mut xlsb: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsbError::Password => ReadError::Encrypted,
        other => ReadError::corrupt(other),
    })?;
    let metadata = xlsb.sheets_metadata().to_vec();
    if metadata.len() > limits.sheets {
        return Err(ReadError::TooBig("the number of sheets"));
    }
    let usage = Usage::default();
    let mut sheets = Vec::new();
    for entry in metadata.iter().filter(|entry| entry.typ == SheetType::WorkSheet) {
        let hidden = entry.visible != SheetVisible::Visible;
        let mut builder = SheetBuilder::new(entry.name.clone(), hidden, limits, &usage);
        let mut cells = xlsb.worksheet_cells_reader(&entry.name).map_err(ReadError::corrupt)?;
        while let Some(cell) = cells.next_cell().map_err(ReadError::corrupt)? {
            let (row, column) = cell.get_position();
            if let Some(value) = value_of(&Data::from(cell.get_value().clone()), limits)? {
                builder.put(row.saturating_add(1), column.saturating_add(1), value, Origin::Typed, None)?;
            }
        }
        sheets.push(builder.finish());
    }
    Ok(sheets)
}
