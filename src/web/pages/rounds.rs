//! Rounds of reports: what is due, what is overdue, who is missing; one round.

pub mod chase;
pub mod enter;
pub mod forms;
pub mod link;
pub mod manage;
pub mod new;
pub mod report;

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};

use crate::model::id::RoundId;
use crate::model::role::Operation;
use crate::model::round::looked_at;
use crate::rounds::{self, RoundSheet};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::scene::{self, Scene};
use crate::web::view::frame::Crumb;
use crate::web::view::links::{Links, Pair};
use crate::web::view::rounds::{RoundView, RoundsView};
use crate::workbooks;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// What the list is called.
const LIST: &str = "Đợt báo cáo";

/// The list.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let at = instant(desk, &scene);
        let lines = match &scene.campaign {
            Some(campaign) => rounds::list(&desk.state.db, desk.actor(), &campaign.code, at)?,
            None => Vec::new(),
        };
        let may_open = scene.campaign.is_some() && desk.session.account.role.may(Operation::ManageRounds);
        let view = RoundsView::of(&lines, &scene.links, at, may_open);
        Ok(desk.page("rounds.html", desk.frame(&scene, Section::Rounds, LIST, crumbs(&scene, None)), view))
    })
    .await
}

/// One round.
pub async fn show(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let sheet = sheet(desk, &scene, RoundId(id.into_inner()))?;
        let may_have_workbook = desk.session.account.role.may(Operation::MakeWorkbook);
        let view = RoundView::of(&sheet, &scene.links, may_have_workbook);
        let frame = desk.frame(&scene, Section::Rounds, &sheet.round.name, crumbs(&scene, Some((&sheet, None))));
        Ok(desk.page("round.html", frame, view))
    })
    .await
}

/// The workbook of one round: counts, every unit, what is missing.
pub async fn workbook(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let at = (instant(desk, &scene), desk.state.now());
        let made = workbooks::make_round_status(&desk.state.db, desk.actor(), RoundId(id.into_inner()), at)?;
        Ok(Answer::File { name: made.file_name, kind: XLSX, bytes: made.bytes })
    })
    .await
}

/// The instant at which rounds are looked at: now for today, the end of any other day.
fn instant(desk: &Desk, scene: &Scene) -> DateTime<Utc> {
    looked_at(scene.as_of, desk.state.now())
}

fn sheet(desk: &Desk, scene: &Scene, id: RoundId) -> Result<RoundSheet, PageError> {
    Ok(rounds::show(&desk.state.db, desk.actor(), id, instant(desk, scene))?)
}

/// The address after something was written now: a page that is looked at as of another day would not show it.
fn after(desk: &Desk, scene: &Scene, path: &str) -> String {
    if scene.as_of == desk.state.today() {
        return scene.links.to(path);
    }
    let mut kept: Vec<Pair> = scene.links.kept.iter().filter(|pair| pair.name != scene::DAY).cloned().collect();
    kept.push(Pair::new(scene::DAY, desk.state.today().to_string()));
    Links { kept }.to(path)
}

/// The way to a page of a round; the word is what it is called beneath the round.
fn crumbs(scene: &Scene, round: Option<(&RoundSheet, Option<&str>)>) -> Vec<Crumb> {
    let linked = |label: &str, path: &str| Crumb { label: label.to_owned(), href: Some(scene.links.to(path)) };
    let here = |label: &str| Crumb { label: label.to_owned(), href: None };
    match round {
        None => vec![here(LIST)],
        Some((sheet, page)) => {
            let (name, path) = (sheet.round.name.as_str(), format!("/dot-bao-cao/{}", sheet.round.id));
            let list = linked(LIST, "/dot-bao-cao");
            match page {
                None => vec![list, here(name)],
                Some(page) => vec![list, linked(name, &path), here(page)],
            }
        }
    }
}
