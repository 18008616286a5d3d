//! The words of a campaign's reminders.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::{crumbs, value};
use crate::mail::MailError;
use crate::mail::templates::{self, Purpose};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::frame::Section;
use crate::web::page_error::PageError;
use crate::web::posted::Posted;
use crate::web::view::form::FieldError;
use crate::web::view::links::Pair;
use crate::web::view::mailing::words::WordsView;

const TITLE: &str = "Lời nhắc";
const PATH: &str = "/thu/loi-nhac";

/// The words for one purpose.
pub async fn form(desk: Desk) -> HttpResponse {
    desk.answer(|desk| {
        let purpose = Purpose::parse(desk.asked("loai").unwrap_or_default()).unwrap_or(Purpose::Ahead);
        show(desk, StatusCode::OK, purpose, None)
    })
    .await
}

fn show(
    desk: &Desk,
    status: StatusCode,
    purpose: Purpose,
    typed: Option<(String, FieldError)>,
) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let kept = templates::show(&desk.state.db, desk.actor(), &scene.campaign()?.code, purpose)?;
    let mut view = WordsView::of(purpose, kept.as_ref(), &scene.links);
    if let Some((words, error)) = typed {
        view.words = words;
        view.errors = vec![error];
    }
    let frame = desk.frame(&scene, Section::Outbox, TITLE, crumbs(&scene, TITLE));
    Ok(desk.page_with(status, "mail_words.html", frame, view))
}

/// Sets them.
pub async fn save(Posted(desk, fields): Posted<Vec<(String, String)>>) -> HttpResponse {
    desk.answer(move |desk| {
        let scene = desk.scene()?;
        let purpose = Purpose::parse(value(&fields, "loai"));
        let purpose = purpose.ok_or_else(|| PageError::not_found("Không có loại lời nhắc này."))?;
        let words = value(&fields, "loi").to_owned();
        let after = value(&fields, "lan-sua").parse().unwrap_or(0);
        let of = (scene.campaign()?.code.as_str(), purpose);
        match templates::set(&desk.state.db, desk.actor(), of, (&words, after), desk.state.now()) {
            Ok(()) => {
                let to = scene.links.with(PATH, &[Pair::new("loai", purpose.as_str())]);
                Ok(Answer::done(to, "Đã lưu lời nhắc."))
            }
            Err(error @ (MailError::Template(_) | MailError::Stale)) => {
                let error = FieldError::of("loi", error.to_string());
                show(desk, StatusCode::UNPROCESSABLE_ENTITY, purpose, Some((words, error)))
            }
            Err(error) => Err(error.into()),
        }
    })
    .await
}
