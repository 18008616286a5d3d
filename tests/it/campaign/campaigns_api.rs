//! `/api/v1/campaigns`: created and changed.

use serde_json::json;
use tiendo::model::role::Role;

use super::now;
use crate::roster::steps::LOADED;
use crate::support::office::account;
use crate::support::server::{Answer, TestServer, answer};

fn put(server: &TestServer, path: &str, token: &str, body: &serde_json::Value) -> Answer {
    let request = server.agent().put(server.url(path)).header("Authorization", format!("Bearer {token}"));
    answer(request.send_json(body).unwrap())
}

on_both_databases! {
    fn a_campaign_goes_through_the_api(db from LOADED) {
        let server = TestServer::start(db, now());
        let officer = account(db, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let token = server.token("camngoc.canbo", &officer.password.unwrap());
        let body = json!({"unit": "cam-ngoc", "title": "Đợt chữ ký số", "starts_on": "2023-06-01", "ends_on": "2023-09-30",
            "purpose": "Vận động đăng ký", "retention_until": "2024-12-31"});
        let made = server.post("/api/v1/campaigns", &token, &body);
        assert_eq!((made.status, &made.json["code"]), (201, &json!("dot-chu-ky-so-2023")), "{}", made.text);
        let path = "/api/v1/campaigns/dot-chu-ky-so-2023";
        assert_eq!(server.get(path, &token).json["revision"], 1);
        let wanted = json!({"revision": 1, "legal_grounds": [{"number": "15/KH-UBND", "issued_on": "2023-05-30", "issuer": "UBND xã", "subject": "Chữ ký số"}],
            "contacts": [{"name": "Lê B"}], "sessions": [{"place": "Trụ sở UBND xã", "held_on": "2023-06-05", "held_to": "2023-06-09", "from_time": "07:30:00"}]});
        let changed = put(&server, path, &token, &wanted);
        assert_eq!((changed.status, &changed.json["revision"], &changed.json["sessions"][0]["from_time"]), (200, &json!(2), &json!("07:30")), "{}", changed.text);
        put(&server, path, &token, &wanted).is_problem(409, "stale");
        let measure = json!({"revision": 2, "name": "Chữ ký số", "milestone": "smartca.accepted", "audience": "residents"});
        let measured = server.post(&format!("{path}/measures"), &token, &measure);
        assert_eq!(measured.json["measures"][0]["code"], "smartca.accepted", "{}", measured.text);
        assert!(measured.json["prerequisites"][0].as_str().unwrap().contains("qua VNeID"), "{}", measured.text);
        server.post(&format!("{path}/measures"), &token, &json!({"revision": 3, "name": "x"})).is_problem(422, "unfit");
        let retired = put(&server, &format!("{path}/measures"), &token, &json!({"revision": 3, "measure": "smartca.accepted", "audience": "residents", "retired": true}));
        assert_eq!(retired.json["measures"][0]["retired"], true, "{}", retired.text);
        let leader = account(db, "camngoc.lanhdao", Role::Leader, "cam-ngoc");
        let reading = server.token("camngoc.lanhdao", &leader.password.unwrap());
        server.post("/api/v1/campaigns", &reading, &body).is_problem(403, "forbidden");
    }
    fn the_file_of_a_document_is_sent_and_fetched_as_it_is(db from LOADED) {
        let server = TestServer::start(db, now());
        let officer = account(db, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let token = server.token("camngoc.canbo", &officer.password.unwrap());
        let revision = server.get("/api/v1/campaigns/cam-ngoc-2023", &token).json["revision"].as_i64().unwrap();
        let path = "/api/v1/campaigns/cam-ngoc-2023/grounds/1/file";
        let send = |token: &str, revision: i64, bytes: &[u8]| {
            let address = server.url(&format!("{path}?revision={revision}&name=Ke%20hoach%2070.pdf"));
            answer(server.agent().put(address).header("Authorization", format!("Bearer {token}")).send(bytes).unwrap())
        };
        let bytes = b"%PDF-1.7 \x00\xff";
        let attached = send(&token, revision, bytes);
        assert_eq!((attached.status, &attached.json["revision"]), (200, &json!(revision + 1)), "{}", attached.text);
        send(&token, revision, bytes).is_problem(409, "stale");
        send(&token, revision + 1, b"").is_problem(422, "unfit");
        send(&token, revision + 1, &vec![0; (20 << 20) + 1]).is_problem(422, "unfit");
        let mut fetched = server.agent().get(server.url(path)).header("Authorization", format!("Bearer {token}")).call().unwrap();
        assert_eq!(fetched.body_mut().read_to_vec().unwrap(), bytes);
        assert!(fetched.headers()["content-disposition"].to_str().unwrap().contains("Ke%20hoach%2070.pdf"));
        let leader = account(db, "camngoc.lanhdao", Role::Leader, "cam-ngoc");
        send(&server.token("camngoc.lanhdao", &leader.password.unwrap()), revision + 1, bytes).is_problem(403, "forbidden");
        server.get("/api/v1/campaigns/cam-ngoc-2023/grounds/99/file", &token).is_problem(404, "not_found");
    }
}
