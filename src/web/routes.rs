//! Every address of the program, once.

use actix_web::web::{self, ServiceConfig, get, post};

use super::pages::{
    campaigns, checks, compare, documents, imports, outbox, overview, password, people, person, person_barriers, person_move,
    quick_entry, quotas, reconciliation, reports, roster_template, rounds, sign_in, snapshots, tasks, unit_barriers,
    units, work_lists,
};
use super::{api, assets, health, refusal};

/// The most bytes a form without a file may have.
const FORM_BYTES: usize = 64 * 1024;
/// The most bytes the text of a document may have: Vietnamese letters take up to nine in a form.
const DOCUMENT_BYTES: usize = 2 << 20;

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
        .route("/chien-dich", get().to(campaigns::list))
        .route("/chien-dich/moi", get().to(campaigns::new))
        .route("/chien-dich/moi", post().to(campaigns::create))
        .route("/chien-dich/{code}", get().to(campaigns::show))
        .route("/chien-dich/{code}/sua", get().to(campaigns::edit))
        .route("/chien-dich/{code}/sua", post().to(campaigns::save))
        .route("/chien-dich/{code}/can-cu", post().to(campaigns::change_grounds))
        .route("/chien-dich/{code}/can-cu/{place}", get().to(campaigns::file))
        .route("/chien-dich/{code}/can-cu/{place}", post().to(campaigns::attach))
        .route("/chien-dich/{code}/dau-moi", post().to(campaigns::change_contacts))
        .route("/chien-dich/{code}/lich", post().to(campaigns::change_sessions))
        .route("/chien-dich/{code}/chi-tieu", post().to(campaigns::change_measures))
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
        .route("/van-ban", get().to(documents::list))
        .route("/van-ban/moi", get().to(documents::new))
        .route("/van-ban/moi", post().to(documents::create))
        .service(
            web::resource("/van-ban/{id}")
                .app_data(web::PayloadConfig::default().limit(DOCUMENT_BYTES))
                .route(get().to(documents::show))
                .route(post().to(documents::save)),
        )
        .service(
            web::resource("/van-ban/{id}/xem-thu")
                .app_data(web::PayloadConfig::default().limit(DOCUMENT_BYTES))
                .route(post().to(documents::preview)),
        )
        .route("/van-ban/{id}/trang/{page}", get().to(documents::page))
        .route("/van-ban/{id}/tep/{file}", get().to(documents::file))
        .route("/van-ban/{id}/tinh-trang", post().to(documents::set_state))
        .route("/van-ban/{id}/ban-hanh", post().to(documents::issue))
        .route("/van-ban/{id}/ban-ky", post().to(documents::attach))
        .route("/co-cau", get().to(units::show))
        .route("/co-cau/thay-doi", get().to(units::form))
        .route("/co-cau/thay-doi", post().to(units::submit))
        .route("/co-cau/dau-moi", post().to(units::contacts))
        .route("/co-cau/thu-tu", post().to(units::order))
        .route("/co-cau/phan-ve", get().to(units::waiting))
        .route("/co-cau/phan-ve", post().to(units::assign))
        .route("/vuong-mac", get().to(unit_barriers::show))
        .route("/vuong-mac", post().to(unit_barriers::note))
        .route("/vuong-mac/bo", post().to(unit_barriers::remove))
        .route("/kiem-tra", get().to(checks::report))
        .route("/nhiem-vu", get().to(tasks::list))
        .route("/nhiem-vu", post().to(tasks::add))
        .route("/nhiem-vu/so-theo-doi", get().to(tasks::register))
        .route("/nhiem-vu/so-theo-doi.xlsx", get().to(tasks::download))
        .route("/nhiem-vu/{id}", get().to(tasks::show))
        .route("/nhiem-vu/{id}", post().to(tasks::change))
        .route("/nhiem-vu/{id}/ghi", post().to(tasks::note))
        .route("/nhiem-vu/{id}/tep/{place}", get().to(tasks::file))
        .route("/nhap-nhanh", get().to(quick_entry::show))
        .route("/nhap-nhanh", post().to(quick_entry::scan))
        .route("/nhap-nhanh/anh", post().to(quick_entry::photo))
        .route("/nguoi-dan", get().to(people::list))
        .route("/nguoi-dan/tim", post().to(people::find))
        .route("/nguoi-dan/{id}", get().to(person::show))
        .route("/nguoi-dan/{id}/xem-so", post().to(person::reveal))
        .route("/nguoi-dan/{id}/moc", post().to(person::record))
        .route("/nguoi-dan/{id}/vuong-mac", post().to(person_barriers::note))
        .route("/nguoi-dan/{id}/vuong-mac/bo", post().to(person_barriers::take_back))
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
        .configure(of_rounds)
        .configure(of_work_lists)
        .route("/thu-da-gui", get().to(outbox::list))
        .route("/thu-da-gui/{id}", get().to(outbox::show))
        .route("/thu-da-gui/{id}/tep", get().to(outbox::attachment))
        .default_service(web::to(refusal::nothing_here));
}

/// Rounds of reports. What follows `/bc/` is a secret, and the page behind it needs no account.
fn of_rounds(config: &mut ServiceConfig) {
    config
        .route("/dot-bao-cao", get().to(rounds::list))
        .route("/dot-bao-cao/moi", get().to(rounds::new::form))
        .route("/dot-bao-cao/moi", post().to(rounds::new::open))
        .route("/dot-bao-cao/bao-cao/{report}", get().to(rounds::report::show))
        .route("/dot-bao-cao/bao-cao/{report}", post().to(rounds::report::decide))
        .route("/dot-bao-cao/{round}", get().to(rounds::show))
        .route("/dot-bao-cao/{round}/nhap", get().to(rounds::enter::form))
        .route("/dot-bao-cao/{round}/nhap", post().to(rounds::enter::save))
        .route("/dot-bao-cao/{round}/nhap/danh-sach", post().to(rounds::enter::take_import))
        .route("/dot-bao-cao/{round}/nhac", get().to(rounds::chase::show))
        .route("/dot-bao-cao/{round}/nhac", post().to(rounds::chase::remind))
        .route("/dot-bao-cao/{round}/bieu", get().to(rounds::forms::show))
        .route("/dot-bao-cao/{round}/bieu", post().to(rounds::forms::take))
        .route("/dot-bao-cao/{round}/bieu.xlsx", get().to(rounds::forms::workbook))
        .route("/dot-bao-cao/{round}/bieu.zip", get().to(rounds::forms::archive))
        .route("/dot-bao-cao/{round}/bieu-giay", get().to(rounds::forms::paper))
        .route("/dot-bao-cao/{round}/quan-ly", get().to(rounds::manage::show))
        .route("/dot-bao-cao/{round}/quan-ly/{what}", post().to(rounds::manage::change))
        .route("/bc/{secret}", get().to(rounds::link::form))
        .route("/bc/{secret}", post().to(rounds::link::submit));
}

/// Lists of people to visit. What a code on paper leads to is short, so that the code is coarse enough for an old phone.
fn of_work_lists(config: &mut ServiceConfig) {
    config
        .route("/van-dong", get().to(work_lists::list))
        .route("/van-dong/moi", get().to(work_lists::new::form))
        .route("/van-dong/moi", post().to(work_lists::new::make))
        .route("/van-dong/{list}", get().to(work_lists::one::show))
        .route("/van-dong/{list}/nhap", get().to(work_lists::enter::form))
        .route("/van-dong/{list}/nhap", post().to(work_lists::enter::save))
        .route("/van-dong/{list}/in", get().to(work_lists::paper::masked))
        .route("/van-dong/{list}/in", post().to(work_lists::paper::with_phones))
        .route("/van-dong/{list}/ket-thuc", post().to(work_lists::one::close))
        .route("/viec/{list}", get().to(work_lists::phone::show))
        .route("/viec/{list}", post().to(work_lists::phone::tick))
        .route("/viec/{list}/{line}", get().to(work_lists::phone::line));
}
