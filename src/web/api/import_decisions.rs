//! What people decide about a list before it is applied: what columns, words, names and rows mean, new villages and offices, a corrected file.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use super::imports::{BeingReadJson, PreviewJson, Waiting, read};
use super::list_upload::FileUpload;
use crate::model::id::BatchId;
use crate::roster::choices::{Choices, PlaceKind};
use crate::roster::{self, CreatedPlace};
use crate::web::AppState;
use crate::web::problem::Problem;

/// Names that become villages and offices of the unit.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlaces {
    /// Which.
    places: Vec<NewPlace>,
}

/// A name that becomes a village or an office.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPlace {
    /// `village` or `office`.
    #[schema(value_type = String)]
    kind: PlaceKind,
    /// As `unknown_places` tells it.
    name: String,
}

/// What was created.
#[derive(Serialize, ToSchema)]
pub struct CreatedPlaces {
    /// Which; a name that the unit has by now is left out.
    created: Vec<CreatedPlaceJson>,
}

/// A unit that was created.
#[derive(Serialize, ToSchema)]
pub struct CreatedPlaceJson {
    /// Slug.
    slug: String,
    /// Kind.
    kind: &'static str,
    /// Name.
    name: String,
}

impl From<CreatedPlace> for CreatedPlaceJson {
    fn from(place: CreatedPlace) -> Self {
        Self { slug: place.slug, kind: place.kind.as_str(), name: place.name }
    }
}

/// What was decided about a list so far.
#[utoipa::path(get, path = "/api/v1/imports/{id}/choices", tag = "imports",
    params(("id" = i64, Path, description = "Number of the import")),
    responses((status = 200, body = Object),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn choices(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
) -> Result<web::Json<Choices>, Problem> {
    let id = BatchId(id.into_inner());
    Ok(web::Json(web::block(move || roster::kept_choices(&state.db, &caller.actor, id)).await??))
}

/// Replaces what was decided about a list (`reading.columns`, `reading.words`, `places`, `rows`) and reads it again; the token changes.
#[utoipa::path(put, path = "/api/v1/imports/{id}/choices", tag = "imports", request_body = Object,
    params(Waiting, ("id" = i64, Path, description = "Number of the import")),
    responses((status = 201, body = PreviewJson), (status = 202, body = BeingReadJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn decide(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    waiting: web::Query<Waiting>,
    choices: web::Json<Choices>,
) -> Result<HttpResponse, Problem> {
    let id = BatchId(id.into_inner());
    let (db, actor) = (state.db.clone(), caller.actor.clone());
    web::block(move || roster::decide(&db, &actor, id, &choices)).await??;
    read(&state, caller.actor, id, waiting.waits()).await
}

/// Creates villages and offices that the list names and its unit does not have. Read the list again afterwards (`PUT …/choices`).
#[utoipa::path(post, path = "/api/v1/imports/{id}/places", tag = "imports", request_body = NewPlaces,
    params(("id" = i64, Path, description = "Number of the import")),
    responses((status = 201, body = CreatedPlaces),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn create_places(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    wanted: web::Json<NewPlaces>,
) -> Result<HttpResponse, Problem> {
    let id = BatchId(id.into_inner());
    let wanted: Vec<_> = wanted.into_inner().places.into_iter().map(|place| (place.kind, place.name)).collect();
    let created = web::block(move || roster::create_places(&state.db, &caller.actor, id, &wanted)).await??;
    let created = created.into_iter().map(CreatedPlaceJson::from).collect();
    Ok(HttpResponse::Created().json(CreatedPlaces { created }))
}

/// Puts a corrected file in the place of the one that was uploaded and reads it; decisions stay, the token changes.
#[utoipa::path(put, path = "/api/v1/imports/{id}/file", tag = "imports",
    request_body(content = FileUpload, content_type = "multipart/form-data"),
    params(Waiting, ("id" = i64, Path, description = "Number of the import")),
    responses((status = 201, body = PreviewJson), (status = 202, body = BeingReadJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn replace_file(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    waiting: web::Query<Waiting>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let id = BatchId(id.into_inner());
    let (db, actor) = (state.db.clone(), caller.actor.clone());
    // Whose batch it is comes before the file.
    let (asked, asking) = (db.clone(), actor.clone());
    web::block(move || roster::batch_state(&asked, &asking, id)).await??;
    let file = FileUpload::read(&db, &actor, &request, payload).await?.file;
    let replaced = web::block(move || {
        let replaced = roster::replace_file(&db, &actor, id, &file.name, &file.stored);
        if replaced.is_err() {
            roster::forget(&db, &file.stored)?;
        }
        replaced
    });
    replaced.await??;
    read(&state, caller.actor, id, waiting.waits()).await
}
