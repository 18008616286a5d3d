//! Files and progress of an import.

use actix_web::{HttpResponse, web};

use super::caller::Caller;
use crate::model::id::BatchId;
use crate::roster;
use crate::web::problem::Problem;
use crate::web::{AppState, outgoing, progress_stream};

/// The file as it was uploaded, with every number in full; that it was taken is noted.
#[utoipa::path(get, path = "/api/v1/imports/{id}/file", tag = "imports",
    params(("id" = i64, Path, description = "Number of the import")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn original(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
) -> Result<HttpResponse, Problem> {
    let id = BatchId(id.into_inner());
    let db = state.db.clone();
    let found = web::block(move || roster::original_file(&db, &caller.actor, id)).await??;
    Ok(outgoing::file(&state.db, &found))
}

/// How far an import has come, as server-sent events: `progress` with `{task, rows, of}`, then `done` with `{state}`.
#[utoipa::path(get, path = "/api/v1/imports/{id}/progress", tag = "imports",
    params(("id" = i64, Path, description = "Number of the import")),
    responses((status = 200, body = String, content_type = "text/event-stream"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn progress(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
) -> Result<HttpResponse, Problem> {
    let id = BatchId(id.into_inner());
    let (db, actor) = (state.db.clone(), caller.actor.clone());
    web::block(move || roster::batch_state(&db, &actor, id)).await??;
    Ok(progress_stream::events(state.get_ref().clone(), caller.actor, id))
}
