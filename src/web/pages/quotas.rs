//! Quotas: the table, one of them with its history, the split, who gives.

mod import;
mod issuers;
mod one;
mod split;

pub use import::{form as import_form, take as import, upload as import_upload};
pub use issuers::{change as change_issuers, show as issuers};
pub use one::{give, show as one};
pub use split::{give as split, plan};

use actix_web::HttpResponse;

use crate::campaign::quotas;
use crate::model::role::Operation;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::scene::Scene;
use crate::web::view::frame::Crumb;
use crate::web::view::links::Pair;
use crate::web::view::quotas::QuotasView;
use crate::workbooks;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The table.
pub async fn table(desk: Desk) -> HttpResponse {
    desk.answer(show).await
}

fn show(desk: &Desk) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let code = &scene.campaign()?.code;
    let days = (Some(scene.as_of), desk.state.today());
    let table = quotas::table(&desk.state.db, desk.actor(), code, desk.asked("don-vi"), days)?;
    let mut view = QuotasView::of(&table, &scene.links);
    let may_give = table.rows.iter().any(|row| row.may_give);
    if may_give && desk.session.account.role.may(Operation::ManageCampaign) {
        let unit = table.rows.first().map_or("", |row| row.unit.slug.as_str());
        view.import_href = Some(scene.links.with("/chi-tieu/tu-tep", &[Pair::new("don-vi", unit)]));
        let fits = table.rows.iter().skip(1).any(|row| row.may_give && row.cells.iter().any(Option::is_some));
        view.form_href = fits.then(|| scene.links.with("/chi-tieu/bieu.xlsx", &[Pair::new("don-vi", unit)]));
    }
    let mut crumbs = vec![Crumb { label: "Chỉ tiêu".to_owned(), href: Some(scene.links.to("/chi-tieu")) }];
    let last = table.path.len().saturating_sub(1);
    crumbs.extend(table.path.iter().enumerate().map(|(place, unit)| Crumb {
        label: unit.name.clone(),
        href: (place < last).then(|| scene.links.with("/chi-tieu", &[Pair::new("don-vi", unit.slug.as_str())])),
    }));
    Ok(desk.page("quotas.html", desk.frame(&scene, Section::Campaigns, "Chỉ tiêu giao", crumbs), view))
}

/// The form in which quotas are handed down, to be filled in and taken back from a file.
pub async fn form(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let code = &scene.campaign()?.code;
        let days = (Some(scene.as_of), desk.state.today());
        let unit = desk.asked("don-vi");
        let made = workbooks::make_quota_form(&desk.state.db, desk.actor(), code, unit, days, desk.state.now())?;
        Ok(Answer::File { name: made.file_name, kind: XLSX, bytes: made.bytes })
    })
    .await
}

/// The way to a page below the table.
pub(super) fn crumbs(scene: &Scene, here: &str) -> Vec<Crumb> {
    vec![
        Crumb { label: "Chỉ tiêu".to_owned(), href: Some(scene.links.to("/chi-tieu")) },
        Crumb { label: here.to_owned(), href: None },
    ]
}
