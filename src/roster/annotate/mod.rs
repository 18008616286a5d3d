//! The error workbook: the user's own file with the bad cells coloured and commented, a column of sentences beside the rows and a summary sheet.
//!
//! `.xlsx` and `.xlsm` are changed in place, part by part ([`package`], [`sheet`], [`style_book`], [`comments`], [`boxes`]): what we do not touch
//! stays byte for byte. Other formats, and files with a column that must not be handed out again, are written anew as `.xlsx` from what the reader sees ([`rebuild`]), then marked in the same way.
//!
//! Files are hostile, so this runs only inside the child process of [`super::sandbox`].

mod anchors;
mod boxes;
mod comments;
mod in_place;
pub mod notes;
mod package;
mod raw_xml;
mod rebuild;
mod sheet;
mod sheet_columns;
mod sheet_plan;
mod style_book;
mod summary;

#[cfg(test)]
mod tests;

use notes::{LeftOut, WorkbookNotes};

use super::grid::Workbook;
use super::read::kind::{self, FileKind};
use super::read::{self, Limits, ReadError};

/// A marked workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotated {
    /// The extension that fits it, without the dot.
    pub extension: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Writes notes into a workbook of any format that can be read.
///
/// # Errors
/// [`ReadError`] where the file cannot be read, or not be written.
pub fn annotate(file: &[u8], file_name: &str, notes: &WorkbookNotes, limits: &Limits) -> Result<Annotated, ReadError> {
    let kind = kind::detect(file, file_name, limits)?;
    let mut workbook = read::read_workbook(file, file_name, limits);
    if workbook.sheets.is_empty() {
        return Err(ReadError::Corrupt("no sheets".to_owned()));
    }
    if !notes.left_out.is_empty() {
        // Written anew: a workbook changed in place would carry the words on in its other parts.
        empty(&mut workbook, &notes.left_out);
        return rebuilt(&workbook, notes, limits);
    }
    if kind == FileKind::Xlsx {
        // A workbook that can be read but is too odd to be changed in place is written anew.
        match in_place::annotate(file, &in_place::Before::of(&workbook), notes, limits) {
            Err(ReadError::Corrupt(_)) => {}
            done => return done,
        }
    }
    rebuilt(&workbook, notes, limits)
}

/// Takes the cells of columns out that must not be handed out again.
fn empty(workbook: &mut Workbook, columns: &[LeftOut]) {
    for (index, sheet) in workbook.sheets.iter_mut().enumerate() {
        let own: Vec<&LeftOut> = columns.iter().filter(|column| column.sheet == index).collect();
        for row in &mut sheet.rows {
            let number = row.number;
            row.cells.retain(|cell| !own.iter().any(|column| column.covers(number, cell.column)));
        }
    }
}

fn rebuilt(workbook: &Workbook, notes: &WorkbookNotes, limits: &Limits) -> Result<Annotated, ReadError> {
    let written = rebuild::rebuild(workbook, notes)?;
    in_place::annotate(&written.bytes, &written.before, &written.notes, limits)
}
