//! `/api/v1/people` on the lists of Cẩm Ngọc.

use chrono::{DateTime, Utc};
use serde_json::json;
use tiendo::model::role::Role;
use tiendo::store::Db;

use crate::roster::steps::IMPORTED;
use crate::support::office::account;
use crate::support::server::TestServer;

fn now() -> DateTime<Utc> {
    "2023-06-13T02:00:00Z".parse().unwrap()
}

fn signed_in(db: &Db, server: &TestServer, name: &str, role: Role, slug: &str) -> String {
    server.token(name, &account(db, name, role, slug).password.unwrap())
}

on_both_databases! {
    fn people_are_listed_with_masked_numbers(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, "camngoc.congan", Role::Police, "cam-ngoc");
        let path = "/api/v1/people?measure=vneid2.activated&audience=residents&state=done&as_of=2023-05-31&per_page=100";
        let answer = server.get(path, &token);
        assert_eq!((answer.status, &answer.json["total"]), (200, &json!(1068)), "{}", answer.json["total"]);
        let people = answer.json["people"].as_array().unwrap();
        assert_eq!(people.len(), 100);
        for person in people {
            let number = person["national_id"].as_str().unwrap_or("***");
            assert!(number.contains("***"), "{number}");
        }
    }

    fn people_are_found_by_name_and_shown_with_their_time_line(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, "camngoc.congan", Role::Police, "cam-ngoc");
        let found = server.post("/api/v1/people/search", &token, &json!({"text": "pham binh"}));
        let first = &found.json["people"][0];
        assert!(first["full_name"].as_str().unwrap().starts_with("Phạm"), "{first}");
        let shown = server.get(&format!("/api/v1/people/{}?as_of=2023-06-12", first["id"]), &token);
        assert_eq!(shown.json["full_name"], first["full_name"]);
        assert!(shown.json["time_line"].is_array() && shown.json["mentions"].as_array().unwrap()[0]["import"].is_i64());
    }

    fn people_of_other_units_and_unknown_people_are_not_found_alike(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let police = signed_in(db, &server, "camngoc.congan", Role::Police, "cam-ngoc");
        let listed = server.get("/api/v1/people?unit=cam-ngoc/ngoc-binh", &police);
        let inside = &listed.json["people"][0]["id"];
        let stranger = signed_in(db, &server, "hanoi.canbo", Role::Officer, "ha-noi");
        assert_eq!(server.get("/api/v1/people", &stranger).json["total"], 0);
        let foreign = server.get(&format!("/api/v1/people/{inside}"), &stranger);
        foreign.is_problem(404, "not_found");
        assert_eq!(server.get("/api/v1/people/99999999", &stranger).text, foreign.text);
        let above = signed_in(db, &server, "thanhhoa.captren", Role::UpperOfficer, "thanh-hoa");
        server.get("/api/v1/people", &above).is_problem(403, "forbidden");
    }

    fn conditions_are_checked(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, "camngoc.congan", Role::Police, "cam-ngoc");
        for wrong in ["state=done", "measure=vneid2.activated&state=half", "per_page=1000", "text=binh"] {
            server.get(&format!("/api/v1/people?{wrong}"), &token).is_problem(400, "bad_request");
        }
        server.post("/api/v1/people/search", &token, &json!({"text": "12345"})).is_problem(422, "unreadable_number");
        let unknown = "/api/v1/people?measure=vneid9.activated&state=done";
        server.get(unknown, &token).is_problem(422, "unknown_measure");
    }
}
