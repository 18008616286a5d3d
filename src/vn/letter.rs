//! The Vietnamese alphabet as data: which letter, which tone, which case. Search keys, sort keys, name keys and the syllable test all look letters up here.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The six tones in the order of Vietnamese dictionaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Thanh ngang: no mark.
    Level,
    /// Huyền.
    Falling,
    /// Hỏi.
    Dipping,
    /// Ngã.
    Creaky,
    /// Sắc.
    Rising,
    /// Nặng.
    Heavy,
}

const TONES: [Tone; 6] = [Tone::Level, Tone::Falling, Tone::Dipping, Tone::Creaky, Tone::Rising, Tone::Heavy];

/// The vowels, each with its six tones in the order of [`Tone`].
const VOWELS: [&str; 12] = [
    "aàảãáạ",
    "ăằẳẵắặ",
    "âầẩẫấậ",
    "eèẻẽéẹ",
    "êềểễếệ",
    "iìỉĩíị",
    "oòỏõóọ",
    "ôồổỗốộ",
    "ơờởỡớợ",
    "uùủũúụ",
    "ưừửữứự",
    "yỳỷỹýỵ",
];

/// Letters of other alphabets that are drawn like đ and typed for it: U+00D0, U+00F0, U+0189, U+0256. No normal form maps them.
pub const LOOKALIKES_OF_D_STROKE: [(char, char); 4] = [('Ð', 'Đ'), ('ð', 'đ'), ('Ɖ', 'Đ'), ('ɖ', 'đ')];

/// One letter of a Latin script text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    /// Lower case without the tone: `a ă â b c d đ …`.
    pub base: char,
    /// The tone it carries.
    pub tone: Tone,
    /// Whether it is a capital.
    pub upper: bool,
}

/// Every Vietnamese letter lies below U+1F00.
const TABLE_LEN: usize = 0x1F00;

static LETTERS: LazyLock<Vec<Option<Letter>>> = LazyLock::new(|| {
    let mut table = vec![None; TABLE_LEN];
    let mut add = |lower: char, base: char, tone: Tone| {
        put(&mut table, lower, Letter { base, tone, upper: false });
        for capital in lower.to_uppercase() {
            put(&mut table, capital, Letter { base, tone, upper: true });
        }
    };
    ('a'..='z').chain(['đ']).for_each(|c| add(c, c, Tone::Level));
    for row in VOWELS {
        let base = row.chars().next().unwrap_or('a');
        row.chars().zip(TONES).for_each(|(c, tone)| add(c, base, tone));
    }
    for (lookalike, letter) in LOOKALIKES_OF_D_STROKE {
        put(&mut table, lookalike, Letter { base: 'đ', tone: Tone::Level, upper: letter == 'Đ' });
    }
    table
});

fn put(table: &mut [Option<Letter>], c: char, letter: Letter) {
    if let Some(slot) = table.get_mut(c as usize) {
        *slot = Some(letter);
    }
}

/// Looks up one composed character; `None` for anything that is not a letter a–z or a Vietnamese one.
pub fn letter(c: char) -> Option<Letter> {
    LETTERS.get(c as usize).copied().flatten()
}

/// The character for a lower-case base letter and a tone. A consonant keeps no tone.
pub fn with_tone(base: char, tone: Tone) -> char {
    let row = VOWELS.iter().find(|row| row.starts_with(base));
    row.and_then(|row| row.chars().nth(tone as usize)).unwrap_or(base)
}

/// The letter a–z under a base letter: `ơ` → `o`, `đ` → `d`.
pub fn unmarked(base: char) -> char {
    match base {
        'ă' | 'â' => 'a',
        'đ' => 'd',
        'ê' => 'e',
        'ô' | 'ơ' => 'o',
        'ư' => 'u',
        other => other,
    }
}

/// Whether the character has no width and no meaning in a name: zero-width spaces, byte order mark, soft hyphen, direction marks.
/// The zero-width joiner is not among them because it holds emoji together; see [`super::text::tidy`].
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Composed form (NFC), without a copy where the text already is composed.
pub fn composed(text: &str) -> Cow<'_, str> {
    // nothing below U+0300 and none of the Vietnamese letters can be composed any further
    let plain = |c: char| c < '\u{300}' || ('\u{1EA0}'..='\u{1EF9}').contains(&c);
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    if is_nfc_quick(text.chars()) == IsNormalized::Yes { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_134_accented_letters_are_known_in_both_cases() {
        let accented = LETTERS.iter().enumerate().filter(|(code, letter)| *code > 0x7F && letter.is_some()).count();
        assert_eq!(accented, 134 + LOOKALIKES_OF_D_STROKE.len());
        for (c, base, tone, upper) in [
            ('ự', 'ư', Tone::Heavy, false),
            ('Ễ', 'ê', Tone::Creaky, true),
            ('Đ', 'đ', Tone::Level, true),
            ('Ð', 'đ', Tone::Level, true),
            ('Z', 'z', Tone::Level, true),
            ('ỷ', 'y', Tone::Dipping, false),
        ] {
            assert_eq!(letter(c), Some(Letter { base, tone, upper }), "{c}");
        }
        assert_eq!(letter('ñ'), None);
        assert_eq!(letter('1'), None);
    }

    #[test]
    fn what_is_taken_for_composed_is() {
        let plain = ('\0'..'\u{300}').chain('\u{1EA0}'..='\u{1EF9}');
        for c in plain {
            let text = format!("a{c}b{c}");
            assert_eq!(text.nfc().collect::<String>(), text, "{c:?}");
        }
    }

    #[test]
    fn tone_is_put_back_where_it_was() {
        for c in VOWELS.concat().chars() {
            let found = letter(c).map(|l| with_tone(l.base, l.tone));
            assert_eq!(found, Some(c));
        }
        assert_eq!(with_tone('b', Tone::Rising), 'b');
    }
}
