//! Campaigns and their figures.

use actix_web::web;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use crate::campaign::{self, CampaignLine, CampaignSheet};
use crate::model::as_of::AsOf;
use crate::progress::{FigureQuery, ProgressJson};
use crate::web::AppState;
use crate::web::problem::Problem;

/// A campaign.
#[derive(Serialize, ToSchema)]
pub struct CampaignJson {
    /// Code.
    #[schema(example = "cam-ngoc-2023")]
    code: String,
    /// Title.
    title: String,
    /// Slug of the unit that runs it.
    unit: String,
    /// Name of that unit.
    unit_name: String,
    /// First day.
    starts_on: NaiveDate,
    /// Last day.
    ends_on: NaiveDate,
    /// The as-of date that figures are read at where none is asked for; null stands for today.
    default_as_of: Option<NaiveDate>,
}

impl From<CampaignLine> for CampaignJson {
    fn from(CampaignLine { campaign, unit }: CampaignLine) -> Self {
        Self {
            code: campaign.code,
            title: campaign.title,
            unit: unit.slug,
            unit_name: unit.name,
            starts_on: campaign.starts_on,
            ends_on: campaign.ends_on,
            default_as_of: campaign.default_as_of,
        }
    }
}

/// Campaigns.
#[derive(Serialize, ToSchema)]
pub struct Campaigns {
    /// Latest first.
    campaigns: Vec<CampaignJson>,
}

/// A document that a campaign rests on.
#[derive(Serialize, ToSchema)]
pub struct LegalGroundJson {
    /// Number.
    #[schema(example = "70/KH-UBND")]
    number: String,
    /// Day of issue.
    issued_on: NaiveDate,
    /// Who issued it.
    issuer: String,
    /// What it is about.
    subject: String,
}

/// What a campaign counts.
#[derive(Serialize, ToSchema)]
pub struct MeasureJson {
    /// Code.
    #[schema(example = "vneid2.activated")]
    code: String,
    /// `residents`, `staff` or `all`.
    audience: &'static str,
    /// Name.
    name: String,
}

/// Everything about a campaign but its figures.
#[derive(Serialize, ToSchema)]
pub struct CampaignPage {
    /// The campaign.
    #[serde(flatten)]
    campaign: CampaignJson,
    /// What the personal data are used for.
    purpose: String,
    /// The day after which the personal data are to be deleted or de-identified.
    retention_until: NaiveDate,
    /// Link for people who need help.
    support_link: Option<String>,
    /// The documents it rests on.
    legal_grounds: Vec<LegalGroundJson>,
    /// What it counts, in order.
    measures: Vec<MeasureJson>,
}

impl From<CampaignSheet> for CampaignPage {
    fn from(sheet: CampaignSheet) -> Self {
        let CampaignSheet { line, legal_grounds, measures } = sheet;
        Self {
            purpose: line.campaign.purpose.clone(),
            retention_until: line.campaign.retention_until,
            support_link: line.campaign.support_link.clone(),
            campaign: line.into(),
            legal_grounds: legal_grounds
                .into_iter()
                .map(|ground| LegalGroundJson {
                    number: ground.number,
                    issued_on: ground.issued_on,
                    issuer: ground.issuer,
                    subject: ground.subject,
                })
                .collect(),
            measures: measures
                .into_iter()
                .map(|m| MeasureJson { code: m.code, audience: m.audience.as_str(), name: m.name })
                .collect(),
        }
    }
}

/// Whose figures, and of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Slug of the unit; the campaign's, or the caller's own where that lies below it.
    unit: Option<String>,
    /// The last day whose events count; the campaign's own, or else today.
    as_of: Option<NaiveDate>,
}

impl Which {
    /// The query, for a campaign.
    pub fn of(self, campaign: String, today: AsOf) -> FigureQuery {
        FigureQuery { campaign, unit: self.unit, as_of: self.as_of.map(AsOf), today }
    }
}

/// Campaigns that the caller sees.
#[utoipa::path(get, path = "/api/v1/campaigns", tag = "campaigns",
    responses((status = 200, body = Campaigns),
        (status = 401, body = Problem, content_type = "application/problem+json")))]
pub async fn list(state: web::Data<AppState>, caller: Caller) -> Result<web::Json<Campaigns>, Problem> {
    let on = state.today().day();
    let seen = web::block(move || campaign::list(&state.db, &caller.actor, on)).await??;
    Ok(web::Json(Campaigns { campaigns: seen.into_iter().map(CampaignJson::from).collect() }))
}

/// A campaign.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}", tag = "campaigns",
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = CampaignPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn show(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
) -> Result<web::Json<CampaignPage>, Problem> {
    let on = state.today().day();
    let sheet = web::block(move || campaign::show(&state.db, &caller.actor, &code, on)).await??;
    Ok(web::Json(sheet.into()))
}

/// Figures per measure for a unit and its children.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}/progress", tag = "campaigns",
    params(Which, ("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = ProgressJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn progress(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    which: web::Query<Which>,
) -> Result<web::Json<ProgressJson>, Problem> {
    let query = which.into_inner().of(code.into_inner(), state.today());
    let report = web::block(move || state.figures.overview(&state.db, &caller.actor, &query)).await??.0;
    Ok(web::Json(ProgressJson::from(&report)))
}
