//! The error workbook: the user's own file back, corrected in another program, uploaded again.

use std::path::Path;
use std::process::Command;

use tiendo::access::{AccessError, Actor};
use tiendo::model::role::Role;
use tiendo::roster::{ErrorWorkbook, Preview, RosterError, error_workbook};
use tiendo::store::Db;

use super::steps::{LOADED, List, import, lists, look, sandbox};
use crate::support::{office, project};

/// Where the system's Python is; `scripts/test` installs openpyxl for it.
const PYTHON: &str = "/usr/bin/python3";

/// Looks at an error workbook with openpyxl, prints what a person sees, and corrects it: what is wrong by header and running number.
const CORRECT: &str = r#"
import openpyxl, sys
book = openpyxl.load_workbook(sys.argv[1])
right = {(2, "Số CCCD"): "038190001234", (2, "Ghi chú"): "Đã gọi", (3, "Họ và tên"): "Vũ Đình Công", (4, "Số điện thoại"): "0912345674",
    (5, "Thôn"): "Thôn Ngọc Bình", (6, "Họ và tên"): "Hoàng Văn Minh", (7, "Ngày sinh"): "15/08/1994"}
print("sheets", book.sheetnames)
sheet = book.worksheets[0]
head = next(row for row in sheet.iter_rows() if row[0].value == "STT")
names = {cell.column: cell.value for cell in head}
print("last", [cell.value for cell in head][-1])
for row in sheet.iter_rows(min_row=head[0].row + 1):
    for cell in row:
        colour = {"FFF8B4B4": "red", "FFFFE08A": "amber"}.get(cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None)
        if colour:
            number = int(row[0].value)
            print("mark", number, names[cell.column], colour, "|", (cell.comment.text if cell.comment else "-").replace("\n", " / "))
            cell.value = right[number, names[cell.column]]
            if cell.value == "15/08/1994": cell.number_format = "@"
    if row[-1].value: print("row", row[0].value, "|", row[-1].value.replace("\n", " / "), "|", row[-1].data_type)
summary = book.worksheets[-1]
print("summary", [cell.value for row in summary.iter_rows() for cell in row if cell.value is not None][:2])
book.save(sys.argv[2])
"#;

/// Whether everything but what was marked is byte for byte as it was.
const COMPARE: &str = r#"
import sys, zipfile, openpyxl
old, new = (zipfile.ZipFile(path) for path in sys.argv[1:])
changed = sorted(name for name in old.namelist() if old.read(name) != new.read(name))
print("changed", changed)
print("added", sorted(set(new.namelist()) - set(old.namelist())))
before, after = (openpyxl.load_workbook(path) for path in sys.argv[1:])
for one in before.worksheets:
    two = after[one.title]
    for row in one.iter_rows():
        for cell in row:
            other = two[cell.coordinate]
            same = all(repr(getattr(cell, key)) == repr(getattr(other, key)) for key in ("value", "number_format", "font", "border", "alignment"))
            assert same, cell.coordinate
    assert one.merged_cells.ranges == two.merged_cells.ranges and one.freeze_panes == two.freeze_panes
    assert one.print_title_rows == two.print_title_rows and one.print_area == two.print_area
    for letter, column in one.column_dimensions.items():
        assert two.column_dimensions[letter].width == column.width, letter
"#;

fn python(script: &str, arguments: &[&Path]) -> String {
    let ran = Command::new(PYTHON).args(["-c", script]).args(arguments).env("PYTHONUTF8", "1").output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

fn list(file: &str) -> List {
    let bytes = std::fs::read(project().join("tests/data/files/sua_loi").join(file)).unwrap();
    List { file: file.to_owned(), unit: "cam-ngoc/ngoc-binh".to_owned(), bytes }
}

fn marked(db: &Db, file: &str) -> (Preview, ErrorWorkbook) {
    let shown = look(db, &list(file));
    let workbook = error_workbook(db, &Actor::operator(), shown.batch, &sandbox()).unwrap();
    (shown, workbook)
}

const MARKS: [&str; 7] = [
    "mark 2 Số CCCD red | ",
    "mark 2 Ghi chú amber | Cảnh báo: Cột J: ",
    "mark 3 Họ và tên red | Lỗi: Cột B: thiếu họ tên",
    "mark 4 Số điện thoại red | Lỗi: Cột F: số điện thoại “09123” sai số chữ số",
    "mark 5 Thôn red | Lỗi: Cột G: Đơn vị nhập liệu không có thôn, tổ dân phố «Thôn Không Có»",
    "mark 6 Họ và tên amber | Cảnh báo: Cột B: ",
    "mark 7 Ngày sinh amber | Cảnh báo: Cột C: thiếu ngày sinh",
];

/// Marks a file, corrects it with openpyxl and uploads it again.
fn to_and_fro(db: &Db, file: &str, sheets: &str) {
    let place = tempfile::tempdir().unwrap();
    let (shown, workbook) = marked(db, file);
    assert_eq!((shown.counts.rows, shown.counts.held, shown.counts.warned), (7, 4, 2), "{file}");
    assert!(workbook.file_name.ends_with(" - lỗi.xlsx"), "{}", workbook.file_name);
    let (before, after) = (place.path().join("before.xlsx"), place.path().join("after.xlsx"));
    std::fs::write(&before, &workbook.bytes).unwrap();
    let told = python(CORRECT, &[&before, &after]);
    for line in MARKS.into_iter().chain([sheets, "last Lỗi", "row 4 | Lỗi: Cột F: số điện thoại"]) {
        assert!(told.lines().any(|told| told.starts_with(line)), "{file}: {line}\n{told}");
    }
    assert!(told.contains(&format!("summary ['TÓM TẮT LỖI', 'Lượt nhập số {}']", shown.batch)), "{told}");
    assert!(
        told.lines()
            .filter(|line| line.starts_with("row "))
            .all(|line| line.ends_with("| s") || line.ends_with("| inlineStr")),
        "{told}"
    );
    assert_eq!(told.lines().filter(|line| line.starts_with("mark ")).count(), MARKS.len(), "{told}");
    let corrected =
        List { file: workbook.file_name, unit: "cam-ngoc/ngoc-binh".to_owned(), bytes: std::fs::read(after).unwrap() };
    let again = look(db, &corrected);
    assert_eq!(again.file.continues, Some(shown.batch.0), "{file}");
    assert_eq!((again.counts.rows, again.counts.new, again.counts.held, again.counts.warned), (7, 7, 0, 0), "{file}");
    let nothing = error_workbook(db, &Actor::operator(), again.batch, &sandbox());
    assert!(matches!(nothing, Err(RosterError::NothingToCorrect(_))), "{nothing:?}");
}

on_both_databases! {
    fn a_workbook_is_corrected_in_place(db from LOADED) {
        to_and_fro(db, "sua_loi.xlsx", "sheets ['Thôn Ngọc Bình', 'Hướng dẫn', 'Tóm tắt lỗi']");
    }

    fn what_is_not_marked_stays_byte_for_byte(db from LOADED) {
        let place = tempfile::tempdir().unwrap();
        let (old, new) = (place.path().join("old.xlsx"), place.path().join("new.xlsx"));
        std::fs::write(&old, list("sua_loi.xlsx").bytes).unwrap();
        std::fs::write(&new, marked(db, "sua_loi.xlsx").1.bytes).unwrap();
        let told = python(COMPARE, &[&old, &new]);
        let changed = "changed ['[Content_Types].xml', 'xl/_rels/workbook.xml.rels', 'xl/comments/comment1.xml', \
            'xl/drawings/commentsDrawing1.vml', 'xl/styles.xml', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml']";
        assert!(told.contains(changed), "{told}");
        assert!(told.contains("added ['xl/worksheets/sheet3.xml']"), "{told}");
    }

    fn the_comment_of_the_user_stays(db from LOADED) {
        let place = tempfile::tempdir().unwrap();
        let (file, other) = (place.path().join("a.xlsx"), place.path().join("b.xlsx"));
        std::fs::write(&file, marked(db, "sua_loi.xlsx").1.bytes).unwrap();
        let told = python(CORRECT, &[&file, &other]);
        assert!(told.contains("mark 2 Số CCCD red | Hỏi lại chị Bích / Lỗi: Cột E: "), "{told}");
    }

    fn other_formats_come_back_as_xlsx(db from LOADED) {
        let named = "sheets ['Thôn Ngọc Bình', 'Hướng dẫn', 'Tóm tắt lỗi']";
        to_and_fro(db, "sua_loi.xls", named);
        to_and_fro(db, "sua_loi.ods", named);
        to_and_fro(db, "sua_loi.csv", "sheets ['csv', 'Tóm tắt lỗi']");
        to_and_fro(db, "sua_loi_html.xls", "sheets ['Sheet1', 'Tóm tắt lỗi']");
    }

    fn libreoffice_opens_it_and_keeps_the_thread(db from LOADED) {
        let place = tempfile::tempdir().unwrap();
        let (shown, workbook) = marked(db, "sua_loi.xlsx");
        let file = place.path().join("loi.xlsx");
        std::fs::write(&file, &workbook.bytes).unwrap();
        let home = format!("-env:UserInstallation=file://{}", place.path().join("home").display());
        let ran = Command::new("soffice")
            .args([&home, "--headless", "--convert-to", "ods", "--outdir"])
            .args([place.path(), &file])
            .output()
            .unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let bytes = std::fs::read(place.path().join("loi.ods")).unwrap();
        let again = look(db, &List { file: "loi.ods".to_owned(), unit: "cam-ngoc/ngoc-binh".to_owned(), bytes });
        assert_eq!(again.file.continues, Some(shown.batch.0));
        assert_eq!((again.counts, again.file.findings), (shown.counts, shown.file.findings));
    }

    fn a_list_without_faults_has_no_error_workbook(db from LOADED) {
        let bytes = "STT,Họ và tên,Ngày sinh,Số CCCD,Thôn\n1,Nguyễn Văn An,02/03/1985,038085000011,Thôn Ngọc Bình\n";
        let list = List { file: "a.csv".to_owned(), unit: "cam-ngoc/ngoc-binh".to_owned(), bytes: bytes.into() };
        let shown = look(db, &list);
        let refused = error_workbook(db, &Actor::operator(), shown.batch, &sandbox());
        assert!(matches!(refused, Err(RosterError::NothingToCorrect(_))), "{refused:?}");
    }

    fn whoever_may_not_see_the_batch_gets_nothing(db from LOADED) {
        let (shown, _) = marked(db, "sua_loi.csv");
        let other = office::actor(db, Role::Officer, "cam-ngoc/ngoc-son");
        let refused = error_workbook(db, &other, shown.batch, &sandbox());
        assert!(matches!(refused, Err(RosterError::NoBatch(_))), "{refused:?}");
        let auditor = office::actor(db, Role::Auditor, "cam-ngoc");
        let refused = error_workbook(db, &auditor, shown.batch, &sandbox());
        assert!(matches!(refused, Err(RosterError::Access(AccessError::Forbidden))), "{refused:?}");
    }

    fn after_the_commit_it_can_still_be_had(db from LOADED) {
        let list = lists().into_iter().find(|list| list.file.ends_with("ngoc_binh.xlsx")).unwrap();
        let done = import(db, &list);
        let workbook = error_workbook(db, &Actor::operator(), done.batch, &sandbox()).unwrap();
        assert_eq!(workbook.file_name, "CN01_thon_ngoc_binh - lỗi.xlsx");
    }
}
