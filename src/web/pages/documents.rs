//! `/van-ban`: official documents, from the choice of a kind to the signed file.

mod one;
mod outcome;
mod registers;
pub mod templates;

pub use one::{file, page, preview, save, show};
pub use outcome::{attach, check, issue, set_state};
pub use registers::{explain, incoming, incoming_file, incoming_workbook, outgoing, outgoing_workbook, receive};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Deserialize;

use super::reports::choices;
use crate::documents::{self, DocumentError, DraftQuery};
use crate::model::document::{DocumentKind, DocumentState, IssuingBody};
use crate::progress::FigureQuery;
use crate::store::documents::DocumentFilter;
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::view::day;
use crate::web::view::documents::{ListView, NewView};
use crate::web::view::form::FieldError;
use crate::web::view::frame::{Choice, Crumb};

const TITLE: &str = "Văn bản";
const PATH: &str = "/van-ban";

/// What is typed to draft a document.
#[derive(Debug, Default, Deserialize)]
pub struct Typed {
    #[serde(rename = "loai")]
    kind: String,
    #[serde(rename = "co-quan", default)]
    body: String,
    #[serde(rename = "don-vi", default)]
    unit: String,
    #[serde(rename = "ngay", default)]
    dated: String,
}

/// The documents of the campaign.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let scene = desk.scene()?;
        let filter = DocumentFilter {
            campaign: Some(scene.campaign()?.id),
            scope: None,
            kind: desk.asked("loai").and_then(DocumentKind::parse),
            state: desk.asked("tinh-trang").and_then(DocumentState::parse),
            words: desk.asked("tim").unwrap_or_default().to_owned(),
        };
        let found = documents::list(&desk.state.db, desk.actor(), &filter)?;
        let view = ListView::of(&found, &filter, &scene.links);
        let crumbs = vec![Crumb { label: TITLE.to_owned(), href: None }];
        Ok(desk.page("documents.html", desk.frame(&scene, Section::Documents, TITLE, crumbs), view))
    })
    .await
}

/// The choice of a kind.
pub async fn new(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let typed = Typed { kind: desk.asked("loai").unwrap_or_default().to_owned(), ..Typed::default() };
        show_new(desk, StatusCode::OK, Vec::new(), typed)
    })
    .await
}

fn show_new(desk: &Desk, status: StatusCode, errors: Vec<FieldError>, typed: Typed) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let own = scene.own_unit.as_ref();
    let (slug, name) = own.map(|unit| (unit.slug.clone(), unit.name.clone())).unwrap_or_default();
    let chosen = if typed.unit.is_empty() { slug } else { typed.unit };
    let view = NewView {
        errors,
        kinds: DocumentKind::ALL.map(|kind| Choice::new(kind.as_str(), kind.vietnamese(), &typed.kind)).to_vec(),
        bodies: IssuingBody::ALL.map(|body| Choice::new(body.as_str(), body.vietnamese(), &typed.body)).to_vec(),
        units: choices(desk, &scene, &chosen, &name)?,
        dated: if typed.dated.is_empty() { day(desk.state.today().day()) } else { typed.dated },
        as_of: day(scene.as_of.day()),
    };
    let frame = desk.frame(&scene, Section::Documents, "Soạn văn bản", crumbs(&scene, "Soạn văn bản"));
    Ok(desk.page_with(status, "document_new.html", frame, view))
}

/// The way to a page below the list.
fn crumbs(scene: &Scene, here: &str) -> Vec<Crumb> {
    vec![
        Crumb { label: TITLE.to_owned(), href: Some(scene.links.to(PATH)) },
        Crumb { label: here.to_owned(), href: None },
    ]
}

/// Drafts a document.
pub async fn create(Posted(desk, typed): Posted<Typed>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let refused = |errors, typed| show_new(desk, StatusCode::UNPROCESSABLE_ENTITY, errors, typed);
        let Some(kind) = DocumentKind::parse(&typed.kind) else {
            return refused(vec![FieldError::of("loai", "Hãy chọn loại văn bản.")], typed);
        };
        let Some(drafted_on) = parse_typed(&typed.dated) else {
            let text = format!("Không đọc được ngày «{}»; nhập theo dạng ngày/tháng/năm.", typed.dated);
            return refused(vec![FieldError::of("ngay", text)], typed);
        };
        let figures = FigureQuery {
            campaign: scene.campaign()?.code.clone(),
            unit: Some(typed.unit.clone()).filter(|unit| !unit.is_empty()),
            as_of: Some(scene.as_of),
            today: desk.state.today(),
        };
        let body = IssuingBody::parse(&typed.body).unwrap_or(IssuingBody::Committee);
        let query = DraftQuery { kind, body, figures, drafted_on };
        match documents::draft(&desk.state.db, desk.actor(), &query, desk.state.now()) {
            Ok(id) => Ok(Answer::done(
                scene.links.to(&format!("{PATH}/{id}")),
                "Đã soạn dự thảo từ số liệu đã chốt. Xem lại nội dung trước khi trình ký.",
            )),
            Err(error @ (DocumentError::NothingToSay(_) | DocumentError::NoOffice(_) | DocumentError::LongCode)) => {
                refused(vec![FieldError::of("loai", error.to_string())], typed)
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}
