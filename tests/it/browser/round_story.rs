//! Reports typed into the quick grid, and the pages of rounds in the hand.

use chrono::{DateTime, Utc};
use tiendo::model::role::Role;
use tiendo::store::Db;

use super::{Screen, Window, sign_in, wanted};
use crate::rounds::tree::{COMMUNE, DUONG_HOA, open, rounds};
use crate::support::TestDb;
use crate::support::office::account;
use crate::support::raw;
use crate::support::server::TestServer;

fn now() -> DateTime<Utc> {
    "2022-11-09T03:00:00Z".parse().unwrap()
}

/// A server with round 1 of the dispatch and an officer.
fn setting(db: &Db) -> (TestServer, tiendo::access::CreatedAccount, i64) {
    let server = TestServer::start(db, now());
    let officer = account(db, "duonghoa.canbo", Role::Officer, COMMUNE);
    let token = server.token("duonghoa.canbo", officer.password.as_deref().unwrap());
    let [first, _] = rounds().map(|round| open(&server, &token, &round));
    (server, officer, first)
}

const CELLS: &str = "[data-grid] tbody td.number input";

#[test]
fn a_block_from_a_spreadsheet_spreads_over_the_grid_and_is_saved() {
    if !wanted() {
        return;
    }
    let db = TestDb::sqlite(&DUONG_HOA);
    let (server, officer, round) = setting(&db);
    let window = Window::open(Screen::Desk);
    window.go(&server.url("/"));
    sign_in(&window, &officer);
    window.go(&server.url(&format!("/dot-bao-cao/{round}/nhap?buoc=1")));
    let paste = format!(
        "(() => {{ const cell = document.querySelector('{CELLS}'); const data = new DataTransfer(); data.setData('text/plain', '120\\n85\\n40'); \
         cell.dispatchEvent(new ClipboardEvent('paste', {{clipboardData: data, bubbles: true, cancelable: true}})); \
         return [...document.querySelectorAll('{CELLS}')].filter((cell) => cell.value).length; }})()"
    );
    assert_eq!(window.measure(&paste), 3.0);
    let enter = format!(
        "(() => {{ const cells = [...document.querySelectorAll('{CELLS}')]; cells[0].focus(); \
         cells[0].dispatchEvent(new KeyboardEvent('keydown', {{key: 'Enter', bubbles: true, cancelable: true}})); \
         return cells.indexOf(document.activeElement); }})()"
    );
    assert_eq!(window.measure(&enter), 1.0, "Enter goes down");
    window.follow("[data-grid] button.primary");
    assert!(window.text().contains("Đã lưu 3 báo cáo"), "{}", window.text());
    assert_eq!(raw::number(&db, "SELECT SUM(value) AS value FROM reported_figure"), 245);
    window.follow(".list form button");
    assert!(window.text().contains("Đã chấp nhận báo cáo"), "{}", window.text());
    assert_eq!(window.complaints(), Vec::<String>::new());
}

#[test]
fn the_grid_works_without_script() {
    if !wanted() {
        return;
    }
    let db = TestDb::sqlite(&DUONG_HOA);
    let (server, officer, round) = setting(&db);
    let window = Window::open(Screen::DeskWithoutScript);
    window.go(&server.url("/"));
    sign_in(&window, &officer);
    window.go(&server.url(&format!("/dot-bao-cao/{round}/nhap?buoc=1")));
    window.write(CELLS, "57");
    window.follow("[data-grid] button.primary");
    assert!(window.text().contains("Đã lưu 1 báo cáo"), "{}", window.text());
}

#[test]
fn the_pages_of_rounds_fit_a_phone() {
    if !wanted() {
        return;
    }
    let db = TestDb::sqlite(&DUONG_HOA);
    let (server, officer, round) = setting(&db);
    let window = Window::open(Screen::Phone);
    window.go(&server.url("/"));
    sign_in(&window, &officer);
    let of_round = ["", "/nhap?buoc=1", "/nhac?buoc=1", "/quan-ly", "/bieu", "/bieu-giay"];
    let pages = of_round.map(|page| format!("/dot-bao-cao/{round}{page}"));
    for page in pages.iter().map(String::as_str).chain(["/dot-bao-cao", "/dot-bao-cao/moi"]) {
        window.go(&server.url(page));
        let (wide, seen) =
            (window.measure("document.documentElement.scrollWidth"), window.measure("window.innerWidth"));
        assert_eq!((wide, seen), (390.0, 390.0), "{page}");
    }
    assert_eq!(window.complaints(), Vec::<String>::new());
}
