//! Who gives quotas in the campaign.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::campaign::CampaignError;
use crate::campaign::quotas;
use crate::model::id::IssuerId;
use crate::model::role::Operation;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::form::FieldError;
use crate::web::view::quotas::{Tab, tabs};

/// The page.
#[derive(Serialize)]
struct IssuersView {
    errors: Vec<FieldError>,
    tabs: Vec<Tab>,
    issuers: Vec<IssuerLine>,
    may_change: bool,
    action: String,
    name: String,
}

/// Somebody who gives quotas.
#[derive(Serialize)]
struct IssuerLine {
    id: i64,
    name: String,
    leading: bool,
}

/// What was pressed and typed.
#[derive(Default, Deserialize)]
pub struct Typed {
    /// Number of the one meant; empty for a new one.
    #[serde(rename = "so", default)]
    id: String,
    /// `dung-dau` puts it first.
    #[serde(rename = "viec", default)]
    what: String,
    /// Name.
    #[serde(rename = "ten", default)]
    name: String,
}

/// The list.
pub async fn show(desk: Desk) -> HttpResponse {
    desk.answer(|desk| page(desk, StatusCode::OK, Vec::new(), "")).await
}

fn page(desk: &Desk, status: StatusCode, errors: Vec<FieldError>, name: &str) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let found = quotas::issuers(&desk.state.db, desk.actor(), &scene.campaign()?.code)?;
    let line = |(place, issuer): (usize, crate::model::campaign::QuotaIssuer)| IssuerLine {
        id: issuer.id.0,
        name: issuer.name,
        leading: place == 0,
    };
    let view = IssuersView {
        errors,
        tabs: tabs(&scene.links, "/chi-tieu"),
        issuers: found.into_iter().enumerate().map(line).collect(),
        may_change: desk.session.account.role.may(Operation::ManageCampaign),
        action: scene.links.to("/chi-tieu/don-vi-giao"),
        name: name.to_owned(),
    };
    let title = "Đơn vị giao chỉ tiêu";
    let frame = desk.frame(&scene, Section::Campaigns, title, super::crumbs(&scene, title));
    Ok(desk.page_with(status, "quota_issuers.html", frame, view))
}

/// Adds, renames or puts first.
pub async fn change(Posted(desk, typed): Posted<Typed>) -> HttpResponse {
    desk.answer(move |desk| write(desk, &typed)).await
}

fn write(desk: &Desk, typed: &Typed) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let (db, actor, code) = (&desk.state.db, desk.actor(), &scene.campaign()?.code);
    let done = match (typed.id.parse().ok().map(IssuerId), typed.what.as_str()) {
        (Some(id), "dung-dau") => {
            quotas::lead(db, actor, code, id).map(|()| "Đã đưa lên đầu; số liệu tính theo chỉ tiêu của đơn vị này.")
        }
        (Some(id), _) => quotas::rename(db, actor, code, id, &typed.name).map(|()| "Đã đổi tên."),
        (None, _) => quotas::add_issuer(db, actor, code, &typed.name).map(|_| "Đã thêm đơn vị giao chỉ tiêu."),
    };
    match done {
        Ok(text) => Ok(Answer::done(scene.links.to("/chi-tieu/don-vi-giao"), text)),
        Err(CampaignError::Unfit { problem, .. }) => {
            page(desk, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of("ten", problem)], &typed.name)
        }
        Err(error) => Err(error.into()),
    }
}
