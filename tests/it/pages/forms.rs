//! A form is taken only from a page of the same session.

use tiendo::model::role::Role;

use super::browser::Browser;
use crate::support::TestDb;
use crate::support::office::{OFFICE, account, now};
use crate::support::server::TestServer;

/// Every address that changes something, with what it needs to be understood.
const CHANGES: &[(&str, &[(&str, &str)])] = &[
    ("/dang-xuat", &[]),
    ("/mat-khau", &[("hien-tai", "a"), ("moi", "b"), ("nhac-lai", "b")]),
    ("/nhap-lieu/1", &[("ma", "x")]),
    ("/nhap-nhanh?moc=vneid2.issued", &[("quet", "x")]),
    ("/nguoi-dan/tim", &[("tim", "x")]),
    ("/nguoi-dan/1/xem-so", &[("ly-do", "đối chiếu hồ sơ")]),
    ("/nguoi-dan/1/moc", &[("moc", "vneid2.activated"), ("ngay", "01/03/2026")]),
    ("/nguoi-dan/1/vuong-mac", &[("nguyen-nhan", "absent"), ("ngay-vuong-mac", "15/05/2023")]),
    ("/nguoi-dan/1/vuong-mac/bo", &[("nguyen-nhan", "absent")]),
    ("/vuong-mac", &[("don-vi", "tinh"), ("nguyen-nhan", "weak_outreach"), ("ngay", "15/05/2023")]),
    ("/vuong-mac/bo", &[("don-vi", "tinh"), ("nguyen-nhan", "weak_outreach")]),
    ("/nguoi-dan/1/chuyen-noi-o", &[("noi-den", "noi-khac"), ("tu-ngay", "15/05/2023")]),
    ("/nguoi-dan/1/thu-hoi/1", &[("ly-do", "nhập nhầm người")]),
    ("/co-cau/thay-doi", &[("viec", "ket-thuc"), ("don-vi", "tinh/xa-dong/thon-1")]),
    ("/co-cau/dau-moi", &[("ten", "A")]),
    ("/co-cau/thu-tu", &[("don-vi", "tinh/xa-dong/thon-1"), ("thu-tu", "1")]),
    ("/co-cau/phan-ve", &[("ve", "x"), ("nguoi", "1")]),
    ("/chien-dich/moi", &[("ten", "Đợt cao điểm")]),
    ("/chien-dich/x/sua", &[("ten", "Đợt cao điểm")]),
    ("/chien-dich/x/can-cu", &[("so", "1/KH")]),
    ("/chien-dich/x/dau-moi", &[("ho-ten", "A")]),
    ("/chien-dich/x/lich", &[("dia-diem", "A")]),
    ("/chien-dich/x/chi-tieu", &[("ten", "A")]),
    ("/chi-tieu/lich-su", &[("muc", "10"), ("han", "30/06/2026")]),
    ("/chi-tieu/chia", &[("han", "30/06/2026")]),
    ("/chi-tieu/don-vi-giao", &[("ten", "Công an")]),
    ("/chi-tieu/tu-tep/ghi", &[("ma-tep", "1-00")]),
    ("/bao-cao", &[("don-vi", ""), ("nguoi-nhan", "a@b.vn"), ("ma", "x")]),
    ("/dot-bao-cao/moi", &[("ten", "Đợt 1")]),
    ("/dot-bao-cao/1/nhap", &[("v-1-1", "5")]),
    ("/dot-bao-cao/1/nhap/danh-sach", &[("luot", "1 tinh")]),
    ("/dot-bao-cao/1/nhac", &[("viec", "tin-nhan"), ("don-vi", "tinh")]),
    ("/dot-bao-cao/1/quan-ly/khoa", &[("khoa", "1"), ("ly-do", "chốt số liệu")]),
    ("/dot-bao-cao/bao-cao/1", &[("viec", "chap-nhan")]),
    ("/van-dong/moi", &[("loai", "not_activated~vneid2"), ("don-vi", "tinh")]),
    ("/van-dong/1/nhap", &[("k-1", "1")]),
    ("/van-dong/1/in", &[("ly-do", "in cho tổ công nghệ")]),
    ("/van-dong/1/ket-thuc", &[]),
    ("/viec/1", &[("dong", "1"), ("kq", "1"), ("da-xem", "0"), ("ngay", "01/03/2026")]),
];

#[test]
fn no_form_is_taken_without_the_token_of_the_session() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let mut browser = Browser::signed_in(&server, &account(&db, "dong.canbo", Role::Officer, "tinh/xa-dong"));
    let mut other = Browser::signed_in(&server, &account(&db, "dong.congan", Role::Police, "tinh/xa-dong"));
    let (own, foreign) = (browser.token(), other.token());
    assert_ne!(own, foreign);
    for &(path, fields) in CHANGES {
        let with = |token: &'static str| [fields, &[("csrf", token)]].concat();
        assert_eq!(browser.post(path, fields).status, 403, "{path} without a token");
        assert_eq!(browser.post(path, &with("")).status, 403, "{path} with an empty token");
        let others = [fields, &[("csrf", foreign.as_str())]].concat();
        assert_eq!(browser.post(path, &others).status, 403, "{path} with the token of another session");
        let right = [fields, &[("csrf", own.as_str())]].concat();
        for (name, value) in
            [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "https://la.vn")]
        {
            browser.also = vec![(name, value.to_owned())];
            assert_eq!(browser.post(path, &right).status, 403, "{path} from {value}");
        }
        browser.also.clear();
        let body = format!("csrf={own}");
        assert_eq!(browser.post_text(path, "text/plain", &body).status, 403, "{path} as plain text");
    }
    let uploaded = browser.upload(
        "/nhap-lieu",
        &[("csrf", &foreign), ("don-vi", "tinh"), ("ngay-lap", "01/03/2026")],
        "a.csv",
        b"x",
    );
    assert_eq!(uploaded.status, 403, "{}", uploaded.text);
    assert_eq!(browser.get("/").status, 200, "the session is still there");
}

#[test]
fn the_sign_in_form_has_a_token_too() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let made = account(&db, "dong.canbo", Role::Officer, "tinh/xa-dong");
    let password = made.password.as_deref().unwrap();
    let mut browser = Browser::of(&server);
    for token in ["", "0"] {
        let refused = browser.post("/dang-nhap", &[("ten", &made.name), ("mat-khau", password), ("csrf", token)]);
        assert_eq!(refused.status, 403);
        assert!(!refused.text.contains(password) && !browser.cookies.contains_key("tiendo"), "{}", refused.text);
    }
    browser.also = vec![("Sec-Fetch-Site", "cross-site".to_owned())];
    assert_eq!(browser.sign_in(&made.name, password).status, 403);
}

#[test]
fn reading_changes_nothing_by_get() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let mut browser = Browser::signed_in(&server, &account(&db, "dong.canbo", Role::Officer, "tinh/xa-dong"));
    for path in ["/dang-xuat", "/nguoi-dan/1/xem-so", "/nguoi-dan/1/moc"] {
        let status = browser.get(path).status;
        assert!([404, 405].contains(&status), "{path}: {status}");
    }
    assert_eq!(browser.get("/").status, 200);
}

#[test]
fn a_role_sees_only_what_it_may_open() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let hostile = account(&db, "dong.kiemtra", Role::Auditor, "tinh/xa-dong");
    let mut browser = Browser::signed_in(&server, &hostile);
    let page = browser.get("/").text;
    assert!(
        page.contains("href=\"/bao-cao\"")
            && !page.contains("href=\"/nguoi-dan\"")
            && !page.contains("href=\"/nhap-lieu\"")
    );
    for path in ["/nguoi-dan", "/nguoi-dan/1", "/nhap-lieu", "/thu-da-gui"] {
        let refused = browser.get(path);
        assert_eq!(refused.status, 403, "{path}");
        assert!(
            refused.text.contains("Không có quyền") && refused.text.contains("<nav class=\"side\""),
            "{path}: {}",
            refused.text
        );
    }
}
