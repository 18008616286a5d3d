//! Who is known in the places of a list and not named by it.

use actix_web::{HttpResponse, web};

use super::{crumbs, one_row};
use crate::model::id::BatchId;
use crate::roster;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::view::import_absent::AbsentView;
use crate::web::view::pager::{Asked, Pager};

/// A page of them.
pub async fn absent(desk: Desk, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let batch = BatchId(batch.into_inner());
        let scene = desk.scene()?;
        let asked = Asked::read(desk.asked("trang"), desk.asked("so-dong"));
        let (db, actor) = (&desk.state.db, desk.actor());
        let file = roster::staged(db, actor, batch, &one_row())?.batch;
        let page = roster::absent(db, actor, batch, asked.page, asked.per_page)?;
        let path = format!("/nhap-lieu/{batch}");
        let pager = Pager::of(asked, page.total.into(), &scene.links, &format!("{path}/vang-mat"), &[]);
        let here = crumbs(&scene, Some((batch, Some("Không có trong tệp"))));
        let frame = desk.frame(&scene, Section::Imports, "Có trong dữ liệu, không có trong tệp", here);
        Ok(desk.page("import_absent.html", frame, AbsentView::of(&file, &page, &scene.links, pager)))
    })
    .await
}
