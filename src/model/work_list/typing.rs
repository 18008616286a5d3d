//! Reading what is typed back from paper: pairs of a line and a digit, `1 1, 2 3, 5 1`, by hand or with a scanner that reads the code of a line.

use super::Outcome;
use crate::model::id::WorkListId;

/// How a line is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineRef {
    /// By its number.
    Number(i32),
    /// By its code, which names the list too.
    Code(WorkListId, i32),
}

/// A line and what came of it; nothing takes the result back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedPair {
    /// The line.
    pub line: LineRef,
    /// The result; none for the digit 0.
    pub outcome: Option<Outcome>,
}

/// What cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TypingError {
    /// No line and no code of one.
    #[error("«{0}» không phải số dòng hay mã QR của dòng. Nhập từng cặp: số dòng, rồi kết quả 1–9 (ví dụ 5 1).")]
    NoLine(String),
    /// No digit.
    #[error("Dòng {line}: «{digit}» không phải kết quả. Nhập một chữ số 1–9, hoặc 0 để xóa kết quả đã nhập.")]
    NoDigit {
        /// The line.
        line: i32,
        /// As typed.
        digit: String,
    },
    /// The digit is missing.
    #[error("Dòng {0}: chưa có kết quả. Nhập thêm một chữ số 1–9 sau số dòng.")]
    Missing(i32),
}

/// What comes next.
enum Awaited {
    /// A line.
    Line,
    /// The digit of a line.
    DigitOf(LineRef),
    /// The digit of what was no line: it is passed over, so that one slip is told once.
    DigitOfNothing,
}

/// Reads the pairs of a text, and everything that is wrong with it.
pub fn read_typed(text: &str) -> (Vec<TypedPair>, Vec<TypingError>) {
    let (mut pairs, mut errors) = (Vec::new(), Vec::new());
    let mut line = Awaited::Line;
    for token in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|token| !token.is_empty()) {
        // A code of a line has a colon in it (https:), a pair may have one or an equals sign between its parts.
        let parts = if token.contains('/') { vec![token] } else { token.split([':', '=']).collect() };
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            line = match line {
                Awaited::Line => match line_ref(part) {
                    Some(found) => Awaited::DigitOf(found),
                    None => {
                        errors.push(TypingError::NoLine(shortened(part)));
                        Awaited::DigitOfNothing
                    }
                },
                Awaited::DigitOf(line) => {
                    match digit(part) {
                        Ok(outcome) => pairs.push(TypedPair { line, outcome }),
                        Err(()) => errors.push(TypingError::NoDigit { line: line.number(), digit: shortened(part) }),
                    }
                    Awaited::Line
                }
                Awaited::DigitOfNothing => Awaited::Line,
            };
        }
    }
    if let Awaited::DigitOf(line) = line {
        errors.push(TypingError::Missing(line.number()));
    }
    (pairs, errors)
}

/// A digit 0–9: 0 takes a result back.
pub(super) fn digit(text: &str) -> Result<Option<Outcome>, ()> {
    match text.trim().parse::<u8>() {
        Ok(0) => Ok(None),
        Ok(digit) => Outcome::of_digit(digit).map(Some).ok_or(()),
        Err(_) => Err(()),
    }
}

impl LineRef {
    /// The number of the line.
    pub fn number(self) -> i32 {
        match self {
            Self::Number(line) | Self::Code(_, line) => line,
        }
    }
}

impl TypedPair {
    /// A line of a grid with what was typed into it; `None` where nothing was.
    ///
    /// # Errors
    /// Something that is no digit.
    pub fn of_cell(line: i32, typed: &str) -> Result<Option<Self>, TypingError> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let outcome = digit(typed).map_err(|()| TypingError::NoDigit { line, digit: shortened(typed) })?;
        Ok(Some(Self { line: LineRef::Number(line), outcome }))
    }
}

/// `5`; `12-5`; the address behind the code on paper, `https://…/viec/12/5`.
fn line_ref(text: &str) -> Option<LineRef> {
    let number = |text: &str| text.parse::<i32>().ok().filter(|line| *line > 0);
    let code = |list: &str, line: &str| Some(LineRef::Code(WorkListId(list.parse().ok()?), number(line)?));
    if let Some((_, code_text)) = text.rsplit_once("/viec/") {
        let (list, line) = code_text.split_once('/')?;
        return code(list, line);
    }
    match text.split_once('-') {
        Some((list, line)) => code(list, line),
        None => number(text).map(LineRef::Number),
    }
}

/// As much of what was typed as a message bears.
fn shortened(text: &str) -> String {
    text.chars().take(20).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(i32, u8)> {
        let (pairs, errors) = read_typed(text);
        assert_eq!(errors, [], "{text}");
        pairs.into_iter().map(|pair| (pair.line.number(), pair.outcome.map_or(0, Outcome::digit))).collect()
    }

    #[test]
    fn pairs_are_read_however_they_are_parted() {
        let expected = [(1, 1), (2, 3), (5, 1)];
        for text in ["1 1, 2 3, 5 1", "1 1\n2 3\r\n5 1\n", "1:1 2:3 5:1", "1=1;2=3;5=1", " 1 1 2 3 5 1 "] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read(""), []);
        assert_eq!(read("7 0"), [(7, 0)], "takes the result back");
    }

    #[test]
    fn a_scanner_names_the_list_too() {
        let (pairs, errors) = read_typed("https://tiendo.camngoc.vn:8443/viec/12/5 1\n12-6 2");
        assert_eq!(errors, []);
        let lines: Vec<LineRef> = pairs.iter().map(|pair| pair.line).collect();
        assert_eq!(lines, [LineRef::Code(WorkListId(12), 5), LineRef::Code(WorkListId(12), 6)]);
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let (pairs, errors) = read_typed("1 1, x 2, 5 10, 6");
        assert_eq!(pairs.len(), 1);
        let no_digit = TypingError::NoDigit { line: 5, digit: "10".to_owned() };
        assert_eq!(errors, [TypingError::NoLine("x".to_owned()), no_digit, TypingError::Missing(6)]);
        let (_, errors) = read_typed("0 1");
        assert_eq!(errors, [TypingError::NoLine("0".to_owned())], "there is no line 0");
        assert_eq!(TypedPair::of_cell(3, " ").unwrap(), None);
        assert!(TypedPair::of_cell(3, "11").is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(pairs in prop::collection::vec((1i32..500, 0u8..=9), 0..50)) {
            let text: Vec<String> = pairs.iter().map(|(line, digit)| format!("{line} {digit}")).collect();
            prop_assert_eq!(read(&text.join(", ")), pairs);
        }

        #[test]
        fn nothing_that_is_typed_breaks_the_reading(text in "\\PC{0,60}") {
            read_typed(&text);
        }
    }
}
