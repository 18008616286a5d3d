//! Changing XML without rewriting it: events with the text they were read from, so that everything else is copied as it stands.

use quick_xml::events::Event;

use crate::roster::read::ReadError;
use crate::roster::read::xml::{self, XmlEvents};

/// Events with their own text.
pub struct RawEvents<'a> {
    text: &'a str,
    events: XmlEvents<'a>,
}

impl<'a> RawEvents<'a> {
    /// Events of a text that starts at this depth.
    pub fn of_piece(text: &'a str, depth: usize, max_depth: usize) -> Self {
        RawEvents { text, events: XmlEvents::of_piece(text, depth, max_depth) }
    }

    /// Number of open elements.
    pub fn depth(&self) -> usize {
        self.events.depth()
    }

    /// Bytes of the text that the events so far have taken.
    pub fn position(&self) -> usize {
        self.events.position()
    }

    /// The next event and the text it was read from.
    ///
    /// # Errors
    /// As [`XmlEvents::next`].
    pub fn next(&mut self) -> Result<(Event<'a>, &'a str), ReadError> {
        let start = self.events.position();
        let event = self.events.next()?;
        let raw = self.text.get(start..self.events.position());
        Ok((event, raw.ok_or_else(|| ReadError::Corrupt("position of an XML event".to_owned()))?))
    }
}

/// The namespace prefix of an element name with its colon; empty where there is none.
pub fn prefix_of(name: &str) -> &str {
    name.rfind(':').and_then(|colon| name.get(..=colon)).unwrap_or_default()
}

/// A start tag (or the start of an element) with an attribute set to a value.
pub fn with_attribute(tag: &str, name: &str, value: &str) -> String {
    let tag = without_attribute(tag, name);
    let end = tag.find('>').unwrap_or(tag.len());
    let end = if tag.get(..end).is_some_and(|start| start.ends_with('/')) { end - 1 } else { end };
    let (start, rest) = tag.split_at(end);
    format!("{} {name}=\"{}\"{rest}", start.trim_end(), escaped(value))
}

/// A start tag without an attribute.
pub fn without_attribute(tag: &str, name: &str) -> String {
    let end = tag.find('>').unwrap_or(tag.len());
    let Some((from, to)) = span_of_attribute(tag.get(..end).unwrap_or(tag), name) else { return tag.to_owned() };
    let (before, after) = (tag.get(..from).unwrap_or_default(), tag.get(to..).unwrap_or_default());
    format!("{}{after}", before.trim_end())
}

/// Where an attribute stands in a start tag.
fn span_of_attribute(tag: &str, name: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = tag.get(from..)?.find(name) {
        let start = from + found;
        let opens = tag.get(..start)?.ends_with(|c: char| c.is_ascii_whitespace());
        let rest = tag.get(start + name.len()..)?;
        let value = rest.trim_start().strip_prefix('=').map(str::trim_start);
        if let (true, Some(value)) = (opens, value)
            && let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\''))
        {
            let length = value.get(1..)?.find(quote)?;
            return Some((start, tag.len() - value.len() + 1 + length + 1));
        }
        from = start + name.len();
    }
    None
}

/// The text with a snippet before its last end tag; the snippet gets the namespace prefix of that tag.
///
/// # Errors
/// [`ReadError::Corrupt`] where there is no end tag.
pub fn before_last_end_tag(text: &str, snippet: impl FnOnce(&str) -> String) -> Result<String, ReadError> {
    let end = text.rfind("</").ok_or_else(|| ReadError::Corrupt("an XML part without an end tag".to_owned()))?;
    let (before, after) = text.split_at(end);
    let snippet = snippet(prefix_of(after.get(2..after.len()).unwrap_or_default()));
    Ok(format!("{before}{snippet}{after}"))
}

/// Text for an element or attribute: escaped, letters that XML does not know left out, and nothing that Excel would take for one of its own escapes
/// (`_x0041_`, ECMA-376 part 1, 22.9.2.19).
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for (at, letter) in text.char_indices() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '_' if is_escape(text.get(at..).unwrap_or_default()) => escaped.push_str("_x005F_"),
            '\t' | '\n' => escaped.push(letter),
            letter if letter < ' ' || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

fn is_escape(text: &str) -> bool {
    let digits = text.strip_prefix("_x").and_then(|rest| rest.get(..5));
    digits.is_some_and(|digits| digits.ends_with('_') && digits.bytes().take(4).all(|byte| byte.is_ascii_hexdigit()))
}

/// The value of an attribute of a start tag.
pub fn attribute_of(tag: &str, name: &str) -> Option<String> {
    let end = tag.find('>').unwrap_or(tag.len());
    let inside = tag.get(..end)?.trim_end_matches('/');
    let raw = inside.get(inside.find(|c: char| c.is_ascii_whitespace())?..)?;
    xml::attribute(raw, name).map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_set_in_place() {
        assert_eq!(with_attribute(r#"<c r="A1" s="3"/>"#, "s", "7"), r#"<c r="A1" s="7"/>"#);
        assert_eq!(with_attribute(r#"<c r="A1">"#, "s", "7"), r#"<c r="A1" s="7">"#);
        assert_eq!(
            with_attribute("<x:xf fillId='1'><a s='2'/></x:xf>", "fillId", "9"),
            "<x:xf fillId=\"9\"><a s='2'/></x:xf>"
        );
        assert_eq!(without_attribute(r#"<row spans="1:8" r="2" ht="3">"#, "spans"), r#"<row r="2" ht="3">"#);
        assert_eq!(without_attribute(r#"<row customHt="1" ht = '3' r="2">"#, "ht"), r#"<row customHt="1" r="2">"#);
        assert_eq!(without_attribute("<row>", "ht"), "<row>");
        assert_eq!(attribute_of(r#"<xf numFmtId="2" fillId="3"/>"#, "fillId").as_deref(), Some("3"));
    }

    #[test]
    fn text_is_escaped_and_nothing_illegal_stays() {
        assert_eq!(escaped("a<b>&\"c\"\u{0}\u{b}\u{ffff}\n"), "a&lt;b&gt;&amp;&quot;c&quot;\n");
        assert_eq!(escaped("=1_x000D_ _x00"), "=1_x005F_x000D_ _x00");
    }
}
