//! An officer's day with the campaign of Cẩm Ngọc, from the sign-in page to the sign-in page, with JavaScript and without.

use tiendo::model::role::Role;

use super::{Screen, Window, revised_list, sign_in, wanted, workbook};
use crate::roster::steps::{IMPORTED, truth};
use crate::support::TestDb;
use crate::support::office::{account, now};
use crate::support::server::TestServer;

const VILLAGE: &str = "Thôn Bến Trại";
/// The link to the village in the table of the overview.
const VILLAGE_LINK: &str = "table a.whole[href^=\"/don-vi/cam-ngoc/ben-trai\"]";

#[test]
fn with_javascript() {
    story(Screen::Desk);
}

#[test]
fn without_javascript() {
    story(Screen::DeskWithoutScript);
}

fn story(screen: Screen) {
    if !wanted() {
        return;
    }
    let db = TestDb::sqlite(&IMPORTED);
    let server = TestServer::start(&db, now());
    let account = account(&db, "ngoc.canbo", Role::Officer, "cam-ngoc");
    let window = Window::open(screen);

    window.go(&server.url("/"));
    assert!(window.title().starts_with("Đăng nhập") && window.address().contains("/dang-nhap"), "{}", window.address());
    sign_in(&window, &account);
    says(&window, ["1.068", "83,89%", "30 ngày"]);
    assert_eq!(window.shows("[data-copy]"), screen == Screen::Desk, "only a script shows the button that copies");

    another_day(&window);
    let before = into_the_village_and_back(&window);
    let after = before + 1;
    upload_the_revised_list(&window);
    window.follow("a.agency");
    says(&window, ["1.068", "83,89%"]);
    window.back();
    commit(&window);
    window.follow("a.agency");
    says(&window, ["1.069", "83,97%"]);
    assert_eq!(village_figure(&window), after);

    workbook::download(&window, 1069);
    find_somebody(&window);
    window.follow("form[action=\"/dang-xuat\"] button");
    says(&window, ["Đã đăng xuất"]);
    window.back();
    assert!(window.address().contains("/dang-nhap"), "{}", window.address());
    assert!(!window.text().contains("Bùi") && !window.text().contains("*****"), "{}", window.text());
    assert_eq!(window.complaints(), Vec::<String>::new());
}

fn another_day(window: &Window) {
    for (day, texts) in [("12/06/2023", ["1.205", "94,65%"]), ("31/05/2023", ["1.068", "83,89%"])] {
        window.write("#den-ngay", day);
        window.follow("header form:has(#den-ngay) button");
        says(window, texts);
        assert_eq!(window.property("#den-ngay", "value"), day);
    }
}

/// Opens the village from the table, goes back, and gives what the table counts there.
fn into_the_village_and_back(window: &Window) -> i64 {
    let truth = &truth()["per_village"][VILLAGE];
    window.follow(VILLAGE_LINK);
    assert_eq!(window.text_at("h1"), VILLAGE);
    says(window, [&truth["act_2"].to_string(), &truth["quota_2"].to_string()]);
    window.back();
    says(window, ["1.068", "83,89%"]);
    let counted = village_figure(window);
    assert_eq!(Some(counted), truth["act_2"].as_i64());
    counted
}

/// What the table of the overview counts for the village at level 2.
fn village_figure(window: &Window) -> i64 {
    let row = format!("tr:has({})", VILLAGE_LINK.trim_start_matches("table "));
    let cells = window.texts(&format!("{row} td"));
    let quota = truth()["per_village"][VILLAGE]["quota_2"].to_string();
    let cell = cells.iter().find(|cell| cell.ends_with(&format!("/ {quota}")));
    let done = cell.and_then(|cell| cell.split(" / ").next()).unwrap_or_else(|| panic!("{cells:?}"));
    done.parse().unwrap()
}

fn upload_the_revised_list(window: &Window) {
    let (_folder, file) = revised_list::on_disk();
    window.follow("nav.side a[href^=\"/nhap-lieu\"]");
    window.choose("#don-vi", "cam-ngoc/ben-trai");
    window.write("#ngay-lap", "12/06/2023");
    window.attach("#tep", &file);
    window.follow("form[enctype] button.primary");
    says(window, ["CN08_thon_ben_trai_bo_sung.csv", VILLAGE, "12/06/2023"]);
    says(window, ["Sẽ thêm mới 0 dòng, thay đổi 1 dòng"]);
    assert_eq!(window.text_at("nav.counts a[href*=\"loai=new\"] b"), "0");
    assert_eq!(window.text_at("nav.counts a[href*=\"loai=changed\"] b"), "1");
    window.follow("nav.counts a[href*=\"loai=changed\"]");
    assert_eq!(window.count("table.cards tbody tr"), 1);
    let change = window.text_at("table.cards tbody .diff");
    assert!(change.ends_with("đã kích hoạt: (chưa có) → 20/05/2023"), "{change}");
}

fn commit(window: &Window) {
    assert!(window.address().contains("loai=changed"), "back at the preview: {}", window.address());
    window.follow("form.after button.primary");
    says(window, ["Đã ghi nhận lượt", "0 người mới, 1 thay đổi"]);
    assert_eq!(window.count("form.after"), 0, "nothing is left to confirm");
}

fn find_somebody(window: &Window) {
    window.write("#tim-nhanh", "bui trong an");
    window.follow("form[role=search] button");
    says(window, ["Bùi Trọng An", "038*****8707"]);
    let page = window.text();
    let mut runs = page.split(|c: char| !c.is_ascii_digit()).map(str::len);
    assert!(runs.all(|digits| digits < 9), "a whole number is shown: {page}");
}

fn says<const N: usize>(window: &Window, texts: [&str; N]) {
    let page = window.text();
    for text in texts {
        assert!(page.contains(text), "no {text} in {page}");
    }
}
