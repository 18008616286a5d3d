//! What can be refused, in words for the person who has to act.

use super::password_rules::{LONGEST_PASSWORD, PasswordProblem, SHORTEST_PASSWORD};
use crate::store::{AsStoreError, StoreError};

/// An error of access.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// Unknown name, wrong password, closed account or too many guesses: one sentence for all, so that nobody learns which names exist.
    #[error(
        "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang tạm ngừng nhận mật khẩu sau nhiều lần nhập sai. \
         Kiểm tra lại; nếu chắc chắn đúng, đợi ít phút rồi thử lại hoặc liên hệ người quản trị."
    )]
    SignInRefused,
    /// No session, or one that has ended.
    #[error("Phiên làm việc đã kết thúc hoặc chưa đăng nhập. Đăng nhập rồi làm lại.")]
    NotSignedIn,
    /// Signed in with a one-time password.
    #[error("Mật khẩu đang dùng là mật khẩu cấp một lần. Đổi mật khẩu rồi tiếp tục.")]
    MustChangePassword,
    /// The role may not do it anywhere.
    #[error("Tài khoản không có quyền làm việc này. Nếu cần, đề nghị người quản trị phân quyền.")]
    Forbidden,
    /// Unknown, or outside the scope: nobody learns which.
    #[error("Không tìm thấy, hoặc nằm ngoài phạm vi của tài khoản.")]
    NotFound,
    /// The present password is not right.
    #[error("Mật khẩu hiện tại không đúng.")]
    WrongPassword,
    /// The new password does not do.
    #[error("{}", password_sentence(*.0))]
    WeakPassword(PasswordProblem),
    /// The name of a new account is taken.
    #[error("Tên đăng nhập «{0}» đã có người dùng. Chọn tên khác.")]
    NameTaken(String),
    /// The name of a new account has other characters.
    #[error(
        "Tên đăng nhập «{0}» không hợp lệ: dùng 3 đến 40 chữ thường không dấu, chữ số, dấu chấm, gạch ngang hoặc gạch dưới."
    )]
    BadName(String),
    /// The password could not be hashed.
    #[error("Không xử lý được mật khẩu: {0}.")]
    Hashing(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn password_sentence(problem: PasswordProblem) -> String {
    match problem {
        PasswordProblem::TooShort => {
            format!(
                "Mật khẩu quá ngắn: cần ít nhất {SHORTEST_PASSWORD} ký tự, ví dụ một câu ngắn dễ nhớ với riêng mình."
            )
        }
        PasswordProblem::TooLong => format!("Mật khẩu quá dài: nhiều nhất {LONGEST_PASSWORD} ký tự."),
        PasswordProblem::TooEasy => {
            "Mật khẩu dễ đoán: toàn chữ số, lặp lại, theo dãy phím, hoặc gồm những từ thường dùng, tên \
             tài khoản, tên đơn vị. Chọn mật khẩu khác."
                .to_owned()
        }
        PasswordProblem::Unchanged => "Mật khẩu mới trùng mật khẩu đang dùng. Chọn mật khẩu khác.".to_owned(),
    }
}

impl AccessError {
    /// The stable code that the API tells.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignInRefused => "sign_in_refused",
            Self::NotSignedIn => "not_signed_in",
            Self::MustChangePassword => "must_change_password",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::WrongPassword => "wrong_password",
            Self::WeakPassword(_) => "weak_password",
            Self::NameTaken(_) => "name_taken",
            Self::BadName(_) => "bad_name",
            Self::Hashing(_) | Self::Store(_) => "internal",
        }
    }
}

impl AsStoreError for AccessError {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}
