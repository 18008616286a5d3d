//! People of a divided village, given to its parts household by household.

use actix_web::HttpResponse;

use super::{all, crumbs};
use crate::campaign::unit_changes;
use crate::model::id::PersonId;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::links::Pair;
use crate::web::view::unit_assign::{AssignView, assign_href};
use crate::web::view::units::sheet_href;

/// Who waits.
pub async fn waiting(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let unit = desk.asked("don-vi").unwrap_or_default();
        let page = desk.asked("trang").and_then(|page| page.parse().ok()).unwrap_or(1);
        let on = scene.as_of.day();
        let found = unit_changes::unassigned(&desk.state.db, desk.actor(), unit, page, on)?;
        let above = found.village.parent.map(|_| ());
        let view = AssignView::of(&found, page, &scene.links);
        let title = format!("Phân người của {} về đơn vị mới", found.village.name);
        let mut steps = Vec::new();
        if above.is_some() {
            let sheet = unit_changes::sheet(&desk.state.db, desk.actor(), None, on)?;
            steps = crumbs(&scene, &sheet, Some(&title));
        }
        let frame = desk.frame(&scene, Section::Units, &title, steps);
        Ok(desk.page("unit_assign.html", frame, view))
    })
    .await
}

/// Gives those who are marked to a part.
pub async fn assign(Posted(desk, typed): Posted<Vec<(String, String)>>) -> HttpResponse {
    desk.answer(move |desk| write(desk, typed)).await
}

fn write(desk: &Desk, typed: Vec<(String, String)>) -> Result<Answer, PageError> {
    let pairs: Vec<Pair> = typed.into_iter().map(|(name, value)| Pair { name, value }).collect();
    let (scene, unit) = (desk.scene()?, desk.asked("don-vi").unwrap_or_default());
    let part = all(&pairs, "ve").first().copied().unwrap_or_default().to_owned();
    let who: Vec<PersonId> = all(&pairs, "nguoi").into_iter().filter_map(|id| id.parse().ok()).map(PersonId).collect();
    if who.is_empty() {
        return Err(PageError::refused("Chưa chọn ai. Đánh dấu những người về đơn vị này rồi gửi lại."));
    }
    let on = scene.as_of.day();
    let given = unit_changes::assign(&desk.state.db, desk.actor(), unit, &part, &who, on)?;
    let left = unit_changes::unassigned(&desk.state.db, desk.actor(), unit, 1, on)?;
    if left.total > 0 {
        let notice = format!("Đã phân {given} người; còn {} người.", left.total);
        return Ok(Answer::done(assign_href(&scene.links, unit), notice));
    }
    let own = unit_changes::sheet(&desk.state.db, desk.actor(), None, on)?.unit.slug;
    Ok(Answer::done(sheet_href(&scene.links, &own), format!("Đã phân {given} người; không còn ai chờ phân.")))
}
