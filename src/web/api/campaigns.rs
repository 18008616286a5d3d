//! Campaigns and their figures.

use actix_web::web;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use crate::campaign::{self, CampaignLine, CampaignSheet, Definition};
use crate::model::as_of::AsOf;
use crate::model::campaign::{CampaignContact, CampaignSession, FiledGround, Measure};
use crate::model::unit::Unit;
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
    /// Name of its file, where one is attached.
    file: Option<String>,
}

/// What a campaign counts.
#[derive(Serialize, ToSchema)]
pub struct MeasureJson {
    /// Code.
    #[schema(example = "vneid2.activated")]
    code: String,
    /// `residents`, `staff`, one category of it (`staff:public_employee`) or `all`.
    audience: &'static str,
    /// Name.
    name: String,
    /// What it counts, in words.
    definition: String,
    /// Out of whom, in words.
    eligible: String,
    /// Of a measure without persons: what it counts.
    noun: Option<String>,
    /// Of a share: what the whole is.
    base_noun: Option<String>,
    /// No longer followed; its quotas and reports are kept.
    retired: bool,
}

/// Where and when people are served.
#[derive(Serialize, ToSchema)]
pub struct SessionJson {
    /// Slug of the unit it is for; null where it is for everybody.
    unit: Option<String>,
    /// Where.
    place: String,
    /// First day.
    held_on: NaiveDate,
    /// Last day.
    held_to: NaiveDate,
    /// From what time, `07:30`.
    from_time: Option<String>,
    /// Until what time.
    to_time: Option<String>,
    /// Who is in charge.
    in_charge: Option<String>,
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
    /// Counts the changes; a change names the one it was made on.
    revision: i64,
    /// The documents it rests on.
    legal_grounds: Vec<LegalGroundJson>,
    /// Whom people ask.
    contacts: Vec<ContactJson>,
    /// Where and when people are served.
    sessions: Vec<SessionJson>,
    /// What it counts, in order.
    measures: Vec<MeasureJson>,
    /// What has to hold before somebody can enrol, in words.
    prerequisites: Vec<String>,
}

/// Whom people ask.
#[derive(Serialize, ToSchema)]
pub struct ContactJson {
    /// Name.
    name: String,
    /// Post.
    post: Option<String>,
    /// Phone.
    phone: Option<String>,
    /// Mail address.
    email: Option<String>,
}

impl From<CampaignSheet> for CampaignPage {
    fn from(sheet: CampaignSheet) -> Self {
        let CampaignSheet { line, legal_grounds, contacts, sessions, measures, definitions, prerequisites, .. } = sheet;
        let ground = |filed: FiledGround| LegalGroundJson {
            number: filed.ground.number,
            issued_on: filed.ground.issued_on,
            issuer: filed.ground.issuer,
            subject: filed.ground.subject,
            file: filed.file.map(|(_, name)| name),
        };
        let contact = |c: CampaignContact| ContactJson { name: c.name, post: c.post, phone: c.phone, email: c.email };
        let measure = |(m, words): (Measure, Definition)| MeasureJson {
            code: m.code,
            audience: m.audience.as_str(),
            name: m.name,
            definition: words.done,
            eligible: words.eligible,
            base_noun: m.activity.as_ref().and_then(|activity| activity.base_noun.clone()),
            noun: m.activity.map(|activity| activity.noun),
            retired: m.retired,
        };
        Self {
            purpose: line.campaign.purpose.clone(),
            retention_until: line.campaign.retention_until,
            support_link: line.campaign.support_link.clone(),
            revision: line.campaign.revision,
            campaign: line.into(),
            legal_grounds: legal_grounds.into_iter().map(ground).collect(),
            contacts: contacts.into_iter().map(contact).collect(),
            sessions: sessions.into_iter().map(SessionJson::from).collect(),
            measures: measures.into_iter().zip(definitions).map(measure).collect(),
            prerequisites,
        }
    }
}

impl From<(CampaignSession, Option<Unit>)> for SessionJson {
    fn from((session, unit): (CampaignSession, Option<Unit>)) -> Self {
        let clock = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
        Self {
            unit: unit.map(|unit| unit.slug),
            place: session.place,
            held_on: session.held_on,
            held_to: session.held_to,
            from_time: session.from_time.map(clock),
            to_time: session.to_time.map(clock),
            in_charge: session.in_charge,
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
