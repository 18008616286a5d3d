//! Workbooks whose parts are hostile: `.xlsx`, `.xlsm` and `.xlsb`.

use super::container::{Deflated, Entry, container};
use super::{DAMAGED, HEAD, Kind, PERSON, TOO_BIG, Told, UNSAFE, kind};

/// Bombs of entities.
const LAUGHS: &str = r#"<!DOCTYPE lolz [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"#;
const OUTSIDE: &str = r#"<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>"#;

pub fn kinds() -> Vec<Kind> {
    vec![
        kind("two cells in opposite corners", "ds.xlsx", TOO_BIG, || {
            workbook(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#)
        }),
        kind("a cell outside the grid", "ds.xlsx", DAMAGED, || {
            workbook(r#"<row r="4294967294"><c r="A4294967294"><v>1</v></c></row>"#)
        }),
        kind("a lie about the number of shared strings", "ds.xlsx", UNSAFE, || {
            with_strings(br#"<sst count="1" uniqueCount="4294967295"><si><t>a</t></si></sst>"#, &one_person())
        }),
        kind("200.000 cells with one text of 32 KB", "ds.xlsx", TOO_BIG, || {
            let rows: String =
                (1..=200_000).map(|row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect();
            with_strings(format!("<sst><si><t>{}</t></si></sst>", "a".repeat(32_000)).as_bytes(), &rows)
        }),
        kind("shared strings of 90 MB", "ds.xlsx", UNSAFE, || {
            let strings = Deflated::default().and(b"<sst>", 1).and(varied("si><t", "t></si", 1 << 20).as_bytes(), 90);
            container(&[parts(&one_person()), vec![strings.entry("xl/sharedStrings.xml")]].concat())
        }),
        kind("entities that grow", "ds.xlsx", UNSAFE, || {
            of_sheet(&format!("{LAUGHS}<worksheet><sheetData><row><c><v>&c;</v></c></row></sheetData></worksheet>"))
        }),
        kind("an entity from another file", "ds.xlsx", UNSAFE, || {
            of_sheet(&format!("{OUTSIDE}<worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>"))
        }),
        kind("one text of 2 GB", "ds.xlsx", UNSAFE, || {
            let sheet = Deflated::default()
                .and(br#"<worksheet><sheetData><row r="1"><c r="A1"><v>"#, 1)
                .and(&vec![b'9'; 1 << 20], 2_048);
            replaced("xl/worksheets/sheet1.xml", sheet.entry("xl/worksheets/sheet1.xml"))
        }),
        kind("one text of 40 MB that packs badly", "ds.xlsx", UNSAFE, || {
            let text = varied("a", "a", 1 << 20).replace(['<', '>', '/'], "x");
            let sheet = Deflated::default()
                .and(br#"<worksheet><sheetData><row r="1"><c r="A1"><v>"#, 1)
                .and(text.as_bytes(), 40);
            replaced("xl/worksheets/sheet1.xml", sheet.entry("xl/worksheets/sheet1.xml"))
        }),
        kind("two million rows", "ds.xlsx", TOO_BIG, || {
            let rows: String =
                (1..=2_097_152).map(|row| format!(r#"<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>"#)).collect();
            workbook(&rows)
        }),
        kind("six million cells and one", "ds.xlsx", TOO_BIG, || {
            let row = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(250));
            let noise = varied("row><c><v", "v></c></row", 4_000);
            workbook(&format!("{}{noise}", row.repeat(24_001)).replace("</row><row>", "</row> <row>"))
        }),
        kind("a hundred thousand nested elements", "ds.xlsx", UNSAFE, || {
            workbook(&format!("<row>{}", "<x>".repeat(100_000)))
        }),
        kind("a million merged areas", "ds.xlsx", TOO_BIG, || {
            let areas: String = (1..=1_000_000).map(|row| format!(r#"<mergeCell ref="A{row}:B{row}"/>"#)).collect();
            of_sheet(&format!(
                "<worksheet><sheetData>{}</sheetData><mergeCells>{areas}</mergeCells></worksheet>",
                one_person()
            ))
        }),
        kind("a million ranges of hidden columns", "ds.xlsx", Told::Taken(1, ""), || {
            let columns: String = (1..=1_000_000)
                .map(|style| format!(r#"<col min="7" max="16384" hidden="1" style="{style}"/>"#))
                .collect();
            of_sheet(&format!("<worksheet><cols>{columns}</cols><sheetData>{}</sheetData></worksheet>", one_person()))
        }),
        kind("a name of ten million ampersands", "ds.xlsx", Told::Taken(1, ""), || {
            let name: String = (0..1_000_000).map(|number| format!("&amp{:x}&&&&", number % 7_919)).collect();
            let list = format!(r#"<workbook><sheets><sheet name="{name}" sheetId="1" id="rId1"/></sheets></workbook>"#);
            replaced("xl/workbook.xml", Entry::of("xl/workbook.xml", list.as_bytes()))
        }),
        kind("fifty thousand sheets", "ds.xlsx", TOO_BIG, || {
            let sheets: String =
                (1..=50_000).map(|sheet| format!(r#"<sheet name="{sheet}" sheetId="{sheet}" id="rId1"/>"#)).collect();
            let list = format!("<workbook><sheets>{sheets}</sheets></workbook>");
            replaced("xl/workbook.xml", Entry::of("xl/workbook.xml", list.as_bytes()))
        }),
        kind("a sheet that points to itself", "ds.xlsx", DAMAGED, || {
            let relations = r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="../xl/_rels/workbook.xml.rels"/></Relationships>"#;
            replaced("xl/_rels/workbook.xml.rels", Entry::of("xl/_rels/workbook.xml.rels", relations.as_bytes()))
        }),
        kind("a workbook with macros", "ds.xlsm", Told::Taken(1, "FILE_MACROS"), || {
            container(&[parts(&one_person()), vec![Entry::of("xl/vbaProject.bin", &[0xD0, 0xCF, 0x11, 0xE0])]].concat())
        }),
        kind("a binary workbook that lies about its strings", "ds.xlsb", UNSAFE, || {
            let strings = [&[0x9F, 0x01, 0x08][..], &[0xFF; 8]].concat();
            container(&[Entry::of("xl/workbook.bin", b""), Entry::of("xl/sharedStrings.bin", &strings)])
        }),
        kind("a binary workbook without content", "ds.xlsb", DAMAGED, || {
            container(&[Entry::of("xl/workbook.bin", &[0x83])])
        }),
    ]
}

/// Parts of a workbook of one sheet with these rows.
pub fn parts(rows: &str) -> Vec<Entry> {
    parts_of_sheet(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))
}

fn parts_of_sheet(sheet: &str) -> Vec<Entry> {
    let list = r#"<workbook><sheets><sheet name="DS" sheetId="1" id="rId1"/></sheets></workbook>"#;
    let relations = r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    vec![
        Entry::of("[Content_Types].xml", b"<Types/>"),
        Entry::of("xl/workbook.xml", list.as_bytes()),
        Entry::of("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        Entry::of("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]
}

/// A workbook of these rows.
pub fn workbook(rows: &str) -> Vec<u8> {
    container(&parts(rows))
}

fn of_sheet(sheet: &str) -> Vec<u8> {
    container(&parts_of_sheet(sheet))
}

fn with_strings(strings: &[u8], rows: &str) -> Vec<u8> {
    container(&[parts(rows), vec![Entry::of("xl/sharedStrings.xml", strings)]].concat())
}

fn replaced(name: &str, entry: Entry) -> Vec<u8> {
    let mut all = parts(&one_person());
    let place = all.iter().position(|part| part.name == name.as_bytes()).unwrap();
    all[place] = entry;
    container(&all)
}

/// Rows of a list with one person.
pub fn one_person() -> String {
    let cell = |text: &&str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    let row = |texts: [&str; 5]| format!("<row>{}</row>", texts.iter().map(cell).collect::<String>());
    row(HEAD) + &row(PERSON)
}

/// Elements with texts that differ, so that they pack no better than real ones: about `length` bytes.
fn varied(open: &str, close: &str, length: usize) -> String {
    let mut text = String::with_capacity(length + 64);
    let mut number = 1_u64;
    while text.len() < length {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(&format!("<{open}>{number:x}<{}>", format!("/{close}")));
    }
    text
}
