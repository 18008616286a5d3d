//! The registers of outgoing and incoming documents: on the screen, on paper, as workbooks.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::Datelike;
use serde::Deserialize;

use super::crumbs;
use crate::documents::registers::{self, RegisterQuery};
use crate::documents::{Direction, DocumentError, register_workbook};
use crate::model::document::IssuingBody;
use crate::model::role::Operation;
use crate::store::incoming_documents::IncomingEntry;
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::pages::campaigns::{ANY_FILE, taken};
use crate::web::posted::Posted;
use crate::web::scene::{Scene, value};
use crate::web::upload::PostedDocument;
use crate::web::view::document_registers::{RegisterView, TypedIncoming};
use crate::web::view::form::FieldError;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Which gap, and why.
#[derive(Debug, Deserialize)]
pub struct TypedGap {
    #[serde(rename = "so")]
    number: u32,
    #[serde(rename = "ly-do", default)]
    reason: String,
    #[serde(rename = "nam")]
    year: i32,
    #[serde(rename = "co-quan", default)]
    body: String,
}

/// The register of a campaign's unit that the address asks for.
fn asked(desk: &Desk, scene: &Scene) -> Result<RegisterQuery, PageError> {
    let campaign = scene.campaign()?;
    let unit = match &scene.own_unit {
        Some(own) => own.slug.clone(),
        None => campaign.code.clone(),
    };
    let year = desk.asked("nam").and_then(|year| year.parse().ok()).filter(|year| (1945..=9999).contains(year));
    Ok(RegisterQuery {
        unit,
        body: desk.asked("co-quan").and_then(IssuingBody::parse).unwrap_or(IssuingBody::Committee),
        year: year.unwrap_or_else(|| desk.state.today().day().year()),
    })
}

/// Outgoing documents.
pub async fn outgoing(desk: Desk) -> HttpResponse {
    desk.answer(|desk| show_outgoing(desk, StatusCode::OK, Vec::new())).await
}

fn show_outgoing(desk: &Desk, status: StatusCode, errors: Vec<FieldError>) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let query = asked(desk, &scene)?;
    let register = registers::outgoing(&desk.state.db, desk.actor(), &query)?;
    let may_explain = desk.session.account.role.may(Operation::IssueDocument);
    let mut view = RegisterView::outgoing(&register, &query, may_explain, &scene.links);
    view.errors = errors;
    let frame = desk.frame(&scene, Section::Documents, "Sổ văn bản đi", crumbs(&scene, "Sổ văn bản đi"));
    Ok(desk.page_with(status, "document_register.html", frame, view))
}

/// Says why a number has no document.
pub async fn explain(Posted(desk, typed): Posted<TypedGap>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let query = RegisterQuery {
            body: IssuingBody::parse(&typed.body).unwrap_or(IssuingBody::Committee),
            year: typed.year,
            ..asked(desk, &scene)?
        };
        let what = (typed.number, typed.reason.as_str(), desk.state.today().day());
        match registers::explain_gap(&desk.state.db, desk.actor(), &query, what, desk.state.now()) {
            Ok(()) => {
                let more = [
                    crate::web::view::links::Pair::new("nam", query.year.to_string()),
                    crate::web::view::links::Pair::new("co-quan", query.body.as_str()),
                ];
                Ok(Answer::done(scene.links.with("/van-ban/so-di", &more), "Đã ghi lý do của số trống."))
            }
            Err(error @ (DocumentError::Empty(_) | DocumentError::NoGap(_))) => {
                let errors = vec![FieldError::of("ly-do", error.to_string())];
                show_outgoing(desk, StatusCode::UNPROCESSABLE_ENTITY, errors)
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// The workbook of outgoing documents.
pub async fn outgoing_workbook(desk: Desk) -> HttpResponse {
    workbook(desk, Direction::Outgoing).await
}

async fn workbook(desk: Desk, direction: Direction) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let query = asked(desk, &scene)?;
        let made = register_workbook(&desk.state.db, desk.actor(), &query, direction, desk.state.now())?;
        Ok(Answer::File { name: made.file_name, kind: XLSX, bytes: made.bytes })
    })
    .await
}

/// Incoming documents.
pub async fn incoming(desk: Desk) -> HttpResponse {
    desk.answer(|desk| show_incoming(desk, StatusCode::OK, Vec::new(), TypedIncoming::default())).await
}

fn show_incoming(
    desk: &Desk,
    status: StatusCode,
    errors: Vec<FieldError>,
    typed: TypedIncoming,
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let query = asked(desk, &scene)?;
    let (register, found) = registers::incoming(&desk.state.db, desk.actor(), &query)?;
    let may_receive = desk.session.account.role.may(Operation::MakeDocument);
    let mut view = RegisterView::incoming((&register, &found), &query, may_receive, &scene.links);
    view.errors = errors;
    view.typed = typed;
    let frame = desk.frame(&scene, Section::Documents, "Sổ văn bản đến", crumbs(&scene, "Sổ văn bản đến"));
    Ok(desk.page_with(status, "document_register.html", frame, view))
}

/// Writes down a document that came in.
pub async fn receive(PostedDocument(desk, form): PostedDocument) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let mut form = form;
        let fields = std::mem::take(&mut form.fields);
        let file = taken(desk, form)?;
        let typed = TypedIncoming::of(|name| value(&fields, name).unwrap_or_default().to_owned());
        let refused = |field, text: String, typed| {
            show_incoming(desk, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of(field, text)], typed)
        };
        let unread = |text: &str| format!("Không đọc được ngày «{text}»; nhập theo dạng ngày/tháng/năm.");
        let Some(arrived_on) = parse_typed(&typed.arrived_on) else {
            return refused("ngay-den", unread(&typed.arrived_on), typed);
        };
        let Some(dated_on) = parse_typed(&typed.dated_on) else {
            return refused("ngay-van-ban", unread(&typed.dated_on), typed);
        };
        let entry = IncomingEntry {
            author: typed.author.clone(),
            symbol: typed.symbol.clone(),
            dated_on,
            subject: typed.subject.clone(),
            receiver: typed.receiver.clone(),
            forwarded_on: None,
            note: Some(typed.note.clone()).filter(|note| !note.is_empty()),
        };
        let file = file.as_ref().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        let unit = asked(desk, &scene)?.unit;
        match registers::receive(&desk.state.db, desk.actor(), (&unit, arrived_on), (&entry, file), desk.state.now()) {
            Ok(number) => {
                let year = crate::web::view::links::Pair::new("nam", arrived_on.year().to_string());
                let to = scene.links.with("/van-ban/so-den", &[year]);
                Ok(Answer::done(to, format!("Đã vào sổ văn bản đến, số đến {number}.")))
            }
            Err(error @ DocumentError::Empty(_)) => refused("trich-yeu", error.to_string(), typed),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// The workbook of incoming documents.
pub async fn incoming_workbook(desk: Desk) -> HttpResponse {
    workbook(desk, Direction::Incoming).await
}

/// The file of a document that came in.
pub async fn incoming_file(desk: Desk, number: web::Path<i32>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let query = asked(desk, &scene)?;
        let number = number.into_inner();
        let (name, bytes) = registers::incoming_file(&desk.state.db, desk.actor(), &query, number)?;
        Ok(Answer::File { name, kind: ANY_FILE, bytes })
    })
    .await
}
