//! Files of a batch: the one that was uploaded, handed out again, also with its errors marked, and a corrected one, taken in.

use actix_web::{HttpResponse, web};

use crate::model::id::BatchId;
use crate::roster;
use crate::web::answer::Answer;
use crate::web::desk::Desk;
use crate::web::incoming::Incoming;
use crate::web::outgoing;
use crate::web::page_error::PageError;
use crate::web::upload::PostedFile;

/// The file as it was uploaded. Every time is audited.
pub async fn original(desk: Desk, batch: web::Path<i64>) -> HttpResponse {
    let batch = BatchId(batch.into_inner());
    let asking = desk.clone();
    match web::block(move || roster::original_file(&asking.state.db, asking.actor(), batch)).await {
        Ok(Ok(file)) => outgoing::file(&desk.state.db, &file),
        Ok(Err(error)) => desk.answer(move |_| Err(error.into())).await,
        Err(error) => desk.answer(move |_| Err(PageError::Internal(error.to_string()))).await,
    }
}

/// The file with what is wrong marked in it.
pub async fn marked(desk: Desk, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| {
        let batch = BatchId(batch.into_inner());
        let made = roster::error_workbook(&desk.state.db, desk.actor(), batch, &desk.state.sandbox)?;
        let kind = "application/octet-stream";
        Ok(Answer::File { name: made.file_name, kind, bytes: made.bytes })
    })
    .await
}

/// Takes in the corrected file of a batch.
pub async fn correct(PostedFile(desk, upload): PostedFile, batch: web::Path<i64>) -> HttpResponse {
    desk.answer(move |desk| take(desk, BatchId(batch.into_inner()), upload)).await
}

fn take(desk: &Desk, batch: BatchId, upload: Incoming) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let refused = |what: String| Err(PageError::refused(what));
    let Some(file) = upload.file else {
        return refused("Chưa chọn tệp. Chọn tệp đã sửa rồi bấm «Tải tệp đã sửa».".to_owned());
    };
    let stored = match file.stored {
        Ok(stored) => stored,
        Err(error) => return refused(error.to_string()),
    };
    let corrected = roster::correct(&desk.state.db, desk.actor(), batch, &file.name, &stored);
    if corrected.is_err() {
        roster::forget(&desk.state.db, &stored)?;
    }
    let next = corrected?;
    super::read_for_a_moment(desk, next)?;
    let notice = match next == batch {
        true => format!("Đã thay tệp của lượt {batch} bằng tệp đã sửa."),
        false => format!("Tệp đã sửa là lượt {next}, tiếp nối lượt {batch}."),
    };
    Ok(Answer::done(scene.links.to(&format!("/nhap-lieu/{next}")), notice))
}
