//! What can go wrong with documents, in words that say what to do.

use thiserror::Error;

use super::foreign_pdf::Refusal;
use super::office_settings::OfficePart;
use super::own_template::TemplateError;
use crate::access::AccessError;
use crate::model::document::NumberError;
use crate::people::PeopleError;
use crate::progress::ProgressError;
use crate::roster::sandbox::SandboxError;
use crate::rounds::RoundError;
use crate::store::{AsStoreError, StoreError};
use crate::workbooks::WorkbookError;

/// Why a document was not made.
#[derive(Debug, Error)]
pub enum DocumentError {
    /// The actor may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Figures could not be had.
    #[error(transparent)]
    Progress(#[from] ProgressError),
    /// Rounds could not be read.
    #[error(transparent)]
    Rounds(#[from] RoundError),
    /// The list of people could not be read.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// A workbook could not be made.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No administrative level above the unit.
    #[error("{0} không phải đơn vị ban hành văn bản. Hãy chọn xã, phường, huyện hoặc tỉnh.")]
    NoOffice(String),
    /// It was there a moment ago.
    #[error("Không còn dữ liệu của chiến dịch này. Hãy tải lại trang.")]
    Gone,
    /// No such document, or outside the actor's scope.
    #[error("Không có văn bản số thứ tự {0}. Kiểm tra lại đường dẫn hoặc tìm trong danh sách văn bản.")]
    NoDocument(i64),
    /// No such unit.
    #[error("Không có đơn vị «{0}» hoặc tài khoản không được xem.")]
    NoUnit(String),
    /// The number is no gap.
    #[error("Số {0} không phải số trống trong sổ văn bản đi. Hãy tải lại trang.")]
    NoGap(u32),
    /// There is no such file of it.
    #[error("Văn bản này chưa có bản ký số, đóng dấu.")]
    NoFile,
    /// Somebody changed it after the form was read.
    #[error(
        "Văn bản đã được người khác sửa sau khi trang này mở ra. Hãy tải lại trang, xem nội dung mới rồi sửa tiếp."
    )]
    Changed,
    /// Its text stands still.
    #[error("Văn bản ở trạng thái «{0}», không sửa được nội dung. Hãy rút về dự thảo hoặc lập văn bản thay thế.")]
    NotADraft(&'static str),
    /// It cannot go from one state to the other.
    #[error("Văn bản ở trạng thái «{from}», không chuyển sang «{to}» được.")]
    NotThatWay {
        /// Where it is.
        from: &'static str,
        /// Where it was to go.
        to: &'static str,
    },
    /// Issued tomorrow.
    #[error("Ngày ban hành ở sau hôm nay. Hãy ghi ngày ký văn bản.")]
    FutureDay,
    /// No such number.
    #[error("Số {0} không dùng được làm số văn bản. Hãy ghi số từ 1 đến 99.999.")]
    BadNumber(u32),
    /// Two documents would have one number.
    #[error(
        "Số {number} của năm {year} đã cấp cho văn bản {number:02}/{symbol}. Hãy ghi số khác hoặc để hệ thống cấp số tiếp theo."
    )]
    NumberTaken {
        /// The number.
        number: u32,
        /// What stands after it.
        symbol: String,
        /// The year.
        year: i32,
    },
    /// The number was put down as one that no document has.
    #[error(
        "Số {number} của năm {year} đã ghi trong sổ là không có văn bản ({reason}). Hãy ghi số khác hoặc để hệ thống cấp số tiếp theo."
    )]
    NumberNoted {
        /// The number.
        number: u32,
        /// The year.
        year: i32,
        /// Why no document has it.
        reason: String,
    },
    /// What was typed about an office does not do.
    #[error("{text}")]
    BadOffice {
        /// Name of the part.
        part: OfficePart,
        /// What is wrong and what to do.
        text: String,
    },
    /// Only issued documents have a signed file.
    #[error("Văn bản chưa ban hành nên chưa có bản ký. Hãy ban hành trước, rồi đính kèm bản đã ký, đóng dấu.")]
    NotIssued,
    /// The original is there.
    #[error("Văn bản đã có bản ký, đóng dấu; bản gốc không thay được. Nếu bản gốc sai, hãy ban hành văn bản thay thế.")]
    SignedAlready,
    /// Not a Word file that can be read.
    #[error("Không đọc được tệp Word: tệp {0}. Hãy chọn tệp .docx lưu từ Word, dưới 20 MB.")]
    NotWord(&'static str),
    /// Not a PDF.
    #[error("Tệp này không phải PDF. Hãy chọn tệp PDF đã ký số hoặc bản quét đã đóng dấu.")]
    NotPdf,
    /// A PDF that cannot be attached.
    #[error("Không đính kèm được tệp PDF: {}.", .0.vietnamese())]
    BadPdf(Refusal),
    /// More is attached than a document may carry.
    #[error(
        "Một văn bản kèm tối đa 10 tệp PDF, tổng cộng không quá 200 trang và 40 MB. Hãy bỏ bớt tệp, hoặc gửi tệp lớn bằng đường dẫn."
    )]
    TooManyAttached,
    /// A file could not be opened just now.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// Too big.
    #[error("Tệp lớn hơn 20 MB. Hãy quét ở độ phân giải 200 dpi rồi chọn lại.")]
    TooBig,
    /// Not an issued document of the same body.
    #[error(
        "Chỉ thay thế được văn bản đã ban hành bằng một văn bản khác của cùng cơ quan, ban hành cùng ngày hoặc sau đó. Hãy chọn lại văn bản thay thế."
    )]
    CannotSupersede,
    /// A part of the text is missing.
    #[error("Văn bản còn thiếu {0}. Hãy ghi rồi lưu lại.")]
    Empty(&'static str),
    /// More text than any dispatch has.
    #[error("Nội dung văn bản quá dài (trên 200.000 ký tự). Hãy chuyển bớt sang phụ lục.")]
    TooLong,
    /// The mark of a table or code that is not there.
    #[error("{0} không có trong văn bản này. Hãy dùng đúng dấu của bảng, mã QR đã có, hoặc xóa dòng đó.")]
    NoSuchMark(String),
    /// A number or symbol is not one.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// A link is too long for a QR code.
    #[error(
        "Đường dẫn hỗ trợ quá dài, không tạo được mã QR. Hãy dùng đường dẫn ngắn hơn (dưới 300 ký tự) trong phần thông tin chiến dịch."
    )]
    LongCode,
    /// The campaign lacks what the document would be about.
    #[error("Chưa lập được văn bản: {0}")]
    NothingToSay(String),
    /// A Word file does not do as a template.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// No such template, or not of the actor's office or one above it.
    #[error("Không có mẫu văn bản số thứ tự {0} trong các mẫu của cơ quan. Hãy chọn lại trong danh sách mẫu.")]
    NoTemplate(i64),
    /// The layout program refused.
    #[error("Không dựng được bản PDF: {0}. Đây là lỗi của chương trình; hãy báo người quản trị kèm thông báo này.")]
    Layout(String),
}

impl AsStoreError for DocumentError {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Access(error) => error.as_store(),
            Self::Progress(error) => error.as_store(),
            Self::Rounds(error) => error.as_store(),
            Self::People(error) => error.as_store(),
            Self::Workbook(error) => error.as_store(),
            _ => None,
        }
    }
}
