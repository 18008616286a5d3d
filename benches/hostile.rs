//! Every hostile file uploaded to a running server: how long until the answer, how much the server's memory grew, how long `/healthz` took meanwhile.
//!
//! `cargo bench --bench hostile`, or `… -- WORD` for the kinds whose name contains a word. Linux only: memory is read from `/proc`. Not part of the tests.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that fails has nothing to say")]

#[path = "../tests/it/hostile/corpus/mod.rs"]
#[allow(dead_code, reason = "the tests read more of a kind than the bench")]
mod corpus;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::Utc;
use tiendo::access::{Actor, InitialPassword, NewAccount, create_account};
use tiendo::campaign::{self, seed};
use tiendo::model::role::Role;
use tiendo::store::{Db, Keys, Location, units};
use ureq::Agent;
use ureq::unversioned::multipart::{Form, Part};

/// Uploads of one account; more are refused.
const PER_ACCOUNT: usize = 100;
/// Bounds that are told beside the results.
const MOST_SECONDS: f64 = 10.0;
const MOST_MEBIBYTES: u64 = 64;
const MOST_HEALTH: Duration = Duration::from_millis(100);

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let kinds: Vec<_> = corpus::kinds()
        .into_iter()
        .filter(|kind| words.is_empty() || words.iter().any(|word| kind.name.contains(word)))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path(), kinds.len().div_ceil(PER_ACCOUNT));
    let server = Server::start(folder.path());
    let health = Health::of(&server.address);
    // The first upload touches what later ones share.
    server.upload(&server.token(0), "ds.csv", b"TT,a\n");
    let start = server.resident();
    let (mut slowest, mut most) = (0.0_f64, 0);
    println!("{:>7} {:>7} {:>9}  trả lời  tệp", "giây", "MiB", "byte");
    for (number, kind) in kinds.iter().enumerate() {
        let token = server.token(number / PER_ACCOUNT);
        let bytes = (kind.make)();
        server.forget_peak();
        let begun = Instant::now();
        let status = server.upload(&token, kind.file, &bytes);
        let seconds = begun.elapsed().as_secs_f64();
        let risen = server.peak().saturating_sub(start);
        println!("{seconds:>7.2} {risen:>7} {:>9}  {status:<7}  {}", bytes.len(), kind.name);
        (slowest, most) = (slowest.max(seconds), most.max(risen));
        assert!(status != 0 && status < 500, "{}", kind.name);
    }
    let (answers, p99, longest) = health.end();
    println!(
        "\n{} tệp; lâu nhất {slowest:.2} giây (≤ {MOST_SECONDS}); bộ nhớ tăng nhiều nhất {most} MiB (≤ {MOST_MEBIBYTES})",
        kinds.len()
    );
    println!("/healthz: {answers} lần, p99 {p99:?} (≤ {MOST_HEALTH:?}), lâu nhất {longest:?}");
}

/// Units, catalogue and campaign of the demo, and officers who upload.
fn prepare(folder: &Path, accounts: usize) {
    let keys = Keys::create(&folder.join("key")).unwrap();
    std::fs::create_dir(folder.join("data")).unwrap();
    let db = Db::open(Location::Sqlite(folder.join("data/tiendo.sqlite")), keys).unwrap();
    let operator = Actor::operator();
    campaign::load(&db, &operator, &[seed::base(), seed::demo()].concat()).unwrap();
    let unit = db.read(units::slugs_in_use).unwrap()["cam-ngoc"];
    for number in 0..accounts {
        let account = NewAccount {
            name: format!("canbo.{number}"),
            display_name: format!("Cán bộ {number}"),
            role: Role::Officer,
            unit,
            password: InitialPassword::Lasting,
        };
        let made = create_account(&db, &operator, &account, Utc::now()).unwrap();
        std::fs::write(folder.join(format!("password.{number}")), made.password.unwrap()).unwrap();
    }
}

/// The program, serving.
struct Server {
    process: Child,
    address: String,
    agent: Agent,
    passwords: Vec<String>,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tiendo"));
        command.args(["serve", "--port", "0"]).stdout(Stdio::piped());
        command.arg("--data").arg(folder.join("data")).arg("--key").arg(folder.join("key"));
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned();
        let agent = Agent::new_with_config(Agent::config_builder().http_status_as_error(false).build());
        let passwords =
            (0..).map_while(|number| std::fs::read_to_string(folder.join(format!("password.{number}"))).ok()).collect();
        Self { process, address, agent, passwords }
    }

    fn token(&self, account: usize) -> String {
        let body = serde_json::json!({"name": format!("canbo.{account}"), "password": self.passwords[account]});
        let mut answer = self.agent.post(format!("{}api/v1/sessions", self.address)).send_json(body).unwrap();
        let answer: serde_json::Value = answer.body_mut().read_json().unwrap();
        answer["token"].as_str().unwrap().to_owned()
    }

    /// The status of the answer; 413 too where the server stopped listening.
    fn upload(&self, token: &str, file: &str, bytes: &[u8]) -> u16 {
        let part = Part::bytes(bytes).file_name(file).mime_str("application/octet-stream").unwrap();
        let fields = [("campaign", "cam-ngoc-2023"), ("unit", "cam-ngoc"), ("listed_on", "2023-06-12")];
        let form = fields.iter().fold(Form::new(), |form, (name, value)| form.text(name, value)).part("file", part);
        let request = self.agent.post(format!("{}api/v1/imports", self.address));
        request
            .header("Authorization", format!("Bearer {token}"))
            .send(form)
            .map_or(413, |answer| answer.status().as_u16())
    }

    fn status(&self, field: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
    }

    fn resident(&self) -> u64 {
        self.status("VmRSS:")
    }

    fn peak(&self) -> u64 {
        self.status("VmHWM:")
    }

    /// Lets the peak begin anew (proc_pid_clear_refs(5)).
    fn forget_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5").unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.process.kill();
        let _ended = self.process.wait();
    }
}

/// Asks `/healthz` again and again.
struct Health {
    stop: Arc<AtomicBool>,
    times: Arc<Mutex<Vec<Duration>>>,
    thread: std::thread::JoinHandle<()>,
}

impl Health {
    fn of(address: &str) -> Self {
        let (stop, times) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (stopped, noted, address) = (stop.clone(), times.clone(), format!("{address}healthz"));
        let thread = std::thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                let begun = Instant::now();
                assert_eq!(ureq::get(&address).call().unwrap().status(), 200);
                noted.lock().unwrap().push(begun.elapsed());
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        Self { stop, times, thread }
    }

    /// Number of answers, the time that 99 of 100 stayed below, the longest.
    fn end(self) -> (usize, Duration, Duration) {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap();
        let mut times = self.times.lock().unwrap().clone();
        times.sort_unstable();
        (times.len(), times[times.len() * 99 / 100], *times.last().unwrap())
    }
}
