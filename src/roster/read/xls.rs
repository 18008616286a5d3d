//! `.xls` (BIFF): values, formulas and merged areas from calamine, the rest from the records.

use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xls, XlsError};

use super::biff::{self, SheetExtras};
use super::calamine_values::{value_of, without_panic};
use super::compound::CompoundFile;
use super::sheet_builder::{SheetBuilder, Usage};
use super::{Limits, ReadError, formula};
use crate::roster::finding::FindingCode;
use crate::roster::grid::{Origin, Sheet, Value, Workbook};

/// Reads the workbook.
pub fn read(bytes: &[u8], limits: &Limits, workbook: &mut Workbook) -> Result<(), ReadError> {
    let file = CompoundFile::open(bytes)?;
    if file.contains("_VBA_PROJECT_CUR") {
        workbook.file_codes.push(FindingCode::FileMacros);
    }
    let stream = match file.stream("Workbook")? {
        Some(stream) => Some(stream),
        None => file.stream("Book")?,
    };
    let extras = biff::read_extras(&stream.ok_or_else(|| ReadError::corrupt("no workbook stream"))?)?;
    if extras.len() > limits.sheets {
        return Err(ReadError::TooBig("the number of sheets"));
    }
    workbook.sheets = without_panic(|| read_sheets(bytes, &extras, limits))?;
    Ok(())
}

fn read_sheets(bytes: &[u8], extras: &[SheetExtras], limits: &Limits) -> Result<Vec<Sheet>, ReadError> {
    let mut xls: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => ReadError::Encrypted,
        other => ReadError::corrupt(other),
    })?;
    let usage = Usage::default();
    let mut sheets = Vec::new();
    let metadata = xls.sheets_metadata().to_vec();
    for (index, entry) in metadata.iter().enumerate() {
        if entry.typ != SheetType::WorkSheet {
            continue;
        }
        let hidden = entry.visible != SheetVisible::Visible;
        let mut builder = SheetBuilder::new(entry.name.clone(), hidden, limits, &usage);
        put_cells(&mut xls, &entry.name, extras.get(index), limits, &mut builder)?;
        for area in xls.merge_cells_by_sheet_name(&entry.name).map_err(ReadError::corrupt)? {
            let number = |zero_based: u32| zero_based.saturating_add(1);
            builder.merge(number(area.start.0), number(area.start.1), number(area.end.0), number(area.end.1))?;
        }
        if let Some(extras) = extras.get(index) {
            extras.hidden_rows.iter().for_each(|row| builder.hide_row(*row));
            extras.hidden_columns.iter().for_each(|(first, last)| builder.hide_columns(*first, *last));
        }
        sheets.push(builder.finish());
    }
    Ok(sheets)
}

fn put_cells(
    xls: &mut Xls<Cursor<&[u8]>>,
    name: &str,
    extras: Option<&SheetExtras>,
    limits: &Limits,
    builder: &mut SheetBuilder<'_>,
) -> Result<(), ReadError> {
    let formulas = xls.worksheet_formula(name).map_err(ReadError::corrupt)?;
    let range = xls.worksheet_range(name).map_err(ReadError::corrupt)?;
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        let Some(value) = value_of(data, limits)? else { continue };
        let (row, column) =
            (top + u32::try_from(row).unwrap_or(u32::MAX), left + u32::try_from(column).unwrap_or(u32::MAX));
        let position = (row.saturating_add(1), column.saturating_add(1));
        let style = extras.and_then(|extras| extras.styles.get(&position)).copied().unwrap_or_default();
        let formula = formulas.get_value((row, column)).filter(|formula| !formula.is_empty());
        let origin = match (formula, &value) {
            (Some(formula), _) => formula::origin_of(formula, '!'),
            (None, Value::Text(_)) if style.is_quoted => Origin::QuotedText,
            _ => Origin::Typed,
        };
        builder.put(position.0, position.1, value, origin, style.legacy_font)?;
    }
    Ok(())
}
