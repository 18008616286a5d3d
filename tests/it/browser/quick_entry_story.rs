//! Scan, Enter, scan, Enter: with the keyboard only, with and without script.

use std::fs;
use std::io::Write;
use std::path::Path;

use tiendo::model::role::Role;

use super::{Screen, Window, sign_in, wanted};
use crate::people::fixture::PEOPLED;
use crate::support::TestDb;
use crate::support::office::{account, now};
use crate::support::server::TestServer;

const BINH: &str = "038138272855||Phạm Thị Bình|04061938|Nữ|Thôn 1, Xã Đông|15042021";
const DUNG: &str = "038080000004||Đặng Văn Dũng|03021980|Nam|Thôn 1, Xã Đông|15042021";
const NEW: &str = "038099000077||Vũ Văn Mới|09091999|Nam|Thôn 2, Xã Đông|15042021";

/// Picture elements of the film, and of a module of the code on it.
const FILM: (usize, usize) = (800, 600);
const MODULE: usize = 9;

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
    // Past the button, the camera where there is script, and the photo: name, village, residence, the button that adds.
    window.tab_and_enter(if screen == Screen::DeskWithoutScript { 6 } else { 7 });
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

/// A film of ten pictures a second: two seconds of a card, two of an empty table.
fn film(path: &Path, card: &str) {
    let code = qrcode::QrCode::new(card).unwrap();
    let (modules, colors) = (code.width(), code.to_colors());
    let (width, height) = FILM;
    let (left, top) = ((width - modules * MODULE) / 2, (height - modules * MODULE) / 2);
    let dark = |x: usize, y: usize| {
        let at = |place: usize, before: usize| {
            place.checked_sub(before).map(|inside| inside / MODULE).filter(|at| *at < modules)
        };
        at(x, left).zip(at(y, top)).is_some_and(|(x, y)| colors[y * modules + x] == qrcode::types::Color::Dark)
    };
    let shown: Vec<u8> = (0..width * height).map(|at| if dark(at % width, at / width) { 30 } else { 220 }).collect();
    let empty = vec![220; width * height];
    let grey = vec![128; width * height / 2];
    let mut file = fs::File::create(path).unwrap();
    writeln!(file, "YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg").unwrap();
    for picture in std::iter::repeat_n(&shown, 20).chain(std::iter::repeat_n(&empty, 20)) {
        for part in [b"FRAME\n".as_slice(), picture, &grey] {
            file.write_all(part).unwrap();
        }
    }
}

#[test]
fn the_camera_scans_where_the_browser_cannot_read_codes_itself() {
    if !wanted() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("the.y4m");
    film(&path, BINH);
    let db = TestDb::sqlite(&PEOPLED);
    let server = TestServer::start(&db, now());
    let account = account(&db, "dong.canbo", Role::Officer, "dong");
    let window = Window::with_camera(&path);
    window.go(&server.url("/"));
    sign_in(&window, &account);
    window.go(&server.url("/nhap-nhanh?moc=smartca.requested&ngay=20/05/2023&thon=dong/thon-1"));
    assert_eq!(window.ask("return 'BarcodeDetector' in window"), false, "otherwise this browser tests the other way");
    window.pick("#mo-camera");
    window.wait_for("#ket-qua");
    assert!(window.text_at("#ket-qua").contains("Phạm Thị Bình"), "{}", window.text());
    assert_eq!(window.count("table.cards tbody tr"), 1);
    // The page looks on by itself: once the card was away it may come again, and counts once.
    window.go(&server.url("/nhap-nhanh?moc=smartca.requested&ngay=20/05/2023&thon=dong/thon-1"));
    window.wait_for("#ket-qua");
    assert!(window.text_at("#ket-qua").contains("không ghi thêm"), "{}", window.text());
    assert_eq!(window.count("table.cards tbody tr"), 1);
    assert!(window.complaints().is_empty(), "{:?}", window.complaints());
}
