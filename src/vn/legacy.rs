//! Text typed before Unicode: TCVN3 (ABC fonts, `.VnTime`), VNI-Windows, and UTF-8 that was opened as windows-1252.
//!
//! Such text arrives as Latin-1 characters and is recognised by what it says: the decoding that gives the most Vietnamese syllables is right.
//! Decode before any clean-up: TCVN3 writes ư as the soft hyphen, and mojibake contains no-break spaces.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::WINDOWS_1252;

use super::letter::{composed, letter};
use super::syllable::{is_syllable, share_of_syllables, words};

/// How a text was typed or damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LegacyEncoding {
    /// Nothing to decode.
    Unicode,
    /// TCVN 5712 VN3, fonts `.Vn…`: one character per letter, capitals with tones only by font.
    Tcvn3,
    /// VNI-Windows, fonts `VNI-…`: base letter and mark character.
    Vni,
    /// UTF-8 bytes read as windows-1252 (or Latin-1).
    Utf8AsCp1252,
}

const FONT_ENCODINGS: [LegacyEncoding; 2] = [LegacyEncoding::Tcvn3, LegacyEncoding::Vni];

/// A column is judged by at most this many cells that are not plain ASCII.
const SAMPLES: usize = 400;

static TCVN3: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let rows = table(include_str!("data/tcvn3.tsv"));
    rows.filter_map(|(letter, codes)| Some((codes.first().copied()?, letter))).collect()
});

/// Lower case only: base letter and mark (`'\0'` where one character says it all) to letter. Typists mix the case of the mark.
static VNI: LazyLock<HashMap<(char, char), char>> = LazyLock::new(|| {
    let rows = table(include_str!("data/vni_windows.tsv")).filter(|(letter, _)| letter.is_lowercase());
    rows.filter_map(|(letter, codes)| Some(((*codes.first()?, codes.get(1).copied().unwrap_or('\0')), letter)))
        .collect()
});

/// Rows `letter TAB hex codes`, after a header line.
fn table(text: &'static str) -> impl Iterator<Item = (char, Vec<char>)> {
    text.lines().skip(1).filter_map(|line| {
        let (letter, codes) = line.split_once('\t')?;
        let codes = codes.split_whitespace().filter_map(|hex| u8::from_str_radix(hex, 16).ok()).map(char::from);
        Some((letter.chars().next()?, codes.collect()))
    })
}

/// The encoding of a column, from its cells. The best share of syllables wins, Unicode wins ties and whenever a quarter of the cells cannot be
/// anything else; plain ASCII is Unicode.
pub fn detect<'a>(samples: impl IntoIterator<Item = &'a str>) -> LegacyEncoding {
    let samples: Vec<&str> = samples.into_iter().filter(|text| !text.is_ascii()).take(SAMPLES).collect();
    let unicode = samples.iter().filter(|text| has_unicode_vietnamese(text)).count();
    if samples.is_empty() || unicode * 4 >= samples.len() {
        return LegacyEncoding::Unicode;
    }
    if samples.iter().filter(|text| is_mojibake(text)).count() * 2 > samples.len() {
        return LegacyEncoding::Utf8AsCp1252;
    }
    let score = |encoding| {
        let pairs = samples.iter().map(|text| share_of_syllables(&decode(text, encoding)));
        pairs.fold((0, 0), |(valid, all), (v, a)| (valid + v, all + a))
    };
    let mut best = (LegacyEncoding::Unicode, score(LegacyEncoding::Unicode));
    for encoding in FONT_ENCODINGS {
        let found = score(encoding);
        if found.0 * best.1.1 > best.1.0 * found.1 {
            best = (encoding, found);
        }
    }
    best.0
}

/// The encoding of one cell among Unicode cells. Legacy only on clear evidence: decoding turns words into syllables, spoils none, and only one decoding does.
pub fn detect_cell(text: &str) -> LegacyEncoding {
    if text.is_ascii() || has_unicode_vietnamese(text) {
        return LegacyEncoding::Unicode;
    }
    if is_mojibake(text) {
        return LegacyEncoding::Utf8AsCp1252;
    }
    let [tcvn3, vni] = FONT_ENCODINGS.map(|encoding| syllables_gained(text, encoding));
    match tcvn3.cmp(&vni) {
        Ordering::Greater => LegacyEncoding::Tcvn3,
        Ordering::Less => LegacyEncoding::Vni,
        Ordering::Equal => LegacyEncoding::Unicode,
    }
}

/// How many words become syllables by decoding; none where a syllable is spoilt or more words stay senseless than get sense.
fn syllables_gained(text: &str, encoding: LegacyEncoding) -> usize {
    let (mut gained, mut senseless) = (0, 0);
    for word in words(text).filter(|word| !word.is_ascii()) {
        match (is_syllable(word), is_syllable(&decode(word, encoding))) {
            (true, true) => {}
            (false, true) => gained += 1,
            (true, false) => return 0,
            (false, false) => senseless += 1,
        }
    }
    if gained < senseless { 0 } else { gained }
}

/// Whether the characters are the bytes of Vietnamese in UTF-8. That hardly happens by chance, but for one pair: à is Ã and a no-break space, which
/// also ends a word such as "XÃ" in capitals.
fn is_mojibake(text: &str) -> bool {
    let decoded = decode_mojibake(text);
    let more_than_spaces = !text.replace("Ã\u{A0}", "").is_ascii();
    let small_letters = text.bytes().any(|b| b.is_ascii_lowercase());
    decoded != text && has_vietnamese(&decoded) && (more_than_spaces || small_letters)
}

fn has_vietnamese(text: &str) -> bool {
    text.chars().any(|c| !c.is_ascii() && letter(c).is_some())
}

/// Letters that neither TCVN3, VNI nor mojibake can contain: Vietnamese letters beyond Latin-1.
fn has_unicode_vietnamese(text: &str) -> bool {
    text.chars().any(|c| c > '\u{FF}' && (letter(c).is_some() || matches!(c, '\u{300}'..='\u{323}')))
}

/// Decodes to composed Unicode (NFC). Characters outside the encoding stay as they are. A text that cannot be of the encoding stays whole, so a
/// Unicode cell in a legacy column does no harm.
pub fn decode(text: &str, encoding: LegacyEncoding) -> String {
    match encoding {
        LegacyEncoding::Unicode => composed(text).into_owned(),
        LegacyEncoding::Tcvn3 | LegacyEncoding::Vni if has_unicode_vietnamese(text) => composed(text).into_owned(),
        LegacyEncoding::Tcvn3 => decode_tcvn3(text),
        LegacyEncoding::Vni => decode_vni(text),
        LegacyEncoding::Utf8AsCp1252 => decode_mojibake(text),
    }
}

fn decode_vni(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let base = lower(c);
        let pair = chars.peek().and_then(|mark| VNI.get(&(base, lower(*mark))));
        if pair.is_some() {
            chars.next();
        }
        match pair.or_else(|| VNI.get(&(base, '\0'))) {
            Some(letter) if base != c => decoded.extend(letter.to_uppercase()),
            Some(letter) => decoded.push(*letter),
            None => decoded.push(c),
        }
    }
    decoded
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// TCVN3 has capitals with tones only through `…H` fonts, which draw the small codes as capitals: the text then reads `ĐặNG THị`.
fn decode_tcvn3(text: &str) -> String {
    let all_capitals = is_drawn_in_capitals(text);
    let capital_starts = words_start_with_capitals(text);
    let mut decoded = String::with_capacity(text.len() + 8);
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            decoded.push(' ');
        }
        let letters: String = word.chars().map(|c| TCVN3.get(&c).copied().unwrap_or(c)).collect();
        let accented_start = word.chars().next().is_some_and(|c| !c.is_ascii());
        if all_capitals || is_drawn_in_capitals(word) {
            decoded.push_str(&letters.to_uppercase());
        } else if capital_starts && accented_start {
            let mut chars = letters.chars();
            decoded.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            decoded.push_str(chars.as_str());
        } else {
            decoded.push_str(&letters);
        }
    }
    decoded
}

/// No small ASCII letter or small ă â đ ê ô ơ ư (those have capitals of their own), and a capital inside a word.
fn is_drawn_in_capitals(text: &str) -> bool {
    let small = |c: char| c.is_ascii_lowercase() || matches!(c, '\u{A8}'..='\u{AE}');
    let capital = |c: char| c.is_ascii_uppercase() || matches!(c, '\u{A1}'..='\u{A7}');
    let inside = text.split(' ').any(|word| word.chars().skip(1).any(capital));
    inside && !text.chars().any(small)
}

/// Whether every word that starts with a plain letter starts with a capital, as in names; then words such as `ý` start with one too.
fn words_start_with_capitals(text: &str) -> bool {
    let mut starts =
        text.split(' ').filter_map(|word| word.chars().next()).filter(char::is_ascii_alphabetic).peekable();
    starts.peek().is_some() && starts.all(|c| c.is_ascii_uppercase())
}

fn decode_mojibake(text: &str) -> String {
    let bytes: Option<Vec<u8>> = text.chars().map(cp1252_byte).collect();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .map_or_else(|| text.to_owned(), |fixed| composed(&fixed).into_owned())
}

/// The byte that windows-1252, or Latin-1 where windows-1252 has nothing, shows as this character.
fn cp1252_byte(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    if unmappable { None } else { bytes.first().copied() }
}

#[cfg(test)]
mod tests;
