//! A large XML part in windows that end after a given end tag, so that memory stays flat and events can borrow from the window.

use std::borrow::Cow;
use std::io::Read;

use super::{Limits, ReadError};

/// Bytes read ahead before a window is handed out.
const WINDOW_BYTES: usize = 256 << 10;

/// Windows over a stream of UTF-8 XML.
pub struct XmlWindows<R> {
    stream: R,
    end_tag: &'static [u8],
    buffer: Vec<u8>,
    /// Bytes of `buffer` already handed out.
    consumed: usize,
    at_end: bool,
    at_start: bool,
    max_window: usize,
}

impl<R: Read> XmlWindows<R> {
    /// Windows that end after `end_tag` (`</row>`); the last one ends with the stream.
    pub fn new(stream: R, end_tag: &'static str, limits: &Limits) -> Self {
        XmlWindows {
            stream,
            end_tag: end_tag.as_bytes(),
            buffer: Vec::with_capacity(2 * WINDOW_BYTES),
            consumed: 0,
            at_end: false,
            at_start: true,
            max_window: limits.xml_window_bytes,
        }
    }

    /// The next window, or `None` at the end.
    ///
    /// # Errors
    /// [`ReadError::Unsafe`] where a single row or text is longer than the limit, and everything inflating can raise.
    pub fn next(&mut self) -> Result<Option<Cow<'_, str>>, ReadError> {
        self.buffer.drain(..self.consumed);
        self.consumed = 0;
        let mut wanted = WINDOW_BYTES;
        let length = loop {
            self.fill(wanted)?;
            if self.at_end {
                break self.buffer.len();
            }
            if let Some(length) = end_of_last(&self.buffer, self.end_tag) {
                break length;
            }
            if self.buffer.len() >= self.max_window {
                return Err(ReadError::Unsafe("length of a row or text"));
            }
            wanted = self.buffer.len().saturating_mul(2).min(self.max_window);
        };
        self.consumed = length;
        let window = self.buffer.get(..length).unwrap_or_default();
        // Checking is faster than replacing, and broken letters are rare.
        let text = std::str::from_utf8(window).map_or_else(|_| String::from_utf8_lossy(window), Cow::Borrowed);
        Ok((!window.is_empty()).then_some(text))
    }

    fn fill(&mut self, wanted: usize) -> Result<(), ReadError> {
        while self.buffer.len() < wanted && !self.at_end {
            let missing = wanted - self.buffer.len();
            let read = self.stream.by_ref().take(missing as u64).read_to_end(&mut self.buffer)?;
            self.at_end = read == 0;
            if self.at_start && !self.at_end {
                self.at_start = false;
                self.drop_byte_order_mark()?;
            }
        }
        Ok(())
    }

    fn drop_byte_order_mark(&mut self) -> Result<(), ReadError> {
        if self.buffer.starts_with(&[0xEF, 0xBB, 0xBF]) {
            self.buffer.drain(..3);
        } else if self.buffer.starts_with(&[0xFF, 0xFE]) || self.buffer.starts_with(&[0xFE, 0xFF]) {
            self.stream.read_to_end(&mut self.buffer)?;
            let (text, ..) = encoding_rs::UTF_16LE.decode(&self.buffer);
            self.buffer = text.into_owned().into_bytes();
            self.at_end = true;
        }
        Ok(())
    }
}

/// Position after the last occurrence of `needle`.
fn end_of_last(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let start = haystack.windows(needle.len()).rposition(|window| window == needle)?;
    Some(start + needle.len())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn windows_of(bytes: &[u8], limits: &Limits) -> Result<Vec<String>, ReadError> {
        let mut windows = XmlWindows::new(bytes, "</row>", limits);
        let mut all = Vec::new();
        while let Some(window) = windows.next()? {
            all.push(window.into_owned());
        }
        Ok(all)
    }

    #[test]
    fn windows_end_after_rows_and_lose_nothing() {
        let row = format!("<row>{}</row>", "Nguyễn ".repeat(2000));
        let text = format!("<sheetData>{}</sheetData><mergeCells/>", row.repeat(60));
        let windows = windows_of(text.as_bytes(), &Limits::default()).unwrap();
        assert!(windows.len() > 1);
        assert!(windows[..windows.len() - 1].iter().all(|window| window.ends_with("</row>")));
        assert_eq!(windows.concat(), text);
    }

    #[test]
    fn a_text_without_end_is_refused() {
        let limits = Limits { xml_window_bytes: 1 << 20, ..Limits::default() };
        let text = format!("<row><c><v>{}</v></c></row>", "9".repeat(3 << 20));
        assert_eq!(windows_of(text.as_bytes(), &limits), Err(ReadError::Unsafe("length of a row or text")));
    }

    #[test]
    fn utf_16_is_decoded() {
        let bytes: Vec<u8> = "\u{feff}<row>Đỗ</row>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(windows_of(&bytes, &Limits::default()).unwrap(), ["<row>Đỗ</row>"]);
    }
}
