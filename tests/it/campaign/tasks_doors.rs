//! `/nhiem-vu`, `/api/v1/campaigns/{code}/tasks` and the workbook of the register.

use std::process::Command;

use serde_json::json;
use tiendo::model::role::Role;

use super::now;
use crate::pages::browser::{Browser, header, hidden};
use crate::roster::steps::LOADED;
use crate::support::office::account;
use crate::support::server::TestServer;

const TASKS: &str = "/api/v1/campaigns/cam-ngoc-2023/tasks";

on_both_databases! {
    fn a_task_is_followed_on_pages(db from LOADED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let shown = browser.get("/nhiem-vu?den-ngay=15/06/2023").text;
        assert!(shown.contains("8 nhiệm vụ: 0 xong, 8 chưa xong, trong đó 4 quá hạn đến 15/06/2023"), "{shown}");
        assert!(shown.contains("trước ngày 10/6/2023") && shown.contains("thường xuyên"), "as the document says it");
        assert!(shown.contains("<span class=\"count\">4"), "counted in the navigation: {shown}");
        let only = browser.get("/nhiem-vu?den-ngay=15/06/2023&loc=qua-han").text;
        assert_eq!(only.matches("chưa làm, quá hạn").count(), 4);
        let csrf = browser.token();
        let typed = [("csrf", csrf.as_str()), ("noi-dung", "Mời dân ra nhà văn hóa"), ("noi-nhan", "Thôn Ngọc Bình"), ("don-vi", "cam-ngoc/ngoc-binh"), ("han", "10/06/2023"), ("loi-van", ""), ("van-ban", "")];
        let mut unreadable = typed;
        unreadable[4].1 = "mai";
        let refused = browser.post("/nhiem-vu", &unreadable);
        assert!(refused.status == 422 && refused.text.contains("«mai»") && refused.text.contains("Mời dân ra nhà văn hóa"), "{}", refused.text);
        let added = browser.post("/nhiem-vu", &typed);
        let page = header(&added, "location").unwrap().to_owned();
        let one = browser.get(&page).text;
        assert!(one.contains("đến hết ngày 10/6/2023"), "{one}");

        let mut village = Browser::signed_in(&server, &account(db, "ngocbinh.to", Role::VillageTeam, "cam-ngoc/ngoc-binh"));
        let csrf = village.token();
        let seen = village.get(&page).text;
        assert!(seen.contains("Ghi tiến độ") && !seen.contains("Sửa nhiệm vụ"), "{seen}");
        let fields = [("csrf", csrf.as_str()), ("ban", &hidden(&seen, "ban")), ("tinh-trang", "done"), ("ngay-xong", "12/06/2023"), ("ghi-chu", "đã mời 40 người"), ("tra-loi", "")];
        let noted = village.upload(&format!("{page}/ghi"), &fields, "anh.jpg", b"\xFF\xD8\xFF jpeg");
        assert_eq!(noted.status, 303, "{}", noted.text);
        let seen = village.get(&page).text;
        assert!(seen.contains("chậm 2 ngày") && seen.contains("đã mời 40 người") && seen.contains("anh.jpg"), "{seen}");
        let file = village.get(&format!("{page}/tep/1"));
        assert!(file.status == 200 && header(&file, "content-disposition").unwrap().contains("anh.jpg"));
        assert_eq!(village.get("/nhiem-vu/so-theo-doi.xlsx").status, 403);
        let foreign = village.get("/nhiem-vu/999999");
        assert_eq!(foreign.status, 404);
    }

    fn the_register_has_seven_columns_on_the_page_and_in_the_workbook(db from LOADED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "camngoc.canbo", Role::Officer, "cam-ngoc"));
        let page = browser.get("/nhiem-vu/so-theo-doi").text;
        for head in ["Số đến", "Thời hạn giải quyết", "Tiến độ giải quyết", "Số, ký hiệu văn bản trả lời"] {
            assert!(page.contains(head), "{head}");
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("so.xlsx");
        let mut response = server.agent().get(server.url("/nhiem-vu/so-theo-doi.xlsx")).header("Cookie", browser.cookie()).call().unwrap();
        std::fs::write(&path, response.body_mut().read_to_vec().unwrap()).unwrap();
        let script = "import sys, openpyxl\ns = openpyxl.load_workbook(sys.argv[1]).active\nprint(s['A1'].value, '|', s['A5'].value, '|', s['G5'].value, '|', s.max_column, '|', s.max_row, '|', s['D8'].value)";
        let read = Command::new("/usr/bin/python3").args(["-c", script]).arg(&path).output().unwrap();
        let told = String::from_utf8_lossy(&read.stdout).trim().to_owned();
        assert_eq!(told, "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN | Số đến | Ghi chú | 7 | 14 | trước ngày 15/6/2023", "{}", String::from_utf8_lossy(&read.stderr));
    }

    fn tasks_go_through_the_api(db from LOADED) {
        let server = TestServer::start(db, now());
        let officer = account(db, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let token = server.token("camngoc.canbo", &officer.password.unwrap());
        let listed = server.get(&format!("{TASKS}?as_of=2023-06-15"), &token);
        assert_eq!((&listed.json["overdue"], listed.json["tasks"].as_array().unwrap().len()), (&json!(4), 8), "{}", listed.text);
        let added = server.post(TASKS, &token, &json!({"addressee": "Trạm y tế xã", "unit": "cam-ngoc/tram-y-te", "content": "Báo cáo"}));
        assert_eq!((&added.json["state"], &added.json["due"]), (&json!("open"), &json!("thường xuyên")), "{}", added.text);
        let notes = format!("{TASKS}/{}/notes", added.json["id"]);
        let noted = server.post(&notes, &token, &json!({"revision": 1, "state": "done", "answer": "3/BC-TYT"}));
        assert_eq!((&noted.json["state"], &noted.json["done_on"]), (&json!("done"), &json!("2023-06-13")), "{}", noted.text);
        server.post(&notes, &token, &json!({"revision": 1, "state": "doing"})).is_problem(409, "stale");
        server.post(TASKS, &token, &json!({"addressee": "", "content": "x"})).is_problem(422, "unfit");
    }
}
