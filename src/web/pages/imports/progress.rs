//! How far the reading of a file has come, as server-sent events (HTML standard, 9.2): a line of text now and then, at last the word that it is done.

use std::time::Duration;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, rt::time::sleep, web};

use crate::model::id::BatchId;
use crate::roster;
use crate::store::batches::{self, BatchState};
use crate::web::desk::Desk;
use crate::web::page_error::PageError;
use crate::web::view::import_reading::progress_text;

/// How often the browser is told.
const PAUSE: Duration = Duration::from_millis(500);
/// How often one answer tells; then the browser asks anew, and has to be signed in still.
const TIMES: u32 = 600;

/// Tells the browser how far a file has been read.
pub async fn progress(desk: Desk, batch: web::Path<i64>) -> HttpResponse {
    let batch = BatchId(batch.into_inner());
    let asking = desk.clone();
    // Whoever may not see the batch learns nothing of it.
    match web::block(move || roster::kept_choices(&asking.state.db, asking.actor(), batch)).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => return desk.answer(move |_| Err(error.into())).await,
        Err(error) => return desk.answer(move |_| Err(PageError::Internal(error.to_string()))).await,
    }
    let events = futures_util::stream::unfold((desk, 0), move |(desk, told)| async move {
        let told = match told {
            TIMES.. => return None,
            0 => 0,
            told => {
                sleep(PAUSE).await;
                told
            }
        };
        let (event, last) = next(&desk, batch).await;
        Some((Ok::<_, actix_web::Error>(Bytes::from(event)), (desk, if last { TIMES } else { told + 1 })))
    });
    HttpResponse::Ok()
        .content_type("text/event-stream; charset=utf-8")
        // Compressed, a line would wait for others.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .streaming(events)
}

/// The next event, and whether it is the last.
async fn next(desk: &Desk, batch: BatchId) -> (String, bool) {
    let work = desk.state.background.progress(batch);
    if work.is_none() {
        let db = desk.state.db.clone();
        let state = web::block(move || db.read(|conn| batches::find(conn, batch))).await;
        let reading = matches!(state, Ok(Ok(Some(found))) if found.state == BatchState::Reading);
        if !reading {
            return ("event: xong\ndata: xong\n\n".to_owned(), true);
        }
    }
    (format!("data: {}\n\n", progress_text(work)), false)
}
