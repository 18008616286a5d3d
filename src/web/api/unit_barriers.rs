//! What holds whole units back in a campaign.

use actix_web::web;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::person_writing::Changed;
use crate::campaign::unit_barriers::{self, NoteUnitBarrier, UnitBarrierLine, UnitBarriers};
use crate::model::as_of::AsOf;
use crate::web::AppState;
use crate::web::problem::Problem;

/// Of which unit.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OfUnit {
    /// Slug of the unit; the campaign's, or the caller's own where that lies below it.
    unit: Option<String>,
    /// The day; today where none is given.
    as_of: Option<NaiveDate>,
}

/// Which cause of which unit.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Slug of the unit.
    unit: String,
    /// Code of the cause.
    barrier: String,
}

/// A cause to be noted about a unit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUnitBarrier {
    /// Slug of the unit.
    unit: String,
    /// Code of the cause.
    #[schema(example = "weak_outreach")]
    barrier: String,
    /// The day on which it was found to be so; today where none is given.
    on: Option<NaiveDate>,
    /// Anything worth keeping beside it.
    note: Option<String>,
}

/// What holds a unit and those directly below it back.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitBarriersJson {
    /// Slug of the unit.
    unit: String,
    /// What is noted about it and about the units directly below.
    noted: Vec<UnitBarrierJson>,
    /// How many units each cause is noted about, of the unit and everything below.
    counts: Vec<CountJson>,
}

/// A cause as it was noted.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitBarrierJson {
    /// Slug of the unit.
    unit: String,
    /// Its name.
    unit_name: String,
    /// Code of the cause.
    barrier: String,
    /// Its name.
    name: String,
    /// The day on which it was found to be so.
    noted_on: NaiveDate,
    /// Anything worth keeping beside it.
    note: Option<String>,
    /// Who says so.
    by: Option<String>,
}

/// How many units.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountJson {
    /// Code of the cause.
    barrier: String,
    /// Its name.
    name: String,
    /// Units.
    units: i64,
}

/// What holds units back.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}/unit-barriers", tag = "campaigns",
    params(OfUnit, ("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = UnitBarriersJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    of: web::Query<OfUnit>,
) -> Result<web::Json<UnitBarriersJson>, Problem> {
    let on = of.as_of.map_or_else(|| state.today(), AsOf);
    let read = move || unit_barriers::unit_barriers(&state.db, &caller.actor, &code, of.unit.as_deref(), on);
    let UnitBarriers { unit, lines, counts, .. } = web::block(read).await??;
    let count = |count: crate::store::unit_barriers::UnitBarrierCount| CountJson {
        barrier: count.code,
        name: count.name,
        units: count.units,
    };
    Ok(web::Json(UnitBarriersJson {
        unit: unit.slug,
        noted: lines.into_iter().map(UnitBarrierJson::from).collect(),
        counts: counts.into_iter().map(count).collect(),
    }))
}

/// Notes what holds a unit back; what was noted about the same cause before is replaced.
#[utoipa::path(put, path = "/api/v1/campaigns/{code}/unit-barriers", tag = "campaigns", request_body = NewUnitBarrier,
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = Changed),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn note(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    new: web::Json<NewUnitBarrier>,
) -> Result<web::Json<Changed>, Problem> {
    let NewUnitBarrier { unit, barrier, on, note } = new.into_inner();
    let today = state.today();
    let on = on.unwrap_or(today.day());
    let new = NoteUnitBarrier { campaign: code.into_inner(), unit, barrier, on, note, today };
    web::block(move || unit_barriers::note_unit_barrier(&state.db, &caller.actor, &new)).await??;
    Ok(web::Json(Changed::of(true)))
}

/// Takes away what was noted about a unit.
#[utoipa::path(delete, path = "/api/v1/campaigns/{code}/unit-barriers", tag = "campaigns",
    params(Which, ("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = Changed),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn remove(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    which: web::Query<Which>,
) -> Result<web::Json<Changed>, Problem> {
    let Which { unit, barrier } = which.into_inner();
    let today = state.today();
    let remove = move || unit_barriers::remove_unit_barrier(&state.db, &caller.actor, &code, &unit, &barrier, today);
    Ok(web::Json(Changed::of(web::block(remove).await??)))
}

impl From<UnitBarrierLine> for UnitBarrierJson {
    fn from(line: UnitBarrierLine) -> Self {
        Self {
            unit: line.unit.slug,
            unit_name: line.unit.name,
            barrier: line.barrier,
            name: line.name,
            noted_on: line.noted_on,
            note: line.note,
            by: line.by,
        }
    }
}
