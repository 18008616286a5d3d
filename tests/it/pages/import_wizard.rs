//! The steps of an import through the pages: columns and words, places, rows, files, progress.

use std::sync::Arc;
use std::time::Duration;

use tiendo::model::role::Role;
use tiendo::store::Db;
use tiendo::web::AppState;

use super::browser::{Browser, header, hidden, token};
use crate::roster::steps::{IMPORTED, LOADED, sandbox};
use crate::support::office::{account, now};
use crate::support::raw;
use crate::support::server::TestServer;

/// «Vận động» holds the note and is not understood; «đang chờ duyệt» is no mark; the village is unknown; the password must not be kept.
const LIST: &str = "STT,Họ và tên,Ngày sinh,Số CCCD,Cấp tài khoản mức 2,Vận động,Mật khẩu,Thôn\n\
    1,Nguyễn Văn Mười,01/01/1990,038090123456,đang chờ duyệt,đi làm ăn xa,bimat1,Thôn Đồng Mới\n\
    2,Lê Thị Tám,02/02/1991,038191123456,x,,bimat2,Thôn Đồng Mới\n";

/// Uploads a list of the commune and gives the address of its batch.
fn uploaded(browser: &mut Browser, list: &str) -> String {
    let csrf = browser.token();
    let fields =
        [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("ngay-lap", "13/06/2023"), ("ghi-chu", "Anh Hùng gửi")];
    let staged = browser.upload("/nhap-lieu", &fields, "xa.csv", list.as_bytes());
    header(&staged, "location").unwrap_or_else(|| panic!("{}", staged.text)).to_owned()
}

fn post(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) -> crate::support::server::Answer {
    let csrf = browser.token();
    let all: Vec<(&str, &str)> = std::iter::once(("csrf", csrf.as_str())).chain(fields.iter().copied()).collect();
    browser.post(path, &all)
}

on_both_databases! {
    fn columns_and_words_are_shown_and_chosen(db from LOADED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let batch = uploaded(&mut browser, LIST);
        assert!(browser.get(&batch).text.contains("Anh Hùng gửi"));
        let form = browser.get(&format!("{batch}/cot")).text;
        assert!(form.contains("*********456") && !form.contains("038090123456"), "numbers are masked: {form}");
        assert!(form.contains("Không nhận") && !form.contains("bimat"), "{form}");
        assert!(form.contains("«đang chờ duyệt»") && form.contains("đi làm ăn xa"), "{form}");

        let twice = post(&mut browser, &format!("{batch}/cot"), &[("cot-0-6", "dob")]);
        assert_eq!(twice.status, 422);
        assert!(twice.text.contains("«Ngày sinh» được chọn cho nhiều hơn một cột"), "{}", twice.text);

        let word = [("vai-0", "m2"), ("chu-0", "dang cho duyet"), ("nghia-0", "chua")];
        let fields: Vec<(&str, &str)> = [("cot-0-6", "note"), ("cot-0-7", "note")].into_iter().chain(word).collect();
        assert_eq!(post(&mut browser, &format!("{batch}/cot"), &fields).status, 303);
        let page = browser.get(&batch).text;
        assert!(!page.contains("Tệp có từ ngữ chương trình không hiểu"), "{page}");
        let form = browser.get(&format!("{batch}/cot")).text;
        assert!(form.contains("value=\"note\" selected") && form.contains("value=\"chua\" selected"), "{form}");
        assert!(form.contains("Không nhận") && !form.contains("bimat"), "a refused column is refused whatever is sent");
    }

    fn a_file_can_be_had_again_corrected_and_continued(db from IMPORTED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let list = LIST.replace("Thôn Đồng Mới", "Thôn 10");
        let batch = uploaded(&mut browser, &list);
        let original = browser.get(&format!("{batch}/tep"));
        assert_eq!(original.text, list, "byte for byte");
        assert!(header(&original, "content-disposition").unwrap().starts_with("attachment; filename=\"xa.csv\""));
        let audited = "SELECT count(*) AS value FROM audit_entry WHERE action = 'import.original'";
        assert_eq!(raw::number(db, audited), 1);

        let csrf = browser.token();
        let fields = [("csrf", csrf.as_str())];
        let better = list.replace("đang chờ duyệt", "x");
        let replaced = browser.upload(&format!("{batch}/tep"), &fields, "xa_sua.csv", better.as_bytes());
        assert_eq!(header(&replaced, "location"), Some(batch.as_str()), "{}", replaced.text);
        let page = browser.get(&batch).text;
        assert!(page.contains("xa_sua.csv") && page.contains("Sẽ thêm mới <b>2</b> dòng"), "{page}");
        assert_eq!(post(&mut browser, &batch, &[("ma", &hidden(&page, "ma"))]).status, 303);

        let next = browser.upload(&format!("{batch}/tep"), &fields, "xa_sua_2.csv", better.as_bytes());
        let next = header(&next, "location").unwrap().to_owned();
        assert_ne!(next, batch);
        let page = browser.get(&next).text;
        assert!(page.contains("Tiếp nối") && page.contains("ghi nhận lại sẽ không thay đổi gì"), "{page}");
        let stranger = account(db, "tam.canbo", Role::Officer, "cam-ngoc/ngoc-son");
        let mut stranger = Browser::signed_in(&server, &stranger);
        for path in ["", "/tep", "/cot", "/tien-do", "/tep-loi"] {
            assert_eq!(stranger.get(&format!("{next}{path}")).status, 404, "{path}");
        }
    }

    fn only_a_file_without_errors_is_applied_where_that_was_asked(db from LOADED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let batch = uploaded(&mut browser, &LIST.replacen("Thôn Đồng Mới", "Thôn 10", 1));
        let page = browser.get(&batch).text;
        let confirm = [("ma", hidden(&page, "ma")), ("che-do", "tat-ca".to_owned())];
        let confirm: Vec<(&str, &str)> = confirm.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = post(&mut browser, &batch, &confirm);
        assert_eq!(refused.status, 409, "{}", refused.text);
        for told in ["còn 1 dòng có lỗi", "Thôn Đồng Mới", "Ghi nhận các dòng hợp lệ", "Lê Thị Tám"] {
            assert!(refused.text.contains(told), "{told}: {}", refused.text);
        }
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM person"), 0);
        assert_eq!(post(&mut browser, &batch, &confirm[..1]).status, 303);
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM person"), 1);
    }

    fn a_list_of_which_nothing_can_be_applied_is_not_offered_and_can_be_given_up(db from LOADED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let batch = uploaded(&mut browser, LIST);
        let page = browser.get(&batch).text;
        assert!(page.contains("Cả <b>2</b> dòng chưa nhận được") && !page.contains("name=\"ma\""), "{page}");
        assert!(page.contains("Không nhận cột G «Mật khẩu»") && !page.contains("bimat"), "{page}");
        let ask = browser.get(&format!("{batch}/bo")).text;
        assert!(ask.contains("không lấy lại được") && raw::number(db, "SELECT count(*) AS value FROM blob") == 1);
        assert_eq!(post(&mut browser, &format!("{batch}/bo"), &[]).status, 303);
        assert_eq!(raw::number(db, "SELECT count(*) AS value FROM blob"), 0);
        assert!(browser.get("/nhap-lieu").text.contains("đã bỏ"));
        let page = browser.get(&batch).text;
        assert!(page.contains("đã bỏ") && !page.contains("href=\"/nhap-lieu/1/bo\""), "{page}");
        assert_eq!(post(&mut browser, &format!("{batch}/bo"), &[]).status, 409);
    }

    fn faulty_numbers_are_shown_by_their_shape(db from LOADED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let list = "STT,Họ và tên,Ngày sinh,Số CCCD,Số điện thoại,Mức 2,Ghi chú,Thôn\n\
            1,Nguyễn Văn Mười,01/01/1990,0380901234567,0912.345.678,x,đổi số 0987654321 không nghe máy,Thôn 10\n\
            2,Lê Thị Tám,02/02/1991,038 191 123 456,91234567,x,,Thôn 10\n";
        let batch = uploaded(&mut browser, list);
        for path in [batch.clone(), format!("{batch}/cot")] {
            let page = browser.get(&path).text;
            let figures = ["0380901234567", "0912.345.678", "0987654321", "038 191 123 456", "91234567"];
            let shown: Vec<_> = figures.iter().filter(|number| page.contains(*number)).collect();
            assert!(shown.is_empty(), "{path} shows {shown:?}");
        }
        let page = browser.get(&batch).text;
        for shape in ["**********567", "*** *** *** 456", "*****567", "đổi số 09*****21 không nghe máy"] {
            assert!(page.contains(shape), "{shape}: {page}");
        }
    }

    fn a_slow_file_shows_how_far_it_has_come(db from LOADED) {
        let mut state = AppState::with_clock(Db::clone(db), Arc::new(now));
        state.sandbox = sandbox();
        state.moment = Duration::ZERO;
        let server = TestServer::of(state);
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let people: String = (0..3_000).map(|n| format!("{n},Nguyễn Văn A{n},1990,{},x\n", 38_090_000_000_u64 + n)).collect();
        let batch = uploaded(&mut browser, &format!("STT,Họ và tên,Năm sinh,Số CCCD,Mức 2\n{people}"));
        let page = browser.get(&batch).text;
        assert!(page.contains("Đang đọc…") && page.contains("<noscript><meta http-equiv=\"refresh\""), "{page}");
        let events = browser.get(&format!("{batch}/tien-do"));
        assert_eq!(events.content_type, "text/event-stream; charset=utf-8");
        assert!(events.text.ends_with("event: done\ndata: {\"state\":\"previewed\"}\n\n"), "{}", events.text);
        assert!(browser.get(&batch).text.contains("3.000"));
    }

    fn an_upload_without_the_token_leaves_nothing_behind(db from LOADED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let refused = browser.upload("/nhap-lieu", &[("don-vi", "cam-ngoc")], "xa.csv", LIST.as_bytes());
        assert_eq!(refused.status, 403, "{}", refused.text);
        let mut viewer = Browser::signed_in(&server, &account(db, "ngoc.kiemtra", Role::Auditor, "cam-ngoc"));
        let csrf = token(&viewer.get("/mat-khau").text);
        let fields = [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("ngay-lap", "13/06/2023")];
        assert_eq!(viewer.upload("/nhap-lieu", &fields, "xa.csv", LIST.as_bytes()).status, 403);
        for table in ["import_batch", "blob", "blob_piece"] {
            assert_eq!(raw::number(db, &format!("SELECT count(*) AS value FROM {table}")), 0, "{table}");
        }
    }

    fn a_refused_form_keeps_what_was_typed_and_no_file(db from LOADED) {
        let server = TestServer::start(db, now());
        let mut browser = Browser::signed_in(&server, &account(db, "ngoc.canbo", Role::Officer, "cam-ngoc"));
        let csrf = browser.token();
        for (unit, day, told) in [
            ("cam-ngoc", "13/13/2023", "Không đọc được ngày «13/13/2023»"),
            ("cam-ngoc", "13/06/2099", "href=\"#ngay-lap\""),
            ("cam-ngoc/thon-khong-co", "13/06/2023", "href=\"#don-vi\""),
        ] {
            let fields = [("csrf", csrf.as_str()), ("don-vi", unit), ("ngay-lap", day), ("ghi-chu", "Anh Hùng gửi")];
            let refused = browser.upload("/nhap-lieu", &fields, "xa.csv", LIST.as_bytes());
            assert_eq!(refused.status, 422, "{}", refused.text);
            assert!(refused.text.contains(told), "{told}: {}", refused.text);
            assert!(refused.text.contains("Anh Hùng gửi") && refused.text.contains(day), "{}", refused.text);
        }
        let big = [b"PK".as_slice(), &vec![0; 21 << 20]].concat();
        let fields = [("csrf", csrf.as_str()), ("don-vi", "cam-ngoc"), ("ngay-lap", "13/06/2023")];
        let refused = browser.upload("/nhap-lieu", &fields, "xa.xlsx", &big);
        assert_eq!(refused.status, 413, "{}", refused.text);
        assert!(refused.text.contains("20 MB"), "{}", refused.text);
        for table in ["import_batch", "blob", "blob_piece"] {
            assert_eq!(raw::number(db, &format!("SELECT count(*) AS value FROM {table}")), 0, "{table}");
        }
    }
}
