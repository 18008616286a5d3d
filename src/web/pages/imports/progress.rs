//! How far the reading of a file has come, told as it happens.

use actix_web::{HttpResponse, web};

use crate::model::id::BatchId;
use crate::roster;
use crate::web::desk::Desk;
use crate::web::page_error::PageError;
use crate::web::progress_stream;

/// Server-sent events for the page that waits.
pub async fn progress(desk: Desk, batch: web::Path<i64>) -> HttpResponse {
    let batch = BatchId(batch.into_inner());
    let asking = desk.clone();
    // Whoever may not see the batch learns nothing of it.
    match web::block(move || roster::batch_state(&asking.state.db, asking.actor(), batch)).await {
        Ok(Ok(_)) => progress_stream::events(desk.state.clone(), desk.actor().clone(), batch),
        Ok(Err(error)) => desk.answer(move |_| Err(error.into())).await,
        Err(error) => desk.answer(move |_| Err(PageError::Internal(error.to_string()))).await,
    }
}
