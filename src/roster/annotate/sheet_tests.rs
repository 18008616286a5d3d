#![allow(clippy::unwrap_used, reason = "tests")]

use super::super::anchors::Anchors;
use super::super::notes::{Level, Note, RowNotes, SheetNotes};
use super::super::sheet_plan::SentenceStyles;
use super::*;

const STYLES: &str = "<styleSheet><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>\
    <cellXfs><xf fillId=\"0\"/><xf numFmtId=\"49\" fillId=\"0\"/></cellXfs></styleSheet>";

fn notes(cells: &[(u32, Option<u16>)]) -> SheetNotes {
    let row = |(row, column): &(u32, Option<u16>)| RowNotes {
        row: *row,
        notes: vec![Note { column: *column, level: Level::Error, sentence: "sai".to_owned() }],
    };
    SheetNotes { index: 0, header_row: Some(1), rows: cells.iter().map(row).collect() }
}

fn rewritten(
    sheet: &str,
    cells: &[(u32, Option<u16>)],
    was_marked: bool,
    drawing: Option<(&str, &str)>,
) -> (String, SheetOutcome) {
    let limits = Limits::default();
    let mut styles = StyleBook::read(STYLES.to_owned(), &limits).unwrap();
    let notes = notes(cells);
    let sentence = SentenceStyles { header: 7, error: 8, warning: 9 };
    let mut plan = SheetPlan::of(Some(&notes), Some(4), sentence, &Anchors::default(), &mut 100);
    plan.was_marked = was_marked;
    let mut out = Vec::new();
    let outcome = rewrite(sheet.as_bytes(), plan, &mut styles, drawing, &limits, &mut out).unwrap();
    (String::from_utf8(out).unwrap(), outcome)
}

fn text(reference: &str, style: usize, text: &str) -> String {
    format!("<c r=\"{reference}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>")
}

#[test]
fn cells_and_rows_that_are_missing_are_made_in_order() {
    let sheet = "<worksheet><dimension ref=\"A1:C3\"/><sheetData><row r=\"1\" spans=\"1:3\" ht=\"20\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>\
        <row r=\"3\"><c r=\"A3\"/><c r=\"C3\" s=\"1\"><v>5</v></c></row><row r=\"6\"/></sheetData><pageMargins left=\"1\"/></worksheet>";
    let (got, _) =
        rewritten(sheet, &[(2, Some(2)), (3, Some(2)), (4, Some(3)), (6, None), (9, None)], false, Some(("rId3", "N")));
    let own = |cell: &str, style| text(cell, style, "Lỗi: sai");
    let wanted = format!(
        "<worksheet><cols><col min=\"4\" max=\"4\" width=\"70\" customWidth=\"1\"/></cols><sheetData>\
         <row r=\"1\" ht=\"20\"><c r=\"A1\" t=\"s\"><v>0</v></c>{}</row><row r=\"2\"><c r=\"B2\" s=\"2\"/>{}</row>\
         <row r=\"3\"><c r=\"A3\"/><c r=\"B3\" s=\"2\"/><c r=\"C3\" s=\"1\"><v>5</v></c>{}</row>\
         <row r=\"4\"><c r=\"C4\" s=\"2\"/>{}</row><row r=\"6\">{}</row><row r=\"9\">{}</row></sheetData><pageMargins left=\"1\"/>\
         <legacyDrawing xmlns:r=\"N\" r:id=\"rId3\"/></worksheet>",
        text("D1", 7, "Lỗi"),
        own("D2", 8),
        own("D3", 8),
        own("D4", 8),
        own("D6", 8),
        own("D9", 8)
    );
    assert_eq!(got, wanted);
}

#[test]
fn cells_without_references_and_prefixes_are_understood() {
    let sheet = "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row><x:c s=\"1\"><x:v>1</x:v></x:c></x:row><x:row><x:c/><x:c s=\"1\"><x:v>2</x:v></x:c></x:row>\
        </x:sheetData><x:tableParts/></x:worksheet>";
    let (got, _) = rewritten(sheet, &[(2, Some(2))], false, Some(("rId1", "N")));
    assert!(got.contains("<x:row><x:c/><x:c s=\"2\"><x:v>2</x:v></x:c><x:c r=\"D2\""), "{got}");
    assert!(got.contains("<x:legacyDrawing xmlns:r=\"N\" r:id=\"rId1\"/><x:tableParts/>"), "{got}");
}

#[test]
fn old_sentences_and_marks_go() {
    let first =
        "<worksheet><sheetData><row r=\"2\"><c r=\"B2\"/></row></sheetData><legacyDrawing r:id=\"rId9\"/></worksheet>";
    let (marked, outcome) = rewritten(first, &[(2, Some(2))], false, None);
    assert_eq!(outcome.drawing.as_deref(), Some("rId9"));
    let (again, _) = rewritten(&marked, &[(5, None)], true, None);
    assert!(again.contains("<row r=\"2\"><c r=\"B2\" s=\"2\"/></row>"), "{again}");
    assert_eq!(again.matches("width=\"70\"").count(), 1);
}
