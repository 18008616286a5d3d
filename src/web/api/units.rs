//! Units within the caller's scope.

use actix_web::web;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use crate::access;
use crate::model::unit::{Unit, Validity};
use crate::web::AppState;
use crate::web::problem::Problem;

/// Which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OnDay {
    /// Units as they stand on this day; today where none is given.
    on: Option<NaiveDate>,
}

/// A unit as it stands on one day.
#[derive(Serialize, ToSchema)]
pub struct UnitJson {
    /// Name in addresses, unique for ever.
    #[schema(example = "cam-ngoc/ngoc-binh")]
    slug: String,
    /// Name as issued.
    #[schema(example = "Thôn Ngọc Bình")]
    name: String,
    /// `commune`, `village`, `office`…
    kind: &'static str,
    /// Official code; unique only within a period.
    official_code: Option<String>,
    /// First day of this state; null where it has always been so.
    valid_from: Option<NaiveDate>,
    /// Last day of this state; null while it still holds.
    valid_to: Option<NaiveDate>,
}

impl From<Unit> for UnitJson {
    fn from(unit: Unit) -> Self {
        let Validity { from, to } = unit.validity;
        Self {
            slug: unit.slug,
            name: unit.name,
            kind: unit.kind.as_str(),
            official_code: unit.official_code,
            valid_from: (from > Validity::BEGINNING).then_some(from),
            valid_to: (to < Validity::END).then_some(to),
        }
    }
}

/// Units.
#[derive(Serialize, ToSchema)]
pub struct Units {
    /// In local order.
    units: Vec<UnitJson>,
}

/// A unit with what stands around it.
#[derive(Serialize, ToSchema)]
pub struct UnitPage {
    /// The unit.
    unit: UnitJson,
    /// The units above it that the caller sees, highest first, itself last.
    path: Vec<UnitJson>,
    /// The units directly below it, in local order.
    children: Vec<UnitJson>,
}

fn all(units: Vec<Unit>) -> Vec<UnitJson> {
    units.into_iter().map(UnitJson::from).collect()
}

/// The highest units that the caller sees.
#[utoipa::path(get, path = "/api/v1/units", tag = "units", params(OnDay),
    responses((status = 200, body = Units), (status = 401, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: web::Data<AppState>,
    caller: Caller,
    day: web::Query<OnDay>,
) -> Result<web::Json<Units>, Problem> {
    let on = day.on.unwrap_or_else(|| state.today().day());
    let units = web::block(move || access::highest_units(&state.db, &caller.actor, on)).await??;
    Ok(web::Json(Units { units: all(units) }))
}

/// A unit, the way down to it and the units below it.
#[utoipa::path(get, path = "/api/v1/units/{slug}", tag = "units", params(OnDay,
        ("slug" = String, Path, description = "Slug; may hold slashes: `cam-ngoc/ngoc-binh`")),
    responses((status = 200, body = UnitPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn show(
    state: web::Data<AppState>,
    caller: Caller,
    slug: web::Path<String>,
    day: web::Query<OnDay>,
) -> Result<web::Json<UnitPage>, Problem> {
    let on = day.on.unwrap_or_else(|| state.today().day());
    let around = web::block(move || access::unit_around(&state.db, &caller.actor, &slug, on)).await??;
    let access::UnitAround { unit, path, children } = around;
    Ok(web::Json(UnitPage { unit: unit.into(), path: all(path), children: all(children) }))
}
