//! `/thu`: a schedule is set up, looked at, sent and paused by page.

use tiendo::model::role::Role;

use super::now;
use crate::pages::browser::Browser;
use crate::roster::steps::IMPORTED;
use crate::support::TestDb;
use crate::support::office::account;
use crate::support::server::TestServer;

#[test]
fn a_schedule_is_set_up_previewed_sent_and_paused() {
    let db = TestDb::sqlite(&IMPORTED);
    let server = TestServer::start(&db, now());
    let mut officer = Browser::signed_in(&server, &account(&db, "canbo.thu", Role::Officer, "cam-ngoc"));
    officer.get("/thu/dia-chi");
    let token = officer.token();
    let address = |value: &'static str| {
        [("don-vi", "cam-ngoc"), ("dia-chi", value), ("cua-ai", "Đ/c Chủ tịch"), ("tai-khoan", "")]
    };
    let with = |fields: &[(&'static str, &'static str)], token: &str| -> Vec<(String, String)> {
        let own = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        own.chain([("csrf".to_owned(), token.to_owned())]).collect()
    };
    let post = |browser: &mut Browser<'_>, path: &str, fields: &[(&'static str, &'static str)], token: &str| {
        let owned = with(fields, token);
        let pairs: Vec<(&str, &str)> = owned.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        browser.post(path, &pairs)
    };
    let wrong = post(&mut officer, "/thu/dia-chi", &address("không phải địa chỉ"), &token);
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("không hợp lệ") && wrong.text.contains("value=\"Đ/c Chủ tịch\""), "{}", wrong.text);
    post(&mut officer, "/thu/dia-chi", &address("chutich@camngoc.gov.vn"), &token);
    assert!(officer.get("/thu/dia-chi").text.contains("chờ xác nhận"));
    let own = post(&mut officer, "/thu/dia-chi/1/xac-nhan", &[], &token);
    assert!(own.text.contains("phải do người khác xác nhận"), "{}", own.text);

    let mut second = Browser::signed_in(&server, &account(&db, "congan.thu", Role::Police, "cam-ngoc"));
    second.get("/thu/dia-chi");
    let other = second.token();
    post(&mut second, "/thu/dia-chi/1/xac-nhan", &[], &other);
    assert!(second.get("/thu/dia-chi").text.contains("đang dùng"));

    let schedule = [
        ("ten", "Báo cáo sáng"),
        ("don-vi", "cam-ngoc"),
        ("noi-dung", "workbook"),
        ("nhip", "weekdays"),
        ("gio", "07:30"),
        ("nguoi-nhan", "dia-chi:1"),
    ];
    let nobody = post(&mut officer, "/thu/moi", &schedule[..5], &token);
    assert!(nobody.status == 422 && nobody.text.contains("Chọn ít nhất một người nhận"), "{}", nobody.text);
    post(&mut officer, "/thu/moi", &schedule, &token);
    let page = officer.get("/thu/1").text;
    assert!(page.contains("07:30 14/06/2023") && page.contains("Lịch này chưa gửi lần nào"), "{page}");
    let shown = officer.get("/thu/1/xem-thu").text;
    assert!(shown.contains("[tiendo] Xã Cẩm Ngọc") && shown.contains("chutich@camngoc.gov.vn"), "{shown}");
    post(&mut officer, "/thu/1/gui-ngay", &[("ma", "a")], &token);
    post(&mut officer, "/thu/1/gui-ngay", &[("ma", "a")], &token);
    let history = officer.get("/thu/1").text;
    assert_eq!(history.matches("gửi ngay</td>").count(), 1, "{history}");
    post(&mut officer, "/thu/1/tam-dung", &[], &token);
    assert!(officer.get("/thu").text.contains("tạm dừng"));
}
