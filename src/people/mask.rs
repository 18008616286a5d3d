//! Numbers as lists and pages show them: enough to tell neighbours apart, not enough to use them.

use crate::vn::national_id::NationalId;
use crate::vn::phone::Phone;

/// Digits of the shortest number that is hidden in free text: a phone whose first zero a spreadsheet dropped.
const SHORTEST: usize = 9;
/// Figures from which a faulty value may still give a number away.
const FEWEST: usize = 6;
/// Characters of a faulty value that stay at its end.
const ENDS: usize = 3;

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

/// A value that was meant as a number, whatever is wrong with it: its letters and figures hidden but for the last three, so that its length and its
/// signs can still be seen. With fewer than six figures it is nobody's number and stays.
pub fn shape(number: &str) -> String {
    if number.chars().filter(|c| c.is_numeric()).count() < FEWEST {
        return number.to_owned();
    }
    let hidden = number.chars().filter(|c| c.is_alphanumeric()).count().saturating_sub(ENDS);
    let mut met = 0;
    let shown = number.chars().map(|c| {
        met += usize::from(c.is_alphanumeric());
        if c.is_alphanumeric() && met <= hidden { '*' } else { c }
    });
    shown.collect()
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
    if digits.len() < SHORTEST {
        return number.to_owned();
    }
    let after = number.trim_end_matches(|c: char| !c.is_ascii_digit()).len();
    ends(&digits) + number.get(after..).unwrap_or_default()
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
    fn a_faulty_number_keeps_its_shape() {
        assert_eq!(shape("0461457892170"), "**********170");
        assert_eq!(shape("001 167 205092"), "*** *** ***092");
        assert_eq!(shape("O38O85OO123l"), "*********23l");
        assert_eq!(shape("０３８０８５００１２３４"), "*********２３４");
        assert_eq!(shape("1175568210.0"), "********10.0");
        assert_eq!(shape("09123"), "09123");
        assert_eq!(shape("chưa có"), "chưa có");
    }

    #[test]
    fn numbers_in_text_are_hidden_and_dates_stay() {
        assert_eq!(within("038138272855"), "03*****55");
        assert_eq!(within("sđt 0912.345.678, thôn 4"), "sđt 09*****78, thôn 4");
        assert_eq!(within("+84 912 345 678"), "+84*****78");
        assert_eq!(within("Nguyễn Văn An, 12/06/1985; 12.06.1985"), "Nguyễn Văn An, 12/06/1985; 12.06.1985");
        assert_eq!(within("đổi số 0912345678 không nghe máy"), "đổi số 09*****78 không nghe máy");
        assert_eq!(within("912345678/0987654321"), "91*****78/09*****21");
    }
}
