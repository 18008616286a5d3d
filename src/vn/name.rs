//! Personal names: when two spellings are one name, capitals, and names typed without marks.

use super::letter::{Letter, Tone, letter, unmarked, with_tone};
use super::syllable::{is_syllable, misses_vowel_mark};
use super::text::tidy;

pub use super::form_of_address::strip_form_of_address;

/// The key under which names are equal: tidied, capitals, the tone mark in its old place (`hoà` as `HÒA`), one kind of apostrophe.
/// `y` and `i` stay apart (`Lý`, `Lí`), and so do names with and without marks.
pub fn match_key(name: &str) -> String {
    let text = tidy(name).text;
    let mut key = String::with_capacity(text.len());
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            key.push(' ');
        }
        push_with_old_tone(&mut key, word);
    }
    key
}

/// Appends a word in capitals; in an open syllable ending in oa, oe, uy (not quy) the tone moves to the first of the two vowels.
fn push_with_old_tone(key: &mut String, word: &str) {
    let mut last = [None; 3];
    for c in word.chars() {
        last = [last[1], last[2], letter(c)];
    }
    let (moved, kept) = match last {
        [before, Some(first), Some(second)] => (moved_tone(before, first, second), 2),
        _ => (None, 0),
    };
    let stay = if moved.is_some() { word.chars().count().saturating_sub(kept) } else { usize::MAX };
    for c in word.chars().take(stay) {
        match c {
            '’' | '‘' | 'ʼ' | '`' | '´' => key.push('\''),
            c => key.extend(c.to_uppercase()),
        }
    }
    for c in moved.into_iter().flatten() {
        key.extend(c.to_uppercase());
    }
}

/// The last two vowels with the tone moved from the second to the first, where spelling reforms disagree.
fn moved_tone(before: Option<Letter>, first: Letter, second: Letter) -> Option<[char; 2]> {
    let open = matches!((first.base, second.base), ('o', 'a' | 'e') | ('u', 'y'));
    let after_q = before.is_some_and(|letter| letter.base == 'q');
    let movable = open && !after_q && first.tone == Tone::Level && second.tone != Tone::Level;
    movable.then(|| [with_tone(first.base, second.tone), second.base])
}

/// A capital at the start of each word and after an apostrophe or hyphen, the rest small: `H'HEN NIÊ` → `H'Hen Niê`.
pub fn title_case(name: &str) -> String {
    let mut titled = String::with_capacity(name.len());
    let mut start = true;
    for c in name.chars() {
        if !c.is_alphabetic() {
            start = !c.is_numeric()
                && !super::letter::is_invisible(c)
                && !unicode_normalization::char::is_combining_mark(c);
            titled.push(c);
        } else if start {
            // a ligature becomes several letters, of which one is the capital
            let mut letters = c.to_uppercase();
            titled.extend(letters.next());
            titled.extend(letters.flat_map(char::to_lowercase));
            start = false;
        } else {
            titled.extend(c.to_lowercase());
        }
    }
    titled
}

/// How a name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameCase {
    /// Capitals and small letters.
    Natural,
    /// All capitals.
    Upper,
    /// All small.
    Lower,
}

/// How a name is written. Words of one letter are names of some peoples ("A Ý") and do not make a name all capitals.
pub fn case_of(name: &str) -> NameCase {
    let upper = name.chars().any(char::is_uppercase);
    let lower = name.chars().any(char::is_lowercase);
    let long_word = name.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().nth(1).is_some());
    match (upper, lower) {
        (true, false) if long_word => NameCase::Upper,
        (false, true) => NameCase::Lower,
        _ => NameCase::Natural,
    }
}

/// Family names that always carry a mark, without it.
const MARKED_FAMILY_NAMES: &str = "nguyen tran le pham huynh vu vo dang bui do ho ngo duong dinh doan trinh luong ta luu quach truong tong dao nghiem khuat hoang ha ly thai phung trieu nong vang lau sung thao mua lo";
/// Middle names that always carry a mark, without it.
const MARKED_MIDDLE_NAMES: &str = "thi van huu duc dinh ngoc quoc tien viet trong phuc hong bich my thuy dieu doan";

/// Whether a name was typed without marks: several plain words, among them one that in a Vietnamese name has a mark.
/// Names that have none by nature ("Cao Minh Anh", "Ksor Phin") are not meant.
pub fn lacks_diacritics(name: &str) -> bool {
    if !name.chars().all(is_unmarked) {
        return false;
    }
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let [family, middle @ .., _] = words.as_slice() else { return false };
    let listed = |list: &str, word: &str| list.split(' ').any(|known| known == word);
    let known = listed(MARKED_FAMILY_NAMES, family) || middle.iter().any(|word| listed(MARKED_MIDDLE_NAMES, word));
    // One word without its tone may be of another language ("Thạch Sok"), two are not chance; a rhyme such as "ien" exists only as "iên".
    known
        || words.iter().any(|word| misses_vowel_mark(word))
        || words.iter().filter(|word| misses_tone(word)).count() >= 2
}

/// Not a Vietnamese letter with a mark, nor a mark of its own.
fn is_unmarked(c: char) -> bool {
    !unicode_normalization::char::is_combining_mark(c)
        && letter(c).is_none_or(|letter| letter.tone == Tone::Level && unmarked(letter.base) == letter.base)
}

/// A syllable that ends in c, ch, p, t needs sắc or nặng: "duc" is none, "dúc" is one.
fn misses_tone(word: &str) -> bool {
    let Some(vowel) = word.find(['a', 'e', 'i', 'o', 'u', 'y']) else { return false };
    let (onset, rhyme) = word.split_at(vowel);
    let mut chars = rhyme.chars();
    let Some(first) = chars.next() else { return false };
    !is_syllable(word) && is_syllable(&format!("{onset}{}{}", with_tone(first, Tone::Rising), chars.as_str()))
}

#[cfg(test)]
mod tests;
