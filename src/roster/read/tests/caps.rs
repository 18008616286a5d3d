//! Each cap: taken just below, refused just above. Those not here stand beside the code that keeps them, or in [`super::hostile`].

use super::*;

const ONE_CELL: &str = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;

/// The codes of a file under these limits.
fn codes(bytes: &[u8], name: &str, limits: &Limits) -> Vec<FindingCode> {
    read_workbook(bytes, name, limits).file_codes
}

#[test]
fn inflation_beyond_the_ratio() {
    let bytes = xlsx(ONE_CELL, &[("xl/media/a.png", &[7; 2 << 20])]);
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let packed = archive.by_name("xl/media/a.png").unwrap().compressed_size();
    let least = (2_u64 << 20).div_ceil(packed);
    let limits = |inflation_ratio| Limits { inflation_ratio, ..Limits::default() };
    assert_eq!(codes(&bytes, "a.xlsx", &limits(least)), []);
    assert_eq!(codes(&bytes, "a.xlsx", &limits(least - 1)), [FindingCode::FileUnsafe]);
}

#[test]
fn the_256th_column_and_the_next() {
    let wide = |column: &str| xlsx(&format!(r#"<row r="1"><c r="{column}1"><v>1</v></c></row>"#), &[]);
    assert_eq!(read(&wide("IV"), "a.xlsx").sheets[0].rows[0].cells[0].column, 256);
    assert_eq!(refused(&wide("IW"), "a.xlsx"), [FindingCode::FileTooBig]);
    let line = |fields: usize| vec!["x"; fields].join(";") + "\n";
    assert_eq!(read(line(256).as_bytes(), "a.csv").sheets[0].rows[0].cells.len(), 256);
    assert_eq!(refused(line(257).as_bytes(), "a.csv"), [FindingCode::FileTooBig]);
}

#[test]
fn shared_strings_by_size_and_by_what_they_declare() {
    // The number has always three digits, so the part has always the same length.
    let part =
        |declared: usize| format!(r#"<sst uniqueCount="{declared:03}"><si><t>{}</t></si></sst>"#, "a".repeat(400));
    let length = part(0).len();
    let file = |declared: usize| xlsx(ONE_CELL, &[("xl/sharedStrings.xml", part(declared).as_bytes())]);
    assert_eq!(read(&file(length / 4), "a.xlsx").file_codes, []);
    assert_eq!(refused(&file(length / 4 + 1), "a.xlsx"), [FindingCode::FileUnsafe]);
    let limits = |bytes: usize| Limits { shared_string_bytes: bytes as u64, ..Limits::default() };
    assert_eq!(codes(&file(1), "a.xlsx", &limits(length)), []);
    assert_eq!(codes(&file(1), "a.xlsx", &limits(length - 1)), [FindingCode::FileUnsafe]);
}

#[test]
fn merged_areas() {
    let areas =
        |count: u32| -> String { (1..=count).map(|row| format!(r#"<mergeCell ref="A{row}:B{row}"/>"#)).collect() };
    let file = |count| {
        xlsx_of_sheet(
            &format!(
                "<worksheet><sheetData>{ONE_CELL}</sheetData><mergeCells>{}</mergeCells></worksheet>",
                areas(count)
            ),
            &[],
        )
    };
    let limits = Limits { merges: 3, ..Limits::default() };
    assert_eq!(codes(&file(3), "a.xlsx", &limits), []);
    assert_eq!(codes(&file(4), "a.xlsx", &limits), [FindingCode::FileTooBig]);
}

/// A page of these rows of cells.
fn page<const CELLS: usize>(rows: &[[&str; CELLS]]) -> Vec<u8> {
    let row = |cells: &[&str; CELLS]| {
        format!("<tr>{}</tr>", cells.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>())
    };
    format!("<table>{}</table>", rows.iter().map(row).collect::<String>()).into_bytes()
}

#[test]
fn rows_of_text_and_of_pages() {
    let limits = Limits { rows: 4, text_rows: 4, ..Limits::default() };
    assert_eq!(codes("a,b\n".repeat(4).as_bytes(), "a.csv", &limits), []);
    assert_eq!(codes("a,b\n".repeat(5).as_bytes(), "a.csv", &limits), [FindingCode::FileTooBig]);
    assert_eq!(codes(&page(&[["a"]; 4]), "a.html", &limits), []);
    assert_eq!(codes(&page(&[["a"]; 5]), "a.html", &limits), [FindingCode::FileTooBig]);
}

#[test]
fn cells_and_letters_of_all_cells_together() {
    let limits = Limits { cells: 6, text_bytes: 12, ..Limits::default() };
    assert_eq!(codes(&page(&[["ab", "cd"]; 3]), "a.html", &limits), []);
    assert_eq!(codes(&page(&[["a"]; 7]), "a.html", &limits), [FindingCode::FileTooBig]);
    assert_eq!(
        codes(&page(&[["ab", "cd"], ["ab", "cd"], ["ab", "cde"]]), "a.html", &limits),
        [FindingCode::FileTooBig]
    );
}
