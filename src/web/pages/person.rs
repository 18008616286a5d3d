//! One person: the time line, numbers in full with a reason, a milestone recorded or taken back by hand.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{person_barriers, person_move};
use crate::model::id::{EventId, PersonId};
use crate::model::role::Operation;
use crate::people::{self, PeopleError, PersonSheet, RecordMilestone, Recorded};
use crate::store::{StoreError, campaigns, catalogue};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::view::day;
use crate::web::view::form::FieldError;
use crate::web::view::frame::{Choice, Crumb};
use crate::web::view::person::{self, EventLine, NotedLine, PersonView, TypedMilestone};
use crate::web::view::person_move::MoveView;
use crate::web::view::quick_entry::channel_choices;

/// The page.
pub async fn show(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| page(desk, PersonId(id.into_inner()), StatusCode::OK, PersonView::default(), "")).await
}

/// The page with what has just been typed or revealed.
pub(super) fn page(
    desk: &Desk,
    id: PersonId,
    status: StatusCode,
    view: PersonView,
    milestone: &str,
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let sheet = people::show(&desk.state.db, desk.actor(), id, scene.as_of)?;
    let view = filled(desk, &scene, &sheet, view, milestone)?;
    let frame = desk.frame(&scene, Section::People, &sheet.full_name, crumbs(&scene, &sheet, None));
    Ok(desk.page_with(status, "person.html", frame, view))
}

fn filled(
    desk: &Desk,
    scene: &Scene,
    sheet: &PersonSheet,
    view: PersonView,
    milestone: &str,
) -> Result<PersonView, PageError> {
    let role = desk.session.account.role;
    let may_record = role.may(Operation::RecordMilestone);
    let id = sheet.id.to_string();
    let milestones = if may_record { choices(desk, scene, sheet, milestone)? } else { Vec::new() };
    let destinations =
        if may_record { person_move::destinations(desk, sheet, &view.typed_move.to)? } else { Vec::new() };
    let today = day(scene.as_of.day().min(desk.state.today().day()));
    let (mut typed, mut typed_move) = (view.typed, view.typed_move);
    for day in [&mut typed.day, &mut typed_move.day].into_iter().filter(|day| day.is_empty()) {
        day.clone_from(&today);
    }
    Ok(PersonView {
        typed,
        typed_move,
        destinations,
        moves: sheet.moves.iter().map(MoveView::of).collect(),
        action: format!("/nguoi-dan/{id}"),
        facts: person::facts(sheet),
        standings: person::standings(sheet),
        barriers: sheet.barriers.iter().map(NotedLine::of).collect(),
        causes: if may_record { person_barriers::causes(desk, sheet)? } else { Vec::new() },
        channels: if may_record { channels(desk)? } else { Vec::new() },
        mentions: person::mentions(sheet),
        events: sheet.time_line.iter().map(|entry| EventLine::of(entry, &scene.links, &id, may_record)).collect(),
        may_reveal: role.may(Operation::RevealNumbers),
        milestones,
        ..view
    })
}

/// All milestones; the one that the campaign counts and the person lacks is chosen already.
fn choices(desk: &Desk, scene: &Scene, sheet: &PersonSheet, chosen: &str) -> Result<Vec<Choice>, PageError> {
    let (catalogue, measures) = desk.state.db.read(|conn| {
        let measures = match &scene.campaign {
            Some(campaign) => campaigns::measures(conn, campaign.id)?,
            None => Vec::new(),
        };
        Ok::<_, StoreError>((catalogue::load(conn)?, measures))
    })?;
    let held = |code: &str| sheet.time_line.iter().any(|entry| entry.holds && entry.milestone == code);
    let begun = |code: &str| {
        let programme = code.split('.').next().unwrap_or_default();
        sheet.standings.iter().any(|standing| standing.programme == programme)
    };
    let counted = measures.iter().map(|measure| measure.code.as_str());
    let missing: Vec<&str> = counted.filter(|code| catalogue.milestone(code).is_some() && !held(code)).collect();
    let next = missing.iter().rev().find(|code| begun(code)).or(missing.first()).copied().unwrap_or_default();
    Ok(person::milestones(&catalogue, if chosen.is_empty() { next } else { chosen }))
}

/// Ways to enrol, where some programme has several.
fn channels(desk: &Desk) -> Result<Vec<Choice>, PageError> {
    let programmes = people::channels_by_programme(&desk.state.db)?;
    Ok(if programmes.is_empty() { Vec::new() } else { channel_choices(&programmes, "") })
}

fn crumbs(scene: &Scene, sheet: &PersonSheet, step: Option<&str>) -> Vec<Crumb> {
    let own = format!("/nguoi-dan/{}", sheet.id);
    let mut crumbs = vec![
        Crumb { label: "Người dân".to_owned(), href: Some(scene.links.to("/nguoi-dan")) },
        Crumb { label: sheet.full_name.clone(), href: step.map(|_| scene.links.to(&own)) },
    ];
    crumbs.extend(step.map(|label| Crumb { label: label.to_owned(), href: None }));
    crumbs
}

/// A reason.
#[derive(Deserialize)]
pub struct Reason {
    #[serde(rename = "ly-do")]
    reason: String,
}

/// Numbers in full; each time is logged with its reason. The answer is the page itself, so that nothing of it stays in an address.
pub async fn reveal(Posted(desk, typed): Posted<Reason>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = PersonId(id.into_inner());
        let mut view = PersonView { reason: typed.reason.clone(), ..PersonView::default() };
        match people::reveal(&desk.state.db, desk.actor(), id, &typed.reason) {
            Ok(numbers) => {
                view.revealed = person::revealed(&numbers);
                page(desk, id, StatusCode::OK, view, "")
            }
            Err(error @ PeopleError::ReasonTooShort) => {
                view.errors = vec![FieldError::of("ly-do", error.to_string())];
                page(desk, id, StatusCode::UNPROCESSABLE_ENTITY, view, "")
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// A milestone as typed.
#[derive(Deserialize)]
pub struct Typed {
    moc: String,
    ngay: String,
    #[serde(rename = "ghi-chu", default)]
    remark: String,
    /// `smartca.vneid`.
    #[serde(rename = "kenh", default)]
    channel: String,
}

/// Records a milestone.
pub async fn record(Posted(desk, typed): Posted<Typed>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| write(desk, PersonId(id.into_inner()), &typed)).await
}

fn write(desk: &Desk, id: PersonId, typed: &Typed) -> Result<Answer, PageError> {
    let refused = |field, text: String| {
        let errors = vec![FieldError::of(field, text)];
        let kept = TypedMilestone { day: typed.ngay.clone(), remark: typed.remark.clone() };
        let view = PersonView { errors, typed: kept, ..PersonView::default() };
        page(desk, id, StatusCode::UNPROCESSABLE_ENTITY, view, &typed.moc)
    };
    let Some(on) = parse_typed(&typed.ngay) else {
        let text = format!("Không đọc được ngày «{}»; nhập theo dạng ngày/tháng/năm, ví dụ 31/05/2023.", typed.ngay);
        return refused("ngay", text);
    };
    let reason = Some(typed.remark.trim().to_owned()).filter(|text| !text.is_empty());
    let new = RecordMilestone { person: id, milestone: typed.moc.clone(), on, today: desk.state.today(), reason };
    let to = desk.scene()?.links.to(&format!("/nguoi-dan/{id}"));
    let channel = typed.channel.split_once('.').filter(|_| !typed.channel.is_empty());
    if channel.is_some_and(|(of, _)| typed.moc.split('.').next() != Some(of)) {
        return refused("kenh", "Kênh đã chọn không thuộc dịch vụ của mốc này. Chọn lại kênh hoặc mốc.".to_owned());
    }
    let channel = channel.map(|(_, code)| code);
    match people::record_milestone_through(&desk.state.db, desk.actor(), &new, channel) {
        Ok(Recorded::Written(_)) => Ok(Answer::done(to, "Đã ghi nhận mốc; số liệu của đơn vị đã cập nhật.")),
        Ok(Recorded::AlreadyHeld(held)) => {
            Ok(Answer::done(to, format!("Mốc này đã có từ ngày {}; không ghi thêm.", day(held.day))))
        }
        Err(error @ PeopleError::UnknownMilestone(_)) => refused("moc", error.to_string()),
        Err(error @ PeopleError::UnknownChannel(_)) => refused("kenh", error.to_string()),
        Err(
            error @ (PeopleError::InTheFuture { .. }
            | PeopleError::TooEarly(_)
            | PeopleError::BeforeBirth(_)
            | PeopleError::AfterDeath { .. }
            | PeopleError::Needs { .. }),
        ) => refused("ngay", error.to_string()),
        Err(error) => Err(error.into()),
    }
}

/// What taking back asks.
#[derive(Serialize)]
struct RevokeView {
    errors: Vec<FieldError>,
    action: String,
    back: String,
    event: EventLine,
    reason: String,
}

/// Asks before a milestone is taken back, and says what will change.
pub async fn ask_revoke(desk: Desk, path: web::Path<(i64, i64)>) -> HttpResponse {
    desk.answer(move |desk| revoke_page(desk, path.into_inner(), StatusCode::OK, Vec::new(), "")).await
}

fn revoke_page(
    desk: &Desk,
    (person, event): (i64, i64),
    status: StatusCode,
    errors: Vec<FieldError>,
    reason: &str,
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let sheet = people::show(&desk.state.db, desk.actor(), PersonId(person), scene.as_of)?;
    let entry = sheet.time_line.iter().find(|entry| entry.event == EventId(event) && entry.revoked.is_none());
    let entry = entry.ok_or_else(|| PageError::not_found("Mốc này không có hoặc đã được thu hồi."))?;
    let view = RevokeView {
        errors,
        action: format!("/nguoi-dan/{person}/thu-hoi/{event}"),
        back: scene.links.to(&format!("/nguoi-dan/{person}")),
        event: EventLine::of(entry, &scene.links, "", false),
        reason: reason.to_owned(),
    };
    let frame = desk.frame(&scene, Section::People, "Thu hồi mốc", crumbs(&scene, &sheet, Some("Thu hồi mốc")));
    Ok(desk.page_with(status, "revoke.html", frame, view))
}

/// Takes a milestone back.
pub async fn revoke(Posted(desk, typed): Posted<Reason>, path: web::Path<(i64, i64)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (person, event) = path.into_inner();
        let to = desk.scene()?.links.to(&format!("/nguoi-dan/{person}"));
        match people::revoke_milestone(&desk.state.db, desk.actor(), EventId(event), &typed.reason) {
            Ok(_) => Ok(Answer::done(to, "Đã thu hồi mốc; số liệu của đơn vị đã cập nhật.")),
            Err(error @ PeopleError::ReasonTooShort) => {
                let errors = vec![FieldError::of("ly-do", error.to_string())];
                revoke_page(desk, (person, event), StatusCode::UNPROCESSABLE_ENTITY, errors, &typed.reason)
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}
