//! Signs that say "the same as above", as hands and typists write them into lists.

use crate::vn::fold::fold;

/// A longer text is no sign.
const LONGEST: usize = 24;

/// Whether a cell for a place or a post repeats the one above: `nt`, `-nt-`, `như trên`, `"`, `-"-`, `〃`, `//`, `- -`.
pub(super) fn is_ditto(text: &str) -> bool {
    let text = text.trim();
    is_certain(text) || text == "//" || is_two_strokes(text)
}

/// Whether a cell for a date does. Strokes stand for a date that is still to be filled in as often.
pub(super) fn is_ditto_of_date(text: &str) -> bool {
    is_certain(text.trim())
}

fn is_certain(text: &str) -> bool {
    if text.is_empty() || text.len() > LONGEST {
        return false;
    }
    let core = text.trim_matches(|c: char| c.is_whitespace() || "-–—.()".contains(c));
    matches!(core, "\"" | "''" | "”" | "“" | "„" | "″" | "〃" | ",,")
        || matches!(
            fold(core).as_str(),
            "nt" | "n t" | "ntr" | "nhu tren" | "nt nhu tren" | "giong tren" | "giong nhu tren"
        )
}

/// `- -`; strokes without a gap mean none.
fn is_two_strokes(text: &str) -> bool {
    let strokes: Vec<&str> = text.split_whitespace().collect();
    strokes.len() == 2 && strokes.iter().all(|stroke| matches!(*stroke, "-" | "–" | "—"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_what_only_looks_like_them() {
        for sign in [
            "nt",
            "NT",
            "-nt-",
            " - NT - ",
            "n/t",
            "(nt)",
            "nt.",
            "như trên",
            "Như trên",
            "-như trên-",
            "\"",
            "-\"-",
            "''",
            "”",
            "〃",
            ",,",
        ] {
            assert!(is_ditto(sign) && is_ditto_of_date(sign), "{sign}");
        }
        for sign in ["//", "- -", "–  –"] {
            assert!(is_ditto(sign) && !is_ditto_of_date(sign), "{sign}");
        }
        for other in [
            "",
            "-",
            "--",
            "/",
            "/ /",
            ".",
            "'",
            "x",
            "Thôn NT",
            "nt 5",
            "không như trên",
            "như dưới",
            "()",
            "…",
            "như trên nhưng đã chuyển",
        ] {
            assert!(!is_ditto(other) && !is_ditto_of_date(other), "{other}");
        }
    }
}
