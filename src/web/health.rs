//! Liveness and readiness.

use actix_web::{HttpResponse, web};

use super::AppState;
use crate::store::{Conn, StoreError};

/// The process answers.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// The database answers too.
pub async fn ready(state: web::Data<AppState>) -> HttpResponse {
    let asked = web::block(move || state.db.read(|_: &mut Conn| Ok::<(), StoreError>(()))).await;
    match asked {
        Ok(Ok(())) => alive().await,
        _ => {
            HttpResponse::ServiceUnavailable().content_type("text/plain; charset=utf-8").body("database unavailable\n")
        }
    }
}
