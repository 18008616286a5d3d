//! Why a file is not read.

use crate::roster::finding::FindingCode;

/// Why a file is not read. The person sees the sentence of [`ReadError::code`]; the text here names the detail for tests and logs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More than we take: bytes, rows, columns, sheets, letters in a cell.
    #[error("{0} exceeds the limit")]
    TooBig(&'static str),
    /// Built to harm the reader: archive tricks, entity declarations, absurd nesting.
    #[error("refused as unsafe: {0}")]
    Unsafe(&'static str),
    /// Damaged or cut off.
    #[error("damaged: {0}")]
    Corrupt(String),
    /// Protected by a password.
    #[error("encrypted")]
    Encrypted,
    /// Not a spreadsheet.
    #[error("not a spreadsheet")]
    Unknown,
}

impl ReadError {
    /// The code of the file that tells the person.
    pub fn code(&self) -> FindingCode {
        match self {
            ReadError::TooBig(_) => FindingCode::FileTooBig,
            ReadError::Unsafe(_) => FindingCode::FileUnsafe,
            ReadError::Corrupt(_) => FindingCode::FileCorrupt,
            ReadError::Encrypted => FindingCode::FileEncrypted,
            ReadError::Unknown => FindingCode::FileUnknown,
        }
    }

    pub(super) fn corrupt(detail: impl std::fmt::Display) -> Self {
        ReadError::Corrupt(detail.to_string())
    }
}

/// Carries a refusal through readers that only know `io::Error`.
impl From<ReadError> for std::io::Error {
    fn from(error: ReadError) -> Self {
        std::io::Error::other(error)
    }
}

/// Takes a refusal out of an `io::Error` again; any other I/O error of bytes in memory means a damaged file.
impl From<std::io::Error> for ReadError {
    fn from(error: std::io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<ReadError>()) {
            Some(refusal) => refusal.clone(),
            None => ReadError::corrupt(error),
        }
    }
}

impl From<zip::result::ZipError> for ReadError {
    fn from(error: zip::result::ZipError) -> Self {
        match error {
            zip::result::ZipError::Io(error) => error.into(),
            zip::result::ZipError::InvalidPassword => ReadError::Encrypted,
            other => ReadError::corrupt(other),
        }
    }
}
