//! What a row of a table is: a person, the name of a section, a total, a footer, or nothing.

use super::super::grid::{Cell, Row, Value};
use super::super::reading::ColumnRole as Role;
use super::header_words::has_any;
use super::headings::{Heading, heading, household, numbered_village};
use super::sheet_text::{SheetText, is_blank, shown};
use super::table::Table;
use super::view::SheetView;
use crate::vn::fold::fold;

/// What a row is.
#[derive(Debug, PartialEq)]
pub(super) enum RowKind {
    /// Nothing that concerns the table.
    Nothing,
    /// A person.
    Person,
    /// The rows below belong to this village, office or household.
    Heading(Heading),
    /// A total with the numbers it states.
    Total(Vec<u32>),
    /// What ends a table: signatures, dates, remarks.
    Footer,
}

/// What a row shows, gathered in one pass over its cells.
#[derive(Default)]
struct Evidence<'a> {
    stt: bool,
    example: bool,
    name: Option<&'a Cell>,
    name_is_word: bool,
    id: bool,
    born: bool,
    phone: bool,
    others: usize,
    first_text: Option<&'a Cell>,
}

/// Tells what a row is. `closed` says that a total or footer came before: from there on only a numbered row or one with an ID number is a person.
pub(super) fn row_kind(table: &Table, view: &SheetView, row: &Row, closed: bool, known_villages: &[String]) -> RowKind {
    let text = &view.text;
    let seen = gather(table, row);
    if seen.example {
        return RowKind::Nothing;
    }
    if let Some(heading) = numbered_heading(view, &seen, known_villages) {
        return RowKind::Heading(heading);
    }
    let strong = seen.stt && seen.name_is_word && (seen.id || seen.born || seen.phone || seen.others > 0 || !closed);
    if strong || seen.id && seen.name_is_word {
        return RowKind::Person;
    }
    if seen.id && (seen.stt || seen.born || seen.others > 0) || seen.stt && seen.born {
        return RowKind::Person;
    }
    let Some(first) = seen.first_text else { return RowKind::Nothing };
    let words = decoded(text, first);
    let place_of_list = !closed && seen.name_is_word && !is_wide(view, row, seen.name);
    let named = seen.name.is_some_and(|cell| is_full_name(&decoded(text, cell)));
    if place_of_list && named && (seen.born || seen.phone) {
        return RowKind::Person;
    }
    if let Some(kind) = closing(table, row, &words, text) {
        return kind;
    }
    if !(seen.born || seen.phone)
        && let Some(heading) = heading(table, view, row, known_villages)
    {
        return RowKind::Heading(heading);
    }
    let has_stt_column = table.column_of(Role::Stt).is_some();
    if place_of_list && (seen.born || seen.phone) {
        return RowKind::Person;
    }
    if place_of_list && named && (seen.others > 0 || !has_stt_column) {
        return RowKind::Person;
    }
    RowKind::Nothing
}

/// A numbered row that names a village, a household or a total where the name of a person would stand.
fn numbered_heading(view: &SheetView, seen: &Evidence, known: &[String]) -> Option<Heading> {
    if !seen.stt || seen.id || seen.born || seen.phone {
        return None;
    }
    let words = decoded(&view.text, seen.name?);
    household(&words, known).or_else(|| if seen.others == 0 { numbered_village(&words, known) } else { None })
}

fn gather<'a>(table: &Table, row: &'a Row) -> Evidence<'a> {
    let mut seen = Evidence::default();
    for cell in &row.cells {
        if cell.column < table.first || cell.column > table.last || is_blank(&cell.value) {
            continue;
        }
        match table.role_at(cell.column) {
            Role::Stt => {
                seen.stt = is_ordinal(&cell.value);
                seen.example = is_example(&cell.value);
            }
            Role::Name | Role::FamilyName | Role::GivenName => {
                seen.name = seen.name.or(Some(cell));
                seen.name_is_word |= matches!(&cell.value, Value::Text(t) if t.chars().any(char::is_alphabetic));
            }
            Role::Cccd => seen.id |= digits(&cell.value) >= 8 || matches!(cell.value, Value::Number(n) if n > 1e6),
            Role::Dob | Role::DobMale | Role::DobFemale | Role::DobYear => seen.born |= digits(&cell.value) >= 4,
            Role::Phone => seen.phone |= digits(&cell.value) >= 8,
            Role::Ignored | Role::Refused => {}
            _ => seen.others += 1,
        }
        if seen.first_text.is_none() && matches!(cell.value, Value::Text(_)) && !is_ordinal(&cell.value) {
            seen.first_text = Some(cell);
        }
    }
    seen
}

/// A running number: `7`, `7.`, `1.2`.
fn is_ordinal(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::Text(text) => {
            let text = text.trim();
            text.len() <= 8
                && text.starts_with(|c: char| c.is_ascii_digit())
                && text.chars().all(|c| c.is_ascii_digit() || c == '.')
        }
        _ => false,
    }
}

fn digits(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.bytes().filter(u8::is_ascii_digit).count(),
        Value::Number(number) => shown(&Value::Number(*number)).bytes().filter(u8::is_ascii_digit).count(),
        Value::DateTime(_) => 8,
        _ => 0,
    }
}

/// The text of a cell in Unicode.
pub(super) fn decoded(text: &SheetText, cell: &Cell) -> String {
    match &cell.value {
        Value::Text(raw) => text.decode(cell, raw).text.into_owned(),
        other => shown(other).into_owned(),
    }
}

/// Whether a cell is part of an area merged over several columns.
pub(super) fn is_wide(view: &SheetView, row: &Row, cell: Option<&Cell>) -> bool {
    cell.and_then(|cell| view.merge_at(row.number, cell.column)).is_some_and(|area| area.right > area.left + 1)
}

/// Whether the ordinal says that the row only shows how to fill in the form: `VD`, `Mẫu`.
fn is_example(value: &Value) -> bool {
    matches!(value, Value::Text(text) if matches!(fold(text).as_str(), "vd" | "vi du" | "mau" | "v d"))
}

/// Two to six words of letters, none of them a word of headings.
fn is_full_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let key = fold(text);
    (2..=6).contains(&words.len())
        && words.iter().all(|w| w.chars().all(|c| c.is_alphabetic() || "'’.-".contains(c)))
        && !has_any(
            &key,
            &[
                "danh sach",
                "trang",
                "ho",
                "nhom",
                "can bo",
                "cong dan",
                "nhan dan",
                "truong thon",
                "nguoi lap",
                "giao vien",
                "hoc sinh",
            ],
        )
}

/// Totals and footers by their first words.
fn closing(table: &Table, row: &Row, words: &str, text: &SheetText) -> Option<RowKind> {
    let key = fold(words);
    let says = |t: &str| key == t || key.strip_prefix(t).is_some_and(|r| r.starts_with(' '));
    // Tống is a family name; without marks only the words behind tell
    let bare_total = words.trim_start().to_lowercase().starts_with("tổng") || words.is_ascii() && !is_full_name(words);
    let total = says("tong cong") || says("tong so") || says("tong") && bare_total;
    let part = key == "cong"
        || ["cong thon", "cong to", "cong khu", "cong ban", "cong xom", "cong ap", "cong muc", "cong 1", "cong 2"]
            .iter()
            .any(|t| key.starts_with(t))
        || words.trim_start().to_lowercase().starts_with("cộng:");
    let counted = ["danh sach nay", "danh sach gom", "danh sach co", "an dinh danh sach", "tong hop", "danh sach tren"]
        .iter()
        .any(|t| says(t));
    if total && words.chars().count() <= 80 || counted {
        return Some(RowKind::Total(stated(table, row, words, text)));
    }
    if part {
        return Some(RowKind::Footer);
    }
    let ends = [
        "nguoi lap",
        "lap bieu",
        "nguoi tong hop",
        "truong thon",
        "to truong",
        "thu truong",
        "xac nhan",
        "tm uy ban",
        "tm ubnd",
        "kt chu tich",
        "tl chu tich",
        "chu tich",
        "pho chu tich",
        "noi nhan",
        "ky ghi ro",
        "ky ten",
        "hieu truong",
        "tram truong",
        "truong cong an",
        "truong ban",
        "can bo lap",
        "nguoi kiem tra",
        "ke toan",
        "uy ban nhan dan",
        "cong an xa",
        "ghi chu",
        "luu y",
        "bi thu",
    ];
    let dated = has_any(&key, &["ngay"]) && has_any(&key, &["thang"]) && has_any(&key, &["nam"]);
    (dated || ends.iter().any(|end| key == *end || key.strip_prefix(end).is_some_and(|r| r.starts_with(' '))))
        .then_some(RowKind::Footer)
}

/// The numbers a total states: those in its text, else those in its cells.
fn stated(table: &Table, row: &Row, words: &str, text: &SheetText) -> Vec<u32> {
    let numbers = |t: &str| -> Vec<u32> {
        let mut found = Vec::new();
        for part in t.split(|c: char| !(c.is_ascii_digit() || c == '.')) {
            let plain: String = part.chars().filter(char::is_ascii_digit).collect();
            found.extend(plain.parse::<u32>().ok());
        }
        found
    };
    let own = numbers(words);
    if !own.is_empty() {
        return own.into_iter().take(1).collect();
    }
    let inside = row.cells.iter().filter(|c| table.first <= c.column && c.column <= table.last);
    inside
        .flat_map(|cell| match &cell.value {
            Value::Number(n) if n.fract() == 0.0 && (0.0..4e9).contains(n) => vec![*n as u32],
            Value::Text(raw) => numbers(&text.decode(cell, raw).text),
            _ => Vec::new(),
        })
        .collect()
}
