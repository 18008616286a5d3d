//! Bytes of a file to a [`Workbook`]: type by content, archive pre-scan, one reader per format.
//!
//! - [`kind`] tells the format by content, never by name;
//! - [`archive`] is the only door to ZIP containers: it counts while it inflates;
//! - [`xlsx`], [`xlsb`], [`xls`], [`ods`], [`html`], [`spreadsheet_xml`], [`csv`] read one format each and put cells into a [`sheet_builder`], which keeps the caps.
//!
//! Files are hostile, so this runs only inside the child process of [`super::sandbox`]. `.xlsx` and `.ods` are read by one streaming pass of our
//! own over the XML: calamine gives no hidden rows, formulas or fonts in the same pass, and its ODS reader builds dense ranges. `.xls` and
//! `.xlsb` values come from calamine.

use super::finding::FindingCode;
use super::grid::Workbook;

pub(super) mod archive;
mod biff;
mod biff12;
mod calamine_values;
mod compound;
mod csv;
mod error;
mod formula;
mod html;
mod html_entities;
pub(super) mod kind;
mod legacy_font;
mod limits;
mod number_format;
mod ods;
mod records;
mod sheet_builder;
mod spreadsheet_xml;
pub(super) mod text_encoding;
mod xls;
mod xlsb;
pub(super) mod xlsx;
pub(super) mod xml;
pub(super) mod xml_windows;

#[cfg(test)]
mod tests;

pub use csv::TextFile;
pub use error::ReadError;
pub use kind::may_be_text;
pub use limits::Limits;

use kind::FileKind;

/// A file, opened.
#[derive(Debug)]
pub enum Content {
    /// All its cells.
    Workbook(Workbook),
    /// Delimited text, which can be long: its rows come one by one.
    Text {
        /// What was noticed about the file.
        file_codes: Vec<FindingCode>,
        /// The rows.
        text: TextFile,
    },
}

/// Reads a file. Whatever is wrong with it becomes a code of the file: a workbook with codes and without sheets is the normal outcome for a file
/// that cannot be read (encrypted, damaged, too big, unsafe, not a spreadsheet).
///
/// `file_name` only serves to notice an extension that belies the content.
pub fn open(bytes: Vec<u8>, file_name: &str, limits: &Limits) -> Content {
    let mut workbook = Workbook::default();
    let kind = match notice_kind(&mut workbook.file_codes, &bytes, file_name, limits) {
        Ok(FileKind::Csv) => {
            return Content::Text { file_codes: workbook.file_codes, text: TextFile::of(bytes, limits) };
        }
        other => other,
    };
    if let Err(error) = kind.and_then(|kind| read_into(&mut workbook, kind, &bytes, limits)) {
        refuse(&mut workbook, &error);
    }
    Content::Workbook(workbook)
}

/// Reads a file like [`open`], all its cells at once.
pub fn read_workbook(bytes: &[u8], file_name: &str, limits: &Limits) -> Workbook {
    match open(bytes.to_vec(), file_name, limits) {
        Content::Workbook(workbook) => workbook,
        Content::Text { file_codes, text } => {
            let mut workbook = Workbook { file_codes, sheets: Vec::new() };
            match text.sheet(limits, usize::MAX) {
                Ok(sheet) => workbook.sheets.push(sheet),
                Err(error) => refuse(&mut workbook, &error),
            }
            workbook
        }
    }
}

fn refuse(workbook: &mut Workbook, error: &ReadError) {
    workbook.sheets.clear();
    workbook.file_codes.push(error.code());
}

fn notice_kind(
    file_codes: &mut Vec<FindingCode>,
    bytes: &[u8],
    file_name: &str,
    limits: &Limits,
) -> Result<FileKind, ReadError> {
    if bytes.len() as u64 > limits.file_bytes_of(bytes) {
        return Err(ReadError::TooBig("the file"));
    }
    let kind = kind::detect(bytes, file_name, limits)?;
    if kind != FileKind::Csv && bytes.len() as u64 > limits.file_bytes {
        return Err(ReadError::TooBig("the file"));
    }
    if kind == FileKind::Html {
        if !kind.fits_extension_of(file_name) {
            file_codes.push(FindingCode::FileHtmlXls);
        }
    } else if !kind.fits_extension_of(file_name) {
        file_codes.push(FindingCode::FileWrongExt);
    }
    Ok(kind)
}

fn read_into(workbook: &mut Workbook, kind: FileKind, bytes: &[u8], limits: &Limits) -> Result<(), ReadError> {
    match kind {
        FileKind::Xlsx => xlsx::read(bytes, limits, workbook),
        FileKind::Xlsb => xlsb::read(bytes, limits, workbook),
        FileKind::Ods => ods::read(bytes, limits, workbook),
        FileKind::Xls => xls::read(bytes, limits, workbook),
        FileKind::Html => html::read(bytes, limits, workbook),
        FileKind::SpreadsheetXml => spreadsheet_xml::read(bytes, limits, workbook),
        // opened by its caller: it is never read at once
        FileKind::Csv => Ok(()),
    }
}
