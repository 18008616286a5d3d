//! The error workbook of formats that only Excel writes: `.xlsm` keeps its macros byte for byte, `.xlsb` comes back as `.xlsx`.

use std::io::{Cursor, Read, Write};
use std::process::Command;

use rust_xlsxwriter::Workbook;
use tiendo::access::Actor;
use tiendo::roster::finding::FindingCode;
use tiendo::roster::{ErrorWorkbook, Preview, error_workbook};
use tiendo::store::Db;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::steps::{LOADED, List, look, sandbox};
use crate::support::binary_workbook::binary_workbook;

/// What stands for the macros: nobody may look into them, so any bytes do.
const MACROS: &[u8] = b"\xD0\xCF\x11\xE0 Sub Auto_Open() End Sub";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
const TYPE_WITH_MACROS: &str = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";

/// Prints names of sheets, the last header, and every marked cell with its comment.
const LOOK: &str = r#"
import openpyxl, sys
book = openpyxl.load_workbook(sys.argv[1], keep_vba=True)
print("sheets", book.sheetnames)
sheet = book.worksheets[0]
print("last", [cell.value for cell in sheet[1]][-1])
for row in sheet.iter_rows(min_row=2):
    for cell in row:
        if cell.comment: print("mark", cell.coordinate, cell.fill.fgColor.rgb, cell.comment.text.replace("\n", " / "))
print("macros", book.vba_archive is not None and "xl/vbaProject.bin" in book.vba_archive.namelist())
"#;

fn rows() -> Vec<Vec<String>> {
    let text = "STT|Họ và tên|Ngày sinh|Số CCCD|Số điện thoại|Thôn\n\
        1|Nguyễn Văn An|02/03/1985|038085000011|0912345674|Thôn Ngọc Bình\n\
        2|Trần Thị Bình|15/08/1990|038190000012|09123|Thôn Ngọc Bình";
    text.lines().map(|line| line.split('|').map(str::to_owned).collect()).collect()
}

fn with_macros() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows()) {
        for (column, text) in (0..).zip(cells) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    let plain = book.save_to_buffer().unwrap();
    let mut archive = ZipArchive::new(Cursor::new(plain)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let (name, mut content) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut content).unwrap();
        if name == "[Content_Types].xml" {
            let macros = "<Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/>";
            let types = String::from_utf8(content).unwrap().replace(TYPE, TYPE_WITH_MACROS);
            content = types.replacen("<Default ", &format!("{macros}<Default "), 1).into_bytes();
        }
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.start_file("xl/vbaProject.bin", SimpleFileOptions::default()).unwrap();
    writer.write_all(MACROS).unwrap();
    writer.finish().unwrap().into_inner()
}

fn marked(db: &Db, file: &str, bytes: Vec<u8>) -> (Preview, ErrorWorkbook, String) {
    let shown = look(db, &List { file: file.to_owned(), unit: "cam-ngoc/ngoc-binh".to_owned(), bytes });
    let workbook = error_workbook(db, &Actor::operator(), shown.batch, &sandbox()).unwrap();
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join(&workbook.file_name);
    std::fs::write(&path, &workbook.bytes).unwrap();
    let ran = Command::new("/usr/bin/python3").args(["-c", LOOK]).arg(&path).env("PYTHONUTF8", "1").output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let told = String::from_utf8(ran.stdout).unwrap();
    assert!(told.contains("mark E3 FFF8B4B4 Lỗi: Cột E: số điện thoại “09123” sai số chữ số"), "{told}");
    assert!(told.contains("last Lỗi"), "{told}");
    (shown, workbook, told)
}

on_both_databases! {
    fn a_workbook_with_macros_keeps_them_untouched(db from LOADED) {
        let (shown, workbook, told) = marked(db, "co_macro.xlsm", with_macros());
        assert!(shown.file.codes.contains(&FindingCode::FileMacros));
        assert_eq!(workbook.file_name, "co_macro - lỗi.xlsm");
        assert!(told.contains("sheets ['Sheet1', 'Tóm tắt lỗi']") && told.contains("macros True"), "{told}");
        let mut archive = ZipArchive::new(Cursor::new(&workbook.bytes)).unwrap();
        let mut macros = Vec::new();
        archive.by_name("xl/vbaProject.bin").unwrap().read_to_end(&mut macros).unwrap();
        assert_eq!(macros, MACROS);
        let again = look(db, &List { file: workbook.file_name, unit: "cam-ngoc/ngoc-binh".to_owned(), bytes: workbook.bytes });
        assert_eq!((again.file.continues, again.counts), (Some(shown.batch.0), shown.counts));
    }

    fn a_binary_workbook_comes_back_as_one_of_xml(db from LOADED) {
        let (shown, workbook, told) = marked(db, "nhi_phan.xlsb", binary_workbook("Thôn Ngọc Bình", &rows()));
        assert_eq!(workbook.file_name, "nhi_phan - lỗi.xlsx");
        assert!(told.contains("sheets ['Thôn Ngọc Bình', 'Tóm tắt lỗi']") && told.contains("macros False"), "{told}");
        let again = look(db, &List { file: workbook.file_name, unit: "cam-ngoc/ngoc-binh".to_owned(), bytes: workbook.bytes });
        assert_eq!((again.file.continues, again.counts), (Some(shown.batch.0), shown.counts));
    }
}
