//! A schedule that sends documents: the latest one that was issued goes with the mail as it is kept.

use chrono::TimeDelta;
use tiendo::access::Actor;
use tiendo::documents::{self, DocumentFile};
use tiendo::mail::schedules::{self, SavedSchedule};
use tiendo::mail::{self, Content, MailQuery, Ran};
use tiendo::model::document::{DocumentKind, IssuingBody};
use tiendo::model::mail_schedule::{Addressee, Rhythm, Sends};
use tiendo::store::Db;
use tiendo::store::mail_schedules::ScheduleSettings;

use super::now;
use super::schedules::{office, settings};
use crate::documents::doors::{draft, issue};
use crate::roster::steps::IMPORTED;

/// Subject and content of the latest mail.
fn latest(db: &Db) -> (String, Content) {
    let query = MailQuery { page: 1, per_page: 1, ..MailQuery::default() };
    let mail = mail::list(db, &Actor::operator(), &query).unwrap().mails.remove(0);
    (mail.subject, mail::open(db, &Actor::operator(), mail.id).unwrap().content)
}

on_both_databases! {
    fn the_latest_issued_document_goes_as_it_is_kept(db from IMPORTED) {
        let (officer, address) = office(db);
        let write = || draft(db, DocumentKind::Push, IssuingBody::Committee);
        issue(db, write(), "2023-06-06");
        let second = write();
        let number = issue(db, second, "2023-06-12");
        write();
        let sends = Sends::document(DocumentKind::Push);
        let settings = ScheduleSettings { sends, only_changed: true, ..settings(Rhythm::Daily, vec![Addressee::Address(address)]) };
        let (campaign, unit) = ("cam-ngoc-2023".to_owned(), "cam-ngoc".to_owned());
        let saved = SavedSchedule { campaign, unit, known: None, settings };
        let id = schedules::save(db, &officer, &saved, now()).unwrap();
        assert_eq!(mail::send_now(db, &officer, id, "a", now()).unwrap(), 1);
        let (subject, content) = latest(db);
        assert_eq!(subject, format!("[tiendo] Xã Cẩm Ngọc: Công văn đẩy mạnh chiến dịch số {number} ngày 12/6/2023"));
        let kept = documents::file(db, &Actor::operator(), (second, DocumentFile::Pdf), now()).unwrap();
        let [file] = content.attachments.as_slice() else { panic!("one document") };
        assert_eq!((&file.file_name, &file.bytes), (&kept.name, &kept.bytes));
        assert!(kept.name.is_ascii() && file.media_type == "application/pdf");
        assert!(content.text.contains(&number) && content.html.contains(&number), "{}", content.text);

        let day = |days: i64| now() + TimeDelta::days(days);
        assert_eq!(mail::run_schedules(db, day(1)).unwrap(), Ran { idle: 1, ..Ran::default() }, "nothing new was issued");

        let signed: &[u8] = b"%PDF-1.7 signed and stamped";
        documents::attach_signed(db, &officer, second, ("Bản ký.pdf", signed), day(1) + TimeDelta::hours(1)).unwrap();
        assert_eq!(mail::run_schedules(db, day(2)).unwrap(), Ran { queued: 1, ..Ran::default() }, "the original came");
        let (_, content) = latest(db);
        assert_eq!(content.attachments[0].bytes, signed);
        assert_eq!(mail::run_schedules(db, day(3)).unwrap(), Ran { idle: 1, ..Ran::default() }, "and was sent");
    }
}
