//! `/chi-tieu`: the table, giving, splitting, taking a table from a file.

use tiendo::campaign::seed;
use tiendo::model::role::Role;

use super::now;
use crate::pages::browser::{Browser, hidden, token};
use crate::roster::steps::IMPORTED;
use crate::support::office::account;
use crate::support::server::TestServer;

const LEVEL_2: &str = "chi-tieu=vneid2.activated~residents";

on_both_databases! {
    fn a_quota_is_given_and_split_on_pages(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let table = browser.get("/chi-tieu").text;
        assert!(table.contains("1.273") && table.contains("Cộng các đơn vị trực thuộc"), "{table}");
        let one = format!("/chi-tieu/lich-su?don-vi=cam-ngoc/ngoc-binh&{LEVEL_2}");
        let page = browser.get(&one).text;
        assert!(page.contains("làm tròn lên") && page.contains("đang áp dụng"), "the rule and the history: {page}");
        let csrf = token(&page);
        let issuer = page.split("id=\"don-vi-giao\"").nth(1).unwrap().split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let typed = |muc: &'static str, han: &'static str| {
            [("muc", muc), ("han", han), ("van-ban", "Công văn 141"), ("ly-do", ""), ("don-vi-giao", issuer.as_str()), ("csrf", csrf.as_str())].map(|(n, v)| (n, v.to_owned()))
        };
        let mut send = |fields: &[(&str, String)]| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            browser.post(&one, &fields)
        };
        let unreadable = send(&typed("nhiều", "30/06/2023"));
        assert!(unreadable.status == 422 && unreadable.text.contains("«nhiều»") && unreadable.text.contains("Công văn 141"), "{}", unreadable.text);
        assert_eq!(send(&typed("95,5%", "30/06/2023")).status, 303);
        let after = browser.get(&one).text;
        assert!(after.contains("95,5%") && after.contains("đã thay thế"), "{after}");

        let split = format!("/chi-tieu/chia?don-vi=cam-ngoc&{LEVEL_2}&han=30/06/2023&cach=deu");
        let shown = browser.get(&split).text;
        assert!(shown.contains("Đã chia hết") && shown.contains("127,30"), "{shown}");
        let part = hidden(&shown, "phan-cam-ngoc/ngoc-binh");
        assert_eq!(part, "128");
        let mut fields: Vec<(String, String)> = shown.split("name=\"phan-").skip(1).map(|rest| {
            let (name, rest) = rest.split_once('"').unwrap();
            (format!("phan-{name}"), rest.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned())
        }).collect();
        fields.push(("csrf".to_owned(), token(&shown)));
        let send: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let given = browser.post(&split, &send);
        assert_eq!(given.status, 303, "{}", given.text);
        assert!(browser.get(&one).text.contains(">128<"));
        let mut moved = send.clone();
        moved[0].1 = "1";
        assert_eq!(browser.post(&split, &moved).status, 409, "parts that were not shown");
    }

    fn a_table_is_looked_at_and_taken_from_a_file(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let csrf = browser.token();
        let sheet = "Thôn;Chỉ tiêu mức 2;Chỉ tiêu cán bộ\nThôn Ngọc Bình;150;3\nThôn Ngọc Sơn;140;2\nTổng cộng;290;5\n";
        let fields = [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("han", "30/06/2023"), ("van-ban", "Thông báo 12"), ("don-vi-giao", "")];
        let shown = browser.upload("/chi-tieu/tu-tep", &fields, "chi-tieu.csv", sheet.as_bytes());
        assert_eq!(shown.status, 200, "{}", shown.text);
        assert!(shown.text.contains("2 đơn vị; ") && shown.text.contains("Chỉ tiêu cán bộ") && shown.text.contains("290"), "{}", shown.text);
        let before = browser.get(&format!("/chi-tieu/lich-su?don-vi=cam-ngoc/ngoc-binh&{LEVEL_2}")).text;
        assert!(!before.contains(">150<"), "nothing is written by looking");

        let ticket = hidden(&shown.text, "ma-tep");
        let mut forged = ticket.clone();
        forged.pop();
        let taken = |ticket: &str| [("csrf", csrf.clone()), ("don-vi", "cam-ngoc".to_owned()), ("han", "30/06/2023".to_owned()), ("van-ban", "Thông báo 12".to_owned()),
            ("ten-tep", "chi-tieu.csv".to_owned()), ("ma-tep", ticket.to_owned()), ("cot-muc-2", "vneid2.activated~residents".to_owned()),
            ("cot-Chỉ tiêu cán bộ", String::new()), ("viec", "ghi".to_owned())];
        let mut send = |ticket: &str| {
            let fields = taken(ticket);
            browser.post("/chi-tieu/tu-tep/ghi", &fields.iter().map(|(n, v)| (*n, v.as_str())).collect::<Vec<_>>())
        };
        assert_eq!(send(&forged).status, 422, "another file is not found by its number");
        let done = send(&ticket);
        assert_eq!(done.status, 303, "{}", done.text);
        assert_eq!(send(&ticket).status, 422, "the file is gone afterwards");
        let after = browser.get(&format!("/chi-tieu/lich-su?don-vi=cam-ngoc/ngoc-binh&{LEVEL_2}")).text;
        assert!(after.contains(">150<") && after.contains("Thông báo 12"), "{after}");
    }

    fn a_table_with_unknown_units_is_told_and_not_taken(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let csrf = browser.token();
        let fields = [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("han", "30/06/2023"), ("van-ban", ""), ("don-vi-giao", "")];
        let sheet = "Thôn;Chỉ tiêu mức 2\nThôn Không Có;150\n".as_bytes();
        let shown = browser.upload("/chi-tieu/tu-tep", &fields, "chi-tieu.csv", sheet);
        assert!(shown.text.contains("«Thôn Không Có»") && !shown.text.contains("value=\"ghi\""), "{}", shown.text);
        let list = seed::file("cam-ngoc/CN01_thon_ngoc_binh.xlsx").unwrap().content;
        let refused = browser.upload("/chi-tieu/tu-tep", &fields, "CN01.xlsx", &list);
        assert!(refused.status == 422 && refused.text.contains("không có bảng chỉ tiêu"), "{}", refused.text);
        let village = account(db, "ngocbinh.to", Role::VillageTeam, "cam-ngoc/ngoc-binh");
        let mut low = Browser::signed_in(&server, &village);
        let csrf = low.token();
        let refused = low.upload("/chi-tieu/tu-tep", &[("csrf", csrf.as_str()), ("don-vi", "cam-ngoc/ngoc-binh")], "a.csv", b"x");
        assert_eq!(refused.status, 403);
        assert!(!low.get("/chi-tieu").text.contains("Nhập từ tệp"));
    }
}
