//! `/van-ban`: official documents, from the choice of a kind to the signed file.

mod attached;
mod office;
mod one;
mod outcome;
mod registers;
pub mod templates;

pub use attached::{attach_pdf, attached_file, attached_page, detach_pdf};
pub use office::{office, save_office};
pub use one::{file, page, preview, save, show};
pub use outcome::{attach, check, issue, set_state, supersede};
pub use registers::{explain, incoming, incoming_file, incoming_workbook, outgoing, outgoing_workbook, receive};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Deserialize;

use super::reports::choices;
use crate::campaign;
use crate::documents::{self, DocumentError, DraftQuery};
use crate::model::document::{DocumentKind, DocumentState, IssuingBody};
use crate::model::id::DocumentId;
use crate::progress::FigureQuery;
use crate::roster::RosterError;
use crate::store::documents::DocumentFilter;
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::assets;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::incoming::Incoming;
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
    #[serde(rename = "buoi", default)]
    session: String,
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
        style: assets::address("van-ban.css").unwrap_or_default(),
        sessions: sessions(desk, &scene, &typed.session)?,
        dated: if typed.dated.is_empty() { day(desk.state.today().day()) } else { typed.dated },
        as_of: day(scene.as_of.day()),
    };
    let frame = desk.frame(&scene, Section::Documents, "Soạn văn bản", crumbs(&scene, "Soạn văn bản"));
    Ok(desk.page_with(status, "document_new.html", frame, view))
}

/// Sessions of the campaign that an invitation may be for, each by its place among all of them.
fn sessions(desk: &Desk, scene: &Scene, chosen: &str) -> Result<Vec<Choice>, PageError> {
    let today = desk.state.today().day();
    let sheet = campaign::show(&desk.state.db, desk.actor(), &scene.campaign()?.code, today)?;
    let from = today.min(scene.as_of.day());
    let ahead = sheet.sessions.iter().enumerate().filter(|(_, (session, _))| session.held_to >= from);
    let mut choices = vec![Choice::new("", "Chưa chọn buổi, để trống giờ, ngày, địa điểm", chosen)];
    choices.extend(ahead.map(|(at, (session, _))| {
        Choice::new((at + 1).to_string(), format!("{}, {}", day(session.held_on), session.place), chosen)
    }));
    Ok(choices)
}

/// What is said of a draft; the document that it passes on is attached to it where its file is known.
fn drafted(desk: &Desk, id: DocumentId) -> String {
    const DRAFTED: &str = "Đã soạn dự thảo từ số liệu đã chốt. Xem lại nội dung trước khi trình ký.";
    match documents::attach_cited(&desk.state.db, desk.actor(), id, (&desk.state.sandbox, desk.state.now())) {
        Ok(false) => DRAFTED.to_owned(),
        Ok(true) => format!("{DRAFTED} Văn bản được sao gửi đã đính kèm nguyên văn ở cuối."),
        Err(error) => format!("{DRAFTED} Văn bản được sao gửi chưa đính kèm được: {error}"),
    }
}

/// Whether the file of a form was not taken because it has too many bytes.
fn too_big(form: &Incoming) -> bool {
    form.file.as_ref().is_some_and(|file| matches!(file.stored, Err(RosterError::TooBig { .. })))
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
        let (db, now) = (&desk.state.db, desk.state.now());
        let made = match typed.session.parse().ok().filter(|_| kind == DocumentKind::Invitation) {
            Some(session) => documents::invite(db, desk.actor(), &query, session, now),
            None => documents::draft(db, desk.actor(), &query, now),
        };
        match made {
            Ok(id) => Ok(Answer::done(scene.links.to(&format!("{PATH}/{id}")), drafted(desk, id))),
            Err(error @ (DocumentError::NothingToSay(_) | DocumentError::NoOffice(_) | DocumentError::LongCode)) => {
                refused(vec![FieldError::of("loai", error.to_string())], typed)
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}
