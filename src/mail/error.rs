//! What can go wrong with mail, in words for the person who has to act.

use crate::access::AccessError;
use crate::rounds::RoundError;
use crate::store::{AsStoreError, StoreError};
use crate::workbooks::WorkbookError;

/// An error of this room.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address of the recipient is none.
    #[error(
        "Địa chỉ thư «{0}» không hợp lệ. Nhập một địa chỉ duy nhất dạng ten@coquan.gov.vn, không kèm tên người, \
         không có dấu cách."
    )]
    BadRecipient(String),
    /// The note is too long.
    #[error("Lời nhắn dài {0} ký tự; nhiều nhất {limit} ký tự.", limit = super::send_report::LONGEST_NOTE)]
    NoteTooLong(usize),
    /// The form carries no key.
    #[error("Biểu mẫu gửi thư thiếu mã chống gửi trùng. Tải lại trang rồi gửi lại.")]
    NoFormKey,
    /// The address of the mail server cannot be understood.
    #[error(
        "Không hiểu địa chỉ máy chủ thư (TIENDO_SMTP_URL): {0}. Dạng đúng: smtps://tên:mật-khẩu@máy-chủ hoặc \
         smtp://tên:mật-khẩu@máy-chủ:587 (luôn mã hóa bằng STARTTLS)."
    )]
    BadServer(String),
    /// The address of the sender is none.
    #[error("Địa chỉ người gửi (TIENDO_MAIL_FROM) «{0}» không hợp lệ. Dạng đúng: ten@coquan.gov.vn.")]
    BadSender(String),
    /// A message could not be put together.
    #[error("Không dựng được thư: {0}.")]
    Message(String),
    /// Unknown, or outside the scope.
    #[error("Không tìm thấy thư này, hoặc thư nằm ngoài phạm vi của tài khoản.")]
    NotFound,
    /// The figures or the workbook.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// The round that a reminder is about.
    #[error(transparent)]
    Round(#[from] RoundError),
    /// Not allowed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for MailError {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Access(error) => error.as_store(),
            Self::Workbook(error) => error.as_store(),
            Self::Round(error) => error.as_store(),
            _ => None,
        }
    }
}
