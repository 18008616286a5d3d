//! A document's text as an official edits it: plain lines, one paragraph each; tables and codes stand as marks in brackets that may be moved or taken out.

use super::error::DocumentError;
use super::figure_tokens::rebound;
use crate::model::document::{Addressees, Block, Content, Line, Urgency};

/// What may be edited. Each list is one line per entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Editable {
    /// What it is about.
    pub subject: String,
    /// «Kính gửi».
    pub addressees: String,
    /// «Căn cứ».
    pub grounds: String,
    /// The text.
    pub body: String,
    /// Lines above the signature.
    pub authority: String,
    /// Who signs.
    pub signer: String,
    /// «Nơi nhận».
    pub copies: String,
    /// How urgent.
    pub urgency: Option<Urgency>,
}

/// A whole document is no longer than this, in characters.
const LONGEST: usize = 200_000;

impl Editable {
    /// The text of a document.
    pub fn of(content: &Content) -> Self {
        Self {
            subject: content.subject.clone(),
            addressees: content.addressees.0.join("\n"),
            grounds: content.grounds.join("\n"),
            body: body(&content.body),
            authority: content.signature.authority.join("\n"),
            signer: content.signature.signer.clone().unwrap_or_default(),
            copies: content.copies.join("\n"),
            urgency: content.urgency,
        }
    }

    /// The document with this text. Figures that still are what the program wrote stay bound to the frozen ones; tables and codes are those of `composed`.
    ///
    /// # Errors
    /// Nothing to say it is about, no text, no signature, too long, or a mark of a table that does not exist.
    pub fn applied(&self, composed: &Content, content: &Content) -> Result<Content, DocumentError> {
        let subject = one_line(&self.subject);
        let (lines, authority) = (lines(&self.body), lines(&self.authority));
        let missing = [
            (subject.is_empty(), "trích yếu nội dung"),
            (lines.is_empty(), "nội dung văn bản"),
            (authority.is_empty(), "quyền hạn, chức vụ của người ký"),
        ];
        if let Some((_, what)) = missing.into_iter().find(|(missing, _)| *missing) {
            return Err(DocumentError::Empty(what));
        }
        if self.body.chars().count() > LONGEST {
            return Err(DocumentError::TooLong);
        }
        let signer = one_line(&self.signer);
        Ok(Content {
            subject,
            addressees: Addressees(self::lines(&self.addressees)),
            grounds: self::lines(&self.grounds),
            body: blocks(&composed.body, lines)?,
            signature: crate::model::document::Signature { authority, signer: (!signer.is_empty()).then_some(signer) },
            copies: self::lines(&self.copies),
            urgency: self.urgency,
            ..content.clone()
        })
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(one_line).filter(|line| !line.is_empty()).collect()
}

fn body(blocks: &[Block]) -> String {
    let (mut tables, mut codes) = (0, 0);
    let line = |block: &Block| match block {
        Block::Line(line) => line.text.clone(),
        Block::Table(_) => {
            tables += 1;
            table_mark(tables)
        }
        Block::Qr(_) => {
            codes += 1;
            code_mark(codes)
        }
    };
    blocks.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn table_mark(number: usize) -> String {
    format!("[Bảng {number}]")
}

fn code_mark(number: usize) -> String {
    format!("[Mã QR {number}]")
}

fn blocks(composed: &[Block], edited: Vec<String>) -> Result<Vec<Block>, DocumentError> {
    let fixed: Vec<(String, &Block)> = marked(composed);
    let written: Vec<&Line> =
        composed.iter().filter_map(|block| if let Block::Line(line) = block { Some(line) } else { None }).collect();
    let bound = rebound(&written, &edited);
    let block = |line: Line| match fixed.iter().find(|(mark, _)| *mark == line.text) {
        Some((_, block)) => Ok((*block).clone()),
        None if looks_like_mark(&line.text) => Err(DocumentError::NoSuchMark(line.text)),
        None => Ok(Block::Line(line)),
    };
    bound.into_iter().map(block).collect()
}

fn marked(composed: &[Block]) -> Vec<(String, &Block)> {
    let (mut tables, mut codes) = (0, 0);
    let mut marked = Vec::new();
    for block in composed {
        match block {
            Block::Line(_) => {}
            Block::Table(_) => {
                tables += 1;
                marked.push((table_mark(tables), block));
            }
            Block::Qr(_) => {
                codes += 1;
                marked.push((code_mark(codes), block));
            }
        }
    }
    marked
}

fn looks_like_mark(text: &str) -> bool {
    text.ends_with(']') && (text.starts_with("[Bảng ") || text.starts_with("[Mã QR "))
}
