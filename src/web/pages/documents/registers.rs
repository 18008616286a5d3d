//! The registers of outgoing and incoming documents: on the screen, on paper, as workbooks.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::Datelike;
use serde::Deserialize;

use super::{crumbs, too_big};
use crate::documents::registers::{self, RegisterQuery};
use crate::documents::{self, Direction, DocumentError, register_workbook};
use crate::model::document::IssuingBody;
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::incoming_documents::IncomingEntry;
use crate::store::units;
use crate::vn::date::parse_typed;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::pages::campaigns::{ANY_FILE, taken};
use crate::web::posted::Posted;
use crate::web::scene::{Scene, value};
use crate::web::upload::PostedDocument;
use crate::web::view::document_registers::{RegisterView, TypedIncoming, UNIT, read_gap, which};
use crate::web::view::form::FieldError;
use crate::web::view::frame::Choice;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Which gap, and why.
#[derive(Debug, Deserialize)]
pub struct TypedGap {
    #[serde(rename = "so")]
    gap: String,
    #[serde(rename = "ly-do", default)]
    reason: String,
}

/// The register that the address asks for; without a unit in it, that of the account's own unit, and of the campaign's where the account has none;
/// without a year, that of the day looked at.
fn asked(desk: &Desk, scene: &Scene) -> Result<RegisterQuery, PageError> {
    let unit = match desk.asked(UNIT) {
        Some(slug) => slug.to_owned(),
        None => own_unit(desk, scene)?,
    };
    let year = desk.asked("nam").and_then(|year| year.parse().ok()).filter(|year| (1945..=9999).contains(year));
    Ok(RegisterQuery {
        unit,
        body: desk.asked("co-quan").and_then(IssuingBody::parse).unwrap_or(IssuingBody::Committee),
        year: year.unwrap_or_else(|| scene.as_of.day().year()),
    })
}

/// The short name of the account's unit; of the unit that runs the campaign where the account has none.
pub(super) fn own_unit(desk: &Desk, scene: &Scene) -> Result<String, PageError> {
    if let Some(own) = &scene.own_unit {
        return Ok(own.slug.clone());
    }
    let campaign = scene.campaign()?;
    let unit = desk.state.db.read(|conn| units::get(conn, campaign.unit, desk.state.today().day()))?;
    let none = || PageError::not_found("Chiến dịch này không có đơn vị chủ trì. Hãy báo người quản trị hệ thống.");
    Ok(unit.ok_or_else(none)?.slug)
}

/// The address of a register.
fn address(scene: &Scene, path: &str, query: &RegisterQuery) -> String {
    scene.links.with(path, &which(query))
}

/// The units whose registers of the year may be opened; the one that is open among them.
fn offered(desk: &Desk, query: &RegisterQuery, open: &Unit) -> Result<Vec<Choice>, PageError> {
    let mut found = documents::register_units(&desk.state.db, desk.actor(), query.year)?;
    if !found.iter().any(|unit| unit.id == open.id) {
        found.push(open.clone());
    }
    Ok(found.into_iter().map(|unit| Choice::new(unit.slug, unit.name, &open.slug)).collect())
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
    view.units = offered(desk, &query, &register.unit)?;
    let frame = desk.frame(&scene, Section::Documents, "Sổ văn bản đi", crumbs(&scene, "Sổ văn bản đi"));
    Ok(desk.page_with(status, "document_register.html", frame, view))
}

/// Says why a number has no document.
pub async fn explain(Posted(desk, typed): Posted<TypedGap>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let query = asked(desk, &scene)?;
        let Some(gap) = read_gap(&typed.gap) else {
            let errors = vec![FieldError::of("so", "Hãy chọn số trong danh sách số trống.")];
            return show_outgoing(desk, StatusCode::UNPROCESSABLE_ENTITY, errors);
        };
        let what = (gap, typed.reason.as_str(), desk.state.today().day());
        match registers::explain_gap(&desk.state.db, desk.actor(), &query, what, desk.state.now()) {
            Ok(()) => Ok(Answer::done(address(&scene, "/van-ban/so-di", &query), "Đã ghi lý do của số trống.")),
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
    view.units = offered(desk, &query, &register.unit)?;
    let frame = desk.frame(&scene, Section::Documents, "Sổ văn bản đến", crumbs(&scene, "Sổ văn bản đến"));
    Ok(desk.page_with(status, "document_register.html", frame, view))
}

/// Writes down a document that came in.
pub async fn receive(PostedDocument(desk, form): PostedDocument) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let mut form = form;
        let fields = std::mem::take(&mut form.fields);
        let refused_file = too_big(&form);
        let file = if refused_file { None } else { taken(desk, form)? };
        let typed = TypedIncoming::of(|name| value(&fields, name).unwrap_or_default().to_owned());
        let refused = |field, text: String, typed| {
            show_incoming(desk, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of(field, text)], typed)
        };
        if refused_file {
            return refused("tep", DocumentError::TooBig.to_string(), typed);
        }
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
        let query = RegisterQuery { year: arrived_on.year(), ..asked(desk, &scene)? };
        let known = (query.unit.as_str(), arrived_on);
        match registers::receive(&desk.state.db, desk.actor(), known, (&entry, file), desk.state.now()) {
            Ok(number) => {
                let to = address(&scene, "/van-ban/so-den", &query);
                Ok(Answer::done(to, format!("Đã vào sổ văn bản đến, số đến {number}.")))
            }
            Err(error @ DocumentError::Empty(_)) => refused("trich-yeu", error.to_string(), typed),
            Err(error @ DocumentError::TooBig) => refused("tep", error.to_string(), typed),
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
