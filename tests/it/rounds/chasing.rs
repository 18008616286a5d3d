//! Reminders by message, mail and dispatch; the steps they make.

use chrono::{DateTime, Utc};
use tiendo::access::Actor;
use tiendo::model::id::RoundId;
use tiendo::model::role::Role;
use tiendo::rounds::{Step, chasing_data, show};

use super::tree::{COMMUNE, DUONG_HOA, open, rounds};
use crate::pages::browser::Browser;
use crate::support::office::account;
use crate::support::raw;
use crate::support::server::TestServer;

fn now() -> DateTime<Utc> {
    "2022-11-29T02:00:00Z".parse().unwrap()
}

on_both_databases! {
    fn reminders_escalate_and_each_is_kept(db from DUONG_HOA) {
        let server = TestServer::start(db, now());
        let officer = account(db, "duonghoa.canbo", Role::Officer, COMMUNE);
        let token = server.token("duonghoa.canbo", officer.password.as_deref().unwrap());
        let [first, second] = rounds().map(|round| open(&server, &token, &round));
        let mut browser = Browser::signed_in(&server, &officer);
        let csrf = browser.token();
        let path = format!("/dot-bao-cao/{first}/nhac?buoc=1");
        let page = browser.get(&path).text;
        for part in ["Thôn Thanh Vân", "0912000201", "thonho@example.vn", "chưa nhắc", "nhắc lần 1", "Kính gửi Thôn Hộ"] {
            assert!(page.contains(part), "{part}");
        }
        let remind = |browser: &mut Browser<'_>, what: &str, more: &[(&str, &str)]| {
            let both = [("don-vi", "duong-hoa/thon-ho"), ("don-vi", "duong-hoa/thon-ha")];
            let fields = [&[("csrf", csrf.as_str()), ("viec", what)], &both[..], more].concat();
            browser.post(&path, &fields).status
        };
        assert_eq!(remind(&mut browser, "tin-nhan", &[]), 303);
        assert_eq!(remind(&mut browser, "thu", &[]), 303);
        assert_eq!(raw::texts(db, "SELECT recipient AS value FROM outbox"), ["thonho@example.vn"], "the other village has no address");
        assert!(browser.get(&path).text.contains("đã nhắc lần 2"));
        assert_eq!(remind(&mut browser, "cong-van", &[]), 422, "a dispatch has a number");
        assert_eq!(remind(&mut browser, "cong-van", &[("van-ban", "Công văn số 141/UBND ngày 29/11/2022")]), 303);
        assert!(browser.get(&path).text.contains("đã có công văn đôn đốc lần 1"));

        // What a dispatch needs.
        let sheets: Vec<_> = [first, second].map(|id| show(db, &Actor::operator(), RoundId(id), now()).unwrap()).into();
        let data = chasing_data(&sheets).unwrap();
        assert_eq!(data.base_documents, ["Công văn số 127/UBND ngày 01/11/2022 của UBND xã Dương Hòa"]);
        let [late, ahead] = data.rounds.as_slice() else { panic!("two rounds") };
        assert!(late.hops[0].overdue && late.hops[1].overdue && !ahead.hops[0].overdue);
        assert_eq!(late.hops[0].not_reported.len(), 4);
        assert_eq!(late.hops[0].not_reported[0].step, Step::Dispatched(1));
        assert_eq!(late.hops[0].not_reported[0].contacts[0].name, "Trần Văn Sơn");
        assert_eq!(late.hops[1].not_reported[0].name, "Công an xã Dương Hòa");
        assert_eq!((late.hops[0].first_due.vietnamese().as_str(), late.hops[0].new_due), ("trước ngày 11/11/2022", None));
    }

    fn a_reminder_by_mail_tells_no_more_than_the_round_and_brings_the_form(db from DUONG_HOA) {
        let server = TestServer::start(db, now());
        let officer = account(db, "duonghoa.canbo", Role::Officer, COMMUNE);
        let token = server.token("duonghoa.canbo", officer.password.as_deref().unwrap());
        let [first, _] = rounds().map(|round| open(&server, &token, &round));
        let request = tiendo::mail::RemindByMail { round: RoundId(first), hop: 1, units: vec!["duong-hoa/thon-ho".to_owned()], now: now() };
        let sent = tiendo::mail::remind_by_mail(db, &Actor::operator(), &request).unwrap();
        assert_eq!((sent.queued, sent.without), (1, 0));
        let page = tiendo::mail::list(db, &Actor::operator(), &tiendo::mail::MailQuery { page: 1, per_page: 10, ..Default::default() }).unwrap();
        let mail = tiendo::mail::open(db, &Actor::operator(), page.mails[0].id).unwrap();
        assert!(mail.content.text.contains("Kính gửi Thôn Hộ") && mail.content.text.contains("trước ngày 11/11/2022"), "{}", mail.content.text);
        assert!(!mail.content.text.contains("0912000201") && !mail.content.html.contains("Thôn Hạ"));
        assert!(mail.content.attachments[0].bytes.starts_with(b"PK"), "the form of the village");
    }
}
