//! OpenDocument spreadsheets that repeat themselves, hide behind a password or are something else.

use super::container::{Deflated, Entry, container};
use super::{DAMAGED, HEAD, Kind, PASSWORD, PERSON, TOO_BIG, Told, UNKNOWN, UNSAFE, heavy, kind};

pub fn kinds() -> Vec<Kind> {
    vec![
        kind("a row a million times", "ds.ods", TOO_BIG, || {
            of_table(&format!(
                r#"<table:table-row table:number-rows-repeated="1048576">{}</table:table-row>"#,
                cell("", "a")
            ))
        }),
        kind("a cell four billion times", "ds.ods", TOO_BIG, || {
            of_table(&row(&cell(r#"table:number-columns-repeated="4294967295""#, "a")))
        }),
        heavy("rows and cells repeated, again and again", "ds.ods", TOO_BIG, || {
            let wide = cell(r#"table:number-columns-repeated="255""#, "Nguyễn Văn An");
            of_table(
                &format!(r#"<table:table-row table:number-rows-repeated="20000">{wide}</table:table-row>"#).repeat(50),
            )
        }),
        kind("hidden empty rows, a million at a time", "ds.ods", Told::Taken(1, ""), || {
            let hidden = r#"<table:table-row table:number-rows-repeated="1048576" table:visibility="collapse"/>"#;
            of_table(&format!("{}{}", list(), hidden.repeat(5_000)))
        }),
        heavy("a hundred thousand columns before a hundred thousand cells", "ds.ods", Told::Taken(1, ""), || {
            let columns: String = (0..100_000)
                .map(|style| format!(r#"<table:table-column table:default-cell-style-name="ce{style}"/>"#))
                .collect();
            let blanks = r#"<table:table-row><table:table-cell table:number-columns-repeated="16384"/><table:table-cell/></table:table-row>"#;
            of_table(&format!("{columns}{}{}", list(), blanks.repeat(50_000)))
        }),
        kind("four billion spaces in a text", "ds.ods", Told::Taken(1, ""), || {
            let spaces = r#"<table:table-cell office:value-type="string"><text:p><text:s text:c="4000000000"/></text:p></table:table-cell>"#;
            of_table(&format!("{}{}", list(), row(spaces)))
        }),
        heavy("content that inflates to 2 GB", "ds.ods", UNSAFE, || {
            let content = Deflated::default().and(b"<office:document-content>", 1).and(&vec![b' '; 1 << 20], 2_048);
            container(&[mimetype("spreadsheet"), content.entry("content.xml")])
        }),
        kind("entities in the content", "ds.ods", UNSAFE, || {
            let content = "<!DOCTYPE x [<!ENTITY a \"b\">]><office:document-content/>";
            container(&[mimetype("spreadsheet"), Entry::of("content.xml", content.as_bytes())])
        }),
        kind("a spreadsheet with a password", "ds.ods", PASSWORD, || {
            let manifest = r#"<manifest:manifest><manifest:file-entry manifest:full-path="content.xml" manifest:size="9"><manifest:encryption-data
                manifest:checksum-type="SHA1/1K" manifest:checksum="x"/></manifest:file-entry></manifest:manifest>"#;
            container(&[
                mimetype("spreadsheet"),
                Entry::of("META-INF/manifest.xml", manifest.as_bytes()),
                Entry::of("content.xml", b"\x01\x02\x03"),
            ])
        }),
        kind("content that breaks off", "ds.ods", DAMAGED, || {
            container(&[
                mimetype("spreadsheet"),
                Entry::of("content.xml", b"<office:document-content><office:body><table:table>"),
            ])
        }),
        kind("a text document", "ds.ods", UNKNOWN, || {
            container(&[mimetype("text"), Entry::of("content.xml", b"<office:document-content/>")])
        }),
    ]
}

fn mimetype(kind: &str) -> Entry {
    Entry::of("mimetype", format!("application/vnd.oasis.opendocument.{kind}").as_bytes())
}

fn of_table(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="DS">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    container(&[mimetype("spreadsheet"), Entry::of("content.xml", content.as_bytes())])
}

fn cell(attributes: &str, text: &str) -> String {
    format!(r#"<table:table-cell {attributes} office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
}

fn row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

fn list() -> String {
    let of = |texts: [&str; 5]| row(&texts.map(|text| cell("", text)).concat());
    of(HEAD) + &of(PERSON)
}
