//! Figures on the pages: those of the dispatch, of another day, of another unit.

use tiendo::model::role::Role;

use super::browser::{Browser, header, token};
use crate::roster::steps::IMPORTED;
use crate::support::office::{account, now};
use crate::support::server::TestServer;

on_both_databases! {
    fn the_overview_opens_at_the_day_of_the_campaign_and_reads_any_other(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let page = browser.get("/").text;
        for text in ["Tính đến ngày 31/5/2023", "119/2.650 (4,49%)", "1.068/1.273 (83,89%)", "30/6/2023 (30 ngày)", "<svg class=\"chart\""] {
            assert!(page.contains(text), "{text} in {page}");
        }
        assert!(page.len() <= 100_000, "{} bytes", page.len());
        let earlier = browser.get("/?den-ngay=15/5/2023").text;
        assert!(earlier.contains("Tính đến ngày 15/5/2023") && !earlier.contains("1.068/1.273"), "{earlier}");
        assert!(earlier.contains("/don-vi/cam-ngoc/ngoc-binh?den-ngay=2023-05-15"), "links keep the day");
        let mistyped = browser.get("/?den-ngay=31/2/2023").text;
        assert!(mistyped.contains("Không đọc được ngày «31/2/2023»") && mistyped.contains("1.068/1.273"), "{mistyped}");
    }

    fn a_unit_outside_the_scope_is_answered_like_an_unknown_one(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "binh.to", Role::VillageTeam, "cam-ngoc/ngoc-binh"));
        let own = browser.get("/don-vi/cam-ngoc/ngoc-binh").text;
        assert!(own.contains("150/166 (90,36%)"), "{own}");
        let foreign = browser.get("/don-vi/cam-ngoc/ngoc-son");
        let unknown = browser.get("/don-vi/cam-ngoc/ngoc-xyz");
        assert_eq!((foreign.status, unknown.status), (404, 404));
        assert_eq!(foreign.text.replace("ngoc-son", ""), unknown.text.replace("ngoc-xyz", ""));
        assert!(!own.contains("href=\"/bao-cao"), "a village team makes no workbook");
    }

    fn the_workbook_is_a_file_to_keep(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.lanhdao", Role::Leader, "cam-ngoc"));
        let page = browser.get("/bao-cao").text;
        assert!(page.contains("/bao-cao/tien-do.xlsx?don-vi=cam-ngoc"), "{page}");
        let csrf = token(&page);
        let fields = [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("ma", "mot-lan"), ("loi-nhan", "Kính báo cáo")];
        let refused = browser.post("/bao-cao", &[fields.as_slice(), &[("nguoi-nhan", "chu tich")]].concat());
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("value=\"chu tich\"") && refused.text.contains("Kính báo cáo"), "nothing typed is lost");
        let sent = [fields.as_slice(), &[("nguoi-nhan", "chutich@camngoc.gov.vn")]].concat();
        let queued = browser.post("/bao-cao", &sent);
        let to = header(&queued, "location").unwrap().to_owned();
        assert_eq!(header(&browser.post("/bao-cao", &sent), "location"), Some(to.as_str()), "sent twice, queued once");
        let mail = browser.get(&to).text;
        assert!(mail.contains("chutich@camngoc.gov.vn") && mail.contains("1.068/1.273 (83,89%)"), "{mail}");
        assert_eq!(browser.get("/thu-da-gui").text.matches("chutich@camngoc.gov.vn").count(), 1);
    }
}
