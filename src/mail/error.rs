//! What can go wrong with mail, in words for the person who has to act.

use std::path::PathBuf;

use crate::access::AccessError;
use crate::documents::DocumentError;
use crate::model::mail_reminder::MOST_DAYS;
use crate::model::mail_schedule::MOST_DAYS_BEFORE;
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
    /// Nobody has confirmed the address.
    #[error(
        "Địa chỉ «{0}» chưa có người thứ hai xác nhận. Kiểm tra lại từng chữ rồi đánh dấu ô «Vẫn gửi tới địa chỉ này», \
         hoặc nhập địa chỉ ở trang «Địa chỉ nhận» để người khác xác nhận."
    )]
    NotConfirmed(String),
    /// Nobody is to get mail there any more.
    #[error("Địa chỉ «{0}» đã thôi dùng nên không gửi bản nữa tới đó. Gửi báo cáo tới địa chỉ đang dùng.")]
    AddressRetired(String),
    /// Another server has told it meanwhile.
    #[error("Thư nhắc này đã được gửi trong ngày.")]
    ToldAlready,
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
    /// The file of the trusted authorities does not do.
    #[error(
        "Không dùng được tệp chứng thư gốc {} (TIENDO_SMTP_CA): {}. Cần tệp PEM có một hoặc nhiều chứng thư của cơ quan cấp.",
        .0.display(), .1
    )]
    BadAuthority(PathBuf, String),
    /// The time to wait is none.
    #[error("Thời gian chờ máy chủ thư (TIENDO_SMTP_TIMEOUT) «{0}» không hợp lệ. Ghi số giây, từ 1 đến 600.")]
    BadTimeout(String),
    /// Not an address of a web page.
    #[error(
        "Địa chỉ của phần mềm (TIENDO_PUBLIC_URL) «{0}» không hợp lệ. Dạng đúng: https://tiendo.coquan.gov.vn, không có tên, mật khẩu hay dấu hỏi."
    )]
    BadPublicAddress(String),
    /// A mail that was sent cannot be put back into the queue.
    #[error("Thư này đã gửi hoặc đang được gửi, nên không xếp lại vào hàng chờ.")]
    NotToBeTriedAgain,
    /// Only a mail that was given up can be noted as needing no more care.
    #[error(
        "Thư này đang chờ gửi, đã gửi, hoặc đã được ghi nhận là không cần gửi nữa. Tải lại trang để xem tình trạng mới nhất."
    )]
    NotToBeSettled,
    /// Only a mail that was sent can be sent once more.
    #[error("Thư này chưa gửi đi, nên chưa có bản nào để gửi thêm. Bấm «Gửi lại ngay» ở trang của thư.")]
    NotToBeCopied,
    /// The address of the sender is none.
    #[error("Địa chỉ người gửi (TIENDO_MAIL_FROM) «{0}» không hợp lệ. Dạng đúng: ten@coquan.gov.vn.")]
    BadSender(String),
    /// A message could not be put together.
    #[error("Không dựng được thư: {0}.")]
    Message(String),
    /// Unknown, or outside the scope.
    #[error("Không tìm thấy thư này, hoặc thư nằm ngoài phạm vi của tài khoản.")]
    NotFound,
    /// The address belongs to the unit already.
    #[error("Địa chỉ «{0}» đã có trong danh sách của đơn vị. Bỏ địa chỉ cũ trước nếu muốn nhập lại.")]
    AddressInUse(String),
    /// Nobody is named whose address it is.
    #[error("Ghi rõ địa chỉ này của ai (họ tên, chức vụ), nhiều nhất {limit} ký tự.", limit = super::addresses::LONGEST_HOLDER)]
    NoHolder,
    /// No such account among those of the unit.
    #[error("Không có tài khoản «{0}» thuộc đơn vị này. Kiểm tra tên đăng nhập, hoặc để trống.")]
    NoAccount(String),
    /// Whoever typed an address confirms it as well.
    #[error(
        "Địa chỉ phải do người khác xác nhận, không phải người đã nhập. Nhờ một đồng chí khác mở trang này và xác nhận."
    )]
    OwnConfirmation,
    /// Confirmed or given up before.
    #[error("Địa chỉ này đã được xác nhận hoặc đã bỏ. Tải lại trang để xem tình trạng mới nhất.")]
    AddressSettled,
    /// A leader is to be taken off by somebody else.
    #[error("Lãnh đạo chỉ tự mình ngừng nhận thư, bằng tài khoản của mình; không ai được ngừng thay.")]
    LeadersThemselves,
    /// No such unit, or outside the scope.
    #[error("Không có đơn vị «{0}», hoặc đơn vị nằm ngoài phạm vi của tài khoản.")]
    NoUnit(String),
    /// Nothing of the kind has been issued yet.
    #[error("Đơn vị chưa ban hành văn bản loại «{0}» trong chiến dịch này, nên chưa có gì để gửi.")]
    NoDocument(String),
    /// A schedule without anybody who gets its mail.
    #[error(
        "Chưa có ai nhận thư của lịch gửi này: địa chỉ chưa được xác nhận, đã bỏ, hoặc người nhận đã ngừng nhận thư."
    )]
    NobodyToSendTo,
    /// No such campaign.
    #[error("Không có chiến dịch «{0}».")]
    NoCampaign(String),
    /// Settings of a schedule that cannot be.
    #[error("{0}")]
    Unfit(Unfit),
    /// Somebody else has changed it meanwhile.
    #[error("Nội dung này vừa được người khác sửa. Tải lại trang, xem thay đổi rồi sửa lại.")]
    Stale,
    /// Words of a reminder that cannot be.
    #[error(transparent)]
    Template(#[from] super::templates::TemplateProblem),
    /// The documents that a schedule sends.
    #[error(transparent)]
    Document(#[from] DocumentError),
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

/// What is not right about a schedule, with the field that it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// No name, or too long a one.
    #[error("Đặt tên cho lịch gửi, nhiều nhất {limit} ký tự.", limit = super::schedules::LONGEST_NAME)]
    Name,
    /// No rhythm.
    #[error("Chọn thời điểm gửi; với «trước hạn» ghi số ngày từ 0 đến {limit}.", limit = MOST_DAYS_BEFORE)]
    Rhythm,
    /// An hour at which mail rests.
    #[error("Giờ gửi phải từ 7 giờ đến trước 20 giờ; muốn gửi ngoài giờ thì đánh dấu «Gửi cả ban đêm».")]
    Hour,
    /// Nobody gets it.
    #[error("Chọn ít nhất một người nhận.")]
    NoRecipients,
    /// Too many get it.
    #[error("Nhiều nhất {limit} người nhận cho một lịch gửi.", limit = super::schedules::MOST_RECIPIENTS)]
    TooManyRecipients,
    /// An address that was not confirmed, was given up, or is out of reach.
    #[error("Có địa chỉ chưa được người thứ hai xác nhận hoặc không dùng được nữa. Xác nhận địa chỉ trước khi chọn.")]
    Address,
    /// A unit of recipients that the unit of the schedule has nothing to do with.
    #[error("Người nhận theo vai trò phải thuộc đơn vị nằm trong phạm vi của tài khoản.")]
    RoleUnit,
    /// Too long a line about whom to answer.
    #[error("Dòng «liên hệ» dài quá {limit} ký tự.", limit = super::schedules::LONGEST_NAME)]
    AnswerTo,
    /// Nothing that could be sent.
    #[error("Chọn ít nhất một tệp để gửi: bảng tiến độ, trang tổng hợp hoặc một loại văn bản.")]
    Sends,
    /// Days that cannot be.
    #[error("Số ngày nhắc trước hạn từ 0 đến {limit}; nhắc lại và báo cấp trên từ 1 đến {limit}; để trống nếu không dùng.", limit = MOST_DAYS)]
    Days,
    /// No days at all.
    #[error("Ghi ít nhất một mốc: trước hạn, sau hạn hoặc báo cấp trên.")]
    NoDays,
    /// An hour at which mail rests.
    #[error("Giờ gửi thư nhắc phải từ 7 giờ đến trước 20 giờ.")]
    ReminderHour,
}

impl AsStoreError for MailError {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Access(error) => error.as_store(),
            Self::Workbook(error) => error.as_store(),
            Self::Round(error) => error.as_store(),
            Self::Document(error) => error.as_store(),
            _ => None,
        }
    }
}
