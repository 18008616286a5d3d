//! Scan, Enter, scan, Enter: with the keyboard only, with and without script.

use tiendo::model::role::Role;

use super::{Screen, Window, sign_in, wanted};
use crate::people::fixture::PEOPLED;
use crate::support::TestDb;
use crate::support::office::{account, now};
use crate::support::server::TestServer;

const BINH: &str = "038138272855||Phạm Thị Bình|04061938|Nữ|Thôn 1, Xã Đông|15042021";
const DUNG: &str = "038080000004||Đặng Văn Dũng|03021980|Nam|Thôn 1, Xã Đông|15042021";
const NEW: &str = "038099000077||Vũ Văn Mới|09091999|Nam|Thôn 2, Xã Đông|15042021";

fn story(screen: Screen) {
    let db = TestDb::sqlite(&PEOPLED);
    let server = TestServer::start(&db, now());
    let account = account(&db, "dong.canbo", Role::Officer, "dong");
    let window = Window::open(screen);
    window.go(&server.url("/"));
    sign_in(&window, &account);
    window.go(&server.url("/nhap-nhanh?moc=smartca.requested&ngay=20/05/2023&thon=dong/thon-1"));
    if screen != Screen::DeskWithoutScript {
        assert_eq!(window.focused(), "quet");
    }
    window.scan(BINH);
    assert!(window.text_at("#ket-qua").contains("Phạm Thị Bình"), "{}", window.text());
    window.scan(DUNG);
    assert!(window.text_at("#ket-qua").contains("Đặng Văn Dũng"), "{}", window.text());
    window.scan("hỏng");
    assert!(window.text_at(".errors").contains("không phải mã QR"), "{}", window.text());
    window.scan(NEW);
    assert!(window.text_at("#hoi").contains("Vũ Văn Mới"), "{}", window.text());
    // The next card leaves the question alone; nothing was added.
    window.scan(BINH);
    assert!(window.text_at("#ket-qua").contains("không ghi thêm"), "{}", window.text());
    window.scan(NEW);
    // Past the button and the photo: name, village, residence, the button that adds.
    window.tab_and_enter(6);
    assert!(window.text_at("#ket-qua").contains("Đã thêm vào Thôn 1"), "{}", window.text());
    assert_eq!(window.count("table.cards tbody tr"), 3);
    let complaints = window.complaints();
    assert!(complaints.iter().all(|told| told.contains("422")), "{complaints:?}");
}

#[test]
fn cards_are_scanned_one_after_another_with_the_keyboard_only() {
    if wanted() {
        story(Screen::Desk);
    }
}

#[test]
fn cards_are_scanned_without_script() {
    if wanted() {
        story(Screen::DeskWithoutScript);
    }
}
