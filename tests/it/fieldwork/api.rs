//! `/api/v1/work-lists`.

use serde_json::json;
use tiendo::model::role::Role;

use super::steps::{VILLAGE, now};
use crate::roster::steps::IMPORTED;
use crate::support::office::account;
use crate::support::server::TestServer;

on_both_databases! {
    fn lists_are_made_walked_and_closed(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let token = |name: &str, role, slug: &str| server.token(name, &account(db, name, role, slug).password.unwrap());
        let officer = token("camngoc.canbo", Role::Officer, "cam-ngoc");
        let kinds = server.get("/api/v1/campaigns/cam-ngoc-2023/work-list-kinds", &officer);
        assert!(kinds.json["kinds"].as_array().unwrap().iter().any(|kind| kind["done"] == "vneid2.activated"));
        let path = "/api/v1/campaigns/cam-ngoc-2023/work-lists";
        let body = json!({"unit": VILLAGE, "kind": "not_activated", "programme": "vneid2", "team": "Tổ xóm trên", "as_of": "2023-05-31"});
        let made = server.post(path, &officer, &body);
        assert_eq!(made.status, 201, "{}", made.text);
        assert_eq!(made.json["lists"][0]["team"], "Tổ xóm trên");
        let list = format!("/api/v1/work-lists/{}", made.json["lists"][0]["id"]);

        let team = token("ngocbinh.to", Role::VillageTeam, VILLAGE);
        let shown = server.get(&list, &team);
        assert!(shown.json["people"].as_array().unwrap().iter().all(|line| line["phone"].as_str().is_none_or(|phone| phone.contains("***"))));
        let line = shown.json["people"].as_array().unwrap().iter().find(|line| line["done_elsewhere"].is_null()).unwrap()["line"].clone();
        let results = format!("{list}/results");
        let body = json!({"on": "2023-06-08", "seen": 0, "results": [{"line": line, "result": 1}]});
        let written = server.post(&results, &team, &body);
        assert_eq!(written.json, json!({"written": 1, "done": 1, "unchanged": 0}), "{}", written.text);
        let other = json!({"on": "2023-06-08", "seen": 0, "results": [{"line": line, "result": 2}]});
        server.post(&results, &team, &other).is_problem(409, "stale");
        server.post(&results, &team, &json!({"results": [{"line": 1, "result": 12}]})).is_problem(422, "lines");
        server.post(&results, &team, &json!({"results": [{"line": 99999, "result": 1}]})).is_problem(422, "lines");
        let told = server.get(&format!("{path}?unit={VILLAGE}"), &officer);
        assert_eq!((&told.json["lists"][0]["done"], &told.json["lists"][0]["kind"]), (&json!(1), &json!("not_activated")));

        let neighbour = token("ngocson.to", Role::VillageTeam, "cam-ngoc/ngoc-son");
        let foreign = server.get(&list, &neighbour);
        foreign.is_problem(404, "not_found");
        assert_eq!(server.get("/api/v1/work-lists/99999", &neighbour).text, foreign.text);
        server.post(&results, &neighbour, &body).is_problem(404, "not_found");
        server.post(&format!("{list}/close"), &neighbour, &json!({})).is_problem(404, "not_found");
        assert_eq!(server.get(path, &neighbour).json["lists"], json!([]));
        let above = token("thanhhoa.captren", Role::UpperOfficer, "thanh-hoa");
        server.get(&list, &above).is_problem(403, "forbidden");

        assert_eq!(server.post(&format!("{list}/close"), &officer, &json!({})).status, 204);
        server.post(&results, &team, &body).is_problem(409, "closed");
    }
}
