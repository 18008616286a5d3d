//! Frozen figures: they never move, whoever changes what afterwards.

use chrono::{DateTime, Utc};
use serde_json::json;
use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::model::role::Role;
use tiendo::progress::snapshots::{self, SnapshotLine};
use tiendo::progress::{FigureQuery, ProgressError, verify};
use tiendo::store::Db;

use super::basis::told;
use crate::pages::browser::{Browser, header, token};
use crate::roster::steps::{IMPORTED, LOADED, day, import, lists, report};
use crate::support::office::{account, actor};
use crate::support::raw;
use crate::support::server::TestServer;

fn now() -> DateTime<Utc> {
    "2023-06-13T02:00:00Z".parse().unwrap()
}

fn freeze(db: &Db, actor: &Actor, name: &str) -> Result<SnapshotLine, ProgressError> {
    let query = FigureQuery {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: Some("cam-ngoc".to_owned()),
        as_of: Some(AsOf(day("2023-05-31"))),
        today: AsOf(day("2023-06-13")),
    };
    snapshots::take(db, actor, &query, name, now())
}

on_both_databases! {
    fn a_later_list_changes_the_live_figures_and_not_what_was_frozen(db from LOADED) {
        let lists = lists();
        let (last, first) = lists.split_last().unwrap();
        for list in first {
            import(db, list);
        }
        let operator = Actor::operator();
        let line = freeze(db, &operator, "  Trước danh sách cuối ").unwrap();
        assert_eq!(line.head.name, "Trước danh sách cuối");
        let (_, before) = snapshots::show(db, &operator, line.head.id).unwrap();
        let live = |report: &tiendo::progress::report::ProgressReport| -> Vec<Option<i64>> { report.own.iter().map(|f| f.done).collect() };
        let live_before = live(&report(db, "cam-ngoc", "2023-05-31"));
        let frozen: Vec<Option<i64>> = before.units[0].figures.iter().map(|figure| figure.done).collect();
        assert_eq!(frozen, live_before);
        assert!(snapshots::recompute(db, &operator, line.head.id, now()).unwrap().is_empty(), "nothing has changed yet");
        import(db, last);
        assert_ne!(live(&report(db, "cam-ngoc", "2023-05-31")), live_before);
        let (same, after) = snapshots::show(db, &operator, line.head.id).unwrap();
        assert_eq!((after, same.head.sha256.clone()), (before, line.head.sha256.clone()));
        let moved = snapshots::recompute(db, &operator, line.head.id, now()).unwrap();
        assert!(moved.iter().any(|difference| difference.unit == "cam-ngoc" && difference.what == "done"), "{moved:?}");
        let second = freeze(db, &operator, "Sau danh sách cuối").unwrap();
        assert_eq!(snapshots::compare(db, &operator, line.head.id, second.head.id).unwrap(), moved);
        let names: Vec<String> = snapshots::list(db, &operator, "cam-ngoc-2023").unwrap().into_iter().map(|line| line.head.name).collect();
        assert_eq!(names, ["Sau danh sách cuối", "Trước danh sách cuối"]);
    }

    fn the_whole_subtree_is_frozen_with_names_quotas_and_basis(db from IMPORTED) {
        told(db, "cam-ngoc/ngoc-binh", "vneid2.activated", "2023-05-20", 140);
        let line = freeze(db, &Actor::operator(), "Tháng 5").unwrap();
        let (_, frozen) = snapshots::show(db, &Actor::operator(), line.head.id).unwrap();
        let village = frozen.units.iter().find(|unit| unit.slug == "cam-ngoc/ngoc-binh").unwrap();
        assert_eq!((village.name.as_str(), village.parent.as_deref()), ("Thôn Ngọc Bình", Some("cam-ngoc")));
        let figure = village.figures.iter().find(|figure| figure.measure == "vneid2.activated").unwrap();
        assert_eq!((figure.done, figure.quota, figure.percent.as_deref()), (Some(150), Some(166), Some("90.36")));
        assert_eq!((figure.basis.as_str(), figure.own_report.unwrap().value), ("counted", 140));
        assert!(frozen.sentence.contains("1.068/1.273 (83,89%)"), "{}", frozen.sentence);
        assert!(!frozen.campaign.legal_grounds.is_empty() && !frozen.series.is_empty());
        assert_eq!(frozen.version, 1);
    }

    fn what_was_tampered_with_is_found(db from IMPORTED) {
        let line = freeze(db, &Actor::operator(), "Tháng 5").unwrap();
        assert!(verify(db, &Actor::operator()).unwrap().is_sound());
        raw::execute(db, "UPDATE snapshot SET as_of = '2023-05-30'").unwrap();
        assert_eq!(verify(db, &Actor::operator()).unwrap().damaged_snapshots, [line.head.id]);
        assert!(snapshots::show(db, &Actor::operator(), line.head.id).is_err());
    }

    fn only_those_in_scope_see_it_and_only_some_roles_freeze(db from IMPORTED) {
        let line = freeze(db, &actor(db, Role::Officer, "cam-ngoc"), "Tháng 5").unwrap();
        let village = actor(db, Role::VillageTeam, "cam-ngoc/ngoc-binh");
        assert!(matches!(freeze(db, &village, "x"), Err(ProgressError::NoUnit { .. } | ProgressError::Access(_))));
        assert!(matches!(snapshots::show(db, &village, line.head.id), Err(ProgressError::NoSnapshot(_))));
        assert!(snapshots::list(db, &village, "cam-ngoc-2023").unwrap().is_empty());
        let auditor = actor(db, Role::Auditor, "cam-ngoc");
        assert!(matches!(freeze(db, &auditor, "x"), Err(ProgressError::Access(_))));
        assert!(snapshots::show(db, &auditor, line.head.id).is_ok());
        assert!(matches!(freeze(db, &Actor::operator(), "  "), Err(ProgressError::BadName)));
    }

    fn the_api_freezes_lists_shows_and_compares(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let officer = server.token("ngoc.canbo", &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc").password.unwrap());
        let taken = server.post("/api/v1/campaigns/cam-ngoc-2023/snapshots", &officer, &json!({ "name": "Tháng 5" }));
        assert_eq!((taken.status, &taken.json["as_of"]), (201, &json!("2023-05-31")), "{}", taken.text);
        let id = taken.json["id"].as_i64().unwrap();
        let listed = server.get("/api/v1/campaigns/cam-ngoc-2023/snapshots", &officer);
        assert_eq!(listed.json["snapshots"][0]["sha256"], taken.json["sha256"]);
        let shown = server.get(&format!("/api/v1/snapshots/{id}"), &officer);
        assert_eq!(shown.json["content"]["units"][0]["slug"], "cam-ngoc");
        let differences = server.get(&format!("/api/v1/snapshots/{id}/differences"), &officer);
        assert_eq!(differences.json["differences"], json!([]));
        server.get("/api/v1/snapshots/999", &officer).is_problem(404, "not_found");
    }

    fn the_pages_freeze_and_show(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let csrf = token(&browser.get("/so-lieu-chot").text);
        let refused = browser.post("/so-lieu-chot", &[("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("ten", " ")]);
        assert_eq!(refused.status, 422);
        let taken = browser.post("/so-lieu-chot", &[("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("ten", "Tháng 5 <b>")]);
        let page = header(&taken, "location").unwrap().to_owned();
        let shown = browser.get(&page).text;
        for text in ["Tháng 5 &lt;b&gt;", "1.068/1.273 (83,89%)", "Thôn Ngọc Bình", "90,36%", "SHA-256"] {
            assert!(shown.contains(text), "{text} in {shown}");
        }
        let same = browser.get(&format!("{page}/khac-biet")).text;
        assert!(same.contains("Không có khác biệt"), "{same}");
    }
}
