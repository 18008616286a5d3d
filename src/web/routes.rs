//! Every address of the program, once.

use actix_web::web::{self, ServiceConfig, get};

use super::{api, assets, health};

/// The most bytes a form without a file may have.
const FORM_BYTES: usize = 64 * 1024;

/// Mounts pages, API, files and health.
pub fn configure(config: &mut ServiceConfig) {
    config
        .app_data(web::FormConfig::default().limit(FORM_BYTES))
        .app_data(web::PayloadConfig::default().limit(FORM_BYTES))
        .configure(api::configure)
        .route("/healthz", get().to(health::alive))
        .route("/readyz", get().to(health::ready))
        .route("/static/{file}", get().to(assets::file));
}
