//! The files of the documents that a campaign rests on.

use std::io::Read;

use actix_web::{HttpResponse, web};

use super::details::told;
use crate::campaign::edit;
use crate::roster::{self, Original};
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::incoming::Incoming;
use crate::web::page_error::PageError;
use crate::web::upload::PostedPaper;

/// Media type of files that are only kept.
pub const ANY_FILE: &str = "application/octet-stream";

/// Attaches a file.
pub async fn attach(PostedPaper(desk, form): PostedPaper, path: web::Path<(String, i32)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (code, place) = path.into_inner();
        let known = form.field("ban").parse().unwrap_or_default();
        let Some((name, bytes)) = taken(desk, form)? else {
            return Err(PageError::refused("Chưa chọn tệp. Chọn tệp văn bản rồi bấm «Đính kèm»."));
        };
        let done = edit::attach_ground(&desk.state.db, desk.actor(), &code, (known, place), (&name, &bytes));
        told(desk, &code, done, "Đã đính kèm tệp văn bản.")
    })
    .await
}

/// The file of a form, taken out of the store where it arrived; `None` where none was chosen.
pub fn taken(desk: &Desk, form: Incoming) -> Result<Option<(String, Vec<u8>)>, PageError> {
    let Some(file) = form.file else { return Ok(None) };
    let stored = file.stored?;
    let mut bytes = Vec::new();
    let most = u64::try_from(crate::campaign::MOST_FILE_BYTES).unwrap_or(u64::MAX);
    let read = Original::new(&desk.state.db, stored.blob).take(most + 1).read_to_end(&mut bytes);
    roster::forget(&desk.state.db, &stored)?;
    read.map_err(|error| PageError::Internal(error.to_string()))?;
    Ok(Some((file.name, bytes)))
}

/// Hands a file over.
pub async fn file(desk: Desk, path: web::Path<(String, i32)>) -> HttpResponse {
    desk.answer(move |desk| {
        let (code, place) = path.into_inner();
        let (name, bytes) = edit::ground_file(&desk.state.db, desk.actor(), &code, place)?;
        Ok(Answer::File { name, kind: ANY_FILE, bytes })
    })
    .await
}
