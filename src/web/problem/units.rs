//! Errors of changing the tree of units.

use actix_web::http::StatusCode;

use super::Problem;
use crate::campaign::unit_changes::UnitChangeError;

impl From<UnitChangeError> for Problem {
    fn from(error: UnitChangeError) -> Self {
        use UnitChangeError as E;
        let (status, code) = match error {
            E::Access(error) => return error.into(),
            E::Store(error) => return error.into(),
            E::NoUnit(_) => return Self::not_found(error.to_string()),
            E::National(_) => (StatusCode::FORBIDDEN, "national_unit"),
            E::OwnUnit(_) => (StatusCode::FORBIDDEN, "own_unit"),
            E::NeedsAccount => (StatusCode::FORBIDDEN, "needs_account"),
            E::LaterChange { .. } => (StatusCode::CONFLICT, "later_change"),
            E::NotWaiting(_) => (StatusCode::CONFLICT, "not_waiting"),
            E::HasUnits { .. } => (StatusCode::CONFLICT, "has_units"),
            E::HasPeople { .. } => (StatusCode::CONFLICT, "has_people"),
            E::NameTaken { .. } => (StatusCode::CONFLICT, "name_taken"),
            E::NotThen { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "not_then"),
            E::NameMissing => (StatusCode::UNPROCESSABLE_ENTITY, "name_missing"),
            E::BasisMissing => (StatusCode::UNPROCESSABLE_ENTITY, "basis_missing"),
            E::DifferentKinds(_) => (StatusCode::UNPROCESSABLE_ENTITY, "different_kinds"),
            E::TooFewToMerge | E::TooFewParts(_) => (StatusCode::UNPROCESSABLE_ENTITY, "too_few"),
            E::NotAssigned(_) => (StatusCode::UNPROCESSABLE_ENTITY, "not_assigned"),
            E::WrongPlace { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "wrong_place"),
            E::Cycle => (StatusCode::UNPROCESSABLE_ENTITY, "cycle"),
            E::NothingChanges => (StatusCode::UNPROCESSABLE_ENTITY, "nothing_changes"),
            E::ContactPhone { .. } | E::ContactEmail { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "contact"),
            E::NotDivided(_) | E::NoPart { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "not_divided"),
            E::Unfit(_) => (StatusCode::UNPROCESSABLE_ENTITY, "unfit"),
        };
        Self::new(status, code, error.to_string())
    }
}
