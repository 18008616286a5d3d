//! What can go wrong when data files are loaded.

use crate::access::AccessError;
use crate::store::{AsStoreError, StoreError};

/// An error of loading, in words for the person who has the file.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A line of a file does not fit.
    #[error("Tệp {file}, dòng {line}: {problem}")]
    AtLine {
        /// The file.
        file: String,
        /// 1-based.
        line: u64,
        /// What, and what to do.
        problem: String,
    },
    /// A file does not fit.
    #[error("Tệp {file}: {problem}")]
    InFile {
        /// The file.
        file: String,
        /// What, and what to do.
        problem: String,
    },
    /// Something does not fit that belongs to no single file.
    #[error("{0}")]
    Unfit(String),
    /// The actor may not load what the files hold.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for LoadError {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Access(error) => error.as_store(),
            _ => None,
        }
    }
}

/// Where in which file something stands, for messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: String,
    /// 1-based line, where it is known.
    pub line: Option<u64>,
}

impl Place {
    /// An error at this place.
    pub fn refuse(&self, problem: impl Into<String>) -> LoadError {
        let (file, problem) = (self.file.clone(), problem.into());
        match self.line {
            Some(line) => LoadError::AtLine { file, line, problem },
            None => LoadError::InFile { file, problem },
        }
    }
}
