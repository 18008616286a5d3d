//! What can go wrong when campaigns, quotas and tasks are worked on.

use chrono::NaiveDate;

use crate::access::AccessError;
use crate::store::{AsStoreError, StoreError};
use crate::vn::date::in_text;

/// An error of a use case, in words for whoever asked.
#[derive(Debug, thiserror::Error)]
pub enum CampaignError {
    /// Nobody knows this campaign, or it is none of the actor's business.
    #[error("Không có chiến dịch «{0}» hoặc tài khoản không được xem. Chọn chiến dịch trong danh sách.")]
    NoCampaign(String),
    /// The unit is unknown, out of scope, or does not take part.
    #[error("Không có đơn vị «{0}» trong chiến dịch này hoặc tài khoản không được xem. Chọn đơn vị trong danh sách.")]
    NoUnit(String),
    /// The campaign has no such measure.
    #[error("Chiến dịch không có chỉ tiêu «{0}». Chọn chỉ tiêu trong danh sách.")]
    NoMeasure(String),
    /// The campaign has no such issuer of quotas.
    #[error("Chiến dịch không có đơn vị giao chỉ tiêu này. Tải lại trang rồi chọn lại.")]
    NoIssuer,
    /// Something that was named is not there (any more).
    #[error("{0} không còn. Tải lại trang để xem tình trạng hiện tại.")]
    Gone(&'static str),
    /// A field does not fit.
    #[error("{problem}")]
    Unfit {
        /// The field, by its name in the API.
        field: &'static str,
        /// What is wrong and what to do.
        problem: String,
    },
    /// The unit has no quota for this deadline that could be split.
    #[error("{unit} chưa được giao chỉ tiêu này đến hết ngày {}, nên chưa có gì để chia. Giao chỉ tiêu cho {unit} trước.", in_text(*.deadline))]
    NothingToSplit {
        /// The unit.
        unit: String,
        /// The deadline.
        deadline: NaiveDate,
    },
    /// The parts cannot be calculated.
    #[error("Không chia được theo cách này: {0}")]
    NoWeights(&'static str),
    /// Somebody else has changed it meanwhile.
    #[error("Nội dung này vừa được người khác thay đổi, bản đang sửa đã cũ. Hiện nay: {}.", .now.join("; "))]
    Stale {
        /// What differs now from what was handed in, in words.
        now: Vec<String>,
    },
    /// The actor may not do it here.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CampaignError {
    /// A field that does not fit.
    pub fn unfit(field: &'static str, problem: impl Into<String>) -> Self {
        Self::Unfit { field, problem: problem.into() }
    }

    /// The stable code that programs compare.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoCampaign(_) | Self::NoUnit(_) | Self::NoMeasure(_) | Self::NoIssuer | Self::Gone(_) => "not_found",
            Self::Unfit { .. } => "unfit",
            Self::NothingToSplit { .. } => "nothing_to_split",
            Self::NoWeights(_) => "no_weights",
            Self::Stale { .. } => "stale",
            Self::Access(error) => error.code(),
            Self::Store(_) => "internal",
        }
    }
}

impl AsStoreError for CampaignError {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Access(error) => error.as_store(),
            _ => None,
        }
    }
}
