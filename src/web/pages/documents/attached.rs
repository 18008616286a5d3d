//! PDFs that are attached to a document as they are.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::one::{PDF, refused, sheet};
use super::too_big;
use crate::documents::{self, Chosen, DocumentError};
use crate::model::id::DocumentId;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::page_error::PageError;
use crate::web::pages::campaigns::taken;
use crate::web::posted::Posted;
use crate::web::upload::PostedDocument;
use crate::web::view::document_pages::read_choice;
use crate::web::view::form::FieldError;

/// The revision that was read.
#[derive(Debug, Deserialize)]
pub struct TypedRevision {
    #[serde(rename = "ban")]
    revision: i64,
}

/// Attaches a file: one of the register, of the campaign, or one's own.
pub async fn attach_pdf(PostedDocument(desk, form): PostedDocument, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = DocumentId(id.into_inner());
        let known = (id, form.field("ban").parse().unwrap_or_default());
        let (choice, title) = (form.field("nguon").to_owned(), form.field("ten").to_owned());
        if too_big(&form) {
            return refused(desk, id, DocumentError::TooBig, None);
        }
        let file = taken(desk, form)?;
        let wrong = |field, text: &str| {
            sheet(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of(field, text)], None)
        };
        let chosen = match (choice.as_str(), &file) {
            ("", Some((name, bytes))) => Chosen::Upload(name, bytes),
            ("", None) => return wrong("tep-kem", "Hãy chọn tệp PDF, hoặc chọn một văn bản đã có tệp."),
            (word, _) => match read_choice(word) {
                Some(chosen) => chosen,
                None => return wrong("nguon", "Hãy chọn văn bản kèm theo trong danh sách."),
            },
        };
        let means = (&desk.state.sandbox, desk.state.now());
        match documents::attach_pdf(&desk.state.db, desk.actor(), known, (chosen, &title), means) {
            Ok(()) => Ok(Answer::done(here(desk, id)?, "Đã đính kèm tệp PDF sau các phụ lục.")),
            Err(error) => refused(desk, id, error, None),
        }
    })
    .await
}

/// Takes a file off.
pub async fn detach_pdf(Posted(desk, typed): Posted<TypedRevision>, path: web::Path<(i64, i32)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (id, position) = path.into_inner();
        let id = DocumentId(id);
        match documents::detach_pdf(&desk.state.db, desk.actor(), (id, typed.revision), position, desk.state.now()) {
            Ok(()) => Ok(Answer::done(here(desk, id)?, "Đã bỏ tệp kèm theo.")),
            Err(error) => refused(desk, id, error, None),
        }
    })
    .await
}

/// Hands a file over as it came.
pub async fn attached_file(desk: Desk, path: web::Path<(i64, i32)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (id, position) = path.into_inner();
        let made = documents::attached_file(&desk.state.db, desk.actor(), DocumentId(id), position)?;
        Ok(Answer::File { name: made.name, kind: PDF, bytes: made.bytes })
    })
    .await
}

/// A page of a file as a picture.
pub async fn attached_page(desk: Desk, path: web::Path<(i64, i32, u32)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (id, position, page) = path.into_inner();
        let which = (DocumentId(id), position);
        let bytes = documents::attached_page(&desk.state.db, desk.actor(), which, page, &desk.state.sandbox)?;
        Ok(Answer::Picture { kind: "image/svg+xml", bytes })
    })
    .await
}

fn here(desk: &Desk, id: DocumentId) -> Result<String, PageError> {
    Ok(desk.scene()?.links.to(&format!("/van-ban/{id}")))
}
