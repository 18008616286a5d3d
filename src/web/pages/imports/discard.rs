//! Giving a batch up before it is applied: first what that would do.

use actix_web::{HttpResponse, web};

use super::decisions::Fields;
use super::{crumbs, one_row};
use crate::model::id::BatchId;
use crate::roster;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::posted::Posted;
use crate::web::view::import_discard::AskDiscardView;

/// Asks whether a batch is really to be given up.
pub async fn ask_discard(desk: Desk, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let batch = BatchId(batch.into_inner());
        let scene = desk.scene()?;
        let found = roster::staged(&desk.state.db, desk.actor(), batch, &one_row())?.batch;
        let here = crumbs(&scene, Some((batch, Some("Bỏ lượt nhập"))));
        let frame = desk.frame(&scene, Section::Imports, &format!("Bỏ lượt nhập {batch}"), here);
        Ok(desk.page("import_ask_discard.html", frame, AskDiscardView::of(&found, &scene.links)))
    })
    .await
}

/// Gives a batch up and leads to the history.
pub async fn discard(Posted(desk, _): Posted<Fields>, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let batch = BatchId(batch.into_inner());
        roster::discard(&desk.state.db, desk.actor(), batch)?;
        let to = desk.scene()?.links.to("/nhap-lieu");
        Ok(Answer::done(to, format!("Đã bỏ lượt nhập {batch}; tệp và bản xem trước đã xóa.")))
    })
    .await
}
