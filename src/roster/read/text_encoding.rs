//! The encoding of plain text files as offices make them.

use std::borrow::Cow;
use std::sync::LazyLock;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

/// Bytes that are looked at to guess.
const SAMPLE_BYTES: usize = 64 << 10;

/// Bytes that are decoded at once.
const PIECE_BYTES: usize = 1 << 20;

/// Letters of Vietnamese beyond ASCII, small (TCVN 6909:2001).
const VIETNAMESE: &str = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";

static VIETNAMESE_LETTERS: LazyLock<std::collections::HashSet<char>> =
    LazyLock::new(|| VIETNAMESE.chars().chain(VIETNAMESE.to_uppercase().chars()).collect());

/// Decodes text: byte order marks, UTF-16 without one, UTF-8, windows-1258. Text in the font encodings TCVN3 and VNI comes out as windows-1252
/// letters, which is what `vn::legacy` repairs.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default()).0;
    }
    guess(bytes).decode_without_bom_handling(bytes).0
}

/// Decodes text like [`decode`], byte order mark included, without ever holding much more than the bytes and the text.
pub fn decode_owned(bytes: Vec<u8>) -> String {
    let encoding = Encoding::for_bom(&bytes).map_or_else(|| guess(&bytes), |(encoding, _)| encoding);
    if encoding != UTF_8 {
        return in_pieces(encoding, &bytes);
    }
    String::from_utf8(bytes).unwrap_or_else(|broken| in_pieces(UTF_8, broken.as_bytes()))
}

fn in_pieces(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2);
    let mut pieces = bytes.chunks(PIECE_BYTES).peekable();
    while let Some(piece) = pieces.next() {
        text.reserve(decoder.max_utf8_buffer_length(piece.len()).unwrap_or(4 * PIECE_BYTES));
        let (_filled, _read, _replaced) = decoder.decode_to_string(piece, &mut text, pieces.peek().is_none());
    }
    text.shrink_to_fit();
    text
}

/// Decodes an XML part: UTF-8, or UTF-16 with its byte order mark.
pub fn decode_xml(bytes: &[u8]) -> Cow<'_, str> {
    UTF_8.decode(bytes).0
}

/// Whether bytes can be text at all: few control characters, or the zeros of UTF-16.
pub fn looks_like_text(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE_BYTES).unwrap_or(bytes);
    if Encoding::for_bom(sample).is_some() || utf_16_without_mark(sample).is_some() {
        return true;
    }
    let control = sample
        .iter()
        .filter(|byte| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A))
        .count();
    control * 1_000 <= sample.len()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = bytes.get(..SAMPLE_BYTES).unwrap_or(bytes);
    if let Some(encoding) = utf_16_without_mark(sample) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    // A UTF-8 file with a few broken bytes is still UTF-8: its multi-byte letters would be nonsense in any single-byte table.
    let decoded = UTF_8.decode_without_bom_handling(sample).0;
    let (good, bad) = decoded.chars().filter(|c| !c.is_ascii()).fold((0, 0), |(good, bad), c| {
        if c == char::REPLACEMENT_CHARACTER { (good, bad + 1) } else { (good + 1, bad) }
    });
    if good > 4 * bad {
        return UTF_8;
    }
    if is_windows_1258(sample) { WINDOWS_1258 } else { WINDOWS_1252 }
}

/// UTF-16 shows itself by the zeros in every second byte of digits, delimiters and plain letters.
fn utf_16_without_mark(sample: &[u8]) -> Option<&'static Encoding> {
    let pairs = sample.chunks_exact(2);
    let count = pairs.len();
    if count < 2 {
        return None;
    }
    let (mut low_zero, mut high_zero) = (0, 0);
    for pair in pairs {
        match pair {
            [0, 0] => {}
            [0, _] => high_zero += 1,
            [_, 0] => low_zero += 1,
            _ => {}
        }
    }
    let enough = |zeros: usize, others: usize| zeros * 3 > count && others * 20 < zeros;
    if enough(low_zero, high_zero) {
        Some(UTF_16LE)
    } else if enough(high_zero, low_zero) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// In windows-1258, letters beyond ASCII compose to Vietnamese ones; TCVN3 and VNI texts give many symbols and letters that Vietnamese lacks.
fn is_windows_1258(sample: &[u8]) -> bool {
    let text = WINDOWS_1258.decode_without_bom_handling(sample).0;
    let (mut vietnamese, mut foreign) = (0, 0);
    for character in text.nfc().filter(|c| !c.is_ascii()) {
        if VIETNAMESE_LETTERS.contains(&character) {
            vietnamese += 1;
        } else if !matches!(
            character,
            '\u{2013}' | '\u{2014}' | '\u{2018}'..='\u{201D}' | '\u{2026}' | '\u{A0}' | '°' | '•'
        ) {
            foreign += 1;
        }
    }
    vietnamese >= 10 * foreign
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const LINE: &str = "1,Nguyễn Thị Hường,Thôn Đồng Vàng,Đã kích hoạt mức 2\n";

    #[test]
    fn unicode_with_and_without_mark() {
        let text = LINE.repeat(3);
        assert_eq!(decode(text.as_bytes()), text);
        assert_eq!(decode(format!("\u{feff}{text}").as_bytes()), text);
        for mark in ["", "\u{feff}"] {
            let marked = format!("{mark}{text}");
            let little: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(decode(&little), text);
            assert_eq!(decode(&big), text);
            assert!(looks_like_text(&little));
        }
    }

    #[test]
    fn decoding_in_pieces_gives_the_same() {
        let long = LINE.repeat(40_000);
        let utf_16: Vec<u8> = long.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let broken = [long.as_bytes(), b"\xff\xe1\xba"].concat();
        for bytes in [long.clone().into_bytes(), utf_16, broken, b"Nguy\xEA\xDEn\n".repeat(200_000), Vec::new()] {
            assert_eq!(decode_owned(bytes.clone()), decode(&bytes));
        }
        assert_eq!(decode_owned("\u{feff}a".into()), "\u{feff}a");
    }

    #[test]
    fn windows_1258_composes_to_the_same_text() {
        // "Nguyê" + combining tilde (0xDE) + "n", "Đa" + combining tilde, "Hươ" + combining grave (0xCC) + "ng".
        let bytes = b"Nguy\xEA\xDEn, \xD0a\xDE, H\xFD\xF5\xCCng";
        assert_eq!(decode(bytes).nfc().collect::<String>(), "Nguyễn, Đã, Hường");
    }

    #[test]
    fn font_encodings_come_out_as_western_letters() {
        // TCVN3: "Th«n Ngäc Th­îng" with U+00AD for ư; VNI: "Nguyeãn Vaên Höôøng".
        assert_eq!(decode(b"Th\xABn Ng\xE4c Th\xAD\xEEng"), "Th«n Ngäc Th\u{ad}îng");
        assert_eq!(decode(b"Nguye\xE3n Va\xEAn H\xF6\xF4\xF8ng, N\xF6\xF5"), "Nguyeãn Vaên Höôøng, Nöõ");
    }

    #[test]
    fn binary_is_not_text() {
        assert!(!looks_like_text(&(0..=255u8).cycle().take(4096).collect::<Vec<_>>()));
        assert!(looks_like_text(LINE.as_bytes()));
        assert!(looks_like_text(b""));
    }
}
