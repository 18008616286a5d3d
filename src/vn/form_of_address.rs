//! Forms of address and remarks that lists put around a name: `Ông Lê Văn A`, `Đ/c Nguyễn Thị B`, `Hà Thế Tuấn (A)`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::letter::composed;

/// Family names, lower case. Decides where a form of address is a name as well.
static FAMILY_NAMES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("data/family_names.txt").split_whitespace().collect());

/// Forms of address as written before a name, lower case; the longer first where one starts with another.
const FORMS: [&str; 30] = [
    "đồng chí",
    "đ/c",
    "đ/ c",
    "đ.c",
    "đc",
    "ông",
    "ô.",
    "ô",
    "bà",
    "b.",
    "anh",
    "a.",
    "chị",
    "c.",
    "em",
    "cháu",
    "cụ",
    "cô",
    "chú",
    "bác",
    "thầy",
    "bs.",
    "ths.",
    "th.s",
    "ts.",
    "ks.",
    "cn.",
    "gs.",
    "pgs.",
    "lm.",
];

/// A remark in brackets after a name is short; longer text is not one.
const REMARK_LETTERS: usize = 20;

/// The name without forms of address before it and bracketed remarks after it, and whether there was any.
/// A form of address that may be the family name stays ("Ông Văn Tùng"), and so does a name that would be left with one word.
pub fn strip_form_of_address(name: &str) -> (String, bool) {
    let name = composed(name);
    let whole = name.trim();
    let mut bare = whole;
    while let Some(rest) = without_remark(bare).or_else(|| without_form(bare)) {
        bare = rest;
    }
    (bare.to_owned(), bare != whole)
}

/// `Hà Thế Tuấn (A)`, `Đinh Thị Thảo (cụ)`: only letters and spaces in the last brackets.
fn without_remark(name: &str) -> Option<&str> {
    let (before, remark) = name.strip_suffix(')')?.rsplit_once('(')?;
    let plain = remark.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '/'))
        && remark.chars().count() <= REMARK_LETTERS;
    let before = before.trim_end();
    (plain && before.chars().any(char::is_alphabetic)).then_some(before)
}

fn without_form(name: &str) -> Option<&str> {
    let lower = name.to_lowercase();
    FORMS.iter().find_map(|form| {
        let after = lower.strip_prefix(form)?;
        // "ô.lê văn a" needs no space, "ông" does: "Ôngg" is no form of address.
        let ends = form.ends_with('.') || after.starts_with([' ', '.', ':', ',']);
        let rest = tail(name, after.chars().count())?.trim_start_matches([' ', '.', ':', ',', '\u{A0}']);
        (ends && rest.split_whitespace().count() >= 2 && is_title(form, rest)).then_some(rest)
    })
}

/// The last `count` characters. Lower case has as many characters as the name for every Vietnamese letter; where it has not, there is no tail.
fn tail(name: &str, count: usize) -> Option<&str> {
    let skip = name.chars().count().checked_sub(count)?;
    name.char_indices().nth(skip).and_then(|(start, _)| name.get(start..))
}

/// Ông and Ô are family names too and single letters are names of many peoples ("A Páo", "Y Bhăm"): they are titles only before a family name.
fn is_title(form: &str, rest: &str) -> bool {
    if !matches!(form, "ông" | "ô" | "a." | "b." | "c." | "em") {
        return true;
    }
    let first = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
    let ethnic_start = matches!(first.as_str(), "a" | "y") || first.starts_with("h'") || first.starts_with("k'");
    let family = FAMILY_NAMES.contains(first.as_str());
    let family_and_middle = first == "văn"
        && rest.split_whitespace().nth(1).is_some_and(|word| matches!(word.to_lowercase().as_str(), "thị" | "văn"));
    ethnic_start || family || family_and_middle
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn strips() {
        for (given, name) in [
            ("Ông Lê Văn A", "Lê Văn A"),
            ("Bà Nguyễn Diệu Loan", "Nguyễn Diệu Loan"),
            ("BÀ NGUYỄN DIỆU LOAN", "NGUYỄN DIỆU LOAN"),
            ("Đ/c Nguyễn Thị Quỳnh", "Nguyễn Thị Quỳnh"),
            ("đ/c: Nguyễn Thị Quỳnh", "Nguyễn Thị Quỳnh"),
            ("Đồng chí Trần Hải", "Trần Hải"),
            ("Đ/c Bà Trần Hải", "Trần Hải"),
            ("Ô. Lê An", "Lê An"),
            ("Ô.Lê Văn An", "Lê Văn An"),
            ("Ông A Páo", "A Páo"),
            ("Bà H'Bia Êban", "H'Bia Êban"),
            ("Anh Phạm Hùng", "Phạm Hùng"),
            ("Ông Văn Thị Hoa", "Văn Thị Hoa"),
            ("Hà Thế Tuấn (A)", "Hà Thế Tuấn"),
            ("Đinh Thị Thảo (cụ)", "Đinh Thị Thảo"),
            ("Cụ Đinh Thị Thảo (vợ ông Tý)", "Đinh Thị Thảo"),
            ("Ba\u{300} Lê Thị Na", "Lê Thị Na"),
        ] {
            assert_eq!(strip_form_of_address(given), (name.to_owned(), true), "{given}");
        }
    }

    #[test]
    fn leaves_names_alone() {
        for name in [
            "Lê An",
            "Ông Văn Tùng",
            "Ông Thị Lan",
            "Ông Ích Khiêm",
            "Bà Loan",
            "Bá Thị Hoa",
            "Anh Thư",
            "Công Tằng Tôn Nữ Thị Hoàng Yến",
            "Cổ Thị Mai",
            "Chu Văn An",
            "A Páo",
            "Y Brôi {{7*7}}",
            "Đỗ Văn Hải'); DROP TABLE residents;--",
            "Nguyễn Thị Diễm<img src=x onerror=alert(document.cookie)>",
            "(A)",
            "",
        ] {
            assert_eq!(strip_form_of_address(name), (name.to_owned(), false), "{name}");
        }
    }

    proptest! {
        #[test]
        fn stripping_twice_changes_nothing(name in "(Ông |Bà |Đ/c |İ|Ô\\.)?[A-Za-zĐđộẻ'() .]{0,24}", any in any::<String>()) {
            for name in [name, any] {
                let (once, _) = strip_form_of_address(&name);
                prop_assert_eq!(strip_form_of_address(&once), (once, false));
            }
        }
    }
}
