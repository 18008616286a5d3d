//! Numbers as lists and pages show them: enough to tell neighbours apart, not enough to use them.

use crate::vn::national_id::NationalId;
use crate::vn::phone::Phone;

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
}
