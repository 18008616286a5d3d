//! Sizes, lengths and words that are the same on every document: PDF layout and Word file both read them here, so that they agree to the millimetre.
//! Ranges: Nghị định 30/2020/NĐ-CP, Phụ lục I; where it leaves a choice, the sizes of its own sample pages.

use serde::Serialize;

/// Letter sizes and pitches in points, lengths in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Sizes {
    /// Fonts with the widths of Times New Roman, the first one that is installed is taken.
    pub fonts: [&'static str; 4],
    pub state_words: &'static str,
    pub motto_words: &'static str,
    // Page, in millimetres.
    pub top: f64,
    pub bottom: f64,
    pub left: f64,
    pub right: f64,
    pub header: f64,
    pub head_left: f64,
    pub indent: f64,
    pub addressees_indent: f64,
    pub copies_hang: f64,
    pub signature_gap: f64,
    pub cell_side: f64,
    pub code: f64,
    pub annex_rule: f64,
    // Letters and the pitch of their lines, in points.
    pub page_number: f64,
    pub page_number_pitch: f64,
    pub state: f64,
    pub agency: f64,
    pub agency_pitch: f64,
    pub motto: f64,
    pub motto_pitch: f64,
    pub number: f64,
    pub number_pitch: f64,
    pub below_number: f64,
    pub below_number_pitch: f64,
    pub body: f64,
    pub body_pitch: f64,
    pub table: f64,
    pub table_pitch: f64,
    pub copies_head: f64,
    pub copies_head_pitch: f64,
    pub copies: f64,
    pub copies_pitch: f64,
    pub authority_pitch: f64,
    // Room between components, in points.
    pub rule: f64,
    pub rule_gap: f64,
    pub grid: f64,
    pub cell_top: f64,
    pub number_gap: f64,
    pub below_number_gap: f64,
    pub title_gap: f64,
    pub paragraph_gap: f64,
    pub closing_gap: f64,
    // Shares of the length of a line of text.
    pub agency_rule: f64,
    pub subject_rule: f64,
    /// Share of the width that a subject may take.
    pub subject_room: f64,
}

/// The sizes.
pub const SIZES: Sizes = Sizes {
    fonts: ["Times New Roman", "Liberation Serif", "Tinos", "Libertinus Serif"],
    state_words: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    motto_words: "Độc lập - Tự do - Hạnh phúc",
    top: 20.0,
    bottom: 20.0,
    left: 30.0,
    right: 15.0,
    header: 10.0,
    head_left: 66.0,
    indent: 12.7,
    addressees_indent: 28.0,
    copies_hang: 2.0,
    signature_gap: 30.0,
    cell_side: 1.5,
    code: 32.0,
    annex_rule: 45.0,
    page_number: 14.0,
    page_number_pitch: 16.0,
    state: 12.0,
    agency: 12.0,
    agency_pitch: 15.0,
    motto: 13.0,
    motto_pitch: 16.0,
    number: 13.0,
    number_pitch: 16.0,
    below_number: 12.0,
    below_number_pitch: 14.5,
    body: 14.0,
    body_pitch: 18.0,
    table: 12.0,
    table_pitch: 15.0,
    copies_head: 12.0,
    copies_head_pitch: 15.0,
    copies: 11.0,
    copies_pitch: 13.0,
    authority_pitch: 17.0,
    rule: 0.75,
    rule_gap: 2.5,
    grid: 0.5,
    cell_top: 2.0,
    number_gap: 6.0,
    below_number_gap: 6.0,
    title_gap: 12.0,
    paragraph_gap: 6.0,
    closing_gap: 12.0,
    agency_rule: 0.42,
    subject_rule: 0.4,
    subject_room: 0.8,
};

/// Margins of a page, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margins {
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub left: f64,
}

impl Sizes {
    /// Width of the text on an upright page, in millimetres.
    pub fn width(&self) -> f64 {
        210.0 - self.left - self.right
    }

    /// Width of the text on a page that lies across.
    pub fn landscape_width(&self) -> f64 {
        297.0 - self.top - self.bottom
    }

    /// Margins; a page that lies across is bound at its top, like the others at their left.
    pub fn margins(&self, landscape: bool) -> Margins {
        match landscape {
            false => Margins { top: self.top, right: self.right, bottom: self.bottom, left: self.left },
            true => Margins { top: self.left, right: self.bottom, bottom: self.right, left: self.top },
        }
    }
}

/// Millimetres in twentieths of a point, as Word counts lengths.
pub fn twips(millimetres: f64) -> i64 {
    (millimetres / 25.4 * 1440.0).round() as i64
}

/// Points in twentieths of a point.
pub fn points(points: f64) -> i64 {
    (points * 20.0).round() as i64
}
