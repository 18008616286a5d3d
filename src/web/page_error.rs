//! What a page says when something cannot be done: what happened, what to do, and the way back.

use actix_web::http::StatusCode;

use crate::access::AccessError;
use crate::campaign::CampaignError;
use crate::campaign::unit_changes::UnitChangeError;
use crate::documents::DocumentError;
use crate::documents::own_template::TemplateError;
use crate::fieldwork::FieldworkError;
use crate::mail::MailError;
use crate::people::PeopleError;
use crate::progress::ProgressError;
use crate::roster::RosterError;
use crate::roster::sandbox::SandboxError;
use crate::rounds::RoundError;
use crate::store::StoreError;
use crate::workbooks::WorkbookError;
use crate::workbooks::round_form::RoundFormError;

/// A page that cannot be shown, or an action that was refused.
#[derive(Debug)]
pub enum PageError {
    /// Nobody is signed in, or not any more.
    SignIn,
    /// The one-time password has to be changed first.
    ChangePassword,
    /// Told to the reader.
    Told {
        /// Status of the response.
        status: StatusCode,
        /// Heading.
        title: &'static str,
        /// What happened.
        what: String,
        /// What to do.
        advice: &'static str,
    },
    /// Logged; the reader learns only its number.
    Internal(String),
}

impl PageError {
    /// Unknown, or outside the scope.
    pub fn not_found(what: impl Into<String>) -> Self {
        Self::Told {
            status: StatusCode::NOT_FOUND,
            title: "Không tìm thấy",
            what: what.into(),
            advice: "Kiểm tra lại địa chỉ, hoặc đi từ trang tổng quan đến nội dung cần xem.",
        }
    }

    /// Not within the rights of the role.
    pub fn forbidden(what: impl Into<String>) -> Self {
        Self::Told {
            status: StatusCode::FORBIDDEN,
            title: "Không có quyền",
            what: what.into(),
            advice: "Nếu cần làm việc này, đề nghị quản trị hệ thống của đơn vị phân quyền.",
        }
    }

    /// Not now, but soon.
    fn busy(what: String) -> Self {
        Self::Told {
            status: StatusCode::SERVICE_UNAVAILABLE,
            title: "Hệ thống đang bận",
            what,
            advice: "Đợi ít phút rồi tải lại trang.",
        }
    }

    /// Something that was sent does not do.
    pub fn refused(what: impl Into<String>) -> Self {
        Self::Told {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            title: "Chưa thực hiện được",
            what: what.into(),
            advice: "Quay lại trang trước, sửa nội dung vừa nhập rồi gửi lại.",
        }
    }

    /// A form that does not come from a page of this session.
    pub fn foreign_form() -> Self {
        Self::Told {
            status: StatusCode::FORBIDDEN,
            title: "Biểu mẫu không hợp lệ",
            what: "Biểu mẫu vừa gửi không xuất phát từ phiên làm việc này, nên chưa có gì được ghi.".to_owned(),
            advice: "Mở lại trang trong phiên hiện tại rồi gửi lại.",
        }
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignIn | Self::ChangePassword => StatusCode::SEE_OTHER,
            Self::Told { status, .. } => *status,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<AccessError> for PageError {
    fn from(error: AccessError) -> Self {
        let sentence = error.to_string();
        match error {
            AccessError::NotSignedIn => Self::SignIn,
            AccessError::MustChangePassword => Self::ChangePassword,
            AccessError::NotFound => Self::not_found(sentence),
            AccessError::Forbidden => Self::forbidden(sentence),
            AccessError::Store(error) => error.into(),
            AccessError::Hashing(_) => Self::Internal(sentence),
            AccessError::SignInRefused
            | AccessError::WrongPassword
            | AccessError::WeakPassword(_)
            | AccessError::NameTaken(_)
            | AccessError::BadName(_) => Self::refused(sentence),
        }
    }
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(_) => Self::busy(error.to_string()),
            error => Self::Internal(error.to_string()),
        }
    }
}

impl From<ProgressError> for PageError {
    fn from(error: ProgressError) -> Self {
        match error {
            ProgressError::Access(error) => error.into(),
            ProgressError::Store(error) => error.into(),
            error @ (ProgressError::NoCampaign(_)
            | ProgressError::NoUnit { .. }
            | ProgressError::NotThen { .. }
            | ProgressError::NoSnapshot(_)) => Self::not_found(error.to_string()),
            error @ ProgressError::BadName => Self::refused(error.to_string()),
            error @ (ProgressError::Unwritable(_) | ProgressError::Unreadable(..)) => Self::Internal(error.to_string()),
        }
    }
}

impl From<CampaignError> for PageError {
    fn from(error: CampaignError) -> Self {
        use CampaignError as E;
        let sentence = error.to_string();
        match error {
            E::Access(error) => error.into(),
            E::Store(error) => error.into(),
            E::NoCampaign(_) | E::NoUnit(_) | E::NoMeasure(_) | E::NoIssuer | E::Gone(_) => Self::not_found(sentence),
            E::Stale { .. } => Self::Told {
                status: StatusCode::CONFLICT,
                title: "Chưa ghi nhận",
                what: sentence,
                advice: "Mở lại trang để xem nội dung hiện tại rồi làm tiếp.",
            },
            E::Unfit { .. } | E::NothingToSplit { .. } | E::NoWeights(_) => Self::refused(sentence),
        }
    }
}

impl From<UnitChangeError> for PageError {
    fn from(error: UnitChangeError) -> Self {
        use UnitChangeError as E;
        let sentence = error.to_string();
        match error {
            E::Access(error) => error.into(),
            E::Store(error) => error.into(),
            E::NoUnit(_) => Self::not_found(sentence),
            E::National(_) | E::OwnUnit(_) | E::NeedsAccount => Self::forbidden(sentence),
            _ => Self::refused(sentence),
        }
    }
}

impl From<RosterError> for PageError {
    fn from(error: RosterError) -> Self {
        let sentence = error.to_string();
        match error {
            RosterError::Access(error) => error.into(),
            RosterError::Store(error) => error.into(),
            RosterError::TooManyUploads { .. } => Self::Told {
                status: StatusCode::TOO_MANY_REQUESTS,
                title: "Đã tải lên quá nhiều tệp",
                what: sentence,
                advice: "Mở trang Nhập liệu để xem các lượt đang chờ ghi nhận.",
            },
            RosterError::Reading(SandboxError::Busy) => Self::busy(sentence),
            RosterError::NoCampaign(_)
            | RosterError::NoUnit(_)
            | RosterError::NoBatch(_)
            | RosterError::NoOriginal(_) => Self::not_found(sentence),
            RosterError::Stale { .. }
            | RosterError::Collision
            | RosterError::Closed(_)
            | RosterError::Overtaken(_)
            | RosterError::BeingRead(_)
            | RosterError::Interrupted(_)
            | RosterError::NotAllGood { .. }
            | RosterError::NotPreviewed(_) => Self::Told {
                status: StatusCode::CONFLICT,
                title: "Chưa ghi nhận",
                what: sentence,
                advice: "Mở lượt nhập này ở trang Nhập liệu để xem tình trạng hiện tại rồi làm tiếp.",
            },
            RosterError::ListedInFuture(_)
            | RosterError::WrongFile(_)
            | RosterError::NoPeople(_)
            | RosterError::NothingToCorrect(_)
            | RosterError::SecretsDropped(_)
            | RosterError::NotCommitted(_)
            | RosterError::NothingKept(_)
            | RosterError::NotThen { .. }
            | RosterError::EmptyFile
            | RosterError::TooBig { .. }
            | RosterError::NotNamed { .. }
            | RosterError::NoPlaceHere { .. }
            | RosterError::WrongToken(_)
            | RosterError::BrokenStage(_)
            | RosterError::NoMilestone(_)
            | RosterError::NoQuotas(_)
            | RosterError::UnknownQuotaUnit { .. }
            | RosterError::Reading(_) => Self::refused(sentence),
        }
    }
}

impl From<PeopleError> for PageError {
    fn from(error: PeopleError) -> Self {
        let sentence = error.to_string();
        match error {
            PeopleError::Access(error) => error.into(),
            PeopleError::Store(error) => error.into(),
            _ => Self::refused(sentence),
        }
    }
}

impl From<DocumentError> for PageError {
    fn from(error: DocumentError) -> Self {
        use DocumentError as E;
        let sentence = error.to_string();
        match error {
            E::Access(error) => error.into(),
            E::Store(error) => error.into(),
            E::Progress(error) => error.into(),
            E::Rounds(error) => error.into(),
            E::Sandbox(SandboxError::Busy) => Self::busy(sentence),
            E::Workbook(error) => error.into(),
            E::NoDocument(_) | E::NoTemplate(_) | E::NoUnit(_) | E::NoFile | E::Gone => Self::not_found(sentence),
            E::Layout(_) | E::Template(TemplateError::Unwritten(_)) => Self::Internal(sentence),
            _ => Self::refused(sentence),
        }
    }
}

impl From<WorkbookError> for PageError {
    fn from(error: WorkbookError) -> Self {
        match error {
            WorkbookError::Access(error) => error.into(),
            WorkbookError::Progress(error) => error.into(),
            WorkbookError::Store(error) => error.into(),
            WorkbookError::People(error) => error.into(),
            WorkbookError::Round(error) => error.into(),
            error @ (WorkbookError::TooManyPeople(_)
            | WorkbookError::NothingToRank
            | WorkbookError::NobodyToGive(_)) => Self::refused(error.to_string()),
            error @ (WorkbookError::NoCampaign(_) | WorkbookError::NoUnit(_)) => Self::not_found(error.to_string()),
            error @ WorkbookError::Refused(_) => Self::Internal(error.to_string()),
        }
    }
}

impl From<MailError> for PageError {
    fn from(error: MailError) -> Self {
        let sentence = error.to_string();
        match error {
            MailError::Access(error) => error.into(),
            MailError::Store(error) => error.into(),
            MailError::Workbook(error) => error.into(),
            MailError::Round(error) => error.into(),
            MailError::Document(error) => error.into(),
            MailError::NotFound | MailError::NoCampaign(_) | MailError::NoUnit(_) => Self::not_found(sentence),
            MailError::BadRecipient(_)
            | MailError::NotConfirmed(_)
            | MailError::AddressRetired(_)
            | MailError::ToldAlready
            | MailError::NoteTooLong(_)
            | MailError::NoFormKey
            | MailError::NotToBeTriedAgain
            | MailError::NotToBeSettled
            | MailError::NotToBeCopied
            | MailError::AddressInUse(_)
            | MailError::NoHolder
            | MailError::NoAccount(_)
            | MailError::OwnConfirmation
            | MailError::AddressSettled
            | MailError::LeadersThemselves
            | MailError::NobodyToSendTo
            | MailError::NoDocument(_)
            | MailError::Unfit(_)
            | MailError::Stale
            | MailError::Template(_) => Self::refused(sentence),
            MailError::BadServer(_)
            | MailError::BadAuthority(..)
            | MailError::BadTimeout(_)
            | MailError::BadPublicAddress(_)
            | MailError::BadSender(_)
            | MailError::Message(_) => Self::Internal(sentence),
        }
    }
}

impl From<RoundError> for PageError {
    fn from(error: RoundError) -> Self {
        let sentence = error.to_string();
        match error {
            RoundError::Access(error) => error.into(),
            RoundError::Store(error) => error.into(),
            RoundError::NoRound
            | RoundError::NoCampaign(_)
            | RoundError::NoUnit(_)
            | RoundError::NoSubmission
            | RoundError::NoHop(_)
            | RoundError::LinkClosed => Self::not_found(sentence),
            _ => Self::refused(sentence),
        }
    }
}

impl From<RoundFormError> for PageError {
    fn from(error: RoundFormError) -> Self {
        match error {
            RoundFormError::Round(error) => error.into(),
            RoundFormError::Workbook(error) => error.into(),
            error @ RoundFormError::Packing(_) => Self::Internal(error.to_string()),
        }
    }
}

impl From<FieldworkError> for PageError {
    fn from(error: FieldworkError) -> Self {
        use FieldworkError as E;
        let sentence = error.to_string();
        match error {
            E::Access(error) => error.into(),
            E::Store(error) => error.into(),
            E::People(error) => error.into(),
            E::NoList | E::NoCampaign(_) | E::NoUnit(_) => Self::not_found(sentence),
            E::NoTarget(_) | E::NotHere { .. } | E::TooMany { .. } | E::Nobody | E::BadTeams => Self::refused(sentence),
            E::Closed(_) | E::Lines(_) => Self::refused(sentence),
        }
    }
}
