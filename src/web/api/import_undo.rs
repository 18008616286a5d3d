//! Taking an import back.

use actix_web::web;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use crate::model::id::BatchId;
use crate::roster::{self, Progress, Task, Undone};
use crate::web::AppState;
use crate::web::problem::Problem;

/// Why an import is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoReason {
    /// Kept beside it.
    reason: Option<String>,
}

/// An import was taken back.
#[derive(Serialize, ToSchema)]
pub struct UndoneJson {
    /// Number of the import.
    id: i64,
    /// People who had come with it and are gone.
    removed: u32,
    /// People who are as they were.
    restored: u32,
    /// People who were touched since and stay as they are.
    kept: Vec<KeptJson>,
    /// It had been taken back before: nothing was done again.
    already: bool,
}

/// Somebody who stays as they are.
#[derive(Serialize, ToSchema)]
pub struct KeptJson {
    /// Identity.
    person: i64,
    /// Name.
    full_name: String,
}

impl From<Undone> for UndoneJson {
    fn from(undone: Undone) -> Self {
        let kept = undone.kept.into_iter().map(|kept| KeptJson { person: kept.person.0, full_name: kept.name });
        Self {
            id: undone.batch.0,
            removed: undone.removed,
            restored: undone.restored,
            kept: kept.collect(),
            already: undone.already,
        }
    }
}

/// Takes an import back: who came with it goes, old values return, who was touched since stays and is named. Sending it again changes nothing.
#[utoipa::path(post, path = "/api/v1/imports/{id}/undo", tag = "imports", request_body = UndoReason,
    params(("id" = i64, Path, description = "Number of the import")),
    responses((status = 200, body = UndoneJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn undo(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    reason: web::Json<UndoReason>,
) -> Result<web::Json<UndoneJson>, Problem> {
    let id = BatchId(id.into_inner());
    let reason = reason.into_inner().reason;
    let undone = web::block(move || {
        let work = |watch: &mut dyn FnMut(Progress)| {
            roster::undo_watched(&state.db, &caller.actor, id, reason.as_deref(), watch)
        };
        state.background.track(id, Task::Undoing, work)
    });
    Ok(web::Json(undone.await??.into()))
}
