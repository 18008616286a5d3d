//! The pages: opening a round, typing reports, accepting and returning them.

use chrono::{DateTime, Utc};
use tiendo::model::role::Role;
use tiendo::store::Db;

use super::tree::{COMMUNE, DUONG_HOA, counts, look, open, report, rounds};
use crate::pages::browser::{Browser, header};
use crate::support::office::{account, unit};
use crate::support::raw;
use crate::support::server::TestServer;

fn now() -> DateTime<Utc> {
    "2022-11-09T03:00:00Z".parse().unwrap()
}

fn measure(db: &Db) -> i64 {
    raw::number(db, "SELECT id AS value FROM measure WHERE code = 'dvc.registered'")
}

/// Names of the fields of a unit in the grid: figure, nil, note.
fn fields(db: &Db, slug: &str) -> [String; 3] {
    let id = unit(db, slug).0;
    [format!("v-{id}-{}", measure(db)), format!("k-{id}"), format!("g-{id}")]
}

on_both_databases! {
    fn a_round_is_opened_and_filled_on_pages(db from DUONG_HOA) {
        let server = TestServer::start(db, now());
        let officer = account(db, "duonghoa.canbo", Role::Officer, COMMUNE);
        let mut browser = Browser::signed_in(&server, &officer);
        let form = browser.get("/dot-bao-cao/moi?ky=month");
        assert!(form.text.contains("Báo cáo tháng 11/2022") && form.text.contains("14/11/2022"), "{}", form.text);

        let csrf = browser.token();
        let typed = [
            ("csrf", csrf.as_str()), ("ten", "Đợt thử"), ("tu-ngay", "1/11/2022"), ("den-het-ngay", "9/11/2022"),
            ("noi-nhan", "duong-hoa/cong-an"), ("cach-ghi", "before"), ("han", "11/11/2022"),
            ("noi-nhan-2", "duong-hoa/ubnd"), ("cach-ghi-2", "before"), ("han-2", "12/11/2022"),
            ("don-vi", "duong-hoa/thon-ho"), ("don-vi", "duong-hoa/thon-ha"),
        ];
        let mut wrong = typed.to_vec();
        wrong[6] = ("han", "mai");
        let refused = browser.post("/dot-bao-cao/moi", &wrong);
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("Không đọc được ngày «mai»") && refused.text.contains("value=\"Đợt thử\""), "{}", refused.text);
        let opened = browser.post("/dot-bao-cao/moi", &typed);
        assert_eq!(opened.status, 303, "{}", opened.text);
        let page = header(&opened, "location").unwrap().to_owned();
        let shown = browser.get(&page);
        assert!(shown.text.contains("trước ngày 11/11/2022") && shown.text.contains("Thôn Hộ"), "{}", shown.text);
        assert!(browser.get("/dot-bao-cao").text.contains("Đợt thử"));

        // A figure that is none: nothing is saved, what was typed stays.
        let ([ho, ..], [_, ha_nil, _]) = (fields(db, "duong-hoa/thon-ho"), fields(db, "duong-hoa/thon-ha"));
        let save = format!("{page}/nhap?buoc=1");
        let bad = browser.post(&save, &[("csrf", &csrf), (&ho, "mười"), (&ha_nil, "1")]);
        assert_eq!(bad.status, 422);
        assert!(bad.text.contains("value=\"mười\"") && bad.text.contains("Thôn Hộ: "), "{}", bad.text);
        let saved = browser.post(&save, &[("csrf", &csrf), (&ho, "1.234"), (&ha_nil, "1")]);
        assert_eq!(saved.status, 303, "{}", saved.text);
        let token = server.token("duonghoa.canbo", officer.password.as_deref().unwrap());
        let id: i64 = page.rsplit('/').next().unwrap().parse().unwrap();
        assert_eq!(counts(&look(&server, &token, id, "2022-11-09"), 1), [2, 2, 0, 0, 0, 0]);
        let again = browser.post(&save, &[("csrf", &csrf), (&ho, "1234"), (&ha_nil, "1")]);
        assert_eq!(again.status, 303);
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM submission"), 2, "the same once more changes nothing");

        // Corrected, then returned: its figures no longer hold.
        assert_eq!(browser.post(&save, &[("csrf", &csrf), (&ho, "1240")]).status, 303);
        let held = "SELECT COUNT(*) AS value FROM reported_figure WHERE revoked_at IS NULL AND value > 0";
        assert_eq!((raw::number(db, held), raw::number(db, "SELECT MAX(value) AS value FROM reported_figure WHERE revoked_at IS NULL")), (1, 1240));
        let report = raw::number(db, "SELECT MAX(id) AS value FROM submission");
        let decide = format!("/dot-bao-cao/bao-cao/{report}");
        assert_eq!(browser.get(&decide).status, 200);
        assert_eq!(browser.post(&decide, &[("csrf", &csrf), ("viec", "tra-lai"), ("ly-do", "")]).status, 422);
        let returned = browser.post(&decide, &[("csrf", &csrf), ("viec", "tra-lai"), ("ly-do", "Sai kỳ số liệu")]);
        assert_eq!(returned.status, 303, "{}", returned.text);
        assert_eq!(raw::number(db, held), 0);
        let shown = browser.get(&page);
        assert!(shown.text.contains("trả lại"), "{}", shown.text);
        assert_eq!(browser.post(&decide, &[("csrf", &csrf), ("viec", "chap-nhan")]).status, 409, "returned is returned");
    }

    fn a_fall_below_the_last_report_is_saved_only_with_a_reason(db from DUONG_HOA) {
        let server = TestServer::start(db, now());
        let officer = account(db, "duonghoa.canbo", Role::Officer, COMMUNE);
        let token = server.token("duonghoa.canbo", officer.password.as_deref().unwrap());
        let [first, second] = rounds().map(|round| open(&server, &token, &round));
        let mut browser = Browser::signed_in(&server, &officer);
        let csrf = browser.token();
        let [value, _, note] = fields(db, "duong-hoa/thon-ho");
        let save = |round: i64| format!("/dot-bao-cao/{round}/nhap?buoc=1");
        assert_eq!(browser.post(&save(first), &[("csrf", &csrf), (&value, "120")]).status, 303);
        let fallen = browser.post(&save(second), &[("csrf", &csrf), (&value, "110")]);
        assert!(fallen.status == 422 && fallen.text.contains("thấp hơn báo cáo trước (120)"), "{}", fallen.text);
        let unexplained = browser.post(&save(second), &[("csrf", &csrf), (&value, "110"), ("xac-nhan", "1")]);
        assert_eq!(unexplained.status, 422);
        let explained = [("csrf", csrf.as_str()), (&value, "110"), ("xac-nhan", "1"), (&note, "10 người chuyển đi")];
        assert_eq!(browser.post(&save(second), &explained).status, 303);
    }

    fn a_closed_round_takes_nothing_until_it_is_opened_again(db from DUONG_HOA) {
        let server = TestServer::start(db, now());
        let officer = account(db, "duonghoa.canbo", Role::Officer, COMMUNE);
        let token = server.token("duonghoa.canbo", officer.password.as_deref().unwrap());
        let [round, _] = rounds().map(|round| open(&server, &token, &round));
        let mut browser = Browser::signed_in(&server, &officer);
        let csrf = browser.token();
        let lock = format!("/dot-bao-cao/{round}/quan-ly/khoa");
        assert_eq!(browser.post(&lock, &[("csrf", &csrf), ("khoa", "1"), ("ly-do", "")]).status, 422);
        assert_eq!(browser.post(&lock, &[("csrf", &csrf), ("khoa", "1"), ("ly-do", "Đã chốt số liệu")]).status, 303);
        let report = report(1, "duong-hoa/thon-ho", 1);
        server.post(&format!("/api/v1/rounds/{round}/reports"), &token, &report).is_problem(409, "locked");
        assert_eq!(browser.post(&lock, &[("csrf", &csrf), ("khoa", "0"), ("ly-do", "Thôn Hộ nộp bổ sung")]).status, 303);
        assert_eq!(server.post(&format!("/api/v1/rounds/{round}/reports"), &token, &report).status, 201);
        let log = browser.get(&format!("/dot-bao-cao/{round}/quan-ly")).text;
        assert!(log.contains("Đã chốt số liệu") && log.contains("Thôn Hộ nộp bổ sung"), "{log}");
    }
}
