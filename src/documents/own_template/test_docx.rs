//! Small Word files for tests, and their words read back.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::values::{Row, Values};

pub(super) const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OVERRIDE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// Parts of a file in order.
pub(super) type Parts = Vec<(String, Vec<u8>)>;

/// The parts of a document with this text.
pub(super) fn parts(body: &str) -> Parts {
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Override PartName=\"/word/document.xml\" ContentType=\"{OVERRIDE}document.main+xml\"/>\
         <Override PartName=\"/word/header1.xml\" ContentType=\"{OVERRIDE}header+xml\"/></Types>"
    );
    let document = format!(
        "<?xml version=\"1.0\"?>\n<w:document xmlns:w=\"{NAMESPACE}\" xmlns:w14=\"x\"><w:body>{body}<w:sectPr/></w:body></w:document>"
    );
    vec![
        ("[Content_Types].xml".to_owned(), types.into_bytes()),
        ("_rels/.rels".to_owned(), b"<Relationships/>".to_vec()),
        ("word/document.xml".to_owned(), document.into_bytes()),
        ("word/styles.xml".to_owned(), format!("<w:styles xmlns:w=\"{NAMESPACE}\" />\n").into_bytes()),
        ("word/media/image1.png".to_owned(), vec![0x89, b'P', b'N', b'G', 0, 1, 2, 255]),
    ]
}

/// The parts with one more, or with another content.
pub(super) fn with(mut parts: Parts, name: &str, content: impl Into<Vec<u8>>) -> Parts {
    parts.retain(|(known, _)| known != name);
    parts.push((name.to_owned(), content.into()));
    parts
}

pub(super) fn packed(parts: &Parts) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

pub(super) fn unpacked(docx: &[u8]) -> Parts {
    let mut archive = ZipArchive::new(Cursor::new(docx)).unwrap();
    let part = |at| {
        let mut part = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        (part.name().unwrap().into_owned(), content)
    };
    (0..archive_len(docx)).map(part).collect()
}

fn archive_len(docx: &[u8]) -> usize {
    ZipArchive::new(Cursor::new(docx)).unwrap().len()
}

/// The body of a file's text.
pub(super) fn body(docx: &[u8]) -> String {
    let document = unpacked(docx).into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
    let document = String::from_utf8(document).unwrap();
    let (_, rest) = document.split_once("<w:body>").unwrap();
    rest.split_once("<w:sectPr/></w:body>").unwrap().0.to_owned()
}

/// A paragraph of one run.
pub(super) fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A table of cells, each with one paragraph.
pub(super) fn table(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| format!("<w:tc>{}</w:tc>", p(text));
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

/// The words of a body: a line per paragraph, cells and all.
pub(super) fn lines(body: &str) -> Vec<String> {
    let document = format!("<w:document xmlns:w=\"{NAMESPACE}\">{body}</w:document>");
    let tree = super::tree::Tree::parse(document).unwrap();
    let mut found: Vec<String> = Vec::new();
    for node in &tree.nodes {
        match node.kind {
            super::tree::Kind::Paragraph => found.push(String::new()),
            super::tree::Kind::Text => found.last_mut().unwrap().push_str(&node.text),
            super::tree::Kind::Break => found.last_mut().unwrap().push('⏎'),
            super::tree::Kind::Tab => found.last_mut().unwrap().push('⇥'),
            _ => {}
        }
    }
    found
}

fn row(pairs: &[(&str, &str)]) -> Row {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A few values.
pub(super) fn values() -> Values {
    let unit = |number: &str, name: &str, done: &str| {
        row(&[("stt", number), ("ten", name), ("ket-qua", done), ("ket-qua:vneid2.activated", done)])
    };
    let mut values = Values {
        fields: row(&[
            ("so", "141"),
            ("ky-hieu", "UBND-CA"),
            ("trich-yeu", "đẩy mạnh <a> & \"b\""),
            ("ket-qua", "1.068"),
        ]),
        ..Values::default()
    };
    values.fields.extend(row(&[("co-quan", "ỦY BAN NHÂN DÂN\nXÃ CẨM NGỌC"), ("nguoi-ky", "{{so}}\tA\u{1}\u{b}")]));
    values
        .lists
        .insert("don-vi", vec![unit("1", "Thôn 1", "105"), unit("2", "Thôn 2", "97"), unit("3", "Thôn 3", "0")]);
    values.lists.insert(
        "noi-nhan",
        vec![row(&[("stt", "1"), ("dong", "- Như trên;")]), row(&[("stt", "2"), ("dong", "- Lưu: VT.")])],
    );
    values
}
