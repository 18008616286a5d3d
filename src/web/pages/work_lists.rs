//! Lists of people to visit: which there are, one of them, typing results back, printing, the phone page.

pub mod enter;
pub mod new;
pub mod one;
pub mod paper;
pub mod phone;

use actix_web::HttpResponse;
use chrono::NaiveDate;

use crate::fieldwork::{self, ListSheet};
use crate::model::id::WorkListId;
use crate::model::role::Operation;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::scene::Scene;
use crate::web::view::frame::Crumb;
use crate::web::view::links::Pair;
use crate::web::view::work_lists::{ListRow, ListView, ListsView};

/// What the lists are called.
const LISTS: &str = "Vận động";

/// The lists.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let unit = desk.asked("don-vi");
        let lines = fieldwork::lists(&desk.state.db, desk.actor(), &scene.campaign()?.code, unit, desk.state.now())?;
        let of_unit = unit.map(|slug| {
            let named = lines.iter().find(|line| line.unit.slug == slug).map(|line| line.unit.name.clone());
            named.unwrap_or_else(|| slug.to_owned())
        });
        let pairs = [Pair::new("don-vi", unit.unwrap_or_default())];
        let may_make = desk.session.account.role.may(Operation::MakeWorkList);
        let view = ListsView {
            new_href: may_make.then(|| scene.links.with("/van-dong/moi", &pairs)),
            of_unit,
            all_href: scene.links.to("/van-dong"),
            rows: lines.iter().map(|line| ListRow::of(line, &scene.links)).collect(),
        };
        Ok(desk.page("work_lists.html", desk.frame(&scene, Section::WorkLists, LISTS, crumbs(&scene, &[])), view))
    })
    .await
}

/// The list of a number.
fn sheet(desk: &Desk, id: WorkListId) -> Result<ListSheet, PageError> {
    Ok(fieldwork::show(&desk.state.db, desk.actor(), id, desk.state.now())?)
}

/// The list as pages show it.
fn view(desk: &Desk, scene: &Scene, id: WorkListId) -> Result<ListView, PageError> {
    Ok(ListView::of(&sheet(desk, id)?, &scene.links, visit_day(desk, scene)))
}

/// The day that results are dated with, unless another is typed: the day looked at, as long as it has come.
fn visit_day(desk: &Desk, scene: &Scene) -> NaiveDate {
    scene.as_of.day().min(desk.state.today().day())
}

/// `Danh sách số 12`.
fn title(id: WorkListId) -> String {
    format!("Danh sách số {id}")
}

/// The way to the lists, or to a page below them: label and address.
fn crumbs(scene: &Scene, below: &[(&str, Option<String>)]) -> Vec<Crumb> {
    let href = (!below.is_empty()).then(|| scene.links.to("/van-dong"));
    let mut crumbs = vec![Crumb { label: LISTS.to_owned(), href }];
    crumbs.extend(below.iter().map(|(label, href)| Crumb { label: (*label).to_owned(), href: href.clone() }));
    crumbs
}

/// The way to a page of a list.
fn crumbs_of(scene: &Scene, id: WorkListId, page: &str) -> Vec<Crumb> {
    let href = Some(scene.links.to(&format!("/van-dong/{id}")));
    crumbs(scene, &[(&title(id), href), (page, None)])
}
