#![allow(clippy::unwrap_used, reason = "tests")]

use chrono::Datelike;
use proptest::prelude::*;

use super::DateForm::{Compact, Day, Iso, MonthYear, TwoDigitYear, Words, YearOnly, ZeroDayMonth};
use super::*;

#[test]
fn reads_dates() {
    for (text, iso, form) in [
        ("04/06/1938", "1938-06-04", Day),
        ("4/6/1938", "1938-06-04", Day),
        ("04-06-1938", "1938-06-04", Day),
        ("04.06.1938", "1938-06-04", Day),
        (" 04 / 06 / 1938", "1938-06-04", Day),
        ("4 6 1938", "1938-06-04", Day),
        ("04/06/1938 00:00:00", "1938-06-04", Day),
        ("'04/06/1938", "1938-06-04", Day),
        ("04/06/2138", "2138-06-04", Day),
        ("31/01/1869", "1869-01-31", Day),
        ("04/06/1938 12:00:00 SA", "1938-06-04", Day),
        ("4.6.1938.", "1938-06-04", Day),
        ("04-Jun-1938", "1938-06-04", Words),
        ("1938-06-04", "1938-06-04", Iso),
        ("1938/6/4", "1938-06-04", Iso),
        ("1938-06-04 00:00:00", "1938-06-04", Iso),
        ("1938-06-04T00:00:00Z", "1938-06-04", Iso),
        ("04061938", "1938-06-04", Compact),
        ("4061938", "1938-06-04", Compact),
        ("17121981", "1981-12-17", Compact),
        ("19380604", "1938-06-04", Compact),
        ("ngày 04 tháng 06 năm 1938", "1938-06-04", Words),
        ("Sinh ngày 4 tháng 6 năm 1938", "1938-06-04", Words),
        ("ngày 4/6/1938", "1938-06-04", Words),
        ("tháng 6 năm 1938", "1938-06", MonthYear),
        ("06/1938", "1938-06", MonthYear),
        ("6-1938", "1938-06", MonthYear),
        ("1938-06", "1938-06", MonthYear),
        ("00/00/1938", "1938", ZeroDayMonth),
        ("0/0/1938", "1938", ZeroDayMonth),
        ("00/06/1938", "1938-06", ZeroDayMonth),
        ("1938", "1938", YearOnly),
        ("1938.0", "1938", YearOnly),
        ("năm 1938", "1938", YearOnly),
        ("NS 1938", "1938", YearOnly),
    ] {
        assert_eq!(read_date(text, None), Ok((PartialDate::parse_iso(iso).unwrap(), form)), "{text}");
    }
}

#[test]
fn the_century_of_two_digits_comes_from_the_hint() {
    for (text, hint, iso) in [
        ("28/5/07", Some(2007), "2007-05-28"),
        ("28/5/07", Some(1907), "1907-05-28"),
        ("28/5/00", Some(1999), "2000-05-28"),
        ("15/4/39", None, "1939-04-15"),
        ("15/4/29", None, "2029-04-15"),
        ("1.1.96", None, "1996-01-01"),
        ("01-01-23", Some(2023), "2023-01-01"),
    ] {
        assert_eq!(read_date(text, hint), Ok((PartialDate::parse_iso(iso).unwrap(), TwoDigitYear)), "{text} {hint:?}");
    }
}

#[test]
fn tells_why_not() {
    for text in [
        "30/02/1993",
        "31/04/1949",
        "29/02/1961",
        "32/01/1982",
        "15/13/1972",
        "15/00/1972",
        "13/1972",
        "31021989",
        "1972-13-01",
        "30/2/93",
        "ngày 31 tháng 4 năm 1970",
    ] {
        assert_eq!(read_date(text, None), Err(DateProblem::Impossible), "{text}");
    }
    for text in [
        "",
        "  ",
        "không rõ",
        "?",
        "khoảng 1950",
        "tuổi Tý",
        "19..",
        "1O/5/1970x",
        "23891",
        "12",
        "1234",
        "99",
        "280507",
        "1/2",
        "1/2/3/1970",
        "0912345678",
        "0912 345 678",
        "/1965",
        "12//1965",
        "12/5/1965/",
        "12/5/965",
        "-",
        "#N/A",
        "99999999999999999999",
    ] {
        assert_eq!(read_date(text, None), Err(DateProblem::Unreadable), "{text}");
    }
}

#[test]
fn serials() {
    for (serial, iso) in
        [(14035.0, "1938-06-04"), (23891.0, "1965-05-29"), (39398.75, "2007-11-12"), (10000.0, "1927-05-18")]
    {
        assert_eq!(from_serial(serial).map(|date| date.to_string()), Some(iso.to_owned()));
    }
    for serial in [1965.0, 9999.9, 60000.5, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(from_serial(serial), None, "{serial}");
    }
}

proptest! {
    #[test]
    fn reads_any_cell(text in any::<String>(), near in "[0-9/. -]{0,12}", hint in any::<Option<i32>>()) {
        let _ = (read_date(&text, hint), read_date(&near, hint));
    }

    #[test]
    fn every_spelling_of_a_day_is_the_day(days in 0u64..73_000) {
        let day = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + Days::new(days);
        for spelling in ["%d/%m/%Y", "%-d/%-m/%Y", "%d-%m-%Y", "%-d.%-m.%Y", "%Y-%m-%d", "%d%m%Y", "ngày %d tháng %-m năm %Y", "%-d/%-m/%y"] {
            let text = day.format(spelling).to_string();
            prop_assert_eq!(read_date(&text, Some(day.year())).map(|(date, _)| date), Ok(PartialDate::Day(day)), "{}", text);
        }
    }
}
