//! The headers that make browsers careful, on every response whatever it is.

use tiendo::model::role::Role;

use super::browser::{Browser, header};
use crate::support::TestDb;
use crate::support::office::{OFFICE, account, now};
use crate::support::server::{TestServer, answer};

#[test]
fn every_response_carries_them() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let made = account(&db, "dong.canbo", Role::Officer, "tinh/xa-dong");
    let mut browser = Browser::signed_in(&server, &made);
    let style = browser.get("/").text.split("href=\"").find(|text| text.starts_with("/static/")).unwrap().to_owned();
    let style = style.split('"').next().unwrap();
    for path in
        ["/", "/dang-nhap", "/khong-co", "/don-vi/khong-co", style, "/static/x.css", "/healthz", "/api/v1/units/x"]
    {
        let answer = browser.get(path);
        let policy = header(&answer, "content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{path}: {policy}");
        for part in ["frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'", "object-src 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(header(&answer, name), Some(value), "{path}");
        }
        assert_eq!(header(&answer, "x-request-id").unwrap().len(), 16, "{path}");
        assert_eq!(header(&answer, "access-control-allow-origin"), None, "{path}");
        let kept = header(&answer, "cache-control").unwrap();
        assert_eq!(kept.contains("immutable"), path == style, "{path}: {kept}");
        assert_eq!(kept == "no-store", path != style, "{path}: {kept}");
    }
}

#[test]
fn only_the_page_that_scans_cards_may_look_through_the_camera() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let mut browser = Browser::signed_in(&server, &account(&db, "dong.canbo", Role::Officer, "tinh/xa-dong"));
    let mut camera = |path: &str| header(&browser.get(path), "permissions-policy").unwrap().contains("camera=(self)");
    assert!(camera("/nhap-nhanh"));
    assert!(!camera("/") && !camera("/nguoi-dan") && !camera("/viec/1"));
}

#[test]
fn over_a_network_cookies_are_host_bound_and_https_is_kept() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    let mut local = Browser::of(&server);
    let page = local.get("/dang-nhap");
    assert_eq!(header(&page, "strict-transport-security"), None);
    assert!(local.cookies.keys().all(|name| !name.starts_with("__Host-")));

    let mut remote = Browser::of(&server);
    remote.also.push(("Host", "tiendo.xa-dong.gov.vn".to_owned()));
    let page = remote.get("/dang-nhap");
    assert_eq!(header(&page, "strict-transport-security"), Some("max-age=63072000; includeSubDomains"));
    let made = account(&db, "dong.canbo", Role::Officer, "tinh/xa-dong");
    let entered = remote.sign_in(&made.name, made.password.as_deref().unwrap());
    let session = entered
        .headers
        .iter()
        .find(|(name, value)| name == "set-cookie" && value.starts_with("__Host-tiendo="))
        .unwrap();
    for flag in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(session.1.contains(flag), "{}", session.1);
    }
    assert!(!session.1.contains("Domain"), "{}", session.1);
    assert_eq!(remote.get("/").status, 200);
}

#[test]
fn head_answers_as_get_does_without_the_body() {
    let db = TestDb::sqlite(&OFFICE);
    let server = TestServer::start(&db, now());
    for path in ["/healthz", "/dang-nhap", "/api/openapi.json", "/api/v1/units", "/khong-co"] {
        let got = answer(server.agent().get(server.url(path)).call().unwrap());
        let asked = answer(server.agent().head(server.url(path)).call().unwrap());
        assert_eq!((asked.status, &asked.content_type), (got.status, &got.content_type), "{path}");
        assert_eq!(header(&asked, "content-length"), header(&got, "content-length"), "{path}");
        assert!(asked.text.is_empty() && !got.text.is_empty(), "{path}");
    }
}
