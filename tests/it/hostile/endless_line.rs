//! A file of one line of 300 MB, more than a text may have: refused with a sentence by both doors, and never in memory as a whole. The client writes it
//! piece by piece, so that the test does not hold it either.

use std::io::{Read, Write};
use std::net::TcpStream;

use tiendo::model::role::Role;

use super::now;
use crate::pages::browser::Browser;
use crate::roster::steps::LOADED;
use crate::support::TestDb;
use crate::support::office::account;
use crate::support::raw;
use crate::support::server::TestServer;

const LINE_BYTES: usize = 300 << 20;
const PIECE: usize = 1 << 20;
const BOUNDARY: &str = "ranh-gioi-cua-bieu-mau";

/// The most resident memory of this process so far, in MiB; server and test are one process.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

/// Sends a form whose file is that line, and returns the whole answer.
fn send(server: &TestServer, path: &str, credential: &str, fields: &[(&str, &str)], file_field: &str) -> String {
    let address = server.url("");
    let host = address.trim_start_matches("http://").trim_end_matches('/');
    let mut head = String::new();
    for (name, value) in fields {
        head += &format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    head += &format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{file_field}\"; filename=\"mot_dong.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n"
    );
    let tail = format!("\r\n--{BOUNDARY}--\r\n");
    let length = head.len() + LINE_BYTES + tail.len();
    let mut stream = TcpStream::connect(host).unwrap();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\n{credential}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{head}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let piece = vec![b'a'; PIECE];
    for _ in 0..LINE_BYTES / PIECE {
        // A server that has said no may stop listening.
        if stream.write_all(&piece).is_err() {
            break;
        }
    }
    let _refused_early = stream.write_all(tail.as_bytes());
    let mut answer = Vec::new();
    let _cut_off = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn is_refused(answer: &str) {
    let first = answer.lines().next().unwrap_or_default();
    assert!(first.contains(" 413") || first.contains(" 422"), "{first}");
    assert!(answer.contains("Tệp lớn hơn 256 MB nên không được nhận"), "{answer}");
}

#[test]
#[ignore = "seals half a gigabyte, minutes without optimisation: on demand"]
fn one_line_of_300_mb_is_refused_with_a_sentence_and_leaves_nothing() {
    let db = TestDb::sqlite(&LOADED);
    let server = TestServer::start(&db, now());
    let officer = account(&db, "camngoc.canbo", Role::Officer, "cam-ngoc");
    let token = server.token("camngoc.canbo", officer.password.as_deref().unwrap());
    let mut browser = Browser::signed_in(&server, &officer);
    let csrf = browser.token();
    let before = most_memory();

    let fields = [("campaign", "cam-ngoc-2023"), ("unit", "cam-ngoc"), ("listed_on", "2023-06-12")];
    is_refused(&send(&server, "/api/v1/imports", &format!("Authorization: Bearer {token}"), &fields, "file"));
    let fields = [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("ngay-lap", "12/06/2023")];
    is_refused(&send(&server, "/nhap-lieu", &format!("Cookie: {}", browser.cookie()), &fields, "tep"));

    let grown = most_memory() - before;
    eprintln!("grown by {grown} MiB");
    // Other tests share the process unless each has its own.
    if std::env::var("NEXTEST_EXECUTION_MODE").is_ok_and(|mode| mode == "process-per-test") {
        assert!(grown < 100, "grown by {grown} MiB");
    }
    assert_eq!(server.get("/healthz", "").status, 200);
    assert_eq!(raw::number(&db, "SELECT COUNT(*) AS value FROM blob"), 0, "nothing of it is kept");
    assert_eq!(raw::number(&db, "SELECT COUNT(*) AS value FROM import_batch"), 0);
}
