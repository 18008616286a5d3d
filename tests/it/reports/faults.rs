//! A mail server that fails in every way that one may: nothing is lost, the others get theirs, a repeat bears the same Message-ID.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use tiendo::mail::{MailSettings, MailState, Transport, run_due, run_due_until};
use tiendo::model::role::Role;
use tiendo::store::{Location, outbox};

use super::real_server::{Papers, RealServer};
use super::small::{Small, queue_small};
use super::{actor, now};
use crate::roster::steps::IMPORTED;
use crate::support::{TestDb, key_file, raw, workshop};

const RECIPIENTS: [&str; 3] = ["mot@camngoc.gov.vn", "hai@camngoc.gov.vn", "ba@camngoc.gov.vn"];

/// What a server does, and what may come of it.
struct Fault {
    arguments: &'static [&'static str],
    patience: &'static str,
    failed: usize,
    doubled: usize,
    said: &'static str,
}

const fn passing(arguments: &'static [&'static str], said: &'static str) -> Fault {
    Fault { arguments, patience: "2", failed: 0, doubled: 0, said }
}

const FAULTS: [Fault; 6] = [
    passing(&["--fault", "421", "--times", "2"], "421"),
    passing(&["--fault", "450", "--times", "4"], "Greylisted"),
    passing(&["--fault", "452", "--times", "1"], "Mailbox full"),
    Fault { failed: 1, ..passing(&["--fault", "550", "--only", RECIPIENTS[1]], "No such mailbox") },
    passing(&["--fault", "hang", "--times", "1"], "không trả lời"),
    Fault { doubled: 1, ..passing(&["--fault", "cut", "--times", "1"], "ngắt kết nối") },
];

/// Three mails of four kilobytes each.
fn queue_three(db: &TestDb, sending: &str) {
    let text = "Tiến độ ".repeat(80);
    let small = |number: usize| Small { recipient: RECIPIENTS[number], text: &text };
    queue_small(db, sending, 3, small);
}

fn settings(port: u16, patience: &str) -> MailSettings {
    MailSettings {
        server: Some(format!("smtp://127.0.0.1:{port}")),
        sender: Some("tiendo@camngoc.gov.vn".to_owned()),
        patience: Some(patience.to_owned()),
        ..MailSettings::default()
    }
}

/// Runs until nothing waits any more; what went wrong on the way.
fn until_settled(db: &TestDb, transport: &Transport) -> BTreeSet<String> {
    let mut reasons = BTreeSet::new();
    for turn in 0..12 {
        run_due(db, transport, now() + TimeDelta::minutes(31 * turn)).unwrap();
        let mails = db.read(|c| outbox::list(c, &outbox::MailFilter::default(), 10, 0)).unwrap();
        reasons.extend(mails.iter().filter_map(|mail| mail.last_error.clone()));
        if mails.iter().all(|mail| mail.state != MailState::Waiting) {
            return reasons;
        }
    }
    panic!("still waiting: {reasons:?}");
}

/// Recipient by recipient: the Message-IDs that arrived.
fn arrived(server: &RealServer) -> BTreeMap<String, Vec<String>> {
    let mut arrived: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for taken in server.taken() {
        let [recipient] = taken.recipients.as_slice() else { panic!("{taken:?}") };
        arrived.entry(recipient.clone()).or_default().push(taken.message_id());
    }
    arrived
}

fn count(db: &TestDb, state: MailState) -> usize {
    let filter = outbox::MailFilter { state: Some(state), ..outbox::MailFilter::default() };
    db.read(|c| outbox::list(c, &filter, 10, 0)).unwrap().len()
}

/// All mails go out to a server that fails in this way for a time.
fn survive(db: &TestDb, fault: &Fault) {
    let name = format!("{:?}", fault.arguments);
    requeue(db);
    let server = RealServer::python(fault.arguments);
    let transport = Transport::open(&settings(server.port, fault.patience)).unwrap();
    let reasons = until_settled(db, &transport);
    assert!(fault.said.is_empty() || reasons.iter().any(|reason| reason.contains(fault.said)), "{name}: {reasons:?}");
    assert_eq!((count(db, MailState::Failed), count(db, MailState::Sent)), (fault.failed, 3 - fault.failed), "{name}");
    let arrived = arrived(&server);
    assert_eq!(arrived.len(), 3 - fault.failed, "{name}: {arrived:?}");
    let doubled: usize = arrived.values().map(|ids| ids.len() - 1).sum();
    assert!(doubled <= fault.doubled, "{name}: {arrived:?}");
    assert!(arrived.values().all(|ids| ids.iter().all(|id| *id == ids[0])), "{name}: {arrived:?}");
}

on_both_databases! {
    fn nothing_is_lost_whatever_the_server_does(db from IMPORTED) {
        queue_three(db, "a");
        FAULTS.iter().for_each(|fault| survive(db, fault));
    }

    /// A kilobyte a second: a mail takes longer than any other answer may, since its size is reckoned with.
    fn a_slow_line_is_waited_for(db from IMPORTED) {
        queue_three(db, "a");
        survive(db, &passing(&["--fault", "slow"], ""));
    }

    fn a_server_that_hangs_holds_no_connection_and_no_transaction(db from IMPORTED) {
        queue_three(db, "a");
        let server = RealServer::python(&["--fault", "hang"]);
        let transport = Transport::open(&settings(server.port, "10")).unwrap();
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let sending = scope.spawn(|| run_due_until(db, &transport, &now, &stop).unwrap());
            while raw::number(db, "SELECT COUNT(*) AS value FROM outbox WHERE leased_by IS NOT NULL") == 0 {
                std::thread::sleep(Duration::from_millis(10));
            }
            // Writes while the server is waited for: with one writer this would not end if the sender held it.
            actor(db, Role::Leader, "cam-ngoc");
            assert!(!sending.is_finished());
            stop.store(true, Ordering::Relaxed);
            let delivered = sending.join().unwrap();
            assert_eq!((delivered.sent, delivered.postponed, delivered.failed), (0, 1, 0), "broken off, to be tried again");
        });
    }

    fn a_server_that_is_not_there_is_waited_for(db from IMPORTED) {
        queue_three(db, "a");
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let transport = Transport::open(&settings(port, "2")).unwrap();
        let delivered = run_due(db, &transport, now()).unwrap();
        assert_eq!((delivered.postponed, delivered.failed), (1, 0), "the others are not even tried");
        let server = RealServer::python(&["--port", &port.to_string()]);
        let reasons = until_settled(db, &transport);
        assert!(reasons.iter().all(|reason| reason.contains("không có dịch vụ thư")), "{reasons:?}");
        assert_eq!(arrived(&server).len(), 3);
        let connections: BTreeSet<String> = server.taken().iter().map(|taken| taken.connection.to_string()).collect();
        assert!(connections.len() < 3, "many mails over one connection");
    }

    fn a_certificate_of_nobody_known_stops_mail_until_its_authority_is_trusted(db from IMPORTED) {
        queue_three(db, "a");
        let papers = Papers::new();
        let (certificate, key) = (papers.certificate(), papers.key());
        let arguments = ["--certificate", certificate.to_str().unwrap(), "--key", key.to_str().unwrap()];
        let server = RealServer::python(&arguments);
        let mut settings = settings(server.port, "5");
        settings.server = Some(format!("smtp://localhost:{}?tls=required", server.port));
        let delivered = run_due(db, &Transport::open(&settings).unwrap(), now()).unwrap();
        assert_eq!((delivered.sent, delivered.postponed, delivered.failed), (0, 1, 0));
        assert!(server.taken().is_empty());
        settings.authority = Some(papers.authority());
        let reasons = until_settled(db, &Transport::open(&settings).unwrap());
        assert!(reasons.iter().all(|reason| reason.contains("chưa được tin cậy")), "{reasons:?}");
        assert!(server.taken().len() == 3 && server.taken().iter().all(|taken| taken.encrypted));
    }

    fn a_sender_that_is_killed_doubles_a_mail_at_most_once(db from IMPORTED) {
        // Between the mail and its note; before the server has taken it; anywhere.
        for (round, fault, doubled) in [("a", Some("late"), 1), ("b", Some("hang"), 0), ("c", None, 1)] {
            queue_three(db, round);
            let mut arguments = vec!["--times", "1"];
            arguments.extend(fault.iter().flat_map(|fault| ["--fault", *fault]));
            let server = RealServer::python(&arguments);
            let mut killed = program(db, server.port).spawn().unwrap();
            while !server.is_hanging() && server.taken().is_empty() {
                assert!(killed.try_wait().unwrap().is_none(), "{round}: it ended before the server had a mail");
                std::thread::sleep(Duration::from_millis(5));
            }
            killed.kill().unwrap();
            killed.wait().unwrap();
            let transport = Transport::open(&settings(server.port, "5")).unwrap();
            run_due(db, &transport, Utc::now()).unwrap();
            if fault.is_some() {
                assert_eq!(count(db, MailState::Waiting), 1, "{round}: the lease of the dead lasts");
            }
            run_due(db, &transport, Utc::now() + TimeDelta::minutes(3)).unwrap();
            assert_eq!((count(db, MailState::Waiting), count(db, MailState::Failed)), (0, 0), "{round}");
            let arrived = arrived(&server);
            let ids: BTreeSet<&String> = arrived.values().flatten().collect();
            assert_eq!((arrived.len(), ids.len()), (3, 3), "{round}: {arrived:?}");
            let more = arrived.values().map(|ids| ids.len() - 1).sum::<usize>();
            assert!(more <= doubled, "{round}: {arrived:?}");
            assert!(fault != Some("late") || more == 1, "{round}: the mail that was taken unheard goes out once more");
        }
    }
}

/// `mail run-due` as a process of its own.
pub fn program(db: &TestDb, port: u16) -> std::process::Command {
    let address = match db.location() {
        Location::Sqlite(path) => format!("sqlite://{}", path.display()),
        Location::Postgres(address) => address.clone(),
    };
    let data = workshop().with_file_name("mail-data");
    std::fs::create_dir_all(&data).unwrap();
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_tiendo"));
    program
        .args(["mail", "run-due", "--json"])
        .env("TIENDO_DATA", &data)
        .env("TIENDO_KEY", key_file())
        .env("DATABASE_URL", address)
        .env("TIENDO_SMTP_URL", format!("smtp://127.0.0.1:{port}"))
        .env("TIENDO_MAIL_FROM", "tiendo@camngoc.gov.vn");
    program
}

/// All mails wait as if they had just been queued.
fn requeue(db: &TestDb) {
    let at = "'2023-06-13 02:00:00'";
    raw::execute(
        db,
        &format!(
            "UPDATE outbox SET state = 'waiting', attempts = 0, first_attempt_at = NULL, sent_at = NULL, last_error = NULL, next_attempt_at = {at}"
        ),
    ).unwrap();
}
