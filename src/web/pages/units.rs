//! The tree of units: a unit with what stands below it, its contacts and history.

mod assign;
mod change;
mod details;

use actix_web::HttpResponse;

pub use assign::{assign, waiting};
pub use change::{form, submit};
pub use details::{contacts, order};

use crate::campaign::unit_changes::{self, UnitSheet};
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::scene::Scene;
use crate::web::view::frame::Crumb;
use crate::web::view::links::Pair;
use crate::web::view::units::{UnitsView, sheet_href};

/// The page of a unit.
pub async fn show(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let on = scene.as_of.day();
        let sheet = unit_changes::sheet(&desk.state.db, desk.actor(), desk.asked("don-vi"), on)?;
        let history = unit_changes::history(&desk.state.db, desk.actor(), &sheet.unit.slug, on)?;
        let view = UnitsView::of(&sheet, &history, on, &scene.links);
        let frame = desk.frame(&scene, Section::Units, &sheet.unit.name, crumbs(&scene, &sheet, None));
        Ok(desk.page("units.html", frame, view))
    })
    .await
}

/// The way from the own unit, and what is done there.
fn crumbs(scene: &Scene, sheet: &UnitSheet, doing: Option<&str>) -> Vec<Crumb> {
    let last = sheet.path.len().saturating_sub(1);
    let step = |(place, unit): (usize, &crate::model::unit::Unit)| Crumb {
        label: unit.name.clone(),
        href: (place < last || doing.is_some()).then(|| sheet_href(&scene.links, &unit.slug)),
    };
    let own = doing.map(|doing| Crumb { label: doing.to_owned(), href: None });
    sheet.path.iter().enumerate().map(step).chain(own).collect()
}

/// The values of a name that may be there several times.
fn all<'a>(pairs: &'a [Pair], name: &str) -> Vec<&'a str> {
    pairs.iter().filter(|pair| pair.name == name).map(|pair| pair.value.trim()).filter(|v| !v.is_empty()).collect()
}
