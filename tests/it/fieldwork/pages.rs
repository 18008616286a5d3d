//! The pages of lists, without script.

use tiendo::model::role::Role;

use super::steps::{VILLAGE, now};
use crate::pages::browser::{Browser, header, hidden, token};
use crate::roster::steps::IMPORTED;
use crate::support::office::account;
use crate::support::server::TestServer;

/// Makes the list of a village that activates level 2; returns its address.
fn make(browser: &mut Browser<'_>) -> String {
    let form = browser.get("/van-dong/moi").text;
    let fields = [
        ("csrf", token(&form)),
        ("loai", "not_activated~vneid2".to_owned()),
        ("don-vi", VILLAGE.to_owned()),
        ("so-to", "1".to_owned()),
        ("to", "Tổ 1".to_owned()),
        ("tinh-den", "31/05/2023".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let made = browser.post("/van-dong/moi", &fields);
    assert_eq!(made.status, 303, "{}", made.text);
    header(&made, "location").unwrap().to_owned()
}

on_both_databases! {
    fn a_list_is_typed_back_and_every_bad_line_is_told(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let list = make(&mut browser);
        let form = browser.get(&format!("{list}/nhap")).text;
        assert!(form.contains("<b>9</b> không đồng ý") && form.contains("(đã kích hoạt)"), "the codes are at hand");
        let (csrf, seen) = (token(&form), hidden(&form, "da-xem"));
        let send = |browser: &mut Browser<'_>, more: &[(&str, &str)]| {
            let fields = [&[("csrf", csrf.as_str()), ("da-xem", seen.as_str()), ("ngay", "08/06/2023")], more].concat();
            browser.post(&format!("{list}/nhap"), &fields)
        };
        let wrong = send(&mut browser, &[("nhanh", "1 2, 3 x"), ("k-2", "8"), ("k-900", "1")]);
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("Chưa ghi gì") && wrong.text.contains("Dòng 3: «x» không phải kết quả"), "{}", wrong.text);
        assert!(wrong.text.contains(">1 2, 3 x</textarea>") && wrong.text.contains("name=\"k-2\" value=\"8\""), "nothing typed is lost");
        assert!(browser.get(&list).text.contains("<dd>0</dd>"), "nothing was written");

        let right = send(&mut browser, &[("nhanh", "1 2, 3 9"), ("k-2", "8")]);
        assert_eq!(right.status, 303, "{}", right.text);
        let shown = browser.get(&list).text;
        assert!(shown.contains("2 – vắng mặt") && shown.contains("8 – chưa biết thao tác") && shown.contains("9 – không đồng ý"));
        // The same form again, as if from an old tab: what stands is asked about, and can be confirmed.
        let stale = send(&mut browser, &[("nhanh", "1 3")]);
        assert_eq!(stale.status, 422);
        assert!(stale.text.contains("có người vừa ghi «2 – vắng mặt»"), "{}", stale.text);
        let latest = hidden(&stale.text.replace("type=\"checkbox\" ", ""), "xac-nhan");
        assert_eq!(send(&mut browser, &[("nhanh", "1 3"), ("xac-nhan", &latest)]).status, 303);
        assert!(browser.get(&list).text.contains("3 – không có điện thoại thông minh"));
    }

    fn paper_has_a_code_per_line_and_phones_for_a_reason(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let list = make(&mut browser);
        let paper = browser.get(&format!("{list}/in")).text;
        let lines = paper.matches("<svg class=\"qr\"").count();
        assert!(lines > 20 && paper.contains("Mã của dòng 20"), "{lines} codes");
        assert!(paper.contains("DANH SÁCH CẦN VẬN ĐỘNG") && paper.contains("<tfoot>") && paper.contains("****"));
        let csrf = token(&paper);
        let short = browser.post(&format!("{list}/in"), &[("csrf", &csrf), ("ly-do", "in")]);
        assert!(short.status == 422 && short.text.contains("Ghi rõ lý do"), "{}", short.status);
        let full = browser.post(&format!("{list}/in"), &[("csrf", &csrf), ("ly-do", "in cho tổ công nghệ số")]);
        assert!(full.status == 200 && !full.text.contains("****") && full.text.contains("đã được ghi vào nhật ký"));

        let mut team = Browser::signed_in(&server, &account(db, "ngocbinh.to", Role::VillageTeam, VILLAGE));
        let paper = team.get(&format!("{list}/in")).text;
        assert!(!paper.contains("In kèm số điện thoại"), "not offered to those who may not");
        let csrf = token(&paper);
        assert_eq!(team.post(&format!("{list}/in"), &[("csrf", &csrf), ("ly-do", "gọi điện cho bà con")]).status, 403);
    }

    fn a_tap_on_the_phone_writes_and_takes_back(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngocbinh.to", Role::VillageTeam, VILLAGE));
        let list = make(&mut browser);
        let number = list.rsplit('/').next().unwrap();
        let phone = format!("/viec/{number}");
        let led = browser.get(&format!("{phone}/2"));
        assert_eq!(header(&led, "location"), Some(format!("{phone}?dong=2#d-2").as_str()));
        let page = browser.get(&format!("{phone}?dong=2")).text;
        assert!(page.contains("id=\"d-2\" class=\"visit open\""));
        let lines = page.matches("class=\"visit").count();
        let tap = |browser: &mut Browser<'_>, digit: &str| {
            let page = browser.get(&phone).text;
            let (csrf, seen) = (token(&page), hidden(&page, "da-xem"));
            let fields = [("csrf", csrf.as_str()), ("da-xem", &seen), ("dong", "2"), ("kq", digit), ("ngay", "08/06/2023")];
            browser.post(&format!("{phone}?loc=con-lai"), &fields)
        };
        let ticked = tap(&mut browser, "2");
        assert_eq!(ticked.status, 303, "{}", ticked.text);
        assert!(header(&ticked, "location").unwrap().starts_with(&format!("{phone}?loc=con-lai#d-")), "to the next who remains");
        let remaining = browser.get(&format!("{phone}?loc=con-lai")).text;
        assert!(!remaining.contains("id=\"d-2\"") && remaining.matches("class=\"visit").count() < lines);
        assert!(browser.get(&phone).text.contains("Bỏ kết quả"));
        assert_eq!(tap(&mut browser, "0").status, 303);
        assert!(browser.get(&format!("{phone}?loc=con-lai")).text.contains("id=\"d-2\""));
    }

    fn foreign_lists_are_answered_like_unknown_ones(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut officer = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let list = make(&mut officer);
        let number = list.rsplit('/').next().unwrap();
        let mut neighbour = Browser::signed_in(&server, &account(db, "ngocson.to", Role::VillageTeam, "cam-ngoc/ngoc-son"));
        for path in [list.clone(), format!("{list}/nhap"), format!("{list}/in"), format!("/viec/{number}")] {
            assert_eq!(neighbour.get(&path).status, 404, "{path}");
            assert_eq!(neighbour.get(&path.replace(number, "9999")).status, 404, "{path}");
        }
        assert_eq!(neighbour.get(&format!("/van-dong?don-vi={VILLAGE}")).status, 404);
        let csrf = neighbour.token();
        for (path, fields) in [
            (format!("{list}/nhap"), vec![("nhanh", "1 1"), ("ngay", "08/06/2023")]),
            (format!("{list}/ket-thuc"), vec![]),
            (format!("/viec/{number}"), vec![("dong", "1"), ("kq", "1"), ("da-xem", "0"), ("ngay", "08/06/2023")]),
        ] {
            let fields = [fields, vec![("csrf", csrf.as_str())]].concat();
            assert_eq!(neighbour.post(&path, &fields).status, 404, "{path}");
        }
        let mut leader = Browser::signed_in(&server, &account(db, "camngoc.lanhdao", Role::Leader, "cam-ngoc"));
        let seen = leader.get(&list).text;
        assert!(!seen.contains("Nhập kết quả") && leader.get("/van-dong/moi").status == 403);
        let mut above = Browser::signed_in(&server, &account(db, "thanhhoa.captren", Role::UpperOfficer, "thanh-hoa"));
        assert_eq!(above.get("/van-dong").status, 403);
    }

    fn figures_and_people_lead_to_lists(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut officer = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        assert!(officer.get(&format!("/don-vi/{VILLAGE}")).text.contains(&format!("href=\"/van-dong?don-vi={VILLAGE}\"")));
        let people = officer.get(&format!("/nguoi-dan?don-vi={VILLAGE}&tinh-trang=vneid2.activated~residents~issued_not_done")).text;
        let href = format!("/van-dong/moi?don-vi={VILLAGE}&amp;loai=not_activated~vneid2");
        assert!(people.contains(&href), "{people}");
        let form = officer.get(&href.replace("&amp;", "&")).text;
        assert!(form.contains("value=\"not_activated~vneid2\" selected") && form.contains(&format!("value=\"{VILLAGE}\" selected")));
    }
}
