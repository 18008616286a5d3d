//! Files of a batch: the one that was uploaded, handed out again, and a corrected one, taken in.

use std::io::Read;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, web};
use tokio::sync::mpsc;

use crate::model::id::BatchId;
use crate::roster::{self, Original, OriginalFile, RosterError};
use crate::store::Db;
use crate::web::answer::{Answer, attachment};
use crate::web::desk::Desk;
use crate::web::page_error::PageError;
use crate::web::upload::{PostedFile, Upload};

/// Bytes that are handed on at a time.
const PIECE: usize = 64 << 10;
/// Pieces that wait for the network.
const WAITING: usize = 8;

/// The file as it was uploaded. Every time is audited.
pub async fn original(desk: Desk, batch: web::Path<i64>) -> HttpResponse {
    let batch = BatchId(batch.into_inner());
    let asking = desk.clone();
    let found = web::block(move || roster::original_file(&asking.state.db, asking.actor(), batch)).await;
    match found {
        Ok(Ok(file)) => hand_out(&desk.state.db, file),
        Ok(Err(error)) => desk.answer(move |_| Err(error.into())).await,
        Err(error) => desk.answer(move |_| Err(PageError::Internal(error.to_string()))).await,
    }
}

fn hand_out(db: &Db, file: OriginalFile) -> HttpResponse {
    let (sender, pieces) = mpsc::channel::<std::io::Result<Bytes>>(WAITING);
    let db = db.clone();
    let blob = file.blob;
    // Ends by itself when the browser goes away: nobody takes the next piece then.
    let reading = web::block(move || {
        let mut original = Original::new(&db, blob);
        let mut piece = vec![0; PIECE];
        loop {
            let read = original.read(&mut piece);
            let sent = match read {
                Ok(0) => return,
                Ok(read) => Ok(Bytes::copy_from_slice(piece.get(..read).unwrap_or_default())),
                Err(error) => Err(error),
            };
            if sender.blocking_send(sent).is_err() {
                return;
            }
        }
    });
    actix_web::rt::spawn(reading);
    let stream = futures_util::stream::unfold(pieces, |mut pieces| async { Some((pieces.recv().await?, pieces)) });
    HttpResponse::Ok()
        .insert_header((header::CONTENT_DISPOSITION, attachment(&file.name)))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header((header::CONTENT_LENGTH, file.bytes))
        .content_type("application/octet-stream")
        .streaming(stream)
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

fn take(desk: &Desk, batch: BatchId, upload: Upload) -> Result<Answer, PageError> {
    let scene = desk.scene()?;
    let refused = |what: String| Err(PageError::refused(what));
    let Some(file) = upload.file else {
        return refused("Chưa chọn tệp. Chọn tệp đã sửa rồi bấm «Tải tệp đã sửa».".to_owned());
    };
    let stored = match file.stored {
        Ok(stored) => stored,
        Err(error @ (RosterError::TooBig { .. } | RosterError::EmptyFile)) => return refused(error.to_string()),
        Err(error) => return Err(error.into()),
    };
    let next = roster::correct(&desk.state.db, desk.actor(), batch, &file.name, &stored)?;
    super::read_for_a_moment(desk, next)?;
    let notice = match next == batch {
        true => format!("Đã thay tệp của lượt {batch} bằng tệp đã sửa."),
        false => format!("Tệp đã sửa là lượt {next}, tiếp nối lượt {batch}."),
    };
    Ok(Answer::done(scene.links.to(&format!("/nhap-lieu/{next}")), notice))
}
