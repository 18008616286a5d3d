//! The styles of the file: what an official changes once changes everywhere.

use super::text::Style;
use crate::documents::sizes::{SIZES, points, twips};

/// How a style sets its paragraphs.
struct Look {
    /// Name in the list of styles.
    name: &'static str,
    size: f64,
    pitch: f64,
    before: f64,
    align: &'static str,
    bold: bool,
    italic: bool,
    /// First line, in millimetres.
    first_line: f64,
    /// Level in the outline, for headings.
    outline: Option<u8>,
}

const PLAIN: Look = Look {
    name: "",
    size: SIZES.body,
    pitch: SIZES.body_pitch,
    before: 0.0,
    align: "center",
    bold: false,
    italic: false,
    first_line: 0.0,
    outline: None,
};

fn look(style: Style) -> Look {
    let s = &SIZES;
    match style {
        Style::State => Look { name: "Quốc hiệu", size: s.state, pitch: s.agency_pitch, bold: true, ..PLAIN },
        Style::Motto => Look { name: "Tiêu ngữ", size: s.motto, pitch: s.motto_pitch, bold: true, ..PLAIN },
        Style::Superior => Look { name: "Cơ quan chủ quản", size: s.agency, pitch: s.agency_pitch, ..PLAIN },
        Style::Agency => {
            Look { name: "Cơ quan ban hành", size: s.agency, pitch: s.agency_pitch, bold: true, ..PLAIN }
        }
        Style::Number => {
            Look { name: "Số, ký hiệu", size: s.number, pitch: s.number_pitch, before: s.number_gap, ..PLAIN }
        }
        Style::PlaceAndDay => Look {
            name: "Địa danh, ngày tháng",
            size: s.number,
            pitch: s.number_pitch,
            before: s.number_gap,
            italic: true,
            ..PLAIN
        },
        Style::BelowNumber => Look {
            name: "Trích yếu công văn",
            size: s.below_number,
            pitch: s.below_number_pitch,
            before: s.below_number_gap,
            ..PLAIN
        },
        Style::Name => Look { name: "Tên loại văn bản", bold: true, ..PLAIN },
        Style::Subject => Look { name: "Trích yếu nội dung", bold: true, ..PLAIN },
        Style::Addressees => Look { name: "Kính gửi", align: "left", ..PLAIN },
        Style::Ground => {
            Look {
                name: "Căn cứ", before: s.paragraph_gap, align: "both", italic: true, first_line: s.indent, ..PLAIN
            }
        }
        Style::Body => {
            Look { name: "Nội dung", before: s.paragraph_gap, align: "both", first_line: s.indent, ..PLAIN }
        }
        Style::Heading => Look {
            name: "Đề mục",
            before: s.paragraph_gap,
            align: "both",
            bold: true,
            first_line: s.indent,
            outline: Some(0),
            ..PLAIN
        },
        Style::CopiesHead => Look {
            name: "Nơi nhận (đầu)",
            size: s.copies_head,
            pitch: s.copies_head_pitch,
            align: "left",
            bold: true,
            italic: true,
            ..PLAIN
        },
        Style::Copies => Look { name: "Nơi nhận", size: s.copies, pitch: s.copies_pitch, align: "left", ..PLAIN },
        Style::Authority => Look { name: "Người ký", pitch: s.authority_pitch, bold: true, ..PLAIN },
        Style::AnnexTitle => Look { name: "Phụ lục", bold: true, outline: Some(0), ..PLAIN },
        Style::Attached => Look { name: "Kèm theo", italic: true, ..PLAIN },
        Style::TableHead => Look { name: "Đầu bảng", size: s.table, pitch: s.table_pitch, bold: true, ..PLAIN },
        Style::TableCell => Look { name: "Ô bảng", size: s.table, pitch: s.table_pitch, align: "left", ..PLAIN },
        Style::PageNumber => Look { name: "Số trang", size: s.page_number, pitch: s.page_number_pitch, ..PLAIN },
    }
}

/// The part of the file.
pub(super) fn styles() -> String {
    let font = SIZES.fonts[0];
    let defaults = format!(
        "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\" w:eastAsia=\"{font}\" w:cs=\"{font}\"/>\
         <w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/><w:lang w:val=\"vi-VN\" w:eastAsia=\"vi-VN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{1}\" w:lineRule=\"exact\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/></w:style>",
        half_points(SIZES.body),
        points(SIZES.body_pitch),
    );
    let each: String = Style::ALL.into_iter().map(style).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{defaults}{each}</w:styles>"
    )
}

fn style(of: Style) -> String {
    let look = look(of);
    let flag = |on: bool, mark: &'static str| if on { mark } else { "" };
    let outline = look.outline.map(|level| format!("<w:outlineLvl w:val=\"{level}\"/>")).unwrap_or_default();
    let keep = flag(look.outline.is_some(), "<w:keepNext/>");
    let (id, name, size) = (of.id(), look.name, half_points(look.size));
    let (before, pitch, first_line) = (points(look.before), points(look.pitch), twips(look.first_line));
    let (bold, italic, align) = (flag(look.bold, "<w:b/>"), flag(look.italic, "<w:i/>"), look.align);
    format!(
        "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/>\
         <w:pPr>{keep}<w:widowControl/><w:spacing w:before=\"{before}\" w:after=\"0\" w:line=\"{pitch}\" w:lineRule=\"exact\"/>\
         <w:ind w:firstLine=\"{first_line}\"/><w:jc w:val=\"{align}\"/>{outline}</w:pPr><w:rPr>{bold}{italic}<w:sz w:val=\"{size}\"/>\
         <w:szCs w:val=\"{size}\"/></w:rPr></w:style>"
    )
}

fn half_points(size: f64) -> i64 {
    points(size) / 10
}
