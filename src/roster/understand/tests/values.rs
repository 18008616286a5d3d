//! What single cells say, and what contradicts itself.

use super::sheet_of::{codes, options, read, read_all, sheet};
use super::told::tell;
use crate::roster::grid::{Origin, Value, Workbook};
use crate::roster::reading::{RowResult, Severity};
use crate::roster::understand::understand;

#[test]
fn a_column_turned_by_an_american_machine_is_turned_back() {
    let mut text = "STT|Họ và tên|Ngày sinh|Số CCCD".to_owned();
    for i in 1..=6 {
        text.push_str(&format!("\n#{i}|Nguyễn Văn An|@1985-0{i}-11|03808500123{i}"));
    }
    for i in 13..=18 {
        text.push_str(&format!("\n#{i}|Lê Văn Bình|{i}/04/1985|0380850013{i}"));
    }
    let rows = read(&text, &[]);
    assert_eq!(serde_json::to_string(&rows[0].dob).unwrap(), "\"1985-11-01\"");
    assert_eq!(codes(&rows[0]), ["DOB_US_SWAPPED"]);
    assert_eq!(codes(&rows[7]), [] as [&str; 0]);
}

#[test]
fn real_dates_with_late_days_turn_nothing() {
    let mut text = "STT|Họ và tên|Ngày sinh|Số CCCD".to_owned();
    for i in 1..=6 {
        text.push_str(&format!("\n#{i}|Nguyễn Văn An|@1985-0{i}-1{i}|03808500123{i}"));
    }
    for i in 13..=18 {
        text.push_str(&format!("\n#{i}|Lê Văn Bình|{i}/04/1985|0380850013{i}"));
    }
    assert!(read(&text, &[]).iter().all(|row| codes(row).is_empty()));
}

#[test]
fn contradictions_hold_a_row_back() {
    let text = "STT|Họ và tên|Ngày sinh|Giới tính|Số CCCD
#1|Nguyễn Văn An|12/03/1985|Nữ|038085001234
#2|Lê Thị Bình|12/03/1986|Nữ|038185001235";
    let rows = read(text, &[]);
    assert_eq!(codes(&rows[0]), ["SEX_CCCD_MISMATCH"]);
    assert_eq!(codes(&rows[1]), ["YOB_CCCD_MISMATCH"]);
    assert!(rows.iter().all(|r| r.result == RowResult::Error));
}

#[test]
fn one_person_in_two_rows() {
    let text = "STT|Họ và tên|Ngày sinh|Số CCCD|SĐT|Mức 2
#1|Nguyễn Văn An|12/03/1985|038085001234||x
#2|NGUYỄN VĂN AN|12/03/1985|038085001234||x
#3|Nguyễn Văn An|12/03/1985|038085001234|0912345678|x
#4|Lê Thị Bình|05/07/1990|038085001234||
#5|Trần Văn Cường|01/02/1970|||x
#6|Trần Văn Cường|01/02/1970|||
#7|Đỗ Thị Cúc|01/02/1971|172345678||
#8|Đỗ Thị Cúc|01/02/1971|038171001235||";
    let rows = read(text, &[]);
    let dup = |i: usize| codes(&rows[i]).into_iter().filter(|c| c.starts_with("DUP")).collect::<Vec<_>>();
    assert_eq!(dup(1), ["DUP_EXACT"]);
    assert_eq!(dup(2), ["DUP_MERGE"]);
    assert_eq!(dup(3), ["DUP_CONFLICT"]);
    assert_eq!(dup(0), ["DUP_CONFLICT"]);
    assert_eq!((dup(4), dup(5)), (vec![], vec!["DUP_NO_ID"]));
    assert_eq!((dup(6), dup(7)), (vec!["DUP_CMND_CCCD"], vec![]));
}

#[test]
fn known_villages_decide_spelling_and_strangers() {
    let text = "STT|Họ và tên|Số CCCD|Thôn
#1|Nguyễn Văn An|038085001234|thon cam thanh
#2|Lê Thị Bình|038190001235|T. Cẩm Thành
#3|Đỗ Thị Cúc|038191001235|Thôn 99
#4|Trần Văn Đức|038091001235|(ngoài xã)";
    let known = vec!["Thôn Cẩm Thành".to_owned(), "Thôn 10".to_owned()];
    let workbook = Workbook { file_codes: Vec::new(), sheets: vec![sheet("DS", text, &[])] };
    let reading =
        understand(workbook, &crate::roster::understand::UnderstandOptions { known_villages: known, ..options() });
    let rows = &reading.sheets[0].rows;
    let villages: Vec<_> = rows.iter().map(|r| (r.village.as_deref(), codes(r))).collect();
    assert_eq!(
        villages,
        [
            (Some("Thôn Cẩm Thành"), vec!["VILLAGE_VARIANT"]),
            (Some("Thôn Cẩm Thành"), vec!["VILLAGE_VARIANT"]),
            (None, vec!["VILLAGE_UNKNOWN"]),
            (Some("(ngoài xã)"), vec![]),
        ]
    );
}

#[test]
fn a_name_that_ends_another_is_its_short_form() {
    let text = "STT|Họ và tên|Số CCCD|Thôn
#1|Nguyễn Văn An|038085001234|Thôn Làng Chiềng
#2|Lê Thị Bình|038190001235|Làng Chiềng";
    let rows = read(text, &[]);
    assert!(rows.iter().all(|row| row.village.as_deref() == Some("Thôn Làng Chiềng")));
}

#[test]
fn formulas_and_errors_are_told_apart() {
    let mut list = sheet(
        "DS",
        "STT|Họ và tên|Số CCCD|SĐT\n#1|Nguyễn Văn An|038085001234|0912345678\n#2|Lê Thị Bình|038190001235|#1",
        &[],
    );
    list.rows[1].cells[2].origin = Origin::ConstantFormula;
    list.rows[1].cells[3].origin = Origin::ReferenceFormula;
    list.rows[2].cells[2].value = Value::NotCalculated;
    list.rows[2].cells[3].value = Value::Error("#N/A".to_owned());
    let reading = understand(Workbook { file_codes: Vec::new(), sheets: vec![list] }, &options());
    assert_eq!(codes(&reading.sheets[0].rows[0]), ["FORMULA_TEXT", "FORMULA_XREF"]);
    assert_eq!(codes(&reading.sheets[0].rows[1]), ["FORMULA_NO_CACHE", "CELL_ERROR"]);
}

#[test]
fn every_finding_names_its_cell_and_ends_in_a_sentence() {
    let text = "STT|Họ và tên|Ngày sinh|Giới tính|Số CCCD|SĐT
#1|NGUYỄN VĂN AN|31/02/1985|?|38085001234|0237.3812345";
    let row = &read(text, &[])[0];
    assert_eq!(codes(row), ["NAME_UPPER", "SEX_UNKNOWN", "DOB_IMPOSSIBLE", "CCCD_LEADING_ZERO", "PHONE_LANDLINE"]);
    for finding in &row.codes {
        assert!(
            finding.column.is_some() && finding.message().starts_with("Cột ") && finding.message().ends_with('.'),
            "{finding:?}"
        );
        assert!(finding.code.severity() != Severity::Fix || finding.given.is_some());
    }
}

#[test]
fn a_column_for_one_sex_is_marked_in_many_ways() {
    let people = "|Nguyễn Văn An|12/03/1985";
    for (heading, mark, sex) in [
        ("Nữ", "x", "nu"),
        ("Nữ", "#1", "nu"),
        ("Nữ", "#0", "nam"),
        ("Nữ", "", "nam"),
        ("Nữ", "Nữ", "nu"),
        ("Nữ", "N", "nu"),
        ("Nữ", "Nam", "nam"),
        ("Nữ", "không", "nam"),
        ("Nữ", "-", "nam"),
        ("Nam", "#1", "nam"),
        ("Nam", "#0", "nu"),
    ] {
        let text = format!("STT|Họ và tên|Ngày sinh|{heading}|Thôn\n#1{people}|{mark}|Thôn 1\n#2{people}|x|Thôn 1");
        let told = tell(&read_all(vec![sheet("DS", &text, &[])]), "sex");
        assert_eq!(told[0], sex, "{heading}: {mark}");
    }
}
