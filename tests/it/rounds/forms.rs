//! Workbook forms: made, filled in by a foreign program, read back; those of another round or changed ones are refused.

use std::process::Command;

use chrono::{DateTime, Utc};
use tiendo::model::role::Role;
use tiendo::store::Db;

use super::tree::{COMMUNE, DUONG_HOA, counts, look, open, rounds};
use crate::pages::browser::Browser;
use crate::support::TestDb;
use crate::support::office::{account, unit};
use crate::support::raw;
use crate::support::server::TestServer;

fn now() -> DateTime<Utc> {
    "2022-11-09T03:00:00Z".parse().unwrap()
}

/// Opens a workbook with openpyxl and does something to it.
pub fn with_openpyxl(bytes: &[u8], script: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bieu.xlsx");
    std::fs::write(&path, bytes).unwrap();
    let program = format!(
        "import openpyxl, sys\nbook = openpyxl.load_workbook(sys.argv[1])\nsheet = book.worksheets[0]\n{script}\nbook.save(sys.argv[1])\n"
    );
    let done = Command::new("/usr/bin/python3").arg("-c").arg(program).arg(&path).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::fs::read(&path).unwrap()
}

/// The form of a unit.
pub fn form(browser: &Browser<'_>, server: &TestServer, round: i64, slug: &str) -> Vec<u8> {
    let path = format!("/dot-bao-cao/{round}/bieu.xlsx?don-vi={slug}");
    let mut made = server.agent().get(server.url(&path)).header("Cookie", browser.cookie()).call().unwrap();
    assert_eq!(made.status(), 200);
    made.body_mut().read_to_vec().unwrap()
}

fn setting(db: &Db, server: &TestServer) -> (tiendo::access::CreatedAccount, [i64; 2]) {
    let officer = account(db, "duonghoa.canbo", Role::Officer, COMMUNE);
    let token = server.token("duonghoa.canbo", officer.password.as_deref().unwrap());
    let opened = rounds().map(|round| open(server, &token, &round));
    (officer, opened)
}

#[test]
fn a_form_filled_in_elsewhere_comes_back_as_the_report() {
    let db = TestDb::sqlite(&DUONG_HOA);
    let server = TestServer::start(&db, now());
    let (officer, [first, second]) = setting(&db, &server);
    let mut browser = Browser::signed_in(&server, &officer);
    let csrf = browser.token();
    let blank = form(&browser, &server, first, "duong-hoa/thon-ho");
    let locked = "assert sheet.protection.sheet and sheet['B10'].protection.locked and not sheet['D10'].protection.locked\n\
                  assert book['tiendo'].sheet_state == 'veryHidden'\nassert sheet['B10'].value == 'Tài khoản dịch vụ công đã đăng ký'\n";
    let filled = with_openpyxl(&blank, &format!("{locked}sheet['D10'] = 57\nsheet['C13'] = 'Đã rà soát'"));

    let path = format!("/dot-bao-cao/{first}/bieu");
    let preview = browser.upload(&path, &[("csrf", &csrf)], "bieu.xlsx", &filled);
    assert_eq!(preview.status, 200, "{}", preview.text);
    assert!(preview.text.contains("value=\"57\"") && preview.text.contains("Đã rà soát"), "{}", preview.text);
    assert!(!preview.text.contains("Thôn Hạ:"), "only the unit of the form");
    assert_eq!(raw::number(&db, "SELECT COUNT(*) AS value FROM submission"), 0, "nothing is saved by looking");
    let measure = raw::number(&db, "SELECT id AS value FROM measure WHERE code = 'dvc.registered'");
    let field = format!("v-{}-{measure}", unit(&db, "duong-hoa/thon-ho").0);
    let save = format!("/dot-bao-cao/{first}/nhap?buoc=1");
    assert_eq!(browser.post(&save, &[("csrf", &csrf), ("tu-bieu", "1"), (&field, "57")]).status, 303);
    assert_eq!(raw::texts(&db, "SELECT source AS value FROM submission"), ["form"]);
    let token = server.token("duonghoa.canbo", officer.password.as_deref().unwrap());
    assert_eq!(counts(&look(&server, &token, first, "2022-11-09"), 1), [4, 1, 0, 0, 0, 3]);

    let refused = |browser: &mut Browser<'_>, path: &str, bytes: &[u8], why: &str| {
        let answer = browser.upload(path, &[("csrf", &csrf)], "bieu.xlsx", bytes);
        assert_eq!(answer.status, 422, "{}", answer.text);
        assert!(answer.text.contains(why), "{why}: {}", answer.text);
    };
    refused(&mut browser, &format!("/dot-bao-cao/{second}/bieu"), &filled, "đợt báo cáo khác");
    refused(&mut browser, &path, &blank, "chưa có số liệu nào");
    let other = unit(&db, "duong-hoa/thon-ha").0;
    let own = unit(&db, "duong-hoa/thon-ho").0;
    let moved = with_openpyxl(
        &filled,
        &format!("cell = book['tiendo']['A1']\ncell.value = cell.value.replace('.1.{own}.', '.1.{other}.')"),
    );
    refused(&mut browser, &path, &moved, "phần ẩn của biểu đã bị sửa");
    refused(&mut browser, &path, b"khong phai tep Excel", "không phải biểu do chương trình lập");
    let nil = with_openpyxl(&blank, "sheet['D12'] = 'x'");
    let preview = browser.upload(&path, &[("csrf", &csrf)], "bieu.xlsx", &nil);
    assert!(preview.status == 200 && preview.text.contains("checked"), "{}", preview.text);
}

#[test]
fn the_archive_has_a_form_for_every_unit() {
    let db = TestDb::sqlite(&DUONG_HOA);
    let server = TestServer::start(&db, now());
    let (officer, [round, _]) = setting(&db, &server);
    let browser = Browser::signed_in(&server, &officer);
    let path = format!("/dot-bao-cao/{round}/bieu.zip");
    let mut made = server.agent().get(server.url(&path)).header("Cookie", browser.cookie()).call().unwrap();
    let bytes = made.body_mut().read_to_vec().unwrap();
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "bieu-dot-1-thon-ha.xlsx",
            "bieu-dot-1-thon-ho.xlsx",
            "bieu-dot-1-thon-thanh-van.xlsx",
            "bieu-dot-1-truong-tieu-hoc-duong-hoa.xlsx"
        ]
    );
}
