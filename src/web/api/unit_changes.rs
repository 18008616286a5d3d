//! Changing the tree of units, contacts and order.

use actix_web::web;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use crate::campaign::unit_changes::{self, ContactLine, MovedUnit, UnitHistory, UnitOrder, UnitPlan};
use crate::model::id::PersonId;
use crate::model::unit::Validity;
use crate::web::AppState;
use crate::web::problem::Problem;

/// Whether it is only looked at.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct How {
    /// True: only told what it would do.
    #[serde(default)]
    preview: bool,
}

/// Which unit, and when.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WhichUnit {
    /// Slug.
    unit: String,
    /// The day; today where none is given.
    on: Option<NaiveDate>,
}

/// What a change does, or did.
#[derive(Serialize, ToSchema)]
pub struct PlanJson {
    /// Whether it was done.
    done: bool,
    /// Names of units that end.
    closed: Vec<String>,
    /// Names of units that begin.
    opened: Vec<String>,
    /// Units that come under another one.
    moved: Vec<MovedJson>,
    /// People of units that end or give parts away.
    people: i64,
    /// Of these, people who have to be given to the parts of a divided village.
    unassigned: i64,
    /// Quotas of units that end, still due.
    quotas: i64,
    /// Accounts of units that end.
    accounts: i64,
    /// Names that two units below one unit bear from then on.
    same_names: Vec<String>,
}

/// A unit that comes under another one.
#[derive(Serialize, ToSchema)]
pub struct MovedJson {
    /// The unit.
    name: String,
    /// The unit above before.
    from: String,
    /// The unit above from then on.
    to: String,
}

impl PlanJson {
    fn of(plan: UnitPlan, done: bool) -> Self {
        let UnitPlan { closed, opened, moved, people, unassigned, quotas, accounts, same_names } = plan;
        let moved = moved.into_iter().map(|MovedUnit { name, from, to }| MovedJson { name, from, to }).collect();
        Self { done, closed, opened, moved, people, unassigned, quotas, accounts, same_names }
    }
}

/// What happened to a unit.
#[derive(Serialize, ToSchema)]
pub struct HistoryJson {
    /// Names and places through time.
    states: Vec<StateJson>,
    /// Changes with their documents.
    changes: Vec<ChangeJson>,
}

/// A name and place.
#[derive(Serialize, ToSchema)]
pub struct StateJson {
    /// Name.
    name: String,
    /// Kind.
    kind: &'static str,
    /// Name of the unit above.
    parent: Option<String>,
    /// First day; null where it has always been so.
    valid_from: Option<NaiveDate>,
    /// Last day; null while it still holds.
    valid_to: Option<NaiveDate>,
}

/// A change.
#[derive(Serialize, ToSchema)]
pub struct ChangeJson {
    /// First day of the new state.
    effective_on: NaiveDate,
    /// `merge`, `split`, `rename`, `reclassify` or `transfer`.
    kind: &'static str,
    /// The unit before.
    from: String,
    /// The unit after.
    to: String,
    /// The document.
    legal_basis: Option<String>,
}

impl From<UnitHistory> for HistoryJson {
    fn from(history: UnitHistory) -> Self {
        let states = history.states.into_iter().map(|(state, parent)| StateJson {
            name: state.name,
            kind: state.kind.as_str(),
            parent,
            valid_from: Some(state.validity.from).filter(|day| *day > Validity::BEGINNING),
            valid_to: Some(state.validity.to).filter(|day| *day < Validity::END),
        });
        let changes = history.changes.into_iter().map(|change| ChangeJson {
            effective_on: change.effective_on,
            kind: change.kind.as_str(),
            from: change.from,
            to: change.to,
            legal_basis: change.legal_basis,
        });
        Self { states: states.collect(), changes: changes.collect() }
    }
}

/// Contacts of a unit.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactsJson {
    /// Slug.
    unit: String,
    /// Whom to call, in order; they replace what was there.
    contacts: Vec<ContactLine>,
}

/// The order of the units below one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderJson {
    /// Slug of the unit above.
    parent: String,
    /// Slugs in order; units that are not named come after.
    units: Vec<String>,
}

/// People of a divided village who are given to a part.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentJson {
    /// Slug of the village that was divided.
    village: String,
    /// Slug of the part.
    part: String,
    /// Numbers of the people.
    people: Vec<i64>,
}

/// How many people of a divided village wait.
#[derive(Serialize, ToSchema)]
pub struct WaitingJson {
    /// People who belong to no part yet.
    waiting: usize,
    /// Slugs of the parts.
    parts: Vec<String>,
    /// Numbers of the first hundred, by household.
    people: Vec<i64>,
}

/// How many.
#[derive(Serialize, ToSchema)]
pub struct AssignedJson {
    /// People given to the part.
    assigned: usize,
}

/// Changes the tree from a day on, or only tells what that would do.
#[utoipa::path(post, path = "/api/v1/unit-changes", tag = "units", params(How), request_body = UnitOrder,
    responses((status = 200, body = PlanJson), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn change(
    state: web::Data<AppState>,
    caller: Caller,
    how: web::Query<How>,
    order: web::Json<UnitOrder>,
) -> Result<web::Json<PlanJson>, Problem> {
    let preview = how.preview;
    let plan = web::block(move || {
        let run = if preview { unit_changes::plan } else { unit_changes::apply };
        run(&state.db, &caller.actor, &order)
    });
    Ok(web::Json(PlanJson::of(plan.await??, !preview)))
}

/// What happened to a unit.
#[utoipa::path(get, path = "/api/v1/unit-changes", tag = "units", params(WhichUnit),
    responses((status = 200, body = HistoryJson), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn history(
    state: web::Data<AppState>,
    caller: Caller,
    which: web::Query<WhichUnit>,
) -> Result<web::Json<HistoryJson>, Problem> {
    let on = which.on.unwrap_or_else(|| state.today().day());
    let history = web::block(move || unit_changes::history(&state.db, &caller.actor, &which.unit, on)).await??;
    Ok(web::Json(history.into()))
}

/// Replaces the contacts of a unit.
#[utoipa::path(put, path = "/api/v1/unit-contacts", tag = "units", request_body = ContactsJson,
    responses((status = 204, description = "Done"), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn contacts(
    state: web::Data<AppState>,
    caller: Caller,
    new: web::Json<ContactsJson>,
) -> Result<actix_web::HttpResponse, Problem> {
    let on = state.today().day();
    web::block(move || unit_changes::set_contacts(&state.db, &caller.actor, &new.unit, &new.contacts, on)).await??;
    Ok(actix_web::HttpResponse::NoContent().finish())
}

/// Puts the units below one into an order.
#[utoipa::path(put, path = "/api/v1/unit-order", tag = "units", request_body = OrderJson,
    responses((status = 204, description = "Done"), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn order(
    state: web::Data<AppState>,
    caller: Caller,
    new: web::Json<OrderJson>,
) -> Result<actix_web::HttpResponse, Problem> {
    let on = state.today().day();
    web::block(move || unit_changes::set_order(&state.db, &caller.actor, &new.parent, &new.units, on)).await??;
    Ok(actix_web::HttpResponse::NoContent().finish())
}

/// Who of a divided village belongs to no part yet.
#[utoipa::path(get, path = "/api/v1/unit-assignments", tag = "units", params(WhichUnit),
    responses((status = 200, body = WaitingJson), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn waiting(
    state: web::Data<AppState>,
    caller: Caller,
    which: web::Query<WhichUnit>,
) -> Result<web::Json<WaitingJson>, Problem> {
    let on = which.on.unwrap_or_else(|| state.today().day());
    let found = web::block(move || unit_changes::unassigned(&state.db, &caller.actor, &which.unit, 1, on)).await??;
    let parts = found.parts.into_iter().map(|part| part.slug).collect();
    let people = found.people.iter().map(|person| person.id.0).collect();
    Ok(web::Json(WaitingJson { waiting: found.total, parts, people }))
}

/// Gives people of a divided village to one of its parts.
#[utoipa::path(post, path = "/api/v1/unit-assignments", tag = "units", request_body = AssignmentJson,
    responses((status = 200, body = AssignedJson), (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn assign(
    state: web::Data<AppState>,
    caller: Caller,
    new: web::Json<AssignmentJson>,
) -> Result<web::Json<AssignedJson>, Problem> {
    let on = state.today().day();
    let who: Vec<PersonId> = new.people.iter().copied().map(PersonId).collect();
    let assigned =
        web::block(move || unit_changes::assign(&state.db, &caller.actor, &new.village, &new.part, &who, on)).await??;
    Ok(web::Json(AssignedJson { assigned }))
}
