//! Numbers as lists and pages show them: enough to tell neighbours apart, not enough to use them.

use crate::vn::national_id::NationalId;
use crate::vn::phone::Phone;

/// Digits of the shortest number that is hidden in free text: a phone whose first zero a spreadsheet dropped.
const SHORTEST: usize = 9;

/// A twelve-digit number: `038*****2855`.
pub fn national_id(number: &str) -> String {
    NationalId::parse(number).map_or_else(|_| ends(number), |id| id.masked())
}

/// A mobile number: `091****000`.
pub fn phone(number: &str) -> String {
    Phone::parse(number).map_or_else(|| ends(number), |phone| phone.masked())
}

/// Any other number: `17*****23`.
pub fn ends(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    match digits.as_slice() {
        [a, b, .., c, d] if digits.len() > 6 => format!("{a}{b}*****{c}{d}"),
        _ => "*****".to_owned(),
    }
}

/// Text with every number in it hidden that is long enough to be an ID number or a phone, whatever stands between its digits; dates stay.
pub fn within(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut number = String::new();
    for letter in text.chars() {
        let joins = matches!(letter, ' ' | '.' | '-' | '\u{a0}') && !number.is_empty();
        if letter.is_ascii_digit() || joins {
            number.push(letter);
        } else {
            shown.push_str(&hidden(&std::mem::take(&mut number)));
            shown.push(letter);
        }
    }
    shown + &hidden(&number)
}

fn hidden(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < SHORTEST { number.to_owned() } else { ends(&digits) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_shown_whole() {
        assert_eq!(national_id("038138272855"), "038*****2855");
        assert_eq!(national_id("999"), "*****", "too short for its ends to hide anything");
        assert_eq!(phone("0912000000"), "091****000");
        assert_eq!(phone("02373888888"), "02*****88");
        assert_eq!(ends("171234523"), "17*****23");
    }

    #[test]
    fn numbers_in_text_are_hidden_and_dates_stay() {
        assert_eq!(within("038138272855"), "03*****55");
        assert_eq!(within("sđt 0912.345.678, thôn 4"), "sđt 09*****78, thôn 4");
        assert_eq!(within("+84 912 345 678"), "+84*****78");
        assert_eq!(within("Nguyễn Văn An, 12/06/1985; 12.06.1985"), "Nguyễn Văn An, 12/06/1985; 12.06.1985");
        assert_eq!(within("912345678/0987654321"), "91*****78/09*****21");
    }
}
