//! XML spreadsheets of Excel 2003.

use super::*;
use crate::roster::grid::{Area, LegacyFont};

fn book(sheets: &str) -> Vec<u8> {
    format!(
        r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="Default"><Font ss:FontName="Arial"/></Style><Style ss:ID="s21"><Font ss:FontName=".VnTime"/></Style></Styles>{sheets}</Workbook>"#
    )
    .into_bytes()
}

#[test]
fn cells_rows_columns_and_sheets_are_read() {
    let bytes = book(
        r#"<Worksheet ss:Name="Thôn 7"><Table><Column ss:Index="3" ss:Hidden="1" ss:Span="1"/>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">DANH S&#193;CH</Data></Cell><Cell><Data ss:Type="String">x</Data></Cell></Row>
<Row ss:Index="3" ss:Hidden="1"><Cell><Data ss:Type="Number">1</Data><Comment><ss:Data>bỏ<B>qua</B></ss:Data></Comment></Cell>
<Cell ss:Index="3" ss:StyleID="s21"><Data ss:Type="String">Th«n</Data></Cell><Cell ss:Formula="=DM!R1C1"><Data ss:Type="String">a</Data></Cell></Row>
<Row><Cell><Data ss:Type="DateTime">1985-02-28T00:00:00.000</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell>
<Cell ss:Formula="=RC[-1]"/><Cell><ss:Data ss:Type="String"><B>Lê</B> &amp; Bình</ss:Data></Cell><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>
</Table></Worksheet><Worksheet ss:Name="DM"><Table/><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>"#,
    );
    let workbook = read(&bytes, "a.xml");
    assert_eq!(workbook.file_codes, []);
    assert_eq!(read(&bytes, "a.xls").file_codes, [FindingCode::FileWrongExt]);
    let names: Vec<_> = workbook.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect();
    assert_eq!(names, [("Thôn 7", false), ("DM", true)]);
    let sheet = &workbook.sheets[0];
    assert_eq!(at(sheet, 1, 1).0, text("DANH SÁCH"));
    assert_eq!(at(sheet, 1, 4).0, text("x"));
    assert_eq!(at(sheet, 3, 1).0, Value::Number(1.0));
    assert_eq!(cell(sheet, 3, 3).legacy_font, Some(LegacyFont::Tcvn3 { capitals: false }));
    assert_eq!(at(sheet, 3, 4), (text("a"), Origin::ReferenceFormula));
    assert!(matches!(at(sheet, 4, 1).0, Value::DateTime(_)));
    assert_eq!(at(sheet, 4, 2).0, Value::Boolean(true));
    assert_eq!(at(sheet, 4, 3), (Value::NotCalculated, Origin::ConstantFormula));
    assert_eq!(at(sheet, 4, 4).0, text("Lê & Bình"));
    assert_eq!(at(sheet, 4, 5).0, Value::Error("#DIV/0!".to_owned()));
    assert_eq!(sheet.merges, [Area { top: 1, left: 1, bottom: 1, right: 3 }]);
    assert_eq!((sheet.hidden_rows.as_slice(), sheet.hidden_columns.as_slice()), ([3].as_slice(), [3, 4].as_slice()));
}

#[test]
fn hostile_and_damaged_ones_are_refused() {
    let endless = r#"<Row ss:Hidden="1" ss:Index="1" ss:Span="4000000000"/>"#.repeat(20_000);
    let workbook = read(&book(&format!(r#"<Worksheet ss:Name="a"><Table>{endless}</Table></Worksheet>"#)), "a.xml");
    assert!(workbook.sheets.iter().all(|sheet| sheet.hidden_rows.is_empty()));
    let cut = &book(r#"<Worksheet ss:Name="a"><Table><Row><Cell><Data ss:Type="String">a</Data></Cell></Row>"#);
    assert_eq!(refused(&cut[..cut.len() - 11], "a.xml"), [FindingCode::FileCorrupt]);
    let many = r#"<Worksheet ss:Name="a"/>"#.repeat(60);
    assert_eq!(refused(&book(&many), "a.xml"), [FindingCode::FileTooBig]);
    let far = r#"<Worksheet ss:Name="a"><Table><Row><Cell ss:Index="9999"><Data ss:Type="String">a</Data></Cell></Row></Table></Worksheet>"#;
    assert_eq!(refused(&book(far), "a.xml"), [FindingCode::FileTooBig]);
    let entity = String::from_utf8(book("")).unwrap().replace("<Workbook", "<!DOCTYPE a [<!ENTITY b 'c'>]><Workbook");
    assert_eq!(refused(entity.as_bytes(), "a.xml"), [FindingCode::FileUnsafe]);
}
