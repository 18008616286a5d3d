//! Quotas of a campaign.

use actix_web::web;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::quota_json::{HistoryJson, IssuerJson, Issuers, QuotasJson, SplitJson};
use crate::campaign::CampaignError;
use crate::campaign::MeasureName;
use crate::campaign::quotas::{self, GiveQuota, SplitMethod, SplitRequest};
use crate::model::as_of::AsOf;
use crate::model::campaign::Target;
use crate::model::id::IssuerId;
use crate::model::percent::Percent;
use crate::model::tally::Audience;
use crate::web::AppState;
use crate::web::problem::Problem;

/// Whose quotas, and of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Slug of the unit; the campaign's, or the caller's own where that lies below it.
    unit: Option<String>,
    /// The day that decides which quota is in force; the campaign's own, or else today.
    as_of: Option<NaiveDate>,
}

/// Which quota.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WhichOne {
    /// Slug of the unit.
    unit: String,
    /// Code of the measure.
    #[param(example = "vneid2.activated")]
    measure: String,
    /// Audience of the measure: `residents`, `staff`, one category of it (`staff:public_employee`) or `all`.
    #[param(value_type = String)]
    audience: Audience,
}

/// A quota to be given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuota {
    /// Slug of the unit.
    unit: String,
    /// Code of the measure.
    #[schema(example = "vneid2.activated")]
    measure: String,
    /// Audience of the measure: `residents`, `staff`, one category of it (`staff:public_employee`) or `all`.
    #[schema(value_type = String)]
    audience: Audience,
    /// Number of the issuer; the leading one where none is named.
    issuer: Option<i64>,
    /// So many people; either this or `percent`. Neither takes back what was given for the deadline.
    people: Option<i64>,
    /// So many percent of the eligible, as text with two decimals at most: `95.5`.
    percent: Option<String>,
    /// The last day that counts.
    deadline: NaiveDate,
    /// The document that gives it.
    document: Option<String>,
    /// Why it is changed; needed where it is taken back.
    reason: Option<String>,
}

/// A quota to be split among the units below.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSplit {
    /// Slug of the unit whose quota is split.
    unit: String,
    /// Code of the measure.
    measure: String,
    /// Audience of the measure: `residents`, `staff`, one category of it (`staff:public_employee`) or `all`.
    #[schema(value_type = String)]
    audience: Audience,
    /// Number of the issuer; the leading one where none is named.
    issuer: Option<i64>,
    /// Which quota: the one with this deadline.
    deadline: NaiveDate,
    /// `population`, `equal`, `remaining` or `by_hand`.
    method: Method,
    /// Of `by_hand`: who gets how much.
    #[serde(default)]
    parts: Vec<TypedPart>,
    /// The day of the bases; the campaign's own, or else today.
    as_of: Option<NaiveDate>,
    /// Whether the parts are given; otherwise they are only worked out.
    #[serde(default)]
    give: bool,
    /// The document that gives the parts.
    document: Option<String>,
    /// Why.
    reason: Option<String>,
}

/// How a quota is split.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// By eligible people.
    Population,
    /// Equally.
    Equal,
    /// By the eligible people who are not done yet.
    Remaining,
    /// As the parts say.
    ByHand,
}

/// What one unit gets.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedPart {
    /// Slug of the unit.
    unit: String,
    /// So many people.
    people: i64,
}

/// What became of a quota.
#[derive(Serialize, ToSchema)]
pub struct Given {
    /// Revisions written; 0 where everything was so already.
    changed: usize,
}

/// Somebody who gives quotas.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIssuer {
    /// Name as documents write it.
    #[schema(example = "Công an huyện Cẩm Thủy")]
    name: String,
}

/// A change of somebody who gives quotas.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssuerChange {
    /// Another name.
    name: Option<String>,
    /// True puts it first: figures are measured against its quotas.
    #[serde(default)]
    leading: bool,
}

/// The quotas in force of a unit and the units below it, every issuer beside the others.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}/quotas", tag = "quotas",
    params(Which, ("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = QuotasJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    which: web::Query<Which>,
) -> Result<web::Json<QuotasJson>, Problem> {
    let Which { unit, as_of } = which.into_inner();
    let days = (as_of.map(AsOf), state.today());
    let table = web::block(move || quotas::table(&state.db, &caller.actor, &code, unit.as_deref(), days)).await??;
    Ok(web::Json(table.into()))
}

/// Gives a quota, changes it or takes it back.
#[utoipa::path(post, path = "/api/v1/campaigns/{code}/quotas", tag = "quotas", request_body = NewQuota,
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = Given),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn give(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    body: web::Json<NewQuota>,
) -> Result<web::Json<Given>, Problem> {
    let body = body.into_inner();
    let wanted = GiveQuota {
        campaign: code.into_inner(),
        target: target(body.people, body.percent.as_deref())?,
        unit: body.unit,
        measure: MeasureName { code: body.measure, audience: body.audience },
        issuer: body.issuer.map(IssuerId),
        deadline: body.deadline,
        document: body.document,
        reason: body.reason,
        today: state.today(),
    };
    let changed = web::block(move || quotas::give(&state.db, &caller.actor, &wanted)).await??;
    Ok(web::Json(Given { changed: usize::from(changed) }))
}

fn target(people: Option<i64>, percent: Option<&str>) -> Result<Option<Target>, CampaignError> {
    match (people, percent) {
        (Some(_), Some(_)) => Err(CampaignError::unfit("percent", "Ghi số người hoặc tỷ lệ, không ghi cả hai.")),
        (Some(people), None) => Ok(Some(Target::Absolute(people))),
        (None, Some(text)) => {
            let unreadable =
                || CampaignError::unfit("percent", format!("Không đọc được tỷ lệ «{text}»; ghi như 95 hoặc 95,5."));
            Percent::parse(text).map(|share| Some(Target::Share(share))).ok_or_else(unreadable)
        }
        (None, None) => Ok(None),
    }
}

/// Everything that was ever given to a unit for a measure.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}/quotas/history", tag = "quotas",
    params(WhichOne, ("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = HistoryJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn history(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    which: web::Query<WhichOne>,
) -> Result<web::Json<HistoryJson>, Problem> {
    let WhichOne { unit, measure, audience } = which.into_inner();
    let measure = MeasureName { code: measure, audience };
    let days = (None, state.today());
    let sheet = web::block(move || quotas::history(&state.db, &caller.actor, &code, (&unit, &measure), days)).await??;
    Ok(web::Json(sheet.into()))
}

/// Works out how a quota is split among the units below, and gives the parts where that is asked. The parts always add up to the whole, but for those
/// typed by hand, whose remainder is told.
#[utoipa::path(post, path = "/api/v1/campaigns/{code}/quotas/split", tag = "quotas", request_body = NewSplit,
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = SplitJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn split(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    body: web::Json<NewSplit>,
) -> Result<web::Json<SplitJson>, Problem> {
    let body = body.into_inner();
    let wanted = SplitRequest {
        campaign: code.into_inner(),
        unit: body.unit,
        measure: MeasureName { code: body.measure, audience: body.audience },
        issuer: body.issuer.map(IssuerId),
        deadline: body.deadline,
        method: method(body.method, body.parts),
        as_of: body.as_of.map(AsOf),
        today: state.today(),
    };
    let (give, document, reason) = (body.give, body.document, body.reason);
    let split = web::block(move || {
        let plan = quotas::plan_split(&state.db, &caller.actor, &wanted)?;
        let said = (document.as_deref(), reason.as_deref());
        let given = match give {
            true => Some(quotas::give_split(&state.db, &caller.actor, &wanted, &plan.parts(), said)?),
            false => None,
        };
        Ok::<_, CampaignError>(SplitJson::of(plan, given))
    });
    Ok(web::Json(split.await??))
}

fn method(method: Method, parts: Vec<TypedPart>) -> SplitMethod {
    match method {
        Method::Population => SplitMethod::Population,
        Method::Equal => SplitMethod::Equal,
        Method::Remaining => SplitMethod::Remaining,
        Method::ByHand => SplitMethod::ByHand(parts.into_iter().map(|part| (part.unit, part.people)).collect()),
    }
}

/// Who gives quotas, the leading one first.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}/issuers", tag = "quotas",
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = Issuers),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn issuers(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
) -> Result<web::Json<Issuers>, Problem> {
    let found = web::block(move || quotas::issuers(&state.db, &caller.actor, &code)).await??;
    Ok(web::Json(Issuers { issuers: found.into_iter().map(IssuerJson::from).collect() }))
}

/// Adds somebody who gives quotas.
#[utoipa::path(post, path = "/api/v1/campaigns/{code}/issuers", tag = "quotas", request_body = NewIssuer,
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = Issuers),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn add_issuer(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    body: web::Json<NewIssuer>,
) -> Result<web::Json<Issuers>, Problem> {
    let found = web::block(move || {
        quotas::add_issuer(&state.db, &caller.actor, &code, &body.name)?;
        quotas::issuers(&state.db, &caller.actor, &code)
    });
    Ok(web::Json(Issuers { issuers: found.await??.into_iter().map(IssuerJson::from).collect() }))
}

/// Renames somebody who gives quotas, or puts it first.
#[utoipa::path(put, path = "/api/v1/campaigns/{code}/issuers/{id}", tag = "quotas", request_body = IssuerChange,
    params(("code" = String, Path, description = "Code of the campaign"), ("id" = i64, Path, description = "Number of the issuer")),
    responses((status = 200, body = Issuers),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn change_issuer(
    state: web::Data<AppState>,
    caller: Caller,
    path: web::Path<(String, i64)>,
    body: web::Json<IssuerChange>,
) -> Result<web::Json<Issuers>, Problem> {
    let ((code, id), body) = (path.into_inner(), body.into_inner());
    let found = web::block(move || {
        if let Some(name) = &body.name {
            quotas::rename(&state.db, &caller.actor, &code, IssuerId(id), name)?;
        }
        if body.leading {
            quotas::lead(&state.db, &caller.actor, &code, IssuerId(id))?;
        }
        quotas::issuers(&state.db, &caller.actor, &code)
    });
    Ok(web::Json(Issuers { issuers: found.await??.into_iter().map(IssuerJson::from).collect() }))
}
