//! `/api/v1/unit-changes`, contacts, order.

use serde_json::json;
use tiendo::model::role::Role;

use crate::support::office::{OFFICE, account, now};
use crate::support::server::TestServer;

on_both_databases! {
    fn two_villages_are_merged_after_a_look(db from OFFICE) {
        let server = TestServer::start(db, now());
        let made = account(db, "ai.canbo", Role::Officer, "tinh/xa-dong");
        let token = server.token(&made.name, &made.password.unwrap());
        let order = json!({
            "effective_on": "2026-04-01", "legal_basis": "Nghị quyết 01/NQ-HĐND ngày 10/3/2026",
            "action": {"kind": "merge", "units": ["tinh/xa-dong/thon-1", "tinh/xa-dong/thon-2"],
                "into": {"new": {"name": "Thôn Đông", "unit_kind": "village"}}},
        });
        let looked = server.post("/api/v1/unit-changes?preview=true", &token, &order);
        assert_eq!((looked.status, &looked.json["done"], &looked.json["closed"]), (200, &json!(false), &json!(["Thôn 1", "Thôn 2"])));
        let children = |on: &str| {
            let found = server.get(&format!("/api/v1/units/tinh/xa-dong?on={on}"), &token).json;
            found["children"].as_array().unwrap().iter().map(|unit| unit["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(children("2026-04-01"), ["Thôn 1", "Thôn 2"], "only looked at");
        let done = server.post("/api/v1/unit-changes", &token, &order);
        assert_eq!((done.status, &done.json["done"]), (200, &json!(true)));
        assert_eq!(children("2026-03-31"), ["Thôn 1", "Thôn 2"]);
        assert_eq!(children("2026-04-01"), ["Thôn Đông"]);
        let history = server.get("/api/v1/unit-changes?unit=tinh/xa-dong/dong", &token).json;
        assert_eq!(history["changes"][0]["kind"], "merge");
        assert_eq!(history["changes"][0]["legal_basis"], "Nghị quyết 01/NQ-HĐND ngày 10/3/2026");
        server.post("/api/v1/unit-changes", &token, &order).is_problem(422, "not_then");
    }

    fn what_is_not_the_callers_is_not_there(db from OFFICE) {
        let server = TestServer::start(db, now());
        let made = account(db, "ai.canbo", Role::Officer, "tinh/xa-dong");
        let token = server.token(&made.name, &made.password.unwrap());
        let close = |unit: &str| json!({
            "effective_on": "2026-04-01", "legal_basis": "Nghị quyết", "action": {"kind": "close", "unit": unit},
        });
        for unit in ["tinh/xa-tay/thon-9", "tinh/khong-co"] {
            server.post("/api/v1/unit-changes", &token, &close(unit)).is_problem(404, "not_found");
        }
        server.post("/api/v1/unit-changes", &token, &close("tinh/xa-dong")).is_problem(403, "own_unit");
        let leader = account(db, "ai.lanhdao", Role::Leader, "tinh/xa-dong");
        let token = server.token(&leader.name, &leader.password.unwrap());
        let refused = server.post("/api/v1/unit-changes", &token, &close("tinh/xa-dong/thon-1"));
        assert_eq!(refused.status, 403);
    }
}
