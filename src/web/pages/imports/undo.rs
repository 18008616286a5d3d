//! Taking an applied batch back: first what that would do, then what it did.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{crumbs, one_row};
use crate::model::id::BatchId;
use crate::roster::{self, Progress, Task};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::form::FieldError;
use crate::web::view::import_undo::{AskUndoView, UndoneView};

/// Asks whether a batch is really to be taken back, and why.
pub async fn ask_undo(desk: Desk, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| ask(desk, BatchId(batch.into_inner()), StatusCode::OK, Vec::new())).await
}

fn ask(desk: &Desk, batch: BatchId, status: StatusCode, errors: Vec<FieldError>) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let found = roster::staged(&desk.state.db, desk.actor(), batch, &one_row())?.batch;
    let here = crumbs(&scene, Some((batch, Some("Hoàn tác"))));
    let frame = desk.frame(&scene, Section::Imports, &format!("Hoàn tác lượt nhập {batch}"), here);
    Ok(desk.page_with(status, "import_ask_undo.html", frame, AskUndoView::of(&found, errors, &scene.links)))
}

/// Why a batch is taken back.
#[derive(Deserialize)]
pub struct Why {
    #[serde(rename = "ly-do")]
    reason: String,
}

/// Takes a batch back and tells whom it left as they are.
pub async fn undo(Posted(desk, why): Posted<Why>, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| take_back(desk, BatchId(batch.into_inner()), why.reason.trim())).await
}

fn take_back(desk: &Desk, batch: BatchId, reason: &str) -> Result<Answer, PageError> {
    if reason.is_empty() {
        let missing = FieldError::of("ly-do", "Ghi lý do hoàn tác, ví dụ: nhập nhầm tệp của thôn khác.");
        return ask(desk, batch, StatusCode::UNPROCESSABLE_ENTITY, vec![missing]);
    }
    let (db, actor) = (&desk.state.db, desk.actor());
    let undo = |watch: &mut dyn FnMut(Progress)| roster::undo_watched(db, actor, batch, Some(reason), watch);
    let undone = desk.state.background.track(batch, Task::Undoing, undo)?;
    let scene = desk.scene()?;
    let here = crumbs(&scene, Some((batch, Some("Hoàn tác"))));
    let frame = desk.frame(&scene, Section::Imports, &format!("Đã hoàn tác lượt nhập {batch}"), here);
    Ok(desk.page("import_undone.html", frame, UndoneView::of(&undone, &scene.links)))
}
