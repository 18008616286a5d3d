//! One quota: its history, and giving it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use crate::campaign::quotas::{self, GiveQuota};
use crate::campaign::{self, CampaignError, MeasureName};
use crate::model::id::IssuerId;
use crate::store::{StoreError, campaigns, catalogue, units};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::view::day;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Choice;
use crate::web::view::links::Pair;
use crate::web::view::quotas::{QuotaView, TypedQuota, history_href, read_target};

/// The page.
pub async fn show(desk: Desk) -> HttpResponse {
    desk.answer(|desk| page(desk, StatusCode::OK, Vec::new(), None)).await
}

/// The unit and the measure that the address names.
pub(super) fn subject(desk: &Desk) -> Result<(String, MeasureName), PageError> {
    let unit = desk.asked("don-vi").unwrap_or_default().to_owned();
    let asked = desk.asked("chi-tieu").unwrap_or_default();
    let measure = MeasureName::parse(asked).ok_or_else(|| CampaignError::NoMeasure(asked.to_owned()))?;
    Ok((unit, measure))
}

fn page(
    desk: &Desk,
    status: StatusCode,
    errors: Vec<FieldError>,
    typed: Option<TypedQuota>,
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let (unit, measure) = subject(desk)?;
    let days = (Some(scene.as_of), desk.state.today());
    let code = &scene.campaign()?.code;
    let sheet = quotas::history(&desk.state.db, desk.actor(), code, (&unit, &measure), days)?;
    let definition = desk.state.db.read(|conn| {
        let (tallies, catalogue) = (campaigns::tallies(conn)?, catalogue::load(conn)?);
        Ok::<_, StoreError>(campaign::definition(&sheet.measure, &tallies, &catalogue))
    })?;
    let mut view = QuotaView::of(&sheet, &definition, &day(scene.as_of.day()), &scene.links);
    view.errors = errors;
    if sheet.may_give {
        view.action = Some(history_href(&scene.links, &unit, &measure));
    }
    view.split_href = split_href(desk, &scene, &sheet)?;
    if let Some(typed) = typed {
        let issuers = sheet.issuers.iter();
        view.issuers = issuers.map(|i| Choice::new(i.id.to_string(), i.name.as_str(), &typed.issuer)).collect();
        view.typed = typed;
    }
    let frame = desk.frame(&scene, Section::Campaigns, &sheet.unit.name, super::crumbs(&scene, &sheet.unit.name));
    Ok(desk.page_with(status, "quota.html", frame, view))
}

/// Where what holds is split, if there are units below.
fn split_href(desk: &Desk, scene: &Scene, sheet: &quotas::QuotaSheet) -> Result<Option<String>, PageError> {
    let Some(held) = sheet.lines.iter().find(|line| line.holds) else { return Ok(None) };
    let day_of = scene.as_of.day();
    let below = desk.state.db.read(|conn| units::children(conn, sheet.unit.id, day_of))?;
    let suited = below.iter().any(|unit| sheet.measure.audience.suits(unit.kind));
    let may = desk.session.account.role.may(crate::model::role::Operation::ManageCampaign);
    let pairs = [
        Pair::new("don-vi", sheet.unit.slug.as_str()),
        Pair::new("chi-tieu", MeasureName::of(&sheet.measure).to_string()),
        Pair::new("don-vi-giao", held.revision.issuer.to_string()),
        Pair::new("han", day(held.revision.deadline)),
    ];
    Ok((suited && may).then(|| scene.links.with("/chi-tieu/chia", &pairs)))
}

/// Gives the quota.
pub async fn give(Posted(desk, typed): Posted<TypedQuota>) -> HttpResponse {
    desk.answer(move |desk| write(desk, typed)).await
}

fn write(desk: &Desk, typed: TypedQuota) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let (unit, measure) = subject(desk)?;
    let refused = |field, text: String, typed| {
        page(desk, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of(field, text)], Some(typed))
    };
    let target = match read_target(&typed.target) {
        Ok(target) => target,
        Err(text) => return refused("muc", text, typed),
    };
    let Some(deadline) = parse_typed(&typed.deadline) else {
        let text = format!("Không đọc được hạn «{}»; nhập theo dạng ngày/tháng/năm, ví dụ 30/06/2023.", typed.deadline);
        return refused("han", text, typed);
    };
    let wanted = GiveQuota {
        campaign: scene.campaign()?.code.clone(),
        unit: unit.clone(),
        measure: measure.clone(),
        issuer: typed.issuer.parse().ok().map(IssuerId),
        target,
        deadline,
        document: Some(typed.document.clone()),
        reason: Some(typed.reason.clone()),
        today: desk.state.today(),
    };
    let to = history_href(&scene.links, &unit, &measure);
    match quotas::give(&desk.state.db, desk.actor(), &wanted) {
        Ok(true) if target.is_none() => Ok(Answer::done(to, "Đã thu hồi chỉ tiêu; các lần giao trước vẫn được giữ.")),
        Ok(true) => Ok(Answer::done(to, "Đã giao chỉ tiêu; các lần giao trước vẫn được giữ.")),
        Ok(false) => Ok(Answer::done(to, "Chỉ tiêu này đã đúng như vậy từ trước; không có gì thay đổi.")),
        Err(CampaignError::Unfit { field, problem }) => refused(field_of(field), problem, typed),
        Err(error) => Err(error.into()),
    }
}

/// The field of the form that a field of the use case is typed into.
fn field_of(field: &str) -> &'static str {
    match field {
        "deadline" => "han",
        "document" => "van-ban",
        "reason" => "ly-do",
        _ => "muc",
    }
}
