//! The text of cells in Unicode: which legacy encoding each column of a sheet was typed in, found before any clean-up.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::super::grid::{Cell, LegacyFont, Sheet, Value};
use super::symbol_fonts::sign_of;
use crate::vn::legacy::{self, LegacyEncoding};
use crate::vn::syllable::share_of_syllables;

/// How many texts of a column are looked at; more do not change the answer.
const SAMPLES_PER_COLUMN: usize = 120;
/// How many rows are looked through for samples.
const ROWS_LOOKED_THROUGH: usize = 600;

/// The encodings of one sheet.
pub(super) struct SheetText {
    sheet: LegacyEncoding,
    columns: Vec<LegacyEncoding>,
    /// The file is in windows-1258, whose letters come as base and tone: no fault of a single name.
    base_and_tone: bool,
}

/// A text in Unicode, and what it was typed in.
pub(super) struct Decoded<'a> {
    /// The text; marks may still be decomposed.
    pub text: Cow<'a, str>,
    /// What it was typed in; `Unicode` also where decoding changed nothing.
    pub encoding: LegacyEncoding,
}

impl SheetText {
    /// Looks at samples of every column.
    pub(super) fn of(sheet: &Sheet) -> Self {
        let mut samples: Vec<Vec<&str>> = Vec::new();
        for cell in sheet.rows.iter().take(ROWS_LOOKED_THROUGH).flat_map(|row| &row.cells) {
            let Value::Text(text) = &cell.value else { continue };
            if text.is_ascii() || text.len() > 4000 {
                continue;
            }
            let column = usize::from(cell.column);
            if samples.len() <= column {
                samples.resize_with(column + 1, Vec::new);
            }
            if let Some(of_column) = samples.get_mut(column).filter(|s| s.len() < SAMPLES_PER_COLUMN) {
                of_column.push(text);
            }
        }
        let whole = legacy::detect(samples.iter().flat_map(|s| s.iter().take(40)).copied());
        let columns = samples
            .iter()
            .map(|of_column| if of_column.len() < 4 { whole } else { legacy::detect(of_column.iter().copied()) })
            .collect();
        let base_and_tone = is_base_and_tone(samples.iter().flatten().copied());
        Self { sheet: whole, columns, base_and_tone }
    }

    /// The text of a cell in Unicode.
    pub(super) fn decode<'a>(&self, cell: &'a Cell, text: &'a str) -> Decoded<'a> {
        if text.len() <= 8
            && (cell.legacy_font.is_some() || !text.is_ascii())
            && let Some(sign) = sign_of(text, cell.legacy_font)
        {
            return Decoded { text: Cow::Borrowed(sign), encoding: LegacyEncoding::Unicode };
        }
        if text.is_ascii() {
            return Decoded { text: Cow::Borrowed(text), encoding: LegacyEncoding::Unicode };
        }
        let column = self.columns.get(usize::from(cell.column)).copied().unwrap_or(self.sheet);
        let encoding = match (column, cell.legacy_font) {
            (LegacyEncoding::Unicode, Some(font)) => self.by_font(text, font),
            (LegacyEncoding::Unicode, None) if looks_foreign(text) => legacy::detect_cell(text),
            (encoding, _) => encoding,
        };
        if encoding == LegacyEncoding::Unicode && self.base_and_tone {
            return Decoded { text: Cow::Owned(text.nfc().collect()), encoding };
        }
        if encoding == LegacyEncoding::Unicode {
            return Decoded { text: Cow::Borrowed(text), encoding };
        }
        let mut decoded = legacy::decode(text, encoding);
        if cell.legacy_font == Some(LegacyFont::Tcvn3 { capitals: true }) {
            decoded = decoded.to_uppercase();
        }
        let encoding = if decoded == text { LegacyEncoding::Unicode } else { encoding };
        Decoded { text: Cow::Owned(decoded), encoding }
    }

    /// A cell in a legacy font among Unicode ones: the font is believed unless the text reads better as it is, because people paste Unicode into
    /// such cells.
    fn by_font(&self, text: &str, font: LegacyFont) -> LegacyEncoding {
        let encoding = match font {
            LegacyFont::Tcvn3 { .. } => LegacyEncoding::Tcvn3,
            LegacyFont::Vni => LegacyEncoding::Vni,
            LegacyFont::Wingdings | LegacyFont::Wingdings2 => return LegacyEncoding::Unicode,
        };
        let as_it_is = share_of_syllables(text).0;
        let decoded = share_of_syllables(&legacy::decode(text, encoding)).0;
        if decoded >= as_it_is { encoding } else { LegacyEncoding::Unicode }
    }
}

/// Whether texts are written as windows-1258 has them: tone marks of their own, but on letters that are whole (â, ơ), and no letter with both.
fn is_base_and_tone<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let mut with_tone = 0;
    for text in texts {
        if text
            .chars()
            .any(|c| ('\u{1ea0}'..='\u{1ef9}').contains(&c) || matches!(c, '\u{302}' | '\u{306}' | '\u{31b}'))
        {
            return false;
        }
        with_tone +=
            usize::from(text.chars().any(|c| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')));
    }
    with_tone >= 3
}

/// A cheap sign that a text is not Vietnamese in Unicode: a letter Vietnamese does not have, or a word that is no syllable.
fn looks_foreign(text: &str) -> bool {
    let latin1 = text.chars().any(|c| ('\u{80}'..='\u{ff}').contains(&c));
    if !latin1 {
        return false;
    }
    let known = "àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝÐð\u{a0}°·«»–";
    let odd = text.chars().any(|c| ('\u{80}'..='\u{ff}').contains(&c) && !known.contains(c));
    odd || {
        let (valid, all) = share_of_syllables(text);
        valid < all
    }
}

/// The text of a cell as a person sees it. Not decoded.
pub(super) fn shown(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) => Cow::Borrowed(text),
        Value::Number(number) => Cow::Owned(number_text(*number)),
        Value::DateTime(moment) => Cow::Owned(crate::vn::date::in_table(moment.date())),
        Value::Boolean(true) => Cow::Borrowed("TRUE"),
        Value::Boolean(false) => Cow::Borrowed("FALSE"),
        Value::Error(error) => Cow::Borrowed(error),
        Value::NotCalculated => Cow::Borrowed(""),
    }
}

/// A number without an exponent, whole numbers without a decimal point.
pub(super) fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { format!("{number}") }
}

/// Whether a cell holds nothing a person would see.
pub(super) fn is_blank(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')))
}
