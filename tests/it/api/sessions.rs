//! `/api/v1/sessions`.

use serde_json::json;
use tiendo::access::{Actor, disable_account, reset_password};
use tiendo::model::role::Role;

use crate::support::office::{OFFICE, account, now};
use crate::support::server::TestServer;

on_both_databases! {
    fn a_token_opens_the_api_until_it_is_given_back(db from OFFICE) {
        let server = TestServer::start(db, now());
        let password = account(db, "dong.canbo", Role::Officer, "tinh/xa-dong").password.unwrap();
        let answer = server.post("/api/v1/sessions", "", &json!({"name": "dong.canbo", "password": password}));
        assert_eq!(answer.status, 201);
        assert_eq!(answer.json["expires_at"], "2026-03-02T02:15:00Z");
        let token = answer.json["token"].as_str().unwrap();
        assert_eq!(server.get("/api/v1/units", token).status, 200);
        let closed = server.delete("/api/v1/sessions", token);
        assert_eq!((closed.status, closed.text.as_str()), (204, ""));
        server.get("/api/v1/units", token).is_problem(401, "not_signed_in");
        assert_eq!(server.delete("/api/v1/sessions", token).status, 204, "once more changes nothing");
    }

    fn refusals_look_the_same(db from OFFICE) {
        let server = TestServer::start(db, now());
        account(db, "dong.canbo", Role::Officer, "tinh/xa-dong");
        let closed = account(db, "dong.nghi", Role::Officer, "tinh/xa-dong");
        disable_account(db, &Actor::operator(), closed.id, now()).unwrap();
        let mut seen = Vec::new();
        for (name, password) in [
            ("dong.canbo", "không phải mật khẩu này"),
            ("khong.co.ai", "không phải mật khẩu này"),
            ("dong.nghi", closed.password.as_deref().unwrap()),
            ("", ""),
        ] {
            let answer = server.post("/api/v1/sessions", "", &json!({"name": name, "password": password}));
            answer.is_problem(401, "sign_in_refused");
            let mut headers = answer.headers;
            headers.retain(|(name, _)| name != "x-request-id" && name != "date");
            headers.sort();
            seen.push((answer.text, headers));
        }
        seen.dedup();
        assert_eq!(seen.len(), 1, "{seen:#?}");
    }

    fn disabling_acts_at_the_next_request(db from OFFICE) {
        let server = TestServer::start(db, now());
        let made = account(db, "dong.canbo", Role::Officer, "tinh/xa-dong");
        let token = server.token("dong.canbo", &made.password.unwrap());
        assert_eq!(server.get("/api/v1/units", &token).status, 200);
        disable_account(db, &Actor::operator(), made.id, now()).unwrap();
        server.get("/api/v1/units", &token).is_problem(401, "not_signed_in");
    }

    fn a_one_time_password_opens_nothing(db from OFFICE) {
        let server = TestServer::start(db, now());
        let made = account(db, "dong.canbo", Role::Officer, "tinh/xa-dong");
        let one_time = reset_password(db, &Actor::operator(), made.id).unwrap();
        let token = server.token("dong.canbo", &one_time);
        server.get("/api/v1/units", &token).is_problem(403, "must_change_password");
    }

    fn nothing_but_a_bearer_token_counts(db from OFFICE) {
        let server = TestServer::start(db, now());
        let password = account(db, "dong.canbo", Role::Officer, "tinh/xa-dong").password.unwrap();
        let token = server.token("dong.canbo", &password);
        server.get(&format!("/api/v1/units?access_token={token}"), "").is_problem(401, "not_signed_in");
        let cookie = server.agent().get(server.url("/api/v1/units")).header("Cookie", format!("session={token}"));
        crate::support::server::answer(cookie.call().unwrap()).is_problem(401, "not_signed_in");
        server.get("/api/v1/units", &format!("{token}x")).is_problem(401, "not_signed_in");
    }
}
