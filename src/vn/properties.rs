//! What holds for every cleaner of values, whatever a cell holds: it never panics, cleaning twice changes nothing, and every accepted spelling of a
//! value reads back as the value.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

use super::birth_date::{DateForm, from_serial, read_date};
use super::date::{PartialDate, in_table, parse_typed};
use super::fold::fold;
use super::id_reading::{IdReading, read_id};
use super::legacy::{LegacyEncoding, decode, detect, detect_cell};
use super::name::{case_of, lacks_diacritics, match_key, title_case};
use super::phone::{PhoneReading, read_phone};
use super::text::tidy;

/// Cells as people fill them, and anything else.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[0-9OolI .,/+'()E-]{0,20}", "[ -~à-ỹÀ-Ỹ\u{80}-\u{ff}]{0,24}", "\\PC{0,12}"]
}

fn mobile() -> impl Strategy<Value = String> {
    (prop::sample::select(vec!["032", "056", "070", "086", "091", "098"]), 0u32..10_000_000)
        .prop_map(|(prefix, number)| format!("{prefix}{number:07}"))
}

/// A number of a man born in 1985 in a province of one lost zero.
fn national_id() -> impl Strategy<Value = String> {
    (0u32..1_000_000).prop_map(|serial| format!("038085{serial:06}"))
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0u64..32_000).prop_map(|days| NaiveDate::from_ymd_opt(1935, 1, 1).unwrap() + chrono::Days::new(days))
}

fn mobile_of(text: &str) -> Option<(String, Option<String>)> {
    match read_phone(text) {
        PhoneReading::Mobile { digits, second, .. } => Some((digits, second)),
        _ => None,
    }
}

fn number_of(text: &str) -> Option<String> {
    match read_id(text, None, None) {
        IdReading::National { digits, .. } => Some(digits),
        _ => None,
    }
}

proptest! {
    #[test]
    fn nothing_panics_and_what_was_read_reads_as_itself(text in cell(), number in any::<f64>(), year in 1900..2100i32) {
        if let PhoneReading::Mobile { digits, second, .. } = read_phone(&text) {
            prop_assert_eq!(mobile_of(&digits), Some((digits, None)));
            prop_assert!(second.is_none_or(|second| second.len() == 10));
        }
        if let IdReading::National { digits, .. } = read_id(&text, Some(year), None) {
            prop_assert_eq!(read_id(&digits, None, None), IdReading::National { digits, repairs: Vec::new() });
        }
        if let Ok((date, _)) = read_date(&text, Some(year)) {
            prop_assert_eq!(read_date(&date.to_iso(), None).map(|(date, _)| date.year()), Ok(date.year()));
        }
        if let Some(typed) = parse_typed(&text) {
            prop_assert_eq!(parse_typed(&in_table(typed)), Some(typed));
        }
        prop_assert!(from_serial(number).is_none_or(|day| (1800..=2300).contains(&day.year())));
    }

    #[test]
    fn cleaning_names_twice_changes_nothing(
        text in "[ A-Za-zĐđĂăÂâÊêÔôƠơƯưÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýẠ-ỹ'’.-]{0,24}",
        any in cell(),
    ) {
        let key = match_key(&text);
        prop_assert_eq!(match_key(&key), key);
        let titled = title_case(&tidy(&text).text);
        prop_assert_eq!(title_case(&titled), titled.clone());
        prop_assert_eq!(fold(&titled), fold(&tidy(&text).text));
        let _ = (case_of(&any), lacks_diacritics(&any), match_key(&any), title_case(&any));
    }

    #[test]
    fn decoding_anything_gives_text(text in cell()) {
        for encoding in [LegacyEncoding::Unicode, LegacyEncoding::Tcvn3, LegacyEncoding::Vni, LegacyEncoding::Utf8AsCp1252] {
            let decoded = decode(&text, encoding);
            prop_assert!(!text.is_ascii() || decoded == text);
        }
        let composed = decode(&text, LegacyEncoding::Unicode);
        prop_assert_eq!(decode(&composed, LegacyEncoding::Unicode), composed);
        prop_assert_eq!(detect([text.as_str()].into_iter().filter(|text| text.is_ascii())), LegacyEncoding::Unicode);
        prop_assert!(!text.is_ascii() || detect_cell(&text) == LegacyEncoding::Unicode);
    }

    #[test]
    fn every_spelling_of_a_phone_reads_back(phone in mobile(), other in mobile()) {
        let (a, b, c) = (&phone[..4], &phone[4..7], &phone[7..]);
        let rest = &phone[1..];
        for spelling in [
            phone.clone(),
            rest.to_owned(),
            format!("{a}.{b}.{c}"),
            format!("{a} {b} {c}"),
            format!("{a}-{b}-{c}"),
            format!("+84{rest}"),
            format!("84{rest}"),
            format!("0084{rest}"),
            format!("(+84){rest}"),
            format!("+84 {phone}"),
            format!("ĐT: {phone}"),
            format!("\u{a0}{phone} "),
            format!("'{phone}"),
            format!("{rest}.0"),
        ] {
            prop_assert_eq!(mobile_of(&spelling), Some((phone.clone(), None)), "{}", spelling);
        }
        prop_assume!(phone != other);
        for between in [" - ", "/", "; ", ", ", "\n", " hoặc "] {
            let both = format!("{phone}{between}{other}");
            prop_assert_eq!(mobile_of(&both), Some((phone.clone(), Some(other.clone()))), "{}", both);
        }
    }

    #[test]
    fn every_spelling_of_a_number_reads_back(number in national_id()) {
        let wide: String = number.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect();
        for spelling in [
            number.clone(),
            number[1..].to_owned(),
            format!("{} {} {}", &number[..3], &number[3..6], &number[6..]),
            format!("{}.{}.{}.{}", &number[..3], &number[3..6], &number[6..9], &number[9..]),
            format!("'{number}"),
            format!("{}.0", &number[1..]),
            format!("\u{a0}{number} "),
            format!("CCCD: {number}"),
            wide,
        ] {
            prop_assert_eq!(number_of(&spelling), Some(number.clone()), "{}", spelling);
        }
    }

    #[test]
    fn every_spelling_of_a_date_reads_back(date in day()) {
        let (d, m, y) = (date.day(), date.month(), date.year());
        for (spelling, form) in [
            (format!("{d}/{m}/{y}"), DateForm::Day),
            (format!("{d:02}/{m:02}/{y}"), DateForm::Day),
            (format!("{d:02}-{m:02}-{y}"), DateForm::Day),
            (format!("{d}.{m}.{y}"), DateForm::Day),
            (format!(" {d:02} / {m:02} / {y} "), DateForm::Day),
            (format!("{y}-{m:02}-{d:02}"), DateForm::Iso),
            (format!("{d}/{m}/{:02}", y % 100), DateForm::TwoDigitYear),
            (format!("{d:02}{m:02}{y}"), DateForm::Compact),
            (format!("ngày {d:02} tháng {m:02} năm {y}"), DateForm::Words),
        ] {
            prop_assert_eq!(read_date(&spelling, Some(y)), Ok((PartialDate::Day(date), form)), "{}", spelling);
        }
        prop_assert_eq!(read_date(&format!("{m:02}/{y}"), None), Ok((PartialDate::Month(y, m), DateForm::MonthYear)));
        prop_assert_eq!(read_date(&format!("00/00/{y}"), None), Ok((PartialDate::Year(y), DateForm::ZeroDayMonth)));
        prop_assert_eq!(read_date(&y.to_string(), None), Ok((PartialDate::Year(y), DateForm::YearOnly)));
    }
}
