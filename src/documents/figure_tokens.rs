//! Figures in text: every number, percentage and date, and how those of one text stand to those of another. On it rest the binding of figures while an
//! official edits, and the check of a Word file that comes back.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::model::document::{Binding, FigureKey, Line};

/// A number, percentage or date in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Which line.
    pub line: usize,
    /// Its bytes there.
    pub range: Range<usize>,
    /// As printed.
    pub value: String,
    /// What it is, where it is bound.
    pub key: Option<FigureKey>,
}

/// How a figure of one text stands to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pair<'a> {
    /// The same in both.
    Same(&'a Token, &'a Token),
    /// Another value in the same place.
    Changed(&'a Token, &'a Token),
    /// Only in the first.
    Gone(&'a Token),
    /// Only in the second.
    Added(&'a Token),
}

/// The figures of a line. Numbers of documents (`70/KH-UBND`, `59/2022/NĐ-CP`), marks at the beginning of a line (`1.`, `2.3.`) and digits within a word
/// (`A4`) are none.
pub fn tokens(line: usize, text: &str) -> Vec<Token> {
    let begin = mark(text);
    let mut found = Vec::new();
    let mut at = begin;
    while let Some(start) =
        text.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())).map(|offset| at + offset)
    {
        let end = start + run(text.get(start..).unwrap_or_default());
        at = end.max(start + 1);
        let glued = text.get(..start).and_then(|before| before.chars().next_back()).is_some_and(char::is_alphabetic);
        let mut after = text.get(end..).unwrap_or_default().chars();
        let numbered = after.next() == Some('/') && after.next().is_some_and(char::is_alphabetic);
        let value = text.get(start..end).unwrap_or_default();
        if !glued && !numbered && !value.is_empty() {
            found.push(Token { line, range: start..end, value: value.to_owned(), key: None });
        }
    }
    found
}

/// Bytes of the mark at the beginning of a line: `1. `, `2.3. `, `12) `.
fn mark(text: &str) -> usize {
    let Some((first, _)) = text.split_once(' ') else { return 0 };
    let is_mark = first.starts_with(|c: char| c.is_ascii_digit())
        && first.ends_with(['.', ')'])
        && first.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')'));
    if is_mark { first.len() } else { 0 }
}

/// Bytes of a figure at the beginning of a text: digits with marks between digits, and a percent sign.
fn run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end) || (bytes.get(end).is_some_and(|b| matches!(b, b'.' | b',' | b'/')) && digit(end + 1)) {
        end += 1;
    }
    if bytes.get(end) == Some(&b'%') { end + 1 } else { end }
}

/// The figures of bound lines; what stands on a bound figure carries its key.
pub fn tokens_of(lines: &[&Line]) -> Vec<Token> {
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        for mut token in tokens(at, &line.text) {
            let bound =
                line.bound.iter().find(|bound| bound.start <= token.range.start && token.range.end <= bound.end);
            token.key = bound.map(|bound| bound.key.clone());
            all.push(token);
        }
    }
    all
}

/// Sets the figures of one text beside those of another, in order.
pub fn paired<'a>(before: &'a [Token], after: &'a [Token]) -> Vec<Pair<'a>> {
    let values = |tokens: &'a [Token]| -> Vec<&'a str> { tokens.iter().map(|token| token.value.as_str()).collect() };
    let (left, right) = (values(before), values(after));
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &left, &right) {
        let (old, new) =
            (before.get(op.old_range()).unwrap_or_default(), after.get(op.new_range()).unwrap_or_default());
        match op {
            DiffOp::Equal { .. } => pairs.extend(old.iter().zip(new).map(|(old, new)| Pair::Same(old, new))),
            _ => pairs.extend(replaced(old, new)),
        }
    }
    pairs
}

/// What stands in the place of something else: first for first, as long as both last.
fn replaced<'a>(old: &'a [Token], new: &'a [Token]) -> Vec<Pair<'a>> {
    let common = old.len().min(new.len());
    let changed = old.iter().zip(new).map(|(old, new)| Pair::Changed(old, new));
    let gone = old.iter().skip(common).map(Pair::Gone);
    let added = new.iter().skip(common).map(Pair::Added);
    changed.chain(gone).chain(added).collect()
}

/// Binds the figures of an edited text: those that still are what the program wrote keep their key, all others have none.
pub fn rebound(composed: &[&Line], edited: &[String]) -> Vec<Line> {
    let before = tokens_of(composed);
    let after: Vec<Token> = edited.iter().enumerate().flat_map(|(at, text)| tokens(at, text)).collect();
    let mut lines: Vec<Line> = edited.iter().map(|text| Line::from(text.as_str())).collect();
    for pair in paired(&before, &after) {
        let Pair::Same(Token { key: Some(key), .. }, token) = pair else { continue };
        if let Some(line) = lines.get_mut(token.line) {
            line.bound.push(Binding { start: token.range.start, end: token.range.end, key: key.clone() });
        }
    }
    lines
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::document::{FigurePart, LineWriter};

    fn values(text: &str) -> Vec<String> {
        tokens(0, text).into_iter().map(|token| token.value).collect()
    }

    #[test]
    fn figures_are_told_from_other_digits() {
        for (text, found) in [
            ("đạt 83,89% so với chỉ tiêu 1.273;", vec!["83,89%", "1.273"]),
            ("đến hết ngày 30/6/2023.", vec!["30/6/2023"]),
            ("Kế hoạch số 70/KH-UBND ngày 21/3/2023", vec!["21/3/2023"]),
            ("Nghị định số 59/2022/NĐ-CP", vec![]),
            ("1. Kết quả đến ngày 31/5/2023", vec!["31/5/2023"]),
            ("2.3. Công an xã: 12 hồ sơ", vec!["12"]),
            ("khổ A4, mức 2", vec!["2"]),
            ("tăng 5, giảm 3.", vec!["5", "3"]),
            ("", vec![]),
        ] {
            assert_eq!(values(text), found, "{text}");
        }
    }

    fn key(part: FigurePart) -> FigureKey {
        FigureKey { unit: "cam-ngoc".to_owned(), measure: "m".to_owned(), part }
    }

    #[test]
    fn figures_stay_bound_while_words_change_and_come_off_when_they_are_changed() {
        let composed = LineWriter::new()
            .text("Mức 2 được ")
            .figure("1.068", key(FigurePart::Done))
            .text(" người, đạt ")
            .figure("83,89%", key(FigurePart::Percent))
            .done();
        let edited = ["Kết quả mức 2: 1.068 người".to_owned(), "tức là 84% chỉ tiêu".to_owned()];
        let lines = rebound(&[&composed], &edited);
        let bound: Vec<(&str, FigurePart)> = lines
            .iter()
            .flat_map(|line| line.bound.iter().map(|bound| (line.text.get(bound.range()).unwrap(), bound.key.part)))
            .collect();
        assert_eq!(bound, [("1.068", FigurePart::Done)]);
        let (before, after) = (tokens_of(&[&composed]), tokens(0, &edited.join(" ")));
        let changed: Vec<(String, String)> = paired(&before, &after)
            .into_iter()
            .filter_map(|pair| match pair {
                Pair::Changed(old, new) => Some((old.value.clone(), new.value.clone())),
                _ => None,
            })
            .collect();
        assert_eq!(changed, [("83,89%".to_owned(), "84%".to_owned())]);
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in any::<String>(), near in "[0-9a-zđ.,/% -]{0,40}") {
            for token in tokens(0, &text).into_iter().chain(tokens(0, &near)) {
                prop_assert!(token.value.starts_with(|c: char| c.is_ascii_digit()));
            }
        }

        #[test]
        fn a_text_is_the_same_as_itself(text in "[0-9a-z., /%-]{0,80}") {
            let tokens = tokens(0, &text);
            prop_assert!(paired(&tokens, &tokens).iter().all(|pair| matches!(pair, Pair::Same(..))));
        }
    }
}
