//! What can go wrong with an import, in words for the official who uploads.

use chrono::NaiveDate;

use super::sandbox::SandboxError;
use crate::access::AccessError;
use crate::model::unit::Validity;
use crate::store::{AsStoreError, StoreError};

/// An error of this room.
#[derive(Debug, thiserror::Error)]
pub enum RosterError {
    /// No such campaign, or not for this account.
    #[error("Không có chiến dịch «{0}» hoặc tài khoản không được nhập liệu cho chiến dịch này.")]
    NoCampaign(String),
    /// No such unit, or not for this account.
    #[error("Không có đơn vị «{0}» hoặc tài khoản không được nhập liệu cho đơn vị này.")]
    NoUnit(String),
    /// The unit did not exist on the day of the list.
    #[error("{}", crate::messages::unit_not_then(unit, *day, *validity))]
    NotThen {
        /// Name of the unit.
        unit: String,
        /// The day of the list.
        day: NaiveDate,
        /// The days nearest to it on which it did.
        validity: Validity,
    },
    /// No such batch, or not for this account.
    #[error("Không có lượt nhập số {0} hoặc tài khoản không được xem.")]
    NoBatch(i64),
    /// The day of the list lies in the future.
    #[error("Ngày lập danh sách ({0}) ở sau ngày hôm nay. Sửa lại ngày rồi tải tệp lên.")]
    ListedInFuture(String),
    /// The account has uploaded too much that was never committed.
    #[error(
        "Trong 24 giờ qua, tài khoản đã tải lên {files} tệp ({mebibytes} MB) chưa được ghi nhận; mỗi tài khoản được tải nhiều nhất {} tệp hoặc {} MB. \
         Ghi nhận các lượt đang chờ hoặc đợi đến ngày mai rồi tải tiếp.",
        super::allowance::FILES_A_DAY,
        super::allowance::BYTES_A_DAY >> 20
    )]
    TooManyUploads {
        /// Files.
        files: u64,
        /// Their size.
        mebibytes: u64,
    },
    /// The file holds nothing.
    #[error("Tệp rỗng (0 byte). Chọn lại tệp danh sách rồi tải lên.")]
    EmptyFile,
    /// The file is larger than a file of its kind may be.
    #[error("Tệp lớn hơn {} MB nên không được nhận. Tách danh sách thành nhiều tệp nhỏ hơn, hoặc xóa hình ảnh chèn trong tệp rồi gửi lại.", most >> 20)]
    TooBig {
        /// The most bytes.
        most: u64,
    },
    /// The file does not name this place.
    #[error(
        "Tệp của lượt nhập số {batch} không có tên «{name}» trong các tên chưa có ở đơn vị. Mở lại trang của lượt nhập."
    )]
    NotNamed {
        /// The batch.
        batch: i64,
        /// As asked for.
        name: String,
    },
    /// Villages stand below a commune, offices below anything but a village or an office.
    #[error(
        "Không tạo được «{name}» trong {unit}: thôn, tổ dân phố chỉ thuộc xã, phường, đặc khu; cơ quan, đơn vị không thuộc thôn \
         hoặc cơ quan khác. Chọn đơn vị đã có hoặc sửa tên trong tệp rồi tải lại."
    )]
    NoPlaceHere {
        /// As asked for.
        name: String,
        /// Name of the unit.
        unit: String,
    },
    /// The batch is applied, undone or given up: it is not read again.
    #[error(
        "Lượt nhập số {0} đã ghi nhận, đã hoàn tác hoặc đã bỏ nên không đọc lại được. Tải tệp lên thành lượt nhập mới."
    )]
    Closed(i64),
    /// While the file was being read, it was replaced or decided about anew.
    #[error(
        "Lượt nhập số {0} vừa được thay tệp hoặc đổi lựa chọn nên lần đọc này không dùng nữa. Mở lại trang của lượt nhập."
    )]
    Overtaken(i64),
    /// The program ended again and again while it read the file.
    #[error(
        "Máy chủ dừng giữa chừng khi đọc tệp của lượt nhập số {0}; chưa có gì được ghi nhận. Tải tệp lên lần nữa; nếu vẫn vậy, báo người quản trị hệ thống."
    )]
    Interrupted(i64),
    /// The file of the batch is gone.
    #[error("Không còn tệp gốc của lượt nhập số {0}: lượt nhập đã bỏ hoặc tệp đã được xóa.")]
    NoOriginal(i64),
    /// The file of the batch held passwords or one-time codes, and went when it was applied.
    #[error(
        "Tệp gốc của lượt nhập số {0} có cột mật khẩu hoặc mã OTP nên đã được xóa khi ghi nhận; không tải lại được tệp gốc và tệp lỗi. Bỏ cột đó trong \
         tệp đang có ở máy, sửa các dòng cần sửa rồi tải lên."
    )]
    SecretsDropped(i64),
    /// Another reading of the batch is under way.
    #[error("Lượt nhập số {0} đang được đọc ở nơi khác. Đợi đọc xong rồi mở lại trang của lượt nhập.")]
    BeingRead(i64),
    /// The file cannot be read as a spreadsheet; the sentence of its finding says why.
    #[error("{0}")]
    WrongFile(String),
    /// The file can be read, and nobody is in it.
    #[error(
        "Tệp «{0}» không có danh sách người nào (không thấy bảng có cột họ tên và người ở dưới). \
         Kiểm tra lại có chọn đúng tệp không rồi tải lên."
    )]
    NoPeople(String),
    /// No row of the batch needs a hand.
    #[error("Lượt nhập số {0} không có dòng nào cần sửa nên không có tệp lỗi.")]
    NothingToCorrect(i64),
    /// The token does not belong to the batch.
    #[error("Lượt nhập số {0} không khớp mã xác nhận. Mở lại trang xem trước rồi bấm ghi nhận.")]
    WrongToken(i64),
    /// The batch is not waiting for a commit.
    #[error("Lượt nhập số {0} không ở trạng thái chờ ghi nhận.")]
    NotPreviewed(i64),
    /// Everything was to be applied or nothing, and not all rows can be.
    #[error(
        "Lượt nhập số {batch} còn {held} dòng có lỗi và {conflict} dòng mâu thuẫn nên chưa ghi nhận gì. Sửa các dòng này rồi gửi lại tệp, hoặc chọn chỉ \
         ghi nhận các dòng không có lỗi."
    )]
    NotAllGood {
        /// The batch.
        batch: i64,
        /// Rows held back.
        held: u32,
        /// Rows in conflict.
        conflict: u32,
    },
    /// The batch is not applied, so nothing can be taken back.
    #[error("Lượt nhập số {0} chưa được ghi nhận nên không có gì để hoàn tác.")]
    NotCommitted(i64),
    /// The batch was applied before the program kept what an undo needs.
    #[error(
        "Lượt nhập số {0} được ghi nhận bằng phiên bản cũ của chương trình, không lưu số liệu trước đó nên không hoàn tác được. Nhập danh sách đúng để \
         sửa lại."
    )]
    NothingKept(i64),
    /// The data changed between preview and commit.
    #[error(
        "Dữ liệu đã thay đổi sau khi xem trước lượt nhập số {batch} (dòng {row} của tệp). Chưa có gì được ghi nhận; \
         tải lại tệp để xem trước theo dữ liệu mới."
    )]
    Stale {
        /// The batch.
        batch: i64,
        /// Row of the file.
        row: u32,
    },
    /// Two commits wrote the same person at the same time.
    #[error(
        "Một lượt nhập khác vừa ghi nhận cùng người trong danh sách này. Chưa có gì được ghi nhận; \
         tải lại tệp để xem trước theo dữ liệu mới."
    )]
    Collision,
    /// A staged piece cannot be understood.
    #[error("Không đọc được phần đã lưu của lượt nhập số {0}. Tải lại tệp để xem trước lần nữa.")]
    BrokenStage(i64),
    /// The file holds no quota table.
    #[error(
        "Tệp «{0}» không có bảng chỉ tiêu (cần cột tên thôn hoặc đơn vị và các cột có chữ «chỉ tiêu» hoặc «giao», ví dụ «Chỉ tiêu mức 2»)."
    )]
    NoQuotas(String),
    /// The table names a unit that does not exist.
    #[error(
        "Dòng {row} của bảng chỉ tiêu: không có thôn, đơn vị «{unit}». Sửa tên trong tệp rồi tải lại; chưa có chỉ tiêu nào được ghi."
    )]
    UnknownQuotaUnit {
        /// Row of the file.
        row: u32,
        /// As written.
        unit: String,
    },
    /// The programme catalogue lacks what lists are mapped to.
    #[error("Danh mục dịch vụ thiếu mốc «{0}». Nạp danh mục bằng lệnh tiendo load rồi thử lại.")]
    NoMilestone(String),
    /// The file could not be read.
    #[error(transparent)]
    Reading(#[from] SandboxError),
    /// Not allowed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for RosterError {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Access(error) => error.as_store(),
            _ => None,
        }
    }
}
