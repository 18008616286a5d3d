//! Several servers at one outbox, and pages while a mail server keeps the sender waiting.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::sync::Barrier;
use std::time::Duration;

use serde_json::Value;
use tiendo::jobs::Jobs;
use tiendo::mail::{Delivered, MailSettings, Transport, run_due};
use tiendo::model::role::Role;
use tiendo::roster::Background;
use tiendo::store::Db;

use super::faults::program;
use super::now;
use super::real_server::RealServer;
use super::small::{Small, queue_small};
use crate::pages::browser::{Browser, header, token};
use crate::roster::steps::IMPORTED;
use crate::support::office::{account, now as page_now};
use crate::support::server::TestServer;
use crate::support::{TestDb, keys, raw};

const MAILS: usize = 200;

fn queue_many(db: &TestDb) {
    queue_small(db, "c", MAILS, |_| Small { recipient: "chutich@camngoc.gov.vn", text: "Tiến độ" });
}

/// Each of the mails once, over more than one connection.
fn arrived_once(server: &RealServer) {
    let taken = server.taken();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for mail in &taken {
        *times.entry(mail.message_id()).or_default() += 1;
    }
    assert_eq!((taken.len(), times.len()), (MAILS, MAILS), "{times:?}");
    let connections: BTreeSet<String> = taken.iter().map(|mail| mail.connection.to_string()).collect();
    assert!(connections.len() > 1, "both have sent");
}

on_both_databases! {
    fn of_two_processes_each_mail_is_sent_by_one(db from IMPORTED) {
        queue_many(db);
        let server = RealServer::python(&["--pause", "0.02"]);
        let start = || program(db, server.port).stdout(Stdio::piped()).spawn().unwrap();
        let both = [start(), start()];
        let sent = both.map(|child| {
            let out = child.wait_with_output().unwrap();
            assert!(out.status.success());
            let told: Value = serde_json::from_slice(&out.stdout).unwrap();
            assert_eq!((told["postponed"].as_u64(), told["failed"].as_u64()), (Some(0), Some(0)), "{told}");
            usize::try_from(told["sent"].as_u64().unwrap()).unwrap()
        });
        assert!(sent.iter().sum::<usize>() == MAILS && sent.iter().all(|sent| *sent > 0), "{sent:?}");
        arrived_once(&server);
        let noted = "SELECT COUNT(*) AS value FROM audit_entry WHERE action = 'mail.sent'";
        assert_eq!(raw::number(db, noted), i64::try_from(MAILS).unwrap());
    }

    fn of_two_servers_that_begin_at_once_each_mail_is_sent_by_one(db from IMPORTED) {
        queue_many(db);
        let server = RealServer::python(&[]);
        let together = Barrier::new(2);
        let delivered = std::thread::scope(|scope| {
            let serve = || {
                // A server of its own: connections, writer and transport are not shared.
                let db = Db::open(db.location().clone(), keys()).unwrap();
                let settings = MailSettings { server: Some(format!("smtp://127.0.0.1:{}", server.port)), ..MailSettings::default() };
                let transport = Transport::open(&settings).unwrap();
                together.wait();
                run_due(&db, &transport, now()).unwrap()
            };
            [scope.spawn(serve), scope.spawn(serve)].map(|server| server.join().unwrap())
        });
        let [one, other] = delivered;
        assert_eq!(Delivered { sent: one.sent + other.sent, ..one }, Delivered { sent: MAILS, ..Delivered::default() }, "{other:?}");
        assert!(one.sent > 0 && other.sent > 0 && other.postponed + other.failed == 0, "{one:?} {other:?}");
        arrived_once(&server);
    }

    fn pages_are_read_and_written_while_a_mail_server_keeps_the_sender_waiting(db from IMPORTED) {
        queue_small(db, "a", 3, |_| Small { recipient: "chutich@camngoc.gov.vn", text: "Tiến độ" });
        let mail_server = RealServer::python(&["--fault", "hang"]);
        let settings = MailSettings { server: Some(format!("smtp://127.0.0.1:{}", mail_server.port)), ..MailSettings::default() };
        let transport = Transport::open(&settings).unwrap();
        let every = Duration::from_millis(20);
        let jobs = Jobs::start_with((**db).clone(), transport, Background::new((**db).clone()), now, every).unwrap();
        while !mail_server.is_hanging() {
            std::thread::sleep(Duration::from_millis(10));
        }
        let server = TestServer::start(db, page_now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        for path in ["/", "/thu-da-gui", "/bao-cao", "/don-vi/cam-ngoc/ngoc-binh"] {
            assert_eq!(browser.get(path).status, 200, "{path}");
        }
        let csrf = token(&browser.get("/bao-cao").text);
        for number in 0..5 {
            let key = format!("ma-{number}");
            let fields = [
                ("csrf", csrf.as_str()),
                ("don-vi", "cam-ngoc"),
                ("ma", &key),
                ("loi-nhan", ""),
                ("nguoi-nhan", "a@camngoc.gov.vn"),
                ("van-gui", "1"),
            ];
            let queued = browser.post("/bao-cao", &fields);
            assert!(queued.status == 303 && header(&queued, "location").is_some(), "{}", queued.text);
        }
        let held = "SELECT COUNT(*) AS value FROM outbox WHERE leased_by IS NOT NULL AND state = 'waiting'";
        assert_eq!(raw::number(db, held), 1, "the sender still waits");
        assert!(mail_server.taken().is_empty());
        drop(jobs);
        assert_eq!(raw::number(db, "SELECT COUNT(*) AS value FROM outbox WHERE state = 'waiting'"), 8, "nothing is lost");
    }
}
