//! Phone numbers as lists contain them, made into ten-digit mobile numbers of the plan in force since 2018.

use std::fmt;

use super::digits::{Quantity, bare, quantity};

/// A mobile number of ten digits. Its debug form is masked because it lands in logs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone([u8; 10]);

impl Phone {
    /// Parses ten ASCII digits with a mobile prefix; `None` for anything else. Cells of a list are read by [`read_phone`].
    pub fn parse(digits: &str) -> Option<Self> {
        (is_ten_digits(digits) && has_mobile_prefix(digits)).then_some(())?;
        digits.as_bytes().try_into().ok().map(Self)
    }

    /// The ten digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// First three and last three digits, `091****000`.
    pub fn masked(&self) -> String {
        let digits = self.as_str();
        format!("{}****{}", digits.get(..3).unwrap_or_default(), digits.get(7..).unwrap_or_default())
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Phone({})", self.masked())
    }
}

/// What was put right to get at the digits. In this order, each at most once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhoneRepair {
    /// The zero at the start was lost because the cell was a number.
    LeadingZero,
    /// Written with +84, 84 or 0084.
    CountryCode,
    /// Spaces, dots, dashes, a label such as `ĐT:`.
    Separators,
    /// An eleven-digit number from before 2018.
    Old11Digits,
    /// Full-width digits.
    FullWidth,
    /// An apostrophe or quote at an end.
    Apostrophe,
    /// Written `912345678.0` or `9.12345678E+8`, with all digits.
    Float,
}

/// What a cell of a phone column turned out to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneReading {
    /// A mobile number.
    Mobile {
        /// Ten digits.
        digits: String,
        /// The second mobile number of the cell, ten digits.
        second: Option<String>,
        /// What was put right.
        repairs: Vec<PhoneRepair>,
        /// No operator has this prefix: show to a person, do not send to it.
        unknown_prefix: bool,
    },
    /// A fixed line, which gets no messages: its digits with the area code.
    Landline(String),
    /// Words instead of a number: "không có", a dash.
    Words,
    /// A wrong count of digits; how many.
    Length(usize),
    /// Nothing of these, or an empty cell.
    Unreadable,
}

/// Prefixes of eleven-digit numbers and what they became between 15/9 and 14/11/2018.
const OLD_PREFIXES: [(&str, &str); 21] = [
    ("0120", "070"),
    ("0121", "079"),
    ("0122", "077"),
    ("0123", "083"),
    ("0124", "084"),
    ("0125", "085"),
    ("0126", "076"),
    ("0127", "081"),
    ("0128", "078"),
    ("0129", "082"),
    ("0162", "032"),
    ("0163", "033"),
    ("0164", "034"),
    ("0165", "035"),
    ("0166", "036"),
    ("0167", "037"),
    ("0168", "038"),
    ("0169", "039"),
    ("0186", "056"),
    ("0188", "058"),
    ("0199", "059"),
];

/// Reads a cell of a phone column: one number, or two of which the first mobile one counts.
pub fn read_phone(raw: &str) -> PhoneReading {
    let cell = bare(raw);
    if !cell.text.chars().any(|c| c.is_ascii_digit()) {
        return if cell.text.trim().is_empty() { PhoneReading::Unreadable } else { PhoneReading::Words };
    }
    let reading = match quantity(&cell.text) {
        Some(Quantity::ScientificLoss) => PhoneReading::Unreadable,
        Some(Quantity::Float(digits) | Quantity::Scientific(digits)) => with(read_number(&digits), PhoneRepair::Float),
        None => read_text(&cell.text),
    };
    let reading = if cell.apostrophe { with(reading, PhoneRepair::Apostrophe) } else { reading };
    if cell.full_width { with(reading, PhoneRepair::FullWidth) } else { reading }
}

fn read_text(text: &str) -> PhoneReading {
    let whole = if text.chars().any(char::is_alphabetic) { None } else { Some(read_number(text)) };
    if let Some(reading @ (PhoneReading::Mobile { .. } | PhoneReading::Landline(_))) = whole {
        return reading;
    }
    let hard = |c: char| matches!(c, '/' | '\\' | ';' | ',' | '|' | '&' | '\n' | '\r') || c.is_alphabetic();
    let dash = |c: char| hard(c) || matches!(c, '-' | '\u{2010}'..='\u{2015}');
    let space = |c: char| dash(c) || c.is_whitespace();
    let readings = [parts(text, hard), parts(text, dash), parts(text, space)];
    if let Some(numbers) = readings.iter().find(|numbers| numbers.iter().all(is_number)) {
        return join(text, numbers);
    }
    let [first, ..] = readings;
    let any_mobile = first.iter().any(|reading| matches!(reading, PhoneReading::Mobile { .. }));
    if any_mobile {
        return join(text, &first);
    }
    match (whole, first.as_slice()) {
        (Some(reading), _) => reading,
        (None, [only]) => only.clone(),
        _ => PhoneReading::Unreadable,
    }
}

fn parts(text: &str, boundary: impl Fn(char) -> bool) -> Vec<PhoneReading> {
    let with_digits = text.split(boundary).filter(|part| part.chars().any(|c| c.is_ascii_digit()));
    with_digits.map(|part| read_number(part.trim_matches(|c: char| !c.is_ascii_digit() && c != '+'))).collect()
}

fn is_number(reading: &PhoneReading) -> bool {
    matches!(reading, PhoneReading::Mobile { .. } | PhoneReading::Landline(_))
}

/// The readings of the parts of a cell as one: first mobile number, second mobile number.
fn join(text: &str, numbers: &[PhoneReading]) -> PhoneReading {
    let mut mobiles = numbers.iter().filter(|number| matches!(number, PhoneReading::Mobile { .. }));
    let Some(first) = mobiles.next() else { return numbers.first().cloned().unwrap_or(PhoneReading::Unreadable) };
    let PhoneReading::Mobile { digits, repairs, unknown_prefix, .. } = first.clone() else {
        return PhoneReading::Unreadable;
    };
    let other = mobiles.find_map(|number| match number {
        PhoneReading::Mobile { digits: other, repairs, .. } if *other != digits => {
            Some((other.clone(), repairs.clone()))
        }
        _ => None,
    });
    let (second, more) = other.unzip();
    let repairs = repairs.into_iter().chain(more.into_iter().flatten()).collect();
    let reading = PhoneReading::Mobile { digits, second, repairs: sorted(repairs), unknown_prefix };
    // With one number, what else is in the cell is a label, a remark or a fixed line; with two, the separator is expected.
    let second_found = matches!(&reading, PhoneReading::Mobile { second: Some(_), .. });
    if second_found || text.trim().bytes().all(|b| b.is_ascii_digit()) {
        reading
    } else {
        with(reading, PhoneRepair::Separators)
    }
}

/// Reads one number, which may have a country code and separators but no letters.
fn read_number(text: &str) -> PhoneReading {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let international = text.trim_start().trim_start_matches('(').starts_with('+');
    let code = if digits.starts_with("0084") {
        4
    } else if digits.starts_with("84") && (international || digits.len() >= 11) {
        2
    } else if international {
        return PhoneReading::Unreadable;
    } else {
        0
    };
    let national = digits.get(code..).unwrap_or_default();
    let mut reading =
        if code > 0 && !national.starts_with('0') { classify(&format!("0{national}")) } else { classify(national) };
    if code > 0 {
        reading = with(reading, PhoneRepair::CountryCode);
    }
    if has_separators(text, code) { with(reading, PhoneRepair::Separators) } else { reading }
}

/// Whether there is anything but digits in or around the number, not counting the country code and what follows it.
fn has_separators(text: &str, code: usize) -> bool {
    let mut rest = text;
    for _ in 0..code {
        rest = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
        rest = rest.strip_prefix(|c: char| c.is_ascii_digit()).unwrap_or(rest);
    }
    if code > 0 {
        rest = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    }
    rest.chars().any(|c| !c.is_ascii_digit())
}

/// What a run of digits is, by its length and prefix.
fn classify(digits: &str) -> PhoneReading {
    match digits.len() {
        10 if digits.starts_with("02") => PhoneReading::Landline(digits.to_owned()),
        10 if digits.starts_with('0') => mobile(digits.to_owned(), vec![]),
        10 if digits.starts_with('2') => PhoneReading::Landline(format!("0{digits}")),
        10 => match converted(&format!("0{digits}")) {
            Some(new) => mobile(new, vec![PhoneRepair::LeadingZero, PhoneRepair::Old11Digits]),
            None => PhoneReading::Length(10),
        },
        11 if digits.starts_with("02") => PhoneReading::Landline(digits.to_owned()),
        11 => match converted(digits) {
            Some(new) => mobile(new, vec![PhoneRepair::Old11Digits]),
            None => PhoneReading::Length(11),
        },
        9 if digits.starts_with('2') => PhoneReading::Landline(format!("0{digits}")),
        9 if has_mobile_prefix(&format!("0{digits}")) => mobile(format!("0{digits}"), vec![PhoneRepair::LeadingZero]),
        length => PhoneReading::Length(length),
    }
}

fn mobile(digits: String, repairs: Vec<PhoneRepair>) -> PhoneReading {
    let unknown_prefix = !has_mobile_prefix(&digits);
    PhoneReading::Mobile { digits, second: None, repairs, unknown_prefix }
}

fn converted(eleven: &str) -> Option<String> {
    OLD_PREFIXES.iter().find_map(|(old, new)| eleven.strip_prefix(old).map(|rest| format!("{new}{rest}")))
}

fn is_ten_digits(text: &str) -> bool {
    text.len() == 10 && super::digits::is_digits(text)
}

/// Prefixes of mobile operators; numbers are portable, so the prefix does not tell the operator.
fn has_mobile_prefix(digits: &str) -> bool {
    matches!(
        digits.as_bytes(),
        [b'0', b'3', b'2'..=b'9', ..]
            | [b'0', b'5', b'2' | b'5' | b'6' | b'8' | b'9', ..]
            | [b'0', b'7', b'0' | b'6'..=b'9', ..]
            | [b'0', b'8', b'1'..=b'9', ..]
            | [b'0', b'9', ..]
    )
}

fn with(mut reading: PhoneReading, repair: PhoneRepair) -> PhoneReading {
    if let PhoneReading::Mobile { repairs, .. } = &mut reading {
        repairs.push(repair);
        *repairs = sorted(std::mem::take(repairs));
    }
    reading
}

fn sorted(mut repairs: Vec<PhoneRepair>) -> Vec<PhoneRepair> {
    repairs.sort_unstable();
    repairs.dedup();
    repairs
}

#[cfg(test)]
mod tests;
