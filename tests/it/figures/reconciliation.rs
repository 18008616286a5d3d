//! Reported against counted: what differs, whom it may be about, what cannot be right.

use tiendo::access::Actor;
use tiendo::model::as_of::AsOf;
use tiendo::model::role::Role;
use tiendo::progress::{Cause, Compared, FigureQuery, ProgressError, Reconciliation, explain, reconcile};
use tiendo::store::Db;

use super::basis::told;
use crate::pages::browser::Browser;
use crate::roster::steps::{IMPORTED, day};
use crate::support::office::{account, actor};
use crate::support::server::TestServer;

const LEVEL_2: &str = "vneid2.activated";

fn query() -> FigureQuery {
    FigureQuery {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: Some("cam-ngoc".to_owned()),
        as_of: Some(AsOf(day("2023-06-12"))),
        today: AsOf(day("2023-06-13")),
    }
}

fn line<'a>(found: &'a Reconciliation, unit: &str) -> &'a Compared {
    found.compared.iter().find(|line| line.unit.slug == unit).unwrap()
}

fn codes(db: &Db) -> Vec<&'static str> {
    reconcile(db, &Actor::operator(), &query()).unwrap().findings.iter().map(|finding| finding.code).collect()
}

on_both_databases! {
    fn a_difference_is_told_by_the_people_it_may_be_about(db from IMPORTED) {
        told(db, "cam-ngoc/ngoc-binh", LEVEL_2, "2023-05-15", 150);
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let found = reconcile(db, &officer, &query()).unwrap();
        let village = line(&found, "cam-ngoc/ngoc-binh");
        let (counted, difference) = (village.counted.unwrap(), village.difference().unwrap());
        assert!(counted < 150 && difference == 150 - counted, "on 15/5 fewer than on 31/5: {counted}");
        let explanation = explain(db, &officer, &query(), village).unwrap();
        let people = explanation.people.unwrap();
        let later = people.iter().filter(|suspect| suspect.cause == Cause::Later && suspect.since.unwrap() <= day("2023-05-31"));
        assert_eq!(i64::try_from(later.count()).unwrap(), difference, "those who came between 15/5 and 31/5, when there were 150");
        assert!(people.iter().all(|suspect| !suspect.name.is_empty()));
        assert!(explanation.last_list.is_some());
        let upper = actor(db, Role::UpperOfficer, "cam-ngoc");
        assert!(reconcile(db, &upper, &query()).is_ok());
        assert!(matches!(explain(db, &upper, &query(), village), Err(ProgressError::Access(_))), "aggregates only");
    }

    fn what_cannot_be_right_is_found(db from IMPORTED) {
        assert!(!codes(db).contains(&"total_falls"));
        told(db, "cam-ngoc/ngoc-binh", LEVEL_2, "2023-05-10", 150);
        told(db, "cam-ngoc/ngoc-binh", LEVEL_2, "2023-05-20", 120);
        told(db, "cam-ngoc/ngoc-son", LEVEL_2, "2023-05-10", 100);
        told(db, "cam-ngoc/ngoc-son", LEVEL_2, "2023-05-20", 90_000);
        told(db, "cam-ngoc", LEVEL_2, "2023-05-20", 1_000);
        let found = codes(db);
        for code in ["total_falls", "jump", "above_eligible", "parts_above_whole"] {
            assert!(found.contains(&code), "{code} in {found:?}");
        }
    }

    fn the_page_and_the_api_tell_it(db from IMPORTED) {
        told(db, "cam-ngoc/ngoc-binh", LEVEL_2, "2023-05-15", 150);
        let server = TestServer::start(db, "2023-06-13T02:00:00Z".parse().unwrap());
        let officer = account(db, "ngoc.canbo", Role::Officer, "cam-ngoc");
        let token = server.token("ngoc.canbo", officer.password.as_ref().unwrap());
        let answer = server.get("/api/v1/campaigns/cam-ngoc-2023/reconciliation", &token);
        assert_eq!(answer.json["rows"][0]["unit"], "cam-ngoc/ngoc-binh", "{}", answer.text);
        assert_eq!(answer.json["rows"][0]["reported"], 150);
        let mut browser = Browser::signed_in(&server, &officer);
        let page = browser.get("/doi-chieu").text;
        assert!(page.contains("Thôn Ngọc Bình") && page.contains("15/05/2023"), "{page}");
        let href = page.split("href=\"").find(|link| link.starts_with("/doi-chieu?") && link.contains("dong=")).unwrap();
        let explained = browser.get(&href.split('"').next().unwrap().replace("&amp;", "&")).text;
        assert!(explained.contains("người đạt sau ngày của báo cáo") && explained.contains("/nguoi-dan/"), "{explained}");
    }
}
