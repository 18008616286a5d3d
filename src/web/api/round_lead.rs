//! Leading a round: a new date, closing and opening, noting reminders.

use actix_web::web;
use serde::Deserialize;
use utoipa::ToSchema;

use super::caller::Caller;
use super::round_json::DueGiven;
use super::rounds::bad_hour;
use crate::model::id::RoundId;
use crate::model::round::RoundEventKind;
use crate::rounds::{self, NewDue, Reminded};
use crate::web::AppState;
use crate::web::problem::Problem;

/// A new date for a hop.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDueGiven {
    /// The hop; the dates of the others stay.
    hop: i32,
    /// The new date.
    due: DueGiven,
    /// The document that gives it.
    document: String,
}

/// Closing a round or opening it again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LockGiven {
    /// Closed or open.
    locked: bool,
    /// Why.
    reason: String,
}

/// That units were reminded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindedGiven {
    /// The hop.
    hop: i32,
    /// Slugs.
    units: Vec<String>,
    /// `message` or `dispatch`.
    how: String,
    /// The dispatch.
    #[serde(default)]
    document: Option<String>,
}

/// Gives a hop a new date; the earlier one stays visible.
#[utoipa::path(post, path = "/api/v1/rounds/{id}/due", tag = "rounds", request_body = NewDueGiven,
    params(("id" = i64, Path, description = "Identity of the round")),
    responses((status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn change_due(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    given: web::Json<NewDueGiven>,
) -> Result<actix_web::HttpResponse, Problem> {
    let NewDueGiven { hop, due, document } = given.into_inner();
    let due = due.due().ok_or_else(bad_hour)?;
    let new = NewDue { round: RoundId(id.into_inner()), hop, due, document };
    web::block(move || rounds::change_due(&state.db, &caller.actor, &new, state.now())).await??;
    Ok(actix_web::HttpResponse::NoContent().finish())
}

/// Closes a round or opens it again.
#[utoipa::path(post, path = "/api/v1/rounds/{id}/lock", tag = "rounds", request_body = LockGiven,
    params(("id" = i64, Path, description = "Identity of the round")),
    responses((status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn lock(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    given: web::Json<LockGiven>,
) -> Result<actix_web::HttpResponse, Problem> {
    let (id, given) = (RoundId(id.into_inner()), given.into_inner());
    let set = move || rounds::set_locked(&state.db, &caller.actor, id, given.locked, &given.reason, state.now());
    web::block(set).await??;
    Ok(actix_web::HttpResponse::NoContent().finish())
}

/// Notes that units were reminded by a message or a dispatch.
#[utoipa::path(post, path = "/api/v1/rounds/{id}/reminders", tag = "rounds", request_body = RemindedGiven,
    params(("id" = i64, Path, description = "Identity of the round")),
    responses((status = 204),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn remind(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    given: web::Json<RemindedGiven>,
) -> Result<actix_web::HttpResponse, Problem> {
    let RemindedGiven { hop, units, how, document } = given.into_inner();
    let how = match how.as_str() {
        "message" => RoundEventKind::RemindedByMessage,
        "dispatch" => RoundEventKind::RemindedByDispatch,
        _ => return Err(Problem::bad_request("Trường how phải là message hoặc dispatch.")),
    };
    let reminded = Reminded { round: RoundId(id.into_inner()), hop, units, how, document };
    web::block(move || rounds::note_reminded(&state.db, &caller.actor, &reminded, state.now())).await??;
    Ok(actix_web::HttpResponse::NoContent().finish())
}
