//! Files and progress of an import, and whom it does not name.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Caller;
use super::imports::Page;
use crate::model::id::BatchId;
use crate::roster::{self, PersonSummary};
use crate::web::answer::Answer;
use crate::web::problem::Problem;
use crate::web::{AppState, outgoing, progress_stream};

/// Media type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The file as it was uploaded, with every number in full; that it was taken is noted.
#[utoipa::path(get, path = "/api/v1/imports/{id}/file", tag = "imports",
    params(("id" = i64, Path, description = "Number of the import")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn original(state: web::Data<AppState>, caller: Caller, id: web::Path<i64>) -> Result<HttpResponse, Problem> {
    let id = BatchId(id.into_inner());
    let db = state.db.clone();
    let found = web::block(move || roster::original_file(&db, &caller.actor, id)).await??;
    Ok(outgoing::file(&state.db, &found))
}

/// The file with what is wrong in it beside and in its cells: to be corrected and sent back with `PUT …/file`.
#[utoipa::path(get, path = "/api/v1/imports/{id}/errors.xlsx", tag = "imports",
    params(("id" = i64, Path, description = "Number of the import")),
    responses((status = 200, body = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn errors(state: web::Data<AppState>, caller: Caller, id: web::Path<i64>) -> Result<HttpResponse, Problem> {
    let id = BatchId(id.into_inner());
    let made = move || roster::error_workbook(&state.db, &caller.actor, id, &state.sandbox);
    let made = web::block(made).await??;
    let workbook = Answer::File { name: made.file_name, kind: XLSX, bytes: made.bytes };
    // A file sets no cookie: how they are set does not matter.
    Ok(workbook.into_response(true))
}

/// Somebody whom a list does not name.
#[derive(Serialize, ToSchema)]
pub struct AbsentJson {
    /// Identity.
    person: i64,
    /// Name.
    full_name: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    birth_date: Option<String>,
    /// Village, where the caller may know it.
    village: Option<String>,
    /// Office, where the caller may know it.
    office: Option<String>,
}

/// People known in the places of a list whom it does not name.
#[derive(Serialize, ToSchema)]
pub struct AbsentPageJson {
    /// A page of them, in the order of names.
    people: Vec<AbsentJson>,
    /// How many there were when the file was read.
    total: u32,
}

impl From<PersonSummary> for AbsentJson {
    fn from(person: PersonSummary) -> Self {
        Self {
            person: person.id.0,
            full_name: person.full_name,
            birth_date: person.birth_date.map(|born| born.to_iso()),
            village: person.village,
            office: person.office,
        }
    }
}

/// People known in the places of a list whom it does not name.
#[utoipa::path(get, path = "/api/v1/imports/{id}/absent", tag = "imports",
    params(Page, ("id" = i64, Path, description = "Number of the import")),
    responses((status = 200, body = AbsentPageJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn absent(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    page: web::Query<Page>,
) -> Result<web::Json<AbsentPageJson>, Problem> {
    let (id, (page, per_page)) = (BatchId(id.into_inner()), page.numbers());
    let found = web::block(move || roster::absent(&state.db, &caller.actor, id, page, per_page)).await??;
    let people = found.people.into_iter().map(AbsentJson::from).collect();
    Ok(web::Json(AbsentPageJson { people, total: found.total }))
}

/// How far an import has come, as server-sent events: `progress` with `{task, rows, of}`, then `done` with `{state}`.
#[utoipa::path(get, path = "/api/v1/imports/{id}/progress", tag = "imports",
    params(("id" = i64, Path, description = "Number of the import")),
    responses((status = 200, body = String, content_type = "text/event-stream"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn progress(state: web::Data<AppState>, caller: Caller, id: web::Path<i64>) -> Result<HttpResponse, Problem> {
    let id = BatchId(id.into_inner());
    let (db, actor) = (state.db.clone(), caller.actor.clone());
    web::block(move || roster::batch_state(&db, &actor, id)).await??;
    Ok(progress_stream::events(state.get_ref().clone(), caller.actor, id))
}
