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

    fn what_holds_somebody_back_and_the_channel_are_recorded_on_the_page_of_the_person(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let officer = account(db, "ngoc.canbo", Role::Officer, "cam-ngoc");
        let mut browser = Browser::signed_in(&server, &officer);
        let person = first_person(&browser.get("/nguoi-dan?don-vi=cam-ngoc/ngoc-binh&tinh-trang=vneid2.activated~residents~done").text);
        let csrf = browser.token();
        let note = |browser: &mut Browser, day: &str| {
            browser.post(&format!("{person}/vuong-mac"), &[("csrf", &csrf), ("nguyen-nhan", "sim_changed"), ("ngay-vuong-mac", day)])
        };
        assert_eq!(note(&mut browser, "01/01/2030").status, 422);
        assert_eq!(header(&note(&mut browser, "20/05/2023"), "location"), Some(person.as_str()));
        let page = browser.get(&person).text;
        assert!(page.contains("từ 20/05/2023, do Người ngoc.canbo ghi") && page.contains("Bỏ<span"), "{page}");
        let counted = browser.get("/don-vi/cam-ngoc/ngoc-binh").text;
        assert!(counted.contains("Đã đổi điện thoại, SIM hoặc số điện thoại"), "{counted}");
        let taken = browser.post(&format!("{person}/vuong-mac/bo"), &[("csrf", &csrf), ("nguyen-nhan", "sim_changed")]);
        assert_eq!(header(&taken, "location"), Some(person.as_str()));
        assert!(!browser.get(&person).text.contains("do Người ngoc.canbo ghi"));

        let record = |browser: &mut Browser, channel: &str| {
            let fields = [("csrf", csrf.as_str()), ("moc", "smartca.requested"), ("ngay", "25/05/2023"), ("kenh", channel)];
            browser.post(&format!("{person}/moc"), &fields)
        };
        let wrong = record(&mut browser, "dvc.mobile");
        assert!(wrong.status == 422 && wrong.text.contains("không thuộc dịch vụ của mốc này"), "{}", wrong.text);
        assert_eq!(record(&mut browser, "smartca.vneid").status, 303);
        let contracted = [("csrf", csrf.as_str()), ("moc", "smartca.contracted"), ("ngay", "25/05/2023"), ("kenh", "smartca.vneid")];
        assert_eq!(browser.post(&format!("{person}/moc"), &contracted).status, 303);
        let page = browser.get(&person).text;
        assert!(page.contains("qua ứng dụng VNeID"), "{page}");
        let token = server.token("ngoc.canbo", officer.password.as_deref().unwrap());
        let id = person.rsplit('/').next().unwrap();
        let shown = server.get(&format!("/api/v1/people/{id}?as_of=2023-06-12"), &token);
        assert!(shown.text.contains("\"channel\":\"Qua ứng dụng VNeID\""), "{}", shown.text);
        let noted = server.post(&format!("/api/v1/people/{id}/barriers"), &token, &serde_json::json!({"barrier": "no_skill"}));
        assert_eq!(noted.json["changed"], true, "{}", noted.text);
        let gone = server.delete(&format!("/api/v1/people/{id}/barriers?barrier=no_skill"), &token);
        assert_eq!(gone.json["changed"], true, "{}", gone.text);
        let milestone = serde_json::json!({"milestone": "smartca.contracted", "on": "2023-05-26", "channel": "provider_app"});
        let again = server.post(&format!("/api/v1/people/{id}/milestones"), &token, &milestone);
        assert_eq!(again.json["held_since"], "2023-05-25", "{}", again.text);
        let checks = browser.get("/kiem-tra").text;
        assert!(checks.contains("chưa ghi kênh đăng ký"), "{checks}");
    }

    fn a_move_is_recorded_from_the_page_of_the_person(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let person = first_person(&browser.get("/nguoi-dan?don-vi=cam-ngoc/ngoc-binh&tinh-trang=vneid2.activated~residents~done").text);
        let page = browser.get(&person).text;
        assert!(page.contains("<summary>Ghi nhận chuyển nơi ở</summary>"), "{page}");
        assert!(page.contains("value=\"cam-ngoc/ben-trai\"") && !page.contains("value=\"cam-ngoc/ngoc-binh\""), "{page}");
        let csrf = token(&page);
        let address = format!("{person}/chuyen-noi-o");
        let send = |browser: &mut Browser, to: &str, day: &str| {
            let fields = [("csrf", csrf.as_str()), ("noi-den", to), ("tu-ngay", day), ("can-cu", "giấy xác nhận cư trú")];
            browser.post(&address, &fields)
        };
        let future = send(&mut browser, "cam-ngoc/ben-trai", "01/01/2030");
        assert_eq!(future.status, 422, "{}", future.text);
        assert!(future.text.contains("<details class=\"more\" open>") && future.text.contains("value=\"01/01/2030\""), "{}", future.text);
        assert!(future.text.contains("value=\"cam-ngoc/ben-trai\" selected"), "{}", future.text);
        assert_eq!(send(&mut browser, "dong/thon-khong-co", "15/05/2023").status, 404);
        let moved = send(&mut browser, "cam-ngoc/ben-trai", "15/05/2023");
        assert_eq!(header(&moved, "location"), Some(person.as_str()), "{}", moved.text);
        let page = browser.get(&person).text;
        assert!(page.contains("Đã ghi nhận chuyển nơi ở"), "{page}");
        assert!(page.contains("Từ 15/05/2023") && page.contains("ở Thôn Bến Trại; trước đó ở Thôn Ngọc Bình"), "{page}");
        assert!(page.contains("giấy xác nhận cư trú"), "{page}");
        let left = send(&mut browser, "noi-khac", "01/06/2023");
        assert_eq!(header(&left, "location"), Some(person.as_str()), "{}", left.text);
        let page = browser.get(&person).text;
        assert!(page.contains("chuyển đi nơi khác; trước đó ở Thôn Bến Trại") && !page.contains("value=\"noi-khac\""), "{page}");

        let mut leader = Browser::signed_in(&server, &account(db, "ngoc.lanhdao", Role::Leader, "cam-ngoc"));
        assert!(!leader.get(&person).text.contains("Ghi nhận chuyển nơi ở"));
    }
}
