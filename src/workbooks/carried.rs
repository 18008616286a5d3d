//! Text as a cell can carry it, so that every reader shows the same and none has to repair the file.

use std::borrow::Cow;

/// The most characters that a cell holds, in units of UTF-16, as Excel counts them.
const LONGEST: usize = 32_767;
/// Stands for a character that no file of this kind can hold.
const REPLACED: char = '\u{FFFD}';

/// Line ends as Excel writes them, what XML cannot hold replaced by «�», what is too long cut with «…». Everything else stays as it is.
pub fn carried(text: &str) -> Cow<'_, str> {
    let plain = text.chars().all(|c| c == '\n' || c == '\t' || is_carried(c));
    if plain && text.len() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let lines = text.replace("\r\n", "\n");
    let cleaned = lines.chars().map(|c| match c {
        '\r' => '\n',
        '\n' | '\t' => c,
        c if is_carried(c) => c,
        _ => REPLACED,
    });
    Cow::Owned(cut(&cleaned.collect::<String>()))
}

/// XML 1.0 without the characters that it only tolerates: no control characters, no non-characters.
fn is_carried(c: char) -> bool {
    !c.is_control() && !matches!(u32::from(c) & 0xFFFF, 0xFFFE | 0xFFFF) && !('\u{FDD0}'..='\u{FDEF}').contains(&c)
}

fn cut(text: &str) -> String {
    if text.encode_utf16().count() <= LONGEST {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut units = 0;
    for c in text.chars() {
        units += c.len_utf16();
        if units > LONGEST - 1 {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

/// A name as a chart shows it: the library takes `=…` and `Sheet!A1` for a reference to cells.
pub fn in_chart(text: &str) -> String {
    let text = carried(text);
    if text.starts_with('=') || text.contains('!') { format!("«{text}»") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cell_cannot_hold_is_shown_as_replaced() {
        let cases = [
            ("Thôn Ngọc Bình", "Thôn Ngọc Bình"),
            ("một\thai\r\nba\rbốn", "một\thai\nba\nbốn"),
            ("a\u{0}b\u{b}c\u{7f}d\u{85}e", "a�b�c�d�e"),
            ("a\u{fffe}b\u{ffff}c\u{1ffff}d\u{fdd0}e", "a�b�c�d�e"),
            ("_x000D_ \u{202e}phải\u{202c} 👩‍👩‍👧", "_x000D_ \u{202e}phải\u{202c} 👩‍👩‍👧"),
            ("=1+1", "=1+1"),
        ];
        for (given, expected) in cases {
            assert_eq!(carried(given), expected);
        }
    }

    #[test]
    fn what_is_too_long_is_cut_by_the_measure_of_excel() {
        let long = carried(&"𠀀".repeat(20_000)).into_owned();
        assert_eq!(long.encode_utf16().count(), LONGEST);
        assert!(long.ends_with('…'));
        assert_eq!(carried(&"a".repeat(LONGEST)).len(), LONGEST);
    }

    #[test]
    fn no_name_in_a_chart_is_a_reference() {
        assert_eq!(in_chart("=Sheet1!$A$1"), "«=Sheet1!$A$1»");
        assert_eq!(in_chart("Mức 2"), "Mức 2");
    }
}
