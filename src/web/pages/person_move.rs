//! Recording that a person has moved, from the page of the person.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web;
use serde::Deserialize;

use super::person::page;
use crate::model::id::PersonId;
use crate::people::{self, MoveResidence, PeopleError, PersonSheet};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Choice;
use crate::web::view::person::PersonView;
use crate::web::view::person_move::{self, ELSEWHERE, TypedMove};

/// A move as typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(rename = "noi-den")]
    to: String,
    #[serde(rename = "tu-ngay")]
    from_day: String,
    #[serde(rename = "can-cu", default)]
    remark: String,
}

/// Where the person of a sheet can be moved to, among the villages of the day shown.
pub(super) fn destinations(desk: &Desk, sheet: &PersonSheet, chosen: &str) -> Result<Vec<Choice>, PageError> {
    let on = sheet.as_of.day().min(desk.state.today().day());
    let villages = people::move_targets(&desk.state.db, desk.actor(), sheet.id, on)?;
    let may_leave = sheet.residence.as_ref().is_some_and(|home| home.kind.counts());
    Ok(person_move::destinations(villages, may_leave, chosen))
}

/// Records a move.
pub async fn record(Posted(desk, typed): Posted<Typed>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| write(desk, PersonId(id.into_inner()), &typed)).await
}

fn write(desk: &Desk, id: PersonId, typed: &Typed) -> Result<Answer, PageError> {
    let refused = |field, text: String| {
        let typed_move =
            TypedMove { to: typed.to.clone(), day: typed.from_day.clone(), remark: typed.remark.clone(), open: true };
        let view = PersonView { errors: vec![FieldError::of(field, text)], typed_move, ..PersonView::default() };
        page(desk, id, StatusCode::UNPROCESSABLE_ENTITY, view, "")
    };
    let Some(on) = parse_typed(&typed.from_day) else {
        let given = &typed.from_day;
        let text = format!("Không đọc được ngày «{given}»; nhập theo dạng ngày/tháng/năm, ví dụ 31/05/2023.");
        return refused("tu-ngay", text);
    };
    let to = Some(typed.to.clone()).filter(|to| to != ELSEWHERE);
    let new = MoveResidence { person: id, to, on, today: desk.state.today(), reason: Some(typed.remark.clone()) };
    let back = desk.scene()?.links.to(&format!("/nguoi-dan/{id}"));
    match people::move_residence(&desk.state.db, desk.actor(), &new) {
        Ok(()) => Ok(Answer::done(back, "Đã ghi nhận chuyển nơi ở; số liệu của nơi cũ và nơi mới đã cập nhật.")),
        Err(error @ (PeopleError::SameResidence(_) | PeopleError::LivesNowhere)) => {
            refused("noi-den", error.to_string())
        }
        Err(
            error @ (PeopleError::InTheFuture { .. }
            | PeopleError::TooEarly(_)
            | PeopleError::BeforeBirth(_)
            | PeopleError::AfterDeath { .. }
            | PeopleError::BeforeResidence { .. }
            | PeopleError::UnitNotInForce { .. }),
        ) => refused("tu-ngay", error.to_string()),
        Err(error) => Err(error.into()),
    }
}
