//! Tables: those without lines that hold heads side by side, and tables of figures with repeated heads.

use std::fmt::Write;

use super::text::{Paragraph, Style, room};
use crate::documents::face::FaceTable;
use crate::documents::sizes::{SIZES, points, twips};

/// A frame around words.
pub(super) struct Frame {
    pub color: &'static str,
    pub height_mm: f64,
}

/// Cells side by side without lines and without room around their text; widths in millimetres.
pub(super) fn bare_table(widths: &[f64], rows: &[Vec<String>]) -> String {
    let mut xml = opening(widths, "", (0, 0));
    for row in rows {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (width, cell) in widths.iter().zip(row) {
            let _ =
                write!(xml, "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/></w:tcPr>{cell}</w:tc>", twips(*width));
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
    xml
}

/// Words in a frame of an exact size.
pub(super) fn framed(words: &str, width: f64, frame: &Frame) -> String {
    let line = |side: &str| {
        let color = frame.color;
        format!("<w:{side} w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"{color}\"/>")
    };
    let borders: String = ["top", "left", "bottom", "right"].iter().map(|side| line(side)).collect();
    let mut xml = opening(&[width], &format!("<w:tblBorders>{borders}</w:tblBorders>"), (0, 0));
    let _ = write!(
        xml,
        "<w:tr><w:trPr><w:trHeight w:val=\"{}\" w:hRule=\"exact\"/></w:trPr><w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>\
         <w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"{}\"/></w:pPr><w:r><w:rPr><w:color w:val=\"{}\"/></w:rPr>{}</w:r></w:p>\
         </w:tc></w:tr></w:tbl>",
        twips(frame.height_mm),
        twips(width),
        Style::Motto.id(),
        frame.color,
        super::text::words(words)
    );
    xml
}

/// A table of figures.
pub(super) fn table(given: &FaceTable, width: f64) -> String {
    let parts: u32 = given.widths.iter().sum();
    let widths: Vec<f64> = given.widths.iter().map(|part| width * f64::from(*part) / f64::from(parts.max(1))).collect();
    let line = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>");
    let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
    let borders: String = sides.iter().map(|side| line(side)).collect();
    let room = (points(SIZES.cell_top), twips(SIZES.cell_side));
    let mut xml = opening(&widths, &format!("<w:tblBorders>{borders}</w:tblBorders>"), room);
    heads(&mut xml, given, &widths);
    for row in &given.rows {
        xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (at, words) in row.cells.iter().enumerate() {
            let align = given.sides.get(at).map_or("left", |side| side.as_str());
            let paragraph =
                Paragraph { align: Some(align), bold: row.total, ..Paragraph::new(Style::TableCell, words) };
            cell(&mut xml, widths.get(at).copied().unwrap_or_default(), "", &paragraph.xml());
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
    xml
}

/// One row of heads, or two where several columns share one; both are repeated on every page.
fn heads(xml: &mut String, given: &FaceTable, widths: &[f64]) {
    const ROW: &str = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
    let head = |words: &str| Paragraph::new(Style::TableHead, words).xml();
    if given.groups.is_empty() {
        xml.push_str(ROW);
        for (words, width) in given.heads.iter().zip(widths) {
            cell(xml, *width, "", &head(words));
        }
        xml.push_str("</w:tr>");
        return;
    }
    xml.push_str(ROW);
    let mut at = 0;
    for group in &given.groups {
        let width = widths.get(at..at + group.columns).unwrap_or_default().iter().sum();
        let joined = match group.both_rows {
            true => "<w:vMerge w:val=\"restart\"/>".to_owned(),
            false => format!("<w:gridSpan w:val=\"{}\"/>", group.columns),
        };
        cell(xml, width, &joined, &head(&group.text));
        at += group.columns;
    }
    xml.push_str("</w:tr>");
    xml.push_str(ROW);
    let (mut at, mut heads) = (0, given.heads.iter());
    for group in &given.groups {
        for _ in 0..group.columns {
            let width = widths.get(at).copied().unwrap_or_default();
            match group.both_rows {
                true => cell(xml, width, "<w:vMerge/>", &room(1.0)),
                false => cell(xml, width, "", &head(heads.next().map_or("", String::as_str))),
            }
            at += 1;
        }
    }
    xml.push_str("</w:tr>");
}

fn cell(xml: &mut String, width: f64, joined: &str, content: &str) {
    let _ = write!(
        xml,
        "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>{joined}<w:vAlign w:val=\"center\"/></w:tcPr>{content}</w:tc>",
        twips(width)
    );
}

/// Begins a table; `top` and `side` are the room around the text of a cell, in twentieths of a point.
fn opening(widths: &[f64], borders: &str, (top, side): (i64, i64)) -> String {
    let whole = twips(widths.iter().sum());
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{}\"/>", twips(*width))).collect();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/><w:tblInd w:w=\"0\" w:type=\"dxa\"/>{borders}<w:tblLayout w:type=\"fixed\"/><w:tblCellMar>\
         <w:top w:w=\"{top}\" w:type=\"dxa\"/><w:left w:w=\"{side}\" w:type=\"dxa\"/><w:bottom w:w=\"{top}\" w:type=\"dxa\"/>\
         <w:right w:w=\"{side}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )
}
