//! The page of a province with as many units as the whole country has communes, and a million people: how long an answer takes under 64 connections.
//!
//! `cargo bench --bench dashboard`, `… -- 100000` for fewer people, `… -- postgres://…` for a database that is empty. Each of the 64 connections asks as fast
//! as it is answered, then once a second as somebody who reads. Not part of the tests.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that fails has nothing to say")]

mod fill;
mod load;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chrono::Utc;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use tiendo::access::{Actor, InitialPassword, NewAccount, create_account};
use tiendo::model::role::Role;
use tiendo::progress::verify;
use tiendo::store::{Db, Keys, Location, units};

/// People where none are named.
const PEOPLE: u32 = 1_000_000;
/// How long each way of asking is measured.
const SPAN: Duration = Duration::from_secs(15);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let people = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(PEOPLE);
    let server = arguments.iter().find(|argument| argument.starts_with("postgres")).cloned();
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    let keys = Keys::create(&folder.path().join("key")).unwrap();
    let location = match &server {
        Some(address) => Location::Postgres(address.clone()),
        None => Location::Sqlite(folder.path().join("data/tiendo.sqlite")),
    };
    let password = prepare(&location, keys, people);
    let serving = Serving::start(folder.path(), server.as_deref());
    println!("{:<34} {:>8} {:>9} {:>9} {:>9}", "", "lần/giây", "p50 ms", "p95 ms", "p99 ms");
    for (name, path) in [("trang tổng quan của tỉnh", "/"), ("trang của cụm 100 xã", "/don-vi/cum-1")] {
        let cookie = load::signed_in(&serving.address, "tinh.canbo", &password);
        load::get(&serving.address, path, &cookie);
        load::tell(&format!("{name}, liên tục"), &load::measure(&serving.address, path, &cookie, SPAN, None));
        let once_a_second = Some(Duration::from_secs(1));
        load::tell(&format!("{name}, mỗi giây"), &load::measure(&serving.address, path, &cookie, SPAN, once_a_second));
    }
}

/// Fills the database and makes the account of somebody who leads the province.
fn prepare(location: &Location, keys: Keys, people: u32) -> String {
    let db = Db::open(location.clone(), keys).unwrap();
    let begun = Instant::now();
    let filled = fill::fill(&db, people);
    println!("{} đơn vị, {people} người, nạp {:.0} giây", filled.units, begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let verified = verify(&db, &Actor::operator()).unwrap();
    assert!(verified.is_sound(), "{verified:?}");
    println!("đếm lại khớp: {} bước, {:.0} giây\n", verified.counters, begun.elapsed().as_secs_f64());
    if let Location::Postgres(address) = location {
        // What PostgreSQL does by itself some minutes after so many rows came; it would run beside the measurement.
        PgConnection::establish(address).unwrap().batch_execute("VACUUM ANALYZE").unwrap();
    }
    let account = NewAccount {
        name: "tinh.canbo".to_owned(),
        display_name: "Cán bộ tỉnh".to_owned(),
        role: Role::UpperOfficer,
        unit: db.read(units::slugs_in_use).unwrap()[fill::PROVINCE],
        password: InitialPassword::Lasting,
    };
    create_account(&db, &Actor::operator(), &account, Utc::now()).unwrap().password.unwrap()
}

/// The program, serving.
struct Serving {
    process: Child,
    address: String,
}

impl Serving {
    fn start(folder: &Path, server: Option<&str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
        command.args(["serve", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        command.arg("--data").arg(folder.join("data")).arg("--key").arg(folder.join("key"));
        if let Some(server) = server {
            command.args(["--database-url", server]);
        }
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
        Self { process, address: address.trim_end_matches('/').to_owned() }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
