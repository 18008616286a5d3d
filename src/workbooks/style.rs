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
/// Words of what is well, of what needs care, of what is bad, of what nobody knows; each stands beside its shape.
pub const GOOD: u32 = 0x1B6E3C;
pub const WARN: u32 = 0x9A5B00;
pub const BAD: u32 = 0xB3261E;
pub const UNKNOWN: u32 = 0x5F6368;
const HEADER_FILL: u32 = 0xE3ECF4;
const TOTAL_FILL: u32 = 0xF2F2F2;
const BORDER: u32 = 0x7F7F7F;
/// Lines behind a chart.
pub const GRID: u32 = 0xD9D9D9;

/// Numbers in the official style: 2.650; 83,89%. The mark of the language (`$-42A`, Vietnamese) makes LibreOffice write them so on any machine; Excel writes
/// the separators of the machine, which on a Vietnamese one are the same.
pub const INTEGER: &str = "[$-42A]#,##0";
const PERCENT: &str = "[$-42A]0.00%";
const TENTHS: &str = "[$-42A]#,##0.0";
const DATE: &str = "dd/mm/yyyy";
const MOMENT: &str = "dd/mm/yyyy hh:mm";

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
    /// Above the place of a signature: who signs, and that full name goes with it.
    pub sign_here: Format,
    /// An instant: day and time.
    pub moment: Format,
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
            moment: framed.clone().set_align(FormatAlign::Center).set_num_format(MOMENT),
            body: CellStyles::new(&framed),
            total: CellStyles::new(&framed.set_bold().set_background_color(TOTAL_FILL)),
            sign_here: middle.clone().set_italic().set_font_size(11),
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
            integer: framed.clone().set_align(FormatAlign::Right).set_indent(1).set_num_format(INTEGER),
            tenths: framed.clone().set_align(FormatAlign::Right).set_indent(1).set_num_format(TENTHS),
            percent: framed.clone().set_align(FormatAlign::Right).set_indent(1).set_num_format(PERCENT),
            date: framed.clone().set_align(FormatAlign::Center).set_num_format(DATE),
            missing: framed.clone().set_align(FormatAlign::Center).set_shrink().set_italic().set_font_size(10),
        }
    }

    /// The word of an outlook, in its colour.
    pub fn outlook(&self, outlook: Outlook) -> Format {
        self.middle.clone().set_font_color(Color::RGB(outlook_colour(outlook)))
    }
}

fn outlook_colour(outlook: Outlook) -> u32 {
    match outlook {
        Outlook::Met | Outlook::OnTrack => GOOD,
        Outlook::AtRisk => WARN,
        Outlook::Unlikely | Outlook::Missed => BAD,
        Outlook::NoData => UNKNOWN,
    }
}

/// The default format of the workbook.
pub fn base() -> Format {
    Format::new().set_font_name(FONT).set_font_size(12).set_align(FormatAlign::VerticalCenter)
}

fn framed(format: &Format) -> Format {
    format.clone().set_border(FormatBorder::Thin).set_border_color(BORDER)
}
