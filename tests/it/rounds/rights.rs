//! Who sees and does what in a round.

use chrono::{DateTime, Utc};
use serde_json::json;
use tiendo::model::role::Role;

use super::tree::{COMMUNE, DUONG_HOA, counts, look, open, report, rounds};
use crate::support::office::account;
use crate::support::server::TestServer;

fn now() -> DateTime<Utc> {
    "2022-11-09T03:00:00Z".parse().unwrap()
}

on_both_databases! {
    fn a_village_team_sees_and_reports_its_own_village_only(db from DUONG_HOA) {
        let server = TestServer::start(db, now());
        let token = |name: &str, role, slug: &str| server.token(name, &account(db, name, role, slug).password.unwrap());
        let officer = token("duonghoa.canbo", Role::Officer, COMMUNE);
        let [round, _] = rounds().map(|round| open(&server, &officer, &round));
        let team = token("thonho.to", Role::VillageTeam, "duong-hoa/thon-ho");

        let seen = look(&server, &team, round, "2022-11-09");
        let units: Vec<_> = seen.json["hops"][0]["units"].as_array().unwrap().iter().map(|unit| unit["unit"].clone()).collect();
        assert_eq!(units, [json!("duong-hoa/thon-ho")]);
        assert_eq!(seen.json["hops"][0]["units"][0]["contacts"], json!([]), "contacts are for those who chase");
        assert_eq!(seen.json["hops"][1]["units"], json!([]));
        assert!(!seen.text.contains("Thôn Hạ") && !seen.text.contains("0912000"), "{}", seen.text);

        let reports = format!("/api/v1/rounds/{round}/reports");
        server.post(&reports, &team, &report(1, "duong-hoa/thon-ha", 5)).is_problem(404, "not_found");
        let made = server.post(&reports, &team, &report(1, "duong-hoa/thon-ho", 5));
        assert_eq!(made.status, 201, "{}", made.text);
        let decision = format!("/api/v1/reports/{}/decision", made.json["id"]);
        server.post(&decision, &team, &json!({"decision": "accept"})).is_problem(403, "forbidden");
        for (path, body) in [
            ("due", json!({"hop": 1, "due": {"on": "2022-12-01"}, "document": "x"})),
            ("lock", json!({"locked": true, "reason": "thử khóa đợt"})),
            ("reminders", json!({"hop": 1, "units": ["duong-hoa/thon-ho"], "how": "message"})),
        ] {
            server.post(&format!("/api/v1/rounds/{round}/{path}"), &team, &body).is_problem(403, "forbidden");
        }
        assert_eq!(server.post(&decision, &team, &json!({"decision": "withdraw", "reason": "nhập nhầm số"})).status, 204);
        assert_eq!(counts(&look(&server, &officer, round, "2022-11-09"), 1), [4, 0, 0, 0, 0, 4]);
    }

    fn the_receiver_of_a_hop_sees_contacts_and_decides_there(db from DUONG_HOA) {
        let server = TestServer::start(db, now());
        let token = |name: &str, role, slug: &str| server.token(name, &account(db, name, role, slug).password.unwrap());
        let officer = token("duonghoa.canbo", Role::Officer, COMMUNE);
        let [round, _] = rounds().map(|round| open(&server, &officer, &round));
        let police = token("duonghoa.congan", Role::Police, "duong-hoa/cong-an");
        let seen = look(&server, &police, round, "2022-11-09");
        assert_eq!(counts(&seen, 1), [4, 0, 0, 0, 0, 4]);
        assert!(seen.text.contains("0912000201"), "whom to call");
        let made = server.post(&format!("/api/v1/rounds/{round}/reports"), &officer, &report(1, "duong-hoa/thon-ho", 5));
        let decision = format!("/api/v1/reports/{}/decision", made.json["id"]);
        assert_eq!(server.post(&decision, &police, &json!({"decision": "accept"})).status, 204);
        server.post(&decision, &police, &json!({"decision": "accept"})).is_problem(409, "not_in_that_state");
        server.post(&format!("/api/v1/rounds/{round}/lock"), &police, &json!({"locked": true, "reason": "thử khóa đợt"})).is_problem(404, "not_found");
    }

    fn a_foreign_round_is_answered_like_one_that_does_not_exist(db from DUONG_HOA) {
        let server = TestServer::start(db, now());
        let token = |name: &str, role, slug: &str| server.token(name, &account(db, name, role, slug).password.unwrap());
        let officer = token("duonghoa.canbo", Role::Officer, COMMUNE);
        let [round, _] = rounds().map(|round| open(&server, &officer, &round));
        let made = server.post(&format!("/api/v1/rounds/{round}/reports"), &officer, &report(1, "duong-hoa/thon-ho", 5));
        let stranger = token("hanoi.canbo", Role::Officer, "ha-noi");
        assert_eq!(
            server.get(&format!("/api/v1/rounds/{round}"), &stranger).text,
            server.get("/api/v1/rounds/999999", &stranger).text
        );
        let decide = |id: &str| server.post(&format!("/api/v1/reports/{id}/decision"), &stranger, &json!({"decision": "accept"}));
        let (foreign, unknown) = (decide(&made.json["id"].to_string()), decide("999999"));
        foreign.is_problem(404, "not_found");
        assert_eq!(foreign.text, unknown.text);
        let refused = server.post("/api/v1/campaigns/duong-hoa-2022/rounds", &stranger, &rounds()[0]);
        refused.is_problem(404, "not_found");
        assert_eq!(server.get("/api/v1/campaigns/duong-hoa-2022/rounds", &stranger).json, json!({"rounds": []}));
    }
}
