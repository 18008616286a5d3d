//! The phone page: one tap per visit. Every tap is a form of its own, so that it works without script.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{crumbs_of, view};
use crate::fieldwork::{self, FieldworkError, NewResults};
use crate::model::id::WorkListId;
use crate::model::work_list::{ResultSource, TypedPair};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::form::FieldError;
use crate::web::view::links::Pair;
use crate::web::view::work_lists::{ListView, head_houses, phone_address};

const TITLE: &str = "Đi từng nhà";
const REMAINING: &str = "con-lai";

/// The page.
#[derive(Serialize)]
struct PhoneView {
    #[serde(flatten)]
    list: ListView,
    /// Whether only those that remain are shown.
    only_remaining: bool,
    /// Shows everybody.
    all_href: String,
    /// Shows those that remain.
    remaining_href: String,
    /// Where taps are sent.
    action: String,
    /// The line that the code on paper leads to.
    open: i32,
}

/// The list, house by house.
pub async fn show(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| page(desk, WorkListId(id.into_inner()), StatusCode::OK, Vec::new())).await
}

fn page(desk: &Desk, id: WorkListId, status: StatusCode, errors: Vec<FieldError>) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let mut list = view(desk, &scene, id)?;
    list.errors = errors;
    let only_remaining = desk.asked("loc") == Some(REMAINING);
    if only_remaining {
        list.lines.retain(|line| line.remaining);
        // The head of a house may stand on a line that is done.
        head_houses(&mut list.lines);
    }
    let address = |remaining| phone_address(&scene.links, id.0, remaining, None);
    let view = PhoneView {
        only_remaining,
        all_href: address(false),
        remaining_href: address(true),
        action: address(only_remaining),
        open: desk.asked("dong").and_then(|line| line.parse().ok()).unwrap_or_default(),
        list,
    };
    let frame = desk.frame(&scene, Section::WorkLists, TITLE, crumbs_of(&scene, id, TITLE));
    Ok(desk.page_with(status, "work_list_phone.html", frame, view))
}

/// What the code on paper leads to.
pub async fn line(desk: Desk, path: web::Path<(i64, i32)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (list, line) = path.into_inner();
        let scene = desk.scene()?;
        let pairs = [Pair::new("dong", line.to_string())];
        let to = format!("{}#d-{line}", scene.links.with(&format!("/viec/{list}"), &pairs));
        Ok(Answer::Redirect { to, notice: None })
    })
    .await
}

/// A tap.
#[derive(Debug, Deserialize)]
pub struct Tap {
    #[serde(rename = "dong")]
    line: i32,
    #[serde(rename = "kq")]
    digit: String,
    #[serde(rename = "da-xem")]
    seen: i64,
    #[serde(rename = "ngay")]
    day: String,
}

/// Writes a result, or takes it back.
pub async fn tick(Posted(desk, tap): Posted<Tap>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = WorkListId(id.into_inner());
        let refused = |text: String| page(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::general(text)]);
        let pair = match TypedPair::of_cell(tap.line, &tap.digit) {
            Ok(pair) => pair,
            Err(error) => return refused(error.to_string()),
        };
        let Some(on) = parse_typed(&tap.day) else {
            return refused("Không đọc được ngày; tải lại trang rồi đánh dấu lại.".to_owned());
        };
        let new = NewResults {
            list: id,
            on,
            today: desk.state.today(),
            pairs: pair.into_iter().collect(),
            source: ResultSource::Phone,
            seen: Some(tap.seen),
        };
        match fieldwork::record(&desk.state.db, desk.actor(), &new, desk.state.now()) {
            Ok(_) => after(desk, id, tap.line),
            Err(FieldworkError::Lines(problems)) => {
                let told: Vec<String> = problems.into_iter().map(|problem| problem.text).collect();
                refused(told.join(" "))
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// Back to where the thumb was: the line, or the next one where the line is no longer shown.
fn after(desk: &Desk, id: WorkListId, line: i32) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let only_remaining = desk.asked("loc") == Some(REMAINING);
    let mut at = Some(line);
    if only_remaining {
        let lines = view(desk, &scene, id)?.lines;
        at = lines.iter().filter(|line| line.remaining).map(|line| line.number).find(|number| *number >= line);
    }
    Ok(Answer::Redirect { to: phone_address(&scene.links, id.0, only_remaining, at), notice: None })
}
