//! What spreadsheets and typists do to a number that is a name and not a quantity: shared by ID numbers and phones.

use super::letter::{composed, is_invisible};

/// A cell's text with the harmless things taken off.
#[derive(Debug)]
pub(super) struct Bare {
    /// Composed, in half-width characters, without the apostrophe that forces text in a spreadsheet and without invisible characters. Not trimmed.
    pub text: String,
    /// Full-width digits were found.
    pub full_width: bool,
    /// An apostrophe or quote was found at an end.
    pub apostrophe: bool,
}

/// Takes off full-width forms, invisible characters and quotes at the ends.
pub(super) fn bare(raw: &str) -> Bare {
    if raw.bytes().all(|byte| byte.is_ascii_digit()) {
        return Bare { text: raw.to_owned(), full_width: false, apostrophe: false };
    }
    let mut full_width = false;
    let visible = composed(raw);
    let half: String = visible
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| {
            let ascii =
                char::from_u32(u32::from(c).wrapping_sub(0xFEE0)).filter(|_| matches!(c, '\u{FF01}'..='\u{FF5E}'));
            full_width |= ascii.is_some_and(|c| c.is_ascii_digit());
            ascii.unwrap_or(c)
        })
        .collect();
    let is_quote = |c: char| matches!(c, '\'' | '"' | '`' | '´' | '‘' | '’' | '“' | '”' | 'ʼ');
    let trimmed = half.trim();
    let unquoted = trimmed.trim_matches(is_quote);
    if unquoted.len() == trimmed.len() {
        return Bare { text: half, full_width, apostrophe: false };
    }
    Bare { text: unquoted.to_owned(), full_width, apostrophe: true }
}

/// A number as spreadsheets write it when they take the digits for a quantity.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    /// `38089478029.0`: the digits before the point.
    Float(String),
    /// `1.186092998E+9` with all its digits.
    Scientific(String),
    /// `1.09E+10`: digits are gone.
    ScientificLoss,
}

/// Fewer digits before the point than this are not an ID number or phone written as a float.
const FLOAT_DIGITS: usize = 7;
/// General format shows at most six digits in scientific notation; more than that is somebody's full precision.
const ROUNDED_DIGITS: usize = 6;
/// In full precision only zeros at the end are missing. More than this many is chance less often than rounding.
const LOST_ZEROS: usize = 3;

/// Reads a quantity; `None` for plain digits and for anything else.
pub(super) fn quantity(text: &str) -> Option<Quantity> {
    let text = text.trim();
    match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => scientific(mantissa, exponent),
        None => {
            let (whole, fraction) = text.split_once(['.', ','])?;
            let zeros = matches!(fraction, "0" | "00");
            (zeros && whole.len() >= FLOAT_DIGITS && is_digits(whole)).then(|| Quantity::Float(whole.to_owned()))
        }
    }
}

fn scientific(mantissa: &str, exponent: &str) -> Option<Quantity> {
    let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    if whole.len() != 1 || !is_digits(whole) || !(fraction.is_empty() || is_digits(fraction)) || exponent > 15 {
        return None;
    }
    let significant = fraction.trim_end_matches('0');
    let missing = exponent.checked_sub(significant.len())?;
    if significant.len() < ROUNDED_DIGITS || missing > LOST_ZEROS {
        return Some(Quantity::ScientificLoss);
    }
    Some(Quantity::Scientific(format!("{whole}{significant}{}", "0".repeat(missing))))
}

/// Not empty and nothing but ASCII digits.
pub fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities() {
        for (text, expected) in [
            ("38089478029.0", Some(Quantity::Float("38089478029".to_owned()))),
            ("38089478029,00", Some(Quantity::Float("38089478029".to_owned()))),
            ("1.186092998E+9", Some(Quantity::Scientific("1186092998".to_owned()))),
            ("1,1860929e+09", Some(Quantity::Scientific("1186092900".to_owned()))),
            ("1.07E+9", Some(Quantity::ScientificLoss)),
            ("1.18609E+10", Some(Quantity::ScientificLoss)),
            ("5E+10", Some(Quantity::ScientificLoss)),
            ("038.077.933.107", None),
            ("001.080.464.000", None),
            ("1.5", None),
            ("038089478029", None),
            ("1E", None),
            ("Nam", None),
        ] {
            assert_eq!(quantity(text), expected, "{text}");
        }
    }

    #[test]
    fn bare_text() {
        let full = bare("０３８1");
        assert_eq!((full.text.as_str(), full.full_width, full.apostrophe), ("0381", true, false));
        let quoted = bare(" '038 ");
        assert_eq!((quoted.text.as_str(), quoted.full_width, quoted.apostrophe), ("038", false, true));
        assert_eq!(bare("\u{FEFF}03\u{200B}8 ").text, "038 ");
    }
}
