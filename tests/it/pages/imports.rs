//! A revised list of a village through the pages: preview, commit, figures that move.

use tiendo::model::role::Role;

use super::browser::{Browser, header, hidden, token};
use crate::roster::steps::IMPORTED;
use crate::support::office::{account, now};
use crate::support::server::TestServer;

/// One new person who is activated, one row without a name, one name that would be code.
const LIST: &str = "STT,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Số điện thoại,Ngày cấp mức 2,Ngày kích hoạt\n\
    1,Nguyễn Văn Mười,01/01/1990,Nam,038090123456,0912345678,20/05/2023,28/05/2023\n\
    2,,02/02/1991,Nam,038091123456,0912345679,,\n\
    3,<script>alert(1)</script>,03/03/1992,Nữ,038192123456,0912345670,,\n";

on_both_databases! {
    fn a_list_is_previewed_and_committed_and_the_figure_moves(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let csrf = token(&browser.get("/nhap-lieu").text);
        let fields = [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc/thon-10"), ("ngay-lap", "13/06/2023")];
        let staged = browser.upload("/nhap-lieu", &fields, "thon_10_bo_sung.csv", LIST.as_bytes());
        let preview = header(&staged, "location").unwrap_or_else(|| panic!("{}", staged.text)).to_owned();
        let page = browser.get(&preview).text;
        assert!(page.contains("Nguyễn Văn Mười") && page.contains("038*****3456"), "{page}");
        assert!(!page.contains("038090123456"), "numbers are masked");
        assert!(!page.contains("<script>alert") && page.contains("&lt;script&gt;"), "{page}");
        assert!(browser.get("/").text.contains("1.068/1.273 (83,89%)"), "a preview changes nothing");

        let held = browser.get(&format!("{preview}?loai=held")).text;
        assert!(held.contains("không có tên") && !held.contains("Nguyễn Văn Mười"), "{held}");
        let confirmation = [("csrf", csrf.as_str()), ("ma", &hidden(&page, "ma"))];
        let done = browser.post(&preview, &confirmation);
        assert_eq!(done.status, 303, "{}", done.text);
        let told = browser.get(&preview).text;
        assert!(told.contains("Đã ghi nhận lượt") && told.contains("2 người mới"), "{told}");
        assert!(!told.contains("name=\"ma\""), "nothing is left to confirm");
        assert!(browser.get("/").text.contains("1.069/1.273 (83,97%)"));
        assert!(browser.get("/nhap-lieu").text.contains("thon_10_bo_sung.csv"));
    }

    fn what_cannot_be_read_is_told_and_what_was_typed_is_kept(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let csrf = token(&browser.get("/nhap-lieu").text);
        let fields = |day| [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc/ngoc-son"), ("ngay-lap", day)];
        for (day, file, bytes, text) in [
            ("32/13/2023", "a.csv", LIST.as_bytes(), "Không đọc được ngày «32/13/2023»"),
            ("13/06/2023", "a.csv", b"".as_slice(), "Tệp rỗng"),
            ("13/06/2023", "", LIST.as_bytes(), "Chưa chọn tệp"),
            ("01/01/2030", "a.csv", LIST.as_bytes(), "ở sau ngày hôm nay"),
        ] {
            let refused = browser.upload("/nhap-lieu", &fields(day), file, bytes);
            assert_eq!(refused.status, 422, "{text}: {}", refused.text);
            assert!(refused.text.contains(text), "{text}: {}", refused.text);
            assert!(refused.text.contains("value=\"cam-ngoc/ngoc-son\" selected"), "{text}");
            assert!(refused.text.contains(&format!("value=\"{day}\"")), "{text}");
        }
    }
}
