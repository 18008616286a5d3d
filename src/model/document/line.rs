//! A line of a document's text: what an official writes between two presses of the Enter key, with the figures in it that stay bound to the snapshot.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Which value of a snapshot a figure is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FigureKey {
    /// Slug of the unit.
    pub unit: String,
    /// The measure with its audience, as the snapshot names it: `vneid2.activated/residents`; empty for what belongs to no measure.
    pub measure: String,
    /// What of it.
    pub part: FigurePart,
}

/// What of a measure, a task, or the snapshot itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigurePart {
    /// The as-of date.
    AsOf,
    /// How many count.
    Done,
    /// How many have one, activated or not.
    Issued,
    /// Issued and not yet counted.
    Between,
    /// The quota.
    Quota,
    /// Who could.
    Eligible,
    /// Done of the quota.
    Percent,
    /// What is missing.
    Remaining,
    /// The last day that counts.
    Deadline,
    /// Days to it.
    DaysLeft,
    /// How many a day are needed.
    NeededPerDay,
    /// How many a day there were lately.
    PacePerDay,
    /// What it comes to at the deadline.
    AtDeadline,
    /// Place among its siblings.
    Rank,
    /// How many units, counted in the snapshot.
    Units,
    /// A day that comes from the campaign: window, task, session, round.
    Day,
    /// A number that comes from the campaign: people with a cause, sessions.
    Count,
}

/// A figure in a line: the bytes at which it stands, and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is.
    pub key: FigureKey,
}

impl Binding {
    /// The bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A line of text with its bound figures, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Line {
    /// The text.
    pub text: String,
    /// Its figures, in order, not overlapping.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bound: Vec<Binding>,
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), bound: Vec::new() }
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self { text, bound: Vec::new() }
    }
}

/// How a line is set. It follows from how it begins, as clerks write, so that it need not be chosen while the text is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineStyle {
    /// `I. KẾT QUẢ THỰC HIỆN`: a part with a heading, bold.
    Part,
    /// `1. Kết quả đạt được`, `a) …` without a full stop at the end: a heading, bold.
    Heading,
    /// Running text, `1. …;`, `a) …;`, `- …;`.
    Plain,
}

impl Line {
    /// How the line is set.
    pub fn style(&self) -> LineStyle {
        let text = self.text.trim();
        let Some((mark, rest)) = text.split_once(' ') else { return LineStyle::Plain };
        let heading = !rest.ends_with(['.', ';', ':', ',', '!', '?', '/']) && rest.chars().count() <= 150;
        if !heading {
            return LineStyle::Plain;
        }
        let number = mark.strip_suffix('.').unwrap_or_default();
        if !number.is_empty() && number.chars().all(|c| matches!(c, 'I' | 'V' | 'X')) {
            return LineStyle::Part;
        }
        let arabic = number.split('.').all(|digits| crate::vn::digits::is_digits(digits) && digits.len() <= 2);
        if !number.is_empty() && arabic { LineStyle::Heading } else { LineStyle::Plain }
    }
}

/// Puts a line together from text and figures.
#[derive(Debug, Default)]
pub struct LineWriter(Line);

impl LineWriter {
    /// An empty line.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds text.
    pub fn text(mut self, text: impl AsRef<str>) -> Self {
        self.0.text.push_str(text.as_ref());
        self
    }

    /// Adds a figure as it is printed.
    pub fn figure(mut self, printed: impl AsRef<str>, key: FigureKey) -> Self {
        let start = self.0.text.len();
        self.0.text.push_str(printed.as_ref());
        self.0.bound.push(Binding { start, end: self.0.text.len(), key });
        self
    }

    /// Adds another line as it is.
    pub fn line(mut self, line: Line) -> Self {
        let shift = self.0.text.len();
        self.0.text.push_str(&line.text);
        self.0.bound.extend(line.bound.into_iter().map(|bound| Binding {
            start: bound.start + shift,
            end: bound.end + shift,
            key: bound.key,
        }));
        self
    }

    /// Adds lines with something between them.
    pub fn joined(self, lines: impl IntoIterator<Item = Line>, between: &str) -> Self {
        let first = self.0.text.len();
        lines.into_iter().fold(self, |writer, line| {
            let writer = if writer.0.text.len() == first { writer } else { writer.text(between) };
            writer.line(line)
        })
    }

    /// The line.
    pub fn done(self) -> Line {
        self.0
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_set_as_it_begins() {
        for (text, style) in [
            ("I. KẾT QUẢ THỰC HIỆN", LineStyle::Part),
            ("IV. Kiến nghị, đề xuất", LineStyle::Part),
            ("1. Kết quả đạt được", LineStyle::Heading),
            ("2.1. Tồn tại, hạn chế", LineStyle::Heading),
            ("1. Công an xã rà soát, hoàn thành trước ngày 15/6/2023.", LineStyle::Plain),
            ("- Như trên;", LineStyle::Plain),
            ("a) Mức 1 đạt 119 tài khoản;", LineStyle::Plain),
            ("Thực hiện Kế hoạch số 70/KH-UBND", LineStyle::Plain),
            ("2023. năm", LineStyle::Plain),
            ("", LineStyle::Plain),
        ] {
            assert_eq!(Line::from(text).style(), style, "{text}");
        }
    }

    #[test]
    fn figures_keep_their_place_when_lines_are_put_together() {
        let key = |part| FigureKey { unit: "cam-ngoc".to_owned(), measure: "m".to_owned(), part };
        let part = LineWriter::new().text("đạt ").figure("83,89%", key(FigurePart::Percent)).done();
        let other = LineWriter::new().figure("119", key(FigurePart::Done)).done();
        let line = LineWriter::new().text("Mức 2 ").joined([part, other], "; ").text(".").done();
        assert_eq!(line.text, "Mức 2 đạt 83,89%; 119.");
        let read: Vec<&str> = line.bound.iter().map(|bound| line.text.get(bound.range()).unwrap_or("")).collect();
        assert_eq!(read, ["83,89%", "119"]);
    }
}
