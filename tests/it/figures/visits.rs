//! What has changed since somebody last looked, and the leader's page that tells it.

use chrono::{DateTime, Utc};
use tiendo::model::as_of::AsOf;
use tiendo::model::role::Role;
use tiendo::progress::{self, FigureQuery, ShownFigures, SinceVisit};
use tiendo::store::Db;

use super::basis::told;
use crate::pages::browser::Browser;
use crate::roster::steps::{IMPORTED, LOADED, day};
use crate::support::office::{account, actor};
use crate::support::server::TestServer;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn look(db: &Db, who: &tiendo::access::Actor, when: &str) -> Option<SinceVisit> {
    let query = FigureQuery {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: Some("cam-ngoc".to_owned()),
        as_of: Some(AsOf(day("2023-05-31"))),
        today: AsOf(day("2023-06-13")),
    };
    let report = progress::figures(db, who, &query).unwrap();
    progress::visit(db, who, &ShownFigures::of(&report), at(when)).unwrap()
}

on_both_databases! {
    fn each_account_is_told_what_changed_since_its_own_visit_before(db from LOADED) {
        told(db, "cam-ngoc/ngoc-binh", "vneid2.activated", "2023-05-20", 100);
        let (leader, officer) = (actor(db, Role::Leader, "cam-ngoc"), actor(db, Role::Officer, "cam-ngoc"));
        assert_eq!(look(db, &leader, "2023-06-10T01:00:00Z"), None, "the first visit");
        told(db, "cam-ngoc/ngoc-binh", "vneid2.activated", "2023-05-30", 112);
        assert_eq!(look(db, &leader, "2023-06-10T01:30:00Z"), None, "still the first visit");
        let since = look(db, &leader, "2023-06-11T01:00:00Z").unwrap();
        assert_eq!(since.at, at("2023-06-10T01:00:00Z"));
        assert_eq!(since.changed.iter().map(|changed| (changed.then, changed.now)).collect::<Vec<_>>(), [(100, 112)]);
        assert_eq!(look(db, &leader, "2023-06-11T01:20:00Z").unwrap(), since, "within one visit the same is told");
        assert!(look(db, &leader, "2023-06-12T01:00:00Z").unwrap().changed.is_empty());
        assert_eq!(look(db, &officer, "2023-06-12T01:00:00Z"), None, "others have their own");
    }

    fn the_page_says_what_comes_who_stands_where_and_how_things_moved(db from IMPORTED) {
        let server = TestServer::start(db, at("2023-06-13T02:00:00Z"));
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.lanhdao", Role::Leader, "cam-ngoc"));
        let page = browser.get("/").text;
        for text in ["đơn vị đã hoàn thành", "Xu hướng", "class=\"spark\"", "Hạng chung", "Báo cáo gần nhất", "danh sách 12/06/2023",
            "đến hạn, 80% khả năng", "từ đầu chiến dịch", "chart-band", "Vướng mắc nhiều nhất", "vuong-mac="] {
            assert!(page.contains(text), "{text} in {page}");
        }
        assert!(!page.contains("Từ lần xem trước"), "the first visit");
    }

    fn two_days_are_compared_unit_by_unit(db from IMPORTED) {
        let server = TestServer::start(db, at("2023-06-13T02:00:00Z"));
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.lanhdao", Role::Leader, "cam-ngoc"));
        let page = browser.get("/so-sanh?tu-ngay=15/5/2023").text;
        for text in ["Đến 15/05/2023", "Đến 31/05/2023", "1.068", "Thôn Ngọc Bình", "Tăng thêm"] {
            assert!(page.contains(text), "{text} in {page}");
        }
        let query = FigureQuery {
            campaign: "cam-ngoc-2023".to_owned(),
            unit: Some("cam-ngoc".to_owned()),
            as_of: Some(AsOf(day("2023-05-31"))),
            today: AsOf(day("2023-06-13")),
        };
        let operator = tiendo::access::Actor::operator();
        let found = progress::compare_days(db, &operator, &query, AsOf(day("2023-05-15"))).unwrap();
        for (measure, lines) in &found.measures {
            let (top, below) = lines.split_first().unwrap();
            let sum: i64 = below.iter().filter_map(|line| line.added()).sum();
            if measure.audience.as_str() == "residents" {
                assert_eq!(top.added(), Some(sum), "{}: what came is what came below", measure.code);
            }
        }
        let level_2 = found.measures.iter().find(|(measure, _)| measure.code == "vneid2.activated").unwrap();
        assert!(level_2.1[0].added().unwrap() > 0 && level_2.1[0].now.done == Some(1068));
        assert!(browser.get("/so-sanh?tu-ngay=31/2/2023").text.contains("Không đọc được ngày so sánh"));
    }
}
