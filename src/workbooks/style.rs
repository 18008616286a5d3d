//! The look of a workbook: Times New Roman as offices use it, thin borders, few colours, each with its word.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::progress::report::Outlook;

/// The font of Vietnamese official papers (Nghị định 30/2020/NĐ-CP, Phụ lục I).
pub const FONT: &str = "Times New Roman";
/// The blue of what is done.
pub const DONE: u32 = 0x0B4F8A;
/// The grey of what has to be done.
pub const QUOTA: u32 = 0xB8BFC6;
/// Bars behind percentages.
pub const BAR: u32 = 0xBFD7EA;
const HEADER_FILL: u32 = 0xE3ECF4;
const TOTAL_FILL: u32 = 0xF2F2F2;
const BORDER: u32 = 0x7F7F7F;
/// Lines behind a chart.
pub const GRID: u32 = 0xD9D9D9;

/// Numbers with the thousands separator of the reader's own Excel (2.650 in a Vietnamese one).
const INTEGER: &str = "#,##0";
const PERCENT: &str = "0.00%";
const TENTHS: &str = "#,##0.0";
const DATE: &str = "dd/mm/yyyy";

/// The formats of one workbook.
pub struct Styles {
    /// Name of the agency and of the state.
    pub letterhead: Format,
    /// The national motto, underlined as in official papers.
    pub motto: Format,
    /// Title of a sheet.
    pub title: Format,
    /// Line below the title.
    pub subtitle: Format,
    /// As-of date below the title.
    pub as_of: Format,
    /// The sentence that says it all, and paragraphs.
    pub paragraph: Format,
    /// Small remarks.
    pub remark: Format,
    /// Column heads.
    pub head: Format,
    /// Column numbers below the heads.
    pub column_number: Format,
    /// Cells of the body.
    pub body: CellStyles,
    /// Cells of a total row.
    pub total: CellStyles,
    /// Who signs.
    pub signer: Format,
    /// Labels of the notes.
    pub label: Format,
}

/// The formats of one kind of table row.
pub struct CellStyles {
    /// Text on the left.
    pub text: Format,
    /// Text in the middle.
    pub middle: Format,
    /// Running numbers.
    pub ordinal: Format,
    /// Whole numbers.
    pub integer: Format,
    /// Numbers with one decimal.
    pub tenths: Format,
    /// Shares.
    pub percent: Format,
    /// Days.
    pub date: Format,
    /// "chưa có số liệu".
    pub missing: Format,
}

impl Styles {
    /// Makes them.
    pub fn new() -> Self {
        let base = base();
        let middle = base.clone().set_align(FormatAlign::Center);
        let framed = framed(&base);
        let head =
            framed.clone().set_bold().set_align(FormatAlign::Center).set_text_wrap().set_background_color(HEADER_FILL);
        Self {
            letterhead: middle.clone().set_bold(),
            motto: middle.clone().set_bold().set_font_size(13).set_underline(FormatUnderline::Single),
            title: middle.clone().set_bold().set_font_size(14),
            subtitle: middle.clone().set_bold().set_font_size(13).set_text_wrap(),
            as_of: middle.clone().set_italic().set_font_size(13),
            paragraph: base.clone().set_font_size(13).set_text_wrap().set_align(FormatAlign::Left),
            remark: base.clone().set_italic().set_font_size(11),
            column_number: head.clone().unset_bold().set_italic().set_font_size(9),
            head,
            body: CellStyles::new(&framed),
            total: CellStyles::new(&framed.set_bold().set_background_color(TOTAL_FILL)),
            signer: middle.set_bold().set_font_size(13),
            label: base.set_bold().set_align(FormatAlign::Top).set_text_wrap(),
        }
    }
}

impl CellStyles {
    fn new(framed: &Format) -> Self {
        Self {
            text: framed.clone().set_align(FormatAlign::Left).set_indent(1).set_text_wrap(),
            ordinal: framed.clone().set_align(FormatAlign::Center).set_num_format("0"),
            middle: framed.clone().set_align(FormatAlign::Center).set_text_wrap(),
            integer: framed.clone().set_align(FormatAlign::Right).set_num_format(INTEGER),
            tenths: framed.clone().set_align(FormatAlign::Right).set_num_format(TENTHS),
            percent: framed.clone().set_align(FormatAlign::Right).set_num_format(PERCENT),
            date: framed.clone().set_align(FormatAlign::Center).set_num_format(DATE),
            missing: framed.clone().set_align(FormatAlign::Center).set_shrink().set_italic().set_font_size(10),
        }
    }

    /// The word of an outlook, in its colour.
    pub fn outlook(&self, outlook: Outlook) -> Format {
        let colour = match outlook {
            Outlook::Met | Outlook::OnTrack => 0x1B6E3C,
            Outlook::AtRisk => 0x9A5B00,
            Outlook::Unlikely | Outlook::Missed => 0xB3261E,
            Outlook::NoData => 0x5F6368,
        };
        self.middle.clone().set_font_color(Color::RGB(colour))
    }
}

/// The default format of the workbook.
pub fn base() -> Format {
    Format::new().set_font_name(FONT).set_font_size(12).set_align(FormatAlign::VerticalCenter)
}

fn framed(format: &Format) -> Format {
    format.clone().set_border(FormatBorder::Thin).set_border_color(BORDER)
}
