//! A list on A4: phones masked, or in full for a reason.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{crumbs_of, sheet, visit_day};
use crate::fieldwork::{self, FieldworkError, ListSheet};
use crate::model::id::WorkListId;
use crate::people::PeopleError;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::form::FieldError;
use crate::web::view::work_lists::ListView;

const TITLE: &str = "Bản in A4";

/// The page.
#[derive(Serialize)]
struct PaperView {
    #[serde(flatten)]
    list: ListView,
    /// Whether phones are in full.
    revealed: bool,
    /// As typed.
    reason: String,
}

/// With masked phones.
pub async fn masked(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = WorkListId(id.into_inner());
        page(desk, &sheet(desk, id)?, StatusCode::OK, Vec::new(), (false, ""))
    })
    .await
}

/// Why phones are needed.
#[derive(Debug, Deserialize)]
pub struct Reason {
    #[serde(rename = "ly-do", default)]
    reason: String,
}

/// With full phones.
pub async fn with_phones(Posted(desk, typed): Posted<Reason>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = WorkListId(id.into_inner());
        let (db, reason) = (&desk.state.db, typed.reason.as_str());
        match fieldwork::paper_with_phones(db, desk.actor(), id, reason, desk.state.now()) {
            Ok(sheet) => page(desk, &sheet, StatusCode::OK, Vec::new(), (true, reason)),
            Err(FieldworkError::People(error @ PeopleError::ReasonTooShort)) => {
                let errors = vec![FieldError::of("ly-do", error.to_string())];
                page(desk, &sheet(desk, id)?, StatusCode::UNPROCESSABLE_ENTITY, errors, (false, reason))
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

fn page(
    desk: &Desk,
    sheet: &ListSheet,
    status: StatusCode,
    errors: Vec<FieldError>,
    (revealed, reason): (bool, &str),
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let mut list = ListView::of(sheet, &scene.links, visit_day(desk, &scene)).with_codes(&desk.origin);
    list.errors = errors;
    let frame = desk.frame(&scene, Section::WorkLists, TITLE, crumbs_of(&scene, sheet.list.id, TITLE));
    let view = PaperView { list, revealed, reason: reason.to_owned() };
    Ok(desk.page_with(status, "work_list_paper.html", frame, view))
}
