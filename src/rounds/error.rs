//! What can go wrong with rounds and reports, in words for the person who has to act.

use super::checks::Finding;
use super::enter::RowProblem;
use crate::access::AccessError;
use crate::store::{AsStoreError, StoreError};

/// An error of this room.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// Unknown, or outside the scope.
    #[error("Không có đợt báo cáo này, hoặc đợt nằm ngoài phạm vi của tài khoản.")]
    NoRound,
    /// No such campaign, or not for this account.
    #[error("Không có chiến dịch «{0}» hoặc tài khoản không được xem.")]
    NoCampaign(String),
    /// No such unit, or not for this account.
    #[error("Không có đơn vị «{0}» hoặc đơn vị nằm ngoài phạm vi của tài khoản.")]
    NoUnit(String),
    /// No such report, or not for this account.
    #[error("Không có báo cáo này, hoặc báo cáo nằm ngoài phạm vi của tài khoản.")]
    NoSubmission,
    /// The unit does not owe a report at this hop.
    #[error("{unit} không phải báo cáo ở bước {hop} của đợt này. Chọn đơn vị trong danh sách phải báo cáo.")]
    NotExpected {
        /// Name of the unit.
        unit: String,
        /// The hop.
        hop: i32,
    },
    /// The round has no such hop.
    #[error("Đợt này không có bước báo cáo {0}.")]
    NoHop(i32),
    /// The round is closed.
    #[error("Đợt báo cáo «{0}» đã khóa. Mở khóa đợt (ghi lý do) rồi làm lại.")]
    Locked(String),
    /// A round of that name is there.
    #[error("Chiến dịch đã có đợt báo cáo «{0}» của đơn vị này. Đặt tên khác.")]
    NameTaken(String),
    /// What was given for a round does not fit.
    #[error("{0}")]
    Unfit(String),
    /// Nothing is said about a measure.
    #[error("Thiếu số liệu: {}. Nhập đủ, hoặc chọn «không phát sinh».", .0.join("; "))]
    FiguresMissing(Vec<String>),
    /// A number that cannot be.
    #[error("{measure}: số {value} không hợp lệ. Nhập số nguyên từ 0 trở lên.")]
    BadFigure {
        /// Name of the measure.
        measure: String,
        /// As given.
        value: String,
    },
    /// Numbers that want a second look.
    #[error("{}", confirmation(.0))]
    NeedsConfirmation(Vec<Finding>),
    /// Rows of a grid that are not right; nothing was written.
    #[error("Chưa lưu gì: {} dòng cần sửa hoặc xác nhận.", .0.len())]
    Rows(Vec<RowProblem>),
    /// Something has to be explained.
    #[error("Chưa ghi lý do. Ghi lý do (ít nhất 5 ký tự) rồi làm lại.")]
    NoReason,
    /// Somebody else was first.
    #[error(
        "Báo cáo này đang ở trạng thái «{0}» nên không làm được việc này. Tải lại trang để xem tình trạng hiện tại."
    )]
    NotInThatState(&'static str),
    /// A day that has not come.
    #[error("Thời điểm nhận báo cáo không được sau thời điểm hiện tại.")]
    InTheFuture,
    /// The import cannot stand for the report.
    #[error(
        "Lượt nhập số {0} không dùng làm báo cáo được: phải là lượt đã ghi nhận, cùng chiến dịch và của đơn vị này."
    )]
    NoBatch(i64),
    /// The link is unknown, used, taken back or too old: one sentence for all.
    #[error(
        "Đường dẫn báo cáo này không còn dùng được: đã nộp, đã bị thu hồi hoặc đã hết hạn. Liên hệ đầu mối của xã để được cấp đường dẫn mới."
    )]
    LinkClosed,
    /// Not allowed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn confirmation(findings: &[Finding]) -> String {
    let sentences: Vec<&str> = findings.iter().map(|finding| finding.sentence.as_str()).collect();
    format!(
        "Số liệu cần kiểm tra lại: {} Sửa số liệu, hoặc xác nhận đúng như đã nhập và ghi lý do.",
        sentences.join(" ")
    )
}

impl AsStoreError for RoundError {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Access(error) => error.as_store(),
            _ => None,
        }
    }
}
