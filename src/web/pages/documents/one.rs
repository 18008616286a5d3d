//! One document: its text beside its pages, and its files.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::crumbs;
use crate::documents::face::Face;
use crate::documents::{self, DocumentError, DocumentFile, own_templates};
use crate::model::id::DocumentId;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::document_pages::AttachedView;
use crate::web::view::document_templates::TemplateLink;
use crate::web::view::documents::{Preview, SheetView, TypedText};
use crate::web::view::form::FieldError;

pub(super) const PDF: &str = "application/pdf";
pub(super) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The page.
pub async fn show(desk: Desk, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| sheet(desk, DocumentId(id.into_inner()), StatusCode::OK, Vec::new(), None)).await
}

/// The page, with what was typed where that was not accepted.
pub(super) fn sheet(
    desk: &Desk,
    id: DocumentId,
    status: StatusCode,
    errors: Vec<FieldError>,
    typed: Option<TypedText>,
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let sheet = documents::show(&desk.state.db, desk.actor(), id)?;
    let pages = documents::pdf::pages(&sheet.face()?)?.len();
    let replacements = documents::replacements(&desk.state.db, desk.actor(), &sheet)?;
    let mut view = SheetView::of((&sheet, &replacements), pages, desk.state.today().day(), &scene.links);
    let attachable = match sheet.may_edit {
        true => documents::attachable(&desk.state.db, desk.actor(), id, desk.state.now())?,
        false => Vec::new(),
    };
    view.attached = AttachedView::of(&sheet, &attachable);
    let usable = own_templates::usable(&desk.state.db, desk.actor(), &sheet, desk.state.now())?;
    view.templates = TemplateLink::all(&usable, id);
    view.errors = errors;
    view.typed = typed.unwrap_or(view.typed);
    let title = view.title.clone();
    let frame = desk.frame(&scene, Section::Documents, &title, crumbs(&scene, &title));
    Ok(desk.page_with(status, "document.html", frame, view))
}

/// Saves the text of a draft.
pub async fn save(Posted(desk, typed): Posted<TypedText>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let id = DocumentId(id.into_inner());
        let text = typed.editable();
        match documents::save(&desk.state.db, desk.actor(), (id, typed.revision), &text, desk.state.now()) {
            Ok(()) => Ok(Answer::done(desk.scene()?.links.to(&format!("/van-ban/{id}")), "Đã lưu dự thảo.")),
            Err(error) => refused(desk, id, error, Some(typed)),
        }
    })
    .await
}

/// What was typed is shown again with the reason, where the reason is in it; another state of the document is shown as it is now.
pub(super) fn refused(
    desk: &Desk,
    id: DocumentId,
    error: DocumentError,
    typed: Option<TypedText>,
) -> Result<Answer, PageError> {
    use DocumentError as E;
    let (status, typed) = match &error {
        E::Empty(_) | E::TooLong | E::NoSuchMark(_) => (StatusCode::UNPROCESSABLE_ENTITY, typed),
        E::FutureDay
        | E::BadNumber(_)
        | E::NumberTaken { .. }
        | E::NumberNoted { .. }
        | E::NotPdf
        | E::BadPdf(_)
        | E::TooManyAttached
        | E::NotWord(_)
        | E::TooBig
        | E::Template(_)
        | E::CannotSupersede => (StatusCode::UNPROCESSABLE_ENTITY, None),
        E::Changed | E::NotADraft(_) | E::NotThatWay { .. } | E::NotIssued | E::SignedAlready => {
            (StatusCode::CONFLICT, None)
        }
        _ => return Err(error.into()),
    };
    sheet(desk, id, status, vec![FieldError::general(error.to_string())], typed)
}

/// The pages as they would look with what is typed; nothing is saved.
pub async fn preview(Posted(desk, typed): Posted<TypedText>, id: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let sheet = documents::show(&desk.state.db, desk.actor(), DocumentId(id.into_inner()))?;
        let content = typed.editable().applied(&sheet.text.composed, &sheet.text.content)?;
        let pages = documents::pdf::pages(&Face::with_files(&content, &sheet.attached)?)?;
        let page = Preview::of(&pages, &sheet, &content);
        Ok(Answer::Page(StatusCode::OK, crate::web::templates::text("document_pages.html", &page)))
    })
    .await
}

/// One page as a picture.
pub async fn page(desk: Desk, path: web::Path<(i64, usize)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (id, number) = path.into_inner();
        let sheet = documents::show(&desk.state.db, desk.actor(), DocumentId(id))?;
        let pages = documents::pdf::pages(&sheet.face()?)?;
        let no_page = || PageError::not_found(format!("Văn bản không có trang {number}."));
        let page = number.checked_sub(1).and_then(|at| pages.into_iter().nth(at)).ok_or_else(no_page)?;
        Ok(Answer::Picture { kind: "image/svg+xml", bytes: page.into_bytes() })
    })
    .await
}

/// Hands over a file: `pdf`, `docx`, `da-ky`.
pub async fn file(desk: Desk, path: web::Path<(i64, String)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (id, which) = path.into_inner();
        let (which, kind) = match which.as_str() {
            "pdf" => (DocumentFile::Pdf, PDF),
            "docx" => (DocumentFile::Docx, DOCX),
            "da-ky" => (DocumentFile::Signed, PDF),
            other => return Err(PageError::not_found(format!("Văn bản không có tệp «{other}»."))),
        };
        let made = documents::file(&desk.state.db, desk.actor(), (DocumentId(id), which), desk.state.now())?;
        Ok(Answer::File { name: made.name, kind, bytes: made.bytes })
    })
    .await
}
