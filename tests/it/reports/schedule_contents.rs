//! What goes with the mail of a schedule: workbook, its first page, documents; the chart; where the list of people is.

use std::process::Command;

use tiendo::access::Actor;
use tiendo::mail::schedules::{self, SavedSchedule};
use tiendo::mail::{self, Content, MailError, MailQuery, addresses, own_mail};
use tiendo::model::document::DocumentKind;
use tiendo::model::mail_schedule::{Addressee, Rhythm, Sends};
use tiendo::model::role::Role;
use tiendo::store::Db;
use tiendo::store::mail_schedules::ScheduleSettings;

use super::addresses::typed;
use super::schedules::{office, settings};
use super::{actor, now};
use crate::roster::steps::IMPORTED;

/// Prints the cells of the table of the sheet «Tổng hợp» as a reader of the page sees them.
const CELLS: &str = r#"
import datetime, openpyxl, sys
sheet = openpyxl.load_workbook(sys.argv[1])["Tổng hợp"]
head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "STT")
def shown(cell):
    value = cell.value
    if isinstance(value, (datetime.date, datetime.datetime)): return value.strftime("%d/%m/%Y")
    if isinstance(value, (int, float)):
        if "%" in cell.number_format: return f"{value * 100:.2f}".replace(".", ",") + "%"
        if "0.0" in cell.number_format: return f"{value:,.1f}".replace(",", "_").replace(".", ",").replace("_", ".")
        return f"{value:,.0f}".replace(",", ".")
    return "" if value is None else str(value)
for row in sheet.iter_rows(min_row=head + 2):
    if not isinstance(row[0].value, (int, float)): break
    print("\t".join(shown(cell) for cell in row[:15]))
for row in (1, 4, 5, 6, 7): print(sheet.cell(row, 1).value)
"#;

fn saved(sends: Sends, recipients: Vec<Addressee>) -> SavedSchedule {
    let settings = ScheduleSettings { sends, ..settings(Rhythm::AtOnce, recipients) };
    SavedSchedule { campaign: "cam-ngoc-2023".to_owned(), unit: "cam-ngoc".to_owned(), known: None, settings }
}

fn sent(db: &Db) -> Vec<(String, String, Content)> {
    let query = MailQuery { page: 1, per_page: 10, ..MailQuery::default() };
    let found = mail::list(db, &Actor::operator(), &query).unwrap().mails;
    let open = |id| mail::open(db, &Actor::operator(), id).unwrap().content;
    found.into_iter().map(|mail| (mail.recipient, mail.subject, open(mail.id))).collect()
}

/// The text of a page, in words: where lines break is of no matter.
fn page_words(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trang.pdf");
    std::fs::write(&path, pdf).unwrap();
    let read = Command::new("pdftotext").arg(&path).arg("-").output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    String::from_utf8(read.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn workbook_lines(workbook: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bang.xlsx");
    std::fs::write(&path, workbook).unwrap();
    let read = Command::new("/usr/bin/python3").args(["-c", CELLS]).arg(&path).env("PYTHONUTF8", "1").output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    String::from_utf8(read.stdout).unwrap().lines().map(str::to_owned).collect()
}

on_both_databases! {
    fn workbook_and_page_tell_the_same_and_only_some_learn_where_people_are(db from IMPORTED) {
        let (officer, stranger) = office(db);
        let leader = actor(db, Role::Leader, "cam-ngoc");
        let own = addresses::enter(db, &officer, &typed("lanhdao@camngoc.gov.vn", "", "leader.cam-ngoc"), now()).unwrap();
        addresses::confirm(db, &Actor::operator(), own, now()).unwrap();
        let sends = Sends { workbook: true, first_page: true, people: true, documents: vec![DocumentKind::Report] };
        let to = vec![Addressee::Address(stranger), Addressee::Address(own)];
        let id = schedules::save(db, &officer, &saved(sends, to), now()).unwrap();
        let (_, readers) = mail::preview(db, &officer, id, now()).unwrap();
        assert_eq!(readers.iter().map(|reader| reader.with_people).collect::<Vec<_>>(), [false, true]);
        assert_eq!(mail::run_schedules(db, now()).unwrap().queued, 2);
        let found = sent(db);
        let of = |address: &str| &found.iter().find(|(to, ..)| to == address).unwrap().2;
        let (plain, pointed) = (of("chutich@camngoc.gov.vn"), of("lanhdao@camngoc.gov.vn"));
        assert!(!plain.text.contains("/nguoi-dan") && pointed.text.contains("/nguoi-dan?don-vi=cam-ngoc") && pointed.html.contains("Đăng nhập"));
        assert!(plain.text.contains("Chưa ban hành báo cáo cấp trên nào"), "{}", plain.text);
        let [book, page] = plain.attachments.as_slice() else { panic!("two files") };
        assert!(book.file_name.starts_with("tien-do-cam-ngoc-2023-") && page.file_name.starts_with("tong-hop-cam-ngoc-2023-"));
        assert!(page.file_name.ends_with(".pdf") && plain.text.contains(&page.file_name), "{}", plain.text);
        let words = page_words(&page.bytes);
        let lines = workbook_lines(&book.bytes);
        assert!(lines.len() > 6, "{lines:?}");
        for part in lines.iter().flat_map(|line| line.split('\t')).filter(|part| !part.is_empty()) {
            let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains(&part), "«{part}» of the workbook is not on the page: {words}");
        }
        let [picture] = plain.pictures.as_slice() else { panic!("one picture") };
        assert!(picture.bytes.starts_with(b"\x89PNG") && picture.bytes.len() <= 40_000 && picture.file_name == "bieu-do.png");
        assert!(plain.html.contains("cid:bieu-do.png") && plain.html.contains("alt=\"Biểu đồ. Mức 2"), "{}", plain.html);

        // Whoever gets it stops it alone, and takes it up again.
        let weekly = ScheduleSettings { ..settings(Rhythm::Daily, vec![Addressee::Address(own)]) };
        let known = SavedSchedule { settings: weekly, ..saved(Sends::workbook(), Vec::new()) };
        let daily = schedules::save(db, &officer, &known, now()).unwrap();
        let mine = own_mail::own(db, &leader).unwrap();
        assert_eq!((mine.len(), mine[0].schedules.len(), mine[0].stopped), (1, 2, false));
        own_mail::set_own(db, &leader, (own, Some(daily)), false, now()).unwrap();
        assert!(matches!(own_mail::set_own(db, &leader, (stranger, None), false, now()), Err(MailError::NotFound)));
        assert!(matches!(own_mail::set_own(db, &officer, (own, None), false, now()), Err(MailError::NotFound)));
        let stopped: Vec<bool> = own_mail::own(db, &leader).unwrap()[0].schedules.iter().map(|one| one.stopped).collect();
        assert_eq!(stopped.iter().filter(|stopped| **stopped).count(), 1);
        assert!(matches!(mail::send_now(db, &officer, daily, "a", now()), Err(MailError::NobodyToSendTo)));
        own_mail::set_own(db, &leader, (own, Some(daily)), true, now()).unwrap();
        assert_eq!(mail::send_now(db, &officer, daily, "a", now()).unwrap(), 1);
        own_mail::set_own(db, &leader, (own, None), false, now()).unwrap();
        assert!(matches!(mail::send_now(db, &officer, daily, "b", now()), Err(MailError::NobodyToSendTo)));
    }

    fn without_any_document_there_is_nothing_to_send(db from IMPORTED) {
        let (officer, address) = office(db);
        let only = saved(Sends::document(DocumentKind::Report), vec![Addressee::Address(address)]);
        let id = schedules::save(db, &officer, &only, now()).unwrap();
        assert!(matches!(mail::preview(db, &officer, id, now()), Err(MailError::NoDocument(_))));
        let people = saved(Sends::document(DocumentKind::StaffMissing), vec![Addressee::Address(address)]);
        assert!(matches!(schedules::save(db, &officer, &people, now()), Err(MailError::Unfit(_))));
    }
}
