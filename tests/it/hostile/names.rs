//! Forty names of files that are tricks: stored and shown harmless, never part of a path.

use tiendo::model::role::Role;
use tiendo::store::Db;

use super::now;
use crate::pages::browser::Browser;
use crate::roster::steps::LOADED;
use crate::support::office::account;
use crate::support::raw;
use crate::support::server::{Answer, TestServer, answer};

const LIST: &[u8] = "TT,Họ và tên,Ngày sinh,Số CCCD,Thôn\n1,Nguyễn Văn An,01/02/1990,038090000001,Thôn 10\n".as_bytes();

/// A word that stands in every name and nowhere else.
const MARK: &str = "hxqz";

/// Values of the parameter `filename`, as an attacker would write them into the form.
pub fn names() -> Vec<Vec<u8>> {
    let long = "ấ".repeat(100);
    let texts = [
        "../../hxqz.csv",
        "..\\..\\hxqz.csv",
        "/etc/hxqz",
        "/hxqz/",
        "C:\\hxqz.csv",
        "C:hxqz.csv",
        "\\\\server\\share\\hxqz.csv",
        "file:///etc/hxqz",
        "a:hxqz",
        "hxqz.csv:stream",
        "CON.hxqz",
        "con.hxqz.csv",
        "NUL.hxqz",
        "LPT1.hxqz",
        "AUX hxqz",
        "hxqz\0.csv",
        "hxqz.csv\0.png",
        "hxqz\u{202e}vsc.exe",
        "hxqz\u{2066}a\u{2069}.csv",
        "\u{feff}hxqz.csv",
        "hxqz\u{200b}.csv",
        "Thôn hxqz.csv",
        "hxqz'.csv",
        "hxqz\\\".csv",
        "hxqz%22.csv",
        "hxqz%0d%0aX-A: b.csv",
        "hxqz;a=b.csv",
        "hxqz<script>alert(1)</script>.csv",
        "hxqz&amp;.csv",
        "{{ 7 * 7 }}hxqz.csv",
        "${hxqz}.csv",
        "$(touch hxqz).csv",
        "`hxqz`.csv",
        "|hxqz",
        "-rf hxqz",
        "~/hxqz",
        "...hxqz...",
        ".hxqz",
        "hxqz. . .",
        "😀hxqz👨‍👩‍👧.csv",
        "hxqz.csv/",
        "🏳️‍🌈 hxqz",
    ];
    let mut names: Vec<Vec<u8>> = texts.iter().map(|name| name.as_bytes().to_vec()).collect();
    names.push(format!("{long}hxqz.csv").into_bytes());
    names.push([b"hxqz\r\nX-A: b", &[0xFF, 0xFE][..], b".csv"].concat());
    names
}

/// A form as bytes, with a file under this name.
fn form(fields: &[(&str, &str)], file_field: &str, name: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for (field, value) in fields {
        body.extend_from_slice(
            format!("--ranh\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    body.extend_from_slice(
        format!("--ranh\r\nContent-Disposition: form-data; name=\"{file_field}\"; filename=\"").as_bytes(),
    );
    body.extend_from_slice(name);
    body.extend_from_slice(b"\"\r\nContent-Type: text/csv\r\n\r\n");
    body.extend_from_slice(LIST);
    body.extend_from_slice(b"\r\n--ranh--\r\n");
    body
}

fn send(agent: &ureq::Agent, address: String, headers: &[(&str, String)], body: &[u8]) -> Answer {
    let mut request = agent.post(address).header("Content-Type", "multipart/form-data; boundary=ranh");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    answer(request.send(body).unwrap())
}

/// Whether a name can be shown and written to any disk.
fn is_harmless(name: &str) -> bool {
    let forbidden = |c: char| {
        c.is_control()
            || "/\\:<>|?*\"".contains(c)
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    !name.is_empty() && name.len() <= 200 && !name.contains(forbidden) && !name.starts_with('.')
}

fn stored_names(db: &Db) -> Vec<String> {
    raw::texts(db, "SELECT file_name AS value FROM import_batch ORDER BY id")
}

on_both_databases! {
    fn names_that_are_tricks_are_stored_and_shown_harmless(db from LOADED) {
        let server = TestServer::start(db, now());
        let officer = account(db, "camngoc.canbo", Role::Officer, "cam-ngoc");
        let token = server.token("camngoc.canbo", officer.password.as_ref().unwrap());
        let mut browser = Browser::signed_in(&server, &officer);
        let csrf = browser.token();
        let cookie = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let (mut taken, names) = (0, names());
        assert!(names.len() >= 40);
        for name in &names {
            let fields = [("campaign", "cam-ngoc-2023"), ("unit", "cam-ngoc"), ("listed_on", "2023-06-12")];
            let by_api = send(server.agent(), server.url("/api/v1/imports"), &[("Authorization", format!("Bearer {token}"))], &form(&fields, "file", name));
            let fields = [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("ngay-lap", "12/06/2023")];
            let agent = ureq::Agent::new_with_config(ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build());
            let by_page = send(&agent, server.url("/nhap-lieu"), &[("Cookie", cookie.clone())], &form(&fields, "tep", name));
            for told in [&by_api, &by_page] {
                assert!([201, 202, 303, 400, 422].contains(&told.status), "{:?}: {} {}", String::from_utf8_lossy(name), told.status, told.text);
            }
            taken += usize::from(by_api.status < 400) + usize::from(by_page.status < 400);
        }
        let stored = stored_names(db);
        assert!(taken >= 70 && stored.len() >= taken, "{taken} taken, {} stored", stored.len());
        let harmful: Vec<&String> = stored.iter().filter(|name| !is_harmless(name)).collect();
        assert!(harmful.is_empty(), "{harmful:?}");
        let shown = browser.get("/nhap-lieu?so-dong=100");
        assert_eq!(shown.status, 200);
        assert!(shown.text.contains(MARK) && !shown.text.contains("<script>alert") && !shown.text.contains('\u{202e}') && !shown.text.contains('\0'));
        assert!(shown.headers.iter().all(|(name, _)| name != "x-a"));
    }
}
