//! Leading a round: a new date, closing and opening, links for units without an account, what was done.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{NaiveTime, TimeDelta};

use super::{after, crumbs, sheet};
use crate::model::id::{RoundId, UnitId};
use crate::model::round::{Due, DueWording, instant};
use crate::rounds::{self, IssuedLink, NewDue, RoundError, RoundLink, RoundSheet};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::{Scene, value};
use crate::web::view::day;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Choice;
use crate::web::view::links::Pair;
use crate::web::view::round_forms::{IssuedView, LinkView, ManageView};
use crate::web::view::rounds::{LogLine, moment};

const TITLE: &str = "Điều hành đợt báo cáo";
/// Days for which a link holds where nothing else is said.
const LINK_DAYS: i64 = 7;

/// The page.
pub async fn show(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| page(desk, RoundId(id.into_inner()), StatusCode::OK, Vec::new(), &[])).await
}

fn page(
    desk: &Desk,
    id: RoundId,
    status: StatusCode,
    errors: Vec<FieldError>,
    issued: &[IssuedLink],
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let sheet = sheet(desk, &scene, id)?;
    let links = rounds::links_of(&desk.state.db, desk.actor(), id)?;
    let today = desk.state.today().day();
    let units: Vec<Choice> = sheet.hop(1).map_or_else(Vec::new, |hop| {
        hop.lines.iter().map(|line| Choice::new(line.unit.slug.as_str(), line.unit.name.as_str(), "")).collect()
    });
    let view = ManageView {
        errors,
        path: format!("/dot-bao-cao/{id}/quan-ly"),
        keep: scene.links.to(""),
        locked: sheet.round.locked,
        hops: sheet
            .hops
            .iter()
            .map(|hop| {
                let label = format!("Bước {}: gửi {} ({})", hop.number, hop.receiver_name, hop.due.vietnamese());
                Choice::new(hop.number.to_string(), label, "1")
            })
            .collect(),
        wordings: [(DueWording::Through, "đến hết ngày"), (DueWording::Before, "trước ngày")]
            .map(|(wording, label)| Choice::new(wording.as_str(), label, "through"))
            .to_vec(),
        issued: issued.iter().enumerate().map(|(place, link)| issued_view(desk, place + 1, link)).collect(),
        links: links.iter().map(|(unit, link)| link_view(desk, unit, link)).collect(),
        expires: day(today + TimeDelta::days(LINK_DAYS)),
        units,
        log: sheet.log.iter().map(|event| LogLine::of(event, name(&sheet, event.unit))).collect(),
    };
    let frame = desk.frame(&scene, Section::Rounds, TITLE, crumbs(&scene, Some((&sheet, Some(TITLE)))));
    Ok(desk.page_with(status, "round_manage.html", frame, view))
}

fn name(sheet: &RoundSheet, unit: Option<UnitId>) -> Option<&str> {
    let unit = unit?;
    let lines = sheet.hops.iter().flat_map(|hop| &hop.lines);
    lines.into_iter().find(|line| line.unit.id == unit).map(|line| line.unit.name.as_str())
}

fn issued_view(desk: &Desk, number: usize, link: &IssuedLink) -> IssuedView {
    let origin = desk.origin.trim_end_matches('/');
    IssuedView { unit: link.unit.name.clone(), href: format!("{origin}/bc/{}", link.secret), number }
}

fn link_view(desk: &Desk, unit: &crate::model::unit::Unit, link: &RoundLink) -> LinkView {
    let now = desk.state.now();
    let state = match link {
        link if link.used_at.is_some() => "đã nộp",
        link if link.revoked_at.is_some() => "đã thu hồi",
        link if !link.is_open(now) => "hết hạn",
        _ => "đang mở",
    };
    LinkView {
        unit: unit.name.clone(),
        slug: unit.slug.clone(),
        state,
        expires: moment(link.expires_at),
        open: link.is_open(now),
    }
}

/// Does what the form says.
pub async fn change(
    Posted(desk, fields): Posted<Vec<(String, String)>>,
    path: web::Path<(i64, String)>,
) -> HttpResponse {
    desk.answer(move |desk| {
        let (id, what) = path.into_inner();
        let fields: Vec<Pair> = fields.into_iter().map(|(name, value)| Pair { name, value }).collect();
        let scene = desk.scene()?;
        let done = match what.as_str() {
            "han" => change_due(desk, RoundId(id), &fields),
            "khoa" => lock(desk, RoundId(id), &fields),
            "duong-dan" => return issue(desk, RoundId(id), &fields),
            "thu-hoi" => revoke(desk, RoundId(id), &fields),
            _ => return Err(PageError::not_found("Không có trang nào ở địa chỉ này.")),
        };
        answer(desk, &scene, RoundId(id), done)
    })
    .await
}

/// What was done, or the field that is not right.
type Done = Result<String, Result<FieldError, PageError>>;

fn answer(desk: &Desk, scene: &Scene, id: RoundId, done: Done) -> Result<Answer, PageError> {
    match done {
        Ok(told) => Ok(Answer::done(after(desk, scene, &format!("/dot-bao-cao/{id}/quan-ly")), told)),
        Err(Ok(error)) => page(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![error], &[]),
        Err(Err(error)) => Err(error),
    }
}

fn told(field: &'static str, error: RoundError) -> Result<FieldError, PageError> {
    match error {
        error @ (RoundError::Unfit(_) | RoundError::NoReason | RoundError::Locked(_)) => {
            Ok(FieldError::of(field, error.to_string()))
        }
        error => Err(error.into()),
    }
}

fn change_due(desk: &Desk, id: RoundId, fields: &[Pair]) -> Done {
    let typed = value(fields, "han-moi").unwrap_or_default();
    let Some(day) = parse_typed(typed) else {
        let text = format!("Không đọc được ngày «{typed}»; nhập theo dạng ngày/tháng/năm, ví dụ 31/05/2023.");
        return Err(Ok(FieldError::of("han-moi", text)));
    };
    let time = match value(fields, "gio") {
        None => None,
        Some(text) => match super::new::hour(text) {
            Some(hour) => Some(hour),
            None => return Err(Ok(FieldError::of("gio", format!("Không đọc được giờ «{text}»; ví dụ 16:00.")))),
        },
    };
    let wording = value(fields, "cach-ghi").and_then(DueWording::parse).unwrap_or_default();
    let hop = value(fields, "buoc").and_then(|text| text.parse().ok()).unwrap_or(1);
    let document = value(fields, "van-ban").unwrap_or_default().to_owned();
    let new = NewDue { round: id, hop, due: Due::worded(day, time, wording), document };
    rounds::change_due(&desk.state.db, desk.actor(), &new, desk.state.now()).map_err(|error| told("van-ban", error))?;
    Ok(format!("Đã đổi hạn bước {hop}: {}. Hạn trước đó vẫn được ghi lại.", new.due.vietnamese()))
}

fn lock(desk: &Desk, id: RoundId, fields: &[Pair]) -> Done {
    let locked = value(fields, "khoa") == Some("1");
    let why = value(fields, "ly-do").unwrap_or_default();
    rounds::set_locked(&desk.state.db, desk.actor(), id, locked, why, desk.state.now())
        .map_err(|error| told("ly-do", error))?;
    let word = if locked { "khóa" } else { "mở khóa" };
    Ok(format!("Đã {word} đợt báo cáo."))
}

/// Links are shown on the page that answers, and never again.
fn issue(desk: &Desk, id: RoundId, fields: &[Pair]) -> Result<Answer, PageError> {
    let typed = value(fields, "het-han").unwrap_or_default();
    let end = NaiveTime::from_hms_opt(23, 59, 59);
    let Some(expires_at) = parse_typed(typed).zip(end).map(|(day, end)| instant(day, end)) else {
        let error = FieldError::of("het-han", format!("Không đọc được ngày «{typed}»; ví dụ 31/05/2023."));
        return page(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![error], &[]);
    };
    let slugs: Vec<String> = value(fields, "don-vi").map(str::to_owned).into_iter().collect();
    match rounds::issue_links(&desk.state.db, desk.actor(), id, &slugs, expires_at, desk.state.now()) {
        Ok(issued) => page(desk, id, StatusCode::OK, Vec::new(), &issued),
        Err(error) => {
            let error = told("het-han", error)?;
            page(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![error], &[])
        }
    }
}

fn revoke(desk: &Desk, id: RoundId, fields: &[Pair]) -> Done {
    let slug = value(fields, "don-vi").unwrap_or_default();
    rounds::revoke_links(&desk.state.db, desk.actor(), id, slug, desk.state.now())
        .map_err(|error| told("don-vi", error))?;
    Ok("Đã thu hồi đường dẫn.".to_owned())
}
