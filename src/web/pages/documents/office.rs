//! `/van-ban/co-quan`: what the documents of a body say about it, and how they are numbered.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Deserialize;

use super::crumbs;
use super::registers::own_unit;
use crate::documents::office_settings::{OfficeSheet, forget_office, office_sheet, set_office};
use crate::documents::{self, DocumentError};
use crate::model::document::IssuingBody;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::document_office::{OfficeView, TypedOfficeForm, field};
use crate::web::view::document_registers::UNIT;
use crate::web::view::form::FieldError;
use crate::web::view::frame::Choice;
use crate::web::view::links::Pair;

const TITLE: &str = "Cơ quan ban hành";
const PATH: &str = "/van-ban/co-quan";

/// What is typed, and whether the usual settings are to come back instead.
#[derive(Debug, Deserialize)]
pub struct Typed {
    #[serde(flatten)]
    form: TypedOfficeForm,
    #[serde(rename = "mac-dinh", default)]
    usual: Option<String>,
}

/// The page.
pub async fn office(desk: Desk) -> HttpResponse {
    desk.answer(|desk| show(desk, StatusCode::OK, Vec::new(), None)).await
}

/// Which body the address asks for.
fn asked(desk: &Desk) -> Result<(String, IssuingBody), PageError> {
    let scene = desk.scene()?;
    let unit = match desk.asked(UNIT) {
        Some(slug) => slug.to_owned(),
        None => own_unit(desk, &scene)?,
    };
    Ok((unit, desk.asked("co-quan").and_then(IssuingBody::parse).unwrap_or(IssuingBody::Committee)))
}

fn show(
    desk: &Desk,
    status: StatusCode,
    errors: Vec<FieldError>,
    typed: Option<TypedOfficeForm>,
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let (unit, body) = asked(desk)?;
    let today = desk.state.today().day();
    let sheet = office_sheet(&desk.state.db, desk.actor(), (&unit, body), today)?;
    let here =
        scene.links.with(PATH, &[Pair::new(UNIT, sheet.unit.slug.as_str()), Pair::new("co-quan", body.as_str())]);
    let mut view = OfficeView::of(&sheet, here, units(desk, &sheet)?);
    view.errors = errors;
    view.typed = typed.unwrap_or(view.typed);
    let frame = desk.frame(&scene, Section::Documents, TITLE, crumbs(&scene, TITLE));
    Ok(desk.page_with(status, "document_office.html", frame, view))
}

fn units(desk: &Desk, sheet: &OfficeSheet) -> Result<Vec<Choice>, PageError> {
    use chrono::Datelike;
    let mut found = documents::register_units(&desk.state.db, desk.actor(), desk.state.today().day().year())?;
    if !found.iter().any(|unit| unit.id == sheet.unit.id) {
        found.push(sheet.unit.clone());
    }
    Ok(found.into_iter().map(|unit| Choice::new(unit.slug, unit.name, &sheet.unit.slug)).collect())
}

/// Sets it.
pub async fn save_office(Posted(desk, typed): Posted<Typed>) -> HttpResponse {
    desk.answer(move |desk| {
        let (unit, body) = asked(desk)?;
        let of = (unit.as_str(), body);
        let (done, said) = match typed.usual {
            Some(_) => (
                forget_office(&desk.state.db, desk.actor(), of, desk.state.now()),
                "Đã dùng lại mẫu chung. Dự thảo đã soạn không thay đổi.",
            ),
            None => (
                set_office(&desk.state.db, desk.actor(), of, &typed.form.typed(), desk.state.now()),
                "Đã lưu. Dự thảo soạn từ nay dùng thông tin này; dự thảo đã có không thay đổi.",
            ),
        };
        match done {
            Ok(()) => {
                let which = [Pair::new(UNIT, of.0), Pair::new("co-quan", body.as_str())];
                Ok(Answer::done(desk.scene()?.links.with(PATH, &which), said))
            }
            Err(DocumentError::BadOffice { part, text }) => {
                let errors = vec![FieldError::of(field(part), text)];
                show(desk, StatusCode::UNPROCESSABLE_ENTITY, errors, Some(typed.form))
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}
