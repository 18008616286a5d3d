//! A chromedriver process with one session: the wire of the W3C WebDriver protocol (<https://www.w3.org/TR/webdriver2/>).

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;

const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMEDRIVER: &str = "/usr/bin/chromedriver";
/// It is started so often before it is given up.
const STARTS: usize = 5;
/// Longest that one command may take; a loaded machine starts Chromium slowly.
const PATIENCE: Duration = Duration::from_secs(120);
const ARGUMENTS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-breakpad",
    "--lang=vi",
];

/// What the protocol refuses: its error code and its message.
#[derive(Debug)]
pub struct Refused {
    /// Such as `stale element reference`.
    pub code: String,
    /// For people.
    pub message: String,
}

impl Refused {
    /// Whether the element that was asked for belongs to a page that has gone; chromedriver words it differently while the page is changing.
    pub fn means_gone(&self) -> bool {
        let codes = ["stale element reference", "no such element"];
        codes.contains(&self.code.as_str()) || self.message.contains("does not belong to the document")
    }
}

/// A chromedriver and the browser it drives; both end with this value.
pub struct Driver {
    process: Process,
    agent: Agent,
    session: String,
    _profile: TempDir,
}

/// A process that is killed when dropped.
struct Process {
    child: Child,
    port: u16,
}

impl Driver {
    /// Starts both with options of Chromium besides the usual ones.
    pub fn start(more_arguments: &[&str], more_options: &Value) -> Self {
        let process = Process::start();
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
        let profile = tempfile::tempdir().unwrap();
        let mut driver =
            Self { process, agent: Agent::new_with_config(config.build()), session: String::new(), _profile: profile };
        let profile = format!("--user-data-dir={}", driver._profile.path().display());
        let arguments: Vec<&str> = ARGUMENTS.iter().chain(more_arguments).copied().chain([profile.as_str()]).collect();
        let mut options = json!({"binary": CHROMIUM, "args": arguments});
        options.as_object_mut().unwrap().extend(more_options.as_object().unwrap().clone());
        let capabilities = json!({
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"},
        });
        let body = json!({"capabilities": {"alwaysMatch": capabilities}});
        let made = driver.send("POST", "/session", Some(&body)).unwrap_or_else(|refused| panic!("{refused:?}"));
        driver.session = made["sessionId"].as_str().unwrap().to_owned();
        driver
    }

    /// GET of a path below the session.
    pub fn get(&self, path: &str) -> Result<Value, Refused> {
        self.send("GET", &format!("/session/{}{path}", self.session), None)
    }

    /// POST to a path below the session.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Refused> {
        self.send("POST", &format!("/session/{}{path}", self.session), Some(body))
    }

    fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Refused> {
        let address = format!("http://127.0.0.1:{}{path}", self.process.port);
        let sent = match body {
            Some(body) => self.agent.post(address).send_json(body),
            None if method == "DELETE" => self.agent.delete(address).call(),
            None => self.agent.get(address).call(),
        };
        let mut response = sent.unwrap_or_else(|error| panic!("chromedriver does not answer {path}: {error}"));
        let mut answer: Value = response.body_mut().read_json().unwrap();
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(code) if !response.status().is_success() => {
                let message = value["message"].as_str().unwrap_or_default().to_owned();
                Err(Refused { code: code.to_owned(), message })
            }
            _ => Ok(value),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            // Ends Chromium; chromedriver itself is killed next.
            let path = format!("http://127.0.0.1:{}/session/{}", self.process.port, self.session);
            if let Err(reason) = self.agent.delete(path).call() {
                eprintln!("the browser may still run: {reason}");
            }
        }
    }
}

impl Process {
    fn start() -> Self {
        for (program, package) in [(CHROMIUM, "chromium"), (CHROMEDRIVER, "chromium-driver")] {
            assert!(
                Path::new(program).exists(),
                "{program} is missing: install the Debian package {package}, or set TIENDO_TEST_BROWSER=0 to go without"
            );
        }
        // It takes a free port of IPv4 and then asks for the same one of IPv6, which another may have taken meanwhile: then it ends and is started again.
        (0..STARTS)
            .find_map(|_| Self::started())
            .unwrap_or_else(|| panic!("chromedriver told no port in {STARTS} starts"))
    }

    fn started() -> Option<Self> {
        let started = Command::new(CHROMEDRIVER).arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut process = Self { child: started.unwrap(), port: 0 };
        let mut lines = BufReader::new(process.child.stdout.take().unwrap()).lines();
        let told = |line: String| line.split_once("successfully on port ").map(|(_, port)| port.to_owned());
        let port = lines.by_ref().map_while(Result::ok).find_map(told)?;
        process.port = port.trim_end_matches('.').parse().unwrap();
        // Read on, or chromedriver would stop at a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Some(process)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let ended = self.child.kill().and_then(|()| self.child.wait());
        if let Err(reason) = ended {
            eprintln!("chromedriver may still run: {reason}");
        }
    }
}
