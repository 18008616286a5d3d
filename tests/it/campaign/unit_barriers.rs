//! What holds whole units back, noted by those who lead their reports.

use serde_json::json;
use tiendo::access::{AccessError, Actor};
use tiendo::campaign::CampaignError;
use tiendo::campaign::unit_barriers::{NoteUnitBarrier, note_unit_barrier, remove_unit_barrier, unit_barriers};
use tiendo::model::role::Role;
use tiendo::store::Db;

use super::{CODE, day, now, today};
use crate::pages::browser::{Browser, header};
use crate::roster::steps::LOADED;
use crate::support::office::{account, actor};
use crate::support::raw;
use crate::support::server::TestServer;

fn weak(unit: &str, on: &str) -> NoteUnitBarrier {
    NoteUnitBarrier {
        campaign: CODE.to_owned(),
        unit: unit.to_owned(),
        barrier: "weak_outreach".to_owned(),
        on: day(on),
        note: Some("  chưa phát   thanh ".to_owned()),
        today: today(),
    }
}

fn counted(db: &Db, actor: &Actor, unit: &str) -> Vec<(String, i64)> {
    let found = unit_barriers(db, actor, CODE, Some(unit), today()).unwrap();
    found.counts.into_iter().map(|count| (count.code, count.units)).collect()
}

on_both_databases! {
    fn a_cause_is_noted_counted_above_and_taken_away(db from LOADED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        for unit in ["cam-ngoc/ngoc-binh", "cam-ngoc/ngoc-son", "cam-ngoc/ngoc-binh"] {
            note_unit_barrier(db, &officer, &weak(unit, "2023-05-20")).unwrap();
        }
        assert_eq!(counted(db, &officer, "cam-ngoc"), [("weak_outreach".to_owned(), 2)]);
        let shown = unit_barriers(db, &officer, CODE, Some("cam-ngoc"), today()).unwrap();
        assert_eq!(shown.lines.len(), 2);
        assert_eq!((shown.lines[0].note.as_deref(), shown.lines[0].noted_on), (Some("chưa phát thanh"), day("2023-05-20")));
        assert_eq!(unit_barriers(db, &officer, CODE, Some("cam-ngoc"), tiendo::model::as_of::AsOf(day("2023-05-19"))).unwrap().lines, [], "not yet");
        assert!(remove_unit_barrier(db, &officer, CODE, "cam-ngoc/ngoc-son", "weak_outreach", today()).unwrap());
        assert!(!remove_unit_barrier(db, &officer, CODE, "cam-ngoc/ngoc-son", "weak_outreach", today()).unwrap());
        assert_eq!(counted(db, &officer, "cam-ngoc"), [("weak_outreach".to_owned(), 1)]);
        let audited = raw::texts(db, "SELECT action AS value FROM audit_entry WHERE action LIKE 'unit.%barrier' ORDER BY id");
        assert_eq!(audited, ["unit.note_barrier", "unit.note_barrier", "unit.note_barrier", "unit.remove_barrier"]);
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM audit_entry WHERE detail LIKE '%phát%'"), 0);
    }

    fn only_within_ones_rights(db from LOADED) {
        let team = actor(db, Role::VillageTeam, "cam-ngoc/ngoc-binh");
        let refused = note_unit_barrier(db, &team, &weak("cam-ngoc/ngoc-binh", "2023-05-20"));
        assert!(matches!(refused, Err(CampaignError::Access(AccessError::Forbidden))), "{refused:?}");
        let village = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        let foreign = note_unit_barrier(db, &village, &weak("cam-ngoc/ngoc-son", "2023-05-20"));
        assert!(matches!(foreign, Err(CampaignError::NoUnit(_))), "{foreign:?}");
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let unfit = |new: NoteUnitBarrier| matches!(note_unit_barrier(db, &officer, &new), Err(CampaignError::Unfit { .. }));
        assert!(unfit(weak("cam-ngoc", "2023-06-20")), "a day that has not come");
        assert!(unfit(NoteUnitBarrier { barrier: "no_smartphone".to_owned(), ..weak("cam-ngoc", "2023-05-20") }), "a cause of people");
        assert!(unfit(NoteUnitBarrier { note: Some("a".repeat(501)), ..weak("cam-ngoc", "2023-05-20") }));
    }

    fn it_is_on_the_pages_and_in_the_api(db from LOADED) {
        let server = TestServer::start(db, now());
        let officer = account(db, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let mut browser = Browser::signed_in(&server, &officer);
        let page = browser.get("/vuong-mac?don-vi=cam-ngoc&den-ngay=31/05/2023").text;
        assert!(page.contains("value=\"weak_outreach\"") && !page.contains("value=\"no_smartphone\""), "{page}");
        let csrf = browser.token();
        let fields = [("csrf", csrf.as_str()), ("cua", "cam-ngoc"), ("don-vi", "cam-ngoc/ngoc-binh"), ("nguyen-nhan", "weak_outreach"), ("ngay", "20/05/2023"), ("ghi-chu", "chưa phát thanh")];
        let noted = browser.post("/vuong-mac", &fields);
        assert_eq!(header(&noted, "location"), Some("/vuong-mac?don-vi=cam-ngoc"), "{}", noted.text);
        assert!(browser.get("/").text.contains("Tuyên truyền, hướng dẫn chưa sâu rộng, chưa cụ thể: 1 đơn vị"));
        assert!(browser.get("/vuong-mac").text.contains("chưa phát thanh"));
        let wrong = browser.post("/vuong-mac", &[&fields[..4], &[("ngay", "20/05/2033"), ("ghi-chu", "x")]].concat());
        assert!(wrong.status == 422 && wrong.text.contains("chưa tới"), "{}", wrong.text);
        let gone = browser.post("/vuong-mac/bo", &fields[..4]);
        assert_eq!(gone.status, 303, "{}", gone.text);
        let mut team = Browser::signed_in(&server, &account(db, "binh.to", Role::VillageTeam, "cam-ngoc/ngoc-binh"));
        assert!(!team.get("/vuong-mac").text.contains("Ghi vướng mắc</button>"));

        let token = server.token("camngoc.canbo", officer.password.as_deref().unwrap());
        let path = format!("/api/v1/campaigns/{CODE}/unit-barriers");
        let request = server.agent().put(server.url(&path)).header("Authorization", format!("Bearer {token}"));
        let put = crate::support::server::answer(
            request.send_json(json!({"unit": "cam-ngoc/ngoc-son", "barrier": "few_joined_in", "on": "2023-05-20"})).unwrap(),
        );
        assert_eq!(put.status, 200, "{}", put.text);
        let listed = server.get(&format!("{path}?unit=cam-ngoc"), &token);
        assert_eq!(listed.json["noted"][0]["unit"], "cam-ngoc/ngoc-son", "{}", listed.text);
        assert_eq!(listed.json["counts"][0]["units"], 1);
        let removed = server.delete(&format!("{path}?unit=cam-ngoc/ngoc-son&barrier=few_joined_in"), &token);
        assert_eq!(removed.json["changed"], true, "{}", removed.text);
    }
}
