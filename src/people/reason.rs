//! Why somebody looks at a number, records or takes back something.

use super::error::PeopleError;

/// Letters that a reason needs at least.
const LETTERS: usize = 5;
/// Digits in a row from which a number could name a person.
const TELLING_DIGITS: usize = 6;

/// A reason that says something, tidied.
pub fn checked(reason: &str) -> Result<String, PeopleError> {
    let reason = crate::vn::text::tidy(reason).text;
    if reason.chars().filter(|c| c.is_alphabetic()).count() < LETTERS {
        return Err(PeopleError::ReasonTooShort);
    }
    Ok(reason)
}

/// A remark that may be left out, tidied.
pub fn remark(text: Option<&str>) -> Option<String> {
    text.map(|text| crate::vn::text::tidy(text).text).filter(|text| !text.is_empty())
}

/// The reason as the audit chain keeps it: it holds no personal data, so the digits of longer numbers become `#`.
pub fn without_numbers(reason: &str) -> String {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-');
    let mut kept = String::with_capacity(reason.len());
    let mut rest = reason;
    while let Some(c) = rest.chars().next() {
        let number = if c.is_ascii_digit() { rest.find(|c| !is_part(c)).unwrap_or(rest.len()) } else { c.len_utf8() };
        let (run, after) = rest.split_at(number);
        let tells = run.chars().filter(char::is_ascii_digit).count() >= TELLING_DIGITS;
        kept.extend(run.chars().map(|c| if tells && c.is_ascii_digit() { '#' } else { c }));
        rest = after;
    }
    kept
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_reason_has_five_letters() {
        assert!(checked("gọi lại 123456").is_ok());
        assert!(matches!(checked("  123456 abcd "), Err(PeopleError::ReasonTooShort)));
        assert_eq!(checked("  đối   chiếu ").unwrap(), "đối chiếu");
    }

    #[test]
    fn numbers_that_name_a_person_do_not_reach_the_audit_chain() {
        assert_eq!(without_numbers("gọi 0912.000 000 ngày 05/9/2022"), "gọi ####.### ### ngày 05/9/2022");
        assert_eq!(without_numbers("số 038138272855"), "số ############");
        assert_eq!(without_numbers("tổ 12, ngõ 345"), "tổ 12, ngõ 345");
    }
}
