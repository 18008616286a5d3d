//! Names of files as people and hostile programs give them, made fit to be stored, shown, and written to any disk.

use super::letter::{composed, is_invisible};
use super::text::tidy;

/// Bytes of a name; every common file system takes 255, and the person who saves it may add something.
const MOST_BYTES: usize = 200;
/// Bytes of an extension that is kept when a name is cut.
const MOST_BYTES_OF_EXTENSION: usize = 12;
/// What a file without a name is called.
const NAMELESS: &str = "tep";

/// A name without folders, control characters, direction marks and characters that Windows forbids, in composed letters, of at most 200 bytes, never
/// empty. A name that offices really give (`Danh sách thôn 1 (lần 2).xlsx`) stays as it is.
pub fn safe(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String =
        composed(last).chars().filter(|c| !c.is_control() && !is_direction_mark(*c)).map(allowed).collect();
    let tidied = tidy(&plain).text;
    let name = tidied.trim_matches(['.', ' ']);
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.len() <= MOST_BYTES_OF_EXTENSION => (stem, format!(".{extension}")),
        // A name that was nothing but an extension has lost its dot.
        None if tidied.starts_with('.') && !name.is_empty() && name.len() <= MOST_BYTES_OF_EXTENSION => {
            ("", format!(".{name}"))
        }
        _ => (name, String::new()),
    };
    let stem = cut(stem, MOST_BYTES - extension.len()).trim_end_matches(['.', ' ']);
    match stem {
        "" => format!("{NAMELESS}{extension}"),
        stem if is_device(stem) => format!("_{stem}{extension}"),
        stem => format!("{stem}{extension}"),
    }
}

/// Characters that a disk of Windows forbids become an underscore.
fn allowed(c: char) -> char {
    if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c }
}

/// Marks that turn the direction of what follows: `\u{202E}xslx.exe` would be read `exe.xlsx`.
fn is_direction_mark(c: char) -> bool {
    is_invisible(c) || c == '\u{061C}'
}

/// The names that Windows keeps for devices, whatever follows the first dot.
fn is_device(stem: &str) -> bool {
    let name = stem.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered =
        |prefix: &str| name.strip_prefix(prefix).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    matches!(name.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

/// The start of a text, of at most so many bytes and whole letters.
fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_that_offices_give_stay() {
        for name in [
            "Danh sách thôn 1 (lần 2).xlsx",
            "CN05_thon_cam_thanh.csv",
            "DS. tổ 3 - bản cuối!.xls",
            "báo cáo",
            "a.b.c.ods",
            "😀.xlsx",
        ] {
            assert_eq!(safe(name), name);
        }
    }

    #[test]
    fn names_that_are_tricks_are_made_harmless() {
        for (given, expected) in [
            ("../../etc/passwd", "passwd"),
            ("..\\..\\a.xlsx", "a.xlsx"),
            ("C:\\Users\\a\\ds.xlsx", "ds.xlsx"),
            ("a:b.xlsx", "a_b.xlsx"),
            ("CON.xlsx", "_CON.xlsx"),
            ("com1", "_com1"),
            ("nul.tar.gz", "_nul.tar.gz"),
            ("console.xlsx", "console.xlsx"),
            ("a\0b.xlsx", "ab.xlsx"),
            ("a\r\nSet-Cookie: b.xlsx", "aSet-Cookie_ b.xlsx"),
            ("danh\u{202e}xslx.exe", "danhxslx.exe"),
            ("\u{feff}a\u{200b}.xlsx", "a.xlsx"),
            ("Thôn Đồng.xlsx", "Thôn Đồng.xlsx"),
            ("\"a\".xlsx", "_a_.xlsx"),
            ("...", "tep"),
            ("..", "tep"),
            ("", "tep"),
            ("/", "tep"),
            (" . ", "tep"),
            (".xlsx", "tep.xlsx"),
            ("a.xlsx. . ", "a.xlsx"),
            ("a <b>|?*.csv", "a _b____.csv"),
        ] {
            assert_eq!(safe(given), expected, "{given:?}");
        }
        let long = safe(&format!("{}.xlsx", "ấ".repeat(300)));
        assert_eq!((long.len(), long.ends_with("ấ.xlsx")), (200, true));
        assert_eq!(safe(&"a".repeat(500)).len(), 200);
        assert_eq!(safe(&format!("a.{}", "x".repeat(500))).len(), 200);
    }

    proptest! {
        #[test]
        fn any_name_becomes_a_safe_one_and_stays_it(given in "\\PC*|[./\\\\:\\x00-\\x20\u{202a}-\u{202e}CONUL1xls]{0,300}") {
            let name = safe(&given);
            prop_assert!(!name.is_empty() && name.len() <= MOST_BYTES);
            prop_assert!(!name.contains(['/', '\\', ':', '"', '\0', '\r', '\n', '\u{202e}']), "{name:?}");
            prop_assert!(!name.starts_with('.') && !name.ends_with(['.', ' ']), "{name:?}");
            prop_assert_eq!(safe(&name), name);
        }
    }
}
