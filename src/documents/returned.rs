//! The check of a Word file that was edited elsewhere: every figure, date and deadline in it is set beside those of the document it came from.

use std::io::{Cursor, Read};

use chrono::{DateTime, Utc};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde::Serialize;
use zip::ZipArchive;

use super::docx::docx;
use super::error::DocumentError;
use super::figure_tokens::{Pair, Token, paired, tokens};
use super::show::sheet;
use crate::access::Actor;
use crate::model::document::{Block, Content, Line};
use crate::model::id::DocumentId;
use crate::store::Db;

/// The most bytes of the file.
pub const MOST_BYTES: usize = 20 << 20;
/// The most bytes of its text once unpacked.
const MOST_TEXT: u64 = 64 << 20;
/// The most figures that are compared.
const MOST_FIGURES: usize = 20_000;
/// Letters that are shown on either side of a figure.
const AROUND: usize = 50;

/// A figure that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// As the document has it; none where it was added.
    pub before: Option<String>,
    /// As the file has it; none where it was taken out.
    pub now: Option<String>,
    /// The words around it.
    pub around: String,
    /// Whether it comes from the frozen figures.
    pub frozen: bool,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Figures that agree.
    pub same: usize,
    /// Figures that do not, in the order of the file.
    pub differences: Vec<Difference>,
}

/// Compares a Word file with the document it was made from.
///
/// # Errors
/// No such document, or not a Word file that can be read.
pub fn check_returned(
    db: &Db,
    actor: &Actor,
    id: DocumentId,
    bytes: &[u8],
    now: DateTime<Utc>,
) -> Result<Checked, DocumentError> {
    let sheet = db.read(|conn| sheet(conn, actor, id))?;
    let content = &sheet.text.content;
    let ours = paragraphs(&docx(&sheet.face()?, now)?)?;
    compared(&ours, &paragraphs(bytes)?, &frozen_values(content))
}

fn compared(ours: &[String], theirs: &[String], frozen: &[String]) -> Result<Checked, DocumentError> {
    let all =
        |lines: &[String]| -> Vec<Token> { lines.iter().enumerate().flat_map(|(at, line)| tokens(at, line)).collect() };
    let (before, after) = (all(ours), all(theirs));
    if after.len() > MOST_FIGURES {
        return Err(DocumentError::NotWord("có quá nhiều con số"));
    }
    let mut checked = Checked { same: 0, differences: Vec::new() };
    for pair in paired(&before, &after) {
        let (old, new, lines, shown) = match pair {
            Pair::Same(..) => {
                checked.same += 1;
                continue;
            }
            Pair::Changed(old, new) => (Some(old), Some(new), theirs, new),
            Pair::Gone(old) => (Some(old), None, ours, old),
            Pair::Added(new) => (None, Some(new), theirs, new),
        };
        let text = lines.get(shown.line).map_or("", String::as_str);
        checked.differences.push(Difference {
            before: old.map(|token| token.value.clone()),
            now: new.map(|token| token.value.clone()),
            around: around(text, shown),
            frozen: old.is_some_and(|token| frozen.contains(&token.value)),
        });
    }
    Ok(checked)
}

/// Figures of a document that come from the snapshot, as printed.
fn frozen_values(content: &Content) -> Vec<String> {
    let annexes = content.annexes.iter().flat_map(|annex| &annex.blocks);
    let mut values = Vec::new();
    let mut add = |line: &Line| {
        values.extend(line.bound.iter().filter_map(|bound| line.text.get(bound.range())).map(str::to_owned));
    };
    for block in content.body.iter().chain(annexes) {
        match block {
            Block::Line(line) => add(line),
            Block::Table(table) => table.rows.iter().flat_map(|row| &row.cells).for_each(&mut add),
            Block::Qr(_) => {}
        }
    }
    values
}

fn around(text: &str, token: &Token) -> String {
    let before: Vec<char> = text.get(..token.range.start).unwrap_or_default().chars().rev().take(AROUND).collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = text.get(token.range.end..).unwrap_or_default().chars().take(AROUND).collect();
    format!("{}{}{}", before.trim_start(), token.value, after.trim_end())
}

/// The paragraphs of a Word file, those in tables too, in order. What was deleted under «Theo dõi thay đổi» is not read.
///
/// # Errors
/// Not an archive, no text in it, too big once unpacked, or not XML.
pub(super) fn paragraphs(bytes: &[u8]) -> Result<Vec<String>, DocumentError> {
    if bytes.len() > MOST_BYTES {
        return Err(DocumentError::NotWord("lớn hơn 20 MB"));
    }
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|_| DocumentError::NotWord("không phải tệp .docx"))?;
    let part = archive.by_name("word/document.xml").map_err(|_| DocumentError::NotWord("không phải tệp .docx"))?;
    let mut xml = Vec::new();
    let damaged = |_| DocumentError::NotWord("bị hỏng");
    part.take(MOST_TEXT + 1).read_to_end(&mut xml).map_err(damaged)?;
    if xml.len() as u64 > MOST_TEXT {
        return Err(DocumentError::NotWord("quá lớn sau khi giải nén"));
    }
    let text = String::from_utf8(xml).map_err(|_| DocumentError::NotWord("không dùng bảng mã UTF-8"))?;
    read(&text)
}

fn read(xml: &str) -> Result<Vec<String>, DocumentError> {
    let mut reader = Reader::from_str(xml);
    let (mut paragraphs, mut current, mut in_text) = (Vec::new(), String::new(), false);
    loop {
        match reader.read_event().map_err(|_| DocumentError::NotWord("bị hỏng"))? {
            Event::Start(tag) if tag.local_name().as_ref() == "t" => in_text = true,
            Event::End(tag) if tag.local_name().as_ref() == "t" => in_text = false,
            Event::End(tag) if tag.local_name().as_ref() == "p" => paragraphs.push(std::mem::take(&mut current)),
            Event::Empty(tag) if matches!(tag.local_name().as_ref(), "tab" | "br") => current.push(' '),
            Event::Empty(tag) if tag.local_name().as_ref() == "noBreakHyphen" => current.push('-'),
            Event::Text(text) if in_text => {
                current.push_str(&text.xml10_content());
            }
            Event::GeneralRef(name) if in_text => current.push_str(&reference(&name)),
            Event::DocType(_) => return Err(DocumentError::NotWord("có khai báo DOCTYPE, không được phép")),
            Event::Eof => return Ok(paragraphs),
            _ => {}
        }
    }
}

/// What a reference stands for: `&amp;`, `&#8211;`; unknown ones stand for nothing.
fn reference(name: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = name.resolve_char_ref() {
        return letter.to_string();
    }
    quick_xml::escape::resolve_predefined_entity(&name.xml10_content()).unwrap_or_default().to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_changed_a_missing_and_a_new_figure_are_told() {
        let ours = lines(&["Mức 2 đạt 1.068 người, bằng 83,89%", "hạn 30/6/2023", "còn 205"]);
        let theirs = lines(&["Mức 2 đạt 1.086 người, bằng 83,89%", "hạn 30/6/2023 (15 ngày)", "hết"]);
        let checked = compared(&ours, &theirs, &["1.068".to_owned(), "205".to_owned()]).unwrap();
        let told: Vec<(Option<&str>, Option<&str>, bool)> = checked
            .differences
            .iter()
            .map(|found| (found.before.as_deref(), found.now.as_deref(), found.frozen))
            .collect();
        assert_eq!(told, [(Some("1.068"), Some("1.086"), true), (Some("205"), Some("15"), true)]);
        assert_eq!(checked.same, 3);
        assert_eq!(compared(&ours, &ours, &[]).unwrap().differences, []);
    }

    #[test]
    fn runs_are_joined_and_deleted_text_is_left_out() {
        let xml = "<w:p><w:r><w:t>đạt 1.0</w:t></w:r><w:del><w:r><w:delText>99</w:delText></w:r></w:del><w:r><w:t>68 &amp; hơn</w:t></w:r></w:p>\
                   <w:tbl><w:tr><w:tc><w:p><w:r><w:t>205</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
        assert_eq!(read(&format!("<w:document>{xml}</w:document>")).unwrap(), ["đạt 1.068 & hơn", "205"]);
        assert!(read("<!DOCTYPE x [<!ENTITY a \"b\">]><w:document/>").is_err());
    }

    proptest! {
        #[test]
        fn any_file_is_safe(bytes in prop::collection::vec(any::<u8>(), 0..400), xml in "[<>/a-z:&;# ]{0,80}") {
            let _ = (paragraphs(&bytes), read(&xml));
        }
    }
}
