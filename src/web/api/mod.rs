//! The REST API under `/api`: its routes are mounted here.

use actix_web::web::ServiceConfig;

/// Mounts everything under `/api`.
pub fn configure(_config: &mut ServiceConfig) {}
