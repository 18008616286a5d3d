//! Lists in: upload with preview, history, rows, commit, giving up.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::caller::Caller;
use super::import_file_json::FileJson;
use super::import_json::{CountsJson, ImportJson, ImportPage, Names};
use super::list_upload::ListUpload;
use crate::access::Actor;
use crate::model::id::BatchId;
use crate::roster::finding::FindingCode;
use crate::roster::staged::RowClass;
use crate::roster::{self, CommitMode, CommitOutcome, ListDetails, Preview, Progress, RosterError, StagedFilter, Task};
use crate::store::catalogue;
use crate::web::AppState;
use crate::web::problem::Problem;

/// Rows of a page where no number is asked for, and the most.
const ROWS: u32 = 50;
const MOST_ROWS: u32 = 500;

/// What a file would do.
#[derive(Serialize, ToSchema)]
pub struct PreviewJson {
    /// Number of the import.
    id: i64,
    /// To be shown when it is committed.
    token: String,
    /// Rows per class.
    counts: CountsJson,
    /// What was found about the file and its sheets.
    file: FileJson,
    /// Number of the import that already applied the same file for this unit.
    twin: Option<i64>,
}

/// A file that is being read.
#[derive(Serialize, ToSchema)]
pub struct BeingReadJson {
    /// Number of the import.
    id: i64,
    /// `reading`.
    state: &'static str,
}

/// Whether the answer waits until the file is read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Waiting {
    /// `false`: the answer comes at once (202), the file is read meanwhile.
    wait: Option<bool>,
}

impl Waiting {
    /// Whether the answer waits; it does unless told otherwise.
    pub fn waits(&self) -> bool {
        self.wait.unwrap_or(true)
    }
}

/// Imports.
#[derive(Serialize, ToSchema)]
pub struct Imports {
    /// Latest first.
    imports: Vec<ImportJson>,
}

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// From 1.
    page: Option<u32>,
    /// At most 500.
    per_page: Option<u32>,
}

/// Which rows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// `new`, `changed`, `unchanged`, `conflict` or `held`.
    class: Option<String>,
    /// A finding, for example `PHONE_LENGTH`.
    code: Option<String>,
    /// Which sheet, from 0.
    sheet: Option<u32>,
    /// Part of a name, without regard to case and marks.
    name: Option<String>,
    /// `true`: only new rows that may stand for somebody known and are undecided.
    undecided: Option<bool>,
    /// From 1.
    page: Option<u32>,
    /// At most 500.
    per_page: Option<u32>,
}

/// What a commit shows.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Commit {
    /// The token of the preview.
    token: String,
    /// `good_rows` (where nothing is said) or `all_or_nothing`.
    mode: Option<ModeJson>,
}

/// What happens while rows are held back or in conflict.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModeJson {
    /// Rows without errors are applied, the others are left.
    #[default]
    GoodRows,
    /// Nothing is applied.
    AllOrNothing,
}

impl From<ModeJson> for CommitMode {
    fn from(mode: ModeJson) -> Self {
        match mode {
            ModeJson::GoodRows => Self::GoodRows,
            ModeJson::AllOrNothing => Self::AllOrNothing,
        }
    }
}

/// A list was applied.
#[derive(Serialize, ToSchema)]
pub struct CommittedJson {
    /// Number of the import.
    id: i64,
    /// Rows per class.
    counts: CountsJson,
    /// It had been applied before: nothing was done again.
    already: bool,
}

impl Page {
    /// Page and rows per page.
    pub fn numbers(&self) -> (u32, u32) {
        numbers(self.page, self.per_page)
    }
}

fn numbers(page: Option<u32>, per_page: Option<u32>) -> (u32, u32) {
    (page.unwrap_or(1).max(1), per_page.unwrap_or(ROWS).clamp(1, MOST_ROWS))
}

/// Uploads a list and shows what it would change; nothing is changed yet.
#[utoipa::path(post, path = "/api/v1/imports", tag = "imports", params(Waiting),
    request_body(content = ListUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = PreviewJson), (status = 202, body = BeingReadJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn upload(
    state: web::Data<AppState>,
    caller: Caller,
    waiting: web::Query<Waiting>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    let upload = ListUpload::read(&state.db, &caller.actor, &request, payload).await?;
    let ListUpload { campaign, unit, listed_on, comment, file } = upload;
    let details = ListDetails { campaign, unit, file_name: file.name, comment, listed_on, today: state.today() };
    let (db, actor) = (state.db.clone(), caller.actor.clone());
    let begun = web::block(move || {
        let begun = roster::begin(&db, &actor, &details, file.stored.clone());
        if begun.is_err() {
            roster::forget(&db, &file.stored)?;
        }
        begun
    });
    let batch = begun.await??;
    read(&state, caller.actor, batch, waiting.waits()).await
}

/// Has the file of a batch read and answers with its preview, or at once.
pub async fn read(
    state: &web::Data<AppState>,
    actor: Actor,
    batch: BatchId,
    waits: bool,
) -> Result<HttpResponse, Problem> {
    let today = state.today();
    if !waits {
        state.background.read(&actor, batch, today, &state.sandbox);
        let there = (header::LOCATION, format!("/api/v1/imports/{batch}"));
        return Ok(HttpResponse::Accepted().insert_header(there).json(BeingReadJson { id: batch.0, state: "reading" }));
    }
    let (db, sandbox, background) = (state.db.clone(), state.sandbox.clone(), state.background.clone());
    let read = web::block(move || {
        background.track(batch, Task::Reading, |watch| roster::read_batch(&db, &actor, batch, today, &sandbox, watch))
    });
    Ok(HttpResponse::Created().json(PreviewJson::from(read.await??)))
}

impl From<Preview> for PreviewJson {
    fn from(preview: Preview) -> Self {
        Self {
            id: preview.batch.0,
            token: preview.token,
            counts: preview.counts.into(),
            file: preview.file.into(),
            twin: preview.twin.map(|twin| twin.0),
        }
    }
}

/// Imports of the caller's units.
#[utoipa::path(get, path = "/api/v1/imports", tag = "imports", params(Page),
    responses((status = 200, body = Imports),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: web::Data<AppState>,
    caller: Caller,
    page: web::Query<Page>,
) -> Result<web::Json<Imports>, Problem> {
    let (number, per_page) = page.numbers();
    let batches = web::block(move || roster::history(&state.db, &caller.actor, number, per_page)).await??;
    Ok(web::Json(Imports { imports: batches.into_iter().map(ImportJson::from).collect() }))
}

/// An import with its rows; ID numbers and phones are masked.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "imports",
    params(Rows, ("id" = i64, Path, description = "Number of the import")),
    responses((status = 200, body = ImportPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn show(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    rows: web::Query<Rows>,
) -> Result<web::Json<ImportPage>, Problem> {
    let (page, per_page) = numbers(rows.page, rows.per_page);
    let class = rows.class.as_deref().map(class).transpose()?;
    let code = rows.code.as_deref().map(code).transpose()?;
    let (sheet, name, undecided) = (rows.sheet, rows.name.clone(), rows.undecided.unwrap_or(false));
    let filter = StagedFilter { class, code, sheet, name, undecided, page, per_page };
    let id = BatchId(id.into_inner());
    let (staged, catalogue) = web::block(move || {
        let staged = roster::staged(&state.db, &caller.actor, id, &filter)?;
        Ok::<_, RosterError>((staged, state.db.read(catalogue::load)?))
    })
    .await??;
    let names = Names { units: staged.unit_names.clone(), catalogue };
    Ok(web::Json(ImportPage::of(staged, &names, page)))
}

fn class(word: &str) -> Result<RowClass, Problem> {
    let known = || RowClass::ALL.map(RowClass::as_str).join(", ");
    let refused =
        || Problem::bad_request(format!("Tham số class không nhận giá trị «{word}»; chọn một trong: {}.", known()));
    RowClass::parse(word).ok_or_else(refused)
}

fn code(word: &str) -> Result<FindingCode, Problem> {
    let refused = || Problem::bad_request(format!("Tham số code không nhận giá trị «{word}»."));
    FindingCode::ALL.iter().copied().find(|code| code.as_str() == word).ok_or_else(refused)
}

/// Applies what a preview showed. Sending it again changes nothing and gives the same answer. Where the data have changed since the preview, nothing is
/// applied (409, `stale`) and the list is compared anew: get the import again for its new rows and token.
#[utoipa::path(post, path = "/api/v1/imports/{id}/commit", tag = "imports", request_body = Commit,
    params(("id" = i64, Path, description = "Number of the import")),
    responses((status = 200, body = CommittedJson),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub async fn commit(
    state: web::Data<AppState>,
    caller: Caller,
    id: web::Path<i64>,
    commit: web::Json<Commit>,
) -> Result<web::Json<CommittedJson>, Problem> {
    let id = BatchId(id.into_inner());
    let Commit { token, mode } = commit.into_inner();
    let mode = mode.unwrap_or_default().into();
    let (db, actor) = (state.db.clone(), caller.actor.clone());
    let background = state.background.clone();
    let done = web::block(move || {
        let work = |watch: &mut dyn FnMut(Progress)| roster::commit_or_reopen(&db, &actor, id, &token, mode, watch);
        background.track(id, Task::Committing, work)
    });
    let done = match done.await?? {
        CommitOutcome::Committed(done) => done,
        CommitOutcome::Reopened => {
            state.background.read(&caller.actor, id, state.today(), &state.sandbox);
            return Err(Problem::recomputed());
        }
    };
    Ok(web::Json(CommittedJson { id: done.batch.0, counts: done.counts.into(), already: done.already }))
}

/// Gives an import up before it is applied: its file goes, the line in the history stays.
#[utoipa::path(delete, path = "/api/v1/imports/{id}", tag = "imports",
    params(("id" = i64, Path, description = "Number of the import")),
    responses((status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json")))]
pub async fn discard(state: web::Data<AppState>, caller: Caller, id: web::Path<i64>) -> Result<HttpResponse, Problem> {
    let id = BatchId(id.into_inner());
    web::block(move || roster::discard(&state.db, &caller.actor, id)).await??;
    Ok(HttpResponse::NoContent().finish())
}
