//! One list on the desk; closing it.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::{crumbs, title, view};
use crate::fieldwork;
use crate::model::id::WorkListId;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::posted::Posted;

/// The list.
pub async fn show(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let id = WorkListId(id.into_inner());
        let view = view(desk, &scene, id)?;
        let title = title(id);
        let frame = desk.frame(&scene, Section::WorkLists, &title, crumbs(&scene, &[(&title, None)]));
        Ok(desk.page("work_list.html", frame, view))
    })
    .await
}

/// Nothing but the token.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// Closes it.
pub async fn close(Posted(desk, _): Posted<Nothing>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let id = WorkListId(id.into_inner());
        fieldwork::close(&desk.state.db, desk.actor(), id, desk.state.now())?;
        Ok(Answer::done(scene.links.to(&format!("/van-dong/{id}")), "Đã kết thúc danh sách."))
    })
    .await
}
