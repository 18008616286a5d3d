//! What can be refused, in words for the person who has to act.

use chrono::NaiveDate;

use crate::access::AccessError;
use crate::store::{AsStoreError, StoreError};
use crate::vn::card_qr::CardQrError;
use crate::vn::date::in_text;

/// An error of the room.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// Not allowed, or not found: unknown and out of scope are one answer.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Digits that are no number we keep.
    #[error(
        "«{0}» không phải số tìm được: số định danh cá nhân có 12 chữ số, chứng minh nhân dân 9 chữ số, điện thoại di động \
         10 chữ số. Nhập đủ số, hoặc tìm theo tên."
    )]
    UnreadableNumber(String),
    /// No such measure.
    #[error("Không có chỉ tiêu «{0}». Chọn lại chỉ tiêu trong danh sách.")]
    UnknownMeasure(String),
    /// No such cause.
    #[error("Không có nguyên nhân «{0}» trong danh mục. Chọn lại nguyên nhân trong danh sách.")]
    UnknownBarrier(String),
    /// No such milestone.
    #[error("Không có mốc «{0}» trong danh mục dịch vụ. Chọn lại mốc trong danh sách.")]
    UnknownMilestone(String),
    /// No such way to enrol.
    #[error("Dịch vụ này không có kênh «{0}». Chọn lại kênh trong danh sách.")]
    UnknownChannel(String),
    /// What was scanned is no card.
    #[error(transparent)]
    Card(#[from] CardQrError),
    /// Nobody within reach has the number of the card.
    #[error(
        "Không có ai trong danh sách của đơn vị mang số trên thẻ này. Tìm theo tên, hoặc dùng «Nhập nhanh» để thêm người."
    )]
    CardNotFound,
    /// The number of the card belongs to somebody out of reach: nothing of that person is told.
    #[error(
        "Số định danh trên thẻ đã có trong danh sách của đơn vị khác, nên không ghi ở đây. Nếu người này đã chuyển đến, đề \
         nghị đơn vị cũ hoặc cấp trên ghi chuyển nơi ở, rồi quét lại."
    )]
    KnownElsewhere,
    /// Nobody the actor reaches, and the actor may not add people: whether somebody else knows the number is not told.
    #[error(
        "Chưa có người này trong danh sách của đơn vị. Tài khoản này không tự thêm người: báo công chức phụ trách hoặc \
         Công an xã thêm vào danh sách, rồi quét lại."
    )]
    NotListed,
    /// Somebody who came with a card is dead by the lists.
    #[error(
        "{name} được ghi là đã mất{}, nên chưa ghi mốc. Nếu danh sách ghi nhầm, sửa danh sách rồi quét lại.",
        .died_on.map(|day| format!(" ngày {}", in_text(day))).unwrap_or_default()
    )]
    Deceased {
        /// Who.
        name: String,
        /// The day of death, where it is known.
        died_on: Option<NaiveDate>,
    },
    /// The role may not overwrite what is recorded of somebody.
    #[error(
        "Tài khoản này không sửa họ tên, ngày sinh, giới tính, giấy tờ của người đã có. Chọn «Giữ như danh sách», rồi báo \
         công chức phụ trách hoặc Công an xã đối chiếu."
    )]
    MayNotCorrect,
    /// A name without letters.
    #[error("Nhập họ và tên như trên thẻ.")]
    NoName,
    /// A question about a card was left unanswered too long, or asked of somebody else.
    #[error("Lượt quét này đã quá lâu hoặc không phải của tài khoản này. Quét lại thẻ.")]
    ScanExpired,
    /// The reason says nothing.
    #[error("Ghi rõ lý do (ít nhất 5 chữ cái), ví dụ «đối chiếu giấy tờ khi kích hoạt tại nhà văn hóa thôn».")]
    ReasonTooShort,
    /// Whoever runs commands on the machine has no account to answer for the record.
    #[error(
        "Người vận hành máy chủ không ghi nhận thay cán bộ được. Đăng nhập bằng tài khoản của người ghi nhận rồi làm lại."
    )]
    NeedsAccount,
    /// A day that has not come.
    #[error("Ngày {on} chưa tới (hôm nay là {today}). Ghi nhận sau khi việc đã xong.", on = in_text(*.on), today = in_text(*.today))]
    InTheFuture {
        /// The day given.
        on: NaiveDate,
        /// Today.
        today: NaiveDate,
    },
    /// A day before anything was counted.
    #[error("Ngày {} quá sớm: hệ thống chỉ ghi nhận từ ngày 01/01/2020. Kiểm tra lại năm.", in_text(*.0))]
    TooEarly(NaiveDate),
    /// A day before the birth of the person.
    #[error("Ngày {} trước ngày sinh của người này. Kiểm tra lại ngày, hoặc ngày sinh trong danh sách.", in_text(*.0))]
    BeforeBirth(NaiveDate),
    /// A day after the death of the person.
    #[error("Người này đã mất ngày {died}, trước ngày {on}. Kiểm tra lại ngày, hoặc danh sách ghi người này đã mất.", died = in_text(*.died_on), on = in_text(*.on))]
    AfterDeath {
        /// The day given.
        on: NaiveDate,
        /// The day of death.
        died_on: NaiveDate,
    },
    /// Something else has to be recorded first.
    #[error("Chưa ghi được «{milestone}» vào ngày {on}: đến ngày đó chưa có mốc «{first}». Ghi mốc «{first}» trước, rồi ghi lại mốc này.", on = in_text(*.on))]
    Needs {
        /// What was to be recorded.
        milestone: String,
        /// What is missing.
        first: String,
        /// Its code: `vneid2.issued`.
        first_code: String,
        /// On which day.
        on: NaiveDate,
    },
    /// The person lives there already.
    #[error("Người này đang ở {0}; chọn nơi chuyển đến khác.")]
    SameResidence(String),
    /// Nobody can leave from nowhere, or twice.
    #[error("Chưa có nơi cư trú nào của người này để ghi chuyển đi, hoặc đã ghi là chuyển đi trước đó.")]
    LivesNowhere,
    /// A day before the present stay began.
    #[error("Ngày {on} trước ngày người này bắt đầu ở nơi hiện nay ({since}). Nhập ngày từ {since} trở đi.", on = in_text(*.on), since = in_text(*.since))]
    BeforeResidence {
        /// The day given.
        on: NaiveDate,
        /// The first day of the present stay.
        since: NaiveDate,
    },
    /// The village did not stand on that day.
    #[error("Ngày {on} không có {name} (mới lập sau ngày này, hoặc đã sáp nhập). Kiểm tra lại ngày hoặc chọn nơi khác.", on = in_text(*.on))]
    UnitNotInForce {
        /// Its name on the nearest day.
        name: String,
        /// The day given.
        on: NaiveDate,
    },
    /// It was taken back before.
    #[error("Mốc này đã được thu hồi trước đó; không cần thu hồi lại.")]
    AlreadyRevoked,
    /// It takes something back itself.
    #[error("Đây là bản ghi thu hồi, không thu hồi được. Muốn lấy lại mốc cũ, hãy ghi nhận mốc đó lần nữa.")]
    IsRevocation,
    /// The database.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for PeopleError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl PeopleError {
    /// The stable code that the API tells.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Access(error) => error.code(),
            Self::UnreadableNumber(_) => "unreadable_number",
            Self::UnknownMeasure(_) => "unknown_measure",
            Self::UnknownBarrier(_) => "unknown_barrier",
            Self::UnknownMilestone(_) => "unknown_milestone",
            Self::UnknownChannel(_) => "unknown_channel",
            Self::Card(_) => "unreadable_card",
            Self::CardNotFound => "card_not_found",
            Self::KnownElsewhere => "known_elsewhere",
            Self::NotListed => "not_listed",
            Self::Deceased { .. } => "deceased",
            Self::MayNotCorrect => "may_not_correct",
            Self::NoName => "no_name",
            Self::ScanExpired => "scan_expired",
            Self::ReasonTooShort => "reason_too_short",
            Self::NeedsAccount => "needs_account",
            Self::InTheFuture { .. } => "in_the_future",
            Self::TooEarly(_) => "too_early",
            Self::BeforeBirth(_) => "before_birth",
            Self::AfterDeath { .. } => "after_death",
            Self::Needs { .. } => "needs_earlier_milestone",
            Self::SameResidence(_) => "same_residence",
            Self::LivesNowhere => "lives_nowhere",
            Self::BeforeResidence { .. } => "before_residence",
            Self::UnitNotInForce { .. } => "unit_not_in_force",
            Self::AlreadyRevoked => "already_revoked",
            Self::IsRevocation => "is_revocation",
            Self::Store(_) => "internal",
        }
    }
}

impl AsStoreError for PeopleError {
    fn as_store(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            Self::Access(error) => error.as_store(),
            _ => None,
        }
    }
}
