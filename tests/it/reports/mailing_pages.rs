//! `/thu/nhac-han` and `/thu/cua-toi`: reminders are set by page, and everybody stops their own mail.

use tiendo::access::Actor;
use tiendo::mail::addresses;
use tiendo::model::role::Role;

use super::addresses::typed;
use super::now;
use crate::pages::browser::Browser;
use crate::roster::steps::IMPORTED;
use crate::support::TestDb;
use crate::support::office::account;
use crate::support::raw;
use crate::support::server::TestServer;

#[test]
fn reminders_are_set_by_page() {
    let db = TestDb::sqlite(&IMPORTED);
    let server = TestServer::start(&db, now());
    let mut officer = Browser::signed_in(&server, &account(&db, "canbo.nhac", Role::Officer, "cam-ngoc"));
    let page = officer.get("/thu/nhac-han").text;
    assert!(page.contains("Chưa gửi thư nhắc tự động nào") && page.contains("value=\"08:00\""), "{page}");
    let token = officer.token();
    let mut post = |every: &str, revision: &str| {
        let fields = [
            ("csrf", token.as_str()),
            ("lan-sua", revision),
            ("chay", "1"),
            ("truoc", "3"),
            ("moi", every),
            ("cap-tren", ""),
            ("gio", "08:30"),
            ("lien-he", "đ/c Thanh"),
        ];
        officer.post("/thu/nhac-han", &fields)
    };
    let wrong = post("hai", "0");
    assert!(
        wrong.status == 422 && wrong.text.contains("Số ngày nhắc trước hạn") && wrong.text.contains("value=\"hai\""),
        "{}",
        wrong.text
    );
    assert_eq!(post("2", "0").status, 303);
    let stale = post("2", "0");
    assert!(stale.status == 422 && stale.text.contains("vừa được người khác sửa"), "{}", stale.text);
    let kept = officer.get("/thu/nhac-han").text;
    assert!(kept.contains("value=\"08:30\"") && kept.contains("Thư sẽ gửi nếu nhắc bây giờ"), "{kept}");
}

#[test]
fn everybody_stops_their_own_mail() {
    let db = TestDb::sqlite(&IMPORTED);
    let server = TestServer::start(&db, now());
    let auditor = account(&db, "kiem.tra", Role::Auditor, "cam-ngoc");
    let id =
        addresses::enter(&db, &Actor::operator(), &typed("kiemtra@camngoc.gov.vn", "", "kiem.tra"), now()).unwrap();
    raw::execute(&db, "UPDATE mail_address SET confirmed_at = entered_at").unwrap();
    let mut browser = Browser::signed_in(&server, &auditor);
    let page = browser.get("/thu/cua-toi").text;
    assert!(page.contains("kiemtra@camngoc.gov.vn") && page.contains("Ngừng mọi thư tự động"), "{page}");
    let token = browser.token();
    let path = format!("/thu/cua-toi/{id}");
    assert_eq!(browser.post(&path, &[("csrf", &token), ("nhan", "0")]).status, 303);
    assert!(browser.get("/thu/cua-toi").text.contains("Nhận lại thư"));
    assert_eq!(raw::number(&db, "SELECT COUNT(*) AS value FROM unsubscription WHERE asked = 'page'"), 1);
    let mut other = Browser::signed_in(&server, &account(&db, "canbo.khac", Role::Officer, "cam-ngoc"));
    assert!(other.get("/thu/cua-toi").text.contains("chưa gắn với địa chỉ thư nào"));
    let token = other.token();
    assert_eq!(other.post(&path, &[("csrf", &token), ("nhan", "1")]).status, 404);
}
