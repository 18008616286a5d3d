//! Quick entry on the pages: what is scanned comes by POST, is answered on the page itself, and is nowhere else.

use tiendo::model::role::Role;

use super::browser::{Browser, header, hidden, token};
use crate::people::fixture::PEOPLED;
use crate::support::office::{account, now};
use crate::support::server::TestServer;

const BINH: &str = "038138272855||Phạm Thị Bình|04061938|Nữ|Thôn 1, Xã Đông|15042021";
const AN: &str = "038085000001||Lê Văn An|01011985|Nam|Thôn 9, Xã Tây|15042021";
const NEW: &str = "038099000077||Vũ Văn Mới|09091999|Nam|Thôn 2, Xã Đông|15042021||Vũ Văn Cha|Trần Thị Mẹ|";
const SITTING: &str = "/nhap-nhanh?moc=smartca.requested&ngay=20/05/2023&thon=dong/thon-2";

on_both_databases! {
    fn card_after_card_is_scanned(db from PEOPLED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "dong.canbo", Role::Officer, "dong"));
        let first = browser.get("/nhap-nhanh").text;
        assert!(first.contains("Bắt đầu quét") && !first.contains("name=\"quet\""), "{first}");
        assert!(first.contains("href=\"/nhap-nhanh\""), "in the menu: {first}");
        let page = browser.get(SITTING).text;
        assert!(page.contains("autofocus") && page.contains("ngày 20/05/2023; người mới thuộc Thôn 2"), "{page}");
        let csrf = token(&page);
        let done = browser.post(SITTING, &[("csrf", &csrf), ("quet", BINH)]);
        assert_eq!(done.status, 200, "{}", done.text);
        assert!(done.text.contains("Đã ghi «Đã đăng ký (Chữ ký số SmartCA)» ngày 20/05/2023."), "{}", done.text);
        assert!(done.text.contains("Danh sách ghi người này ở Thôn 1, không phải Thôn 2"), "{}", done.text);
        assert!(done.text.contains("038*****2855") && !done.text.contains("038138272855"), "{}", done.text);
        let again = browser.post(SITTING, &[("csrf", &csrf), ("quet", &BINH.replace('|', "~"))]);
        assert!(again.text.contains("đã có từ 20/05/2023; không ghi thêm"), "{}", again.text);
        assert_eq!(again.text.matches("<time").count(), 0);
        let log = browser.get(SITTING).text;
        assert_eq!(log.matches(">Phạm Thị Bình</a></th>").count(), 1, "{log}");
    }

    fn somebody_new_is_confirmed_and_nothing_of_the_card_is_on_the_page(db from PEOPLED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "dong.canbo", Role::Officer, "dong"));
        let csrf = browser.token();
        let asked = browser.post(SITTING, &[("csrf", &csrf), ("quet", NEW)]).text;
        assert!(asked.contains("Chưa có người này trong danh sách") && asked.contains("value=\"dong/thon-2\" selected"), "{asked}");
        assert!(!asked.contains("038099000077") && !asked.contains("Vũ Văn Cha"), "{asked}");
        let held = hidden(&asked, "giu");
        let fields = [("csrf", csrf.as_str()), ("giu", &held), ("ho-ten", "Vũ Văn Mới"), ("thon-moi", "dong/thon-2"), ("cu-tru", "permanent"), ("them", "1")];
        let done = browser.post(SITTING, &fields).text;
        assert!(done.contains("Đã thêm vào Thôn 2.") && done.contains("Đã ghi «Đã đăng ký"), "{done}");
        let person = done.split("href=\"/nguoi-dan/").nth(1).unwrap().split(['"', '?']).next().unwrap().to_owned();
        let sheet = browser.get(&format!("/nguoi-dan/{person}")).text;
        assert!(sheet.contains("do Người dong.canbo thêm từ thẻ căn cước"), "{sheet}");
    }

    fn refusals_are_told_on_the_page_with_the_next_scan_ready(db from PEOPLED) {
        let server = TestServer::start(db, now());
        let village = account(db, "thon2.canbo", Role::Officer, "dong/thon-2");
        let mut browser = Browser::signed_in(&server, &village);
        let csrf = browser.token();
        let foreign = browser.post(SITTING, &[("csrf", &csrf), ("quet", AN)]);
        assert_eq!(foreign.status, 422);
        assert!(foreign.text.contains("đã có trong danh sách của đơn vị khác") && foreign.text.contains("autofocus"), "{}", foreign.text);
        assert!(!foreign.text.contains("Lê Văn An") && !foreign.text.contains("Thôn 9"), "{}", foreign.text);
        let nonsense = browser.post(SITTING, &[("csrf", &csrf), ("quet", "https://example.vn")]);
        assert!(nonsense.status == 422 && nonsense.text.contains("không phải mã QR trên thẻ"), "{}", nonsense.text);
        let wrong = browser.get("/nhap-nhanh?moc=smartca.requested&ngay=32/05/2023");
        assert!(wrong.text.contains("Không đọc được ngày") && !wrong.text.contains("name=\"quet\""), "{}", wrong.text);

        let mut leader = Browser::signed_in(&server, &account(db, "dong.lanhdao", Role::Leader, "dong"));
        assert_eq!(leader.get("/nhap-nhanh").status, 403);
        assert!(!leader.get("/nguoi-dan").text.contains("href=\"/nhap-nhanh\""));
        let csrf = leader.token();
        assert_eq!(leader.post(SITTING, &[("csrf", &csrf), ("quet", BINH)]).status, 403);
    }

    fn a_photo_of_a_card_does_as_well_as_a_scanner(db from PEOPLED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "dong.canbo", Role::Officer, "dong"));
        let page = browser.get(SITTING).text;
        assert!(page.contains("capture=\"environment\"") && page.contains("/static/quet."), "{page}");
        let csrf = token(&page);
        let address = SITTING.replace("/nhap-nhanh", "/nhap-nhanh/anh");
        let done = browser.upload(&address, &[("csrf", &csrf)], "the.png", &photo(BINH));
        assert_eq!(done.status, 200, "{}", done.text);
        assert!(done.text.contains("Đã ghi «Đã đăng ký (Chữ ký số SmartCA)» ngày 20/05/2023."), "{}", done.text);
        let nothing = browser.upload(&address, &[("csrf", &csrf)], "the.jpg", b"\xff\xd8\xff\xe0 and nothing more");
        assert!(nothing.status == 422 && nothing.text.contains("Không đọc được ảnh"), "{}", nothing.text);
        assert_eq!(browser.upload(&address, &[("csrf", "")], "the.png", &photo(BINH)).status, 403);
        let kept = crate::support::raw::number(db, "SELECT count(*) AS value FROM blob");
        assert_eq!(kept, 0, "nothing of a photo is stored");
    }

    fn a_picture_from_the_camera_gives_the_text_of_its_code_and_records_nothing(db from PEOPLED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "dong.canbo", Role::Officer, "dong"));
        let csrf = token(&browser.get(SITTING).text);
        let address = SITTING.replace("/nhap-nhanh", "/nhap-nhanh/khung");
        let read = browser.upload(&address, &[("csrf", &csrf)], "khung.jpg", &photo(BINH));
        assert_eq!((read.status, read.text.as_str()), (200, BINH));
        let blank = browser.upload(&address, &[("csrf", &csrf)], "khung.jpg", b"\xff\xd8\xff\xe0 and nothing more");
        assert_eq!((blank.status, blank.text.as_str()), (204, ""));
        assert_eq!(browser.upload(&address, &[("csrf", "")], "khung.jpg", &photo(BINH)).status, 403);
        assert!(browser.get("/nhap-nhanh").text.contains("Chưa ghi mốc nào hôm nay"), "nothing was recorded");
        let mut leader = Browser::signed_in(&server, &account(db, "dong.lanhdao", Role::Leader, "dong"));
        let csrf = leader.token();
        assert_eq!(leader.upload(&address, &[("csrf", &csrf)], "khung.jpg", &photo(BINH)).status, 403);
    }

    fn a_card_finds_a_person_without_staying_in_an_address(db from PEOPLED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "dong.canbo", Role::Officer, "dong"));
        let csrf = browser.token();
        let mut find = |text: &str| browser.post("/nguoi-dan/tim", &[("csrf", &csrf), ("tim", text)]);
        let found = find(BINH);
        let address = header(&found, "location").unwrap();
        assert!(found.status == 303 && address.starts_with("/nguoi-dan/") && !address.contains("038"), "{address}");
        let unknown = find(NEW);
        assert!(unknown.status == 422 && unknown.text.contains("Không có ai trong danh sách"), "{}", unknown.text);
        assert!(!unknown.text.contains("038099000077"), "{}", unknown.text);
        let mangled = find(&BINH.replace("038138272855", "03813827285"));
        assert!(mangled.status == 422 && mangled.text.contains("Mã QR đọc không đúng"), "{}", mangled.text);
        assert_eq!(header(&find("bình"), "location"), Some("/nguoi-dan?tim=b%C3%ACnh"));
    }

    fn the_code_of_a_list_to_visit_leads_to_its_line(db from PEOPLED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "dong.canbo", Role::Officer, "dong"));
        let csrf = browser.token();
        let led = browser.post(SITTING, &[("csrf", &csrf), ("quet", "https://tiendo.example/viec/12/5")]);
        assert_eq!((led.status, header(&led, "location")), (303, Some("/viec/12/5")), "{}", led.text);
    }
}

/// The code of a text as a picture.
fn photo(text: &str) -> Vec<u8> {
    let code = qrcode::QrCode::new(text).unwrap();
    let (width, colors) = (code.width(), code.to_colors());
    let side = u32::try_from((width + 8) * 5).unwrap();
    let picture = image::GrayImage::from_fn(side, side, |x, y| {
        let at = |v: u32| usize::try_from(v / 5).unwrap().checked_sub(4).filter(|at| *at < width);
        let dark = at(x).zip(at(y)).is_some_and(|(x, y)| colors[y * width + x] == qrcode::types::Color::Dark);
        image::Luma([if dark { 0 } else { 255 }])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}
