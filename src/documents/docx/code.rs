//! A QR code as one shape with a path (DrawingML): sharp at every size, without a picture file.

use std::fmt::Write;

use super::text::{Paragraph, Style};
use crate::charts::DarkRun;
use crate::documents::face::FaceQr;
use crate::documents::sizes::{SIZES, points};

/// English metric units of a millimetre.
const EMU_PER_MM: f64 = 36_000.0;

/// The code and what it is for below it; `before` is the room above, in points, `number` tells it from other drawings of the file.
pub(super) fn code(qr: &FaceQr, before: f64, number: usize) -> String {
    let side = (SIZES.code * EMU_PER_MM).round();
    let mut path = String::new();
    for DarkRun { row, column, length } in &qr.runs {
        let (left, top, right, bottom) = (*column, *row, column + length, row + 1);
        // Writing to a String cannot fail.
        let _ = write!(path, "<a:moveTo><a:pt x=\"{left}\" y=\"{top}\"/></a:moveTo>");
        for (x, y) in [(right, top), (right, bottom), (left, bottom)] {
            let _ = write!(path, "<a:lnTo><a:pt x=\"{x}\" y=\"{y}\"/></a:lnTo>");
        }
        path.push_str("<a:close/>");
    }
    let (modules, caption) = (qr.modules, quick_xml::escape::escape(qr.caption.as_str()));
    let drawing = format!(
        "<w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{side}\" cy=\"{side}\"/>\
         <wp:docPr id=\"{number}\" name=\"QR {number}\" descr=\"{caption}\"/><a:graphic>\
         <a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"><wps:wsp><wps:cNvSpPr/><wps:spPr>\
         <a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{side}\" cy=\"{side}\"/></a:xfrm><a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>\
         <a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/><a:pathLst><a:path w=\"{modules}\" h=\"{modules}\">{path}</a:path></a:pathLst></a:custGeom>\
         <a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>\
         </wp:inline></w:drawing>"
    );
    let mut xml = format!(
        "<w:p><w:pPr><w:spacing w:before=\"{}\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/><w:ind w:firstLine=\"0\"/><w:jc w:val=\"center\"/></w:pPr>\
         <w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">{drawing}</mc:Choice></mc:AlternateContent></w:r></w:p>",
        points(before)
    );
    let caption = Paragraph { before: Some(SIZES.rule_gap), align: Some("center"), ..Paragraph::new(Style::TableCell, &qr.caption) };
    xml.push_str(&caption.xml());
    xml
}
