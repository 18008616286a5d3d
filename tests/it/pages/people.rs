//! People on the pages: found, masked, revealed for a reason, a milestone recorded and taken back.

use tiendo::model::role::Role;

use super::browser::{Browser, header, token};
use crate::roster::steps::IMPORTED;
use crate::support::office::{account, now};
use crate::support::server::TestServer;

/// The address of the first person of a list.
fn first_person(html: &str) -> String {
    let rest = html.split("href=\"/nguoi-dan/").nth(1).unwrap_or_else(|| panic!("nobody in {html}"));
    format!("/nguoi-dan/{}", rest.split(['"', '?']).next().unwrap())
}

on_both_databases! {
    fn people_are_found_without_diacritics_and_their_numbers_masked(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let page = browser.get("/nguoi-dan?tim=binh&don-vi=cam-ngoc/ngoc-binh").text;
        assert!(page.contains("Bình</a>") && page.contains("038*****"), "{page}");
        let listed = browser.get("/nguoi-dan?tinh-trang=vneid2.activated~residents~done").text;
        assert!(listed.contains("<b>1.068 người</b>"), "the list is as long as the figure");
        let second = browser.get("/nguoi-dan?tinh-trang=vneid2.activated~residents~done&trang=2").text;
        assert!(second.contains("51–100 trong 1.068") && second.contains("rel=\"prev\""), "{second}");
        let short = browser.get("/nguoi-dan?tim=0380");
        assert_eq!(short.status, 422);
        assert!(short.text.contains("value=\"0380\"") && short.text.contains("12 chữ số"), "{}", short.text);
    }

    fn numbers_are_shown_for_a_reason_only(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let person = first_person(&browser.get("/nguoi-dan?tim=binh").text);
        let page = browser.get(&person).text;
        let csrf = token(&page);
        let address = format!("{person}/xem-so");
        let refused = browser.post(&address, &[("csrf", &csrf), ("ly-do", "x")]);
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("Ghi rõ lý do") && !refused.text.contains("Số đầy đủ"), "{}", refused.text);
        let shown = browser.post(&address, &[("csrf", &csrf), ("ly-do", "đối chiếu giấy tờ tại nhà")]).text;
        assert!(shown.contains("Số đầy đủ") && shown.contains("<b>0"), "{shown}");
        assert!(!browser.get(&person).text.contains("Số đầy đủ"));

        let mut leader = Browser::signed_in(&server, &account(db, "ngoc.lanhdao", Role::Leader, "cam-ngoc"));
        let csrf = leader.token();
        let refused = leader.post(&address, &[("csrf", &csrf), ("ly-do", "đối chiếu giấy tờ tại nhà")]);
        assert_eq!(refused.status, 403, "{}", refused.text);
    }

    fn a_milestone_recorded_moves_the_figure_and_taken_back_moves_it_again(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let waiting = browser.get("/nguoi-dan?tinh-trang=vneid2.activated~residents~issued_not_done").text;
        let person = first_person(&waiting);
        let page = browser.get(&person).text;
        assert!(page.contains("value=\"vneid2.activated\" selected"), "the milestone that is missing is chosen: {page}");
        let csrf = token(&page);
        let record = |browser: &mut Browser, day: &str| {
            browser.post(&format!("{person}/moc"), &[("csrf", &csrf), ("moc", "vneid2.activated"), ("ngay", day)])
        };
        let future = record(&mut browser, "01/01/2030");
        assert!(future.status == 422 && future.text.contains("value=\"01/01/2030\""), "{}", future.text);
        assert_eq!(header(&record(&mut browser, "30/05/2023"), "location"), Some(person.as_str()));
        assert!(browser.get("/").text.contains("1.069/1.273"));
        let page = browser.get(&person).text;
        let revoke = page.split("href=\"").find(|text| text.contains("/thu-hoi/")).unwrap().split('"').next().unwrap();
        assert!(browser.get(revoke).text.contains("không còn được tính"));
        let taken = browser.post(revoke, &[("csrf", &csrf), ("ly-do", "nhập nhầm người")]);
        assert_eq!(header(&taken, "location"), Some(person.as_str()), "{}", taken.text);
        let page = browser.get(&person).text;
        assert!(page.contains("Đã thu hồi lúc") && page.contains("nhập nhầm người"), "{page}");
        assert!(browser.get("/").text.contains("1.068/1.273"));
    }
}
