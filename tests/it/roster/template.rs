//! The blank list: downloaded, filled in with another program, imported.

use std::path::Path;
use std::process::Command;

use tiendo::access::{AccessError, Actor};
use tiendo::model::role::Role;
use tiendo::roster::reading::SheetKind;
use tiendo::roster::{Preview, RosterError, preview};
use tiendo::store::Db;
use tiendo::workbooks::{ListKind, WorkbookError, roster_template};

use super::steps::{LOADED, List, day, sandbox, upload};
use crate::pages::browser::{Browser, header};
use crate::support::office::{account, actor, now};
use crate::support::server::TestServer;

/// Where the system's Python is; `scripts/test` installs openpyxl for it.
const PYTHON: &str = "/usr/bin/python3";

/// Tells what the blank list offers and fills in three people.
const FILL: &str = r#"
import datetime, openpyxl, sys
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
print("sheets", book.sheetnames)
head = {cell.value: cell.column_letter for cell in sheet[4]}
print("head", list(head))
print("page", sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.max_row)
checks = {check.sqref.ranges[0].coord.split(":")[0]: (check.type, check.formula1) for check in sheet.data_validations.dataValidation}
for cell, check in sorted(checks.items()): print("check", cell, *check)
place = [cell.value for cell in book["Danh mục"]["B"]] if "Danh mục" in book.sheetnames else [None, sys.argv[3]]
print("names", len(place) - 1)
people = [("Nguyễn Thị Hương Giang", "05/03/1985", "Nữ", "038185000123", "0912345678"),
    ("Vũ Đình Công", "1957", "Nam", "038057000124", "0912345679"), ("Lê Hoàng Dũng", "30/11/2001", "Nam", "038201000125", "0912345680")]
for number, (name, born, sex, card, phone) in enumerate(people, 1):
    row = 4 + number
    values = {"STT": number, "Họ và tên": name, "Ngày sinh": born, "Giới tính": sex, "Số CCCD": card, "Số điện thoại": phone,
        "Thôn/Tổ dân phố": place[1], "Đơn vị công tác": place[1], "Chức vụ": "Nhân viên", "Mức 2": "x",
        "Ngày cấp mức 2": datetime.date(2023, 3, number), "Đã kích hoạt": "x" if number > 1 else None,
        "Ngày kích hoạt": datetime.date(2023, 4, number) if number > 1 else None}
    for header, letter in head.items():
        if values.get(header) is not None: sheet[f"{letter}{row}"] = values[header]
book.save(sys.argv[2])
"#;

fn filled(db: &Db, unit: &str, kind: ListKind) -> (String, Vec<u8>) {
    let made = roster_template(db, &Actor::operator(), "cam-ngoc-2023", Some(unit), kind, day("2023-06-13")).unwrap();
    let place = tempfile::tempdir().unwrap();
    let (blank, full) = (place.path().join("blank.xlsx"), place.path().join("full.xlsx"));
    std::fs::write(&blank, made.bytes).unwrap();
    let arguments: [&Path; 2] = [&blank, &full];
    let ran = Command::new(PYTHON).args(["-c", FILL]).args(arguments).env("PYTHONUTF8", "1").output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    (String::from_utf8(ran.stdout).unwrap(), std::fs::read(full).unwrap())
}

fn look(db: &Db, unit: &str, bytes: Vec<u8>) -> Result<Preview, RosterError> {
    let list = List { file: "danh sach.xlsx".to_owned(), unit: unit.to_owned(), bytes };
    preview(db, &Actor::operator(), &upload(&list), &sandbox())
}

fn kinds(shown: &Preview) -> Vec<SheetKind> {
    shown.file.sheets.iter().map(|sheet| sheet.kind).collect()
}

on_both_databases! {
    fn a_list_of_residents_is_filled_in_and_taken_without_a_finding(db from LOADED) {
        let (told, bytes) = filled(db, "cam-ngoc", ListKind::Residents);
        for line in [
            "sheets ['Danh sách', 'Hướng dẫn', 'Danh mục']",
            "page C5 $4:$4 landscape 9 4",
            "check G5 list 'Danh mục'!$B$2:$B$11",
            "check D5 list \"Nam,Nữ\"",
            "check E5 textLength 12",
            "check J5 list \"x\"",
            "names 10",
        ] {
            assert!(told.lines().any(|told| told == line), "{line}\n{told}");
        }
        let shown = look(db, "cam-ngoc", bytes).unwrap();
        assert_eq!((shown.counts.rows, shown.counts.new, shown.counts.warned, shown.counts.held), (3, 3, 0, 0));
        assert_eq!(kinds(&shown), [SheetKind::Roster, SheetKind::Instructions, SheetKind::Summary]);
        let roles: Vec<String> =
            shown.file.sheets[0].columns.iter().map(|column| format!("{:?}", column.role)).collect();
        let wanted = "Stt Name Dob Sex Cccd Phone Village M1 M1Date M2 M2Date Act ActDate Note";
        assert_eq!(roles.join(" "), wanted);
    }

    fn a_list_of_staff_is_filled_in_and_taken_without_a_finding(db from LOADED) {
        let (told, bytes) = filled(db, "cam-ngoc", ListKind::Staff);
        assert!(told.contains("'Đơn vị công tác', 'Chức vụ', 'Mức 1'"), "{told}");
        let shown = look(db, "cam-ngoc", bytes).unwrap();
        assert_eq!((shown.counts.rows, shown.counts.new, shown.counts.warned, shown.counts.held), (3, 3, 0, 0));
        assert!(shown.file.findings.keys().all(|code| code.severity() < tiendo::roster::reading::Severity::Warn));
    }

    fn a_village_gets_a_list_of_its_own(db from LOADED) {
        let (told, bytes) = filled(db, "cam-ngoc/ngoc-binh", ListKind::Residents);
        assert!(told.contains("names 1"), "{told}");
        let shown = look(db, "cam-ngoc/ngoc-binh", bytes).unwrap();
        assert_eq!((shown.counts.new, shown.counts.held), (3, 0));
    }

    fn a_blank_list_holds_nobody(db from LOADED) {
        let made =
            roster_template(db, &Actor::operator(), "cam-ngoc-2023", None, ListKind::Residents, day("2023-06-13"));
        let made = made.unwrap();
        assert_eq!(made.file_name, "mau-danh-sach-cong-dan-cam-ngoc.xlsx");
        assert!(matches!(look(db, "cam-ngoc", made.bytes), Err(RosterError::NoPeople(_) | RosterError::WrongFile(_))));
    }

    fn only_for_units_that_one_may_import_for(db from LOADED) {
        let make = |actor: &Actor, unit: &str| {
            roster_template(db, actor, "cam-ngoc-2023", Some(unit), ListKind::Residents, day("2023-06-13"))
        };
        let officer = actor(db, Role::Officer, "cam-ngoc/ngoc-binh");
        assert!(make(&officer, "cam-ngoc/ngoc-binh").is_ok());
        assert!(matches!(make(&officer, "cam-ngoc/ngoc-son"), Err(WorkbookError::NoUnit(_))));
        assert!(matches!(make(&officer, "khong-co"), Err(WorkbookError::NoUnit(_))));
        let auditor = actor(db, Role::Auditor, "cam-ngoc");
        assert!(matches!(make(&auditor, "cam-ngoc"), Err(WorkbookError::Access(AccessError::Forbidden))));
    }

    fn the_doors_hand_it_out(db from LOADED) {
        let server = TestServer::start(db, now());
        let officer = account(db, "ngoc.canbo", Role::Officer, "cam-ngoc");
        let mut browser = Browser::signed_in(&server, &officer);
        let page = browser.get("/nhap-lieu").text;
        assert!(page.contains("href=\"/nhap-lieu/mau-trong/cong-dan"), "{page}");
        let file = browser.get("/nhap-lieu/mau-trong/can-bo");
        assert_eq!(file.status, 200, "{}", file.text);
        let named = header(&file, "content-disposition").unwrap();
        assert!(named.contains("mau-danh-sach-can-bo-cam-ngoc.xlsx"), "{named}");
        assert_eq!(browser.get("/nhap-lieu/mau-trong/khac").status, 404);

        let token = server.token("ngoc.canbo", officer.password.as_ref().unwrap());
        let address = "/api/v1/campaigns/cam-ngoc-2023/roster-template";
        let file = server.get(&format!("{address}?unit=cam-ngoc/ngoc-binh"), &token);
        assert!(file.status == 200 && file.text.starts_with("PK"), "{}", file.status);
        assert_eq!(server.get(&format!("{address}?list=nothing"), &token).status, 400);
        assert_eq!(server.get(&format!("{address}?unit=khong-co"), &token).status, 404);
    }
}
