//! Workbooks whose parts are hostile: `.xlsx`, `.xlsm` and `.xlsb`.

use super::container::{Deflated, Entry, container};
use super::{DAMAGED, HEAD, Kind, PERSON, TOO_BIG, Told, UNSAFE, heavy, kind};

/// Bombs of entities.
const LAUGHS: &str = r#"<!DOCTYPE lolz [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"#;
const OUTSIDE: &str = r#"<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>"#;

pub fn kinds() -> Vec<Kind> {
    let mut kinds = parts_that_lie();
    // Without optimisation the cap is not reached within the time of a child; then the sentence is another one.
    if !cfg!(debug_assertions) {
        kinds.push(heavy("six million cells and more", "ds.xlsx", TOO_BIG, || {
            let cells: String = (0..250).map(|number| format!("<c><v>{}</v></c>", number * 7_919 % 97)).collect();
            grown(&format!("<row>{cells}</row>").repeat(10), 2_410)
        }));
    }
    kinds
}

fn parts_that_lie() -> Vec<Kind> {
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
        heavy("200.000 cells with one text of 32 KB", "ds.xlsx", TOO_BIG, || {
            let rows: String =
                (1..=200_000).map(|row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect();
            with_strings(format!("<sst><si><t>{}</t></si></sst>", "a".repeat(32_000)).as_bytes(), &rows)
        }),
        heavy("shared strings of 90 MB", "ds.xlsx", UNSAFE, || {
            let strings: String =
                (0..40_000).map(|number| format!("<si><t>{}</t></si>", number * 7_919 % 97)).collect();
            let strings = Deflated::default().and(b"<sst>", 1).and(strings.as_bytes(), 130);
            container(&[parts(&one_person()), vec![strings.entry("xl/sharedStrings.xml")]].concat())
        }),
        kind("entities that grow", "ds.xlsx", UNSAFE, || {
            of_sheet(&format!("{LAUGHS}<worksheet><sheetData><row><c><v>&c;</v></c></row></sheetData></worksheet>"))
        }),
        kind("an entity from another file", "ds.xlsx", UNSAFE, || {
            of_sheet(&format!("{OUTSIDE}<worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>"))
        }),
        heavy("one text of 2 GB", "ds.xlsx", UNSAFE, || {
            let sheet = Deflated::default()
                .and(br#"<worksheet><sheetData><row r="1"><c r="A1"><v>"#, 1)
                .and(&vec![b'9'; 1 << 20], 2_048);
            replaced("xl/worksheets/sheet1.xml", sheet.entry("xl/worksheets/sheet1.xml"))
        }),
        heavy("one text of 20 MB that packs badly", "ds.xlsx", UNSAFE, || {
            let sheet = Deflated::default()
                .and(br#"<worksheet><sheetData><row r="1"><c r="A1"><v>"#, 1)
                .and(&digits(1 << 20), 20);
            replaced("xl/worksheets/sheet1.xml", sheet.entry("xl/worksheets/sheet1.xml"))
        }),
        heavy("two million rows", "ds.xlsx", TOO_BIG, || {
            let rows: String =
                (0..65_536).map(|number| format!("<row><c><v>{}</v></c></row>", number * 7_919 % 97)).collect();
            grown(&rows, 32)
        }),
        kind("a hundred thousand nested elements", "ds.xlsx", UNSAFE, || {
            workbook(&format!("<row>{}", "<x>".repeat(100_000)))
        }),
        heavy("three hundred thousand merged areas", "ds.xlsx", TOO_BIG, || {
            let areas: String = (1..=300_000).map(|row| format!(r#"<mergeCell ref="A{row}:B{row}"/>"#)).collect();
            of_sheet(&format!(
                "<worksheet><sheetData>{}</sheetData><mergeCells>{areas}</mergeCells></worksheet>",
                one_person()
            ))
        }),
        heavy("two hundred thousand ranges of hidden columns", "ds.xlsx", Told::Taken(1, ""), || {
            let columns: String = (1..=200_000)
                .map(|style| format!(r#"<col min="7" max="16384" hidden="1" style="{style}"/>"#))
                .collect();
            of_sheet(&format!("<worksheet><cols>{columns}</cols><sheetData>{}</sheetData></worksheet>", one_person()))
        }),
        heavy("a name of ten million ampersands", "ds.xlsx", Told::Taken(1, ""), || {
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

/// A workbook of these rows, so many times over; no number of a row or cell is written.
fn grown(rows: &str, times: usize) -> Vec<u8> {
    let sheet = Deflated::default()
        .and(b"<worksheet><sheetData>", 1)
        .and(rows.as_bytes(), times)
        .and(b"</sheetData></worksheet>", 1);
    replaced("xl/worksheets/sheet1.xml", sheet.entry("xl/worksheets/sheet1.xml"))
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

/// Digits that pack badly.
fn digits(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        b'0' + state.to_be_bytes()[0] % 10
    };
    (0..length).map(|_| next()).collect()
}
