//! `.xlsb`: values from calamine's cell stream, the rest from the records, after the whole archive has been inflated once under the counters.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Data, Reader, SheetType, SheetVisible, Xlsb, XlsbError};

use super::archive::Archive;
use super::biff12::{self, SheetExtras};
use super::calamine_values::{value_of, without_panic};
use super::compound::u32_at;
use super::sheet_builder::{SheetBuilder, Usage};
use super::{Limits, ReadError, formula, xlsx};
use crate::roster::finding::FindingCode;
use crate::roster::grid::{Origin, Sheet, Value, Workbook};

/// Reads the workbook.
pub fn read(bytes: &[u8], limits: &Limits, workbook: &mut Workbook) -> Result<(), ReadError> {
    let mut archive = Archive::open(bytes, limits)?;
    if archive.contains("xl/vbaProject.bin") {
        workbook.file_codes.push(FindingCode::FileMacros);
    }
    if archive.contains("xl/sharedStrings.bin") {
        check_shared_strings(&archive.read_part("xl/sharedStrings.bin")?, limits)?;
    }
    let extras = read_extras(&mut archive, limits)?;
    archive.check_unread_parts()?;
    workbook.sheets = without_panic(|| read_sheets(bytes, extras, limits))?;
    Ok(())
}

/// What the sheets say besides values, in the order of the workbook.
fn read_extras(archive: &mut Archive<'_>, limits: &Limits) -> Result<Vec<SheetExtras>, ReadError> {
    let names = biff12::sheet_relations(archive.part("xl/workbook.bin")?)?;
    if names.len() > limits.sheets {
        return Err(ReadError::TooBig("the number of sheets"));
    }
    let relations = xlsx::parse_relations(&archive.read_part("xl/_rels/workbook.bin.rels")?, "xl", limits)?;
    let part_of = |name: &String| relations.get(name).ok_or_else(|| ReadError::corrupt("a sheet without a part"));
    let parts: Vec<&xlsx::Relation> = names.iter().map(part_of).collect::<Result<_, _>>()?;
    parts.into_iter().map(|part| biff12::read_extras(archive.part(&part.target)?, limits)).collect()
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

fn read_sheets(bytes: &[u8], extras: Vec<SheetExtras>, limits: &Limits) -> Result<Vec<Sheet>, ReadError> {
    let mut xlsb: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsbError::Password => ReadError::Encrypted,
        other => ReadError::corrupt(other),
    })?;
    let metadata = xlsb.sheets_metadata().to_vec();
    let usage = Usage::default();
    let mut sheets = Vec::new();
    for (entry, extras) in metadata.iter().zip(extras).filter(|(entry, _)| entry.typ == SheetType::WorkSheet) {
        let hidden = entry.visible != SheetVisible::Visible;
        let mut builder = SheetBuilder::new(entry.name.clone(), hidden, limits, &usage);
        let formulas = origins(&mut xlsb, &entry.name, &extras)?;
        let mut cells = xlsb.worksheet_cells_reader(&entry.name).map_err(ReadError::corrupt)?;
        while let Some(cell) = cells.next_cell().map_err(ReadError::corrupt)? {
            let (row, column) = cell.get_position();
            let origin = formulas.get(&cell.get_position()).copied().unwrap_or_default();
            if let Some(value) = value_of(&Data::from(cell.get_value().clone()), limits)? {
                builder.put(row.saturating_add(1), column.saturating_add(1), value, origin, None)?;
            }
        }
        put_extras(&mut builder, extras)?;
        sheets.push(builder.finish());
    }
    Ok(sheets)
}

/// Where the formulas of a sheet look, by zero-based cell. A formula that calamine cannot write out counts as one of its own sheet.
fn origins(
    xlsb: &mut Xlsb<Cursor<&[u8]>>,
    name: &str,
    extras: &SheetExtras,
) -> Result<HashMap<(u32, u32), Origin>, ReadError> {
    let cells = extras.formulas.keys().map(|(row, column)| (row.saturating_sub(1), column.saturating_sub(1)));
    let mut origins: HashMap<(u32, u32), Origin> = cells.map(|cell| (cell, Origin::ConstantFormula)).collect();
    if origins.is_empty() {
        return Ok(origins);
    }
    let mut formulas = xlsb.worksheet_cells_reader(name).map_err(ReadError::corrupt)?;
    while let Ok(Some(cell)) = formulas.next_formula() {
        if let Some(origin) = origins.get_mut(&cell.get_position()) {
            *origin = formula::origin_of(cell.get_value(), '!');
        }
    }
    Ok(origins)
}

/// Hidden rows and columns, merged areas, and errors that formulas show: calamine passes these cells over.
fn put_extras(builder: &mut SheetBuilder<'_>, extras: SheetExtras) -> Result<(), ReadError> {
    for ((row, column), error) in extras.formulas {
        if let Some(error) = error {
            builder.put(row, column, Value::Error(error.to_owned()), Origin::ConstantFormula, None)?;
        }
    }
    for (top, left, bottom, right) in extras.merges {
        builder.merge(top, left, bottom, right)?;
    }
    extras.hidden_rows.into_iter().for_each(|row| builder.hide_row(row));
    extras.hidden_columns.into_iter().for_each(|(first, last)| builder.hide_columns(first, last));
    Ok(())
}
