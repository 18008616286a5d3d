//! Reading XML from hostile files: events with depth counted and DOCTYPE refused, attributes, entities.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::ReadError;

/// Events of a document or of a piece of one; depth goes on from piece to piece.
pub struct XmlEvents<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    max_depth: usize,
}

impl<'a> XmlEvents<'a> {
    /// Events of a whole document.
    pub fn of(text: &'a str, max_depth: usize) -> Self {
        Self::of_piece(text, 0, max_depth)
    }

    /// Events of a piece that starts at this depth.
    pub fn of_piece(text: &'a str, depth: usize, max_depth: usize) -> Self {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        XmlEvents { reader, depth, max_depth }
    }

    /// Number of open elements.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// Bytes of the text that the events so far have taken.
    pub fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// The next event.
    ///
    /// # Errors
    /// [`ReadError::Unsafe`] for a DOCTYPE or too deep nesting, [`ReadError::Corrupt`] for broken XML.
    #[inline]
    pub fn next(&mut self) -> Result<Event<'a>, ReadError> {
        let event = self.reader.read_event().map_err(ReadError::corrupt)?;
        match event {
            Event::Start(_) => {
                self.depth += 1;
                if self.depth > self.max_depth {
                    return Err(ReadError::Unsafe("XML depth"));
                }
            }
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::DocType(_) => return Err(ReadError::Unsafe("DOCTYPE")),
            _ => {}
        }
        Ok(event)
    }
}

/// Attributes of a start tag as written, without checks for doubles; values still hold entities.
pub fn attributes(raw: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = raw;
    // Plain loops over bytes: attributes are a few letters long, and there are millions of them in a sheet.
    std::iter::from_fn(move || {
        let equals = rest.bytes().position(|byte| byte == b'=')?;
        let key = rest.get(..equals)?.trim_ascii();
        let after = rest.get(equals + 1..)?.trim_ascii_start();
        let quote = after.bytes().next().filter(|byte| matches!(byte, b'"' | b'\''))?;
        let after = after.get(1..)?;
        let end = after.bytes().position(|byte| byte == quote)?;
        rest = after.get(end + 1..)?;
        Some((key, after.get(..end)?))
    })
}

/// Value of the attribute with this local name (`r:id` is found as `id`).
pub fn attribute<'t>(raw: &'t str, local_name: &str) -> Option<Cow<'t, str>> {
    attributes(raw).find(|(key, _)| local(key) == local_name).map(|(_, value)| unescaped(value))
}

/// Whether an attribute says yes.
pub fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

/// Name without its namespace prefix.
#[inline]
pub fn local(name: &str) -> &str {
    match name.bytes().rposition(|byte| byte == b':') {
        Some(colon) => name.get(colon + 1..).unwrap_or_default(),
        None => name,
    }
}

/// Bytes of the longest entity, with zeros at the front of its number: further on no semicolon is looked for, or a text of ampersands would be searched
/// to its end again and again.
const LONGEST_ENTITY: usize = 24;

/// Text with the predefined entities and character references resolved; unknown ones stay as written.
pub fn unescaped(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        rest = after;
        let end = after.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';');
        match end.and_then(|end| after.split_at_checked(end)) {
            Some((entity, tail)) if push_entity(entity, &mut text) => rest = tail.strip_prefix(';').unwrap_or(tail),
            _ => text.push('&'),
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Appends what an entity stands for; `false` where it is unknown and nothing was appended.
pub fn push_entity(entity: &str, text: &mut String) -> bool {
    let character = match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => entity.strip_prefix('#').and_then(|number| {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }),
    };
    text.extend(character);
    character.is_some()
}

/// Appends the text of a text, CDATA or reference event; other events leave it as it is.
#[inline]
pub fn push_text(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(content) => text.push_str(content),
        Event::CData(content) => text.push_str(content),
        Event::GeneralRef(entity) if !push_entity(entity, text) => {
            text.push('&');
            text.push_str(entity);
            text.push(';');
        }
        _ => {}
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_by_local_name_and_unescaped() {
        let raw = r#" name="L&#224;ng &amp; 'x'" r:id = 'rId1' state="hidden""#;
        assert_eq!(attribute(raw, "name").unwrap(), "Làng & 'x'");
        assert_eq!(attribute(raw, "id").unwrap(), "rId1");
        assert_eq!(attribute(raw, "state").unwrap(), "hidden");
        assert_eq!(attribute(raw, "missing"), None);
    }

    #[test]
    fn unknown_entities_stay_as_written() {
        assert_eq!(unescaped("a &b; & c &#xZZ; &lt;"), "a &b; & c &#xZZ; <");
        assert_eq!(unescaped("&#00000000233;&Đ;&"), "é&Đ;&");
    }

    /// Were each ampersand to look for its semicolon to the end of the text, this would take hours.
    #[test]
    fn a_text_of_ampersands_is_read_once() {
        let text = "&a".repeat(5_000_000);
        assert_eq!(unescaped(&text), text);
    }

    #[test]
    fn doctype_and_depth_are_refused() {
        let mut events = XmlEvents::of("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", 64);
        assert_eq!(events.next().unwrap_err(), ReadError::Unsafe("DOCTYPE"));
        let deep = "<a>".repeat(65);
        let mut events = XmlEvents::of(&deep, 64);
        let error = std::iter::repeat_with(|| events.next()).find_map(Result::err).unwrap();
        assert_eq!(error, ReadError::Unsafe("XML depth"));
        assert!((0..64).try_fold(XmlEvents::of(&deep, 65), |mut events, _| events.next().map(|_| events)).is_ok());
    }
}
