//! A binary workbook (`.xlsb`) written record by record (MS-XLSB 2.3: kind, length, content), because no free program writes one.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Appends a number of seven bits a byte.
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

/// A workbook of one sheet with these rows. The first column of a row is written as a number where it is one, every other text is a shared string or
/// stands in its cell, by turns.
pub fn binary_workbook(sheet_name: &str, rows: &[Vec<String>]) -> Vec<u8> {
    let mut shared: Vec<&str> = Vec::new();
    let mut data = Vec::new();
    for (number, cells) in (0_u32..).zip(rows) {
        record(&mut data, 0, &[&numbers(&[number, 0]), &[0; 5], &numbers(&[0])]);
        for (column, text) in (0_u32..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            let place = numbers(&[column, 0]);
            match text.parse::<f64>() {
                Ok(value) if column == 0 => record(&mut data, 5, &[&place, &value.to_le_bytes()]),
                _ if (number + column) % 2 == 0 => {
                    record(&mut data, 7, &[&place, &numbers(&[u32::try_from(shared.len()).unwrap()])]);
                    shared.push(text);
                }
                _ => record(&mut data, 6, &[&place, &wide(text)]),
            }
        }
    }
    packed(&book(sheet_name), &sheet(rows, &data), &strings(&shared))
}

fn book(sheet_name: &str) -> Vec<u8> {
    let mut book = Vec::new();
    record(&mut book, 0x83, &[]);
    record(&mut book, 0x8F, &[]);
    record(&mut book, 0x9C, &[&numbers(&[0, 1]), &wide("rId1"), &wide(sheet_name)]);
    record(&mut book, 0x90, &[]);
    record(&mut book, 0x9D, &[]);
    record(&mut book, 0x84, &[]);
    book
}

fn sheet(rows: &[Vec<String>], data: &[u8]) -> Vec<u8> {
    let last = |count: usize| u32::try_from(count.saturating_sub(1)).unwrap();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
    let mut sheet = Vec::new();
    record(&mut sheet, 0x81, &[]);
    record(&mut sheet, 0x94, &[&numbers(&[0, last(rows.len()), 0, last(columns)])]);
    record(&mut sheet, 0x91, &[]);
    sheet.extend(data);
    record(&mut sheet, 0x92, &[]);
    record(&mut sheet, 0x82, &[]);
    sheet
}

fn strings(shared: &[&str]) -> Vec<u8> {
    let count = u32::try_from(shared.len()).unwrap();
    let mut strings = Vec::new();
    record(&mut strings, 0x9F, &[&numbers(&[count, count])]);
    for string in shared {
        record(&mut strings, 0x13, &[&[0], &wide(string)]);
    }
    record(&mut strings, 0xA0, &[]);
    strings
}

fn packed(book: &[u8], sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    let relations = br#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#;
    let parts: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", book),
        ("xl/_rels/workbook.bin.rels", relations),
        ("xl/worksheets/sheet1.bin", sheet),
        ("xl/sharedStrings.bin", strings),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
