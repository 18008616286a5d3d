//! Numbers as Vietnamese papers print them: a dot between thousands, a comma before decimals.

/// An integer with dots between thousands: 2650 → `2.650`.
pub fn group_thousands(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        grouped.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

/// Hundredths as a number with two decimals: 8389 → `83,89`. Rounding is the caller's: official percentages are cut, not rounded.
pub fn decimal_comma(hundredths: i64) -> String {
    let sign = if hundredths < 0 && hundredths > -100 { "-" } else { "" };
    format!("{sign}{},{:02}", group_thousands(hundredths / 100), (hundredths % 100).unsigned_abs())
}

/// Reads an integer: `2650`, `2.650`, `2 650`, with or without a sign. `None` for decimals, for dots that do not part thousands, and for a comma,
/// which is a decimal mark here and a thousands mark elsewhere.
pub fn parse_integer(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let groups: Vec<&str> = digits.split(['.', ' ', '\u{A0}', '\u{202F}']).collect();
    let thousands = match groups.as_slice() {
        [_] => true,
        [first, rest @ ..] => matches!(first.len(), 1..=3) && rest.iter().all(|group| group.len() == 3),
        [] => false,
    };
    if !thousands || !groups.iter().all(|group| super::digits::is_digits(group)) {
        return None;
    }
    let value: i64 = groups.concat().parse().ok()?;
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn groups() {
        for (n, text) in [
            (0, "0"),
            (119, "119"),
            (2650, "2.650"),
            (1_000_000, "1.000.000"),
            (-4812, "-4.812"),
            (i64::MIN, "-9.223.372.036.854.775.808"),
        ] {
            assert_eq!(group_thousands(n), text);
        }
    }

    #[test]
    fn decimals() {
        for (hundredths, text) in [
            (449, "4,49"),
            (8389, "83,89"),
            (12456, "124,56"),
            (5, "0,05"),
            (0, "0,00"),
            (-5, "-0,05"),
            (-150, "-1,50"),
            (123_456_700, "1.234.567,00"),
        ] {
            assert_eq!(decimal_comma(hundredths), text);
        }
    }

    #[test]
    fn parses() {
        for (text, n) in [
            ("2.650", 2650),
            ("2650", 2650),
            ("2 650", 2650),
            (" 1.234.567 ", 1_234_567),
            ("-12", -12),
            ("+7", 7),
            ("007", 7),
            ("2\u{A0}650", 2650),
        ] {
            assert_eq!(parse_integer(text), Some(n), "{text}");
        }
        for text in [
            "",
            "-",
            "2,650",
            "2.65",
            "2.6500",
            "1234.567",
            ".650",
            "2.650.",
            "2..650",
            "12a",
            "4,49%",
            "99999999999999999999",
            "1.5",
        ] {
            assert_eq!(parse_integer(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read(n in any::<i64>()) {
            prop_assume!(n != i64::MIN);
            prop_assert_eq!(parse_integer(&group_thousands(n)), Some(n));
            prop_assert_eq!(parse_integer(&n.to_string()), Some(n));
        }

        #[test]
        fn any_text_is_safe(text in any::<String>(), near in "[0-9. ,+-]{0,24}") {
            let _ = (parse_integer(&text), parse_integer(&near));
        }
    }
}
