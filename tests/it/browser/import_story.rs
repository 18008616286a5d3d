//! An import from the file to its undo, in the browser: a column nobody understood, a word nobody understood, a village nobody has, somebody who may
//! be known already, an error that is corrected in a file of its own.

use std::sync::Arc;
use std::time::Duration;

use tiendo::model::role::Role;
use tiendo::web::AppState;

use super::workbook::typed_over;
use super::{Screen, Window, sign_in, wanted};
use crate::roster::steps::{LOADED, sandbox};
use crate::support::TestDb;
use crate::support::office::{account, now};
use crate::support::server::TestServer;

const FIRST: &str = "STT,Họ và tên,Ngày sinh,Số CCCD,Cấp tài khoản mức 2,Thôn\n\
    1,Lê Thị Tám,02/02/1991,038191123456,x,Thôn 10\n";
/// «Vận động» is a note; «đang chờ duyệt» means not done; nobody has the village; the second row is like Lê Thị Tám, two figures of the number apart.
const SECOND: &str = "STT,Họ và tên,Ngày sinh,Số CCCD,Cấp tài khoản mức 2,Vận động,Thôn\n\
    1,Nguyễn Văn Mười,01/01/1990,038090123456,đang chờ duyệt,đi làm ăn xa,Thôn Đồng Mới\n\
    2,Lê Thị Tám,02/02/1991,038191123465,x,,Thôn 10\n\
    3,Phạm Văn Chín,31/02/1985,038085123456,x,,Thôn 10\n";

#[test]
fn an_import_with_javascript() {
    story(Screen::Desk);
}

#[test]
fn an_import_without_javascript() {
    story(Screen::DeskWithoutScript);
}

fn story(screen: Screen) {
    if !wanted() {
        return;
    }
    let db = TestDb::sqlite(&LOADED);
    let server = TestServer::start(&db, now());
    let account = account(&db, "ngoc.canbo", Role::Officer, "cam-ngoc");
    let window = Window::open(screen);
    window.go(&server.url("/nhap-lieu"));
    sign_in(&window, &account);
    window.go(&server.url("/nhap-lieu"));
    upload(&window, "thang_5.csv", FIRST);
    window.follow("form.after button.primary");
    says(&window, &["1 người mới"]);

    window.go(&server.url("/nhap-lieu"));
    upload(&window, "thang_6.csv", SECOND);
    says(&window, &["Thôn, đơn vị chưa có", "Tệp có từ ngữ chương trình không hiểu"]);
    explain_columns_and_words(&window);
    create_the_village(&window);
    decide_who_it_is(&window);
    refuses_all_or_nothing(&window);
    window.follow("form.after button.primary");
    says(&window, &["Đã ghi nhận lượt", "1 người mới", "1 dòng chưa nhận"]);
    let committed = window.address();
    correct_the_file(&window, &marked_file(&window));
    // The latest first: whoever a later list names stays as they are.
    undo(&window);
    window.go(&committed);
    undo(&window);
    let unwanted: Vec<String> = window.complaints().into_iter().filter(|told| !told.contains("409")).collect();
    assert_eq!(unwanted, Vec::<String>::new());
}

/// The row with the impossible birth date is in the way of everything else, and the page says so without losing its place.
fn refuses_all_or_nothing(window: &Window) {
    window.follow("nav.counts a:last-child");
    says(window, &["Phạm Văn Chín", "Ô C4", "31/02/1985"]);
    window.pick("input[value=\"tat-ca\"]");
    window.follow("form.after button.primary");
    says(window, &["Chưa ghi nhận", "còn 1 dòng có lỗi", "Ghi nhận các dòng hợp lệ"]);
}

/// The workbook with the error marked, as the browser's session gets it.
fn marked_file(window: &Window) -> Vec<u8> {
    let href = window.property("a[href$=\"/tep-loi\"]", "href");
    let mut response = ureq::get(href).header("Cookie", window.cookies()).call().unwrap();
    response.body_mut().read_to_vec().unwrap()
}

/// The marked file with the birth date put right follows the batch; its column «Lỗi» is no obstacle.
fn correct_the_file(window: &Window, marked: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("thang_6_sua.xlsx");
    std::fs::write(&file, typed_over(marked, "31/02/1985", "28/02/1985")).unwrap();
    window.attach("#tep", &file);
    window.follow("form[enctype] button");
    says(window, &["tiếp nối lượt", "thang_6_sua.xlsx", "Sẽ thêm mới 1 dòng, thay đổi 0 dòng; 2 dòng không đổi"]);
    window.follow("form.after button.primary");
    says(window, &["Đã ghi nhận lượt", "1 người mới", "0 dòng chưa nhận"]);
}

fn upload(window: &Window, name: &str, list: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, list).unwrap();
    window.choose("#don-vi", "cam-ngoc");
    window.write("#ngay-lap", "12/06/2023");
    window.write("#ghi-chu", "Gửi qua thư");
    window.attach("#tep", &file);
    window.follow("form[enctype] button.primary");
    says(window, &[name, "Gửi qua thư"]);
}

fn explain_columns_and_words(window: &Window) {
    window.follow("a[href$=\"/cot\"]");
    says(window, &["Vận động", "đi làm ăn xa", "«đang chờ duyệt»", "Không dùng"]);
    window.choose("select[name=\"cot-0-6\"]", "note");
    window.choose("select[name=\"nghia-0\"]", "chua");
    window.follow("main button.primary");
    let page = window.text();
    assert!(!page.contains("từ ngữ chương trình không hiểu"), "{page}");
}

fn create_the_village(window: &Window) {
    window.follow("form.one-click button");
    says(window, &["Đã tạo 1 thôn, đơn vị từ tệp"]);
    assert!(!window.text().contains("Thôn, đơn vị chưa có"), "{}", window.text());
}

fn decide_who_it_is(window: &Window) {
    says(window, &["1 dòng mới có thể là người đã có trong dữ liệu"]);
    window.follow("a[href*=\"chua-quyet\"]");
    assert_eq!(window.count("table.cards tbody tr"), 1);
    says(window, &["Có thể là Lê Thị Tám", "02/02/1991"]);
    let same = window.property("select[name^=\"dong-\"] option:nth-child(2)", "value");
    assert!(same.starts_with("cung-"), "{same}");
    window.choose("select[name^=\"dong-\"]", &same);
    window.follow("form[action$=\"/dong\"] button");
    says(window, &["Đã lưu lựa chọn"]);
    assert!(!window.text().contains("có thể là người đã có"), "{}", window.text());
    window.follow("nav.counts a:first-child");
}

fn undo(window: &Window) {
    window.follow("a.danger");
    says(window, &["Những người do lượt này thêm mới sẽ bị xóa"]);
    window.write("#ly-do", "Nhập nhầm tệp");
    window.follow("main button.danger");
    says(window, &["Đã xóa 1 người"]);
    window.follow("main p.after a.button");
    says(window, &["đã hoàn tác", "Người ngoc.canbo"]);
    assert_eq!(window.count("form.after"), 0, "nothing is left to confirm");
}

#[test]
fn a_slow_file_shows_how_far_it_has_come_and_then_its_preview() {
    if !wanted() {
        return;
    }
    let db = TestDb::sqlite(&LOADED);
    let mut state = AppState::with_clock(db.clone(), Arc::new(now));
    state.sandbox = sandbox();
    state.moment = Duration::ZERO;
    let server = TestServer::of(state);
    let account = account(&db, "ngoc.canbo", Role::Officer, "cam-ngoc");
    let window = Window::open(Screen::Desk);
    window.go(&server.url("/nhap-lieu"));
    sign_in(&window, &account);
    window.go(&server.url("/nhap-lieu"));
    let people: String =
        (0..20_000).map(|n| format!("{n},Nguyễn Văn An,1990,{},x\n", 38_090_000_000_u64 + n)).collect();
    upload(&window, "lon.csv", &format!("STT,Họ và tên,Năm sinh,Số CCCD,Mức 2\n{people}"));
    assert!(window.text_at("[data-events]").starts_with("Đang đọc…"), "{}", window.text());
    let since = std::time::Instant::now();
    while window.count("nav.counts") == 0 {
        assert!(since.elapsed() < Duration::from_secs(120), "the page never came: {}", window.text());
        std::thread::sleep(Duration::from_millis(200));
    }
    says(&window, &["20.000"]);
    assert_eq!(window.complaints(), Vec::<String>::new());
}

fn says(window: &Window, texts: &[&str]) {
    let page = window.text();
    for text in texts {
        assert!(page.contains(text), "«{text}» is not on the page: {page}");
    }
}
