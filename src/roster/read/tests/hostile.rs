//! Files built to harm the reader: each must end in a code of the file, quickly and without a panic.

use proptest::prelude::*;

use super::*;

const ONE_CELL: &str = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;

#[test]
fn two_cells_in_opposite_corners() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    assert_eq!(refused(&xlsx(rows, &[]), "a.xlsx"), [FindingCode::FileTooBig]);
    let tall = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>"#;
    assert_eq!(read(&xlsx(tall, &[]), "a.xlsx").sheets[0].rows.len(), 2);
    let outside = r#"<row r="4294967294"><c r="A4294967294"><v>1</v></c></row>"#;
    assert_eq!(refused(&xlsx(outside, &[]), "a.xlsx"), [FindingCode::FileCorrupt]);
}

#[test]
fn a_lie_about_shared_strings() {
    let strings = br#"<sst count="1" uniqueCount="4294967295"><si><t>a</t></si></sst>"#;
    assert_eq!(refused(&xlsx(ONE_CELL, &[("xl/sharedStrings.xml", strings)]), "a.xlsx"), [FindingCode::FileUnsafe]);
}

#[test]
fn one_long_text_referred_to_many_times() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(32_000));
    let rows: String =
        (1..=20_000).map(|row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect();
    let bytes = xlsx(&rows, &[("xl/sharedStrings.xml", strings.as_bytes())]);
    assert_eq!(refused(&bytes, "a.xlsx"), [FindingCode::FileTooBig]);
}

#[test]
fn entity_declarations_in_any_part() {
    let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>"#;
    let sheet = format!("{bomb}<worksheet><sheetData/></worksheet>");
    assert_eq!(refused(&xlsx_of_sheet(&sheet, &[]), "a.xlsx"), [FindingCode::FileUnsafe]);
    for part in ["xl/sharedStrings.xml", "xl/styles.xml", "docProps/core.xml", "xl/drawings/vmlDrawing1.vml"] {
        let bytes = xlsx(ONE_CELL, &[(part, format!("{bomb}<x/>").as_bytes())]);
        assert_eq!(refused(&bytes, "a.xlsx"), [FindingCode::FileUnsafe], "{part}");
    }
    let utf_16: Vec<u8> = format!("\u{feff}{bomb}<x/>").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refused(&xlsx(ONE_CELL, &[("docProps/core.xml", &utf_16)]), "a.xlsx"), [FindingCode::FileUnsafe]);
}

#[test]
fn deep_nesting() {
    let nested = |depth: usize| format!("<row>{}{}</row>", "<x>".repeat(depth), "</x>".repeat(depth));
    // Two elements stand around the row.
    assert_eq!(read(&xlsx(&nested(61), &[]), "a.xlsx").file_codes, []);
    assert_eq!(refused(&xlsx(&nested(62), &[]), "a.xlsx"), [FindingCode::FileUnsafe]);
}

#[test]
fn zip_bombs() {
    let zeros = vec![0; 3 << 20];
    assert_eq!(refused(&xlsx(ONE_CELL, &[("xl/media/a.png", &zeros)]), "a.xlsx"), [FindingCode::FileUnsafe]);
    assert_eq!(read(&xlsx(ONE_CELL, &[("xl/media/a.png", &zeros[..1 << 20])]), "a.xlsx").file_codes, []);
    let sheet = format!("<worksheet><sheetData>{}</sheetData></worksheet>", "<row></row>".repeat(400_000));
    assert_eq!(refused(&xlsx_of_sheet(&sheet, &[]), "a.xlsx"), [FindingCode::FileUnsafe]);
}

#[test]
fn the_inflated_size_is_counted_while_inflating() {
    let limits = Limits { inflated_bytes: 100_000, ..Limits::default() };
    // Hard to compress, so that only the size can be the reason.
    let noise: Vec<u8> = (0..200_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let outcome =
        |length: usize| read_workbook(&xlsx(ONE_CELL, &[("xl/media/a.png", &noise[..length])]), "a.xlsx", &limits);
    assert_eq!(outcome(95_000).file_codes, []);
    assert_eq!(outcome(101_000).file_codes, [FindingCode::FileTooBig]);
}

#[test]
fn many_entries_and_names_that_are_tricks() {
    let names: Vec<String> = (0..2_000).map(|number| format!("x/{number}")).collect();
    let parts = |count: usize| names.iter().take(count).map(|name| (name.as_str(), b"".as_slice())).collect::<Vec<_>>();
    assert_eq!(read(&xlsx(ONE_CELL, &parts(1_996)), "a.xlsx").file_codes, []);
    assert_eq!(refused(&xlsx(ONE_CELL, &parts(1_997)), "a.xlsx"), [FindingCode::FileUnsafe]);
    for name in ["../../etc/passwd", "/etc/passwd", "xl/../../a", "C:/a", "..\\a", "xl/worksheets/SHEET1.xml", "a\nb"] {
        assert_eq!(refused(&xlsx(ONE_CELL, &[(name, b"x")]), "a.xlsx"), [FindingCode::FileUnsafe], "{name}");
    }
}

#[test]
fn too_many_rows_sheets_and_letters() {
    let limits = Limits { rows: 1_000, ..Limits::default() };
    let rows = |count: usize| {
        (1..=count).map(|row| format!(r#"<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>"#)).collect::<String>()
    };
    assert_eq!(read_workbook(&xlsx(&rows(1_000), &[]), "a.xlsx", &limits).sheets[0].rows.len(), 1_000);
    assert_eq!(read_workbook(&xlsx(&rows(1_001), &[]), "a.xlsx", &limits).file_codes, [FindingCode::FileTooBig]);

    let letters =
        |count: usize| format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>"#, "ấ".repeat(count));
    assert_eq!(read(&xlsx(&letters(32_767), &[]), "a.xlsx").file_codes, []);
    assert_eq!(refused(&xlsx(&letters(32_768), &[]), "a.xlsx"), [FindingCode::FileTooBig]);

    let book = |count: usize| {
        format!("<workbook><sheets>{}</sheets></workbook>", r#"<sheet name="a" id="rId1"/>"#.repeat(count))
    };
    let file = |count: usize| {
        let sheet = format!("<worksheet><sheetData>{ONE_CELL}</sheetData></worksheet>");
        archive(&[
            ("xl/workbook.xml", book(count).as_bytes()),
            ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ])
    };
    assert_eq!(read(&file(50), "a.xlsx").sheets.len(), 50);
    assert_eq!(refused(&file(51), "a.xlsx"), [FindingCode::FileTooBig]);
    let small = Limits { file_bytes: 5, text_file_bytes: 10, ..Limits::default() };
    assert_eq!(read_workbook(b"PK1234", "a.xlsx", &small).file_codes, [FindingCode::FileTooBig]);
    assert_eq!(read_workbook(b"<table>", "a.xls", &small).file_codes, [FindingCode::FileTooBig]);
    assert_eq!(read_workbook(b"1234567890", "a.csv", &small).file_codes, []);
    assert_eq!(read_workbook(b"12345678901", "a.csv", &small).file_codes, [FindingCode::FileTooBig]);
}

#[test]
fn an_endless_text_node() {
    let limits = Limits { xml_window_bytes: 1 << 20, inflation_ratio: 10_000, ..Limits::default() };
    let row = format!(r#"<row r="1"><c r="A1"><v>{}</v></c></row>"#, "9".repeat(5 << 20));
    assert_eq!(read_workbook(&xlsx(&row, &[]), "a.xlsx", &limits).file_codes, [FindingCode::FileUnsafe]);
}

#[test]
fn ods_repeat_bombs() {
    let cell = |repeats: &str| {
        format!(r#"<table:table-cell {repeats} office:value-type="string"><text:p>a</text:p></table:table-cell>"#)
    };
    let wide = format!(
        "<table:table><table:table-row>{}</table:table-row></table:table>",
        cell(r#"table:number-columns-repeated="4294967295""#)
    );
    assert_eq!(refused(&ods(&wide), "a.ods"), [FindingCode::FileTooBig]);
    let tall = format!(
        r#"<table:table><table:table-row table:number-rows-repeated="1048576">{}</table:table-row></table:table>"#,
        cell("")
    );
    assert_eq!(refused(&ods(&tall), "a.ods"), [FindingCode::FileTooBig]);
    let spaces = r#"<table:table><table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="4000000000"/></text:p></table:table-cell></table:table-row></table:table>"#;
    assert_eq!(read(&ods(spaces), "a.ods").file_codes, []);
}

#[test]
fn damaged_and_foreign_files() {
    let whole = xlsx(ONE_CELL, &[]);
    assert_eq!(refused(&whole[..whole.len() / 2], "a.xlsx"), [FindingCode::FileCorrupt]);
    assert_eq!(
        refused(&xlsx_of_sheet("<worksheet><sheetData><row r=\"1\">", &[]), "a.xlsx"),
        [FindingCode::FileCorrupt]
    );
    assert_eq!(refused(b"", "a.xlsx"), [FindingCode::FileCorrupt]);
    assert_eq!(refused(b"%PDF-1.7\0\x01\x02\x03\x04\x05", "a.pdf"), [FindingCode::FileUnknown]);
    assert_eq!(refused(&archive(&[("word/document.xml", b"<x/>")]), "a.docx"), [FindingCode::FileUnknown]);
    assert_eq!(refused(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "a.xls"), [FindingCode::FileCorrupt]);
}

#[test]
fn files_of_other_programs_are_called_what_they_are() {
    for start in ["%PDF-1.7\n", "{\\rtf1", "Rar!\x1a\x07", "GIF89a", "MZ\0\0", "BM\0\0"] {
        assert_eq!(refused(start.repeat(50).as_bytes(), "a.xlsx"), [FindingCode::FileUnknown], "{start}");
    }
    let list = read("BMI,Họ và tên\n22,Nguyễn Văn A\n".as_bytes(), "a.csv");
    assert_eq!((list.file_codes.len(), list.sheets[0].rows.len()), (0, 2));
}

#[test]
fn empty_fields_and_lines_beyond_the_grid_are_nothing() {
    assert_eq!(read(&b",".repeat(100_000), "a.csv").sheets[0].rows.len(), 0);
    assert_eq!(read(&b"\n".repeat(1_100_000), "a.csv").sheets[0].rows.len(), 0);
}

/// Were each cell to walk past all columns that are spanned from above, this would take hours.
#[test]
fn spans_of_a_page_cost_little() {
    let wide = "<td colspan=1000 rowspan=1000>".repeat(16);
    let page = format!("<table>{}</table>", format!("<tr>{wide}{}", "<tr><td>".repeat(1_000)).repeat(500));
    assert_eq!(read(page.as_bytes(), "a.html").sheets[0].rows.len(), 0);
}

#[test]
fn sectors_in_a_circle() {
    let whole: &[u8] = include_bytes!("../../../../tests/data/files/danh_sach.xls");
    // The second entry of the header lists the first sector of the table; each of its entries is made to point to the same sector.
    let table = 512 * (1 + u32::from_le_bytes(whole[76..80].try_into().unwrap()) as usize);
    let mut bytes = whole.to_vec();
    for entry in bytes[table..table + 512].chunks_exact_mut(4) {
        entry.copy_from_slice(&1_u32.to_le_bytes());
    }
    assert_eq!(refused(&bytes, "a.xls"), [FindingCode::FileCorrupt]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever bytes come: codes or sheets, never a panic.
    #[test]
    fn bytes_of_any_kind(bytes in proptest::collection::vec(any::<u8>(), 0..600), magic in 0..5_usize) {
        let starts: [&[u8]; 5] = [b"", b"PK\x03\x04", &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], b"<html><table>", b"sep=;\n\""];
        let bytes = [starts[magic], &bytes].concat();
        let workbook = read(&bytes, "a.xls");
        prop_assert!(workbook.sheets.is_empty() || !workbook.file_codes.contains(&FindingCode::FileCorrupt));
    }

    /// A real `.xls` or `.ods` damaged in some places or cut off is read or refused.
    #[test]
    fn real_files_damaged(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), cut in any::<bool>(), xls in any::<bool>()) {
        let whole: &[u8] =
            if xls { include_bytes!("../../../../tests/data/files/danh_sach.xls") } else { include_bytes!("../../../../tests/data/files/danh_sach.ods") };
        let mut bytes = whole.to_vec();
        for (position, byte) in &changes {
            bytes[position.index(whole.len())] = *byte;
        }
        if cut {
            bytes.truncate(changes[0].0.index(whole.len()));
        }
        let workbook = read(&bytes, "a.xls");
        prop_assert!(workbook.sheets.is_empty() || !workbook.file_codes.contains(&FindingCode::FileCorrupt));
    }

    /// A sheet damaged in one place is read or refused.
    #[test]
    fn sheets_damaged_in_one_place(position in 0..400_usize, byte in any::<u8>()) {
        let mut sheet = r#"<worksheet><cols><col min="1" max="3" hidden="1"/></cols><sheetData><row r="1" hidden="1"><c r="A1" s="1" t="s"><v>0</v></c>
            <c r="B1"><f t="shared" si="3">A1+DM!B2</f><v>12.5</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>"#.as_bytes().to_vec();
        let length = sheet.len();
        sheet[position % length] = byte;
        let bytes = xlsx_of_sheet(&String::from_utf8_lossy(&sheet), &[("xl/sharedStrings.xml", b"<sst><si><t>a</t></si></sst>")]);
        read(&bytes, "a.xlsx");
    }
}
