//! Tasks of a campaign.

use actix_web::web;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use crate::campaign::CampaignError;
use crate::campaign::tasks::{self, NewNote, TaskDraft, TaskLine, TaskList, due_text};
use crate::model::as_of::AsOf;
use crate::model::id::TaskId;
use crate::model::task::TaskState;
use crate::web::AppState;
use crate::web::problem::Problem;

/// Which day.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OnDay {
    /// The day as of which states and deadlines are told; the campaign's own, or else today.
    as_of: Option<NaiveDate>,
}

/// A task.
#[derive(Serialize, ToSchema)]
pub struct TaskJson {
    /// Number.
    id: i64,
    /// Whom it is asked of.
    addressee: String,
    /// Slug of the unit, where it is one.
    unit: Option<String>,
    /// What is asked.
    content: String,
    /// The last day that counts; null where it is asked for all the time.
    due_on: Option<NaiveDate>,
    /// The deadline as the document says it.
    due: String,
    /// The document that asks.
    document: Option<String>,
    /// `open`, `doing`, `done` or `dropped`, as it stood on the day.
    state: &'static str,
    /// Whether its last day had passed.
    overdue: bool,
    /// The day on which it was done or dropped.
    done_on: Option<NaiveDate>,
    /// The document that answers.
    answer: Option<String>,
    /// The last word about it.
    note: Option<String>,
    /// Counts the changes; a change names the one it was made on.
    revision: i64,
}

impl From<TaskLine> for TaskJson {
    fn from(line: TaskLine) -> Self {
        Self {
            id: line.task.id.0,
            due: due_text(&line.task),
            addressee: line.task.addressee,
            unit: line.unit.map(|unit| unit.slug),
            content: line.task.content,
            due_on: line.task.due_on,
            document: line.task.document,
            state: line.state.as_str(),
            overdue: line.overdue,
            done_on: line.task.done_on,
            answer: line.task.answer,
            note: line.last_note,
            revision: line.task.revision,
        }
    }
}

/// The tasks of a campaign.
#[derive(Serialize, ToSchema)]
pub struct TasksJson {
    /// The day as of which they are told.
    as_of: NaiveDate,
    /// How many are overdue.
    overdue: usize,
    /// In the order of the documents.
    tasks: Vec<TaskJson>,
}

impl From<TaskList> for TasksJson {
    fn from(list: TaskList) -> Self {
        Self {
            as_of: list.as_of.day(),
            overdue: list.tasks.iter().filter(|line| line.overdue).count(),
            tasks: list.tasks.into_iter().map(TaskJson::from).collect(),
        }
    }
}

/// What a task asks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenTask {
    /// The revision that was looked at; not needed for a new one.
    #[serde(default)]
    revision: i64,
    /// Whom it is asked of, as in the document.
    addressee: String,
    /// The same as a unit: its slug.
    unit: Option<String>,
    /// What is asked.
    content: String,
    /// The last day that counts; none where it is asked for all the time.
    due_on: Option<NaiveDate>,
    /// The deadline as the document says it.
    due_wording: Option<String>,
    /// The document that asks.
    document: Option<String>,
}

impl From<WrittenTask> for TaskDraft {
    fn from(written: WrittenTask) -> Self {
        Self {
            addressee: written.addressee,
            unit: written.unit,
            content: written.content,
            due_on: written.due_on,
            due_wording: written.due_wording,
            document: written.document,
        }
    }
}

/// How a task went on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenNote {
    /// The revision that was looked at.
    revision: i64,
    /// `open`, `doing`, `done` or `dropped`.
    #[schema(value_type = String)]
    state: TaskState,
    /// The day on which it was done or dropped; today where none is given.
    done_on: Option<NaiveDate>,
    /// The document that answers.
    answer: Option<String>,
    /// What was said.
    note: Option<String>,
}

/// The tasks of a campaign as they stood on a day.
#[utoipa::path(get, path = "/api/v1/campaigns/{code}/tasks", tag = "tasks",
    params(OnDay, ("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = TasksJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    day: web::Query<OnDay>,
) -> Result<web::Json<TasksJson>, Problem> {
    let days = (day.as_of.map(AsOf), state.today());
    let list = web::block(move || tasks::list(&state.db, &caller.actor, &code, days)).await??;
    Ok(web::Json(list.into()))
}

/// Adds a task.
#[utoipa::path(post, path = "/api/v1/campaigns/{code}/tasks", tag = "tasks", request_body = WrittenTask,
    params(("code" = String, Path, description = "Code of the campaign")),
    responses((status = 200, body = TaskJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn add(
    state: web::Data<AppState>,
    caller: Caller,
    code: web::Path<String>,
    body: web::Json<WrittenTask>,
) -> Result<web::Json<TaskJson>, Problem> {
    let (draft, days) = (body.into_inner().into(), (None, state.today()));
    let line = web::block(move || {
        let id = tasks::add(&state.db, &caller.actor, &code, &draft)?;
        Ok::<_, CampaignError>(tasks::show(&state.db, &caller.actor, (&code, id), days)?.line)
    });
    Ok(web::Json(line.await??.into()))
}

/// Changes what a task asks.
#[utoipa::path(put, path = "/api/v1/campaigns/{code}/tasks/{id}", tag = "tasks", request_body = WrittenTask,
    params(("code" = String, Path, description = "Code of the campaign"), ("id" = i64, Path, description = "Number of the task")),
    responses((status = 200, body = TaskJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn change(
    state: web::Data<AppState>,
    caller: Caller,
    path: web::Path<(String, i64)>,
    body: web::Json<WrittenTask>,
) -> Result<web::Json<TaskJson>, Problem> {
    let ((code, id), known) = (path.into_inner(), body.revision);
    let (draft, days) = (body.into_inner().into(), (None, state.today()));
    let line = web::block(move || {
        let of = (code.as_str(), TaskId(id));
        tasks::change(&state.db, &caller.actor, of, known, &draft)?;
        Ok::<_, CampaignError>(tasks::show(&state.db, &caller.actor, of, days)?.line)
    });
    Ok(web::Json(line.await??.into()))
}

/// Notes how a task went on: for whoever runs the campaign, or reports for the unit it is asked of.
#[utoipa::path(post, path = "/api/v1/campaigns/{code}/tasks/{id}/notes", tag = "tasks", request_body = WrittenNote,
    params(("code" = String, Path, description = "Code of the campaign"), ("id" = i64, Path, description = "Number of the task")),
    responses((status = 200, body = TaskJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn note(
    state: web::Data<AppState>,
    caller: Caller,
    path: web::Path<(String, i64)>,
    body: web::Json<WrittenNote>,
) -> Result<web::Json<TaskJson>, Problem> {
    let ((code, id), body, today) = (path.into_inner(), body.into_inner(), state.today());
    let new = NewNote {
        known: body.revision,
        state: body.state,
        done_on: body.done_on,
        answer: body.answer,
        note: body.note,
        file: None,
        today,
    };
    let line = web::block(move || {
        let of = (code.as_str(), TaskId(id));
        tasks::note(&state.db, &caller.actor, of, &new)?;
        Ok::<_, CampaignError>(tasks::show(&state.db, &caller.actor, of, (Some(today), today))?.line)
    });
    Ok(web::Json(line.await??.into()))
}
