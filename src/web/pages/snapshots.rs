//! `/so-lieu-chot`: freezing figures and reading what was frozen.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::reports::choices;
use crate::model::id::SnapshotId;
use crate::model::role::Operation;
use crate::progress::snapshots;
use crate::progress::{FigureQuery, ProgressError};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::day;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Crumb;
use crate::web::view::snapshots::{DifferencesView, Line, SnapshotList, SnapshotSheet, tabs};
use crate::workbooks;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const TITLE: &str = "Số liệu chốt";
const PATH: &str = "/so-lieu-chot";

/// What is typed to freeze figures.
#[derive(Default, Deserialize)]
pub struct Typed {
    #[serde(rename = "ten")]
    name: String,
    #[serde(rename = "don-vi", default)]
    unit: String,
}

/// What is frozen, and the form.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(|desk| show_list(desk, StatusCode::OK, Vec::new(), Typed::default())).await
}

fn show_list(desk: &Desk, status: StatusCode, errors: Vec<FieldError>, typed: Typed) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let lines = snapshots::list(&desk.state.db, desk.actor(), &scene.campaign()?.code)?;
    let own = scene.own_unit.as_ref();
    let (slug, name) = own.map(|unit| (unit.slug.clone(), unit.name.clone())).unwrap_or_default();
    let chosen = if typed.unit.is_empty() { slug } else { typed.unit.clone() };
    let view = SnapshotList {
        tabs: tabs(&scene.links, PATH),
        errors,
        may_take: desk.session.account.role.may(Operation::TakeSnapshot),
        units: choices(desk, &scene, &chosen, &name)?,
        name: typed.name,
        day: day(scene.as_of.day()),
        lines: lines.iter().map(|line| Line::of(line, &scene.links)).collect(),
    };
    let crumbs = vec![Crumb { label: TITLE.to_owned(), href: None }];
    Ok(desk.page_with(status, "snapshots.html", desk.frame(&scene, Section::Reports, TITLE, crumbs), view))
}

/// Freezes.
pub async fn take(Posted(desk, typed): Posted<Typed>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let query = FigureQuery {
            campaign: scene.campaign()?.code.clone(),
            unit: Some(typed.unit.clone()).filter(|unit| !unit.is_empty()),
            as_of: Some(scene.as_of),
            today: desk.state.today(),
        };
        match snapshots::take(&desk.state.db, desk.actor(), &query, &typed.name, desk.state.now()) {
            Ok(line) => {
                let to = scene.links.to(&format!("{PATH}/{}", line.head.id));
                Ok(Answer::done(to, "Đã chốt số liệu. Số liệu này không thay đổi về sau."))
            }
            Err(error @ ProgressError::BadName) => {
                let errors = vec![FieldError::of("ten", error.to_string())];
                show_list(desk, StatusCode::UNPROCESSABLE_ENTITY, errors, typed)
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// One of them.
pub async fn show(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let (line, frozen) = snapshots::show(&desk.state.db, desk.actor(), SnapshotId(id.into_inner()))?;
        let others = snapshots::list(&desk.state.db, desk.actor(), &line.campaign)?;
        let may_have_workbook = desk.session.account.role.may(Operation::MakeWorkbook);
        let view = SnapshotSheet::of(&line, &frozen, &others, &scene.links, may_have_workbook);
        let title = line.head.name.clone();
        let crumbs = vec![
            Crumb { label: TITLE.to_owned(), href: Some(scene.links.to(PATH)) },
            Crumb { label: title.clone(), href: None },
        ];
        Ok(desk.page("snapshot.html", desk.frame(&scene, Section::Reports, &title, crumbs), view))
    })
    .await
}

/// The workbook of it, made again: the figures are those that were frozen.
pub async fn workbook(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let (db, id) = (&desk.state.db, SnapshotId(id.into_inner()));
        let made = workbooks::make_progress_again(db, desk.actor(), id, desk.state.now())?;
        Ok(Answer::File { name: made.file_name, kind: XLSX, bytes: made.bytes })
    })
    .await
}

/// In what another one, or what is known now, differs from it.
pub async fn differences(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let (db, actor, id) = (&desk.state.db, desk.actor(), SnapshotId(id.into_inner()));
        let (line, frozen) = snapshots::show(db, actor, id)?;
        let with = desk.asked("voi").and_then(|with| with.parse().ok()).map(SnapshotId);
        let (found, other) = match with {
            Some(other) => {
                let name = snapshots::show(db, actor, other)?.0.head.name;
                (snapshots::compare(db, actor, id, other)?, format!("«{name}»"))
            }
            None => {
                let now = snapshots::recompute(db, actor, id, desk.state.now())?;
                (now, format!("số liệu tính lại hôm nay của ngày {}", day(line.head.as_of)))
            }
        };
        let back = scene.links.to(&format!("{PATH}/{id}"));
        let heading = format!("«{}» và {other}", line.head.name);
        let view = DifferencesView::of(heading, back.clone(), &found, &frozen, &scene.links);
        let crumbs = vec![
            Crumb { label: TITLE.to_owned(), href: Some(scene.links.to(PATH)) },
            Crumb { label: line.head.name, href: Some(back) },
            Crumb { label: "Khác biệt".to_owned(), href: None },
        ];
        Ok(desk.page("differences.html", desk.frame(&scene, Section::Reports, "Khác biệt", crumbs), view))
    })
    .await
}
