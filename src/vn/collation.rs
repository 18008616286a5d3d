//! Binary sort keys for Vietnamese text. They are stored in the database and compared byte by byte, so their layout must never change.
//!
//! A key has three levels, each ended by `END` except the last: letters, tones, capitals. Letters decide first over the whole text, then tones,
//! then capitals. Trailing "nothing special" entries of the tone and capital levels are cut.

use super::letter::{Tone, composed, is_invisible, letter};

/// Ends a level; below every other byte.
const END: u8 = 0x01;
/// Between words, and "no tone", "small letter": below every letter, tone and capital.
const NOTHING: u8 = 0x02;
/// A capital letter.
const CAPITAL: u8 = 0x03;
/// A run of digits: this plus the count of its digits, then the digits. Longer numbers are larger numbers.
const DIGITS: u8 = 0x10;
/// Runs longer than this sort as if this long.
const MOST_DIGITS: usize = 0x2F;
/// The first letter.
const FIRST_LETTER: u8 = 0x40;
/// A character that is not Latin: this, then its UTF-8 bytes.
const FOREIGN: u8 = 0x7F;

/// The alphabet with f, j, w, z, which occur in names of other languages, where dictionaries put them.
const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/// Sort key of any text: Vietnamese alphabet, then tones (không, huyền, hỏi, ngã, sắc, nặng), then small before capital letters;
/// digits before letters and by value; punctuation as a space. Normal form and the place of the tone mark do not matter.
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut levels = Levels::with_capacity(text.len());
    levels.add(text);
    let mut key = levels.letters_and_tones();
    levels.finish(&mut key);
    key
}

/// Sort key of a person as Vietnamese lists are ordered: given name (the last word) with its tone first, then family and middle names.
pub fn person_sort_key(full_name: &str) -> Vec<u8> {
    let name = full_name.trim();
    let (rest, given) = name.rsplit_once(char::is_whitespace).unwrap_or(("", name));
    let mut levels = Levels::with_capacity(name.len());
    levels.add(given);
    let mut key = levels.letters_and_tones();
    key.push(END);
    levels.add(rest);
    key.append(&mut levels.letters_and_tones());
    levels.finish(&mut key);
    key
}

/// The three levels while a key is built.
struct Levels {
    letters: Vec<u8>,
    tones: Vec<u8>,
    capitals: Vec<u8>,
}

impl Levels {
    fn with_capacity(bytes: usize) -> Self {
        Self {
            letters: Vec::with_capacity(2 * bytes + 8),
            tones: Vec::with_capacity(16),
            capitals: Vec::with_capacity(bytes),
        }
    }

    fn add(&mut self, text: &str) {
        let text = composed(text);
        let mut chars = text.chars().filter(|c| !is_invisible(*c)).peekable();
        let mut between_words = false;
        while let Some(c) = chars.next() {
            if !c.is_alphanumeric() {
                between_words = !self.letters.is_empty();
                continue;
            }
            if between_words {
                self.letters.push(NOTHING);
                self.tones.push(NOTHING);
                between_words = false;
            }
            if c.is_ascii_digit() {
                let mut run = String::from(c);
                while let Some(digit) = chars.next_if(char::is_ascii_digit) {
                    run.push(digit);
                }
                self.add_digits(&run);
            } else {
                self.add_letter(c);
            }
        }
    }

    fn add_digits(&mut self, run: &str) {
        let value = run.trim_start_matches('0');
        self.letters.push(DIGITS + u8::try_from(value.len().min(MOST_DIGITS)).unwrap_or(u8::MAX));
        self.letters.extend_from_slice(value.as_bytes());
    }

    fn add_letter(&mut self, c: char) {
        let Some(found) = letter(c) else { return self.add_foreign(c) };
        self.letters.push(rank(found.base));
        if found.tone != Tone::Level {
            self.tones.push(NOTHING + found.tone as u8);
        }
        self.capitals.push(if found.upper { CAPITAL } else { NOTHING });
    }

    /// Accented letters of other languages sort as their base letter; other scripts after Latin.
    fn add_foreign(&mut self, c: char) {
        let mut base = c;
        let mut first = true;
        unicode_normalization::char::decompose_canonical(c, |part| {
            base = if first { part } else { base };
            first = false;
        });
        if base != c && letter(base).is_some() {
            return self.add_letter(base);
        }
        self.letters.push(FOREIGN);
        self.letters.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    /// Moves the first two levels out, as far as they were added.
    fn letters_and_tones(&mut self) -> Vec<u8> {
        let mut key = std::mem::take(&mut self.letters);
        key.push(END);
        trim(&mut self.tones);
        key.append(&mut self.tones);
        key
    }

    fn finish(mut self, key: &mut Vec<u8>) {
        trim(&mut self.capitals);
        key.push(END);
        key.append(&mut self.capitals);
    }
}

fn trim(level: &mut Vec<u8>) {
    while level.last() == Some(&NOTHING) {
        level.pop();
    }
}

fn rank(base: char) -> u8 {
    let place = ALPHABET.chars().position(|c| c == base).and_then(|place| u8::try_from(place).ok());
    FIRST_LETTER + place.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn assert_ascending(key: fn(&str) -> Vec<u8>, list: &[&str]) {
        for pair in list.windows(2) {
            if let [a, b] = pair {
                assert!(key(a) < key(b), "{a} < {b}");
            }
        }
    }

    #[test]
    fn the_alphabet_in_order() {
        let letters: Vec<String> =
            "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y".split(' ').map(str::to_owned).collect();
        assert_ascending(sort_key, &letters.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn texts_in_order() {
        assert_ascending(sort_key, &["An", "Ăn", "Ân", "Ần", "Ẩn", "Ẫn", "Ấn", "Ận"]);
        assert_ascending(sort_key, &["Dung", "Dùng", "Dủng", "Dũng", "Dúng", "Dụng", "Đao"]);
        assert_ascending(sort_key, &["", "1", "2", "10", "a", "An", "An Bình", "Anh", "z", "я"]);
        assert_ascending(sort_key, &["Thôn 1", "Thôn 2", "Thôn 02 B", "Thôn 2A", "Thôn 10", "Thôn An"]);
        assert_ascending(sort_key, &["hà", "Hà", "HÀ", "hả"]);
        assert_ascending(sort_key, &["Hoa An", "Hoà An", "Hoa Bình", "Hòa Bình"]);
    }

    #[test]
    fn spellings_of_one_text_are_equal() {
        for (a, b) in [
            ("Hòa", "Hoà"),
            ("Thúy An", "Thuý  An "),
            ("Ðặng", "Đặng"),
            ("Thôn 02", "Thôn 2"),
            ("Ngọc-Bình", "Ngọc Bình"),
            ("Müller", "Muller"),
        ] {
            assert_eq!(sort_key(a), sort_key(b), "{a} {b}");
        }
    }

    #[test]
    fn people_in_order() {
        assert_ascending(
            person_sort_key,
            &[
                "An",
                "Dương Văn An",
                "Đinh Văn An",
                "Lê An",
                "NGUYỄN VĂN ÁN",
                "Trần Thị Bình",
                "Nguyễn Thị Dung",
                "Trần Thị Dung",
                "An Thị Dùng",
                "Bùi Văn Dũng",
                "Bùi Văn Đức",
                "H'Bia Êban",
            ],
        );
        assert_ascending(person_sort_key, &["Lê Văn An", "LÊ VĂN AN", "Lê Văn Ba"]);
    }

    #[test]
    fn the_layout_is_fixed() {
        assert_eq!(sort_key("Đá 12"), [0x46, 0x40, 0x02, 0x12, b'1', b'2', 0x01, 0x06, 0x01, 0x03]);
        assert_eq!(person_sort_key("Lê Ý"), [0x5F, 0x01, 0x06, 0x01, 0x4F, 0x48, 0x01, 0x01, 0x03, 0x03]);
    }

    proptest! {
        #[test]
        fn normal_form_does_not_matter(text in "[a-zA-ZàạấđĐỢữ0-9 -]{0,20}") {
            let nfd: String = text.nfd().collect();
            prop_assert_eq!(sort_key(&text), sort_key(&nfd));
            prop_assert_eq!(person_sort_key(&text), person_sort_key(&nfd));
        }

        #[test]
        fn equal_keys_mean_texts_that_read_the_same(a in "[aăAĂáạđdÐ 0-9]{0,6}", b in "[aăAĂáạđdÐ 0-9]{0,6}") {
            // Letters without tones and case decide before everything else.
            let plain = |text: &str| -> String { text.chars().map(|c| letter(c).map_or(c, |l| l.base)).collect() };
            let (pa, pb) = (plain(&a), plain(&b));
            if sort_key(&pa) != sort_key(&pb) {
                prop_assert_eq!(sort_key(&pa).cmp(&sort_key(&pb)), sort_key(&a).cmp(&sort_key(&b)));
            }
        }

        #[test]
        fn any_text_has_a_key(text in any::<String>()) {
            prop_assert!(!sort_key(&text).is_empty() && !person_sort_key(&text).is_empty());
        }
    }
}
