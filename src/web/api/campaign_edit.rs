//! Campaigns created and changed.

use actix_web::web;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use super::campaigns::CampaignPage;
use crate::campaign::edit::{self, CampaignChange, CampaignDraft, MeasureKind, NewMeasure, SessionDraft};
use crate::campaign::{self, CampaignError, MeasureName};
use crate::model::campaign::{Activity, CampaignContact, LegalGround};
use crate::model::percent::Rounding;
use crate::model::person::StaffCategory;
use crate::model::tally::Audience;
use crate::web::AppState;
use crate::web::problem::Problem;

/// A campaign as it is written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenCampaign {
    /// Code; proposed from the title where it is empty. Of a campaign that is there it stays.
    #[serde(default)]
    code: String,
    /// Slug of the unit that runs it. Of a campaign that is there it stays.
    #[serde(default)]
    unit: String,
    /// Title.
    title: String,
    /// First day.
    starts_on: NaiveDate,
    /// Last day.
    ends_on: NaiveDate,
    /// The as-of date that figures are read at where none is asked for.
    default_as_of: Option<NaiveDate>,
    /// `truncate` or `half_up`.
    #[schema(value_type = String)]
    #[serde(default)]
    rounding: Rounding,
    /// What the personal data are used for.
    purpose: String,
    /// The day after which they are to be deleted or de-identified.
    retention_until: NaiveDate,
    /// Link for people who need help.
    support_link: Option<String>,
}

impl From<WrittenCampaign> for CampaignDraft {
    fn from(written: WrittenCampaign) -> Self {
        Self {
            code: written.code,
            unit: written.unit,
            title: written.title,
            starts_on: written.starts_on,
            ends_on: written.ends_on,
            default_as_of: written.default_as_of,
            rounding: written.rounding,
            purpose: written.purpose,
            retention_until: written.retention_until,
            support_link: written.support_link,
        }
    }
}

/// A document that a campaign rests on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenGround {
    /// Number.
    number: String,
    /// Day of issue.
    issued_on: NaiveDate,
    /// Who issued it.
    issuer: String,
    /// What it is about.
    subject: String,
}

/// Whom people ask.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenContact {
    /// Name.
    name: String,
    /// Post.
    post: Option<String>,
    /// Phone.
    phone: Option<String>,
    /// Mail address.
    email: Option<String>,
}

/// Where and when people are served.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenSession {
    /// Slug of the unit it is for.
    unit: Option<String>,
    /// Where.
    place: String,
    /// First day.
    held_on: NaiveDate,
    /// Last day.
    held_to: NaiveDate,
    /// From what time, `07:30:00`.
    #[schema(value_type = Option<String>)]
    from_time: Option<NaiveTime>,
    /// Until what time.
    #[schema(value_type = Option<String>)]
    to_time: Option<NaiveTime>,
    /// Who is in charge.
    in_charge: Option<String>,
}

/// A change of a campaign; whatever is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenChange {
    /// The revision that was looked at.
    revision: i64,
    /// Title, window, purpose and the like.
    campaign: Option<WrittenCampaign>,
    /// The documents it rests on, all of them.
    legal_grounds: Option<Vec<WrittenGround>>,
    /// Whom people ask, all of them.
    contacts: Option<Vec<WrittenContact>>,
    /// Where and when people are served, all of it.
    sessions: Option<Vec<WrittenSession>>,
}

/// A measure to be added: `milestone` and `audience`, or `noun` for one without persons.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenMeasure {
    /// The revision that was looked at.
    revision: i64,
    /// Name on tiles and in tables.
    name: String,
    /// `vneid2.activated`, `smartca.accepted`.
    milestone: Option<String>,
    /// `residents`, `staff`, one category of it (`staff:public_employee`) or `all`.
    #[schema(value_type = Option<String>)]
    audience: Option<Audience>,
    /// Only staff of this category: `cadre`, `civil_servant`, `public_employee`, `worker`.
    #[schema(value_type = Option<String>)]
    category: Option<StaffCategory>,
    /// Whether only people with a valid card are eligible.
    #[serde(default)]
    with_card: bool,
    /// What a measure without persons counts: `buổi`.
    noun: Option<String>,
    /// Of a share: what the whole is.
    base_noun: Option<String>,
}

/// A change of a measure.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureChange {
    /// The revision that was looked at.
    revision: i64,
    /// Code of the measure.
    measure: String,
    /// Audience of the measure.
    #[schema(value_type = String)]
    audience: Audience,
    /// True stops following it; its quotas and reports are kept.
    retired: bool,
}

/// A campaign that was created.
#[derive(Serialize, ToSchema)]
pub struct Created {
    /// Its code.
    code: String,
}

/// Creates a campaign.
#[utoipa::path(post, path = "/api/v1/campaigns", tag = "campaigns", request_body = WrittenCampaign,
    responses((status = 201, body = Created),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    state: web::Data<AppState>,
    caller: Caller,
    body: web::Json<WrittenCampaign>,
) -> Result<actix_web::HttpResponse, Problem> {
    let draft = body.into_inner().into();
    let code = web::block(move || edit::create(&state.db, &caller.actor, &draft)).await??;
    Ok(actix_web::HttpResponse::Created().json(Created { code }))
}

/// Changes a campaign. A change made on an older revision is refused with what differs now.
#[utoipa::path(put, path = "/api/v1/campaigns/{code}", tag = "campaigns", request_body = WrittenChange,
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = CampaignPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn change(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    body: web::Json<WrittenChange>,
) -> Result<web::Json<CampaignPage>, Problem> {
    let body = body.into_inner();
    let ground = |g: WrittenGround| LegalGround {
        number: g.number,
        issued_on: g.issued_on,
        issuer: g.issuer,
        subject: g.subject,
    };
    let contact = |c: WrittenContact| CampaignContact { name: c.name, post: c.post, phone: c.phone, email: c.email };
    let wanted = CampaignChange {
        draft: body.campaign.map(CampaignDraft::from),
        grounds: body.legal_grounds.map(|grounds| grounds.into_iter().map(ground).collect()),
        contacts: body.contacts.map(|contacts| contacts.into_iter().map(contact).collect()),
        sessions: body.sessions.map(|sessions| sessions.into_iter().map(SessionDraft::from).collect()),
    };
    let on = state.today().day();
    let sheet = web::block(move || {
        edit::change(&state.db, &caller.actor, &code, body.revision, &wanted)?;
        Ok::<_, CampaignError>(campaign::show(&state.db, &caller.actor, &code, on)?)
    });
    Ok(web::Json(sheet.await??.into()))
}

impl From<WrittenSession> for SessionDraft {
    fn from(written: WrittenSession) -> Self {
        Self {
            unit: written.unit,
            place: written.place,
            held_on: written.held_on,
            held_to: written.held_to,
            from_time: written.from_time,
            to_time: written.to_time,
            in_charge: written.in_charge,
        }
    }
}

/// Adds a measure. People who are known already are counted in it at once.
#[utoipa::path(post, path = "/api/v1/campaigns/{code}/measures", tag = "campaigns", request_body = WrittenMeasure,
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = CampaignPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn add_measure(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    body: web::Json<WrittenMeasure>,
) -> Result<web::Json<CampaignPage>, Problem> {
    let body = body.into_inner();
    let (revision, new) = (body.revision, body.measure()?);
    let on = state.today().day();
    let sheet = web::block(move || {
        edit::add_measure(&state.db, &caller.actor, &code, revision, &new)?;
        Ok::<_, CampaignError>(campaign::show(&state.db, &caller.actor, &code, on)?)
    });
    Ok(web::Json(sheet.await??.into()))
}

impl WrittenMeasure {
    fn measure(self) -> Result<NewMeasure, CampaignError> {
        let kind = match (self.noun, self.milestone, self.audience) {
            (Some(noun), None, None) => MeasureKind::Activity(Activity { noun, base_noun: self.base_noun }),
            (None, Some(milestone), Some(audience)) => {
                MeasureKind::People { milestone, audience, category: self.category, with_card: self.with_card }
            }
            _ => {
                let problem =
                    "Ghi milestone và audience cho chỉ tiêu đếm người, hoặc noun cho chỉ tiêu không đếm người.";
                return Err(CampaignError::unfit("milestone", problem));
            }
        };
        Ok(NewMeasure { kind, name: self.name })
    }
}

/// Stops following a measure, or follows it again.
#[utoipa::path(put, path = "/api/v1/campaigns/{code}/measures", tag = "campaigns", request_body = MeasureChange,
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = CampaignPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub async fn change_measure(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    body: web::Json<MeasureChange>,
) -> Result<web::Json<CampaignPage>, Problem> {
    let body = body.into_inner();
    let measure = MeasureName { code: body.measure, audience: body.audience };
    let on = state.today().day();
    let sheet = web::block(move || {
        let wanted = (&measure, body.retired);
        edit::retire_measure(&state.db, &caller.actor, &code, body.revision, wanted)?;
        Ok::<_, CampaignError>(campaign::show(&state.db, &caller.actor, &code, on)?)
    });
    Ok(web::Json(sheet.await??.into()))
}
