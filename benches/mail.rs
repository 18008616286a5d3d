//! Two measurements. How long the reports of 200 communes to five leaders each take: every commune has a schedule, whose mail is built once, queued for each
//! leader and handed over to a mail server on this machine, one thread building and one sending as in a serving program. And how fast pages are answered
//! while a mail server keeps the sender waiting, beside the same without it.
//!
//! Limit, on two cores: 60 s for 1.000 reports.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    dead_code,
    missing_docs,
    reason = "a benchmark"
)]

#[path = "dashboard/fill.rs"]
mod fill;
#[path = "dashboard/load.rs"]
mod load;
#[path = "../tests/it/reports/sink.rs"]
mod sink;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use tiendo::access::{Actor, Door, InitialPassword, NewAccount, Rights, create_account};
use tiendo::mail::addresses::{self, TypedAddress};
use tiendo::mail::schedules::{self, SavedSchedule};
use tiendo::mail::{MailSettings, SendReport, Transport, run_due, run_schedules, send_report};
use tiendo::model::id::MailScheduleId;
use tiendo::model::mail_schedule::{Addressee, Rhythm, Sends, Timing};
use tiendo::model::role::Role;
use tiendo::store::mail_schedules::ScheduleSettings;
use tiendo::store::{Db, Keys, Location, units};

use sink::{Answer, Sink};

const CAMPAIGN: &str = "tinh-2023";
const COMMUNES: usize = 200;
const LEADERS: usize = 5;
const PEOPLE: u32 = 50_000;
const LIMIT: Duration = Duration::from_secs(60);
/// How long pages are asked for, each of the 64 connections once a second.
const SPAN: Duration = Duration::from_secs(15);

fn now() -> DateTime<Utc> {
    "2023-06-13T02:00:00Z".parse().unwrap()
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    let keys = Keys::create(&folder.path().join("key")).unwrap();
    let db = Db::open(Location::Sqlite(folder.path().join("data/tiendo.sqlite")), keys).unwrap();
    println!("{} units, {PEOPLE} people", fill::fill(&db, PEOPLE).units);
    let officer = officer(&db);
    let set_up: Vec<MailScheduleId> = (0..COMMUNES).map(|commune| schedule(&db, &officer, commune)).collect();
    reports(&db);
    for id in set_up {
        schedules::retire(&db, &officer, id, now()).unwrap();
    }
    pages(&db, folder.path());
}

/// Builds and sends the reports of all schedules.
fn reports(db: &Db) {
    let sink = Sink::start(&[Answer::Accept]);
    let settings = MailSettings { server: Some(format!("smtp://{}", sink.address)), ..MailSettings::default() };
    let transport = Transport::open(&settings).unwrap();
    let queued = AtomicBool::new(false);
    let tomorrow = now() + TimeDelta::days(1);
    let begun = Instant::now();
    let sent = std::thread::scope(|scope| {
        let sending = scope.spawn(|| carry(db, &transport, &queued, tomorrow));
        let ran = run_schedules(db, tomorrow).unwrap();
        queued.store(true, Ordering::Release);
        println!("built and queued: {:.1} s", begun.elapsed().as_secs_f64());
        assert_eq!((ran.queued, ran.idle, ran.failed), (COMMUNES * LEADERS, 0, 0));
        sending.join().unwrap()
    });
    let took = begun.elapsed();
    let arrived = sink.arrived();
    let bytes: usize = arrived.iter().map(|mail| mail.data.len()).sum();
    assert_eq!((sent, arrived.len()), (COMMUNES * LEADERS, COMMUNES * LEADERS));
    let (seconds, limit, kilobytes) = (took.as_secs_f64(), LIMIT.as_secs(), bytes / arrived.len() / 1024);
    println!("{sent} reports built and handed over: {seconds:.1} s (limit {limit} s), {kilobytes} kB each");
}

/// Sends until everything is queued and nothing is left.
fn carry(db: &Db, transport: &Transport, queued: &AtomicBool, at: DateTime<Utc>) -> usize {
    let mut sent = 0;
    loop {
        let all = queued.load(Ordering::Acquire);
        let delivered = run_due(db, transport, at).unwrap();
        assert_eq!((delivered.postponed, delivered.failed), (0, 0));
        sent += delivered.sent;
        if all {
            return sent;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Somebody of the province who may send.
fn officer(db: &Db) -> Actor {
    let unit = db.read(units::slugs_in_use).unwrap()[fill::PROVINCE];
    let new = NewAccount {
        name: "tinh.thu".to_owned(),
        display_name: "Cán bộ thư".to_owned(),
        role: Role::Officer,
        unit,
        password: InitialPassword::Lasting,
    };
    let account = create_account(db, &Actor::operator(), &new, now()).unwrap().id;
    Actor { rights: Rights::Account { account, role: Role::Officer, unit }, door: Door::Page, source: String::new() }
}

/// A commune sends to its leaders every morning.
fn schedule(db: &Db, officer: &Actor, commune: usize) -> MailScheduleId {
    let leader = |number: usize| {
        let typed = TypedAddress {
            unit: format!("xa-{commune}"),
            address: format!("lanh-dao-{number}@xa-{commune}.gov.vn"),
            holder: format!("Lãnh đạo {number}"),
            account: String::new(),
        };
        let id = addresses::enter(db, officer, &typed, now()).unwrap();
        addresses::confirm(db, &Actor::operator(), id, now()).unwrap();
        Addressee::Address(id)
    };
    let hour = NaiveTime::from_hms_opt(7, 30, 0).unwrap();
    let settings = ScheduleSettings {
        name: "Báo cáo sáng".to_owned(),
        sends: Sends::workbook(),
        timing: Timing { rhythm: Rhythm::Daily, hour, weekends: true, any_hour: true },
        only_changed: false,
        answer_to: None,
        recipients: (0..LEADERS).map(leader).collect(),
    };
    let (campaign, unit) = (CAMPAIGN.to_owned(), format!("xa-{commune}"));
    schedules::save(db, officer, &SavedSchedule { campaign, unit, known: None, settings }, now()).unwrap()
}

/// Measures the page of the province without mail, then while the sender waits for a server that has taken a mail and does not answer.
fn pages(db: &Db, folder: &Path) {
    let account = NewAccount {
        name: "tinh.canbo".to_owned(),
        display_name: "Cán bộ tỉnh".to_owned(),
        role: Role::UpperOfficer,
        unit: db.read(units::slugs_in_use).unwrap()[fill::PROVINCE],
        password: InitialPassword::Lasting,
    };
    let password = create_account(db, &Actor::operator(), &account, Utc::now()).unwrap().password.unwrap();
    println!("{:<34} {:>8} {:>9} {:>9} {:>9}", "", "lần/giây", "p50 ms", "p95 ms", "p99 ms");
    serve_and_measure(folder, None, "trang của tỉnh, không có thư", &password);
    let request = SendReport {
        campaign: CAMPAIGN.to_owned(),
        unit: None,
        as_of: None,
        recipient: "lanh-dao@tinh.gov.vn".to_owned(),
        looked_again: true,
        note: None,
        form_key: "treo".to_owned(),
        now: now(),
    };
    send_report(db, &Actor::operator(), request).unwrap();
    serve_and_measure(folder, Some(Hanging::start()), "trang của tỉnh, máy chủ thư treo", &password);
}

fn serve_and_measure(folder: &Path, hanging: Option<Hanging>, name: &str, password: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
    command.args(["serve", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null());
    command.arg("--data").arg(folder.join("data")).arg("--key").arg(folder.join("key"));
    if let Some(hanging) = &hanging {
        command.env("TIENDO_SMTP_URL", &hanging.address);
    }
    let mut process = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().trim_end_matches('/');
    if let Some(hanging) = &hanging {
        hanging.waits.recv_timeout(Duration::from_secs(60)).unwrap();
    }
    let cookie = load::signed_in(address, "tinh.canbo", password);
    load::get(address, "/", &cookie);
    load::tell(name, &load::measure(address, "/", &cookie, SPAN, Some(Duration::from_secs(1))));
    process.kill().unwrap();
    process.wait().unwrap();
}

/// A mail server that takes mails and never answers them.
struct Hanging {
    address: String,
    waits: Receiver<()>,
}

impl Hanging {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("smtp://{}", listener.local_addr().unwrap());
        let (told, waits) = channel();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                stream.write_all(b"220 treo\r\n").unwrap();
                let mut mail = false;
                while let Some(Ok(line)) = lines.next() {
                    let answer = match line.as_str() {
                        "DATA" => "354 go on\r\n",
                        _ if mail => continue,
                        _ => "250 ok\r\n",
                    };
                    if line == "DATA" {
                        mail = true;
                        let _ = told.send(());
                    }
                    stream.write_all(answer.as_bytes()).unwrap();
                }
            }
        });
        Self { address, waits }
    }
}
