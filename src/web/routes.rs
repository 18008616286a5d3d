//! Every address of the program, once.

use actix_web::web::{self, ServiceConfig, get, post};

use super::pages::{
    compare, imports, outbox, overview, password, people, person, person_move, quotas, reconciliation, reports,
    roster_template, sign_in, snapshots,
};
use super::{api, assets, health, refusal};

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
        .route("/static/{file}", get().to(assets::file))
        .route("/", get().to(overview::home))
        .route("/don-vi/{slug:.+}", get().to(overview::unit))
        .route("/dang-nhap", get().to(sign_in::form))
        .route("/dang-nhap", post().to(sign_in::submit))
        .route("/dang-xuat", post().to(sign_in::sign_out))
        .route("/mat-khau", get().to(password::form))
        .route("/mat-khau", post().to(password::submit))
        .route("/nhap-lieu", get().to(imports::list))
        .route("/nhap-lieu", post().to(imports::upload))
        .route("/nhap-lieu/{batch}", get().to(imports::show))
        .route("/nhap-lieu/{batch}", post().to(imports::commit))
        .route("/nhap-lieu/{batch}/tien-do", get().to(imports::progress))
        .route("/nhap-lieu/{batch}/cot", get().to(imports::ask_columns))
        .route("/nhap-lieu/{batch}/cot", post().to(imports::choose_columns))
        .route("/nhap-lieu/{batch}/bo-cach-hieu", post().to(imports::drop_mapping))
        .route("/nhap-lieu/{batch}/don-vi", post().to(imports::decide_places))
        .route("/nhap-lieu/{batch}/dong", post().to(imports::decide_rows))
        .route("/nhap-lieu/{batch}/bo", get().to(imports::ask_discard))
        .route("/nhap-lieu/{batch}/bo", post().to(imports::discard))
        .route("/nhap-lieu/{batch}/hoan-tac", get().to(imports::ask_undo))
        .route("/nhap-lieu/{batch}/hoan-tac", post().to(imports::undo))
        .route("/nhap-lieu/{batch}/vang-mat", get().to(imports::absent))
        .route("/nhap-lieu/{batch}/tep-loi", get().to(imports::marked))
        .route("/nhap-lieu/{batch}/tep", get().to(imports::original))
        .route("/nhap-lieu/{batch}/tep", post().to(imports::correct))
        .route("/nhap-lieu/mau-trong/{list}", get().to(roster_template::download))
        .route("/chi-tieu", get().to(quotas::table))
        .route("/chi-tieu/lich-su", get().to(quotas::one))
        .route("/chi-tieu/lich-su", post().to(quotas::give))
        .route("/chi-tieu/chia", get().to(quotas::plan))
        .route("/chi-tieu/chia", post().to(quotas::split))
        .route("/chi-tieu/tu-tep", get().to(quotas::import_form))
        .route("/chi-tieu/tu-tep", post().to(quotas::import_upload))
        .route("/chi-tieu/tu-tep/ghi", post().to(quotas::import))
        .route("/chi-tieu/don-vi-giao", get().to(quotas::issuers))
        .route("/chi-tieu/don-vi-giao", post().to(quotas::change_issuers))
        .route("/nguoi-dan", get().to(people::list))
        .route("/nguoi-dan/{id}", get().to(person::show))
        .route("/nguoi-dan/{id}/xem-so", post().to(person::reveal))
        .route("/nguoi-dan/{id}/moc", post().to(person::record))
        .route("/nguoi-dan/{id}/chuyen-noi-o", post().to(person_move::record))
        .route("/nguoi-dan/{id}/thu-hoi/{event}", get().to(person::ask_revoke))
        .route("/nguoi-dan/{id}/thu-hoi/{event}", post().to(person::revoke))
        .route("/bao-cao", get().to(reports::form))
        .route("/bao-cao", post().to(reports::send))
        .route("/bao-cao/tien-do.xlsx", get().to(reports::workbook))
        .route("/doi-chieu", get().to(reconciliation::show))
        .route("/so-sanh", get().to(compare::show))
        .route("/so-lieu-chot", get().to(snapshots::list))
        .route("/so-lieu-chot", post().to(snapshots::take))
        .route("/so-lieu-chot/{id}", get().to(snapshots::show))
        .route("/so-lieu-chot/{id}/khac-biet", get().to(snapshots::differences))
        .route("/thu-da-gui", get().to(outbox::list))
        .route("/thu-da-gui/{id}", get().to(outbox::show))
        .route("/thu-da-gui/{id}/tep", get().to(outbox::attachment))
        .default_service(web::to(refusal::nothing_here));
}
