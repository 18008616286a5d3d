//! What officials record about one person: a milestone, a cause that holds the person back.

use actix_web::web;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use crate::model::id::PersonId;
use crate::people::{self, NoteBarrier, RecordMilestone, Recorded};
use crate::web::AppState;
use crate::web::problem::Problem;

/// A milestone to be recorded.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMilestone {
    /// What happened.
    #[schema(example = "vneid2.activated")]
    milestone: String,
    /// When; today where no day is given.
    on: Option<NaiveDate>,
    /// Code of the way in which the person enrolled, where the programme has several.
    #[schema(example = "vneid")]
    channel: Option<String>,
    /// Anything worth keeping beside it.
    reason: Option<String>,
}

/// What became of a milestone.
#[derive(Debug, Serialize, ToSchema)]
pub struct MilestoneRecorded {
    /// The event that was written; absent where the milestone holds already.
    event: Option<i64>,
    /// Since when it holds already.
    held_since: Option<NaiveDate>,
}

/// A cause to be noted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// Code of the cause.
    #[schema(example = "no_smartphone")]
    barrier: String,
    /// The day on which it was found to be so; today where none is given.
    on: Option<NaiveDate>,
}

/// Which cause.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Code of the cause.
    barrier: String,
}

/// Whether anything changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changed {
    /// Something did.
    changed: bool,
}

impl Changed {
    /// Says so.
    pub fn of(changed: bool) -> Self {
        Self { changed }
    }
}

/// Records a milestone of a person.
#[utoipa::path(post, path = "/api/v1/people/{id}/milestones", tag = "people", request_body = NewMilestone,
    params(("id" = i64, Path, description = "Identity of the person")),
    responses((status = 200, body = MilestoneRecorded),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn record(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    new: web::Json<NewMilestone>,
) -> Result<web::Json<MilestoneRecorded>, Problem> {
    let NewMilestone { milestone, on, channel, reason } = new.into_inner();
    let (person, today) = (PersonId(id.into_inner()), state.today());
    let new = RecordMilestone { person, milestone, on: on.unwrap_or(today.day()), today, reason };
    let recorded =
        web::block(move || people::record_milestone_through(&state.db, &caller.actor, &new, channel.as_deref()));
    Ok(web::Json(match recorded.await?? {
        Recorded::Written(event) => MilestoneRecorded { event: Some(event.0), held_since: None },
        Recorded::AlreadyHeld(held) => MilestoneRecorded { event: None, held_since: Some(held.day) },
    }))
}

/// Notes what holds a person back.
#[utoipa::path(post, path = "/api/v1/people/{id}/barriers", tag = "people", request_body = NewNote,
    params(("id" = i64, Path, description = "Identity of the person")),
    responses((status = 200, body = Changed),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn note(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    new: web::Json<NewNote>,
) -> Result<web::Json<Changed>, Problem> {
    let NewNote { barrier, on } = new.into_inner();
    let (person, today) = (PersonId(id.into_inner()), state.today());
    let new = NoteBarrier { person, barrier, on: on.unwrap_or(today.day()), today };
    let changed = web::block(move || people::note_barrier(&state.db, &caller.actor, &new)).await??;
    Ok(web::Json(Changed::of(changed)))
}

/// Takes back what was noted about a person.
#[utoipa::path(delete, path = "/api/v1/people/{id}/barriers", tag = "people",
    params(Which, ("id" = i64, Path, description = "Identity of the person")),
    responses((status = 200, body = Changed),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn take_back(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    which: web::Query<Which>,
) -> Result<web::Json<Changed>, Problem> {
    let (id, barrier) = (PersonId(id.into_inner()), which.into_inner().barrier);
    let changed = web::block(move || people::take_back_barrier(&state.db, &caller.actor, id, &barrier)).await??;
    Ok(web::Json(Changed::of(changed)))
}
