//! Whole files through [`read_workbook`](super::read_workbook): real ones of every format, and hostile ones.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Limits, read_workbook};
use crate::roster::finding::FindingCode;
use crate::roster::grid::{Cell, Origin, Sheet, Value, Workbook};

mod binary;
mod caps;
mod hostile;
mod ordinary;
mod xml_of_2003;

fn read(bytes: &[u8], name: &str) -> Workbook {
    read_workbook(bytes, name, &Limits::default())
}

/// The codes of a file that must have been refused.
fn refused(bytes: &[u8], name: &str) -> Vec<FindingCode> {
    let workbook = read(bytes, name);
    assert!(workbook.sheets.is_empty(), "a refused file has no sheets");
    workbook.file_codes
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const WORKBOOK: &str =
    r#"<workbook xmlns:r="r"><sheets><sheet name="DS" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
    <Relationship Id="rId2" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="x/styles" Target="styles.xml"/></Relationships>"#;

/// An `.xlsx` of one sheet with this content in `sheetData`, and further parts.
fn xlsx(rows: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    xlsx_of_sheet(&sheet, more)
}

fn xlsx_of_sheet(sheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend_from_slice(more);
    archive(&parts)
}

/// An `.ods` with this content of its only table.
fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content><office:automatic-styles><style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>
        <style:style style:name="ce1"><style:text-properties style:font-name=".VnTime"/></style:style></office:automatic-styles>
        <office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content.as_bytes())])
}

fn cell(sheet: &Sheet, row: u32, column: u16) -> &Cell {
    let row = sheet.rows.iter().find(|candidate| candidate.number == row).unwrap();
    row.cells.iter().find(|cell| cell.column == column).unwrap()
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn at(sheet: &Sheet, row: u32, column: u16) -> (Value, Origin) {
    let cell = cell(sheet, row, column);
    (cell.value.clone(), cell.origin)
}
