//! Paragraphs and runs.

use std::fmt::Write;

use crate::documents::sizes::{points, twips};

/// Styles of the file, as Word's list of styles shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Quốc hiệu.
    State,
    /// Tiêu ngữ.
    Motto,
    /// Cơ quan chủ quản.
    Superior,
    /// Cơ quan ban hành.
    Agency,
    /// Số, ký hiệu.
    Number,
    /// Địa danh, ngày tháng.
    PlaceAndDay,
    /// V/v.
    BelowNumber,
    /// Tên loại.
    Name,
    /// Trích yếu.
    Subject,
    /// Kính gửi.
    Addressees,
    /// Căn cứ.
    Ground,
    /// Nội dung.
    Body,
    /// Đề mục.
    Heading,
    /// Nơi nhận:
    CopiesHead,
    /// - Như trên;
    Copies,
    /// Người ký.
    Authority,
    /// Phụ lục.
    AnnexTitle,
    /// (Kèm theo …).
    Attached,
    /// Đầu bảng.
    TableHead,
    /// Ô bảng.
    TableCell,
    /// Số trang.
    PageNumber,
}

impl Style {
    pub(super) const ALL: [Self; 21] = [
        Self::State,
        Self::Motto,
        Self::Superior,
        Self::Agency,
        Self::Number,
        Self::PlaceAndDay,
        Self::BelowNumber,
        Self::Name,
        Self::Subject,
        Self::Addressees,
        Self::Ground,
        Self::Body,
        Self::Heading,
        Self::CopiesHead,
        Self::Copies,
        Self::Authority,
        Self::AnnexTitle,
        Self::Attached,
        Self::TableHead,
        Self::TableCell,
        Self::PageNumber,
    ];

    /// Identity within the file.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::State => "QuocHieu",
            Self::Motto => "TieuNgu",
            Self::Superior => "CoQuanChuQuan",
            Self::Agency => "CoQuanBanHanh",
            Self::Number => "SoKyHieu",
            Self::PlaceAndDay => "DiaDanhNgayThang",
            Self::BelowNumber => "TrichYeuCongVan",
            Self::Name => "TenLoai",
            Self::Subject => "TrichYeu",
            Self::Addressees => "KinhGui",
            Self::Ground => "CanCu",
            Self::Body => "NoiDung",
            Self::Heading => "DeMuc",
            Self::CopiesHead => "NoiNhanDau",
            Self::Copies => "NoiNhan",
            Self::Authority => "NguoiKy",
            Self::AnnexTitle => "PhuLuc",
            Self::Attached => "KemTheo",
            Self::TableHead => "DauBang",
            Self::TableCell => "OBang",
            Self::PageNumber => "SoTrang",
        }
    }
}

/// A paragraph; what is not given follows the style.
#[derive(Debug, Clone)]
pub(super) struct Paragraph<'a> {
    pub style: Style,
    pub words: &'a str,
    /// Room above, in points.
    pub before: Option<f64>,
    /// Left and right, in millimetres.
    pub sides: Option<(f64, f64)>,
    /// How far lines after the first stand in, in millimetres.
    pub hanging: Option<f64>,
    /// `left`, `right`, `center`, `both`.
    pub align: Option<&'static str>,
    pub bold: bool,
    /// Stays whole, and on the page of what follows.
    pub kept: bool,
}

impl<'a> Paragraph<'a> {
    pub(super) fn new(style: Style, words: &'a str) -> Self {
        Self { style, words, before: None, sides: None, hanging: None, align: None, bold: false, kept: false }
    }

    pub(super) fn xml(&self) -> String {
        let mut properties = format!("<w:pStyle w:val=\"{}\"/>", self.style.id());
        if self.kept {
            properties.push_str("<w:keepNext/><w:keepLines/>");
        }
        // Writing to a String cannot fail.
        if let Some(before) = self.before {
            let _ = write!(properties, "<w:spacing w:before=\"{}\"/>", points(before));
        }
        if let Some((left, right)) = self.sides {
            let hanging = self.hanging.map(|hanging| format!(" w:hanging=\"{}\"", twips(hanging))).unwrap_or_default();
            let _ = write!(properties, "<w:ind w:left=\"{}\" w:right=\"{}\"{hanging}/>", twips(left), twips(right));
        }
        if let Some(align) = self.align {
            let _ = write!(properties, "<w:jc w:val=\"{align}\"/>");
        }
        let bold = if self.bold { "<w:rPr><w:b/></w:rPr>" } else { "" };
        format!("<w:p><w:pPr>{properties}</w:pPr><w:r>{bold}{}</w:r></w:p>", words(self.words))
    }
}

/// Words of a run; characters that XML does not know are left out.
pub(super) fn words(text: &str) -> String {
    let known: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("<w:t xml:space=\"preserve\">{}</w:t>", quick_xml::escape::escape(known.as_str()))
}

/// An empty paragraph of an exact height, in points, on the page of what follows.
pub(super) fn room(height: f64) -> String {
    format!(
        "<w:p><w:pPr><w:keepNext/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{}\" w:lineRule=\"exact\"/><w:rPr><w:sz w:val=\"2\"/></w:rPr></w:pPr></w:p>",
        points(height)
    )
}
