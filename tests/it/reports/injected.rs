//! Five hundred texts that try to become a header or a recipient, in every place of a mail that somebody else writes. Read by Python's own parser.

use std::io::Write;
use std::process::{Command, Stdio};

use tiendo::mail::{Attachment, Content, MailSettings, Transport, run_due, send_report};
use tiendo::model::role::Role;
use tiendo::store::outbox::{self, NewMail};
use tiendo::store::{Conn, StoreError};

use super::{actor, now, to_the_chairman};
use crate::roster::steps::IMPORTED;
use crate::support::{TestDb, raw};

/// What breaks a line, somewhere.
const BREAKS: [&str; 14] = [
    "\r\n", "\n", "\r", "\r\n ", "\r\n\t", "\n\r", "\0", "\0\r\n", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}",
    "%0d%0a",
];
/// What would follow.
const ATTEMPTS: [&str; 12] = [
    "Bcc: ke.xau@example.com",
    "To: ke.xau@example.com",
    "Cc:ke.xau@example.com",
    "\r\nBcc: ke.xau@example.com\r\n\r\nx",
    "Content-Type: text/html",
    "=?utf-8?B?DQpCY2M6IGtlLnhhdUBleGFtcGxlLmNvbQ==?=",
    "=?utf-8?Q?=0D=0ABcc:_ke.xau@example.com?=",
    "\u{202e}moc.elpmaxe@uax.ek\u{202c}",
    ".\r\nRCPT TO:<ke.xau@example.com>",
    "--=_0a1b2c-phan--",
    "\"; filename=\"x.exe",
    "<ke.xau@example.com>",
];

fn payloads() -> Vec<String> {
    let mut payloads = Vec::new();
    for (number, line_break) in BREAKS.iter().enumerate() {
        for attempt in ATTEMPTS {
            payloads.push(format!("Xã Cẩm Ngọc{line_break}{attempt}"));
            payloads.push(format!("{line_break}{attempt}"));
            payloads.push(format!("{}{line_break}{attempt}", "rất dài ".repeat(40 * (number % 4 + 1))));
        }
    }
    payloads.truncate(500);
    payloads
}

/// Prints for each file how many of each header there are, who gets it, whether the parser complains, and whether every line ends and is as long as it may be.
const READER: &str = r#"
import email, email.policy, sys
for name in sys.stdin.read().split("\n"):
    if not name: continue
    with open(name, "rb") as file: data = file.read()
    mail = email.message_from_bytes(data, policy=email.policy.default)
    counts = {key.lower(): len(mail.get_all(key)) for key in mail.keys()}
    extra = sorted(set(counts) - {"from", "to", "subject", "date", "message-id", "mime-version", "content-type"})
    more = [key for key, count in counts.items() if count != 1]
    to = [address.addr_spec for address in mail["To"].addresses]
    files = [part.get_filename() for part in mail.iter_attachments()]
    defects = [d for part in mail.walk() for d in part.defects]
    longest = max(len(line) for line in data.split(b"\r\n"))
    print(extra, more, to, len(files), defects, data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n"), longest <= 998, b"\0" in data)
"#;

/// As if a template or another door had let the text through: straight into the outbox, past every check but that of the mail itself.
fn queue(
    conn: &mut Conn,
    model: &outbox::Mail,
    content: &[u8],
    number: usize,
    subject: &str,
) -> Result<(), StoreError> {
    let new = NewMail {
        message_id: &format!("<{number:032x}@tiendo>"),
        form_key: &format!("thu:{number}"),
        account: None,
        unit: model.unit,
        campaign: tiendo::model::id::CampaignId(1),
        recipient: "chutich@camngoc.gov.vn",
        subject,
        content,
        dispatch: None,
        schedule: None,
        created_at: now(),
    };
    outbox::insert(conn, &new)?;
    Ok(())
}

/// A content whose every text and file name is of somebody else's making.
fn of_texts(text: &str) -> Vec<u8> {
    let file = |ending: &str, media_type: &str| Attachment {
        file_name: format!("{text}{ending}"),
        media_type: media_type.to_owned(),
        bytes: b"PK".to_vec(),
    };
    let (text, html) = (text.to_owned(), format!("<p>{text}</p>"));
    let pictures = vec![file(".png", "image/png")];
    let attachments = vec![file(".xlsx", "application/octet-stream"), file(".pdf", "application/pdf")];
    Content { date: now(), text, html, pictures, attachments }.to_bytes().unwrap()
}

/// Prints for each file its subject, who gets it, and whether the parser complains.
const NAMES: &str = r#"
import email, email.policy, sys
for name in sys.stdin.read().split("\n"):
    if not name: continue
    with open(name, "rb") as file: mail = email.message_from_binary_file(file, policy=email.policy.default)
    to = [address.addr_spec for address in mail["To"].addresses]
    print(mail["Subject"], to, mail["Cc"], mail["Bcc"], [d for part in mail.walk() for d in part.defects])
"#;

fn read(reader: &str, folder: &std::path::Path) -> Vec<String> {
    let files: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().to_str().unwrap().to_owned()).collect();
    let mut python = Command::new("/usr/bin/python3");
    let mut python = python
        .args(["-c", reader])
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(files.join("\n").as_bytes()).unwrap();
    let out = python.wait_with_output().unwrap();
    assert!(out.status.success());
    String::from_utf8(out.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn folder(place: &std::path::Path) -> Transport {
    Transport::open(&MailSettings { folder: place.to_owned(), ..MailSettings::default() }).unwrap()
}

fn model(db: &TestDb, role: Role) -> (outbox::Mail, Vec<u8>) {
    let id = send_report(db, &actor(db, role, "cam-ngoc"), to_the_chairman("a")).unwrap().id;
    db.read(|c| Ok::<_, StoreError>((outbox::get(c, id)?.unwrap(), outbox::content(c, id)?.unwrap()))).unwrap()
}

on_both_databases! {
    fn no_text_becomes_a_header_or_a_recipient(db from IMPORTED) {
        let (model, _) = model(db, Role::Officer);
        let payloads = payloads();
        assert_eq!(payloads.len(), 500);
        db.write(|c| {
            for (number, payload) in payloads.iter().enumerate() {
                // PostgreSQL keeps no NUL in a text; in the sealed content there may be one.
                queue(c, &model, &of_texts(payload), number, &payload.replace('\0', "\r\n"))?;
            }
            Ok::<_, StoreError>(())
        }).unwrap();
        let place = tempfile::tempdir().unwrap();
        assert_eq!(run_due(db, &folder(place.path()), now()).unwrap().sent, 501);
        let told = read(READER, place.path());
        assert_eq!(told.len(), 501);
        let sound = |files| format!("[] [] ['chutich@camngoc.gov.vn'] {files} [] True True False");
        assert_eq!(told.iter().filter(|line| **line == sound(1)).count(), 1, "the report");
        let broken: Vec<_> = told.iter().filter(|line| **line != sound(1) && **line != sound(2)).collect();
        assert!(broken.is_empty(), "{broken:?}");
    }

    fn no_text_becomes_a_second_recipient(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        for payload in payloads() {
            let mut request = to_the_chairman("x");
            request.recipient = format!("chutich@camngoc.gov.vn{payload}");
            assert!(send_report(db, &officer, request).is_err(), "{payload:?}");
        }
        let (model, content) = model(db, Role::Leader);
        db.write(|c| queue(c, &model, &content, 1, "x")).unwrap();
        raw::execute(db, "UPDATE outbox SET recipient = 'a@b.vn,ke.xau@example.com' WHERE form_key = 'thu:1'").unwrap();
        let place = tempfile::tempdir().unwrap();
        let delivered = run_due(db, &folder(place.path()), now()).unwrap();
        assert_eq!((delivered.sent, delivered.failed), (1, 1), "what is in the database is read as strictly");
    }

    fn names_of_units_and_people_stay_names(db from IMPORTED) {
        let names = [
            ("Xã\r\nBcc: ke.xau@example.com", "Xã Bcc: ke.xau@example.com"),
            ("Xã\nContent-Type: text/html\n\n<b>", "Xã Content-Type: text/html <b>"),
            ("Xã \u{202e}nv.vog\u{202c}", "Xã nv.vog"),
            ("=?utf-8?B?DQpCY2M6IGE=?=", "= ?utf-8?B?DQpCY2M6IGE= ?="),
            ("Xã \"Cẩm Ngọc\" <ke.xau@example.com>, {{ 1 + 1 }}", "Xã \"Cẩm Ngọc\" <ke.xau@example.com>, {{ 1 + 1 }}"),
        ];
        let officer = actor(db, Role::Officer, "cam-ngoc");
        for (number, (name, _)) in names.iter().enumerate() {
            let renamed = format!("UPDATE unit_version SET name = '{name}' WHERE unit_id IN (SELECT id FROM unit WHERE slug = 'cam-ngoc')");
            raw::execute(db, &format!("{renamed}; UPDATE account SET display_name = '{name}'")).unwrap();
            send_report(db, &officer, to_the_chairman(&number.to_string())).unwrap();
        }
        let place = tempfile::tempdir().unwrap();
        assert_eq!(run_due(db, &folder(place.path()), now()).unwrap().sent, names.len());
        let mut told = read(NAMES, place.path());
        let mut wanted: Vec<String> = names.iter().map(|(_, shown)| {
            format!("[tiendo] {shown}: mức 2 đã kích hoạt đạt 83,89% (31/5/2023) ['chutich@camngoc.gov.vn'] None None []")
        }).collect();
        told.sort();
        wanted.sort();
        assert_eq!(told, wanted);
    }
}
