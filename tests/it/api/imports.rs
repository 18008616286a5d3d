//! `/api/v1/imports`: a list goes in over HTTP.

use chrono::{DateTime, Utc};
use serde_json::json;
use tiendo::model::role::Role;
use tiendo::store::Db;

use crate::roster::steps::{LOADED, List, lists};
use crate::support::office::account;
use crate::support::raw;
use crate::support::server::{Answer, TestServer, answer};

pub fn now() -> DateTime<Utc> {
    "2023-06-13T02:00:00Z".parse().unwrap()
}

pub fn signed_in(db: &Db, server: &TestServer, name: &str, role: Role, slug: &str) -> String {
    server.token(name, &account(db, name, role, slug).password.unwrap())
}

/// The list of a village.
pub fn list() -> List {
    lists().into_iter().find(|list| list.unit.contains('/')).unwrap()
}

pub fn upload(server: &TestServer, token: &str, list: &List) -> Answer {
    let fields = [("campaign", "cam-ngoc-2023"), ("unit", list.unit.as_str()), ("listed_on", "2023-06-12")];
    server.upload(token, &fields, &list.file, &list.bytes)
}

/// Digits of numbers that must not be told whole.
fn has_whole_number(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|digits| [10, 12].contains(&digits.len()) && digits.starts_with('0'))
}

on_both_databases! {
    fn a_list_is_previewed_looked_at_and_committed_once(db from LOADED) {
        let (server, list) = (TestServer::start(db, now()), list());
        let token = signed_in(db, &server, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let preview = upload(&server, &token, &list);
        assert_eq!(preview.status, 201, "{}", preview.text);
        let counts = &preview.json["counts"];
        assert!(counts["new"].as_u64().unwrap() > 100, "{counts}");
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM person"), 0, "a preview changes nothing");

        let address = format!("/api/v1/imports/{}", preview.json["id"]);
        let shown = server.get(&format!("{address}?class=new&per_page=20"), &token);
        assert_eq!(shown.json["state"], "previewed");
        assert_eq!(shown.json["rows"].as_array().unwrap().len(), 20);
        assert_eq!(shown.json["total"], counts["new"]);
        assert_eq!(shown.json["token"], preview.json["token"]);

        let commit = |with: &str| server.post(&format!("{address}/commit"), &token, &json!({"token": with}));
        commit("nham").is_problem(409, "wrong_token");
        let right = preview.json["token"].as_str().unwrap();
        let done = commit(right);
        assert_eq!((done.status, &done.json["already"], &done.json["counts"]), (200, &json!(false), counts));
        let people = raw::number(db, "SELECT count(*) AS value FROM person");
        assert!(people > 100);
        assert_eq!(commit(right).json["already"], true);
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM person"), people);
        let listed = server.get("/api/v1/imports", &token);
        assert_eq!(listed.json["imports"][0]["state"], "committed");
        assert_eq!(listed.json["imports"][0]["uploaded_by"], "Người camngoc.canbo");
    }

    fn rows_carry_no_whole_number(db from LOADED) {
        let (server, list) = (TestServer::start(db, now()), list());
        let token = signed_in(db, &server, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let preview = upload(&server, &token, &list);
        let shown = server.get(&format!("/api/v1/imports/{}?per_page=500", preview.json["id"]), &token);
        let rows = shown.json["rows"].to_string();
        assert!(rows.contains("*****"), "numbers are there, masked");
        assert!(!has_whole_number(&rows));
        assert!(has_whole_number("x 038138272855 y") && has_whole_number("0795838271"), "the check finds them");
    }

    fn imports_stay_within_the_scope(db from LOADED) {
        let (server, list) = (TestServer::start(db, now()), list());
        let token = signed_in(db, &server, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let preview = upload(&server, &token, &list);
        let (id, right) = (&preview.json["id"], preview.json["token"].clone());
        let stranger = signed_in(db, &server, "hanoi.canbo", Role::Officer, "ha-noi");
        upload(&server, &stranger, &list).is_problem(404, "not_found");
        server.get(&format!("/api/v1/imports/{id}"), &stranger).is_problem(404, "not_found");
        server.post(&format!("/api/v1/imports/{id}/commit"), &stranger, &json!({"token": right})).is_problem(404, "not_found");
        assert_eq!(server.get("/api/v1/imports", &stranger).json, json!({"imports": []}));
        let leader = signed_in(db, &server, "camngoc.lanhdao", Role::Leader, "cam-ngoc");
        upload(&server, &leader, &list).is_problem(403, "forbidden");
        server.get("/api/v1/imports", &leader).is_problem(403, "forbidden");
    }

    fn forms_and_files_that_cannot_be_taken_are_told(db from LOADED) {
        let (server, list) = (TestServer::start(db, now()), list());
        let token = signed_in(db, &server, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let unit = ("unit", list.unit.as_str());
        let campaign = ("campaign", "cam-ngoc-2023");
        let send = |fields: &[(&str, &str)], bytes: &[u8]| server.upload(&token, fields, "danh-sach.xlsx", bytes);
        send(&[unit], &list.bytes).is_problem(400, "bad_request");
        send(&[campaign, unit, ("listed_on", "12/6/2023")], &list.bytes).is_problem(400, "bad_request");
        send(&[campaign, unit, ("role", "admin")], &list.bytes).is_problem(400, "bad_request");
        send(&[campaign, unit, ("listed_on", "2023-06-14")], &list.bytes).is_problem(422, "listed_in_future");
        send(&[campaign, unit], &[]).is_problem(422, "empty_file");
        send(&[campaign, unit], &[b"PK\x03\x04".as_slice(), &vec![b' '; 20 << 20]].concat()).is_problem(413, "payload_too_large");
        let no_form = server.agent().post(server.url("/api/v1/imports")).header("Authorization", format!("Bearer {token}"));
        answer(no_form.send_json(json!({})).unwrap()).is_problem(400, "bad_request");
        server.upload("", &[campaign, unit], "a.xlsx", b"x").is_problem(401, "not_signed_in");
        server.get("/api/v1/imports/1?class=other", &token).is_problem(400, "bad_request");
        server.get("/api/v1/imports/mot", &token).is_problem(404, "not_found");
    }
}
