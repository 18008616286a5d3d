//! The description of the API (OpenAPI 3.1), made from the handlers themselves.

use actix_web::HttpResponse;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{
    campaign_edit, campaigns, checks, ground_files, import_decisions, import_files, import_undo, imports, people,
    person_writing, quick_entry, quotas, reconciliation, roster_template, round_lead, round_links, rounds, sessions,
    snapshots, tasks, unit_barriers, unit_changes, units, work_lists,
};

#[derive(OpenApi)]
#[openapi(
    info(title = "tiendo", description = "Tiến độ các chiến dịch định danh điện tử, dịch vụ công và chữ ký số."),
    paths(
        sessions::open, sessions::close, units::list, units::show, campaigns::list, campaigns::show, campaigns::progress,
        unit_changes::change, unit_changes::history, unit_changes::contacts, unit_changes::order, unit_changes::waiting, unit_changes::assign,
        roster_template::download,
        campaign_edit::create, campaign_edit::change, campaign_edit::add_measure, campaign_edit::change_measure,
        reconciliation::show, snapshots::list, snapshots::take, snapshots::show, snapshots::differences,
        quotas::list, quotas::give, quotas::history, quotas::split, quotas::issuers, quotas::add_issuer, quotas::change_issuer,
        tasks::list, tasks::add, tasks::change, tasks::note,
        rounds::list, rounds::open, rounds::show, rounds::submit, rounds::decide, round_lead::change_due, round_lead::lock, round_lead::remind,
        ground_files::attach, ground_files::download, checks::report,
        work_lists::kinds, work_lists::list, work_lists::make, work_lists::show, work_lists::record, work_lists::close,
        round_links::issue, round_links::revoke, round_links::forms,
        people::list, people::search, people::show, quick_entry::scan, person_writing::record, person_writing::note, person_writing::take_back,
        unit_barriers::list, unit_barriers::note, unit_barriers::remove, imports::upload, imports::list, imports::show, imports::commit, imports::discard,
        import_decisions::choices, import_decisions::decide, import_decisions::create_places, import_decisions::replace_file,
        import_undo::undo, import_files::absent, import_files::original, import_files::errors, import_files::progress
    ),
    security(("token" = [])),
    modifiers(&Token)
)]
struct Description;

/// How calls are authenticated.
struct Token;

impl Modify for Token {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        openapi.components.get_or_insert_default().add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// The description as JSON.
pub async fn document() -> HttpResponse {
    HttpResponse::Ok().json(Description::openapi())
}
