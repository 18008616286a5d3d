//! Whether a word can be a Vietnamese syllable. Decides between encodings, so the list of rhymes is closed: with a loose test a text in the
//! wrong encoding looks right too often.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::letter::{Tone, composed, letter, unmarked};

/// Rhymes without tone, as written after any onset (after `qu` the glide belongs to the onset).
static RHYMES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("data/rhymes.txt").split_whitespace().collect());

const ONSETS: [&str; 28] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu",
    "r", "s", "t", "th", "tr", "v", "x",
];

/// The longest syllable, `nghiêng`, has seven letters.
const LONGEST: usize = 7;

/// Whether a word is a possible Vietnamese syllable: a known onset and rhyme, at most one tone, and sắc or nặng before a final c, ch, p, t.
/// Case and normal form do not matter. The place of the tone mark does not matter either (`hòa`, `hoà`).
pub fn is_syllable(word: &str) -> bool {
    let word = composed(word);
    let mut base = String::with_capacity(2 * LONGEST);
    let mut tone = Tone::Level;
    for (index, c) in word.chars().enumerate() {
        let Some(found) = letter(c) else { return false };
        if index >= LONGEST || (found.tone != Tone::Level && tone != Tone::Level) {
            return false;
        }
        if found.tone != Tone::Level {
            tone = found.tone;
        }
        base.push(found.base);
    }
    let stopped = base.ends_with(['c', 'p', 't']) || base.ends_with("ch");
    if stopped && !matches!(tone, Tone::Rising | Tone::Heavy) {
        return false;
    }
    // every rhyme starts with a vowel, which spares most look-ups
    let rhyme_after = |onset: &&str| base.strip_prefix(onset).filter(|rhyme| rhyme.starts_with(is_vowel));
    ONSETS.iter().any(|onset| rhyme_after(onset).is_some_and(|rhyme| RHYMES.contains(rhyme) && fit(onset, rhyme)))
}

fn is_vowel(base: char) -> bool {
    matches!(base, 'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y')
}

/// Whether a plain word is no syllable only because its vowels lack their marks: `hien` (hiên), `xuan` (xuân). The tone is not asked for.
pub(super) fn misses_vowel_mark(word: &str) -> bool {
    static PLAIN_RHYMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let plain = RHYMES.iter().map(|rhyme| rhyme.chars().map(unmarked).collect::<String>());
        plain.filter(|rhyme| !RHYMES.contains(rhyme.as_str())).collect()
    });
    let known = |onset: &str| word.strip_prefix(onset).is_some_and(|rhyme| RHYMES.contains(rhyme) && fit(onset, rhyme));
    let plain =
        |onset: &str| word.strip_prefix(onset).is_some_and(|rhyme| PLAIN_RHYMES.contains(rhyme) && fit(onset, rhyme));
    !ONSETS.iter().any(|onset| known(onset)) && ONSETS.iter().any(|onset| plain(onset))
}

/// Spelling rules that tie the onset to the first vowel: k, gh, ngh before e ê i y; c, g, ng before the others; y alone or after a single consonant.
fn fit(onset: &str, rhyme: &str) -> bool {
    let front = rhyme.starts_with(['e', 'ê', 'i', 'y']);
    match onset {
        "k" | "gh" | "ngh" => front,
        "c" | "ng" => !front,
        // "gì", "gìn", "giếng" are g + i…, where the i of the onset and of the rhyme are one letter.
        "g" => !front || rhyme.starts_with('i'),
        "q" => false,
        "qu" => !rhyme.starts_with(['o', 'u', 'ư']),
        // Lips do not round twice; words such as "voan" are borrowed, and VNI writes "phố" as "phoá".
        "b" | "m" | "p" | "ph" | "v"
            if rhyme.starts_with("oa") || rhyme.starts_with("oă") || rhyme.starts_with("oe") =>
        {
            false
        }
        "" => !matches!(rhyme, "ych" | "yn" | "ynh" | "yp" | "yt"),
        _ => rhyme == "y" || !rhyme.starts_with('y'),
    }
}

/// The words of a text (split at spaces, digits and ASCII punctuation) that are syllables, and all of them.
pub fn share_of_syllables(text: &str) -> (usize, usize) {
    let (mut valid, mut all) = (0, 0);
    for word in words(text) {
        all += 1;
        valid += usize::from(is_syllable(word));
    }
    (valid, all)
}

/// Words for judging an encoding: characters that are neither ASCII nor letters stay in the word and spoil it, because they are letters in another encoding.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || c.is_ascii_digit())
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn vietnamese_syllables() {
        let text = "Nguyễn Phạm Huỳnh Hoàng Khuất Nghiêm Quách Thúy Thuý Thủy Quý Quỳnh Quốc Quyên Quyết Quang Giang gì giêng giữ Hòa hoà Đặng \
                    Ý Yến Út Oanh Uyên Ái nghiêng khuỷu ngoằn ngoèo ĐƯỜNG huyện xã phường kích hoạt chữ ký số điện thoại mức định danh quên kỹ \
                    Gia Giàng Sỹ Kỳ thuở quê quay quẩn quét quạch quăng nguyệt tuyết ghi ghế chuyển nuôi rượu bưởi oằn \u{111}e\u{302}\u{323}m";
        for word in text.split_whitespace() {
            assert!(is_syllable(word), "{word}");
        }
    }

    #[test]
    fn what_is_no_syllable() {
        for word in [
            "",
            "Nguyeãn",
            "Thò1",
            "H\u{AD}êng",
            "ThÞ",
            "Êban",
            "Kbuôr",
            "Wĩ",
            "Brôi",
            "hoc",
            "hòc",
            "hõc",
            "mãch",
            "hóà",
            "qúan1",
            "kông",
            "ghà",
            "ngiêng",
            "cê",
            "bynh",
            "leâ",
            "phoá",
            "coọng",
            "zũng",
            "nguyen",
            "quo",
            "q",
            "-",
            "bb",
            "nghiêngg",
        ] {
            assert!(!is_syllable(word), "{word}");
        }
    }

    #[test]
    fn every_rhyme_starts_with_a_vowel() {
        assert!(RHYMES.iter().all(|rhyme| rhyme.starts_with(is_vowel)));
    }

    #[test]
    fn vowels_without_their_marks() {
        for word in ["hien", "xuan", "nguyen", "huong", "tuyet", "luu", "yen"] {
            assert!(misses_vowel_mark(word), "{word}");
        }
        for word in ["hiên", "minh", "anh", "quan", "ky", "duc", "ksor", "phin", "giang", "q", ""] {
            assert!(!misses_vowel_mark(word), "{word}");
        }
    }

    #[test]
    fn share() {
        assert_eq!(share_of_syllables("Thôn 12, xã Ea Kmông (mới)"), (3, 5));
        assert_eq!(share_of_syllables(" 12/3 "), (0, 0));
    }

    proptest! {
        #[test]
        fn never_panics_and_case_does_not_matter(word in any::<String>(), syllable in "[bctđghnqu]{0,3}[aâêioơuưyíẹọừ]{1,3}[cnghpt]{0,2}") {
            is_syllable(&word);
            prop_assert_eq!(is_syllable(&syllable), is_syllable(&syllable.to_uppercase()));
        }
    }
}
