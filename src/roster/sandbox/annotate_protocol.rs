//! What parent and child say to each other when a workbook is marked: a request line, then the bytes of the file; back comes a line, then the bytes
//! of the marked workbook.

use serde::{Deserialize, Serialize};

use crate::roster::annotate::notes::WorkbookNotes;

/// Bytes the request line may have: sentences of tens of thousands of rows fit.
pub const REQUEST_LINE_BYTES: u64 = 96 << 20;

/// Bytes the answer line may have.
pub const ANSWER_LINE_BYTES: u64 = 1 << 10;

/// The first line the child gets.
#[derive(Debug, Serialize, Deserialize)]
pub struct Request<'a> {
    /// Bytes of the file that follow the line.
    pub file_bytes: u64,
    /// Name of the file as given.
    pub file_name: String,
    /// What is to be written.
    pub notes: std::borrow::Cow<'a, WorkbookNotes>,
}

/// The first line the child says.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answer {
    /// The extension that fits the workbook.
    pub extension: String,
    /// Bytes of the workbook that follow the line.
    pub bytes: u64,
}
