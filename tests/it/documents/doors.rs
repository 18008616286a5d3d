//! `/van-ban`: whose registers are opened, what replaces what, what is told before a file is sent.

use chrono::{DateTime, Utc};
use tiendo::access::Actor;
use tiendo::documents::registers::{self, RegisterQuery};
use tiendo::documents::{self, DraftQuery, Numbering, register_units};
use tiendo::model::as_of::AsOf;
use tiendo::model::document::{DocumentKind, IssuingBody};
use tiendo::model::id::DocumentId;
use tiendo::model::role::Role;
use tiendo::progress::FigureQuery;
use tiendo::store::Db;
use tiendo::store::incoming_documents::IncomingEntry;

use crate::pages::browser::Browser;
use crate::roster::steps::{IMPORTED, day};
use crate::support::office::{OFFICE, account, actor};
use crate::support::raw;
use crate::support::server::TestServer;

pub fn now() -> DateTime<Utc> {
    "2023-06-13T02:00:00Z".parse().unwrap()
}

/// A draft of the demo's commune.
pub fn draft(db: &Db, kind: DocumentKind, body: IssuingBody) -> DocumentId {
    let figures = FigureQuery {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: Some("cam-ngoc".to_owned()),
        as_of: Some(AsOf(day("2023-05-31"))),
        today: AsOf(day("2023-06-13")),
    };
    let query = DraftQuery { kind, body, figures, drafted_on: day("2023-06-05") };
    documents::draft(db, &Actor::operator(), &query, now()).unwrap()
}

/// Issues a draft; the number is the next one.
pub fn issue(db: &Db, id: DocumentId, on: &str) -> String {
    let operator = Actor::operator();
    let known = (id, documents::show(db, &operator, id).unwrap().head.revision);
    documents::issue(db, &operator, known, (Numbering::Next, day(on)), now()).unwrap().to_string()
}

fn entry(symbol: &str) -> IncomingEntry {
    IncomingEntry {
        author: "UBND tỉnh".to_owned(),
        symbol: symbol.to_owned(),
        dated_on: day("2026-01-05"),
        subject: "Kế hoạch cấp tài khoản".to_owned(),
        receiver: "Văn phòng".to_owned(),
        forwarded_on: None,
        note: None,
    }
}

on_both_databases! {
    fn an_upper_officer_opens_the_register_of_a_commune(db from OFFICE) {
        let receive = |unit: &str, symbol: &str| {
            registers::receive(db, &Actor::operator(), (unit, day("2026-01-10")), (&entry(symbol), None), now()).unwrap()
        };
        receive("tinh/xa-dong", "05/KH-UBND");
        receive("tinh/xa-tay", "06/KH-UBND");
        let upper = actor(db, Role::UpperOfficer, "tinh");
        let names = |year| -> Vec<String> {
            register_units(db, &upper, year).unwrap().into_iter().map(|unit| unit.name).collect()
        };
        assert_eq!(names(2026), ["Tỉnh Thử Nghiệm", "Xã Tây", "Xã Đông"], "villages have no registers");
        raw::execute(db, "UPDATE unit_version SET valid_to = '2026-06-30' WHERE unit_id = (SELECT id FROM unit WHERE slug = 'tinh/xa-tay')").unwrap();
        assert_eq!(names(2026), ["Tỉnh Thử Nghiệm", "Xã Tây", "Xã Đông"], "it was closed during the year");
        assert_eq!(names(2027), ["Tỉnh Thử Nghiệm", "Xã Đông"]);
        let open = |who: &Actor, unit: &str| {
            let query = RegisterQuery { unit: unit.to_owned(), body: IssuingBody::Committee, year: 2026 };
            registers::incoming(db, who, &query)
        };
        let (closed, _) = open(&upper, "tinh/xa-tay").unwrap();
        assert_eq!((closed.unit.name.as_str(), closed.rows.len(), closed.rows[0][3].as_str()), ("Xã Tây", 1, "06/KH-UBND"));
        let commune = actor(db, Role::Officer, "tinh/xa-dong");
        assert!(open(&commune, "tinh/xa-dong").is_ok());
        let (outside, unknown) = (open(&commune, "tinh/xa-tay").unwrap_err(), open(&commune, "tinh/xa-tay-2").unwrap_err());
        assert_eq!(outside.to_string().replace("xa-tay", "xa-tay-2"), unknown.to_string(), "outside is like unknown");
    }

    fn registers_are_chosen_on_pages(db from IMPORTED) {
        issue_one(db);
        let upper = account(db, "huyen", Role::UpperOfficer, "thanh-hoa");
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &upper);
        let own = browser.get("/van-ban/so-di?nam=2023").text;
        assert!(own.contains("<option value=\"cam-ngoc\">Xã Cẩm Ngọc</option>") && !own.contains("01/UBND-CA"), "{own}");
        let commune = browser.get("/van-ban/so-di?nam=2023&don-vi=cam-ngoc").text;
        assert!(commune.contains("01/UBND-CA") && commune.contains("<option value=\"cam-ngoc\" selected>"), "{commune}");
        assert!(commune.contains("/van-ban/so-di/so-dang-ky.xlsx?don-vi=cam-ngoc&amp;nam=2023&amp;co-quan=committee"), "{commune}");
        assert_eq!(browser.get("/van-ban/so-di/so-dang-ky.xlsx?don-vi=cam-ngoc&nam=2023").status, 200);
        let mut village = Browser::signed_in(&server, &account(db, "binh", Role::Officer, "cam-ngoc/ngoc-binh"));
        assert_eq!(village.get("/van-ban/so-di?nam=2023&don-vi=cam-ngoc").status, 404);
    }

    fn a_later_document_is_put_in_the_place_of_an_earlier_one(db from IMPORTED) {
        let (push, committee) = (DocumentKind::Push, IssuingBody::Committee);
        let old = draft(db, push, committee);
        let (earlier, newer, police) = (draft(db, push, committee), draft(db, push, committee), draft(db, push, IssuingBody::Police));
        issue(db, earlier, "2023-06-01");
        issue(db, old, "2023-06-05");
        issue(db, newer, "2023-06-10");
        issue(db, police, "2023-06-10");
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let page = browser.get(&format!("/van-ban/{old}")).text;
        let offered = page.split("id=\"van-ban-moi\"").nth(1).unwrap().split("</select>").next().unwrap();
        assert!(offered.contains(&format!("value=\"{newer}\"")) && offered.matches("<option").count() == 1, "{offered}");
        let csrf = browser.token();
        let way = format!("/van-ban/{old}/thay-the");
        let mut put = |by: &str| browser.post(&way, &[("van-ban-moi", by), ("csrf", &csrf)]).status;
        for wrong in ["", "x", &earlier.to_string(), &police.to_string(), &old.to_string()] {
            assert_eq!(put(wrong), 422, "{wrong}");
        }
        assert_eq!(put(&newer.to_string()), 303);
        let (before, after) = (browser.get(&format!("/van-ban/{old}")).text, browser.get(&format!("/van-ban/{newer}")).text);
        assert!(before.contains("Đã được thay thế bằng") && before.contains("03/UBND-CA") && !before.contains("van-ban-moi"), "{before}");
        assert!(after.contains("Thay thế <a") && after.contains("02/UBND-CA"), "{after}");
    }

    fn the_limit_of_a_signed_file_is_told_and_kept(db from IMPORTED) {
        let id = draft(db, DocumentKind::Push, IssuingBody::Committee);
        issue(db, id, "2023-06-05");
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let page = browser.get(&format!("/van-ban/{id}")).text;
        assert!(page.contains("Không quá 20 MB") && page.contains("data-most=\"20971520\""), "{page}");
        let csrf = browser.token();
        let mut big = b"%PDF-1.7\n".to_vec();
        big.resize((20 << 20) + 1, b' ');
        let mut send = |bytes: &[u8]| browser.upload(&format!("/van-ban/{id}/ban-ky"), &[("csrf", &csrf)], "ban-ky.pdf", bytes);
        let refused = send(&big);
        assert!(refused.status == 422 && refused.text.contains("lớn hơn 20 MB"), "{} {}", refused.status, refused.text);
        big.truncate(64 << 10);
        assert_eq!(send(&big).status, 303);
    }
}

fn issue_one(db: &Db) {
    let id = draft(db, DocumentKind::Push, IssuingBody::Committee);
    assert_eq!(issue(db, id, "2023-06-05"), "01/UBND-CA");
}
