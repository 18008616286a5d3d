//! The follow-up register of incoming documents: on the screen, on paper, as a workbook.

use actix_web::HttpResponse;

use super::crumbs;
use crate::campaign::tasks::{self, COLUMNS};
use crate::model::role::Operation;
use crate::store::units;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::view::day;
use crate::web::view::quotas::tabs;
use crate::web::view::tasks::RegisterView;
use crate::workbooks;

/// Media type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The page.
pub async fn register(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let days = (Some(scene.as_of), desk.state.today());
        let list = tasks::list(&desk.state.db, desk.actor(), &scene.campaign()?.code, days)?;
        let unit = desk.state.db.read(|conn| units::get(conn, list.campaign.unit, list.as_of.day()))?;
        let may = desk.session.account.role.may(Operation::MakeWorkbook);
        let view = RegisterView {
            tabs: tabs(&scene.links, "/nhiem-vu"),
            unit: unit.map_or_else(String::new, |unit| unit.name),
            campaign: list.campaign.title.clone(),
            as_of: day(list.as_of.day()),
            heads: COLUMNS.to_vec(),
            rows: tasks::register(&list).into_iter().map(Vec::from).collect(),
            download_href: may.then(|| scene.links.to("/nhiem-vu/so-theo-doi.xlsx")),
        };
        let title = "Sổ theo dõi giải quyết văn bản đến";
        let frame = desk.frame(&scene, Section::Campaigns, title, crumbs(&scene, Some("Sổ theo dõi")));
        Ok(desk.page("task_register.html", frame, view))
    })
    .await
}

/// The workbook.
pub async fn download(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let days = (Some(scene.as_of), desk.state.today());
        let made = workbooks::task_register(&desk.state.db, desk.actor(), &scene.campaign()?.code, days)?;
        Ok(Answer::File { name: made.file_name, kind: XLSX, bytes: made.bytes })
    })
    .await
}
