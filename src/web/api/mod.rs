//! The REST API under `/api`: a handler takes a request apart, calls one use case and puts the answer together.

mod caller;
mod campaign_edit;
mod campaigns;
mod checks;
mod ground_files;
mod import_decisions;
mod import_file_json;
mod import_files;
mod import_json;
mod import_undo;
mod imports;
mod list_upload;
mod metrics;
mod openapi;
mod people;
mod person_json;
mod person_writing;
mod quick_entry;
mod quota_json;
mod quotas;
mod reconciliation;
mod roster_template;
mod round_json;
mod round_lead;
mod round_links;
mod rounds;
mod sessions;
mod snapshots;
mod tasks;
mod unit_barriers;
mod unit_changes;
mod units;
mod work_list_json;
mod work_lists;

pub use import_json::{ImportJson, ImportPage, Names};

use actix_web::web::{self, ServiceConfig, delete, get, post, put};

use super::problem::{self, Problem};

/// The most bytes of a JSON body.
const JSON_BYTES: usize = 64 * 1024;
/// The same for decisions about a list: thousands of rows may be decided one by one.
const CHOICES_BYTES: usize = 4 << 20;

/// Mounts everything under `/api`, and the figures for monitoring.
pub fn configure(config: &mut ServiceConfig) {
    config.route("/metrics", get().to(metrics::text)).service(
        web::scope("/api")
            .app_data(json_of(JSON_BYTES))
            .app_data(web::QueryConfig::default().error_handler(|e, _| Problem::from(e).into()))
            .app_data(web::PathConfig::default().error_handler(|e, _| Problem::from(e).into()))
            .service(resource("/openapi.json").route(get().to(openapi::document)))
            .service(resource("/v1/sessions").route(post().to(sessions::open)).route(delete().to(sessions::close)))
            .service(resource("/v1/units").route(get().to(units::list)))
            .service(resource("/v1/units/{slug:.+}").route(get().to(units::show)))
            .service(
                resource("/v1/unit-changes")
                    .route(get().to(unit_changes::history))
                    .route(post().to(unit_changes::change)),
            )
            .service(resource("/v1/unit-contacts").route(put().to(unit_changes::contacts)))
            .service(resource("/v1/unit-order").route(put().to(unit_changes::order)))
            .service(
                resource("/v1/unit-assignments")
                    .route(get().to(unit_changes::waiting))
                    .route(post().to(unit_changes::assign)),
            )
            .service(resource("/v1/campaigns").route(get().to(campaigns::list)).route(post().to(campaign_edit::create)))
            .service(
                resource("/v1/campaigns/{code}")
                    .route(get().to(campaigns::show))
                    .route(put().to(campaign_edit::change)),
            )
            .service(resource("/v1/campaigns/{code}/progress").route(get().to(campaigns::progress)))
            .service(resource("/v1/campaigns/{code}/roster-template").route(get().to(roster_template::download)))
            .service(
                resource("/v1/campaigns/{code}/rounds").route(get().to(rounds::list)).route(post().to(rounds::open)),
            )
            .configure(one_round)
            .service(resource("/v1/checks").route(get().to(checks::report)))
            .service(resource("/v1/people").route(get().to(people::list)))
            .service(resource("/v1/people/search").route(post().to(people::search)))
            .service(resource("/v1/people/quick-entry").route(post().to(quick_entry::scan)))
            .service(resource("/v1/people/{id}").route(get().to(people::show)))
            .service(resource("/v1/people/{id}/milestones").route(post().to(person_writing::record)))
            .service(
                resource("/v1/people/{id}/barriers")
                    .route(post().to(person_writing::note))
                    .route(delete().to(person_writing::take_back)),
            )
            .service(resource("/v1/imports").route(get().to(imports::list)).route(post().to(imports::upload)))
            .configure(frozen)
            .configure(one_import)
            .configure(quotas_of_campaign)
            .configure(field_work)
            .default_service(web::to(problem::unknown_address)),
    );
}

fn frozen(config: &mut ServiceConfig) {
    config
        .service(
            resource("/v1/campaigns/{code}/snapshots")
                .route(get().to(snapshots::list))
                .route(post().to(snapshots::take)),
        )
        .service(resource("/v1/campaigns/{code}/reconciliation").route(get().to(reconciliation::show)))
        .service(resource("/v1/snapshots/{id}").route(get().to(snapshots::show)))
        .service(resource("/v1/snapshots/{id}/differences").route(get().to(snapshots::differences)));
}

fn one_round(config: &mut ServiceConfig) {
    let of = |what: &str| resource(&format!("/v1/rounds/{{id}}{what}"));
    config
        .service(of("").route(get().to(rounds::show)))
        .service(of("/reports").route(post().to(rounds::submit)))
        .service(of("/due").route(post().to(round_lead::change_due)))
        .service(of("/lock").route(post().to(round_lead::lock)))
        .service(of("/reminders").route(post().to(round_lead::remind)))
        .service(of("/links").route(post().to(round_links::issue)).route(delete().to(round_links::revoke)))
        .service(of("/forms.zip").route(get().to(round_links::forms)))
        .service(resource("/v1/reports/{id}/decision").route(post().to(rounds::decide)));
}

fn one_import(config: &mut ServiceConfig) {
    let of = |what: &str| resource(&format!("/v1/imports/{{id}}{what}"));
    config
        .service(of("").route(get().to(imports::show)).route(delete().to(imports::discard)))
        .service(of("/commit").route(post().to(imports::commit)))
        .service(of("/undo").route(post().to(import_undo::undo)))
        .service(
            of("/choices")
                .app_data(json_of(CHOICES_BYTES))
                .route(get().to(import_decisions::choices))
                .route(put().to(import_decisions::decide)),
        )
        .service(of("/places").route(post().to(import_decisions::create_places)))
        .service(of("/file").route(get().to(import_files::original)).route(put().to(import_decisions::replace_file)))
        .service(of("/absent").route(get().to(import_files::absent)))
        .service(of("/errors.xlsx").route(get().to(import_files::errors)))
        .service(of("/progress").route(get().to(import_files::progress)));
}

fn quotas_of_campaign(config: &mut ServiceConfig) {
    let of = |what: &str| resource(&format!("/v1/campaigns/{{code}}{what}"));
    config
        .service(
            of("/measures").route(post().to(campaign_edit::add_measure)).route(put().to(campaign_edit::change_measure)),
        )
        .service(
            of("/unit-barriers")
                .route(get().to(unit_barriers::list))
                .route(put().to(unit_barriers::note))
                .route(delete().to(unit_barriers::remove)),
        )
        .service(
            of("/grounds/{place}/file").route(get().to(ground_files::download)).route(put().to(ground_files::attach)),
        )
        .service(of("/quotas").route(get().to(quotas::list)).route(post().to(quotas::give)))
        .service(of("/quotas/history").route(get().to(quotas::history)))
        .service(of("/quotas/split").route(post().to(quotas::split)))
        .service(of("/tasks").route(get().to(tasks::list)).route(post().to(tasks::add)))
        .service(of("/tasks/{id}").route(put().to(tasks::change)))
        .service(of("/tasks/{id}/notes").route(post().to(tasks::note)))
        .service(of("/issuers").route(get().to(quotas::issuers)).route(post().to(quotas::add_issuer)))
        .service(of("/issuers/{id}").route(put().to(quotas::change_issuer)));
}

fn field_work(config: &mut ServiceConfig) {
    let of = |what: &str| resource(&format!("/v1/work-lists/{{id}}{what}"));
    config
        .service(resource("/v1/campaigns/{code}/work-list-kinds").route(get().to(work_lists::kinds)))
        .service(
            resource("/v1/campaigns/{code}/work-lists")
                .route(get().to(work_lists::list))
                .route(post().to(work_lists::make)),
        )
        .service(of("").route(get().to(work_lists::show)))
        .service(of("/results").route(post().to(work_lists::record)))
        .service(of("/close").route(post().to(work_lists::close)));
}

fn json_of(most: usize) -> web::JsonConfig {
    web::JsonConfig::default().limit(most).error_handler(|error, _| Problem::from(error).into())
}

/// An address that answers methods it does not know with a problem document.
fn resource(path: &str) -> actix_web::Resource {
    web::resource(path).default_service(web::to(problem::unknown_method))
}
