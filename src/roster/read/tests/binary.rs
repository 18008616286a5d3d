//! `.xlsb` files, written record by record (MS-XLSB 2.3): kind, length, content.

use super::*;
use crate::roster::grid::Area;

fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number > 0x7F {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn record(bytes: &mut Vec<u8>, kind: u16, content: &[&[u8]]) {
    let content = content.concat();
    push_number(bytes, usize::from(kind));
    push_number(bytes, content.len());
    bytes.extend(content);
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).unwrap().to_le_bytes();
    length.into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn row(sheet: &mut Vec<u8>, number: u32, hidden: bool) {
    record(sheet, 0, &[&numbers(&[number, 0]), &[0, 0, 0, if hidden { 0x10 } else { 0 }, 0], &numbers(&[0])]);
}

/// A workbook of one sheet with these records in its data, and these shared strings.
fn xlsb(state: u32, data: &[u8], after: &[u8], columns: &[u8], strings: &[&str]) -> Vec<u8> {
    let mut workbook = Vec::new();
    record(&mut workbook, 0x83, &[]);
    record(&mut workbook, 0x8F, &[]);
    record(&mut workbook, 0x9C, &[&numbers(&[state, 1]), &wide("rId1"), &wide("Thôn 7")]);
    record(&mut workbook, 0x90, &[]);
    record(&mut workbook, 0x9D, &[]);
    record(&mut workbook, 0x84, &[]);
    let mut sheet = Vec::new();
    record(&mut sheet, 0x81, &[]);
    record(&mut sheet, 0x94, &[&numbers(&[0, 9, 0, 9])]);
    sheet.extend(columns);
    record(&mut sheet, 0x91, &[]);
    sheet.extend(data);
    record(&mut sheet, 0x92, &[]);
    sheet.extend(after);
    record(&mut sheet, 0x82, &[]);
    let mut shared = Vec::new();
    let count = u32::try_from(strings.len()).unwrap();
    record(&mut shared, 0x9F, &[&numbers(&[count, count])]);
    for string in strings {
        record(&mut shared, 0x13, &[&[0], &wide(string)]);
    }
    record(&mut shared, 0xA0, &[]);
    let relations = br#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#;
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", relations),
        ("xl/worksheets/sheet1.bin", &sheet),
        ("xl/sharedStrings.bin", &shared),
    ])
}

#[test]
fn a_binary_workbook_shows_what_a_roster_shows() {
    let mut data = Vec::new();
    let place = |column: u32| numbers(&[column, 0]);
    row(&mut data, 0, false);
    for (column, string) in [(0, 0), (1, 1), (2, 2), (3, 3)] {
        record(&mut data, 7, &[&place(column), &numbers(&[string])]);
    }
    row(&mut data, 1, true);
    record(&mut data, 2, &[&place(0), &numbers(&[1 << 2 | 2])]);
    record(&mut data, 6, &[&place(1), &wide("Nguyễn Thị Bình")]);
    record(&mut data, 5, &[&place(2), &38_138_272_855_f64.to_le_bytes()]);
    record(&mut data, 8, &[&place(3), &wide("Thôn 7"), &[0, 0], &numbers(&[0, 0])]);
    row(&mut data, 2, false);
    record(&mut data, 11, &[&place(3), &[0x2A], &[0, 0], &numbers(&[0, 0])]);
    record(&mut data, 4, &[&place(2), &[1]]);
    let mut after = Vec::new();
    record(&mut after, 0xB0, &[&numbers(&[1, 2, 1, 1])]);
    let mut columns = Vec::new();
    record(&mut columns, 0x186, &[]);
    record(&mut columns, 60, &[&numbers(&[2, 2, 2560, 0]), &[1, 0]]);
    record(&mut columns, 0x187, &[]);
    let bytes = xlsb(0, &data, &after, &columns, &["STT", "Họ và tên", "Số CCCD", "Thôn"]);

    let workbook = read(&bytes, "a.xlsb");
    assert_eq!(workbook.file_codes, []);
    let sheet = &workbook.sheets[0];
    assert_eq!((sheet.name.as_str(), sheet.hidden), ("Thôn 7", false));
    assert_eq!(at(sheet, 1, 2).0, text("Họ và tên"));
    assert_eq!(at(sheet, 2, 1).0, Value::Number(1.0));
    assert_eq!(at(sheet, 2, 2), (text("Nguyễn Thị Bình"), Origin::Typed));
    assert_eq!(at(sheet, 2, 3).0, Value::Number(38_138_272_855.0));
    assert_eq!(at(sheet, 2, 4), (text("Thôn 7"), Origin::ConstantFormula));
    assert_eq!(at(sheet, 3, 4), (Value::Error("#N/A".to_owned()), Origin::ConstantFormula));
    assert_eq!(at(sheet, 3, 3).0, Value::Boolean(true));
    assert_eq!((sheet.hidden_rows.as_slice(), sheet.hidden_columns.as_slice()), ([2].as_slice(), [3].as_slice()));
    assert_eq!(sheet.merges, [Area { top: 2, left: 2, bottom: 3, right: 2 }]);
    assert!(read(&xlsb(1, &data, &after, &columns, &["a", "b", "c", "d"]), "a.xlsb").sheets[0].hidden);
}

#[test]
fn a_binary_workbook_that_breaks_off_or_lies_is_refused() {
    let mut data = Vec::new();
    row(&mut data, 0, false);
    record(&mut data, 7, &[&numbers(&[0, 0]), &numbers(&[99])]);
    assert_eq!(refused(&xlsb(0, &data, &[], &[], &["STT"]), "a.xlsb"), [FindingCode::FileCorrupt]);
    let endless = [0x80, 0x01, 0xFF, 0xFF, 0xFF, 0x7F];
    assert_eq!(refused(&xlsb(0, &endless, &[], &[], &["STT"]), "a.xlsb"), [FindingCode::FileUnsafe]);
    let mut columns = Vec::new();
    for _ in 0..300 {
        record(&mut columns, 60, &[&numbers(&[0, u32::MAX, 0, 0]), &[1, 0]]);
    }
    assert_eq!(refused(&xlsb(0, &[], &[], &columns, &["STT"]), "a.xlsb"), [FindingCode::FileUnsafe]);
}
