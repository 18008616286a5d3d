//! Word files of an office that are filled from documents: adding them, giving them up, and the files filled.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::one::{DOCX, refused};
use super::{PATH, crumbs};
use crate::documents::own_template::{TemplateError, Values};
use crate::documents::own_templates::{self, Added};
use crate::documents::{self, DocumentError};
use crate::model::document::DocumentKind;
use crate::model::id::{DocumentId, TemplateId};
use crate::model::role::Operation;
use crate::store::documents::DocumentFilter;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::pages::campaigns::taken;
use crate::web::posted::Posted;
use crate::web::scene::Scene;
use crate::web::upload::PostedDocument;
use crate::web::view::document_templates::{Shown, TemplatesView};
use crate::web::view::form::FieldError;

const TITLE: &str = "Mẫu văn bản của cơ quan";
/// The most places that are told at once.
const TOLD: usize = 60;

/// A form with nothing but its token.
#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// The list with the fields that may be used.
pub async fn list(desk: Desk) -> HttpResponse {
    desk.answer(|desk| show(desk, StatusCode::OK, Vec::new(), (String::new(), String::new()))).await
}

fn show(
    desk: &Desk,
    status: StatusCode,
    errors: Vec<FieldError>,
    (name, kind): (String, String),
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let found = own_templates::list(&desk.state.db, desk.actor(), desk.state.now())?;
    let may_add = desk.session.account.role.may(Operation::MakeDocument) && scene.own_unit.is_some();
    let shown = Shown { found: &found, example: example(desk, &scene)?, may_add, kind: &kind };
    let mut view = TemplatesView::of(&shown, &scene.links);
    (view.errors, view.name) = (errors, name);
    let frame = desk.frame(&scene, Section::Documents, TITLE, crumbs(&scene, TITLE));
    Ok(desk.page_with(status, "document_templates.html", frame, view))
}

/// The latest document of the campaign, to show what fields become.
fn example(desk: &Desk, scene: &Scene) -> Result<Option<(String, Values)>, PageError> {
    let Some(campaign) = &scene.campaign else { return Ok(None) };
    let filter = DocumentFilter { campaign: Some(campaign.id), ..DocumentFilter::default() };
    // One that names people is no example.
    let found = documents::list(&desk.state.db, desk.actor(), &filter)?;
    let Some((head, _)) = found.into_iter().find(|(head, _)| head.kind != DocumentKind::StaffMissing) else {
        return Ok(None);
    };
    let sheet = documents::show(&desk.state.db, desk.actor(), head.id)?;
    let values = own_templates::values(&desk.state.db, desk.actor(), &sheet)?;
    Ok(Some((head.subject, values)))
}

/// Adds a template.
pub async fn add(PostedDocument(desk, form): PostedDocument) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let typed = (form.field("ten").to_owned(), form.field("loai").to_owned());
        let refused = |errors, typed| show(desk, StatusCode::UNPROCESSABLE_ENTITY, errors, typed);
        let Some((file_name, bytes)) = taken(desk, form)? else {
            return refused(vec![FieldError::of("tep", "Hãy chọn tệp Word (.docx) có các trường cần điền.")], typed);
        };
        let unit = scene.own_unit.as_ref().map(|unit| unit.slug.clone()).unwrap_or_default();
        let kind = DocumentKind::parse(&typed.1);
        let added = Added { unit: &unit, kind, name: &typed.0, file_name: &file_name, bytes: &bytes };
        match own_templates::add(&desk.state.db, desk.actor(), &added, desk.state.now()) {
            Ok(_) => Ok(Answer::done(scene.links.to(&format!("{PATH}/mau")), "Đã thêm mẫu văn bản.")),
            Err(DocumentError::Template(error)) => refused(told(&error), typed),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// One sentence per place that cannot be filled.
fn told(error: &TemplateError) -> Vec<FieldError> {
    let TemplateError::Findings(findings) = error else { return vec![FieldError::of("tep", error.to_string())] };
    let mut errors: Vec<FieldError> =
        findings.iter().take(TOLD).map(|finding| FieldError::of("tep", finding.to_string())).collect();
    if findings.len() > TOLD {
        errors.push(FieldError::general(format!("Và {} chỗ nữa.", findings.len() - TOLD)));
    }
    errors
}

/// Gives a template up.
pub async fn retire(Posted(desk, Nothing {}): Posted<Nothing>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        own_templates::retire(&desk.state.db, desk.actor(), TemplateId(id.into_inner()), desk.state.now())?;
        let to = desk.scene()?.links.to(&format!("{PATH}/mau"));
        Ok(Answer::done(to, "Đã bỏ mẫu; văn bản đã tải trước đó không thay đổi."))
    })
    .await
}

/// The file of a template as it was added.
pub async fn file(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let made = own_templates::file(&desk.state.db, desk.actor(), TemplateId(id.into_inner()))?;
        Ok(Answer::File { name: made.name, kind: DOCX, bytes: made.bytes })
    })
    .await
}

/// A template to begin with.
pub async fn sample(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let made = own_templates::sample(desk.state.now())?;
        Ok(Answer::File { name: made.name, kind: DOCX, bytes: made.bytes })
    })
    .await
}

/// A document filled into a template.
pub async fn filled(desk: Desk, path: web::Path<(i64, i64)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (document, template) = path.into_inner();
        let document = DocumentId(document);
        match own_templates::fill(&desk.state.db, desk.actor(), document, TemplateId(template)) {
            Ok(made) => Ok(Answer::File { name: made.name, kind: DOCX, bytes: made.bytes }),
            Err(error @ DocumentError::Template(_)) => refused(desk, document, error, None),
            Err(error) => Err(error.into()),
        }
    })
    .await
}
