//! Lists of people to visit.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::work_list_json::{KindJson, MadeListsJson, WorkListJson, WorkListSheetJson};
use crate::fieldwork::{self, FieldworkError, LineProblem, NewResults, NewWorkLists};
use crate::model::as_of::AsOf;
use crate::model::id::WorkListId;
use crate::model::work_list::{LineRef, Outcome, ResultSource, TypedPair, WorkListKind};
use crate::web::AppState;
use crate::web::problem::Problem;

/// Of which unit.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OfUnit {
    /// Slug: lists of this unit and below it.
    unit: Option<String>,
}

/// The lists of a campaign.
#[derive(Serialize, ToSchema)]
pub struct WorkListsJson {
    /// The newest first.
    lists: Vec<WorkListJson>,
}

/// The kinds of lists of a campaign.
#[derive(Serialize, ToSchema)]
pub struct KindsJson {
    /// What can be made.
    kinds: Vec<KindJson>,
}

/// Lists to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListsGiven {
    /// Slug of a village or office, or of a unit with villages below it: a list for each.
    unit: String,
    /// A kind of the campaign.
    #[schema(value_type = String)]
    kind: WorkListKind,
    /// Code of its programme.
    programme: String,
    /// The team that walks it.
    #[serde(default)]
    team: Option<String>,
    /// Among how many teams every village is divided; one where nothing is said.
    #[serde(default = "one")]
    teams: usize,
    /// The day on which people stand like this; today where none is given.
    #[serde(default)]
    as_of: Option<NaiveDate>,
}

fn one() -> usize {
    1
}

/// What came of a visit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultGiven {
    /// Number of the line.
    line: i32,
    /// 1–9; 0 takes the result back.
    result: u8,
}

/// What came of visits.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultsGiven {
    /// The day of the visits; today where none is given.
    #[serde(default)]
    on: Option<NaiveDate>,
    /// `latest` of the list when it was read: lines written since are refused. Nothing writes over them.
    #[serde(default)]
    seen: Option<i64>,
    /// Line by line; all of them are written, or none.
    results: Vec<ResultGiven>,
}

/// What was written.
#[derive(Serialize, ToSchema)]
pub struct RecordedJson {
    /// Lines with a new result.
    written: usize,
    /// Of them done.
    done: usize,
    /// Lines that said so already.
    unchanged: usize,
}

/// The kinds of lists that can be made for a campaign.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}/work-list-kinds", tag = "work lists",
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = KindsJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn kinds(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
) -> Result<web::Json<KindsJson>, Problem> {
    let found = web::block(move || fieldwork::targets_of(&state.db, &caller.actor, &code)).await??;
    Ok(web::Json(KindsJson { kinds: found.into_iter().map(KindJson::from).collect() }))
}

/// The lists of a campaign in the caller's scope.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}/work-lists", tag = "work lists",
    params(OfUnit, ("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = WorkListsJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    of: web::Query<OfUnit>,
) -> Result<web::Json<WorkListsJson>, Problem> {
    let now = state.now();
    let found =
        web::block(move || fieldwork::lists(&state.db, &caller.actor, &code, of.unit.as_deref(), now)).await??;
    Ok(web::Json(WorkListsJson { lists: found.into_iter().map(WorkListJson::from).collect() }))
}

/// Makes lists, one per village and team.
#[utoipa::path(post, path = "/api/v1/campaigns/{code}/work-lists", tag = "work lists", request_body = ListsGiven,
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 201, body = MadeListsJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn make(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    body: web::Json<ListsGiven>,
) -> Result<(web::Json<MadeListsJson>, StatusCode), Problem> {
    let (now, body) = (state.now(), body.into_inner());
    let new = NewWorkLists {
        campaign: code.into_inner(),
        unit: body.unit,
        kind: body.kind,
        programme: body.programme,
        team: body.team,
        teams: body.teams,
        as_of: body.as_of.map_or(state.today(), AsOf),
    };
    let made = web::block(move || fieldwork::make(&state.db, &caller.actor, &new, now)).await??;
    Ok((web::Json(made.into()), StatusCode::CREATED))
}

/// A list with everybody on it.
#[utoipa::path(get, path = "/api/v1/work-lists/{id}", tag = "work lists",
    params(("id" = i64, Path, description = "Number of the list")),
    responses((status = 200, body = WorkListSheetJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn show(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
) -> Result<web::Json<WorkListSheetJson>, Problem> {
    let (now, id) = (state.now(), WorkListId(id.into_inner()));
    let sheet = web::block(move || fieldwork::show(&state.db, &caller.actor, id, now)).await??;
    Ok(web::Json(sheet.into()))
}

/// Writes what came of visits: 1 records the milestone of the list, 2–9 note a cause, 0 takes a result back.
#[utoipa::path(post, path = "/api/v1/work-lists/{id}/results", tag = "work lists", request_body = ResultsGiven,
    params(("id" = i64, Path, description = "Number of the list")),
    responses((status = 200, body = RecordedJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn record(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    body: web::Json<ResultsGiven>,
) -> Result<web::Json<RecordedJson>, Problem> {
    let (now, today, body) = (state.now(), state.today(), body.into_inner());
    let mut pairs = Vec::with_capacity(body.results.len());
    for given in &body.results {
        let outcome = match given.result {
            0 => None,
            digit => Some(Outcome::of_digit(digit).ok_or_else(|| unreadable(given.line))?),
        };
        pairs.push(TypedPair { line: LineRef::Number(given.line), outcome });
    }
    let on = body.on.unwrap_or(today.day());
    let list = WorkListId(id.into_inner());
    let new = NewResults { list, on, today, pairs, source: ResultSource::Api, seen: body.seen };
    let recorded = web::block(move || fieldwork::record(&state.db, &caller.actor, &new, now)).await??;
    let fieldwork::Recorded { written, done, unchanged } = recorded;
    Ok(web::Json(RecordedJson { written, done, unchanged }))
}

fn unreadable(line: i32) -> FieldworkError {
    let text = format!("Dòng {line}: kết quả phải từ 0 đến 9.");
    FieldworkError::Lines(vec![LineProblem { line, text, stale: false }])
}

/// Closes a list: nothing is written into it any more.
#[utoipa::path(post, path = "/api/v1/work-lists/{id}/close", tag = "work lists",
    params(("id" = i64, Path, description = "Number of the list")),
    responses((status = 204, description = "Closed"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub async fn close(state: web::Data<AppState>, caller: Caller, id: web::Path<i64>) -> Result<HttpResponse, Problem> {
    let (now, id) = (state.now(), WorkListId(id.into_inner()));
    web::block(move || fieldwork::close(&state.db, &caller.actor, id, now)).await??;
    Ok(HttpResponse::NoContent().finish())
}
