//! A link opens one unit's own form, once.

use chrono::{DateTime, TimeDelta, Utc};
use tiendo::model::role::Role;
use tiendo::store::Db;

use super::tree::{COMMUNE, DUONG_HOA, open, rounds};
use crate::pages::browser::Browser;
use crate::support::office::{account, unit};
use crate::support::raw;
use crate::support::server::{TestServer, answer};

fn now() -> DateTime<Utc> {
    "2022-11-09T03:00:00Z".parse().unwrap()
}

/// The address of the link that the page shows for a unit.
fn issued(db: &Db, slug: &str, until: &str) -> (String, i64) {
    let server = TestServer::start(db, now());
    let officer = account(db, "duonghoa.canbo", Role::Officer, COMMUNE);
    let token = server.token("duonghoa.canbo", officer.password.as_deref().unwrap());
    let [round, _] = rounds().map(|round| open(&server, &token, &round));
    let mut browser = Browser::signed_in(&server, &officer);
    let csrf = browser.token();
    let made = browser.post(
        &format!("/dot-bao-cao/{round}/quan-ly/duong-dan"),
        &[("csrf", &csrf), ("don-vi", slug), ("het-han", until)],
    );
    assert_eq!(made.status, 200, "{}", made.text);
    let secret = made.text.split("/bc/").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(!raw::texts(db, "SELECT detail AS value FROM audit_entry").iter().any(|detail| detail.contains(&secret)));
    assert!(!browser.get(&format!("/dot-bao-cao/{round}/quan-ly")).text.contains(&secret), "told once");
    (format!("/bc/{secret}"), round)
}

fn get(server: &TestServer, path: &str) -> crate::support::server::Answer {
    answer(server.agent().get(server.url(path)).call().unwrap())
}

fn post(server: &TestServer, path: &str, fields: &[(&str, &str)]) -> crate::support::server::Answer {
    answer(server.agent().post(server.url(path)).send_form(fields.iter().copied()).unwrap())
}

fn value_field(db: &Db, slug: &str) -> String {
    let measure = raw::number(db, "SELECT id AS value FROM measure WHERE code = 'dvc.registered'");
    format!("v-{}-{measure}", unit(db, slug).0)
}

on_both_databases! {
    fn a_link_reports_once_for_its_own_unit_and_shows_what_was_saved(db from DUONG_HOA) {
        let (path, round) = issued(db, "duong-hoa/thon-ho", "11/11/2022");
        let server = TestServer::start(db, now());
        let form = get(&server, &path);
        assert_eq!(form.status, 200);
        assert!(form.text.contains("Báo cáo của Thôn Hộ") && form.text.contains("trước ngày 11/11/2022"), "{}", form.text);
        for foreign in ["Thôn Hạ", "Trần Văn Sơn", "0912000201"] {
            assert!(!form.text.contains(foreign), "{foreign}");
        }
        let (own, other) = (value_field(db, "duong-hoa/thon-ho"), value_field(db, "duong-hoa/thon-ha"));
        assert_eq!(post(&server, &path, &[(&own, "abc")]).status, 422);
        assert_eq!(post(&server, &path, &[(&other, "5")]).status, 422, "the figures of another unit are not looked at");
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM submission"), 0);
        let saved = post(&server, &path, &[(&own, "57"), (&other, "5")]);
        assert_eq!(saved.status, 200, "{}", saved.text);
        assert!(saved.text.contains("Đã nhận báo cáo") && saved.text.contains("57"), "{}", saved.text);
        assert_eq!(raw::texts(db, "SELECT source AS value FROM submission"), ["link"]);
        assert_eq!(raw::number(db, "SELECT value FROM reported_figure"), 57);
        let (spent, unknown) = (get(&server, &path), get(&server, "/bc/0123456789abcdef0123456789abcdef"));
        assert_eq!((spent.status, unknown.status), (404, 404));
        assert_eq!(spent.text, unknown.text, "used and unknown are answered alike");
        assert_eq!(post(&server, &path, &[(&own, "58")]).status, 404);
        assert!(!spent.text.contains("57"));
        let _ = round;
    }

    fn a_link_that_is_too_old_or_taken_back_opens_nothing(db from DUONG_HOA) {
        let (path, round) = issued(db, "duong-hoa/thon-ho", "10/11/2022");
        let later = TestServer::start(db, now() + TimeDelta::days(2));
        assert_eq!(get(&later, &path).status, 404);
        let server = TestServer::start(db, now());
        assert_eq!(get(&server, &path).status, 200);
        assert_eq!(raw::number(db, &format!("SELECT COUNT(*) AS value FROM round_link WHERE round_id = {round} AND used_at IS NULL")), 1);
        raw::execute(db, "UPDATE round SET locked = (1 = 1)").unwrap();
        assert_eq!(get(&server, &path).status, 404, "a closed round");
        raw::execute(db, "UPDATE round SET locked = (1 = 0)").unwrap();
        raw::execute(db, "UPDATE round_link SET revoked_at = created_at").unwrap();
        assert_eq!(get(&server, &path).status, 404, "taken back");
    }

    fn a_form_from_elsewhere_is_not_taken(db from DUONG_HOA) {
        let (path, _) = issued(db, "duong-hoa/thon-ho", "11/11/2022");
        let server = TestServer::start(db, now());
        let own = value_field(db, "duong-hoa/thon-ho");
        let sent = server.agent().post(server.url(&path)).header("Sec-Fetch-Site", "cross-site");
        assert_eq!(answer(sent.send_form([(own.as_str(), "5")]).unwrap()).status, 403);
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM submission"), 0);
    }
}
