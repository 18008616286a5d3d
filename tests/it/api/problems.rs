//! Every error of the API is a problem document.

use serde_json::json;
use tiendo::model::role::Role;

use crate::support::office::{OFFICE, account, now};
use crate::support::server::{TestServer, answer};

on_both_databases! {
    fn unknown_addresses_and_methods(db from OFFICE) {
        let server = TestServer::start(db, now());
        server.get("/api/v1/khong-co", "").is_problem(404, "not_found");
        server.get("/api", "").is_problem(404, "not_found");
        server.delete("/api/v1/units", "").is_problem(405, "method_not_allowed");
        server.get("/api/v1/sessions", "").is_problem(405, "method_not_allowed");
        let put = server.agent().put(server.url("/api/v1/units")).send_empty().unwrap();
        answer(put).is_problem(405, "method_not_allowed");
    }

    fn bodies_that_cannot_be_read(db from OFFICE) {
        let server = TestServer::start(db, now());
        let send = |content_type: &str, body: &str| {
            let request = server.agent().post(server.url("/api/v1/sessions")).header("Content-Type", content_type);
            answer(request.send(body).unwrap())
        };
        send("application/json", "{").is_problem(400, "bad_request");
        send("application/json", r#"{"name": "a"}"#).is_problem(400, "bad_request");
        let extra = r#"{"name": "a", "password": "b", "role": "admin"}"#;
        send("application/json", extra).is_problem(400, "bad_request");
        send("text/plain", r#"{"name": "a", "password": "b"}"#).is_problem(415, "unsupported_media_type");
        let large = json!({"name": "a".repeat(70 * 1024), "password": "b"}).to_string();
        send("application/json", &large).is_problem(413, "payload_too_large");
    }

    fn a_role_without_the_right_is_told_so(db from OFFICE) {
        let server = TestServer::start(db, now());
        let made = account(db, "dong.lanhdao", Role::Leader, "tinh/xa-dong");
        let token = server.token(&made.name, &made.password.unwrap());
        let request = server.agent().get(server.url("/metrics")).header("X-Forwarded-For", "127.0.0.1");
        answer(request.header("Authorization", format!("Bearer {token}")).call().unwrap()).is_problem(403, "forbidden");
    }
}
