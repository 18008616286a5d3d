//! Quick entry on the pages: what is scanned comes by POST, is answered on the page itself, and is nowhere else.

use tiendo::model::role::Role;

use super::browser::{Browser, hidden, token};
use crate::people::fixture::PEOPLED;
use crate::support::office::{account, now};
use crate::support::server::TestServer;

const BINH: &str = "038138272855||Phạm Thị Bình|04061938|Nữ|Thôn 1, Xã Đông|15042021";
const AN: &str = "038085000001||Lê Văn An|01011985|Nam|Thôn 9, Xã Tây|15042021";
const NEW: &str = "038099000077||Vũ Văn Mới|09091999|Nam|Thôn 2, Xã Đông|15042021||Vũ Văn Cha|Trần Thị Mẹ|";
const SITTING: &str = "/nhap-nhanh?moc=smartca.requested&ngay=20/05/2023&thon=dong/thon-2";

on_both_databases! {
    fn card_after_card_is_scanned(db from PEOPLED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "dong.canbo", Role::Officer, "dong"));
        let first = browser.get("/nhap-nhanh").text;
        assert!(first.contains("Bắt đầu quét") && !first.contains("name=\"quet\""), "{first}");
        assert!(first.contains("href=\"/nhap-nhanh\""), "in the menu: {first}");
        let page = browser.get(SITTING).text;
        assert!(page.contains("autofocus") && page.contains("ngày 20/05/2023; người mới thuộc Thôn 2"), "{page}");
        let csrf = token(&page);
        let done = browser.post(SITTING, &[("csrf", &csrf), ("quet", BINH)]);
        assert_eq!(done.status, 200, "{}", done.text);
        assert!(done.text.contains("Đã ghi «Đã đăng ký (Chữ ký số SmartCA)» ngày 20/05/2023."), "{}", done.text);
        assert!(done.text.contains("Danh sách ghi người này ở Thôn 1, không phải Thôn 2"), "{}", done.text);
        assert!(done.text.contains("038*****2855") && !done.text.contains("038138272855"), "{}", done.text);
        let again = browser.post(SITTING, &[("csrf", &csrf), ("quet", &BINH.replace('|', "~"))]);
        assert!(again.text.contains("đã có từ 20/05/2023; không ghi thêm"), "{}", again.text);
        assert_eq!(again.text.matches("<time").count(), 0);
        let log = browser.get(SITTING).text;
        assert_eq!(log.matches(">Phạm Thị Bình</a></th>").count(), 1, "{log}");
    }

    fn somebody_new_is_confirmed_and_nothing_of_the_card_is_on_the_page(db from PEOPLED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "dong.canbo", Role::Officer, "dong"));
        let csrf = browser.token();
        let asked = browser.post(SITTING, &[("csrf", &csrf), ("quet", NEW)]).text;
        assert!(asked.contains("Chưa có người này trong danh sách") && asked.contains("value=\"dong/thon-2\" selected"), "{asked}");
        assert!(!asked.contains("038099000077") && !asked.contains("Vũ Văn Cha"), "{asked}");
        let held = hidden(&asked, "giu");
        let fields = [("csrf", csrf.as_str()), ("giu", &held), ("ho-ten", "Vũ Văn Mới"), ("thon-moi", "dong/thon-2"), ("cu-tru", "permanent"), ("them", "1")];
        let done = browser.post(SITTING, &fields).text;
        assert!(done.contains("Đã thêm vào Thôn 2.") && done.contains("Đã ghi «Đã đăng ký"), "{done}");
        let person = done.split("href=\"/nguoi-dan/").nth(1).unwrap().split(['"', '?']).next().unwrap().to_owned();
        let sheet = browser.get(&format!("/nguoi-dan/{person}")).text;
        assert!(sheet.contains("do Người dong.canbo thêm từ thẻ căn cước"), "{sheet}");
    }

    fn refusals_are_told_on_the_page_with_the_next_scan_ready(db from PEOPLED) {
        let server = TestServer::start(db, now());
        let village = account(db, "thon2.canbo", Role::Officer, "dong/thon-2");
        let mut browser = Browser::signed_in(&server, &village);
        let csrf = browser.token();
        let foreign = browser.post(SITTING, &[("csrf", &csrf), ("quet", AN)]);
        assert_eq!(foreign.status, 422);
        assert!(foreign.text.contains("đã có trong danh sách của đơn vị khác") && foreign.text.contains("autofocus"), "{}", foreign.text);
        assert!(!foreign.text.contains("Lê Văn An") && !foreign.text.contains("Thôn 9"), "{}", foreign.text);
        let nonsense = browser.post(SITTING, &[("csrf", &csrf), ("quet", "https://example.vn")]);
        assert!(nonsense.status == 422 && nonsense.text.contains("không phải mã QR trên thẻ"), "{}", nonsense.text);
        let wrong = browser.get("/nhap-nhanh?moc=smartca.requested&ngay=32/05/2023");
        assert!(wrong.text.contains("Không đọc được ngày") && !wrong.text.contains("name=\"quet\""), "{}", wrong.text);

        let mut leader = Browser::signed_in(&server, &account(db, "dong.lanhdao", Role::Leader, "dong"));
        assert_eq!(leader.get("/nhap-nhanh").status, 403);
        assert!(!leader.get("/nguoi-dan").text.contains("href=\"/nhap-nhanh\""));
        let csrf = leader.token();
        assert_eq!(leader.post(SITTING, &[("csrf", &csrf), ("quet", BINH)]).status, 403);
    }
}
