#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::PhoneRepair::{Apostrophe, CountryCode, Float, FullWidth, LeadingZero, Old11Digits, Separators};
use super::*;

fn read(digits: &str, second: Option<&str>, repairs: &[PhoneRepair]) -> PhoneReading {
    PhoneReading::Mobile {
        digits: digits.to_owned(),
        second: second.map(str::to_owned),
        repairs: repairs.to_vec(),
        unknown_prefix: false,
    }
}

#[test]
fn reads_one_number() {
    for (raw, digits, repairs) in [
        ("0912345678", "0912345678", &[][..]),
        ("912345678", "0912345678", &[LeadingZero]),
        ("843961620", "0843961620", &[LeadingZero]),
        ("0912.345.678", "0912345678", &[Separators]),
        ("0912 345 678", "0912345678", &[Separators]),
        ("091-234-5678", "0912345678", &[Separators]),
        ("\u{A0}0912345678", "0912345678", &[Separators]),
        ("ĐT: 0912345678", "0912345678", &[Separators]),
        ("0912345678 (vợ)", "0912345678", &[Separators]),
        ("+84912345678", "0912345678", &[CountryCode]),
        ("84912345678", "0912345678", &[CountryCode]),
        ("0084912345678", "0912345678", &[CountryCode]),
        ("+84 912345678", "0912345678", &[CountryCode]),
        ("+84 0912345678", "0912345678", &[CountryCode]),
        ("(+84)912345678", "0912345678", &[CountryCode]),
        ("+84 (0)912 345 678", "0912345678", &[CountryCode, Separators]),
        ("01281972285", "0781972285", &[Old11Digits]),
        ("1647498888", "0347498888", &[LeadingZero, Old11Digits]),
        ("+84 164 749 8888", "0347498888", &[CountryCode, Separators, Old11Digits]),
        ("'0912345678", "0912345678", &[Apostrophe]),
        ("912345678.0", "0912345678", &[LeadingZero, Float]),
        ("9.12345678E+8", "0912345678", &[LeadingZero, Float]),
        ("０９１２３４５６７８", "0912345678", &[FullWidth]),
    ] {
        assert_eq!(read_phone(raw), read(digits, None, repairs), "{raw}");
    }
}

#[test]
fn reads_two_numbers() {
    for raw in [
        "0912345678/0987654321",
        "0912345678 - 0987654321",
        "0912345678-0987654321",
        "0912345678; 0987654321",
        "0912345678, 0987654321",
        "0912345678\n0987654321",
        "0912345678 hoặc 0987654321",
        "0912345678 0987654321",
        "0912345678 (ông) 0987654321 (bà)",
    ] {
        assert_eq!(read_phone(raw), read("0912345678", Some("0987654321"), &[]), "{raw}");
    }
    let dotted = "0912.345.678 - 0987.654.321";
    assert_eq!(read_phone(dotted), read("0912345678", Some("0987654321"), &[Separators]));
    assert_eq!(read_phone("0912345678/0237.3841104"), read("0912345678", None, &[Separators]));
    assert_eq!(read_phone("0237.3841104/0912345678"), read("0912345678", None, &[Separators]));
    assert_eq!(read_phone("0912345678/0912345678"), read("0912345678", None, &[Separators]));
    assert_eq!(read_phone("0912345678, 12"), read("0912345678", None, &[Separators]));
}

#[test]
fn tells_why_not() {
    for (raw, expected) in [
        ("028.3830052", PhoneReading::Landline("0283830052".to_owned())),
        ("0237.3841104", PhoneReading::Landline("02373841104".to_owned())),
        ("0209 3812078", PhoneReading::Landline("02093812078".to_owned())),
        ("2373841104", PhoneReading::Landline("02373841104".to_owned())),
        ("0993434", PhoneReading::Length(7)),
        ("033762364", PhoneReading::Length(9)),
        ("07803940937", PhoneReading::Length(11)),
        ("412345678", PhoneReading::Length(9)),
        ("ĐT: 09123", PhoneReading::Length(5)),
        ("không có", PhoneReading::Words),
        ("KCĐT", PhoneReading::Words),
        ("-", PhoneReading::Words),
        ("9.1E+08", PhoneReading::Unreadable),
        ("+1 202 555 0100", PhoneReading::Unreadable),
        ("0912xxx678", PhoneReading::Unreadable),
        ("", PhoneReading::Unreadable),
        ("  ", PhoneReading::Unreadable),
    ] {
        assert_eq!(read_phone(raw), expected, "{raw}");
    }
    for raw in ["0519551635", "0408812059", "0601234567"] {
        assert!(matches!(read_phone(raw), PhoneReading::Mobile { unknown_prefix: true, .. }), "{raw}");
    }
}

#[test]
fn every_old_prefix_becomes_a_mobile_one() {
    for (old, new) in OLD_PREFIXES {
        assert_eq!(read_phone(&format!("{old}1234567")), read(&format!("{new}1234567"), None, &[Old11Digits]));
    }
}

#[test]
fn parses_and_masks() {
    let phone = Phone::parse("0912345000").unwrap();
    assert_eq!((phone.as_str(), phone.masked().as_str()), ("0912345000", "091****000"));
    assert_eq!(format!("{phone:?}"), "Phone(091****000)");
    for text in ["", "912345000", "0512345000", "0412345000", "091234500x", "09123450001", "０912345000"] {
        assert_eq!(Phone::parse(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn reads_any_cell(raw in any::<String>(), near in "[0-9+ ./,;()hoặcE-]{0,24}") {
        for text in [raw, near] {
            if let PhoneReading::Mobile { digits, second, unknown_prefix, .. } = read_phone(&text) {
                prop_assert!(is_ten_digits(&digits), "{text} gave {digits}");
                prop_assert_eq!(Phone::parse(&digits).is_none(), unknown_prefix);
                prop_assert!(second.is_none_or(|second| is_ten_digits(&second) && second != digits));
            }
        }
    }

    #[test]
    fn every_spelling_of_a_number_is_the_number(number in "0(3[2-9]|70|8[1-9]|9[0-9])[0-9]{7}") {
        let bare = number.trim_start_matches('0');
        prop_assume!(bare.len() == 9);
        let (a, b) = number.split_at(4);
        for spelling in [number.clone(), bare.to_owned(), format!("+84{bare}"), format!("84{bare}"), format!("{a}.{b}"), format!("{a}-{b}"), format!("{bare}.0")] {
            let reading = read_phone(&spelling);
            prop_assert!(matches!(&reading, PhoneReading::Mobile { digits, second: None, .. } if *digits == number), "{spelling}: {reading:?}");
        }
    }
}
