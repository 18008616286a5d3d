//! What can be refused, in words for the person who has to act.

use crate::access::AccessError;
use crate::model::id::WorkListId;
use crate::model::work_list::{MOST_LINES, MOST_TEAMS};
use crate::people::PeopleError;
use crate::store::{AsStoreError, StoreError};

/// An error of this room.
#[derive(Debug, thiserror::Error)]
pub enum FieldworkError {
    /// Unknown, or outside the scope.
    #[error("Không có danh sách vận động này, hoặc danh sách nằm ngoài phạm vi của tài khoản.")]
    NoList,
    /// No such campaign, or not for this account.
    #[error("Không có chiến dịch «{0}» hoặc tài khoản không được xem.")]
    NoCampaign(String),
    /// No such unit, or not for this account.
    #[error("Không có đơn vị «{0}» hoặc đơn vị nằm ngoài phạm vi của tài khoản.")]
    NoUnit(String),
    /// Not one of the lists that can be made for the campaign.
    #[error("Chiến dịch này không lập được danh sách loại «{0}». Chọn lại loại danh sách.")]
    NoTarget(String),
    /// There are no villages below the unit, or too many.
    #[error(
        "{unit}: có {villages} thôn, tổ dân phố. Mỗi lần lập được danh sách cho tối đa {most} thôn; chọn một xã, phường hoặc một thôn."
    )]
    NotHere {
        /// Name of the unit.
        unit: String,
        /// Villages below it.
        villages: usize,
        /// The most of them.
        most: usize,
    },
    /// More people than a list holds.
    #[error(
        "{unit} có {people} người thuộc danh sách này; mỗi danh sách tối đa {MOST_LINES} dòng. Chia cho ít nhất {teams} tổ rồi lập lại."
    )]
    TooMany {
        /// Name of the unit.
        unit: String,
        /// How many.
        people: usize,
        /// Teams that it takes.
        teams: usize,
    },
    /// Nobody fulfils it.
    #[error("Không có ai thuộc danh sách này tính đến ngày đã chọn; không có gì để in.")]
    Nobody,
    /// A number of teams that cannot be.
    #[error("Số tổ phải từ 1 đến {MOST_TEAMS}.")]
    BadTeams,
    /// The list is closed.
    #[error("Danh sách số {0} đã kết thúc nên không ghi thêm kết quả. Lập danh sách mới nếu cần vận động tiếp.")]
    Closed(WorkListId),
    /// Lines that are not right; nothing was written.
    #[error("Chưa ghi gì: {} dòng cần sửa hoặc xác nhận. {}", .0.len(), told(.0))]
    Lines(Vec<LineProblem>),
    /// What holds for people.
    #[error(transparent)]
    People(PeopleError),
    /// Not allowed.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineProblem {
    /// Its number.
    pub line: i32,
    /// What is wrong and what to do.
    pub text: String,
    /// Somebody wrote a result after the form was opened; it can be written over when that is confirmed.
    pub stale: bool,
}

impl LineProblem {
    /// Something that has to be put right.
    pub(super) fn of(line: i32, text: impl std::fmt::Display) -> Self {
        Self { line, text: format!("Dòng {line}: {text}"), stale: false }
    }
}

/// The first few.
fn told(problems: &[LineProblem]) -> String {
    problems.iter().take(3).map(|problem| problem.text.as_str()).collect::<Vec<_>>().join(" ")
}

impl From<PeopleError> for FieldworkError {
    fn from(error: PeopleError) -> Self {
        match error {
            PeopleError::Access(error) => Self::Access(error),
            PeopleError::Store(error) => Self::Store(error),
            error => Self::People(error),
        }
    }
}

impl AsStoreError for FieldworkError {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Access(error) => error.as_store(),
            Self::People(error) => error.as_store(),
            _ => None,
        }
    }
}
