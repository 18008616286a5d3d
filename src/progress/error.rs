//! What can go wrong when figures are asked for.

use chrono::NaiveDate;

use crate::access::AccessError;
use crate::model::unit::Validity;
use crate::store::{AsStoreError, StoreError};
use crate::vn::date::in_text;

/// An error of this room.
#[derive(Debug, thiserror::Error)]
pub enum ProgressError {
    /// No such campaign, or not for this reader.
    #[error("Không có chiến dịch «{0}» hoặc tài khoản không được xem.")]
    NoCampaign(String),
    /// No such unit on that day, or not for this reader.
    #[error("Không có đơn vị «{unit}» vào ngày {} hoặc tài khoản không được xem.", in_text(*day))]
    NoUnit {
        /// As asked for.
        unit: String,
        /// The as-of date.
        day: NaiveDate,
    },
    /// The unit did not exist on that day.
    #[error("{}", crate::messages::unit_not_then(unit, *day, *validity))]
    NotThen {
        /// Name of the unit.
        unit: String,
        /// The as-of date.
        day: NaiveDate,
        /// The days nearest to it on which it did.
        validity: Validity,
    },
    /// No such frozen figures, or not for this reader.
    #[error("Không có số liệu chốt số {0} hoặc tài khoản không được xem.")]
    NoSnapshot(i64),
    /// The name of frozen figures is empty, too long or not text.
    #[error(
        "Tên số liệu chốt phải có từ 1 đến {} ký tự. Nhập tên, ví dụ «Báo cáo tháng 5/2023».",
        super::snapshots::LONGEST_NAME
    )]
    BadName,
    /// Frozen figures cannot be written.
    #[error("Không ghi được số liệu chốt: {0}.")]
    Unwritable(String),
    /// Frozen figures cannot be read by this program.
    #[error(
        "Số liệu chốt số {0} không đọc được ({1}). Dùng phiên bản chương trình mới hơn hoặc khôi phục từ bản sao lưu."
    )]
    Unreadable(i64, String),
    /// Not allowed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for ProgressError {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Access(error) => error.as_store(),
            _ => None,
        }
    }
}
