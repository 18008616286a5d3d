//! Signing in, the one-time password, signing out.

use tiendo::access::{Actor, InitialPassword, NewAccount, create_account};
use tiendo::model::role::Role;

use super::browser::{Browser, header, token};
use crate::support::TestDb;
use crate::support::office::{OFFICE, account, now, unit};
use crate::support::server::TestServer;

#[test]
fn a_page_asks_to_sign_in_and_leads_back() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let made = account(&db, "dong.canbo", Role::Officer, "tinh/xa-dong");
    let mut browser = Browser::of(&server);
    assert_eq!(header(&browser.get("/"), "location"), Some("/dang-nhap"));
    let asked = browser.get("/nguoi-dan?tim=binh");
    assert_eq!((asked.status, header(&asked, "location")), (303, Some("/dang-nhap?tiep=/nguoi-dan%3Ftim%3Dbinh")));
    let form = browser.get("/dang-nhap?tiep=/nguoi-dan%3Ftim%3Dbinh");
    let fields =
        [("ten", made.name.as_str()), ("mat-khau", made.password.as_deref().unwrap()), ("tiep", "/nguoi-dan?tim=binh")];
    let csrf = token(&form.text);
    let fields = [fields.as_slice(), &[("csrf", &csrf)]].concat();
    assert_eq!(header(&browser.post("/dang-nhap", &fields), "location"), Some("/nguoi-dan?tim=binh"));
    let page = browser.get("/nguoi-dan?tim=binh");
    assert!(page.text.contains("Người dong.canbo") && page.text.contains("Không có ai khớp"), "{}", page.text);
}

#[test]
fn a_wrong_password_keeps_the_name_and_opens_nothing() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    account(&db, "dong.canbo", Role::Officer, "tinh/xa-dong");
    let mut browser = Browser::of(&server);
    let known = browser.sign_in("dong.canbo", "không phải mật khẩu này");
    let unknown = browser.sign_in("khong.co", "không phải mật khẩu này");
    assert_eq!((known.status, unknown.status), (422, 422));
    assert!(known.text.contains("value=\"dong.canbo\"") && known.text.contains("không đúng"), "{}", known.text);
    assert_eq!(
        known.text.replace("dong.canbo", ""),
        unknown.text.replace("khong.co", ""),
        "nobody learns which names exist"
    );
    assert_eq!(header(&browser.get("/"), "location"), Some("/dang-nhap"));
}

#[test]
fn a_one_time_password_has_to_be_changed_first() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let new = NewAccount {
        name: "dong.moi".to_owned(),
        display_name: "Nguyễn Thị Mới".to_owned(),
        role: Role::Officer,
        unit: unit(&db, "tinh/xa-dong"),
        password: InitialPassword::OneTime,
    };
    let made = create_account(&db, &Actor::operator(), &new, now()).unwrap();
    let one_time = made.password.unwrap();
    let mut browser = Browser::of(&server);
    assert_eq!(header(&browser.sign_in("dong.moi", &one_time), "location"), Some("/mat-khau"));
    for path in ["/", "/nguoi-dan", "/nhap-lieu"] {
        assert_eq!(header(&browser.get(path), "location"), Some("/mat-khau"), "{path}");
    }
    let csrf = browser.token();
    let before = browser.cookies.clone();
    let mut change = |again: &str, chosen: &str| {
        let fields = [("csrf", csrf.as_str()), ("hien-tai", &one_time), ("moi", chosen), ("nhac-lai", again)];
        browser.post("/mat-khau", &fields)
    };
    let chosen = "con trâu gặm cỏ đầu làng";
    assert!(change("khác hẳn đi một chút", chosen).text.contains("không giống nhau"));
    assert!(change("ngắn", "ngắn").text.contains("quá ngắn"));
    assert_eq!(header(&change(chosen, chosen), "location"), Some("/"));
    let page = browser.get("/");
    assert!(page.text.contains("Đã đổi mật khẩu.") && page.text.contains("Nguyễn Thị Mới"), "{}", page.text);
    assert!(!browser.get("/").text.contains("Đã đổi mật khẩu."), "told once");
    let mut old = Browser::of(&server);
    old.cookies = before;
    assert_eq!(header(&old.get("/"), "location"), Some("/dang-nhap"), "the session before has ended");
}

#[test]
fn signing_out_ends_the_session_at_the_server() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let mut browser = Browser::signed_in(&server, &account(&db, "dong.canbo", Role::Officer, "tinh/xa-dong"));
    let mut copy = Browser::of(&server);
    copy.cookies = browser.cookies.clone();
    assert_eq!(copy.get("/").status, 200);
    let csrf = browser.token();
    let left = browser.post("/dang-xuat", &[("csrf", &csrf)]);
    assert_eq!(header(&left, "location"), Some("/dang-nhap?da-thoat=1"));
    assert!(browser.cookies.is_empty(), "{:?}", browser.cookies);
    assert_eq!(header(&copy.get("/"), "location"), Some("/dang-nhap"));
}
