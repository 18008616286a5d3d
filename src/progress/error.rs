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
            Self::NoCampaign(_) | Self::NoUnit { .. } | Self::NotThen { .. } => None,
        }
    }
}
