//! Tasks: the list, one of them with its notes, the register.

mod one;
mod register;

pub use one::{change, file, note, show};
pub use register::{download, register};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use crate::campaign::CampaignError;
use crate::campaign::tasks::{self, TaskDraft};
use crate::store::units;
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::view::form::FieldError;
use crate::web::view::frame::{Choice, Crumb};
use crate::web::view::tasks::{TasksView, TypedTask};

/// The list.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(|desk| page(desk, StatusCode::OK, Vec::new(), TypedTask::default())).await
}

fn page(desk: &Desk, status: StatusCode, errors: Vec<FieldError>, typed: TypedTask) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let days = (Some(scene.as_of), desk.state.today());
    let list = tasks::list(&desk.state.db, desk.actor(), &scene.campaign()?.code, days)?;
    let mut view = TasksView::of(&list, desk.asked("loc") == Some("qua-han"), &scene.links);
    view.errors = errors;
    if view.action.is_some() {
        view.units = unit_choices(desk, &scene, &typed.unit)?;
    }
    view.typed = typed;
    let frame = desk.frame(&scene, Section::Campaigns, "Nhiệm vụ", crumbs(&scene, None));
    Ok(desk.page_with(status, "tasks.html", frame, view))
}

/// The way to the list, or to a page below it.
pub(super) fn crumbs(scene: &Scene, here: Option<&str>) -> Vec<Crumb> {
    let list = "Nhiệm vụ".to_owned();
    match here {
        None => vec![Crumb { label: list, href: None }],
        Some(here) => vec![
            Crumb { label: list, href: Some(scene.links.to("/nhiem-vu")) },
            Crumb { label: here.to_owned(), href: None },
        ],
    }
}

/// The units of the campaign that may be asked.
pub(super) fn unit_choices(desk: &Desk, scene: &Scene, chosen: &str) -> Result<Vec<Choice>, PageError> {
    let (unit, on) = (scene.campaign()?.unit, scene.as_of.day());
    let below = desk.state.db.read(|conn| units::children(conn, unit, on))?;
    let mut choices = vec![Choice::new("", "Không phải một đơn vị riêng", chosen)];
    choices.extend(below.into_iter().map(|unit| Choice::new(unit.slug, unit.name, chosen)));
    Ok(choices)
}

/// Adds a task.
pub async fn add(Posted(desk, typed): Posted<TypedTask>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let done = draft(&typed)
            .and_then(|draft| Ok(tasks::add(&desk.state.db, desk.actor(), &scene.campaign()?.code, &draft)));
        let refused = |error, typed| page(desk, StatusCode::UNPROCESSABLE_ENTITY, vec![error], typed);
        match done {
            Ok(Ok(id)) => Ok(Answer::done(scene.links.to(&format!("/nhiem-vu/{id}")), "Đã thêm nhiệm vụ.")),
            Ok(Err(CampaignError::Unfit { field, problem })) => {
                refused(FieldError::of(field_of(field), problem), typed)
            }
            Ok(Err(error)) => Err(error.into()),
            Err(DraftError::Field(error)) => refused(error, typed),
            Err(DraftError::Page(error)) => Err(error),
        }
    })
    .await
}

/// Why a form makes no draft.
pub(super) enum DraftError {
    /// A field is to blame.
    Field(FieldError),
    /// Nothing that was typed is.
    Page(PageError),
}

impl From<PageError> for DraftError {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

/// The task that was typed.
pub(super) fn draft(typed: &TypedTask) -> Result<TaskDraft, DraftError> {
    let due_on = match typed.due_on.trim() {
        "" => None,
        text => Some(parse_typed(text).ok_or_else(|| {
            let text = format!("Không đọc được ngày «{text}»; nhập theo dạng ngày/tháng/năm, hoặc để trống.");
            DraftError::Field(FieldError::of("han", text))
        })?),
    };
    Ok(TaskDraft {
        addressee: typed.addressee.clone(),
        unit: Some(typed.unit.clone()),
        content: typed.content.clone(),
        due_on,
        due_wording: Some(typed.due_wording.clone()),
        document: Some(typed.document.clone()),
    })
}

/// The field of the form that a field of the use case is typed into.
pub(super) fn field_of(field: &str) -> &'static str {
    match field {
        "addressee" => "noi-nhan",
        "due_wording" => "loi-van",
        "document" => "van-ban",
        "note" => "ghi-chu",
        "answer" => "tra-loi",
        "done_on" => "ngay-xong",
        "file" => "tep",
        _ => "noi-dung",
    }
}
