//! A report mail from the form to the file, read back by programs that are not ours.

use std::path::Path;
use std::process::Command;

use tiendo::access::AccessError;
use tiendo::mail::{self, Delivered, MailError, MailQuery, MailSettings, Transport, run_due, send_report};
use tiendo::model::role::Role;

use super::{actor, now, to_the_chairman};
use crate::roster::steps::IMPORTED;
use crate::support::raw;

fn folder(place: &Path) -> Transport {
    let settings = MailSettings { folder: place.join("mail"), ..MailSettings::default() };
    Transport::open(&settings).unwrap()
}

fn page(page: u32, per_page: u32) -> MailQuery {
    MailQuery { page, per_page, ..MailQuery::default() }
}

/// Reads a mail with Python's own parser and its workbook with openpyxl, and prints what they say, a line each.
const READER: &str = r#"
import email, email.policy, io, openpyxl, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
for name in ("Subject", "To", "From", "Message-ID", "Date"):
    print(name, mail[name])
print("defects", [part.defects for part in mail.walk() if part.defects])
text = mail.get_body(("plain",)).get_content()
html = mail.get_body(("html",)).get_content()
print("text", text.replace("\n", "|"))
print("html", "1.068/1.273" in html and "83,89%" in html and "<table" in html)
(file,) = mail.iter_attachments()
print("file", file.get_filename(), file.get_content_type())
book = openpyxl.load_workbook(io.BytesIO(file.get_content()))
sheet = book["Theo đơn vị"]
print("sheets", book.sheetnames, sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation)
formats = {cell.number_format for row in sheet.iter_rows(min_row=7) for cell in row if isinstance(cell.value, float)}
print("formats", sorted(formats))
days = {(type(c.value).__name__, c.number_format) for c in book["Diễn biến"]["A"][5:] if c.is_date}
print("days", days)
"#;

/// Where the system's Python is; `scripts/test` installs openpyxl for it.
const PYTHON: &str = "/usr/bin/python3";

on_both_databases! {
    fn others_read_what_was_sent(db from IMPORTED) {
        let place = tempfile::tempdir().unwrap();
        send_report(db, &actor(db, Role::Officer, "cam-ngoc"), to_the_chairman("a")).unwrap();
        assert_eq!(run_due(db, &folder(place.path()), now()).unwrap(), Delivered { sent: 1, ..Delivered::default() });
        let files: Vec<_> = std::fs::read_dir(place.path().join("mail")).unwrap().map(|e| e.unwrap().path()).collect();
        let [file] = files.as_slice() else { panic!("{files:?}") };
        assert!(file.file_name().unwrap().to_str().unwrap().starts_with("2023-06-13-090000-"));
        let Ok(read) = Command::new(PYTHON).args(["-c", READER]).arg(file).env("PYTHONUTF8", "1").output() else {
            eprintln!("skipped: no {PYTHON}");
            return;
        };
        let told = String::from_utf8(read.stdout).unwrap();
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        for line in [
            "Subject [tiendo] Xã Cẩm Ngọc: mức 2 đã kích hoạt đạt 83,89% (31/5/2023)",
            "To chutich@camngoc.gov.vn",
            "Date Tue, 13 Jun 2023 02:00:00 +0000",
            "defects []",
            "html True",
            "file tien-do-cam-ngoc-2023-05-31.xlsx application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "formats ['[$-42A]0.00%']",
            "days {('datetime', 'dd/mm/yyyy')}",
        ] {
            assert!(told.lines().any(|told| told == line), "{line}\n{told}");
        }
        for part in ["mức 2 đã kích hoạt 1.068/1.273 (83,89%)", "Kính chuyển đồng chí", "Lê Thị Hoa", "UBND xã Cẩm Ngọc"] {
            assert!(told.contains(part), "{part}\n{told}");
        }
        assert!(told.contains("C7 $4:$6 landscape"), "{told}");
    }

    fn a_form_sent_twice_is_one_mail(db from IMPORTED) {
        let officer = actor(db, Role::Officer, "cam-ngoc");
        let first = send_report(db, &officer, to_the_chairman("a")).unwrap();
        let again = send_report(db, &officer, to_the_chairman("a")).unwrap();
        assert_eq!((again.id, first.already, again.already), (first.id, false, true));
        // Another's form of the same key is another mail.
        let leader = actor(db, Role::Leader, "cam-ngoc");
        assert_ne!(send_report(db, &leader, to_the_chairman("a")).unwrap().id, first.id);
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM outbox"), 2);
        let audited = "SELECT COUNT(*) AS value FROM audit_entry WHERE action = 'mail.queue'";
        assert_eq!(raw::number(db, audited), 2);
    }

    fn only_those_who_may_send_and_nothing_half_done(db from IMPORTED) {
        for role in [Role::VillageTeam, Role::UpperOfficer, Role::Auditor, Role::Admin] {
            let refused = send_report(db, &actor(db, role, "cam-ngoc"), to_the_chairman("a"));
            assert!(matches!(refused, Err(MailError::Access(AccessError::Forbidden))), "{role:?}");
        }
        let officer = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        let mut request = to_the_chairman("a");
        request.unit = Some("cam-ngoc".to_owned());
        assert!(send_report(db, &officer, request.clone()).is_err());
        request.unit = Some("cam-ngoc/ngoc-binh".to_owned());
        request.recipient = "chutich@camngoc.gov.vn\r\nBcc: x@example.com".to_owned();
        assert!(matches!(send_report(db, &officer, request.clone()), Err(MailError::BadRecipient(_))));
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM outbox"), 0);
        request.recipient = "chutich@camngoc.gov.vn".to_owned();
        assert!(send_report(db, &officer, request).is_ok());
    }

    fn a_mail_outside_the_scope_does_not_exist(db from IMPORTED) {
        let commune = actor(db, Role::Officer, "cam-ngoc");
        let village = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        let of_commune = send_report(db, &commune, to_the_chairman("a")).unwrap().id;
        let mut request = to_the_chairman("b");
        request.unit = Some("cam-ngoc/ngoc-binh".to_owned());
        let of_village = send_report(db, &village, request).unwrap().id;
        assert!(matches!(mail::open(db, &village, of_commune), Err(MailError::NotFound)));
        assert!(matches!(mail::open(db, &village, tiendo::model::id::MailId(999)), Err(MailError::NotFound)));
        let opened = mail::open(db, &commune, of_village).unwrap();
        assert!(opened.content.text.contains("Kính gửi") && opened.content.attachments[0].bytes.starts_with(b"PK"));
        let ids = |actor| -> Vec<_> { mail::list(db, actor, &page(1, 50)).unwrap().mails.iter().map(|m| m.id).collect() };
        assert_eq!((ids(&village), ids(&commune)), (vec![of_village], vec![of_village, of_commune]));
        let first = mail::list(db, &commune, &page(1, 1)).unwrap();
        assert!(first.more && first.mails.len() == 1);
        assert!(!mail::list(db, &commune, &page(2, 1)).unwrap().more);
        let team = actor(db, Role::VillageTeam, "cam-ngoc");
        assert!(mail::list(db, &team, &page(1, 50)).is_err() && mail::open(db, &team, of_commune).is_err());
    }

    fn what_waits_is_sealed(db from IMPORTED) {
        send_report(db, &actor(db, Role::Officer, "cam-ngoc"), to_the_chairman("a")).unwrap();
        let hex = match db.engine() {
            tiendo::store::Engine::Sqlite => "hex(content)",
            tiendo::store::Engine::Postgres => "upper(encode(content, 'hex'))",
        };
        let stored = raw::texts(db, &format!("SELECT {hex} AS value FROM outbox")).concat();
        let plain = |text: &str| text.bytes().map(|byte| format!("{byte:02X}")).collect::<String>();
        assert!(stored.len() > 20_000 && !stored.contains(&plain("Kính gửi")) && !stored.contains(&plain("xl/work")));
    }
}
