//! Marks in the text of a paragraph: `{{so}}`, `{{#don-vi}}`, `{{/don-vi}}`, as people type them and as Word changes them while they type.

use std::ops::Range;

use super::refusal::Problem;
use crate::vn::fold::fold;
use crate::vn::letter::is_invisible;

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// A value.
    Field,
    /// The beginning of a list.
    Open,
    /// Its end.
    Close,
}

/// A mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its bytes in the paragraph, braces included.
    pub range: Range<usize>,
    pub kind: MarkKind,
    pub name: Name,
    /// As it was written, for whoever is told about it.
    pub written: String,
}

/// A name: `ket-qua`, or `ket-qua:vneid2.activated`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// In plain letters with hyphens.
    pub base: String,
    /// The measure, in small letters.
    pub measure: Option<String>,
}

impl Name {
    /// Reads what stands between the braces. Case, marks, spaces, underscores, and quotation marks that Word put there do not count.
    fn parse(written: &str) -> Self {
        let (base, measure) = match written.split_once(':') {
            Some((base, measure)) => (base, Some(plain_code(measure))),
            None => (written, None),
        };
        Self { base: fold(base).replace(' ', "-"), measure }
    }

    /// The key under which its value is kept.
    pub fn key(&self) -> String {
        match &self.measure {
            Some(measure) => format!("{}:{measure}", self.base),
            None => self.base.clone(),
        }
    }
}

/// Codes of measures are plain: `vneid2.activated/staff:public_employee`.
fn plain_code(text: &str) -> String {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | ':');
    text.to_lowercase().chars().map(|c| if is_hyphen(c) { '-' } else { c }).filter(|c| known(*c)).collect()
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The marks of a paragraph, and what looks like one and is none.
pub(super) fn marks(text: &str) -> (Vec<Mark>, Vec<Problem>) {
    let (mut marks, mut problems, mut at) = (Vec::new(), Vec::new(), 0);
    while let Some(rest) = text.get(at..) {
        let (begin, end) = (rest.find("{{"), rest.find("}}"));
        let Some(begin) = begin.filter(|begin| end.is_none_or(|end| *begin < end)) else {
            let Some(end) = end else { break };
            problems.push(Problem::NoBegin);
            at += end + 2;
            continue;
        };
        let (start, inner) = (at + begin, &rest[begin + 2..]);
        match inner.find("}}") {
            Some(end) if !inner[..end].contains("{{") => {
                let range = start..start + end + 4;
                at = range.end;
                match mark(range, &inner[..end]) {
                    Ok(mark) => marks.push(mark),
                    Err(problem) => problems.push(problem),
                }
            }
            _ => {
                let until = inner.find("{{").unwrap_or(inner.len());
                problems.push(Problem::NoEnd(super::refusal::shortened(&inner[..until])));
                at = start + 2;
            }
        }
    }
    (marks, problems)
}

fn mark(range: Range<usize>, inner: &str) -> Result<Mark, Problem> {
    let skipped = |c: char| c.is_whitespace() || is_invisible(c) || matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’');
    let written = inner.trim_matches(skipped);
    let (kind, name) = match written.chars().next() {
        Some('#') => (MarkKind::Open, &written[1..]),
        Some('/') => (MarkKind::Close, &written[1..]),
        _ => (MarkKind::Field, written),
    };
    let written = name.trim_matches(skipped).to_owned();
    if written.contains(['{', '}']) {
        return Err(Problem::UnknownField(written));
    }
    let name = Name::parse(&written);
    if name.base.is_empty() {
        return Err(Problem::Empty);
    }
    Ok(Mark { range, kind, name, written })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(MarkKind, String)> {
        let (found, problems) = marks(text);
        assert_eq!(problems, [], "{text}");
        found.into_iter().map(|mark| (mark.kind, mark.name.key())).collect()
    }

    #[test]
    fn names_are_read_as_people_and_word_write_them() {
        use MarkKind::{Close, Field, Open};
        for (text, kind, key) in [
            ("{{so}}", Field, "so"),
            ("{{ So }}", Field, "so"),
            ("{{Số}}", Field, "so"),
            ("{{So\u{302}\u{301}}}", Field, "so"),
            ("{{Kính gửi}}", Field, "kinh-gui"),
            ("{{ky_hieu}}", Field, "ky-hieu"),
            ("{{\u{a0}trích\u{a0}yếu\u{a0}}}", Field, "trich-yeu"),
            ("{{“so”}}", Field, "so"),
            ("{{don–vi}}", Field, "don-vi"),
            ("{{don\u{2011}vi}}", Field, "don-vi"),
            ("{{so\u{200b}}}", Field, "so"),
            ("{{# Đơn vị }}", Open, "don-vi"),
            ("{{/don-vi}}", Close, "don-vi"),
            ("{{ / don-vi}}", Close, "don-vi"),
            ("{{ket-qua:vneid2.activated}}", Field, "ket-qua:vneid2.activated"),
            (
                "{{Kết quả: VNeID2.activated / staff:public_employee}}",
                Field,
                "ket-qua:vneid2.activated/staff:public_employee",
            ),
            ("{{ket-qua:2}}", Field, "ket-qua:2"),
        ] {
            assert_eq!(read(text), [(kind, key.to_owned())], "{text}");
        }
        let several = read("Số: {{so}}/{{ky-hieu}}, {một} ngoặc");
        assert_eq!(several, [(Field, "so".to_owned()), (Field, "ky-hieu".to_owned())]);
    }

    #[test]
    fn what_is_no_mark_is_told() {
        for (text, problem) in [
            ("Số {{so", Problem::NoEnd("so".to_owned())),
            ("so}} ngày", Problem::NoBegin),
            ("{{ }}", Problem::Empty),
            ("{{#}}", Problem::Empty),
            ("{{{so}}}", Problem::UnknownField("{so".to_owned())),
        ] {
            assert_eq!(marks(text).1, [problem], "{text}");
        }
        let (found, problems) = marks("{{so {{ngay}}");
        assert_eq!((found.len(), problems), (1, vec![Problem::NoEnd("so".to_owned())]));
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text in "\\PC*|[{}#/a-zố: \u{a0}\u{301}-]{0,60}") {
            let (found, _) = marks(&text);
            let mut last = 0;
            for mark in found {
                prop_assert!(mark.range.start >= last);
                prop_assert!(text.get(mark.range.clone()).is_some_and(|t| t.starts_with("{{") && t.ends_with("}}")));
                last = mark.range.end;
            }
        }
    }
}
