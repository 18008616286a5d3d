//! People, with their numbers masked.

use actix_web::web;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::person_json::{PersonJson, PersonLineJson};
use crate::model::as_of::AsOf;
use crate::model::id::PersonId;
use crate::model::tally::Audience;
use crate::people::{self, Check, CheckFilter, MeasureState, PageSize, PeopleQuery, StateFilter};
use crate::web::AppState;
use crate::web::problem::Problem;

/// Whom to list. Names and numbers are asked for in the body of a POST: addresses end up in logs.
#[derive(Debug, Default, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Slug of a village, office or any unit above.
    unit: Option<String>,
    /// Code of a measure; needs `state`.
    #[schema(example = "vneid2.activated")]
    measure: Option<String>,
    /// `residents`, `staff`, one category of it (`staff:public_employee`) or `all`; goes with `measure`.
    audience: Option<String>,
    /// `not_issued`, `issued_not_done` or `done`; needs `measure`.
    state: Option<String>,
    /// `before_prerequisite:smartca`, `channel_unknown:smartca`, `expiring:smartca:30` (days) or `expired:smartca`; of `audience`, or else of everybody.
    check: Option<String>,
    /// Code of a cause noted about people.
    #[schema(example = "no_smartphone")]
    barrier: Option<String>,
    /// The day on which units and states are read; today where none is given.
    as_of: Option<NaiveDate>,
    /// From 1.
    page: Option<usize>,
    /// 25, 50 or 100.
    per_page: Option<usize>,
}

/// Whom to look for.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Words of the name, with or without diacritics; or a whole ID number, old card number or mobile number.
    #[schema(example = "pham binh")]
    text: Option<String>,
    /// Further conditions.
    #[serde(default)]
    filter: Filter,
}

/// A page of people.
#[derive(Serialize, ToSchema)]
pub struct People {
    /// By given name in Vietnamese order.
    people: Vec<PersonLineJson>,
    /// How many were found.
    total: usize,
    /// Whether there are more than `total`; then only the first `total` can be paged through.
    more: bool,
    /// This page, from 1.
    page: usize,
    /// The last page.
    last_page: usize,
}

/// Lists people.
#[utoipa::path(get, path = "/api/v1/people", tag = "people", params(Filter),
    responses((status = 200, body = People),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: web::Data<AppState>,
    caller: Caller,
    filter: web::Query<Filter>,
) -> Result<web::Json<People>, Problem> {
    found(state, caller, None, filter.into_inner()).await
}

/// Finds people by name or number.
#[utoipa::path(post, path = "/api/v1/people/search", tag = "people", request_body = Search,
    responses((status = 200, body = People),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn search(
    state: web::Data<AppState>,
    caller: Caller,
    search: web::Json<Search>,
) -> Result<web::Json<People>, Problem> {
    let Search { text, filter } = search.into_inner();
    found(state, caller, text, filter).await
}

async fn found(
    state: web::Data<AppState>,
    caller: Caller,
    text: Option<String>,
    filter: Filter,
) -> Result<web::Json<People>, Problem> {
    let query = query(text, filter, state.today())?;
    let found = web::block(move || people::search(&state.db, &caller.actor, &query)).await??;
    Ok(web::Json(People {
        people: found.people.into_iter().map(PersonLineJson::from).collect(),
        total: found.total,
        more: found.more,
        page: found.page,
        last_page: found.last_page,
    }))
}

fn query(text: Option<String>, filter: Filter, today: AsOf) -> Result<PeopleQuery, Problem> {
    let state = match (filter.measure, filter.state) {
        (None, None) => None,
        (Some(measure), Some(word)) => {
            let state = MeasureState::parse(&word)
                .ok_or_else(|| unknown("state", &word, &MeasureState::ALL.map(MeasureState::as_str)))?;
            let word = filter.audience.as_deref().unwrap_or(Audience::All.as_str());
            let known = Audience::ALL.map(Audience::as_str);
            let audience = Audience::parse(word).ok_or_else(|| unknown("audience", word, &known))?;
            Some(StateFilter { measure, audience, state })
        }
        _ => return Err(Problem::bad_request("Tham số measure và state phải đi cùng nhau.")),
    };
    let check = match filter.check {
        None => None,
        Some(text) => {
            let words =
                ["before_prerequisite:smartca", "channel_unknown:smartca", "expiring:smartca:30", "expired:smartca"];
            let check = Check::parse(&text).ok_or_else(|| unknown("check", &text, &words))?;
            let audience = filter.audience.as_deref().and_then(Audience::parse).unwrap_or(Audience::All);
            Some(CheckFilter { check, audience })
        }
    };
    let per_page = match filter.per_page {
        None => PageSize::default(),
        Some(people) => {
            PageSize::of(people).ok_or_else(|| unknown("per_page", &people.to_string(), &["25", "50", "100"]))?
        }
    };
    let as_of = filter.as_of.map_or(today, AsOf);
    let page = filter.page.unwrap_or(1);
    Ok(PeopleQuery { text, unit: filter.unit, state, check, barrier: filter.barrier, as_of, page, per_page })
}

fn unknown(parameter: &str, given: &str, known: &[&str]) -> Problem {
    Problem::bad_request(format!(
        "Tham số {parameter} không nhận giá trị «{given}»; chọn một trong: {}.",
        known.join(", ")
    ))
}

/// Which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AsOfDay {
    /// The day that states are read at; today where none is given.
    as_of: Option<NaiveDate>,
}

/// A person with the time line.
#[utoipa::path(get, path = "/api/v1/people/{id}", tag = "people",
    params(AsOfDay, ("id" = i64, Path, description = "Identity of the person")),
    responses((status = 200, body = PersonJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn show(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    day: web::Query<AsOfDay>,
) -> Result<web::Json<PersonJson>, Problem> {
    let as_of = day.as_of.map_or_else(|| state.today(), AsOf);
    let id = PersonId(id.into_inner());
    let sheet = web::block(move || people::show(&state.db, &caller.actor, id, as_of)).await??;
    Ok(web::Json(sheet.into()))
}
