//! What can go wrong with a workbook.

use rust_xlsxwriter::XlsxError;

/// An error while a workbook is made.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// The library refused something, for example a text longer than a cell may hold (32.767 characters).
    #[error("Không lập được bảng tính: {0}.")]
    Refused(#[from] XlsxError),
}
