//! One task: what it asks, how it goes on, the files that prove it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::{DraftError, crumbs, draft, field_of, unit_choices};
use crate::campaign::CampaignError;
use crate::campaign::tasks::{self, NewNote};
use crate::model::id::TaskId;
use crate::model::task::TaskState;
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::incoming::Incoming;
use crate::web::page_error::PageError;
use crate::web::pages::campaigns::{ANY_FILE, taken};
use crate::web::posted::Posted;
use crate::web::upload::PostedEvidence;
use crate::web::view::form::FieldError;
use crate::web::view::tasks::{TaskView, TypedTask};

/// The page.
pub async fn show(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| page(desk, TaskId(id.into_inner()), StatusCode::OK, Vec::new(), None)).await
}

fn page(
    desk: &Desk,
    id: TaskId,
    status: StatusCode,
    errors: Vec<FieldError>,
    typed: Option<TypedTask>,
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let days = (Some(scene.as_of), desk.state.today());
    let sheet = tasks::show(&desk.state.db, desk.actor(), (&scene.campaign()?.code, id), days)?;
    let mut view = TaskView::of(&sheet, desk.state.today().day(), &scene.links);
    view.errors = errors;
    view.typed = typed.unwrap_or(view.typed);
    if view.change_action.is_some() {
        view.units = unit_choices(desk, &scene, &view.typed.unit)?;
    }
    let title = format!("Nhiệm vụ {}", sheet.line.task.position);
    let frame = desk.frame(&scene, Section::Campaigns, &title, crumbs(&scene, Some(&title)));
    Ok(desk.page_with(status, "task.html", frame, view))
}

/// Changes what it asks.
pub async fn change(Posted(desk, typed): Posted<TypedTask>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let (id, known) = (TaskId(id.into_inner()), typed.revision);
        let scene = desk.scene()?;
        let code = &scene.campaign()?.code;
        let draft = match draft(&typed) {
            Ok(draft) => draft,
            Err(DraftError::Field(error)) => {
                return page(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![error], Some(typed));
            }
            Err(DraftError::Page(error)) => return Err(error),
        };
        let done = tasks::change(&desk.state.db, desk.actor(), (code, id), known, &draft);
        told(desk, id, done, "Đã lưu nhiệm vụ.", Some(typed))
    })
    .await
}

fn told(
    desk: &Desk,
    id: TaskId,
    done: Result<(), CampaignError>,
    text: &str,
    typed: Option<TypedTask>,
) -> Result<Answer, PageError> {
    match done {
        Ok(()) => Ok(Answer::done(desk.scene()?.links.to(&format!("/nhiem-vu/{id}")), text)),
        Err(CampaignError::Unfit { field, problem }) => {
            let error = FieldError::of(field_of(field), problem);
            page(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![error], typed)
        }
        Err(error @ CampaignError::Stale { .. }) => {
            let text = format!("{error} Trang này đã tải lại; làm lại thay đổi nếu vẫn cần.");
            page(desk, id, StatusCode::CONFLICT, vec![FieldError::general(text)], None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Notes how it goes on.
pub async fn note(PostedEvidence(desk, form): PostedEvidence, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| write(desk, TaskId(id.into_inner()), form)).await
}

fn write(desk: &Desk, id: TaskId, mut form: Incoming) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let fields = std::mem::take(&mut form.fields);
    let file = taken(desk, form)?;
    let field = |name: &str| crate::web::scene::value(&fields, name).map(str::to_owned);
    let done_on = match field("ngay-xong") {
        None => None,
        Some(text) => match parse_typed(&text) {
            Some(day) => Some(day),
            None => {
                let text = format!("Không đọc được ngày «{text}»; nhập theo dạng ngày/tháng/năm, ví dụ 14/06/2023.");
                let error = FieldError::of("ngay-xong", text);
                return page(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![error], None);
            }
        },
    };
    let new = NewNote {
        known: field("ban").and_then(|revision| revision.parse().ok()).unwrap_or_default(),
        state: field("tinh-trang").and_then(|word| TaskState::parse(&word)).unwrap_or(TaskState::Doing),
        done_on,
        answer: field("tra-loi"),
        note: field("ghi-chu"),
        file,
        today: desk.state.today(),
    };
    let done = tasks::note(&desk.state.db, desk.actor(), (&scene.campaign()?.code, id), &new);
    told(desk, id, done, "Đã ghi tiến độ nhiệm vụ.", None)
}

/// Hands over the file of a note.
pub async fn file(desk: Desk, path: web::Path<(i64, usize)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (id, place) = path.into_inner();
        let scene = desk.scene()?;
        let of = (scene.campaign()?.code.as_str(), TaskId(id));
        let (name, bytes) = tasks::note_file(&desk.state.db, desk.actor(), of, place)?;
        Ok(Answer::File { name, kind: ANY_FILE, bytes })
    })
    .await
}
