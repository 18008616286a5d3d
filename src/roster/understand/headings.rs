//! Heading rows inside a table: what village, office or household the people below belong to.

use super::super::grid::{Cell, Row, Value};
use super::super::reading::ColumnRole as Role;
use super::header_words::has_any;
use super::row_kinds::{decoded, is_wide};
use super::sheet_text::is_blank;
use super::table::Table;
use super::view::SheetView;
use super::{offices, villages};
use crate::vn::fold::fold;
use crate::vn::text::tidy;

/// What a heading names.
#[derive(Debug, PartialEq)]
pub(super) enum Heading {
    /// A village: `I. THÔN ĐỒNG VÀNG`.
    Village(String),
    /// An office: `B. Trường Tiểu học Hoa Sen`.
    Office(String),
    /// A household, with its head and village where the row tells them: `Hộ ông Nguyễn Văn An - Thôn 7`.
    Household {
        /// Name of the head.
        head: Option<String>,
        /// Village of the household.
        village: Option<String>,
    },
}

/// The texts of a row inside the table.
fn texts<'a>(table: &Table, row: &'a Row) -> Vec<&'a Cell> {
    let inside = |c: &&Cell| table.first <= c.column && c.column <= table.last;
    let text = |c: &&Cell| matches!(c.value, Value::Text(_)) && !is_blank(&c.value);
    row.cells.iter().filter(inside).filter(text).collect()
}

/// What a row without a number, a birth date or a phone names, where it is a heading.
pub(super) fn heading(table: &Table, view: &SheetView, row: &Row, known: &[String]) -> Option<Heading> {
    let texts = texts(table, row);
    if texts.len() > 4 {
        return None;
    }
    let leading = |cell: &Cell| {
        matches!(table.role_at(cell.column), Role::Stt | Role::Name | Role::FamilyName)
            || cell.column == table.first
            || is_wide(view, row, Some(cell))
    };
    let words: Vec<String> =
        texts.iter().take(2).filter(|cell| leading(cell)).map(|cell| decoded(&view.text, cell)).collect();
    if let Some(household) = words.iter().find_map(|words| household(words, known)) {
        return Some(household);
    }
    if let Some(village) = words.iter().find_map(|words| villages::in_section(words, known)) {
        return Some(Heading::Village(village));
    }
    let first = decoded(&view.text, texts.first()?);
    // the title of the next table on the same sheet
    if has_any(&fold(&first), &["danh sach", "don vi", "dia ban", "dia chi"])
        && let Some(village) = villages::in_title(&first, known)
    {
        return Some(Heading::Village(village));
    }
    let alone = texts.len() <= 2;
    words.iter().filter(|_| alone).find_map(|words| offices::in_section(words)).map(Heading::Office)
}

/// A village that stands in the name column of a numbered row, where no person can be meant.
pub(super) fn numbered_village(words: &str, known: &[String]) -> Option<Heading> {
    let village = villages::in_section(words, known)?;
    // without marks a family name can look like a kind of village: BAN VAN AN
    let sure = !words.is_ascii() || words.bytes().any(|b| b.is_ascii_digit()) || known.contains(&village);
    sure.then_some(Heading::Village(village))
}

/// `Hộ: Nguyễn Văn An`, `Hộ bà Lê Thị Bình - Thôn 7`, `Hộ số 12`.
pub(super) fn household(words: &str, known: &[String]) -> Option<Heading> {
    let text = tidy(words).text;
    let text = villages::without_numbering(&text);
    let (first, rest) = text.split_once([' ', ':', '.']).unwrap_or((text, ""));
    let key = fold(rest);
    let titled = ["ong", "ba", "so", "gia dinh", "anh", "chi"].iter().any(|word| key.starts_with(&format!("{word} ")));
    // Hồ and Hò are family names; without marks only the words behind tell
    let says_household = first.to_lowercase() == "hộ" || text.is_ascii() && fold(first) == "ho" && titled;
    let of_head = fold(text).starts_with("chu ho ") && text.contains(':');
    if !(says_household || of_head) {
        return None;
    }
    let rest = if of_head { text.split_once(':').map_or("", |(_, rest)| rest) } else { rest };
    let cut = rest.find(['-', '–', ',', '(', ';']).unwrap_or(rest.len());
    let (head, place) = rest.split_at(cut);
    let place = place.trim_matches(['-', '–', ',', '(', ')', ';', ' ']);
    let head = without_titles(head.trim_matches([':', ' ', '.']));
    let named = head.split(' ').count() >= 2 && head.chars().all(|c| c.is_alphabetic() || c == ' ');
    Some(Heading::Household {
        head: named.then(|| head.to_owned()),
        village: villages::in_section(place, known).filter(|_| !place.is_empty()),
    })
}

/// A head without what stands before the name.
fn without_titles(name: &str) -> &str {
    let mut name = name;
    for title in ["gia đình", "ông", "bà", "anh", "chị", "Ông", "Bà", "Anh", "Chị", "ong", "ba", ":"] {
        if let Some(rest) = name.strip_prefix(title).filter(|rest| rest.starts_with([' ', ':'])) {
            name = rest.trim_start_matches([':', ' ']);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn households_are_told_from_people() {
        let of = |text: &str| match household(text, &[]) {
            Some(Heading::Household { head, village }) => Some((head, village)),
            _ => None,
        };
        let named = |name: &str| Some((Some(name.to_owned()), None));
        assert_eq!(of("Hộ: Nguyễn Văn An"), named("Nguyễn Văn An"));
        assert_eq!(of("Hộ ông Nguyễn Văn An"), named("Nguyễn Văn An"));
        assert_eq!(of("3. Hộ gia đình bà Lê Thị Bình"), named("Lê Thị Bình"));
        assert_eq!(of("Chủ hộ: Lê Thị Bình"), named("Lê Thị Bình"));
        assert_eq!(of("HO ONG NGUYEN VAN AN").map(|(head, _)| head.is_some()), Some(true));
        assert_eq!(of("Hộ số 12"), Some((None, None)));
        assert_eq!(
            of("Hộ bà Phạm Thị Hoa - Thôn 5"),
            Some((Some("Phạm Thị Hoa".to_owned()), Some("Thôn 5".to_owned())))
        );
        for person in ["Hồ Văn An", "HO VAN AN", "Hồ Ông Bà", "Hộ"] {
            assert!(of(person).is_none() || person == "Hộ", "{person}");
        }
    }
}
