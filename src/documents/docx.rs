//! The document as a Word file (Office Open XML, ECMA-376): real styles, tables, headers and sections, so that an official edits it like one of their own.

mod code;
mod drawing;
mod head;
mod parts;
mod styles;
mod table;
mod text;

use std::io::{Cursor, Write};

use chrono::{DateTime, Utc};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use self::text::{Paragraph, Style};
use super::error::DocumentError;
use super::face::{Face, FaceAnnex, FaceBlock};
use super::sizes::SIZES;
use crate::model::document::LineStyle;

/// Writes a document. The same face at the same moment gives the same bytes.
///
/// # Errors
/// The archive could not be written: a fault of the program.
pub fn docx(face: &Face, at: DateTime<Utc>) -> Result<Vec<u8>, DocumentError> {
    let body = body(face);
    let files = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE_RELATIONS.to_owned()),
        ("docProps/core.xml", parts::core(face, at)),
        ("docProps/app.xml", parts::APP.to_owned()),
        ("word/document.xml", parts::document(&body)),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", styles::styles()),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/header1.xml", parts::page_number()),
    ];
    let failed = |error: zip::result::ZipError| DocumentError::Layout(error.to_string());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in files {
        archive.start_file(name, options).map_err(failed)?;
        archive.write_all(content.as_bytes()).map_err(|error| DocumentError::Layout(error.to_string()))?;
    }
    Ok(archive.finish().map_err(failed)?.into_inner())
}

fn body(face: &Face) -> String {
    let mut xml = head::letterhead(face);
    xml.push_str(&head::title(face));
    xml.push_str(&head::addressees(face));
    let mut first = true;
    for ground in &face.grounds {
        xml.push_str(&paragraph(Style::Ground, ground, &mut first));
    }
    let (last, before) = match face.body.split_last() {
        Some((FaceBlock::Line { style, text }, before)) => (Some((*style, text)), before),
        _ => (None, face.body.as_slice()),
    };
    blocks(&mut xml, before, SIZES.width(), &mut first);
    if let Some((style, text)) = last {
        // The signature never stands on a page alone.
        let kept = Paragraph { before: Some(gap(&mut first)), kept: true, ..Paragraph::new(text_style(style), text) };
        xml.push_str(&kept.xml());
    }
    xml.push_str(&head::closing(face));
    // Each section's properties stand in its last paragraph, those of the last section at the end of the body.
    let mut before = false;
    for annex in &face.annexes {
        xml.push_str(&parts::section_end(before));
        add_annex(&mut xml, annex);
        before = annex.landscape;
    }
    xml.push_str(&parts::last_section(before));
    xml
}

fn add_annex(xml: &mut String, annex: &FaceAnnex) {
    let width = if annex.landscape { SIZES.landscape_width() } else { SIZES.width() };
    xml.push_str(&head::annex_title(annex, width));
    let mut first = true;
    blocks(xml, &annex.blocks, width, &mut first);
    if let Some(file) = &annex.file {
        let words = format!("Bản điện tử: tệp «{}» gửi kèm văn bản này.", file.name);
        xml.push_str(&paragraph(Style::Body, &words, &mut first));
    }
}

/// The first piece below a head stands further from it than paragraphs from each other.
fn blocks(xml: &mut String, given: &[FaceBlock], width: f64, first: &mut bool) {
    for block in given {
        match block {
            FaceBlock::Line { style, text } => {
                xml.push_str(&paragraph(text_style(*style), text, first));
            }
            FaceBlock::Table(table) => {
                xml.push_str(&text::room(gap(first)));
                xml.push_str(&table::table(table, width));
            }
            FaceBlock::Qr(qr) => {
                let number = xml.matches("<wp:docPr ").count() + 1;
                xml.push_str(&code::code(qr, gap(first), number));
            }
        }
    }
}

fn text_style(style: LineStyle) -> Style {
    if style == LineStyle::Plain { Style::Body } else { Style::Heading }
}

fn paragraph(style: Style, words: &str, first: &mut bool) -> String {
    Paragraph { before: Some(gap(first)), ..Paragraph::new(style, words) }.xml()
}

fn gap(first: &mut bool) -> f64 {
    let gap = if *first { SIZES.title_gap } else { SIZES.paragraph_gap };
    *first = false;
    gap
}
