//! Mail over encrypted, signed-in connections to real servers, read by Python's own parser; and what `mail test` says on the way.

use std::collections::BTreeSet;
use std::process::{Command, Output};

use serde_json::Value;
use tiendo::mail::{self, MailQuery, MailSettings, Transport, run_due, send_report};
use tiendo::model::role::Role;
use tiendo::store::blobs::sha256;

use super::real_server::{PASSWORD, Papers, RealServer, USER};
use super::{actor, now, to_the_chairman};
use crate::roster::steps::IMPORTED;

/// What a mail says, read by Python's `email`, and its workbook by openpyxl.
const READER: &str = r#"
import email, email.policy, io, openpyxl, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print("subject", mail["Subject"])
print("from", mail["From"].addresses[0].display_name, mail["From"].addresses[0].addr_spec)
print("to", [address.addr_spec for address in mail["To"].addresses], mail["Cc"], mail["Bcc"])
print("defects", [part.defects for part in mail.walk() if part.defects])
print("text", "Kính chuyển đồng chí xem trước cuộc họp giao ban." in mail.get_body(("plain",)).get_content())
(file,) = mail.iter_attachments()
book = openpyxl.load_workbook(io.BytesIO(file.get_content()), data_only=True)
figures = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
print("file", file.get_filename(), {1068, 1273} <= figures)
"#;

const TOLD: [&str; 6] = [
    "subject [tiendo] Xã Cẩm Ngọc: mức 2 đã kích hoạt đạt 83,89% (31/5/2023)",
    "from Tiến độ chiến dịch tiendo@camngoc.gov.vn",
    "to ['chutich@camngoc.gov.vn'] None None",
    "defects []",
    "text True",
    "file tien-do-cam-ngoc-2023-05-31.xlsx True",
];

/// User and password within an address.
fn signed_in() -> String {
    let encoded = |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    format!("{}:{}", encoded(USER), encoded(PASSWORD))
}

fn settings(scheme: &str, server: &RealServer, papers: &Papers) -> MailSettings {
    MailSettings {
        server: Some(format!("{scheme}://{}@localhost:{}?tls=required", signed_in(), server.port)),
        authority: Some(papers.authority()),
        sender: Some("tiendo@camngoc.gov.vn".to_owned()),
        ..MailSettings::default()
    }
}

fn arrives(db: &crate::support::TestDb, scheme: &str, server: &RealServer, papers: &Papers) {
    let officer = actor(db, Role::Officer, "cam-ngoc");
    for key in ["a", "b", "c"] {
        send_report(db, &officer, to_the_chairman(key)).unwrap();
    }
    let transport = Transport::open(&settings(scheme, server, papers)).unwrap();
    assert_eq!(run_due(db, &transport, now()).unwrap().sent, 3);
    let taken = server.taken();
    assert!(taken.len() == 3 && taken.iter().all(|mail| mail.encrypted && mail.signed_in), "{taken:?}");
    let connections: BTreeSet<String> = taken.iter().map(|mail| mail.connection.to_string()).collect();
    assert_eq!(connections.len(), 1, "one connection for many mails");
    let read =
        Command::new("/usr/bin/python3").args(["-c", READER]).arg(&taken[0].file).env("PYTHONUTF8", "1").output();
    let read = read.unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let told = String::from_utf8(read.stdout).unwrap();
    assert_eq!(told.lines().collect::<Vec<_>>(), TOLD);
    let query = MailQuery { page: 1, per_page: 10, ..MailQuery::default() };
    for mail in mail::list(db, &officer, &query).unwrap().mails {
        let there = taken.iter().find(|taken| taken.message_id() == mail.message_id).unwrap();
        assert_eq!(mail.sha256, Some(sha256(&there.bytes())), "what arrived is to the byte what was kept");
        assert!(mail.server_answer.is_some_and(|answer| answer.starts_with("250 ") && answer.contains("queued")));
    }
}

/// `mail test` as people run it.
fn tried(settings: &MailSettings, arguments: &[&str]) -> Output {
    let place = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
    command.args(["mail", "test"]).args(arguments).current_dir(place.path());
    for variable in
        ["TIENDO_DATA", "TIENDO_KEY", "DATABASE_URL", "TIENDO_SMTP_URL", "TIENDO_SMTP_CA", "TIENDO_MAIL_FROM"]
    {
        command.env_remove(variable);
    }
    command.env("TIENDO_SMTP_TIMEOUT", "2");
    if let Some(server) = &settings.server {
        command.env("TIENDO_SMTP_URL", server);
    }
    if let Some(authority) = &settings.authority {
        command.env("TIENDO_SMTP_CA", authority);
    }
    if let Some(sender) = &settings.sender {
        command.env("TIENDO_MAIL_FROM", sender);
    }
    command.output().unwrap()
}

/// aiosmtpd with a certificate and with sign-in.
fn python(papers: &Papers) -> RealServer {
    let (certificate, key) = (papers.certificate(), papers.key());
    RealServer::python(&[
        "--certificate",
        certificate.to_str().unwrap(),
        "--key",
        key.to_str().unwrap(),
        "--user",
        USER,
        "--password",
        PASSWORD,
    ])
}

on_both_databases! {
    fn a_report_arrives_over_starttls(db from IMPORTED) {
        let papers = Papers::new();
        let server = python(&papers);
        arrives(db, "smtp", &server, &papers);
    }

    fn a_report_arrives_over_tls_at_another_server_by_plain(db from IMPORTED) {
        let papers = Papers::new();
        let server = RealServer::node(&papers, "PLAIN", "tls");
        arrives(db, "smtps", &server, &papers);
    }

    fn a_report_arrives_over_starttls_at_another_server_by_login(db from IMPORTED) {
        let papers = Papers::new();
        let server = RealServer::node(&papers, "LOGIN", "starttls");
        arrives(db, "smtp", &server, &papers);
    }
}

#[test]
fn mail_test_tells_every_step() {
    let papers = Papers::new();
    let server = python(&papers);
    let settings = settings("smtp", &server, &papers);
    let out = tried(&settings, &["chutich@camngoc.gov.vn", "--json"]);
    let told: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert!(out.status.success() && told["sent"] == true, "{told}");
    let steps: Vec<&str> =
        told["steps"].as_array().unwrap().iter().map(|step| step["step"].as_str().unwrap()).collect();
    let wanted = [
        "settings",
        "resolve",
        "connect",
        "greeting",
        "start_tls",
        "certificate",
        "sign_in",
        "sender",
        "recipient",
        "data",
    ];
    assert_eq!(steps, wanted);
    let all = told.to_string();
    assert!(all.contains("Gốc Cẩm Ngọc (UBND xã Cẩm Ngọc)") && all.contains("tin cậy thêm"), "{all}");
    assert!(!all.contains("bí mật") && !all.contains("b%C3"), "{all}");
    assert_eq!(server.taken().len(), 1);
}

#[test]
fn mail_test_names_the_step_that_fails_and_what_to_do() {
    let papers = Papers::new();
    let server = python(&papers);
    let right = settings("smtp", &server, &papers);
    let with = |server: String| MailSettings { server: Some(server), ..right.clone() };
    let port = server.port;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let cases = [
        (MailSettings { authority: None, ..right.clone() }, "certificate", "chưa được tin cậy"),
        (with(format!("smtp://{}@127.0.0.1:{port}?tls=required", signed_in())), "certificate", "tên máy chủ khác"),
        (with(format!("smtp://ai:sai@localhost:{port}?tls=required")), "sign_in", "từ chối tên hoặc mật khẩu"),
        (with(format!("smtp://localhost:{port}?tls=required")), "sender", "530"),
        (with(format!("smtp://localhost:{closed}?tls=required")), "connect", "không có dịch vụ thư"),
        (with("smtp://khong-co.invalid:25".to_owned()), "resolve", "Không tra được"),
    ];
    for (settings, step, words) in cases {
        fails(&settings, step, words);
    }
    let text = tried(&MailSettings { authority: None, ..right }, &["chutich@camngoc.gov.vn"]);
    let (out, err) = (String::from_utf8(text.stdout).unwrap(), String::from_utf8(text.stderr).unwrap());
    assert!(
        out.contains("[LỖI] Chứng thư của máy chủ") && out.contains("Cách xử lý: ") && out.contains("TIENDO_SMTP_CA"),
        "{out}"
    );
    assert!(err.contains("Thư kiểm tra chưa gửi được"), "{err}");
}

/// `mail test` ends at a step, says these words and what to do.
fn fails(settings: &MailSettings, step: &str, words: &str) {
    let out = tried(settings, &["chutich@camngoc.gov.vn", "--json"]);
    assert_eq!(out.status.code(), Some(1), "{step}");
    let told: Value = serde_json::from_slice(&out.stdout).unwrap();
    let last = told["steps"].as_array().unwrap().last().unwrap();
    assert_eq!((last["step"].as_str(), last["ok"].as_bool()), (Some(step), Some(false)), "{told}");
    assert!(last["detail"].as_str().unwrap().contains(words), "{last}");
    assert!(last["advice"].as_str().is_some_and(|advice| advice.ends_with('.')), "{last}");
}

#[test]
fn mail_test_tells_what_a_server_without_encryption_answers() {
    for (arguments, scheme, required, step, words) in [
        ([].as_slice(), "smtps", "", "start_tls", "không mã hóa TLS ngay từ đầu"),
        (&[], "smtp", "?tls=required", "start_tls", "không hỗ trợ mã hóa STARTTLS"),
        (&["--fault", "banner"], "smtp", "", "greeting", "(554): «5.7.1 Access denied»"),
        (&["--fault", "mute"], "smtp", "", "greeting", "không trả lời trong 2 giây"),
        (&["--fault", "553"], "smtp", "", "sender", "từ chối người gửi (553)"),
        (&["--fault", "550"], "smtp", "", "recipient", "từ chối người nhận (550): «5.1.1 No such mailbox»"),
        (&["--fault", "450"], "smtp", "", "recipient", "(450): «4.2.0 Greylisted, try again later»"),
        (&["--fault", "554"], "smtp", "", "data", "từ chối thư (554)"),
        (&["--fault", "hang"], "smtp", "", "data", "không trả lời trong"),
        (&["--fault", "cut"], "smtp", "", "data", "ngắt kết nối giữa chừng"),
    ] {
        let server = RealServer::python(arguments);
        let address = format!("{scheme}://127.0.0.1:{}{required}", server.port);
        let sender = Some("tiendo@camngoc.gov.vn".to_owned());
        fails(&MailSettings { server: Some(address), sender, ..MailSettings::default() }, step, words);
    }
}

#[test]
fn mail_test_tells_that_a_server_has_no_way_to_sign_in_by_password() {
    let papers = Papers::new();
    let server = RealServer::node(&papers, "CRAM-MD5", "tls");
    fails(&settings("smtps", &server, &papers), "sign_in", "không cho đăng nhập bằng PLAIN hoặc LOGIN");
}

#[test]
fn mail_test_without_a_server_writes_a_file() {
    let out = tried(&MailSettings::default(), &["chutich@camngoc.gov.vn"]);
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success() && said.contains("chưa đặt TIENDO_SMTP_URL") && said.contains(".eml"), "{said}");
    assert!(said.contains("chưa đi đâu cả") && !said.contains("Đã gửi"), "{said}");
    let refused = tried(&MailSettings::default(), &["khong phai dia chi"]);
    assert_eq!(refused.status.code(), Some(1));
}
