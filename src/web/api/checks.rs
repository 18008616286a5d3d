//! Who enrolled before they could, whose term ends or has ended: counts per unit.

use actix_web::web;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use crate::model::as_of::AsOf;
use crate::model::tally::Audience;
use crate::people::{self, CheckQuery};
use crate::web::AppState;
use crate::web::problem::Problem;

/// Days ahead for terms that end, where nobody asks for others.
const USUAL_DAYS: u16 = 30;

/// Which counts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Slug of the unit.
    unit: String,
    /// `residents` (the usual one) or `staff`.
    #[param(value_type = Option<String>)]
    audience: Option<Audience>,
    /// Days ahead for terms that end; 30 where none are given.
    days: Option<u16>,
    /// The day; today where none is given.
    as_of: Option<NaiveDate>,
}

/// How many people a check hits.
#[derive(Serialize, ToSchema)]
pub struct CountJson {
    /// Slug of the unit.
    unit: String,
    /// Name of the unit.
    unit_name: String,
    /// The check as the list of people takes it: `before_prerequisite:smartca`, `expiring:smartca:30`, `expired:smartca`.
    check: String,
    /// How many.
    people: usize,
    /// There are more; counting stopped there.
    more: bool,
}

/// Counts per unit.
#[derive(Serialize, ToSchema)]
pub struct ChecksJson {
    /// The unit first, then those below it in local order.
    counts: Vec<CountJson>,
}

/// Counts per unit; the people behind one are at `/api/v1/people?check=…`.
#[utoipa::path(get, path = "/api/v1/checks", tag = "people", params(Which),
    responses((status = 200, body = ChecksJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn report(
    state: web::Data<AppState>,
    caller: Caller,
    which: web::Query<Which>,
) -> Result<web::Json<ChecksJson>, Problem> {
    let Which { unit, audience, days, as_of } = which.into_inner();
    let query = CheckQuery {
        otherwise: unit.clone(),
        unit: Some(unit),
        audience: audience.unwrap_or(Audience::Residents),
        days: days.unwrap_or(USUAL_DAYS).min(people::MOST_DAYS),
        as_of: as_of.map_or_else(|| state.today(), AsOf),
    };
    let report = web::block(move || people::check_report(&state.db, &caller.actor, &query)).await??;
    let mut counts = Vec::new();
    for (unit, hits) in &report.rows {
        counts.extend(report.checks.iter().zip(hits).map(|(named, hits)| CountJson {
            unit: unit.slug.clone(),
            unit_name: unit.name.clone(),
            check: named.check.to_string(),
            people: hits.people,
            more: hits.more,
        }));
    }
    Ok(web::Json(ChecksJson { counts }))
}
