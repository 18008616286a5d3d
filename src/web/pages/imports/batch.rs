//! One batch: how far its reading has come, its preview, what became of it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::crumbs;
use crate::messages::imports::RECOMPUTED;
use crate::model::id::BatchId;
use crate::roster::staged::RowClass;
use crate::roster::{self, CommitMode, CommitOutcome, Progress, RosterError, StagedFilter, StagedPage, Task};
use crate::store::batches::BatchState;
use crate::store::{StoreError, catalogue};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::view::form::FieldError;
use crate::web::view::import_batch::{BatchView, filter_pairs};
use crate::web::view::import_change::Names;
use crate::web::view::import_reading::ReadingView;
use crate::web::view::number;
use crate::web::view::pager::{Asked, Pager};
use crate::web::view::people::lower_first;

/// The page of a batch.
pub async fn show(desk: Desk, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| page(desk, BatchId(batch.into_inner()), StatusCode::OK, Vec::new())).await
}

fn page(desk: &Desk, batch: BatchId, status: StatusCode, errors: Vec<FieldError>) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let asked = Asked::read(desk.asked("trang"), desk.asked("so-dong"));
    let filter = filter(desk, asked);
    let page = roster::staged(&desk.state.db, desk.actor(), batch, &filter)?;
    let title = format!("Lượt nhập {batch}: {}", page.batch.unit_name);
    let frame = desk.frame(&scene, Section::Imports, &title, crumbs(&scene, Some((batch, None))));
    if page.batch.state == BatchState::Reading {
        let work = desk.state.background.progress(batch);
        return Ok(desk.page("import_reading.html", frame, ReadingView::of(&page.batch, work, &scene.links)));
    }
    Ok(desk.page_with(status, "import.html", frame, view(desk, &scene, &page, &filter, asked)?.refusing(errors)))
}

/// What the address asks for: class, finding, sheet (from 1), name, undecided.
fn filter(desk: &Desk, asked: Asked) -> StagedFilter {
    StagedFilter {
        class: desk.asked("loai").and_then(RowClass::parse),
        code: desk.asked("diem").and_then(|code| serde_json::from_value(code.into()).ok()),
        sheet: desk.asked("trang-tinh").and_then(|sheet| sheet.parse::<u32>().ok()?.checked_sub(1)),
        name: desk.asked("ten").map(str::to_owned),
        undecided: desk.asked("chua-quyet").is_some(),
        page: asked.page,
        per_page: asked.per_page,
    }
}

fn view(
    desk: &Desk,
    scene: &Scene,
    page: &StagedPage,
    filter: &StagedFilter,
    asked: Asked,
) -> Result<BatchView, PageError> {
    let batch = page.batch.id;
    let kept = filter_pairs(filter);
    let pager = Pager::of(asked, page.total.into(), &scene.links, &format!("/nhap-lieu/{batch}"), &kept);
    let choices = roster::kept_choices(&desk.state.db, desk.actor(), batch)?;
    let units = if page.file.unknown_places.is_empty() { Vec::new() } else { super::decisions::units(desk, page)? };
    Ok(BatchView::of(page, filter, &choices, &units, &scene.links, &names(desk)?, pager))
}

fn names(desk: &Desk) -> Result<Names, PageError> {
    let (programmes, barriers) =
        desk.state.db.read(|conn| Ok::<_, StoreError>((catalogue::load(conn)?, catalogue::barriers(conn)?)))?;
    let mut names = Names::default();
    for programme in programmes.programmes() {
        for milestone in &programme.milestones {
            let name = format!("{}: {}", programme.name, lower_first(&milestone.name));
            names.milestones.insert(milestone.id.to_string(), name);
        }
    }
    names.barriers = barriers.into_iter().map(|barrier| (barrier.code, barrier.name)).collect();
    Ok(names)
}

/// What the form sends where only a file without errors is to be applied.
const ALL_OR_NOTHING: &str = "tat-ca";

/// What confirms a commit.
#[derive(Deserialize)]
pub struct Confirmation {
    ma: String,
    #[serde(rename = "che-do", default)]
    mode: String,
}

/// Applies a preview.
pub async fn commit(Posted(desk, confirmation): Posted<Confirmation>, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| apply(desk, BatchId(batch.into_inner()), &confirmation)).await
}

fn apply(desk: &Desk, batch: BatchId, confirmation: &Confirmation) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let here = scene.links.to(&format!("/nhap-lieu/{batch}"));
    let mode = if confirmation.mode == ALL_OR_NOTHING { CommitMode::AllOrNothing } else { CommitMode::GoodRows };
    let (db, actor, token) = (&desk.state.db, desk.actor(), &confirmation.ma);
    let commit = |watch: &mut dyn FnMut(Progress)| roster::commit_or_reopen(db, actor, batch, token, mode, watch);
    let outcome = match desk.state.background.track(batch, Task::Committing, commit) {
        Err(error @ RosterError::NotAllGood { .. }) => {
            return page(desk, batch, StatusCode::CONFLICT, vec![FieldError::general(error.to_string())]);
        }
        outcome => outcome?,
    };
    match outcome {
        CommitOutcome::Committed(done) => {
            let counts = &done.counts;
            let notice = format!(
                "Đã ghi nhận lượt {batch}: {} người mới, {} thay đổi, {} không đổi, {} dòng chưa nhận.",
                number(counts.new.into()),
                number(counts.changed.into()),
                number(counts.unchanged.into()),
                number((counts.held + counts.conflict).into()),
            );
            Ok(Answer::done(here, notice))
        }
        CommitOutcome::Reopened => {
            super::read_for_a_moment(desk, batch)?;
            Ok(Answer::done(here, RECOMPUTED))
        }
    }
}
