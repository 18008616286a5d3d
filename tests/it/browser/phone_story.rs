//! The same pages in the hand.

use tiendo::model::role::Role;

use super::{Screen, Window, sign_in, wanted};
use crate::roster::steps::IMPORTED;
use crate::support::TestDb;
use crate::support::office::{account, now};
use crate::support::server::TestServer;

#[test]
fn the_pages_fit_a_phone() {
    if !wanted() {
        return;
    }
    let db = TestDb::sqlite(&IMPORTED);
    let server = TestServer::start(&db, now());
    let account = account(&db, "ngoc.canbo", Role::Officer, "cam-ngoc");
    let window = Window::open(Screen::Phone);
    window.go(&server.url("/"));
    fits(&window);
    sign_in(&window, &account);
    assert!(window.text().contains("83,89%"), "{}", window.text());
    fits(&window);

    // The menu is the strip below the top bar: every part is within reach of the thumb.
    for part in ["Nhập", "Báo cáo", "Người dân"] {
        let labels = window.texts("nav.side a");
        let place = labels.iter().position(|label| label.starts_with(part)).unwrap_or_else(|| panic!("{labels:?}"));
        window.follow(&format!("nav.side li:nth-child({}) a", place + 1));
        assert_eq!(window.count("nav.side a[aria-current=page]"), 1);
        fits(&window);
    }
    window.write("#tim", "bui trong an");
    window.follow("form.filters button.primary");
    let found = window.text();
    assert!(found.contains("Bùi Trọng An") && found.contains("038*****8707"), "{found}");
    fits(&window);
    window.follow("table.cards tbody tr:first-child a.whole");
    assert!(window.text_at("h1").contains("Bùi Trọng An"));
    fits(&window);
    assert_eq!(window.complaints(), Vec::<String>::new());
}

/// Whether the page, tables aside, needs no scrolling to the side. A phone would zoom out rather than overflow, so that its own width is asked too.
fn fits(window: &Window) {
    let (wide, seen) = (window.measure("document.documentElement.scrollWidth"), window.measure("window.innerWidth"));
    assert_eq!((wide, seen), (390.0, 390.0), "{}", window.address());
}
