//! Which status and code each error of a room has.

use actix_web::http::StatusCode;

use super::Problem;
use crate::campaign::CampaignError;
use crate::fieldwork::FieldworkError;
use crate::people::PeopleError;
use crate::progress::ProgressError;
use crate::roster::RosterError;
use crate::roster::sandbox::SandboxError;
use crate::rounds::RoundError;
use crate::workbooks::WorkbookError;
use crate::workbooks::round_form::RoundFormError;

impl From<ProgressError> for Problem {
    fn from(error: ProgressError) -> Self {
        match error {
            ProgressError::Access(error) => error.into(),
            ProgressError::Store(error) => error.into(),
            ProgressError::NoCampaign(_)
            | ProgressError::NoUnit { .. }
            | ProgressError::NotThen { .. }
            | ProgressError::NoSnapshot(_) => Self::not_found(error.to_string()),
            ProgressError::BadName => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_name", error.to_string()),
            ProgressError::Unwritable(_) | ProgressError::Unreadable(..) => {
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "snapshot_unreadable", error.to_string())
            }
        }
    }
}

impl From<CampaignError> for Problem {
    fn from(error: CampaignError) -> Self {
        use CampaignError as E;
        let status = match error {
            E::Access(error) => return error.into(),
            E::Store(error) => return error.into(),
            E::NoCampaign(_) | E::NoUnit(_) | E::NoMeasure(_) | E::NoIssuer | E::Gone(_) => StatusCode::NOT_FOUND,
            E::Stale { .. } => StatusCode::CONFLICT,
            E::Unfit { .. } | E::NothingToSplit { .. } | E::NoWeights(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, error.code(), error.to_string())
    }
}

impl From<PeopleError> for Problem {
    fn from(error: PeopleError) -> Self {
        match error {
            PeopleError::Access(error) => error.into(),
            PeopleError::Store(error) => error.into(),
            error => Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.code(), error.to_string()),
        }
    }
}

impl From<RosterError> for Problem {
    fn from(error: RosterError) -> Self {
        use RosterError as E;
        let (status, code) = match error {
            E::Access(error) => return error.into(),
            E::Store(error) => return error.into(),
            E::Reading(error) => return error.into(),
            E::TooManyUploads { .. } => (StatusCode::TOO_MANY_REQUESTS, "too_many_uploads"),
            E::NoCampaign(_) | E::NoUnit(_) | E::NoBatch(_) | E::NoOriginal(_) => {
                return Self::not_found(error.to_string());
            }
            E::SecretsDropped(_) => (StatusCode::GONE, "secrets_dropped"),
            E::ListedInFuture(_) => (StatusCode::UNPROCESSABLE_ENTITY, "listed_in_future"),
            E::NotThen { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "unit_not_then"),
            E::WrongFile(_) => (StatusCode::UNPROCESSABLE_ENTITY, "wrong_file"),
            E::NothingToCorrect(_) => (StatusCode::UNPROCESSABLE_ENTITY, "nothing_to_correct"),
            E::NoPeople(_) => (StatusCode::UNPROCESSABLE_ENTITY, "no_people"),
            E::TooBig { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large"),
            E::NotNamed { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "not_named"),
            E::NoPlaceHere { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "no_place_here"),
            E::Closed(_) => (StatusCode::CONFLICT, "closed"),
            E::Overtaken(_) => (StatusCode::CONFLICT, "overtaken"),
            E::BeingRead(_) => (StatusCode::CONFLICT, "being_read"),
            E::Interrupted(_) => (StatusCode::CONFLICT, "interrupted"),
            E::EmptyFile => (StatusCode::UNPROCESSABLE_ENTITY, "empty_file"),
            E::NoMilestone(_) => (StatusCode::UNPROCESSABLE_ENTITY, "no_milestone"),
            E::NoQuotas(_) => (StatusCode::UNPROCESSABLE_ENTITY, "no_quotas"),
            E::UnknownQuotaUnit { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "unknown_quota_unit"),
            E::BrokenStage(_) => (StatusCode::UNPROCESSABLE_ENTITY, "broken_stage"),
            E::WrongToken(_) => (StatusCode::CONFLICT, "wrong_token"),
            E::NotPreviewed(_) => (StatusCode::CONFLICT, "not_previewed"),
            E::NotAllGood { .. } => (StatusCode::CONFLICT, "not_all_good"),
            E::NotCommitted(_) => (StatusCode::CONFLICT, "not_committed"),
            E::NothingKept(_) => (StatusCode::CONFLICT, "nothing_kept"),
            E::Stale { .. } => (StatusCode::CONFLICT, "stale"),
            E::Collision => (StatusCode::CONFLICT, "collision"),
        };
        Self::new(status, code, error.to_string())
    }
}

impl From<WorkbookError> for Problem {
    fn from(error: WorkbookError) -> Self {
        match error {
            WorkbookError::Access(error) => error.into(),
            WorkbookError::Progress(error) => error.into(),
            WorkbookError::Store(error) => error.into(),
            WorkbookError::People(error) => error.into(),
            WorkbookError::Round(error) => error.into(),
            WorkbookError::TooManyPeople(_) | WorkbookError::NothingToRank | WorkbookError::NobodyToGive(_) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "no_workbook", error.to_string())
            }
            WorkbookError::NoCampaign(_) | WorkbookError::NoUnit(_) => Self::not_found(error.to_string()),
            WorkbookError::Refused(_) => Self::internal(&error),
        }
    }
}

impl From<SandboxError> for Problem {
    fn from(error: SandboxError) -> Self {
        let code = match error {
            SandboxError::CannotStart(_) | SandboxError::Unreadable(_) => return Self::internal(&error),
            SandboxError::Busy => return Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", error.to_string()),
            SandboxError::Memory => "file_needs_too_much_memory",
            SandboxError::TooSlow => "file_too_slow",
            SandboxError::Crashed => "file_unreadable",
            SandboxError::OutputTooBig => "file_too_big",
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, error.to_string())
    }
}

impl From<RoundError> for Problem {
    fn from(error: RoundError) -> Self {
        use RoundError as E;
        let (status, code) = match error {
            E::Access(error) => return error.into(),
            E::Store(error) => return error.into(),
            E::NoRound | E::NoCampaign(_) | E::NoUnit(_) | E::NoSubmission | E::NoHop(_) | E::LinkClosed => {
                return Self::not_found(error.to_string());
            }
            E::NotExpected { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "not_expected"),
            E::Locked(_) => (StatusCode::CONFLICT, "locked"),
            E::NameTaken(_) => (StatusCode::CONFLICT, "name_taken"),
            E::Unfit(_) => (StatusCode::UNPROCESSABLE_ENTITY, "unfit"),
            E::FiguresMissing(_) => (StatusCode::UNPROCESSABLE_ENTITY, "figures_missing"),
            E::BadFigure { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "bad_figure"),
            E::NeedsConfirmation(_) => (StatusCode::CONFLICT, "needs_confirmation"),
            E::Rows(_) => (StatusCode::UNPROCESSABLE_ENTITY, "rows"),
            E::NoReason => (StatusCode::UNPROCESSABLE_ENTITY, "no_reason"),
            E::NotInThatState(_) => (StatusCode::CONFLICT, "not_in_that_state"),
            E::InTheFuture => (StatusCode::UNPROCESSABLE_ENTITY, "in_the_future"),
            E::NoBatch(_) => (StatusCode::UNPROCESSABLE_ENTITY, "no_batch"),
        };
        Self::new(status, code, error.to_string())
    }
}

impl From<RoundFormError> for Problem {
    fn from(error: RoundFormError) -> Self {
        match error {
            RoundFormError::Round(error) => error.into(),
            RoundFormError::Workbook(error) => error.into(),
            error @ RoundFormError::Packing(_) => Self::internal(&error),
        }
    }
}

impl From<FieldworkError> for Problem {
    fn from(error: FieldworkError) -> Self {
        use FieldworkError as E;
        let (status, code) = match error {
            E::Access(error) => return error.into(),
            E::Store(error) => return error.into(),
            E::People(error) => return error.into(),
            E::NoList | E::NoCampaign(_) | E::NoUnit(_) => return Self::not_found(error.to_string()),
            E::NoTarget(_) => (StatusCode::UNPROCESSABLE_ENTITY, "no_such_kind"),
            E::NotHere { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "not_here"),
            E::TooMany { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "too_many_people"),
            E::Nobody => (StatusCode::UNPROCESSABLE_ENTITY, "nobody"),
            E::BadTeams => (StatusCode::UNPROCESSABLE_ENTITY, "bad_teams"),
            E::Closed(_) => (StatusCode::CONFLICT, "closed"),
            E::Lines(ref problems) if problems.iter().all(|problem| problem.stale) => (StatusCode::CONFLICT, "stale"),
            E::Lines(_) => (StatusCode::UNPROCESSABLE_ENTITY, "lines"),
        };
        Self::new(status, code, error.to_string())
    }
}
