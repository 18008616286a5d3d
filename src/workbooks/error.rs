//! What can go wrong with a workbook.

use rust_xlsxwriter::XlsxError;

use crate::access::AccessError;
use crate::people::PeopleError;
use crate::progress::ProgressError;
use crate::rounds::RoundError;
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
    /// A list of people would be too long for a workbook.
    #[error(
        "Danh sách người chưa hoàn thành «{0}» quá 10.000 người. Chọn một đơn vị nhỏ hơn, hoặc lập bảng không kèm danh sách người."
    )]
    TooManyPeople(String),
    /// Nobody can be compared with anybody.
    #[error(
        "Chưa có đủ hai đơn vị cùng khối vừa được giao chỉ tiêu vừa có số liệu để xếp hạng. Hãy phân bổ chỉ tiêu ở trang «Chỉ tiêu» và nhập kết quả trước."
    )]
    NothingToRank,
    /// Nobody below the unit can be given a quota.
    #[error(
        "«{0}» không có đơn vị trực thuộc nào nhận được chỉ tiêu của chiến dịch. Chọn đơn vị cấp trên của các đơn vị cần giao."
    )]
    NobodyToGive(String),
    /// The list of people.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// The round.
    #[error(transparent)]
    Round(#[from] RoundError),
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
            Self::People(error) => error.as_store(),
            Self::Round(error) => error.as_store(),
            Self::Refused(_)
            | Self::NoCampaign(_)
            | Self::NoUnit(_)
            | Self::TooManyPeople(_)
            | Self::NothingToRank
            | Self::NobodyToGive(_) => None,
        }
    }
}
