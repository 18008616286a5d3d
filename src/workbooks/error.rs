//! What can go wrong with a workbook.

use rust_xlsxwriter::XlsxError;

use crate::access::AccessError;
use crate::progress::ProgressError;
use crate::store::{AsStoreError, StoreError};

/// An error while a workbook is made.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// The library refused something, for example a text longer than a cell may hold (32.767 characters).
    #[error("Không lập được bảng tính: {0}.")]
    Refused(#[from] XlsxError),
    /// No such campaign.
    #[error("Không có chiến dịch «{0}».")]
    NoCampaign(String),
    /// No such unit, or not for this account.
    #[error("Không có đơn vị «{0}» hoặc tài khoản không được nhập liệu cho đơn vị này.")]
    NoUnit(String),
    /// Not allowed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// No figures.
    #[error(transparent)]
    Progress(#[from] ProgressError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for WorkbookError {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Access(error) => error.as_store(),
            Self::Progress(error) => error.as_store(),
            Self::Refused(_) | Self::NoCampaign(_) | Self::NoUnit(_) => None,
        }
    }
}
