//! Marks: what people write to say that something is done or not done.

use chrono::NaiveDate;

use super::super::grid::Value;
use crate::vn::birth_date::{DateForm, DateProblem, from_serial, read_date};
use crate::vn::date::PartialDate;
use crate::vn::fold::fold;

/// What one cell of a mark or date column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkValue {
    /// Nothing written.
    Blank,
    /// Done, no date.
    Yes,
    /// Not done.
    No,
    /// Done on a day.
    On(NaiveDate),
    /// A date that does not exist.
    ImpossibleDate,
    /// Something nobody can read as done or not done.
    Unknown,
}

const YES: &[&str] = &[
    "x",
    "xx",
    "v",
    "co",
    "da",
    "roi",
    "ok",
    "oke",
    "okay",
    "true",
    "yes",
    "y",
    "xong",
    "dat",
    "hoan thanh",
    "thanh cong",
    "hoan tat",
    "du",
    "duoc",
    "1",
    "tich",
    "co roi",
    "da xong",
    "da co",
    "duoc roi",
];
const NO: &[&str] = &[
    "0",
    "khong",
    "ko",
    "k",
    "kg",
    "chua",
    "no",
    "n",
    "false",
    "khong co",
    "chua co",
    "chua dat",
    "khong dat",
    "chua lam",
    "trong",
];
const NO_STARTS: &[&str] = &["chua ", "khong ", "ko ", "cho kich hoat", "not ", "inactive"];

/// Whether a folded word is a mark, for telling mark columns by content.
pub(super) fn is_mark_word(key: &str, raw: &str) -> bool {
    matches!(read_word(key, raw), MarkValue::Yes | MarkValue::No)
}

/// Reads a mark cell. `text` is the decoded text of text cells.
pub(super) fn read_mark(value: &Value, text: &str) -> MarkValue {
    match value {
        Value::Boolean(true) => MarkValue::Yes,
        Value::Boolean(false) => MarkValue::No,
        Value::DateTime(moment) => MarkValue::On(moment.date()),
        Value::Number(1.0 | 2.0) => MarkValue::Yes,
        Value::Number(0.0) => MarkValue::No,
        Value::Number(number) => from_serial(*number).map_or_else(|| read_written(text), MarkValue::On),
        Value::Text(_) => read_written(text),
        Value::Error(_) | Value::NotCalculated => MarkValue::Unknown,
    }
}

fn read_written(text: &str) -> MarkValue {
    let text = text.trim();
    if text.is_empty() {
        return MarkValue::Blank;
    }
    if text.bytes().filter(u8::is_ascii_digit).count() >= 3 {
        return read_day(text);
    }
    read_word(&fold(text), text)
}

/// A date, perhaps behind words: `đã cấp ngày 12/3/2023`.
fn read_day(text: &str) -> MarkValue {
    let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let words = fold(text.get(..start).unwrap_or_default());
    if NO.contains(&words.as_str()) || NO_STARTS.iter().any(|no| words.starts_with(no)) {
        return MarkValue::No;
    }
    match read_date(text, None).or_else(|_| read_date(text.get(start..).unwrap_or_default(), None)) {
        Ok((PartialDate::Day(day), _)) => MarkValue::On(day),
        Ok((_, DateForm::ZeroDayMonth)) | Err(DateProblem::Impossible) => MarkValue::ImpossibleDate,
        Ok(_) => MarkValue::Yes,
        Err(DateProblem::Unreadable) => MarkValue::Unknown,
    }
}

fn read_word(key: &str, raw: &str) -> MarkValue {
    let raw = raw.trim();
    if key.is_empty() {
        return match raw {
            "+" | "*" | "●" | "•" | "■" => MarkValue::Yes,
            // a box with a cross is ticked in Word; a cross alone can mean yes or no
            _ if raw.chars().any(|c| "✓✔√☑✅☒🗸🗹".contains(c)) => MarkValue::Yes,
            "☐" | "□" | "▢" | "[ ]" | "[]" | "( )" | "()" => MarkValue::No,
            _ if !raw.is_empty() && raw.chars().all(|c| matches!(c, '-' | '–' | '—' | '_')) => MarkValue::No,
            _ => MarkValue::Unknown,
        };
    }
    if YES.contains(&key) {
        return MarkValue::Yes;
    }
    if NO.contains(&key) || NO_STARTS.iter().any(|no| key.starts_with(no)) {
        return MarkValue::No;
    }
    let done = [
        "da cap",
        "da kh",
        "da kich hoat",
        "da lam",
        "da dang ky",
        "da dk",
        "da nghiem thu",
        "da co",
        "da xong",
        "da thu nhan",
        "co tai khoan",
        "co tk",
        "dang hoat dong",
        "dang su dung",
        "hoat dong",
        "active",
        "activated",
    ];
    let levels = ["2", "muc 1", "muc 2", "muc do 1", "muc do 2", "md1", "md2", "m1", "m2", "i", "ii"];
    if done.iter().any(|d| key.starts_with(d)) && !key.contains("chua") || levels.contains(&key) {
        MarkValue::Yes
    } else {
        MarkValue::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> MarkValue {
        read_mark(&Value::Text(text.to_owned()), text)
    }

    #[test]
    fn yes_in_many_ways() {
        for yes in [
            "x",
            "X",
            "✓",
            "✔",
            "√",
            "1",
            "Có",
            "Đã",
            "Rồi",
            "v",
            "V",
            "đã cấp",
            "Đã KH",
            "OK",
            "x ",
            "[x]",
            "TRUE",
            "Yes",
            "xong",
            "+",
        ] {
            assert_eq!(of(yes), MarkValue::Yes, "{yes}");
        }
    }

    #[test]
    fn no_in_many_ways() {
        for no in ["0", "không", "Chưa", "-", "Chưa KH", "chưa cấp", "FALSE", "No", "ko có"] {
            assert_eq!(of(no), MarkValue::No, "{no}");
        }
    }

    #[test]
    fn what_is_neither_stays_unknown() {
        for odd in ["?", "hẹn", "hẹn thứ 7", "đang chờ duyệt", "sai SĐT", "/"] {
            assert_eq!(of(odd), MarkValue::Unknown, "{odd}");
        }
    }

    #[test]
    fn a_date_is_a_mark() {
        let day = NaiveDate::from_ymd_opt(2023, 3, 12);
        assert_eq!(Some(of("12/3/2023")), day.map(MarkValue::On));
        assert_eq!(Some(of("đã cấp ngày 12/3/2023")), day.map(MarkValue::On));
        assert_eq!(of("31/04/2023"), MarkValue::ImpossibleDate);
        assert_eq!(of("00/5/2023"), MarkValue::ImpossibleDate);
    }
}
