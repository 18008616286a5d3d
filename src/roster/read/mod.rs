//! Bytes of a file to a [`Workbook`]: type by content, archive pre-scan, one reader per format.
//!
//! - [`kind`] tells the format by content, never by name;
//! - [`archive`] is the only door to ZIP containers: it counts while it inflates;
//! - [`xlsx`], [`xlsb`], [`xls`], [`ods`], [`html`], [`csv`] read one format each and put cells into a [`sheet_builder`], which keeps the caps.
//!
//! Files are hostile, so this runs only inside the child process of [`super::sandbox`]. `.xlsx` and `.ods` are read by one streaming pass of our
//! own over the XML: calamine gives no hidden rows, formulas or fonts in the same pass, and its ODS reader builds dense ranges. `.xls` and
//! `.xlsb` values come from calamine.

use super::finding::FindingCode;
use super::grid::Workbook;

pub(super) mod archive;
mod biff;
mod calamine_values;
mod compound;
mod csv;
mod error;
mod formula;
mod html;
pub(super) mod kind;
mod legacy_font;
mod limits;
mod number_format;
mod ods;
mod sheet_builder;
pub(super) mod text_encoding;
mod xls;
mod xlsb;
pub(super) mod xlsx;
pub(super) mod xml;
pub(super) mod xml_windows;

#[cfg(test)]
mod tests;

pub use error::ReadError;
pub use kind::may_be_text;
pub use limits::Limits;

use kind::FileKind;

/// Reads a file. Whatever is wrong with it becomes a code of the file: a workbook with codes and without sheets is the normal outcome for a file
/// that cannot be read (encrypted, damaged, too big, unsafe, not a spreadsheet).
///
/// `file_name` only serves to notice an extension that belies the content.
pub fn read_workbook(bytes: &[u8], file_name: &str, limits: &Limits) -> Workbook {
    let mut workbook = Workbook::default();
    if let Err(error) = read_into(&mut workbook, bytes, file_name, limits) {
        workbook.sheets.clear();
        workbook.file_codes.push(error.code());
    }
    workbook
}

fn read_into(workbook: &mut Workbook, bytes: &[u8], file_name: &str, limits: &Limits) -> Result<(), ReadError> {
    if bytes.len() as u64 > limits.file_bytes_of(bytes) {
        return Err(ReadError::TooBig("the file"));
    }
    let kind = kind::detect(bytes, file_name, limits)?;
    if kind != FileKind::Csv && bytes.len() as u64 > limits.file_bytes {
        return Err(ReadError::TooBig("the file"));
    }
    if kind == FileKind::Html {
        if !kind.fits_extension_of(file_name) {
            workbook.file_codes.push(FindingCode::FileHtmlXls);
        }
    } else if !kind.fits_extension_of(file_name) {
        workbook.file_codes.push(FindingCode::FileWrongExt);
    }
    match kind {
        FileKind::Xlsx => xlsx::read(bytes, limits, workbook),
        FileKind::Xlsb => xlsb::read(bytes, limits, workbook),
        FileKind::Ods => ods::read(bytes, limits, workbook),
        FileKind::Xls => xls::read(bytes, limits, workbook),
        FileKind::Html => html::read(bytes, limits, workbook),
        FileKind::Csv => csv::read(bytes, limits, workbook),
    }
}
