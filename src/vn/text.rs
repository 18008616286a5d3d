//! Cleaning of text cells: one normal form, plain spaces, no invisible characters, the right Đ.

use super::letter::{LOOKALIKES_OF_D_STROKE, composed, is_invisible};

/// What was put right. In this order, each at most once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tidying {
    /// Marks that were separate characters (NFD, windows-1258) were composed (NFC).
    Composed,
    /// No-break spaces, doubled spaces, tabs, line breaks, spaces at the ends.
    Spaces,
    /// Characters without width (U+200B, U+FEFF, U+00AD …) were dropped.
    ZeroWidth,
    /// `Ð ð Ɖ` of other alphabets became `Đ đ`.
    Eth,
}

/// A cleaned text and what was done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tidied {
    /// The clean text.
    pub text: String,
    /// What was put right; empty when the text was clean.
    pub done: Vec<Tidying>,
}

/// Cleans a text cell. Letters, case and punctuation stay as typed. Legacy encodings must be decoded first: the soft hyphen is a letter there.
pub fn tidy(text: &str) -> Tidied {
    if is_tidy(text) {
        return Tidied { text: text.to_owned(), done: Vec::new() };
    }
    let nfc = composed(text);
    let mut done = Vec::new();
    if nfc != text {
        done.push(Tidying::Composed);
    }
    let (clean, zero_width, eth) = replace_characters(&nfc);
    let spaced = single_spaces(&clean);
    if spaced != clean {
        done.push(Tidying::Spaces);
    }
    if zero_width {
        done.push(Tidying::ZeroWidth);
    }
    if eth {
        done.push(Tidying::Eth);
    }
    // Dropping an invisible character can bring a letter and its mark together.
    let text = if zero_width { composed(&spaced).into_owned() } else { spaced };
    Tidied { text, done }
}

/// A quick look that knows most clean texts: letters of Latin scripts and ASCII signs, one space between words.
fn is_tidy(text: &str) -> bool {
    let mut previous = ' ';
    for c in text.chars() {
        let fits = match c {
            ' ' => previous != ' ',
            '!'..='~' => true,
            'À'..='\u{24F}' | '\u{1EA0}'..='\u{1EF9}' => !matches!(c, 'Ð' | 'ð' | 'Ɖ'),
            _ => false,
        };
        if !fits {
            return false;
        }
        previous = c;
    }
    previous != ' '
}

/// Drops invisible characters and replaces look-alikes of Đ; tells which of the two happened.
fn replace_characters(text: &str) -> (String, bool, bool) {
    let (mut zero_width, mut eth) = (false, false);
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        // A joiner between emoji makes one picture of them; anywhere else it is rubbish.
        let stray_joiner = c == '\u{200D}' && !clean.chars().next_back().is_some_and(is_pictograph);
        if is_invisible(c) || stray_joiner {
            zero_width = true;
        } else if let Some((_, letter)) = LOOKALIKES_OF_D_STROKE.iter().find(|(lookalike, _)| *lookalike == c) {
            eth = true;
            clean.push(*letter);
        } else {
            clean.push(c);
        }
    }
    (clean, zero_width, eth)
}

/// Symbols and emoji, with the selector that asks for the coloured form.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{FE0F}' | '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

fn single_spaces(text: &str) -> String {
    let is_space = |c: char| c.is_whitespace() || c.is_control();
    let mut spaced = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tidies() {
        use Tidying::{Composed, Eth, Spaces, ZeroWidth};
        let table: [(&str, &str, &[Tidying]); 11] = [
            ("Nguyễn Văn An", "Nguyễn Văn An", &[]),
            ("Nguye\u{302}\u{303}n", "Nguyễn", &[Composed]),
            ("Â\u{301}n", "Ấn", &[Composed]),
            ("  Phạm  Thị Nga ", "Phạm Thị Nga", &[Spaces]),
            ("Đặng\u{A0}Thị\u{A0}Hoa", "Đặng Thị Hoa", &[Spaces]),
            ("Nguyễn\nThị\tPhương\r\n", "Nguyễn Thị Phương", &[Spaces]),
            ("\u{FEFF}Lê \u{200B}An", "Lê An", &[ZeroWidth]),
            ("Ðinh Ɖức ðạt", "Đinh Đức đạt", &[Eth]),
            ("Rơ Mah Tú ❤️", "Rơ Mah Tú ❤️", &[]),
            ("Lê An 👨\u{200D}👩\u{200D}👧", "Lê An 👨\u{200D}👩\u{200D}👧", &[]),
            (" Ðo\u{200D}a\u{300}n\u{AD} ", "Đoàn", &[Composed, Spaces, ZeroWidth, Eth]),
        ];
        for (given, text, done) in table {
            assert_eq!(tidy(given), Tidied { text: text.to_owned(), done: done.to_vec() }, "{given:?}");
        }
    }

    proptest! {
        #[test]
        fn tidying_twice_changes_nothing(text in any::<String>()) {
            let once = tidy(&text).text;
            let twice = tidy(&once);
            prop_assert_eq!(&twice.text, &once);
            prop_assert!(twice.done.is_empty());
        }

        #[test]
        fn the_quick_look_only_passes_clean_texts(text in "[a-zA-Z À-ɏẠ-ỹÐðƉɖ\u{AD}\u{A0}\u{300}\u{200B}\t.]{0,6}") {
            let (clean, zero_width, eth) = replace_characters(&composed(&text));
            let spaced = single_spaces(&clean);
            if is_tidy(&text) {
                prop_assert_eq!((spaced.as_str(), zero_width, eth), (text.as_str(), false, false));
            }
        }

        #[test]
        fn vietnamese_rubbish_is_settled_at_once(text in "[aâoơdđÐðA \u{300}\u{301}\u{323}\u{302}\u{A0}\u{200B}\u{200D}\u{AD}\t\n❤\u{FE0F}]{0,16}") {
            let once = tidy(&text).text;
            prop_assert_eq!(tidy(&once), Tidied { text: once.clone(), done: vec![] });
        }
    }
}
