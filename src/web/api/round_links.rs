//! Links and forms for units without an account.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use crate::model::id::RoundId;
use crate::rounds;
use crate::web::AppState;
use crate::web::problem::Problem;
use crate::workbooks::round_form;

/// For whom links are made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinksGiven {
    /// Slugs; every unit that owes a report where none is named.
    #[serde(default)]
    units: Vec<String>,
    /// Until when they can be used.
    expires_at: DateTime<Utc>,
}

/// A link that was made.
#[derive(Serialize, ToSchema)]
pub struct LinkJson {
    /// Slug of the unit.
    unit: String,
    /// The path of the page; the secret in it is told this once.
    #[schema(example = "/bc/0123456789abcdef0123456789abcdef")]
    path: String,
}

/// Links that were made.
#[derive(Serialize, ToSchema)]
pub struct LinksJson {
    /// One per unit.
    links: Vec<LinkJson>,
}

/// Whose links or forms.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OfUnit {
    /// Slug.
    unit: String,
}

/// The forms of a hop.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OfHop {
    /// 1 where none is given.
    hop: Option<i32>,
}

/// Makes a link per unit with which it reports once without an account; links of theirs that are still open are taken back.
#[utoipa::path(post, path = "/api/v1/rounds/{id}/links", tag = "rounds", request_body = LinksGiven,
    params(("id" = i64, Path, description = "Identity of the round")),
    responses((status = 200, body = LinksJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn issue(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    given: web::Json<LinksGiven>,
) -> Result<web::Json<LinksJson>, Problem> {
    let (id, given) = (RoundId(id.into_inner()), given.into_inner());
    let issue = move || rounds::issue_links(&state.db, &caller.actor, id, &given.units, given.expires_at, state.now());
    let links = web::block(issue).await??;
    let link = |link: rounds::IssuedLink| LinkJson { unit: link.unit.slug, path: format!("/bc/{}", link.secret) };
    Ok(web::Json(LinksJson { links: links.into_iter().map(link).collect() }))
}

/// Takes back the open links of a unit.
#[utoipa::path(delete, path = "/api/v1/rounds/{id}/links", tag = "rounds",
    params(OfUnit, ("id" = i64, Path, description = "Identity of the round")),
    responses((status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn revoke(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    of: web::Query<OfUnit>,
) -> Result<HttpResponse, Problem> {
    let id = RoundId(id.into_inner());
    web::block(move || rounds::revoke_links(&state.db, &caller.actor, id, &of.unit, state.now())).await??;
    Ok(HttpResponse::NoContent().finish())
}

/// The workbook forms of every unit of a hop, in one archive.
#[utoipa::path(get, path = "/api/v1/rounds/{id}/forms.zip", tag = "rounds",
    params(OfHop, ("id" = i64, Path, description = "Identity of the round")),
    responses((status = 200, body = String, content_type = "application/zip"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn forms(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    of: web::Query<OfHop>,
) -> Result<HttpResponse, Problem> {
    let (id, hop) = (RoundId(id.into_inner()), of.hop.unwrap_or(1));
    let make = move || round_form::round_forms(&state.db, &caller.actor, id, hop, state.now());
    let made = web::block(make).await??;
    Ok(HttpResponse::Ok()
        // the name is made of plain letters
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", made.file_name)))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .content_type("application/zip")
        .body(made.bytes))
}
