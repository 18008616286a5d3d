//! The comments part of a sheet and the boxes that show them: ours are added, those of the user stay.

use quick_xml::events::Event;

use super::raw_xml::{RawEvents, attribute_of, before_last_end_tag, escaped, prefix_of};
use crate::messages::findings::column_letters;
use crate::roster::read::xlsx::column_of;
use crate::roster::read::{Limits, ReadError, xml};

/// Who writes our comments; by this name they are found again.
const AUTHOR: &str = "Kiểm tra danh sách (tiendo)";

/// The comments part after the change.
#[derive(Debug, Default, PartialEq)]
pub struct NewComments {
    /// Its text.
    pub text: String,
    /// Cells whose box is new: row, column, letters of the text.
    pub added: Vec<(u32, u16, usize)>,
    /// Cells whose box goes.
    pub removed: Vec<(u32, u16)>,
}

/// Adds comments (row, column, text) to a part, or begins one in the namespace. Ours from before go; a comment of the user on the same cell is
/// continued.
///
/// # Errors
/// Broken XML.
pub fn merge(
    old: Option<&str>,
    notes: &[(u32, u16, String)],
    namespace: &str,
    limits: &Limits,
) -> Result<NewComments, ReadError> {
    let empty = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <comments xmlns=\"{namespace}\"><authors></authors><commentList></commentList></comments>"
    );
    let old = old.unwrap_or(&empty);
    let mut merging = Merging {
        notes: notes.iter().collect(),
        prefix: String::new(),
        authors: 0,
        own: None,
        new: NewComments::default(),
    };
    let mut events = RawEvents::of_piece(old, 0, limits.xml_depth);
    let mut comment: Option<String> = None;
    let mut in_author = false;
    loop {
        let (event, raw) = events.next()?;
        let name = match &event {
            Event::Start(element) | Event::Empty(element) => element.name().as_ref().to_owned(),
            Event::End(element) => element.name().as_ref().to_owned(),
            _ => String::new(),
        };
        let opens = matches!(event, Event::Start(_));
        match (&event, xml::local(&name)) {
            (Event::Eof, _) => break,
            (Event::Start(_), "comment") => comment = Some(raw.to_owned()),
            (Event::End(_), "comment") => {
                let whole = comment.take().unwrap_or_default() + raw;
                merging.settle(whole)?;
            }
            _ if comment.is_some() => comment.iter_mut().for_each(|comment| comment.push_str(raw)),
            (Event::Start(_) | Event::Empty(_), "author") => {
                in_author = opens;
                merging.authors += 1;
                merging.new.text.push_str(raw);
            }
            (Event::Text(text), _) if in_author => {
                if text.trim() == AUTHOR {
                    merging.own = Some(merging.authors.saturating_sub(1));
                }
                merging.new.text.push_str(raw);
            }
            (Event::End(_), "author") => {
                in_author = false;
                merging.new.text.push_str(raw);
            }
            (Event::Empty(_) | Event::End(_), kind @ ("authors" | "commentList")) => {
                let added = if kind == "authors" { merging.author() } else { merging.rest() };
                merging.close(raw, &name, &added);
            }
            (Event::Start(_), "comments") => {
                merging.prefix = prefix_of(&name).to_owned();
                merging.new.text.push_str(raw);
            }
            _ => merging.new.text.push_str(raw),
        }
    }
    Ok(merging.new)
}

struct Merging<'n> {
    /// Those that are not written yet.
    notes: Vec<&'n (u32, u16, String)>,
    prefix: String,
    authors: usize,
    /// Our number among the authors.
    own: Option<usize>,
    new: NewComments,
}

impl Merging<'_> {
    /// Ends a list that may be in the short form, with what is added to it.
    fn close(&mut self, raw: &str, name: &str, added: &str) {
        let text = &mut self.new.text;
        match raw.strip_suffix("/>") {
            Some(start) => text.push_str(&format!("{start}>{added}</{name}>")),
            None => text.push_str(&format!("{added}{raw}")),
        }
    }

    fn author(&mut self) -> String {
        if self.own.is_some() {
            return String::new();
        }
        self.own = Some(self.authors);
        let p = &self.prefix;
        format!("<{p}author>{}</{p}author>", escaped(AUTHOR))
    }

    /// A comment that was there.
    fn settle(&mut self, comment: String) -> Result<(), ReadError> {
        let reference = attribute_of(&comment, "ref").unwrap_or_default();
        let Some((row, column)) = place_of(&reference) else {
            self.new.text.push_str(&comment);
            return Ok(());
        };
        let author = attribute_of(&comment, "authorId").and_then(|number| number.trim().parse::<usize>().ok());
        if author.is_some() && author == self.own {
            self.new.removed.push((row, column));
            return Ok(());
        }
        let Some(at) = self.notes.iter().position(|note| (note.0, note.1) == (row, column)) else {
            self.new.text.push_str(&comment);
            return Ok(());
        };
        let note = self.notes.remove(at);
        let run = self.run(&format!("\n{}", note.2));
        // the last end tag is that of the comment, the one before it that of its text
        let end = comment.rfind("</").unwrap_or(comment.len());
        let (inside, tag) = comment.split_at(end);
        let inside = before_last_end_tag(inside, |_| run)?;
        self.new.text.push_str(&inside);
        self.new.text.push_str(tag);
        Ok(())
    }

    /// The comments that no cell had yet.
    fn rest(&mut self) -> String {
        let notes = std::mem::take(&mut self.notes);
        let (p, own) = (self.prefix.clone(), self.own.unwrap_or(0));
        let mut text = String::new();
        for (row, column, sentence) in notes {
            let reference = format!("{}{row}", column_letters(*column));
            let run = self.run(sentence);
            text.push_str(&format!(
                "<{p}comment ref=\"{reference}\" authorId=\"{own}\"><{p}text>{run}</{p}text></{p}comment>"
            ));
            self.new.added.push((*row, *column, sentence.chars().count()));
        }
        text
    }

    fn run(&self, text: &str) -> String {
        let p = &self.prefix;
        format!(
            "<{p}r><{p}rPr><{p}sz val=\"10\"/><{p}color indexed=\"81\"/><{p}rFont val=\"Times New Roman\"/><{p}family val=\"1\"/></{p}rPr>\
             <{p}t xml:space=\"preserve\">{}</{p}t></{p}r>",
            escaped(text)
        )
    }
}

fn place_of(reference: &str) -> Option<(u32, u16)> {
    let column = u16::try_from(column_of(reference)?).ok()?;
    let row = reference.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '$').parse().ok()?;
    Some((row, column))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn note(row: u32, column: u16, text: &str) -> (u32, u16, String) {
        (row, column, text.to_owned())
    }

    #[test]
    fn comments_are_added_continued_and_taken_back() {
        let limits = Limits::default();
        let user = "<comments xmlns=\"m\"><authors><author>Lê Thị Hoa</author></authors><commentList>\
            <comment ref=\"B2\" authorId=\"0\"><text><t>Hỏi lại</t></text></comment></commentList></comments>";
        let notes = [note(2, 2, "Lỗi: a<b"), note(3, 28, "Cảnh báo: c")];
        let first = merge(Some(user), &notes, "m", &limits).unwrap();
        assert!(first.text.contains("<t>Hỏi lại</t><r>") && first.text.contains("Lỗi: a&lt;b"), "{}", first.text);
        assert!(first.text.contains("<comment ref=\"AB3\" authorId=\"1\">"), "{}", first.text);
        assert_eq!((first.added.as_slice(), first.removed.len()), (&[(3, 28, 11)][..], 0));
        let second = merge(Some(&first.text), &[], "m", &limits).unwrap();
        assert_eq!(second.removed, [(3, 28)]);
        assert!(second.text.contains("Hỏi lại") && !second.text.contains("AB3"), "{}", second.text);
        assert_eq!(second.text.matches("<author>").count(), 2);
    }

    #[test]
    fn short_forms_are_opened() {
        let old = "<x:comments xmlns:x=\"m\"><x:authors/><x:commentList/></x:comments>";
        let new = merge(Some(old), &[note(1, 1, "a")], "m", &Limits::default()).unwrap();
        assert!(new.text.contains("</x:author></x:authors>") && new.text.contains("</x:comment></x:commentList>"));
        let begun = merge(None, &[note(1, 1, "a")], "m", &Limits::default()).unwrap();
        assert!(begun.text.contains("<comments xmlns=\"m\">") && begun.text.contains("ref=\"A1\" authorId=\"0\""));
    }
}
