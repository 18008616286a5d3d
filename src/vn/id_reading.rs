//! Reading ID numbers as lists contain them: zeros lost, separators, floats, letters for digits, old cards.

use super::digits::{Quantity, bare, is_digits, quantity};
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
        match (whole.next(), whole.next()) {
            (Some(digits), None) => self.judge((*digits).to_owned(), with(repairs, Repair::Separators)),
            (None, _) if text.chars().any(char::is_alphabetic) && runs.iter().all(|run| run.len() < 8) => {
                IdReading::Words
            }
            _ => IdReading::Unreadable,
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

/// `15-06-2023`, `5.6.2023`: eight digits in the groups of a date are not an old card.
fn looks_like_date(text: &str) -> bool {
    let mut groups = text.trim().split(['-', '.', ' ']);
    let (day, month, year) = (groups.next(), groups.next(), groups.next());
    let short = |group: Option<&str>| group.is_some_and(|g| is_digits(g) && g.len() <= 2);
    short(day) && short(month) && year.is_some_and(|y| is_digits(y) && y.len() == 4) && groups.next().is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn national(digits: &str, repairs: &[Repair]) -> IdReading {
        IdReading::National { digits: digits.to_owned(), repairs: repairs.to_vec() }
    }

    fn old_card(digits: &str, leading_zero_lost: bool, repairs: &[Repair]) -> IdReading {
        IdReading::OldCard { digits: digits.to_owned(), leading_zero_lost, repairs: repairs.to_vec() }
    }

    #[test]
    fn reads_numbers() {
        use Repair::{Apostrophe, Float, FullWidth, LeadingZero, Letters, Scientific, Separators};
        for (raw, digits, repairs) in [
            ("038089478029", "038089478029", &[][..]),
            ("38089478029", "038089478029", &[LeadingZero]),
            ("038 089 478029", "038089478029", &[Separators]),
            ("038.077.933.107", "038077933107", &[Separators]),
            ("001-088-758320", "001088758320", &[Separators]),
            ("\u{A0}014078149602 ", "014078149602", &[Separators]),
            ("38.089.478.029", "038089478029", &[LeadingZero, Separators]),
            ("'040197453845", "040197453845", &[Apostrophe]),
            ("’38089478029", "038089478029", &[LeadingZero, Apostrophe]),
            ("38089478029.0", "038089478029", &[Float]),
            ("038089478029.0", "038089478029", &[Float]),
            ("3.8089478029E+10", "038089478029", &[Scientific]),
            ("O38089478029", "038089478029", &[Letters]),
            ("05120l6o4376", "051201604376", &[Letters]),
            ("０３８０８９４７８０２９", "038089478029", &[FullWidth]),
            ("CCCD: 038089478029", "038089478029", &[Separators]),
            ("Số 038089478029", "038089478029", &[Separators]),
            ("SO O38089478029", "038089478029", &[Separators, Letters]),
            ("038089478029 (mới)", "038089478029", &[Separators]),
            ("038089478029 / 173988661", "038089478029", &[Separators]),
        ] {
            assert_eq!(read_id(raw, Some(1989), None), national(digits, repairs), "{raw}");
        }
    }

    #[test]
    fn two_lost_zeros_need_the_row() {
        let hanoi = national("001175568210", &[Repair::LeadingZero]);
        assert_eq!(read_id("1175568210", Some(1975), None), hanoi);
        assert_eq!(
            read_id("1175568210", Some(1975), Some(Sex::Male)),
            hanoi,
            "the year is enough, sex is judged by the caller"
        );
        assert_eq!(read_id("1175568210", None, Some(Sex::Female)), hanoi);
        assert_eq!(read_id("1175568210", None, None), hanoi);
        assert_eq!(read_id("1175568210", Some(1980), None), IdReading::Length(10));
        assert_eq!(read_id("1175568210", None, Some(Sex::Male)), IdReading::Length(10));
        assert_eq!(read_id("3175568210", Some(1975), None), IdReading::Length(10), "003 is no province");
        assert_eq!(read_id("0912345678", Some(1923), None), IdReading::Length(10), "a phone");
        assert_eq!(read_id("1175568210.0", Some(1975), None), national("001175568210", &[Repair::Float]));
    }

    #[test]
    fn reads_old_cards() {
        for (raw, expected) in [
            ("173988661", old_card("173988661", false, &[])),
            ("017369894", old_card("017369894", false, &[])),
            ("10793599", old_card("010793599", true, &[])),
            ("10793599.0", old_card("010793599", true, &[Repair::Float])),
            ("CMND 173 988 661", old_card("173988661", false, &[Repair::Separators])),
        ] {
            assert_eq!(read_id(raw, None, None), expected, "{raw}");
        }
    }

    #[test]
    fn tells_why_not() {
        for (raw, expected) in [
            ("1.07E+9", IdReading::ScientificLoss),
            ("1,09E+10", IdReading::ScientificLoss),
            ("0461457892170", IdReading::Length(13)),
            ("03808460116", IdReading::Length(11)),
            ("00113844573", IdReading::Length(11)),
            ("99089478029", IdReading::Length(11)),
            ("1234567", IdReading::Length(7)),
            ("007055195203", IdReading::Province("007".to_owned())),
            ("038589478029", IdReading::Century("038589478029".to_owned())),
            ("chưa có", IdReading::Words),
            ("đang làm", IdReading::Words),
            ("-", IdReading::Words),
            ("hẹn 15/6/2023", IdReading::Words),
            ("15-06-2023", IdReading::Unreadable),
            ("15/06/2023", IdReading::Unreadable),
            ("038x89478029y1", IdReading::Unreadable),
            ("", IdReading::Unreadable),
            (" \u{200B}", IdReading::Unreadable),
        ] {
            assert_eq!(read_id(raw, Some(1989), None), expected, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn reads_any_cell(raw in any::<String>(), near in "['0-9OolI .,eE+/x-]{0,16}", year in proptest::option::of(1900..2100)) {
            for text in [raw, near] {
                match read_id(&text, year, None) {
                    IdReading::National { digits, .. } => prop_assert!(NationalId::parse(&digits).is_ok()),
                    IdReading::OldCard { digits, .. } => prop_assert!(digits.len() == 9 && is_digits(&digits)),
                    _ => {}
                }
            }
        }

        #[test]
        fn a_number_survives_the_number_format(digits in "0(1[0-9]|38|79)[0-3][0-9]{8}") {
            if let Ok(id) = NationalId::parse(&digits) {
                let number = digits.trim_start_matches('0');
                let expected = IdReading::National { digits: digits.clone(), repairs: vec![Repair::LeadingZero] };
                prop_assert_eq!(read_id(number, Some(id.birth_year()), None), expected);
            }
        }
    }
}
