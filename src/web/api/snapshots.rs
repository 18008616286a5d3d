//! Frozen figures.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use crate::model::as_of::AsOf;
use crate::model::hexadecimal::hexadecimal;
use crate::model::id::SnapshotId;
use crate::progress::snapshots::{self, SnapshotLine};
use crate::progress::{Difference, FigureQuery};
use crate::web::AppState;
use crate::web::problem::Problem;

/// Frozen figures as they are listed.
#[derive(Serialize, ToSchema)]
pub struct SnapshotJson {
    /// Number.
    id: i64,
    /// What they are called.
    name: String,
    /// Code of the campaign.
    campaign: String,
    /// Slug of the unit; everything below it is frozen with it.
    unit: String,
    /// Its name on that day.
    unit_name: String,
    /// The last day whose events count.
    as_of: NaiveDate,
    /// When they were frozen.
    taken_at: DateTime<Utc>,
    /// SHA-256 of the content.
    sha256: String,
}

impl From<SnapshotLine> for SnapshotJson {
    fn from(line: SnapshotLine) -> Self {
        Self {
            id: line.head.id.0,
            name: line.head.name,
            campaign: line.campaign,
            unit: line.unit.slug,
            unit_name: line.unit.name,
            as_of: line.head.as_of,
            taken_at: line.head.taken_at,
            sha256: hexadecimal(&line.head.sha256),
        }
    }
}

/// Frozen figures.
#[derive(Serialize, ToSchema)]
pub struct SnapshotsJson {
    /// Latest first.
    snapshots: Vec<SnapshotJson>,
}

/// What is frozen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeSnapshot {
    /// What it is called.
    #[schema(example = "Báo cáo tháng 5/2023")]
    name: String,
    /// Slug of the unit; the campaign's, or the caller's own where that lies below it.
    unit: Option<String>,
    /// The last day whose events count; the campaign's own, or else today.
    as_of: Option<NaiveDate>,
}

/// Frozen figures with their content.
#[derive(Serialize, ToSchema)]
pub struct SnapshotPage {
    /// As it is listed.
    #[serde(flatten)]
    head: SnapshotJson,
    /// The content: a JSON document of its own, with a version number.
    #[schema(value_type = Object)]
    content: serde_json::Value,
}

/// With which state it is compared.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct With {
    /// Number of a later state; without it the figures of the same day are computed once more from what is known now.
    with: Option<i64>,
}

/// In what two states differ.
#[derive(Serialize, ToSchema)]
pub struct DifferencesJson {
    /// One entry per number; empty where nothing moved.
    differences: Vec<Difference>,
}

/// Frozen figures of a campaign that the caller sees.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}/snapshots", tag = "snapshots",
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = SnapshotsJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
) -> Result<web::Json<SnapshotsJson>, Problem> {
    let lines = web::block(move || snapshots::list(&state.db, &caller.actor, &code)).await??;
    Ok(web::Json(SnapshotsJson { snapshots: lines.into_iter().map(SnapshotJson::from).collect() }))
}

/// Freezes the figures of a unit and everything below it.
#[utoipa::path(post, path = "/api/v1/campaigns/{code}/snapshots", tag = "snapshots",
    params(("code" = String, Path, description = "Code of the campaign")), request_body = TakeSnapshot,
    responses((status = 201, body = SnapshotJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn take(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    wanted: web::Json<TakeSnapshot>,
) -> Result<HttpResponse, Problem> {
    let TakeSnapshot { name, unit, as_of } = wanted.into_inner();
    let query = FigureQuery { campaign: code.into_inner(), unit, as_of: as_of.map(AsOf), today: state.today() };
    let now = state.now();
    let line = web::block(move || snapshots::take(&state.db, &caller.actor, &query, &name, now)).await??;
    Ok(HttpResponse::build(StatusCode::CREATED).json(SnapshotJson::from(line)))
}

/// Frozen figures with everything that was frozen.
#[utoipa::path(get, path = "/api/v1/snapshots/{id}", tag = "snapshots",
    params(("id" = i64, Path, description = "Number")),
    responses((status = 200, body = SnapshotPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn show(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
) -> Result<web::Json<SnapshotPage>, Problem> {
    let id = SnapshotId(id.into_inner());
    let (line, frozen) = web::block(move || snapshots::show(&state.db, &caller.actor, id)).await??;
    let content = serde_json::to_value(frozen).unwrap_or_default();
    Ok(web::Json(SnapshotPage { head: line.into(), content }))
}

/// In what a later state, or what is known now, differs from frozen figures.
#[utoipa::path(get, path = "/api/v1/snapshots/{id}/differences", tag = "snapshots",
    params(With, ("id" = i64, Path, description = "Number")),
    responses((status = 200, body = DifferencesJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn differences(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    with: web::Query<With>,
) -> Result<web::Json<DifferencesJson>, Problem> {
    let (id, now) = (SnapshotId(id.into_inner()), state.now());
    let found = web::block(move || match with.with {
        Some(other) => snapshots::compare(&state.db, &caller.actor, id, SnapshotId(other)),
        None => snapshots::recompute(&state.db, &caller.actor, id, now),
    });
    Ok(web::Json(DifferencesJson { differences: found.await?? }))
}
