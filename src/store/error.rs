//! What can go wrong with the database, in words for the person who has to act.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

use super::seal::KeysError;

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address of the database is of no known kind.
    #[error(
        "Không hiểu địa chỉ cơ sở dữ liệu «{0}». Địa chỉ phải bắt đầu bằng sqlite:// hoặc postgres:// \
         (ví dụ postgres://tiendo@may-chu/tiendo)."
    )]
    UnknownScheme(String),
    /// The database cannot be opened.
    #[error(
        "Không mở được cơ sở dữ liệu {place}: {reason}. Kiểm tra đường dẫn, quyền đọc ghi và máy chủ cơ sở dữ liệu."
    )]
    CannotOpen {
        /// Where it should be.
        place: String,
        /// What the database library said.
        reason: String,
    },
    /// The file is no database, or damaged.
    #[error("Tệp {place} không phải cơ sở dữ liệu tiendo hoặc đã hỏng: {reason}. Khôi phục từ bản sao lưu gần nhất.")]
    Damaged {
        /// Where it is.
        place: String,
        /// What the database library said.
        reason: String,
    },
    /// A setting on which durability rests is not in force.
    #[error("Cơ sở dữ liệu không giữ thiết lập an toàn {setting}: cần {wanted}, đang là {found}.")]
    UnsafeSetting {
        /// Name of the setting.
        setting: String,
        /// What it must be.
        wanted: String,
        /// What it is.
        found: String,
    },
    /// The migrations failed.
    #[error("Không nâng cấp được cơ sở dữ liệu: {0}")]
    Migration(String),
    /// The database was made by a newer program.
    #[error("Cơ sở dữ liệu do phiên bản tiendo mới hơn tạo ra ({0}). Dùng phiên bản chương trình mới hơn.")]
    Newer(String),
    /// The key does not fit.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// No connection became free in time.
    #[error("Hệ thống đang bận, không còn kết nối cơ sở dữ liệu. Thử lại sau ít phút.")]
    Busy(String),
    /// A stored word or value does not fit the program.
    #[error("Dữ liệu lưu trong cơ sở dữ liệu không hợp lệ: {0}")]
    Corrupt(String),
    /// Anything else the database refused.
    #[error("Lỗi cơ sở dữ liệu: {0}")]
    Database(#[from] DieselError),
}

impl StoreError {
    /// Whether the same transaction may succeed when run again (serialisation failure or deadlock of PostgreSQL, a busy SQLite).
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::Database(DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _)) => true,
            Self::Database(DieselError::DatabaseError(_, info)) => {
                info.message().contains("deadlock detected") || info.message().contains("database is locked")
            }
            _ => false,
        }
    }

    /// Whether a unique key was already taken.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Database(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)))
    }

    /// A stored value that does not fit.
    pub(super) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt(what.into())
    }
}
