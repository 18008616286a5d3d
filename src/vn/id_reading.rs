//! Reading ID numbers as lists contain them: zeros lost, separators, floats, letters for digits, old cards.

use super::digits::{Quantity, bare, quantity};
use super::fold::fold;
use super::national_id::{NationalId, NationalIdError, Sex};

/// What was put right to get at the digits. In this order, each at most once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repair {
    /// Leading zeros were lost because the cell was a number. Not told apart for `Float` and `Scientific`, which always lose them.
    LeadingZero,
    /// Written `38089478029.0`.
    Float,
    /// Written `3.8089478029E+10`, with all digits.
    Scientific,
    /// Spaces, dots, dashes, a label such as `CCCD:` or words around the number.
    Separators,
    /// An apostrophe or quote at an end.
    Apostrophe,
    /// O, o for 0 and I, l for 1: certain enough to read, to be shown to a person.
    Letters,
    /// Full-width digits.
    FullWidth,
}

/// What a cell of an ID column turned out to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdReading {
    /// A personal number; `digits` satisfies [`NationalId::parse`].
    National {
        /// Twelve digits.
        digits: String,
        /// What was put right.
        repairs: Vec<Repair>,
    },
    /// The number of an old nine-digit card (CMND). In a column without such cards it may be a phone without its zero.
    OldCard {
        /// Nine digits.
        digits: String,
        /// The cell had eight digits.
        leading_zero_lost: bool,
        /// What else was put right.
        repairs: Vec<Repair>,
    },
    /// Scientific notation that lost digits: the number is gone.
    ScientificLoss,
    /// A wrong count of digits; how many.
    Length(usize),
    /// Twelve digits whose first three are no province: those three.
    Province(String),
    /// Twelve digits that say born in 2100 or later: all twelve. Contradicts any birth year.
    Century(String),
    /// Words instead of a number: "chưa có", "đang làm", a dash.
    Words,
    /// Nothing of these, or an empty cell.
    Unreadable,
}

/// Words in front of a number, folded.
const LABELS: [&str; 12] = [
    "so",
    "cccd",
    "cc",
    "cmnd",
    "cmt",
    "so cccd",
    "so cmnd",
    "can cuoc",
    "cccd so",
    "cmnd so",
    "so dinh danh",
    "dinh danh",
];

/// Digits of an old card.
const OLD_CARD_DIGITS: usize = 9;
/// Among words, longer runs of digits than a year are a damaged number.
const YEAR_DIGITS: usize = 4;

/// Reads a cell of an ID column. Birth year and sex of the same row decide whether a number with two lost zeros is one
/// (only 001, 002, 004, 006, 008 can lose two); without a birth year the number must at least fit the sex.
pub fn read_id(raw: &str, birth_year: Option<i32>, sex: Option<Sex>) -> IdReading {
    let cell = bare(raw);
    let mut repairs = Vec::new();
    if cell.apostrophe {
        repairs.push(Repair::Apostrophe);
    }
    if cell.full_width {
        repairs.push(Repair::FullWidth);
    }
    if !cell.text.chars().any(|c| c.is_ascii_digit()) {
        return if cell.text.trim().is_empty() { IdReading::Unreadable } else { IdReading::Words };
    }
    let row = Row { birth_year, sex };
    match quantity(&cell.text) {
        Some(Quantity::ScientificLoss) => IdReading::ScientificLoss,
        Some(Quantity::Float(digits)) => row.judge(digits, with(repairs, Repair::Float)),
        Some(Quantity::Scientific(digits)) => row.judge(digits, with(repairs, Repair::Scientific)),
        None => row.read_text(&cell.text, repairs),
    }
}

/// What the other cells of the row say about the person.
struct Row {
    birth_year: Option<i32>,
    sex: Option<Sex>,
}

impl Row {
    fn read_text(&self, text: &str, mut repairs: Vec<Repair>) -> IdReading {
        let number = without_label(text);
        let mut digits = String::with_capacity(12);
        for c in number.chars() {
            match c {
                '0'..='9' => digits.push(c),
                'O' | 'o' => digits.push('0'),
                'I' | 'l' | '|' => digits.push('1'),
                c if is_separator(c) => {}
                _ => return self.read_embedded(text, repairs),
            }
        }
        if looks_like_date(number) {
            return IdReading::Unreadable;
        }
        if number.len() != text.len() || number.chars().any(is_separator) {
            repairs = with(repairs, Repair::Separators);
        }
        if number.chars().any(|c| matches!(c, 'O' | 'o' | 'I' | 'l' | '|')) {
            repairs = with(repairs, Repair::Letters);
        }
        self.judge(digits, repairs)
    }

    /// Words around the number ("038089478029 (mới)") or a card of each kind in one cell ("038089478029 / 173988661").
    fn read_embedded(&self, text: &str, repairs: Vec<Repair>) -> IdReading {
        let runs: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
        let mut whole = runs.iter().filter(|run| run.len() == 12);
        let number = match (whole.next(), whole.next(), runs.as_slice()) {
            (Some(number), None, _) => Some(*number),
            (None, _, [only]) if only.len() >= OLD_CARD_DIGITS => Some(*only),
            _ => None,
        };
        let only_words = text.chars().any(char::is_alphabetic) && runs.iter().all(|run| run.len() <= YEAR_DIGITS);
        match number {
            Some(number) => self.judge(number.to_owned(), with(repairs, Repair::Separators)),
            None if only_words => IdReading::Words,
            None => IdReading::Unreadable,
        }
    }

    fn judge(&self, digits: String, repairs: Vec<Repair>) -> IdReading {
        let length = digits.len();
        match length {
            12 => match NationalId::parse(&digits) {
                Ok(_) => IdReading::National { digits, repairs },
                Err(NationalIdError::Province(code)) => IdReading::Province(code),
                Err(NationalIdError::Century) => IdReading::Century(digits),
                Err(NationalIdError::NotDigits | NationalIdError::Length(_)) => IdReading::Length(length),
            },
            10 | 11 => match self.padded(&digits) {
                Some(digits) => IdReading::National { digits, repairs: lost_zeros(repairs) },
                None => IdReading::Length(length),
            },
            9 => IdReading::OldCard { digits, leading_zero_lost: false, repairs },
            8 => IdReading::OldCard { digits: format!("0{digits}"), leading_zero_lost: true, repairs },
            _ => IdReading::Length(length),
        }
    }

    /// The number with its lost zeros. A number that still starts with a zero lost a digit elsewhere.
    fn padded(&self, digits: &str) -> Option<String> {
        if digits.starts_with('0') {
            return None;
        }
        let padded = format!("{digits:0>12}");
        let id = NationalId::parse(&padded).ok()?;
        let agrees = match self.birth_year {
            Some(year) => id.birth_year() == year,
            None => self.sex.is_none_or(|sex| sex == id.sex()),
        };
        (digits.len() == 11 || agrees).then_some(padded)
    }
}

fn with(mut repairs: Vec<Repair>, repair: Repair) -> Vec<Repair> {
    repairs.push(repair);
    repairs.sort_unstable();
    repairs.dedup();
    repairs
}

fn lost_zeros(repairs: Vec<Repair>) -> Vec<Repair> {
    if repairs.iter().any(|repair| matches!(repair, Repair::Float | Repair::Scientific)) {
        repairs
    } else {
        with(repairs, Repair::LeadingZero)
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | ',' | '-' | '_' | '\u{2010}'..='\u{2015}' | '·')
}

/// The text after a known label; the whole text if there is none. A letter that stands for the first digit belongs to the number.
fn without_label(text: &str) -> &str {
    let before_digits = text.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    let label = before_digits.trim_end_matches(['O', 'o', 'I', 'l']);
    if LABELS.contains(&fold(label).as_str()) { text.strip_prefix(label).unwrap_or(text) } else { text }
}

/// `15-06-2023`, `5.6.2023`, `2023-06-15`: eight digits in the groups of a date are not an old card.
fn looks_like_date(text: &str) -> bool {
    let groups: Vec<usize> = text.trim().split(['-', '.', ' ']).map(str::len).collect();
    matches!(groups.as_slice(), [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2])
}

#[cfg(test)]
mod tests;
