//! Where words and rules stand on the pages of a PDF, in millimetres from the top left corner, read by a program that had no part in writing it.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use super::files::output;

const READER: &str = include_str!("geometry.py");

/// A page.
#[derive(Debug, Deserialize)]
pub struct Page {
    pub width: f64,
    pub height: f64,
    pub words: Vec<Word>,
    pub rules: Vec<Rule>,
}

/// A word; its size in points.
#[derive(Debug, Clone, Deserialize)]
pub struct Word {
    pub text: String,
    pub x0: f64,
    pub x1: f64,
    pub base: f64,
    pub size: f64,
    pub font: String,
}

/// A line across; its thickness in points.
#[derive(Debug, Clone, Deserialize)]
pub struct Rule {
    pub x0: f64,
    pub x1: f64,
    pub y: f64,
    pub thick: f64,
}

/// Words that were looked for, on one line or more.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// Its lines.
    pub lines: Vec<Span>,
    pub size: f64,
    pub font: String,
}

/// A stretch of a line.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub x0: f64,
    pub x1: f64,
    pub base: f64,
}

impl Span {
    pub fn width(self) -> f64 {
        self.x1 - self.x0
    }

    pub fn centre(self) -> f64 {
        f64::midpoint(self.x0, self.x1)
    }
}

impl Rule {
    pub fn span(&self) -> Span {
        Span { x0: self.x0, x1: self.x1, base: self.y }
    }
}

impl Phrase {
    pub fn last(&self) -> Span {
        *self.lines.last().unwrap()
    }

    /// The longest of its lines.
    pub fn widest(&self) -> f64 {
        self.lines.iter().map(|line| line.width()).fold(0.0, f64::max)
    }
}

/// The pages of a PDF.
pub fn pages(file: &Path) -> Vec<Page> {
    let text = output(Command::new("/usr/bin/python3").arg("-c").arg(READER).arg(file));
    serde_json::from_str(&text).unwrap()
}

impl Page {
    /// Words that follow each other; those of a draft leave room for a number, so that several spaces are as good as one.
    pub fn phrase(&self, text: &str) -> Phrase {
        let wanted: Vec<&str> = text.split_whitespace().collect();
        let at = self
            .words
            .windows(wanted.len())
            .find(|words| words.iter().zip(&wanted).all(|(word, text)| word.text == *text));
        let words = at.unwrap_or_else(|| panic!("no «{text}» on the page: {:?}", self.texts()));
        let mut lines: Vec<Span> = Vec::new();
        for word in words {
            match lines.last_mut() {
                Some(line) if (line.base - word.base).abs() < 0.5 => line.x1 = word.x1,
                _ => lines.push(Span { x0: word.x0, x1: word.x1, base: word.base }),
            }
        }
        Phrase { lines, size: words[0].size, font: words[0].font.clone() }
    }

    /// The rule right below a line: at most so many millimetres.
    pub fn rule_below(&self, line: Span, most: f64) -> &Rule {
        let below =
            |rule: &&Rule| rule.y > line.base && rule.y < line.base + most && rule.x0 < line.x1 && rule.x1 > line.x0;
        self.rules.iter().find(below).unwrap_or_else(|| panic!("no rule below {line:?}: {:?}", self.rules))
    }

    fn texts(&self) -> Vec<&str> {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }
}
