//! A list of people to visit: made on the desk, walked with the phone, typed back without a mouse.

use tiendo::model::role::Role;

use super::{Screen, Window, sign_in, wanted};
use crate::fieldwork::steps::{VILLAGE, not_activated, now, sheet};
use crate::roster::steps::IMPORTED;
use crate::support::TestDb;
use crate::support::office::{account, actor};
use crate::support::server::TestServer;

/// Tab and Enter as WebDriver names them.
const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";

#[test]
fn results_are_typed_back_by_keyboard_alone() {
    if !wanted() {
        return;
    }
    let db = TestDb::sqlite(&IMPORTED);
    let server = TestServer::start(&db, now());
    let list = not_activated(&db, &actor(&db, Role::Officer, "cam-ngoc"));
    let window = Window::open(Screen::Desk);
    window.go(&server.url(&format!("/van-dong/{list}/nhap")));
    sign_in(&window, &account(&db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
    // The box has the cursor; two steps on is the button.
    window.press_and_leave(&format!("1 2, 2 8{ENTER}3 9{TAB}{TAB}{ENTER}"));
    let told = window.text();
    assert!(told.contains("Đã ghi 3 kết quả") && told.contains("8 – chưa biết thao tác"), "{told}");
    let counts = sheet(&db, &tiendo::access::Actor::operator(), list).counts;
    assert_eq!((counts.done, counts.barriers), (0, 3));
    assert_eq!(window.complaints(), Vec::<String>::new());
}

#[test]
fn visits_are_ticked_with_the_thumb() {
    if !wanted() {
        return;
    }
    let db = TestDb::sqlite(&IMPORTED);
    let server = TestServer::start(&db, now());
    let team = account(&db, "ngocbinh.to", Role::VillageTeam, VILLAGE);
    let list = not_activated(&db, &actor(&db, Role::Officer, "cam-ngoc"));
    let window = Window::open(Screen::Phone);
    // What the code on paper leads to, after signing in.
    window.go(&server.url(&format!("/viec/{list}/2")));
    sign_in(&window, &team);
    assert!(window.shows("#d-2 .causes"), "opened at the line of the code");
    let wide = window.measure("document.documentElement.scrollWidth");
    assert!((wide - 390.0).abs() < 0.5, "{wide} px wide");
    for button in ["#d-2 button[value='1']", "#d-2 button[value='2']", "#d-2 summary"] {
        let height = window.measure(&format!("document.querySelector(\"{button}\").getBoundingClientRect().height"));
        assert!(height >= 44.0, "{button}: {height}");
    }
    window.follow("#d-2 button[value='2']");
    assert!(window.text_at("#d-2").contains("2 – vắng mặt"), "{}", window.text_at("#d-2"));
    assert!(window.text_at(".visit-count").contains("1 vướng"));
    window.follow("#d-2 button[value='0']");
    assert!(!window.text_at("#d-2").contains("2 – vắng mặt"), "{}", window.text_at("#d-2"));
    assert!(window.text_at(".visit-count").contains("0 vướng"));
    assert_eq!(window.complaints(), Vec::<String>::new());
}
