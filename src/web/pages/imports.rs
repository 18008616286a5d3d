//! Lists in: upload, columns and words, preview, decisions, commit, undo, history.

mod absent;
mod batch;
mod columns;
mod decisions;
mod discard;
mod files;
mod progress;
mod undo;

pub use absent::absent;
pub use batch::{commit, show};
pub use columns::{ask_columns, choose_columns, drop_mapping};
pub use decisions::{decide_places, decide_rows};
pub use discard::{ask_discard, discard};
pub use files::{correct, marked, original};
pub use progress::progress;
pub use undo::{ask_undo, undo};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::NaiveDate;

use crate::model::id::BatchId;
use crate::roster::{self, BatchLine, RosterError, StagedFilter, StoredFile};
use crate::store::{StoreError, units};
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::incoming::Incoming;
use crate::web::page_error::PageError;
use crate::web::scene::Scene;
use crate::web::upload::PostedFile;
use crate::web::view::day;
use crate::web::view::form::FieldError;
use crate::web::view::frame::{Choice, Crumb};
use crate::web::view::import_batch::STEPS;
use crate::web::view::imports::{BatchRow, ImportsView};
use crate::web::view::pager::{Asked, Pager};

/// The form and the history.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let typed = Typed { unit: desk.asked("don-vi").unwrap_or("").to_owned(), ..Typed::default() };
        show_list(desk, StatusCode::OK, Vec::new(), &typed)
    })
    .await
}

/// What was typed into the form.
#[derive(Default)]
struct Typed {
    unit: String,
    listed_on: String,
    comment: String,
}

impl Typed {
    fn of(upload: &Incoming) -> Self {
        let field = |name| upload.field(name).to_owned();
        Self { unit: field("don-vi"), listed_on: field("ngay-lap"), comment: field("ghi-chu") }
    }
}

fn show_list(desk: &Desk, status: StatusCode, errors: Vec<FieldError>, typed: &Typed) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let asked = Asked::read(desk.asked("trang"), desk.asked("so-dong"));
    let batches = roster::history(&desk.state.db, desk.actor(), asked.page, asked.per_page)?;
    let more = u32::try_from(batches.len()).is_ok_and(|found| found == asked.per_page);
    let usual = || day(usual_list_day(desk, &scene, &batches));
    let view = ImportsView {
        steps: STEPS,
        errors,
        units: choices(desk, &scene, &typed.unit)?,
        listed_on: if typed.listed_on.is_empty() { usual() } else { typed.listed_on.clone() },
        comment: typed.comment.clone(),
        batches: batches.iter().map(|batch| BatchRow::of(batch, &scene.links)).collect(),
        pager: (more || asked.page > 1).then(|| Pager::open_ended(asked, more, &scene.links, "/nhap-lieu")),
    };
    let frame = desk.frame(&scene, Section::Imports, "Nhập danh sách", crumbs(&scene, None));
    Ok(desk.page_with(status, "imports.html", frame, view))
}

/// Today; in a campaign that is over, the day of the latest list, because a list of it is a revision of those.
fn usual_list_day(desk: &Desk, scene: &Scene, batches: &[BatchLine]) -> NaiveDate {
    let today = desk.state.today().day();
    match &scene.campaign {
        Some(campaign) if campaign.ends_on < today => {
            batches.iter().map(|batch| batch.listed_on).max().unwrap_or(scene.as_of.day().min(today))
        }
        _ => today,
    }
}

/// The unit of the account and those right below it.
fn choices(desk: &Desk, scene: &Scene, chosen: &str) -> Result<Vec<Choice>, PageError> {
    let today = desk.state.today().day();
    let on = scene.campaign.as_ref().map_or(today, |campaign| today.min(campaign.ends_on));
    let own = desk.session.account.unit;
    let found = desk.state.db.read(|conn| {
        let mut found: Vec<_> = units::get(conn, own, on)?.into_iter().collect();
        found.extend(units::children(conn, own, on)?);
        Ok::<_, StoreError>(found)
    })?;
    Ok(found.into_iter().map(|unit| Choice::new(unit.slug, unit.name, chosen)).collect())
}

/// The way to a page of a batch; `page` is what it is called beneath the batch.
fn crumbs(scene: &Scene, batch: Option<(BatchId, Option<&str>)>) -> Vec<Crumb> {
    let linked = |label: String, href: String| Crumb { label, href: Some(scene.links.to(&href)) };
    let here = |label: String| Crumb { label, href: None };
    let list = "Nhập danh sách".to_owned();
    match batch {
        None => vec![here(list)],
        Some((number, page)) => {
            let (label, href) = (format!("Lượt {number}"), format!("/nhap-lieu/{number}"));
            let list = linked(list, "/nhap-lieu".to_owned());
            match page {
                None => vec![list, here(label)],
                Some(page) => vec![list, linked(label, href), here(page.to_owned())],
            }
        }
    }
}

/// Takes in a file and leads to its preview, or to how far its reading has come.
pub async fn upload(PostedFile(desk, upload): PostedFile) -> HttpResponse {
    desk.answer(move |desk| take(desk, upload)).await
}

fn take(desk: &Desk, upload: Incoming) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let typed = Typed::of(&upload);
    let refused = |status, field, text: String| show_list(desk, status, vec![FieldError::of(field, text)], &typed);
    let Some(file) = upload.file else {
        let text = "Chưa chọn tệp. Chọn tệp danh sách rồi bấm «Xem trước».".to_owned();
        return refused(StatusCode::UNPROCESSABLE_ENTITY, "tep", text);
    };
    let stored = match file.stored {
        Ok(stored) => stored,
        Err(error @ RosterError::TooBig { .. }) => {
            return refused(StatusCode::PAYLOAD_TOO_LARGE, "tep", error.to_string());
        }
        Err(error) => return refused(StatusCode::UNPROCESSABLE_ENTITY, "tep", error.to_string()),
    };
    let batch = match begun(desk, &scene, &typed, file.name, &stored) {
        Ok(batch) => batch,
        Err(reason) => {
            roster::forget(&desk.state.db, &stored)?;
            let (field, text) = reason?;
            return refused(StatusCode::UNPROCESSABLE_ENTITY, field, text);
        }
    };
    match read_for_a_moment(desk, batch)? {
        Some(failure) => refused(StatusCode::UNPROCESSABLE_ENTITY, "tep", failure),
        None => Ok(Answer::Redirect { to: scene.links.to(&format!("/nhap-lieu/{batch}")), notice: None }),
    }
}

/// A field of the form and what is wrong with it, or an error that no field is to blame for.
type Refused = Result<(&'static str, String), PageError>;

/// Opens a batch for a file that is stored.
fn begun(
    desk: &Desk,
    scene: &Scene,
    typed: &Typed,
    file_name: String,
    stored: &StoredFile,
) -> Result<BatchId, Refused> {
    let Some(date) = parse_typed(&typed.listed_on) else {
        let text =
            format!("Không đọc được ngày «{}»; nhập theo dạng ngày/tháng/năm, ví dụ 12/06/2023.", typed.listed_on);
        return Err(Ok(("ngay-lap", text)));
    };
    let details = roster::ListDetails {
        campaign: scene.campaign().map_err(Err)?.code.clone(),
        unit: typed.unit.clone(),
        file_name,
        listed_on: Some(date),
        today: desk.state.today(),
        comment: Some(typed.comment.clone()),
    };
    roster::begin(&desk.state.db, desk.actor(), &details, stored.clone()).map_err(|error| match error {
        RosterError::ListedInFuture(_) | RosterError::NotThen { .. } => Ok(("ngay-lap", error.to_string())),
        RosterError::NoUnit(_) => Ok(("don-vi", error.to_string())),
        error => Err(error.into()),
    })
}

/// Has a batch read in the background and waits a moment, so that a usual list is there at once. Says why it could not be read, if that is known by
/// then.
fn read_for_a_moment(desk: &Desk, batch: BatchId) -> Result<Option<String>, PageError> {
    let state = &desk.state;
    state.background.read(desk.actor(), batch, state.today(), &state.sandbox);
    if state.background.wait(batch, state.moment).is_some() {
        return Ok(None);
    }
    Ok(roster::staged(&state.db, desk.actor(), batch, &one_row())?.failure)
}

/// Asks for a batch and next to nothing of its rows.
fn one_row() -> StagedFilter {
    StagedFilter { page: 1, per_page: 1, ..StagedFilter::default() }
}
