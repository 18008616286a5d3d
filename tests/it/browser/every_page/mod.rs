//! Every page that the demo leads to, walked through at the desk and in the hand: axe-core finds nothing against WCAG 2.2 AA, everything can be reached and
//! seen with the keyboard alone, and nothing is wider than the screen.

mod axe;
mod keyboard;
mod tour;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use serde_json::Value;

use self::tour::Tour;
use super::{Screen, Window, wanted};
use crate::cli::Desk;

/// Those who are led to pages of their own; police, leaders and auditors see some of the same.
const ROLES: [&str; 4] = ["officer", "village_team", "upper_officer", "admin"];

/// The demo, served.
struct Demo {
    _desk: Desk,
    server: Child,
    address: String,
    accounts: Vec<(String, String)>,
}

impl Demo {
    fn start() -> Self {
        let desk = Desk::new();
        let told = desk.run("demo --no-serve --json").json();
        let text = |account: &Value, name: &str| account[name].as_str().unwrap().to_owned();
        let both = [&told["accounts"], &told["second_tier"]["accounts"]];
        let all = both.into_iter().flat_map(|accounts| accounts.as_array().unwrap());
        let walking = all.filter(|account| ROLES.contains(&account["role"].as_str().unwrap()));
        let accounts = walking.map(|account| (text(account, "name"), text(account, "password"))).collect();
        let mut server = desk.command("serve --port 0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
        Self { server, address: address.trim_end_matches('/').to_owned(), accounts, _desk: desk }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let ended = self.server.kill().and_then(|()| self.server.wait());
        if let Err(reason) = ended {
            eprintln!("the server may still run: {reason}");
        }
    }
}

/// Whether a page came, neither a file nor a refusal.
const IS_PAGE: &str = "return document.contentType === 'text/html' && performance.getEntriesByType('navigation')[0].responseStatus === 200";

/// Does what pages that the demo does not have come from: figures that were frozen, a mail that was sent.
fn leave_traces(window: &Window, address: &str) {
    window.go(&format!("{address}/so-lieu-chot"));
    window.write("#ten", "Báo cáo tháng 5/2023");
    window.follow("main form[method=post] button.primary");
    window.go(&format!("{address}/bao-cao"));
    window.write("#nguoi-nhan", "chutich@camngoc.example");
    window.follow("main form[method=post] button.primary");
    window.tick("#van-gui");
    window.follow("main form[method=post] button.primary");
}

/// Walks as these accounts through what it is led to; looks at each kind of page once, and tells everything that is wrong.
fn walk(screen: Screen, check: impl Fn(&Window) -> Vec<String>) {
    if !wanted() {
        return;
    }
    let demo = Demo::start();
    let (mut tour, mut faults) = (Tour::default(), BTreeSet::new());
    for (name, password) in &demo.accounts {
        let window = Window::open(screen);
        window.go(&format!("{}/dang-nhap", demo.address));
        let mut look = |tour: &mut Tour, path: &str| {
            if tour.is_new(path) {
                let mut found = opened(&window, &check);
                if !found.is_empty() {
                    // On a busy machine a window may lose the focus for a moment: what is wrong is wrong twice.
                    window.go(&window.address());
                    found = opened(&window, &check);
                }
                faults.extend(found.into_iter().map(|fault| format!("{path} ({name}): {fault}")));
            }
        };
        look(&mut tour, "/dang-nhap");
        window.write("#ten", name);
        window.write("#mat-khau", password);
        window.follow("form[action=\"/dang-nhap\"] button");
        if name == "canbo" {
            leave_traces(&window, &demo.address);
        }
        tour.begin();
        while let Some(path) = tour.next() {
            window.go(&format!("{}{path}", demo.address));
            if window.ask(IS_PAGE) == true {
                tour.led_to(&window);
                look(&mut tour, &path);
            }
        }
    }
    faults.extend(tour.never_opened());
    let list: Vec<String> = faults.into_iter().collect();
    assert!(list.is_empty(), "{} faults\n{}", list.len(), list.join("\n"));
}

/// What is wrong with the page that is open, what it hides at first included.
fn opened(window: &Window, check: impl Fn(&Window) -> Vec<String>) -> Vec<String> {
    window.ask("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
    check(window)
}

#[test]
fn every_page_is_sound_at_the_desk() {
    walk(Screen::Desk, |window| {
        [axe::violations(window, axe::RULES), keyboard::faults(window), too_wide(window, 1_366.0)].concat()
    });
}

#[test]
fn every_page_is_sound_in_the_hand_by_day_and_by_night() {
    walk(Screen::Phone, |window| {
        let by_day = [axe::violations(window, axe::RULES), keyboard::faults(window), too_wide(window, 390.0)].concat();
        window.at_night(true);
        assert_eq!(window.ask("return matchMedia('(prefers-color-scheme: dark)').matches"), true);
        let by_night = axe::violations(window, axe::COLOURS);
        window.at_night(false);
        [by_day, by_night].concat()
    });
}

/// What has to be scrolled to the side, tables in their own frames aside.
fn too_wide(window: &Window, screen: f64) -> Vec<String> {
    let wide = window.measure("document.documentElement.scrollWidth");
    if wide > screen { vec![format!("{wide} wide")] } else { Vec::new() }
}
