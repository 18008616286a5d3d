//! Why the tree of units cannot be changed like that.

use chrono::NaiveDate;

use crate::access::AccessError;
use crate::store::{AsStoreError, StoreError};
use crate::vn::date::in_text;

/// An error of changing units.
#[derive(Debug, thiserror::Error)]
pub enum UnitChangeError {
    /// Unknown, or not the actor's.
    #[error("Không có đơn vị «{0}» hoặc tài khoản không được thay đổi đơn vị này. Chọn lại đơn vị trong danh sách.")]
    NoUnit(String),
    /// A unit of the national list.
    #[error("{0} là đơn vị hành chính của cả nước; chỉ người quản trị hệ thống được thay đổi.")]
    National(String),
    /// One's own unit.
    #[error("Không tự thay đổi được chính đơn vị của tài khoản ({0}). Đề nghị đơn vị cấp trên thực hiện.")]
    OwnUnit(String),
    /// It does not exist on that day.
    #[error("{name} không có vào ngày {}. Chọn ngày hiệu lực khác.", in_text(*on))]
    NotThen {
        /// The unit.
        name: String,
        /// The day.
        on: NaiveDate,
    },
    /// Something else holds from a later day on already.
    #[error("{name} đã có thay đổi từ ngày {}. Ngày hiệu lực phải sau ngày đó.", in_text(*since))]
    LaterChange {
        /// The unit.
        name: String,
        /// Since when.
        since: NaiveDate,
    },
    /// Units stand below what is to be closed.
    #[error("{name} còn {count} đơn vị trực thuộc. Chuyển hoặc sáp nhập các đơn vị đó trước, hoặc dùng «Sáp nhập».")]
    HasUnits {
        /// The unit.
        name: String,
        /// How many.
        count: usize,
    },
    /// People belong to what is to be closed.
    #[error("{name} còn {count} người. Dùng «Sáp nhập» hoặc «Chia tách» để những người đó có đơn vị mới.")]
    HasPeople {
        /// The unit.
        name: String,
        /// How many.
        count: i64,
    },
    /// There is one of that name.
    #[error("{parent} đã có đơn vị tên «{name}». Đặt tên khác.")]
    NameTaken {
        /// The name.
        name: String,
        /// The unit above.
        parent: String,
    },
    /// No name.
    #[error("Chưa ghi tên đơn vị. Ghi tên đầy đủ, kể cả loại: «Thôn Ngọc Bình».")]
    NameMissing,
    /// No document.
    #[error("Chưa ghi văn bản làm căn cứ. Ghi số, ký hiệu, ngày và cơ quan ban hành.")]
    BasisMissing,
    /// Units of different kinds.
    #[error("Các đơn vị không cùng loại ({0}). Chỉ sáp nhập thôn với thôn, cơ quan với cơ quan, xã với xã.")]
    DifferentKinds(String),
    /// Too few.
    #[error("Chọn ít nhất hai đơn vị để sáp nhập, hoặc một đơn vị và nơi nhận.")]
    TooFewToMerge,
    /// Too few.
    #[error("Chia tách cần ít nhất {0} đơn vị mới.")]
    TooFewParts(usize),
    /// Units below what is divided belong to no part, or to two.
    #[error("Mỗi đơn vị trực thuộc phải về đúng một đơn vị mới. Xem lại: {0}.")]
    NotAssigned(String),
    /// It cannot stand there.
    #[error("{name} không thể trực thuộc {parent}. Chọn đơn vị cấp trên khác.")]
    WrongPlace {
        /// The unit.
        name: String,
        /// The unit above.
        parent: String,
    },
    /// It would stand above itself.
    #[error("Đơn vị không thể trực thuộc chính nó hoặc cấp dưới của nó.")]
    Cycle,
    /// Nothing would change.
    #[error("Không có gì thay đổi.")]
    NothingChanges,
    /// People are moved, which somebody has to answer for.
    #[error("Sáp nhập nơi có người ở cần một tài khoản chịu trách nhiệm. Đăng nhập bằng tài khoản để thực hiện.")]
    NeedsAccount,
    /// A phone that is none.
    #[error("Số điện thoại của {name} không hợp lệ: {phone}. Ghi 10 chữ số, bắt đầu bằng 0.")]
    ContactPhone {
        /// Whose.
        name: String,
        /// As typed.
        phone: String,
    },
    /// A mail address that is none.
    #[error("Địa chỉ thư điện tử của {name} không hợp lệ: {email}.")]
    ContactEmail {
        /// Whose.
        name: String,
        /// As typed.
        email: String,
    },
    /// Nothing to assign.
    #[error("{0} chưa từng chia tách.")]
    NotDivided(String),
    /// Not one of the parts.
    #[error("{part} không phải là đơn vị được tách ra từ {village}.")]
    NoPart {
        /// The unit named.
        part: String,
        /// The village.
        village: String,
    },
    /// Somebody else decided meanwhile.
    #[error("Có người trong danh sách không còn chờ phân về đơn vị mới của {0}. Mở lại danh sách rồi chọn lại.")]
    NotWaiting(String),
    /// The tree would have a hole.
    #[error("Không xếp được cây đơn vị: {0}")]
    Unfit(String),
    /// Not allowed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AsStoreError for UnitChangeError {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Access(error) => error.as_store(),
            _ => None,
        }
    }
}
