//! The files of the documents that a campaign rests on: sent as they are, handed over as they came.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::caller::Caller;
use super::campaigns::CampaignPage;
use crate::campaign::{self, CampaignError, edit};
use crate::web::AppState;
use crate::web::attachment::disposition;
use crate::web::problem::Problem;

/// A larger body is not read on.
const MOST_BODY_BYTES: usize = campaign::MOST_FILE_BYTES + 1;
const ANY_FILE: &str = "application/octet-stream";

/// What goes with a file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct GroundFile {
    /// Name of the file.
    name: String,
    /// Revision of the campaign as it was read.
    revision: i64,
}

/// Attaches a file to a document that a campaign rests on, in place of one that is there. The body is the file itself, at most 20 MB.
#[utoipa::path(put, path = "/api/v1/campaigns/{code}/grounds/{place}/file", tag = "campaigns",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    params(GroundFile, ("code" = String, Path, description = "Code of the campaign"),
        ("place" = i32, Path, description = "Place of the document among the legal grounds, from 1")),
    responses((status = 200, body = CampaignPage),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn attach(
    state: web::Data<AppState>,
    caller: Caller,
    path: web::Path<(String, i32)>,
    file: web::Query<GroundFile>,
    // Read after it is known who sends it.
    payload: web::Payload,
) -> Result<web::Json<CampaignPage>, Problem> {
    let ((code, place), GroundFile { name, revision }) = (path.into_inner(), file.into_inner());
    let body = payload.to_bytes_limited(MOST_BODY_BYTES).await;
    let body = body.map_err(|_| CampaignError::unfit("file", campaign::FILE_TOO_BIG))?;
    let body = body.map_err(|error| Problem::bad_request(format!("Tệp chưa nhận đủ: {error}. Gửi lại.")))?;
    let on = state.today().day();
    let sheet = web::block(move || {
        edit::attach_ground(&state.db, &caller.actor, &code, (revision, place), (&name, &body))?;
        Ok::<_, CampaignError>(campaign::show(&state.db, &caller.actor, &code, on)?)
    });
    Ok(web::Json(sheet.await??.into()))
}

/// The file of a document that a campaign rests on.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}/grounds/{place}/file", tag = "campaigns",
    params(("code" = String, Path, description = "Code of the campaign"),
        ("place" = i32, Path, description = "Place of the document among the legal grounds, from 1")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn download(
    state: web::Data<AppState>,
    caller: Caller,
    path: web::Path<(String, i32)>,
) -> Result<HttpResponse, Problem> {
    let (code, place) = path.into_inner();
    let read = web::block(move || edit::ground_file(&state.db, &caller.actor, &code, place));
    let (name, bytes) = read.await??;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_DISPOSITION, disposition(&name)))
        .content_type(ANY_FILE)
        .body(bytes))
}
