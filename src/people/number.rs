//! Is a search text a number, and which?

use super::error::PeopleError;
use crate::vn::national_id::NationalId;
use crate::vn::phone::{PhoneReading, read_phone};

/// A number somebody can be found by. Which kinds the digits can be is decided by their count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SoughtNumber {
    /// Twelve digits.
    pub national_id: Option<String>,
    /// Nine digits.
    pub old_card: Option<String>,
    /// A mobile number.
    pub phone: Option<String>,
}

/// Reads a text of digits and separators; `None` when it has letters and is a name.
///
/// Eleven digits are an ID number that lost its leading zero in a spreadsheet, unless they are a mobile number of before 2018; nine digits are an
/// old card, or a mobile number without its zero.
pub fn read(text: &str) -> Result<Option<SoughtNumber>, PeopleError> {
    let is_part = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '-' | '+' | '(' | ')' | '\'');
    if !text.chars().all(is_part) || !text.chars().any(|c| c.is_ascii_digit()) {
        return Ok(None);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let padded = if digits.len() == 11 { format!("0{digits}") } else { digits.clone() };
    let sought = SoughtNumber {
        national_id: NationalId::parse(&padded).ok().map(|id| id.as_str().to_owned()),
        old_card: (digits.len() == 9).then(|| digits.clone()),
        phone: mobile(text),
    };
    if sought == SoughtNumber::default() && digits.len() != 12 {
        return Err(PeopleError::UnreadableNumber(text.trim().to_owned()));
    }
    Ok(Some(sought))
}

fn mobile(text: &str) -> Option<String> {
    match read_phone(text) {
        PhoneReading::Mobile { digits, .. } => Some(digits),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn kinds(text: &str) -> (Option<String>, Option<String>, Option<String>) {
        let sought = read(text).unwrap().unwrap();
        (sought.national_id, sought.old_card, sought.phone)
    }

    #[test]
    fn the_count_of_digits_decides() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(kinds("038138272855"), (some("038138272855"), None, None));
        assert_eq!(kinds(" 038 138 272 855 "), (some("038138272855"), None, None));
        assert_eq!(kinds("38138272855"), (some("038138272855"), None, None), "the zero that a spreadsheet ate");
        assert_eq!(kinds("171234523"), (None, some("171234523"), None));
        assert_eq!(kinds("0912.000.000"), (None, None, some("0912000000")));
        assert_eq!(kinds("+84 912 000 000"), (None, None, some("0912000000")));
        assert_eq!(kinds("01632000000"), (None, None, some("0332000000")), "a number of before 2018");
        assert_eq!(kinds("999999999999"), (None, None, None), "no such number can be kept: nobody is found");
    }

    #[test]
    fn names_are_no_numbers_and_too_few_digits_are_told() {
        assert_eq!(read("Phạm Thị Bình").unwrap(), None);
        assert_eq!(read("Tổ 12").unwrap(), None);
        assert!(matches!(read("12345"), Err(PeopleError::UnreadableNumber(_))));
    }
}
