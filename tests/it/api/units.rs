//! `/api/v1/units`.

use serde_json::{Value, json};
use tiendo::model::role::Role;
use tiendo::store::Db;

use crate::support::office::{OFFICE, account, now};
use crate::support::server::TestServer;

fn signed_in(db: &Db, server: &TestServer, role: Role, slug: &str) -> String {
    let made = account(db, &format!("ai.{}", role.as_str()), role, slug);
    server.token(&made.name, &made.password.unwrap())
}

fn slugs(units: &Value) -> Vec<&str> {
    units.as_array().unwrap().iter().map(|unit| unit["slug"].as_str().unwrap()).collect()
}

on_both_databases! {
    fn the_list_begins_at_the_own_unit(db from OFFICE) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, Role::Leader, "tinh/xa-dong");
        let answer = server.get("/api/v1/units", &token);
        let expected = json!({"units": [{
            "slug": "tinh/xa-dong", "name": "Xã Đông", "kind": "commune", "official_code": null,
            "valid_from": null, "valid_to": null,
        }]});
        assert_eq!(answer.json, expected);
    }

    fn a_unit_comes_with_the_way_to_it_and_what_is_below(db from OFFICE) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, Role::UpperOfficer, "tinh");
        let answer = server.get("/api/v1/units/tinh/xa-dong", &token);
        assert_eq!(answer.json["unit"]["name"], "Xã Đông");
        assert_eq!(slugs(&answer.json["path"]), ["tinh", "tinh/xa-dong"]);
        assert_eq!(slugs(&answer.json["children"]), ["tinh/xa-dong/thon-1", "tinh/xa-dong/thon-2"]);
    }

    fn the_way_down_begins_at_the_own_unit(db from OFFICE) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, Role::Officer, "tinh/xa-dong");
        let answer = server.get("/api/v1/units/tinh/xa-dong/thon-1", &token);
        assert_eq!(slugs(&answer.json["path"]), ["tinh/xa-dong", "tinh/xa-dong/thon-1"]);
    }

    fn a_foreign_unit_and_an_unknown_one_are_the_same_answer(db from OFFICE) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, Role::Police, "tinh/xa-dong");
        let unknown = server.get("/api/v1/units/khong-co", &token);
        unknown.is_problem(404, "not_found");
        for foreign in ["tinh", "tinh/xa-tay", "tinh/xa-tay/thon-9"] {
            let answer = server.get(&format!("/api/v1/units/{foreign}"), &token);
            assert_eq!((answer.status, answer.text), (404, unknown.text.clone()), "{foreign}");
        }
    }

    fn days_and_parameters_are_checked(db from OFFICE) {
        let server = TestServer::start(db, now());
        let token = signed_in(db, &server, Role::Leader, "tinh/xa-dong");
        assert_eq!(server.get("/api/v1/units?on=2023-05-31", &token).status, 200);
        server.get("/api/v1/units?on=31/5/2023", &token).is_problem(400, "bad_request");
        server.get("/api/v1/units?onn=2023-05-31", &token).is_problem(400, "bad_request");
    }
}
