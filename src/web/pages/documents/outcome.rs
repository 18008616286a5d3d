//! What becomes of a draft: handed on for signature, taken back, issued, signed.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::one::{refused, sheet};
use super::{crumbs, too_big};
use crate::documents::{self, DocumentError, Numbering};
use crate::model::document::DocumentState;
use crate::model::id::DocumentId;
use crate::vn::date::parse_typed;
use crate::vn::number::parse_integer;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::pages::campaigns::taken;
use crate::web::posted::Posted;
use crate::web::upload::{PostedDocument, PostedSigned};
use crate::web::view::documents::CheckView;
use crate::web::view::form::FieldError;

/// Where a document is to go.
#[derive(Debug, Deserialize)]
pub struct TypedState {
    #[serde(rename = "ban")]
    revision: i64,
    #[serde(rename = "sang")]
    next: String,
}

/// Number and day.
#[derive(Debug, Deserialize)]
pub struct TypedIssue {
    #[serde(rename = "ban")]
    revision: i64,
    #[serde(rename = "so", default)]
    number: String,
    #[serde(rename = "ngay-ban-hanh")]
    on: String,
}

/// Which document stands in the place.
#[derive(Debug, Deserialize)]
pub struct TypedReplacement {
    #[serde(rename = "van-ban-moi", default)]
    by: String,
}

/// Ready for signature, back to a draft, dropped.
pub async fn set_state(Posted(desk, typed): Posted<TypedState>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = DocumentId(id.into_inner());
        let next = DocumentState::parse(&typed.next)
            .ok_or_else(|| PageError::refused(format!("Không có tình trạng «{}».", typed.next)))?;
        match documents::set_state(&desk.state.db, desk.actor(), (id, typed.revision), next, desk.state.now()) {
            Ok(()) => Ok(Answer::done(here(desk, id)?, format!("Văn bản chuyển sang: {}.", next.vietnamese()))),
            Err(error) => refused(desk, id, error, None),
        }
    })
    .await
}

/// Gives number and day.
pub async fn issue(Posted(desk, typed): Posted<TypedIssue>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = DocumentId(id.into_inner());
        let unread = |field, text: String| {
            sheet(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![FieldError::of(field, text)], None)
        };
        let Some(on) = parse_typed(&typed.on) else {
            let text = format!("Không đọc được ngày «{}»; nhập theo dạng ngày/tháng/năm.", typed.on);
            return unread("ngay-ban-hanh", text);
        };
        let numbering = match typed.number.trim() {
            "" => Numbering::Next,
            text => match parse_integer(text).and_then(|number| u32::try_from(number).ok()) {
                Some(number) => Numbering::Given(number),
                None => {
                    return unread("so", format!("«{text}» không phải số văn bản; chỉ ghi phần số, ví dụ 141."));
                }
            },
        };
        let known = (id, typed.revision);
        match documents::issue(&desk.state.db, desk.actor(), known, (numbering, on), desk.state.now()) {
            Ok(number) => Ok(Answer::done(here(desk, id)?, format!("Đã ban hành, số {number}."))),
            Err(error) => refused(desk, id, error, None),
        }
    })
    .await
}

/// Says that a later document stands in the place of this one.
pub async fn supersede(Posted(desk, typed): Posted<TypedReplacement>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = DocumentId(id.into_inner());
        let Ok(by) = typed.by.parse() else {
            let error = FieldError::of("van-ban-moi", "Hãy chọn văn bản thay thế trong danh sách.");
            return sheet(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![error], None);
        };
        match documents::supersede(&desk.state.db, desk.actor(), (id, DocumentId(by)), desk.state.now()) {
            Ok(()) => Ok(Answer::done(here(desk, id)?, "Đã ghi văn bản thay thế. Văn bản này vẫn được giữ nguyên.")),
            Err(error) => refused(desk, id, error, None),
        }
    })
    .await
}

/// Takes in the signed file.
pub async fn attach(PostedSigned(desk, form): PostedSigned, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = DocumentId(id.into_inner());
        if too_big(&form) {
            return refused(desk, id, DocumentError::TooBig, None);
        }
        let Some((name, bytes)) = taken(desk, form)? else {
            let error = FieldError::of("tep", "Hãy chọn tệp PDF đã ký, đóng dấu.");
            return sheet(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![error], None);
        };
        match documents::attach_signed(&desk.state.db, desk.actor(), id, (&name, &bytes), desk.state.now()) {
            Ok(()) => Ok(Answer::done(here(desk, id)?, "Đã đính kèm bản ký, đóng dấu. Bản này là bản gốc.")),
            Err(error) => refused(desk, id, error, None),
        }
    })
    .await
}

/// Compares a Word file that was edited elsewhere with the document.
pub async fn check(PostedDocument(desk, form): PostedDocument, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = DocumentId(id.into_inner());
        let Some((name, bytes)) = taken(desk, form)? else {
            let error = FieldError::of("tep-word", "Hãy chọn tệp Word đã sửa.");
            return sheet(desk, id, StatusCode::UNPROCESSABLE_ENTITY, vec![error], None);
        };
        match documents::check_returned(&desk.state.db, desk.actor(), id, &bytes, desk.state.now()) {
            Ok(checked) => {
                let scene = desk.scene()?;
                let view = CheckView::of(&name, &checked, here(desk, id)?);
                let frame =
                    desk.frame(&scene, Section::Documents, "Đối chiếu tệp Word", crumbs(&scene, "Đối chiếu tệp Word"));
                Ok(desk.page("document_check.html", frame, view))
            }
            Err(error) => refused(desk, id, error, None),
        }
    })
    .await
}

fn here(desk: &Desk, id: DocumentId) -> Result<String, PageError> {
    Ok(desk.scene()?.links.to(&format!("/van-ban/{id}")))
}
