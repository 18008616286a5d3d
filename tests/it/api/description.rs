//! `/api/openapi.json` against the routes that answer.

use serde_json::Value;

use crate::support::office::{OFFICE, now};
use crate::support::server::{TestServer, answer};
use crate::support::{TestDb, project};

fn operations(description: &Value) -> Vec<(String, String)> {
    let paths = description["paths"].as_object().unwrap();
    let methods = |(path, item): (&String, &Value)| -> Vec<(String, String)> {
        let named =
            item.as_object().unwrap().keys().filter(|key| ["get", "post", "put", "delete"].contains(&key.as_str()));
        named.map(|method| (method.to_uppercase(), path.clone())).collect()
    };
    paths.iter().flat_map(methods).collect()
}

/// An address of a template.
fn example(path: &str) -> String {
    path.replace("{slug}", "tinh/xa-dong").replace("{code}", "khong-co").replace("{id}", "1")
}

#[test]
fn every_described_operation_is_there() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let description = server.get("/api/openapi.json", "").json;
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
    let operations = operations(&description);
    assert!(operations.len() >= 4);
    for (method, path) in operations {
        let request = ureq::http::Request::builder().method(method.as_str()).uri(server.url(&example(&path)));
        let answer = answer(server.agent().run(request.body(()).unwrap()).unwrap());
        // Without a token: refused as not signed in or as unreadable, but known.
        assert!(![404, 405].contains(&answer.status) && answer.status < 500, "{method} {path}: {}", answer.text);
    }
}

#[test]
fn every_route_is_described() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let described = operations(&server.get("/api/openapi.json", "").json);
    let routes = std::fs::read_to_string(project().join("src/web/api/mod.rs")).unwrap();
    let mounted: usize = routes.matches(".route(get()").count()
        + routes.matches(".route(post()").count()
        + routes.matches(".route(put()").count()
        + routes.matches(".route(delete()").count();
    // The description itself is not described.
    assert_eq!(mounted - 1, described.len(), "{described:?}");
}

#[test]
fn every_described_operation_wants_a_token_but_signing_in() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let description = server.get("/api/openapi.json", "").json;
    for (method, path) in operations(&description) {
        let operation = &description["paths"][&path][method.to_lowercase()];
        let open =
            operation["security"].as_array().is_some_and(|ways| ways.iter().any(|way| way == &serde_json::json!({})));
        assert_eq!(open, path == "/api/v1/sessions" && method == "POST", "{method} {path}");
        if !open && method == "GET" {
            server.get(&example(&path), "").is_problem(401, "not_signed_in");
        }
    }
}
