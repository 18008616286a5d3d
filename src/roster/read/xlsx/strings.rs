//! The shared strings of a workbook.

use std::io::Read;

use quick_xml::events::Event;

use super::super::xml::{self, XmlEvents};
use super::super::xml_windows::XmlWindows;
use super::super::{Limits, ReadError};

/// Texts that cells refer to by number, in one piece of memory.
#[derive(Debug, Default)]
pub struct SharedStrings {
    text: String,
    ends: Vec<u32>,
}

impl SharedStrings {
    /// Reads the part. What it declares about its own size is never used to reserve memory, only to recognise a lie.
    ///
    /// # Errors
    /// [`ReadError::Unsafe`] where the part is too long or declares more strings than its bytes can hold.
    pub fn read(part: impl Read, limits: &Limits) -> Result<Self, ReadError> {
        // One byte more than allowed shows that it is too long.
        let mut part = part.take(limits.shared_string_bytes + 1);
        let mut strings = SharedStrings::default();
        let (mut bytes, mut declared, mut depth) = (0, 0, 0);
        let mut item = ItemState::default();
        let mut windows = XmlWindows::new(&mut part, "</si>", limits);
        while let Some(window) = windows.next()? {
            bytes += window.len() as u64;
            if bytes > limits.shared_string_bytes {
                return Err(ReadError::Unsafe("size of the shared strings"));
            }
            let mut events = XmlEvents::of_piece(&window, depth, limits.xml_depth);
            loop {
                match events.next()? {
                    Event::Start(element) => {
                        if xml::local(element.name().as_ref()) == "sst" {
                            declared = declared_count(element.attributes_raw());
                        }
                        item.start(xml::local(element.name().as_ref()));
                    }
                    Event::Empty(element) if xml::local(element.name().as_ref()) == "si" => strings.end_item(),
                    Event::End(element) if item.end(xml::local(element.name().as_ref())) => strings.end_item(),
                    Event::End(_) => {}
                    Event::Eof => break,
                    event if item.in_text => xml::push_text(&event, &mut strings.text),
                    _ => {}
                }
            }
            depth = events.depth();
        }
        if declared > bytes / 4 {
            return Err(ReadError::Unsafe("declared number of shared strings"));
        }
        Ok(strings)
    }

    fn end_item(&mut self) {
        // The part is at most a few dozen MiB, so positions fit.
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// The text with this number.
    pub fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)? as usize;
        let start = match number.checked_sub(1) {
            Some(previous) => *self.ends.get(previous)? as usize,
            None => 0,
        };
        self.text.get(start..end)
    }
}

/// Where in an item we are: `t` is text, but not the `t` of a pronunciation aid.
#[derive(Debug, Default)]
struct ItemState {
    in_text: bool,
    in_phonetic: bool,
}

impl ItemState {
    fn start(&mut self, name: &str) {
        match name {
            "t" => self.in_text = !self.in_phonetic,
            "rPh" => self.in_phonetic = true,
            _ => {}
        }
    }

    /// Whether the item has ended.
    fn end(&mut self, name: &str) -> bool {
        match name {
            "t" => self.in_text = false,
            "rPh" => self.in_phonetic = false,
            "si" => *self = ItemState::default(),
            _ => {}
        }
        name == "si"
    }
}

fn declared_count(raw: &str) -> u64 {
    xml::attribute(raw, "uniqueCount").and_then(|value| value.trim().parse().ok()).unwrap_or(0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn read(xml: &str) -> Result<SharedStrings, ReadError> {
        SharedStrings::read(xml.as_bytes(), &Limits::default())
    }

    #[test]
    fn runs_are_joined_and_pronunciation_left_out() {
        let strings = read(
            r#"<sst uniqueCount="4"><si><t>Đỗ &amp; Lê</t></si><si/><si><r><rPr><b/></rPr><t>Nguyễn </t></r><r><t xml:space="preserve">Văn</t></r>
            <rPh sb="0" eb="1"><t>x</t></rPh></si><si><t/></si></sst>"#,
        )
        .unwrap();
        assert_eq!(strings.get(0), Some("Đỗ & Lê"));
        assert_eq!(strings.get(1), Some(""));
        assert_eq!(strings.get(2), Some("Nguyễn Văn"));
        assert_eq!(strings.get(3), Some(""));
        assert_eq!(strings.get(4), None);
    }

    #[test]
    fn a_lie_about_the_count_is_refused() {
        let lie = r#"<sst count="1" uniqueCount="4294967295"><si><t>a</t></si></sst>"#;
        assert_eq!(read(lie).unwrap_err(), ReadError::Unsafe("declared number of shared strings"));
        let limits = Limits { shared_string_bytes: 40, ..Limits::default() };
        let long = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(41));
        assert_eq!(
            SharedStrings::read(long.as_bytes(), &limits).unwrap_err(),
            ReadError::Unsafe("size of the shared strings")
        );
    }
}
