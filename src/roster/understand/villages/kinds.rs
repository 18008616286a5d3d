//! Kinds of villages and village names taken apart.

use super::super::header_words::VILLAGE_WORDS;
use crate::vn::fold::fold;
use crate::vn::name::{NameCase, case_of, title_case};
use crate::vn::text::tidy;

/// A kind of village: as written, folded, and short forms.
pub(super) struct Kind {
    /// As written.
    pub full: &'static str,
    /// Folded.
    pub folded: &'static str,
    /// Short forms, folded.
    pub short: &'static [&'static str],
}

const fn kind(full: &'static str, folded: &'static str, short: &'static [&'static str]) -> Kind {
    Kind { full, folded, short }
}

/// Longer names first: `Khu phố` before `Khu`.
pub(super) const KINDS: &[Kind] = &[
    kind("Tổ dân phố", "to dan pho", &["tdp"]),
    kind("Khu dân cư", "khu dan cu", &["kdc"]),
    kind("Khu phố", "khu pho", &["kp"]),
    kind("Khối phố", "khoi pho", &["kp"]),
    kind("Tiểu khu", "tieu khu", &["tk"]),
    kind("Thôn", "thon", &["t"]),
    kind("Bản", "ban", &["b"]),
    kind("Xóm", "xom", &["x"]),
    kind("Ấp", "ap", &["a"]),
    kind("Buôn", "buon", &["b"]),
    kind("Bon", "bon", &["b"]),
    kind("Làng", "lang", &["l"]),
    kind("Khóm", "khom", &["k"]),
    kind("Khối", "khoi", &["k"]),
    kind("Khu", "khu", &["k"]),
    kind("Tổ", "to", &["t"]),
    kind("Plei", "plei", &[]),
    kind("Phum", "phum", &[]),
    kind("Sóc", "soc", &["s"]),
    kind("Đội", "doi", &["d"]),
];

/// Kinds that are common words too: a name behind them has to be short.
pub(super) const WEAK_KINDS: &[&str] = &["to", "khu", "khoi", "doi", "bon", "lang", "khu dan cu"];

/// A village name taken apart.
pub(super) struct Parts {
    /// The kinds it can be; none where only the name is written.
    pub kinds: Vec<&'static Kind>,
    /// What follows the kind, as written.
    pub rest: String,
    /// The same, folded.
    pub rest_key: String,
}

/// Whether a folded text starts with a word for a village.
pub(in crate::roster::understand) fn starts_with_village_word(key: &str) -> bool {
    VILLAGE_WORDS.iter().any(|word| key.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
}

/// Whether a text is the word for a kind of village alone: `Thôn:`.
pub(in crate::roster::understand) fn is_bare_kind(text: &str) -> bool {
    let word = tidy(text).text.trim_end_matches([':', ' ']).to_lowercase();
    KINDS.iter().any(|kind| kind.full.to_lowercase() == word)
}

/// The kind a text starts with and what follows it. With marks in the text the word must carry its own: `Bàn Văn A` is no `Bản`.
pub(super) fn leading_kind(text: &str) -> Option<(&'static Kind, &str)> {
    let marked = !text.is_ascii();
    KINDS.iter().find_map(|kind| {
        let words = kind.full.split(' ').count();
        let end = nth_word_end(text, words)?;
        let (head, rest) = (text.get(..end)?, text.get(end..)?);
        let head = head.trim_end_matches([':', '.', '-', ',']);
        let rest = rest.trim_start_matches([':', '.', '-', ' ']);
        let same =
            if marked { head.to_lowercase() == kind.full.to_lowercase() } else { head.to_lowercase() == kind.folded };
        (same && !rest.is_empty()).then_some((kind, rest))
    })
}

/// Byte offset behind the n-th word.
fn nth_word_end(text: &str, words: usize) -> Option<usize> {
    let mut seen = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        if c == ' ' {
            if inside {
                seen += 1;
                if seen == words {
                    return Some(at);
                }
            }
            inside = false;
        } else {
            inside = true;
        }
    }
    None
}

/// `số 5` is the number 5.
pub(super) fn plain_number(rest: &str) -> &str {
    let (first, number) = rest.split_once(' ').unwrap_or((rest, ""));
    if fold(first) == "so" && number.starts_with(|c: char| c.is_ascii_digit()) { number } else { rest }
}

/// Takes a name apart. Numbers are compared without leading zeros: `Thôn 01` is `Thôn 1`.
pub(super) fn take_apart(text: &str) -> Parts {
    let parts = split(text);
    Parts { rest_key: without_zeros(&parts.rest_key), ..parts }
}

/// Numbers without leading zeros.
pub(super) fn without_zeros(text: &str) -> String {
    let word = |word: &str| match word.trim_start_matches('0') {
        rest if rest.starts_with(|c: char| c.is_ascii_digit()) => rest.to_owned(),
        _ => word.to_owned(),
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn split(text: &str) -> Parts {
    let text = tidy(text).text;
    if let Some((kind, rest)) = leading_kind(&text) {
        let rest = plain_number(rest);
        return Parts { kinds: vec![kind], rest: rest.to_owned(), rest_key: fold(rest) };
    }
    let key = fold(&text);
    for kind in KINDS {
        if let Some(rest) = key.strip_prefix(kind.folded).and_then(|rest| rest.strip_prefix(' ')) {
            let rest_raw =
                nth_word_end(&text, kind.full.split(' ').count()).and_then(|end| text.get(end..)).unwrap_or(rest);
            return Parts {
                kinds: vec![kind],
                rest: plain_number(rest_raw.trim_matches([' ', ':', '.', '-'])).to_owned(),
                rest_key: plain_number(rest).to_owned(),
            };
        }
    }
    let (first, after) = key.split_once(' ').unwrap_or((&key, ""));
    let of_short = |short: &str| KINDS.iter().filter(|k| k.short.contains(&short)).collect::<Vec<_>>();
    if !after.is_empty() && !of_short(first).is_empty() {
        let raw = text.split_once([' ', '.']).map_or("", |(_, rest)| rest).trim_matches([' ', '.', ':', '-']);
        return Parts { kinds: of_short(first), rest: raw.to_owned(), rest_key: after.to_owned() };
    }
    let letters = key.trim_end_matches(|c: char| c.is_ascii_digit());
    if letters.len() < key.len() && !of_short(letters).is_empty() {
        let digits = key.get(letters.len()..).unwrap_or_default().to_owned();
        return Parts { kinds: of_short(letters), rest: digits.clone(), rest_key: digits };
    }
    Parts { kinds: Vec::new(), rest: text, rest_key: key }
}

/// `Thôn` + `ĐỒNG VÀNG` → `Thôn Đồng Vàng`.
pub(super) fn compose(kind: &Kind, rest: &str) -> String {
    let number = plain_number(rest);
    if number.len() < rest.len() {
        return format!("{} số {number}", kind.full);
    }
    let rest = match case_of(rest) {
        NameCase::Natural if rest.starts_with(char::is_lowercase) => title_case(rest),
        NameCase::Natural => rest.to_owned(),
        NameCase::Upper | NameCase::Lower => title_case(rest),
    };
    format!("{} {rest}", kind.full)
}
