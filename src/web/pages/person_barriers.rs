//! What holds a person back, noted and taken back on the page of the person.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::person::page;
use crate::model::id::PersonId;
use crate::people::{self, NoteBarrier, NotedBarrier, PeopleError, PersonSheet};
use crate::store::catalogue;
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Choice;
use crate::web::view::person::{PersonView, TypedMilestone};

/// A cause as typed.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(rename = "nguyen-nhan")]
    barrier: String,
    #[serde(rename = "ngay-vuong-mac", default)]
    day: String,
}

/// The causes that are not noted about the person of a sheet, or that the person has overcome since.
pub(super) fn causes(desk: &Desk, sheet: &PersonSheet) -> Result<Vec<Choice>, PageError> {
    let all = desk.state.db.read(catalogue::barriers)?;
    let holds = |noted: &&NotedBarrier| noted.overcome_on.is_none();
    let noted = |code: &str| sheet.barriers.iter().filter(holds).any(|noted| noted.barrier.code == code);
    let open = all.into_iter().filter(|barrier| !noted(&barrier.code));
    Ok(open.map(|barrier| Choice::new(barrier.code, barrier.name, "")).collect())
}

/// Notes a cause.
pub async fn note(Posted(desk, typed): Posted<Typed>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| write(desk, PersonId(id.into_inner()), typed)).await
}

fn write(desk: &Desk, id: PersonId, typed: Typed) -> Result<Answer, PageError> {
    let refused = |field, text: String, day: &str| {
        let typed = TypedMilestone { day: day.to_owned(), ..TypedMilestone::default() };
        let view = PersonView { errors: vec![FieldError::of(field, text)], typed, ..PersonView::default() };
        page(desk, id, StatusCode::UNPROCESSABLE_ENTITY, view, "")
    };
    let Some(on) = parse_typed(&typed.day) else {
        let text = format!("Không đọc được ngày «{}»; nhập theo dạng ngày/tháng/năm, ví dụ 31/05/2023.", typed.day);
        return refused("ngay-vuong-mac", text, &typed.day);
    };
    let new = NoteBarrier { person: id, barrier: typed.barrier, on, today: desk.state.today() };
    let to = desk.scene()?.links.to(&format!("/nguoi-dan/{id}"));
    match people::note_barrier(&desk.state.db, desk.actor(), &new) {
        Ok(true) => Ok(Answer::done(to, "Đã ghi vướng mắc.")),
        Ok(false) => Ok(Answer::done(to, "Vướng mắc này đã ghi từ trước; không ghi thêm.")),
        Err(error @ PeopleError::UnknownBarrier(_)) => refused("nguyen-nhan", error.to_string(), &typed.day),
        Err(
            error @ (PeopleError::InTheFuture { .. }
            | PeopleError::TooEarly(_)
            | PeopleError::BeforeBirth(_)
            | PeopleError::AfterDeath { .. }),
        ) => refused("ngay-vuong-mac", error.to_string(), &typed.day),
        Err(error) => Err(error.into()),
    }
}

/// Takes a cause back.
pub async fn take_back(Posted(desk, typed): Posted<Typed>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = PersonId(id.into_inner());
        let to = desk.scene()?.links.to(&format!("/nguoi-dan/{id}"));
        let gone = people::take_back_barrier(&desk.state.db, desk.actor(), id, &typed.barrier)?;
        let told = if gone { "Đã bỏ vướng mắc." } else { "Vướng mắc này không còn được ghi." };
        Ok(Answer::done(to, told))
    })
    .await
}
