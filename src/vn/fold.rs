//! Search keys: text without tones, marks, case and punctuation, so that "ngoc binh" finds "Thôn Ngọc-Bình".

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use super::letter::{composed, is_invisible, letter, unmarked};

/// The search key of a text: no marks, đ as d, lower case, every run of other characters one space, trimmed.
///
/// For Vietnamese text the result is made of `a`–`z`, `0`–`9` and single spaces. Letters of other scripts stay, in lower case.
pub fn fold(text: &str) -> String {
    let text = composed(text);
    let mut key = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if is_invisible(c) || c == '\u{200D}' || is_combining_mark(c) {
            continue;
        }
        if !c.is_alphanumeric() {
            space = !key.is_empty();
            continue;
        }
        if space {
            key.push(' ');
            space = false;
        }
        match letter(c) {
            Some(letter) => key.push(unmarked(letter.base)),
            None => push_foreign(&mut key, c),
        }
    }
    key
}

/// A letter or digit that is not Vietnamese: marks dropped, lower case.
fn push_foreign(key: &mut String, c: char) {
    decompose_canonical(c, |part| {
        if !is_combining_mark(part) {
            key.extend(part.to_lowercase().filter(|lower| !is_combining_mark(*lower)));
        }
    });
}

/// The words of [`fold`], each once, in the order of the text.
pub fn tokens(text: &str) -> Vec<String> {
    let key = fold(text);
    let mut words: Vec<String> = Vec::new();
    for word in key.split(' ').filter(|word| !word.is_empty()) {
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn folds() {
        for (text, key) in [
            ("Thôn Ngọc-Bình ", "thon ngoc binh"),
            ("Đặng Thị Hường", "dang thi huong"),
            ("Ðinh ƉÌNH ðoan", "dinh dinh doan"),
            ("H'Đuyn  Êban", "h duyn eban"),
            ("Ngày, tháng,\nnăm sinh", "ngay thang nam sinh"),
            ("Nguy\u{200B}ễn\u{A0}Văn", "nguyen van"),
            ("Tổ 12/3", "to 12 3"),
            ("Señor Müller", "senor muller"),
            ("  --  ", ""),
            ("", ""),
        ] {
            assert_eq!(fold(text), key, "{text}");
        }
    }

    #[test]
    fn tokens_are_distinct_and_in_order() {
        assert_eq!(tokens("Thôn Đồng, đồng thôn Cẩm"), ["thon", "dong", "cam"]);
        assert!(tokens(" ? ").is_empty());
    }

    proptest! {
        #[test]
        fn vietnamese_text_folds_to_ascii(text in "[a-zA-Z0-9àảãáạăằẳẵắặâầẩẫấậèẽêềễếệìĩịòõôồỗộơờợùũưừựỳỵđĐẠẶẬẸỆỊỌỘỢỤỰỴÐ ,.'-]{0,40}") {
            let key = fold(&text);
            prop_assert!(key.bytes().all(|b| b == b' ' || b.is_ascii_digit() || b.is_ascii_lowercase()), "{key}");
            prop_assert!(!key.contains("  ") && key.trim() == key);
            prop_assert_eq!(fold(&text.nfd().collect::<String>()), key.clone());
            prop_assert_eq!(fold(&text.to_uppercase()), key);
        }

        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let key = fold(&text);
            prop_assert_eq!(fold(&key), key);
        }
    }
}
