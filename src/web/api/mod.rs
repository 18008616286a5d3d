//! The REST API under `/api`: a handler takes a request apart, calls one use case and puts the answer together.

mod caller;
mod campaigns;
mod import_json;
mod imports;
mod list_upload;
mod metrics;
mod openapi;
mod people;
mod person_json;
mod roster_template;
mod sessions;
mod units;

use actix_web::web::{self, ServiceConfig, delete, get, post};

use super::problem::{self, Problem};

/// The most bytes of a JSON body.
const JSON_BYTES: usize = 64 * 1024;

/// Mounts everything under `/api`, and the figures for monitoring.
pub fn configure(config: &mut ServiceConfig) {
    config.route("/metrics", get().to(metrics::text)).service(
        web::scope("/api")
            .app_data(web::JsonConfig::default().limit(JSON_BYTES).error_handler(|e, _| Problem::from(e).into()))
            .app_data(web::QueryConfig::default().error_handler(|e, _| Problem::from(e).into()))
            .app_data(web::PathConfig::default().error_handler(|e, _| Problem::from(e).into()))
            .service(resource("/openapi.json").route(get().to(openapi::document)))
            .service(resource("/v1/sessions").route(post().to(sessions::open)).route(delete().to(sessions::close)))
            .service(resource("/v1/units").route(get().to(units::list)))
            .service(resource("/v1/units/{slug:.+}").route(get().to(units::show)))
            .service(resource("/v1/campaigns").route(get().to(campaigns::list)))
            .service(resource("/v1/campaigns/{code}").route(get().to(campaigns::show)))
            .service(resource("/v1/campaigns/{code}/progress").route(get().to(campaigns::progress)))
            .service(resource("/v1/campaigns/{code}/roster-template").route(get().to(roster_template::download)))
            .service(resource("/v1/people").route(get().to(people::list)))
            .service(resource("/v1/people/search").route(post().to(people::search)))
            .service(resource("/v1/people/{id}").route(get().to(people::show)))
            .service(
                resource("/v1/imports")
                    .app_data(list_upload::limits())
                    .route(get().to(imports::list))
                    .route(post().to(imports::upload)),
            )
            .service(resource("/v1/imports/{id}").route(get().to(imports::show)))
            .service(resource("/v1/imports/{id}/commit").route(post().to(imports::commit)))
            .default_service(web::to(problem::unknown_address)),
    );
}

/// An address that answers methods it does not know with a problem document.
fn resource(path: &str) -> actix_web::Resource {
    web::resource(path).default_service(web::to(problem::unknown_method))
}
