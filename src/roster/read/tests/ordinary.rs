//! Files as offices make them.

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Formula, Workbook as Writer};

use super::*;
use crate::roster::grid::{Area, LegacyFont};

#[test]
fn a_workbook_with_everything_a_roster_shows() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet().set_name("Thôn 1").unwrap();
    let date = Format::new().set_num_format("[$-42A]dd/mm/yyyy");
    let day = NaiveDate::from_ymd_opt(1985, 2, 28).unwrap();
    sheet.merge_range(0, 0, 0, 3, "DANH SÁCH", &Format::new()).unwrap();
    sheet.write(1, 0, "Nguyễn Thị Bình").unwrap();
    sheet.write_datetime_with_format(1, 1, day, &date).unwrap();
    sheet.write(1, 2, 38_138_272_855_f64).unwrap();
    sheet.write_with_format(1, 3, "038138272855", &Format::new().set_quote_prefix()).unwrap();
    sheet.write(2, 0, true).unwrap();
    sheet.write_formula(2, 1, Formula::new("=\"Lê\"").set_result("Lê")).unwrap();
    sheet.write_formula(2, 2, Formula::new("=DM!A1").set_result("Thôn 2")).unwrap();
    sheet.write_formula(2, 3, Formula::new("=NA()").set_result("#N/A")).unwrap();
    sheet.write_with_format(3, 0, "Th«n", &Format::new().set_font_name(".VnTimeH")).unwrap();
    sheet.write_with_format(3, 1, 0.5, &Format::new().set_num_format("h:mm")).unwrap();
    sheet.set_row_hidden(2).unwrap();
    sheet.set_column_hidden(2).unwrap();
    writer.add_worksheet().set_name("DM").unwrap().set_hidden(true).write(0, 0, "Thôn 2").unwrap();

    let workbook = read(&writer.save_to_buffer().unwrap(), "a.xlsx");
    assert_eq!(workbook.file_codes, []);
    assert_eq!(
        workbook.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect::<Vec<_>>(),
        [("Thôn 1", false), ("DM", true)]
    );
    let sheet = &workbook.sheets[0];
    assert_eq!(at(sheet, 1, 1), (text("DANH SÁCH"), Origin::Typed));
    assert_eq!(at(sheet, 2, 2).0, Value::DateTime(day.and_hms_opt(0, 0, 0).unwrap()));
    assert_eq!(at(sheet, 2, 3).0, Value::Number(38_138_272_855.0));
    assert_eq!(at(sheet, 2, 4), (text("038138272855"), Origin::QuotedText));
    assert_eq!(at(sheet, 3, 1).0, Value::Boolean(true));
    assert_eq!(at(sheet, 3, 2), (text("Lê"), Origin::ConstantFormula));
    assert_eq!(at(sheet, 3, 3), (text("Thôn 2"), Origin::ReferenceFormula));
    assert_eq!(at(sheet, 3, 4).0, Value::Error("#N/A".to_owned()));
    assert_eq!(cell(sheet, 4, 1).legacy_font, Some(LegacyFont::Tcvn3 { capitals: true }));
    assert_eq!(at(sheet, 4, 2).0, Value::Number(0.5));
    assert_eq!(sheet.merges, [Area { top: 1, left: 1, bottom: 1, right: 4 }]);
    assert_eq!((sheet.hidden_rows.as_slice(), sheet.hidden_columns.as_slice()), ([3].as_slice(), [3].as_slice()));
}

#[test]
fn cells_without_references_formulas_without_result_and_shared_formulas() {
    let rows = r#"<row><c t="inlineStr"><is><t>a_x000D_</t></is></c><c/><c><f>B1+1</f><v></v></c><c t="str"><f>IF(1,"")</f><v></v></c></row>
        <row r="4"><c r="B4" t="str"><f t="shared" ref="B4:B5" si="0">DM!A1</f><v>x</v></c></row>
        <row r="5"><c r="B5" t="str"><f t="shared" si="0"/><v>y</v></c><c r="C5" t="d"><v>2023-05-31T00:00:00</v></c><c r="D5"><v>1E400</v></c></row>"#;
    let workbook = read(&xlsx(rows, &[]), "a.xlsx");
    let sheet = &workbook.sheets[0];
    assert_eq!(at(sheet, 1, 1).0, text("a\r"));
    assert_eq!(at(sheet, 1, 3).0, Value::NotCalculated);
    assert_eq!(sheet.rows[0].cells.len(), 2, "an empty result of a text formula is an empty cell");
    assert_eq!(at(sheet, 4, 2), (text("x"), Origin::ReferenceFormula));
    assert_eq!(at(sheet, 5, 2), (text("y"), Origin::ReferenceFormula));
    assert!(matches!(at(sheet, 5, 3).0, Value::DateTime(_)));
    assert_eq!(at(sheet, 5, 4).0, text("1E400"));
}

#[test]
fn the_content_decides_not_the_extension() {
    let bytes = xlsx(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#, &[("xl/vbaProject.bin", b"x")]);
    assert_eq!(read(&bytes, "a.xlsm").file_codes, [FindingCode::FileMacros]);
    assert_eq!(read(&bytes, "a.XLS").file_codes, [FindingCode::FileWrongExt, FindingCode::FileMacros]);
    assert_eq!(read(b"a,b\n1,2\n", "a.xlsx").file_codes, [FindingCode::FileWrongExt]);
    assert_eq!(read(b"a,b\n1,2\n", "a.csv").file_codes, []);
    let page = read("\u{feff}<html><table><tr><td>Họ tên</td></tr></table></html>".as_bytes(), "a.xls");
    assert_eq!(page.file_codes, [FindingCode::FileHtmlXls]);
    assert_eq!(at(&page.sheets[0], 1, 1).0, text("Họ tên"));
}

#[test]
fn an_ods_table_with_repeats_spans_types_and_hidden_rows() {
    let workbook = read(
        &ods(
            r#"<table:table table:name="Trạm" table:style-name="ta2"><table:table-column table:number-columns-repeated="2"/>
            <table:table-column table:visibility="collapse" table:default-cell-style-name="ce1"/>
            <table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="3" table:number-rows-spanned="1"><text:p>DANH <text:span>SÁCH</text:span></text:p><text:p>đợt<text:s text:c="2"/>1</text:p>
              <office:annotation><text:p>ghi chú</text:p></office:annotation></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>
            <table:table-row table:number-rows-repeated="2" table:visibility="filter"><table:table-cell office:value-type="date" office:date-value="1985-02-28"><text:p>28/02/85</text:p></table:table-cell>
              <table:table-cell office:value-type="float" office:value="38" table:number-columns-repeated="2"><text:p>038</text:p></table:table-cell></table:table-row>
            <table:table-row><table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>
              <table:table-cell table:formula="of:=[DM.A1]" office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>
              <table:table-cell table:formula="of:=&quot;038&quot;" office:value-type="string"><text:p>038</text:p></table:table-cell></table:table-row>
            <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>"#,
        ),
        "a.ods",
    );
    assert_eq!(workbook.file_codes, []);
    let sheet = &workbook.sheets[0];
    assert!(sheet.hidden);
    assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(at(sheet, 1, 1).0, text("DANH SÁCH\nđợt  1"));
    assert!(matches!(at(sheet, 3, 1).0, Value::DateTime(_)));
    assert_eq!(at(sheet, 3, 3).0, Value::Number(38.0));
    assert_eq!(at(sheet, 4, 1).0, Value::Boolean(true));
    assert_eq!(at(sheet, 4, 2), (Value::Error("#N/A".to_owned()), Origin::ReferenceFormula));
    assert_eq!(at(sheet, 4, 3), (text("038"), Origin::ConstantFormula));
    assert_eq!(cell(sheet, 4, 3).legacy_font, Some(LegacyFont::Tcvn3 { capitals: false }));
    assert_eq!(sheet.hidden_rows, [2, 3]);
    assert_eq!(sheet.hidden_columns, [3]);
    assert_eq!(sheet.merges, [Area { top: 1, left: 1, bottom: 1, right: 3 }]);
}

/// The same list saved by LibreOffice as `.xls` and as `.ods`.
#[test]
fn a_list_saved_by_libreoffice_in_two_formats() {
    for (bytes, name) in [
        (include_bytes!("../../../../tests/data/files/danh_sach.xls").as_slice(), "a.xls"),
        (include_bytes!("../../../../tests/data/files/danh_sach.ods").as_slice(), "a.ods"),
    ] {
        let workbook = read(bytes, name);
        assert_eq!(workbook.file_codes, [], "{name}");
        let [sheet, lookup] = workbook.sheets.as_slice() else { panic!("{name}: {} sheets", workbook.sheets.len()) };
        assert_eq!(
            (sheet.name.as_str(), sheet.hidden, lookup.name.as_str(), lookup.hidden),
            ("Thôn 1", false, "DM", true)
        );
        assert_eq!(sheet.merges, [Area { top: 1, left: 1, bottom: 1, right: 4 }]);
        assert_eq!((sheet.hidden_rows.as_slice(), sheet.hidden_columns.as_slice()), ([3].as_slice(), [3].as_slice()));
        let day = NaiveDate::from_ymd_opt(1985, 2, 28).unwrap().and_hms_opt(0, 0, 0).unwrap();
        assert_eq!(at(sheet, 2, 1).0, text("Nguyễn Thị Bình"));
        assert_eq!(at(sheet, 2, 2).0, Value::DateTime(day));
        assert_eq!(at(sheet, 2, 3).0, Value::Number(38_138_272_855.0));
        assert_eq!(at(sheet, 2, 4).0, Value::Boolean(true));
        assert_eq!(at(sheet, 3, 1).0, text("Th«n Ngäc"));
        assert_eq!(cell(sheet, 3, 1).legacy_font, Some(LegacyFont::Tcvn3 { capitals: false }));
        assert_eq!(cell(sheet, 3, 2).legacy_font, Some(LegacyFont::Tcvn3 { capitals: true }));
        assert_eq!((at(sheet, 4, 1).1, at(sheet, 4, 2).1), (Origin::ConstantFormula, Origin::ReferenceFormula));
        assert_eq!(at(sheet, 4, 3).0, Value::Error("#DIV/0!".to_owned()));
        // LibreOffice without a window stores 0 as the result of text formulas in `.xls`.
        if name == "a.ods" {
            assert_eq!((at(sheet, 4, 1).0, at(sheet, 4, 2).0), (text("Lê"), text("Thôn 2")));
        }
    }
}

#[test]
fn a_workbook_with_a_password() {
    assert_eq!(
        refused(include_bytes!("../../../../tests/data/files/mat_khau.xlsx"), "a.xlsx"),
        [FindingCode::FileEncrypted]
    );
    let manifest = br#"<manifest><file-entry><encryption-data/></file-entry></manifest>"#;
    let parts: [(&str, &[u8]); 3] = [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", b"\x01\x02"),
    ];
    assert_eq!(refused(&archive(&parts), "a.ods"), [FindingCode::FileEncrypted]);
}
