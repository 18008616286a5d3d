//! Header rows: one to three rows that name the columns, with merged groups above and column numbers below.

use std::borrow::Cow;

use super::super::grid::{Row, Value};
use super::super::reading::ColumnRole as Role;
use super::header_splits::{self, names_people};
use super::header_words::{Guess, guess, has_any};
use super::sheet_text::{SheetText, is_blank};
use super::view::SheetView;
use crate::vn::fold::fold;
use crate::vn::legacy::{self, LegacyEncoding};

/// One column as its header names it.
#[derive(Debug, Clone)]
pub(super) struct HeaderColumn {
    pub column: u16,
    /// As a person reads it: `group > header`.
    pub header: String,
    /// The lowest header, folded.
    pub key: String,
    pub guess: Guess,
}

/// A header: its rows and columns.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// Row numbers.
    pub rows: Vec<u32>,
    /// Index of the first row of data in the sheet's rows.
    pub next: usize,
    pub columns: Vec<HeaderColumn>,
}

/// Texts of one row by column, decoded.
type Texts<'a> = Vec<(u16, Cow<'a, str>)>;

/// Reads the header that starts with row `index`, if one does: it must name the people and at least one more thing.
pub(super) fn header_at(view: &SheetView, index: usize) -> Option<Header> {
    let (sheet, text) = (view.sheet, &view.text);
    let row = sheet.rows.get(index)?;
    if !may_be_header(row) {
        return None;
    }
    let top = texts(row, text);
    let guesses: Vec<Guess> = top.iter().map(|(_, t)| guess("", &fold(t), t)).collect();
    if !names_people(&guesses) {
        return None;
    }
    let mut below: Vec<(&Row, Texts)> = Vec::new();
    for next in sheet.rows.iter().skip(index + 1).take(2) {
        let last = below.last().map_or(row.number, |(r, _)| r.number);
        let lower = texts(next, text);
        if next.number != last + 1 || !continues(&top, &guesses, next, &lower, view) {
            break;
        }
        below.push((next, lower));
    }
    let above = index
        .checked_sub(1)
        .and_then(|i| sheet.rows.get(i))
        .filter(|r| r.number + 1 == row.number)
        .map(|r| (r, texts(r, text)));
    let above = above.and_then(|(r, t)| group_row(r, t, &top, &guesses, view));
    let mut columns = join(above.as_ref(), (row, &top), &below, view);
    let understood = columns.iter().filter(|c| matches!(c.guess, Guess::Sure(_) | Guess::Unsure(_))).count();
    if understood < 2 {
        return None;
    }
    let mut rows: Vec<u32> = above.iter().map(|(r, _)| r.number).collect();
    rows.push(row.number);
    rows.extend(below.iter().map(|(r, _)| r.number));
    let mut next = index + 1 + below.len();
    while let Some(row) = sheet.rows.get(next) {
        if is_second_wording(row, text, &mut columns) {
            rows.push(row.number);
        } else if !is_column_numbers(row, text) {
            break;
        }
        next += 1;
    }
    header_splits::settle(&mut columns, row.number, next, view);
    Some(Header { rows, next, columns })
}

/// A cheap look before any folding: at least two short texts and no number, date or long run of digits.
fn may_be_header(row: &Row) -> bool {
    let mut texts = 0;
    for cell in &row.cells {
        match &cell.value {
            Value::Text(t) if is_blank(&cell.value) || t.len() > 400 => {}
            Value::Text(t) => {
                if t.bytes().filter(u8::is_ascii_digit).count() >= 6 {
                    return false;
                }
                texts += 1;
            }
            Value::Number(_) | Value::DateTime(_) | Value::Boolean(_) => return false,
            Value::Error(_) | Value::NotCalculated => {}
        }
    }
    texts >= 2
}

fn texts<'a>(row: &'a Row, text: &SheetText) -> Texts<'a> {
    row.cells
        .iter()
        .filter_map(|cell| match &cell.value {
            Value::Text(raw) if !is_blank(&cell.value) => Some((cell.column, header_text(text.decode(cell, raw).text))),
            _ => None,
        })
        .collect()
}

/// A header typed in a legacy encoding above Unicode data (or the reverse) is recognised by becoming a known word.
fn header_text(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.is_ascii() || guess("", &fold(&text), &text) != Guess::Unknown {
        return text;
    }
    for encoding in [LegacyEncoding::Tcvn3, LegacyEncoding::Vni, LegacyEncoding::Utf8AsCp1252] {
        let decoded = legacy::decode(&text, encoding);
        if guess("", &fold(&decoded), &decoded) != Guess::Unknown {
            return Cow::Owned(decoded);
        }
    }
    text
}

/// Whether a row directly below a header is a header of the same columns again, as in two languages. Columns nobody understood take its words.
fn is_second_wording(row: &Row, text: &SheetText, columns: &mut [HeaderColumn]) -> bool {
    if !may_be_header(row) {
        return false;
    }
    let texts = texts(row, text);
    let guesses: Vec<Guess> = texts.iter().map(|(_, t)| guess("", &fold(t), t)).collect();
    let same_columns = texts.iter().all(|(column, _)| columns.iter().any(|c| c.column == *column));
    if !same_columns || !names_people(&guesses) {
        return false;
    }
    for ((column, _), guess) in texts.iter().zip(&guesses) {
        if let Some(own) = columns.iter_mut().find(|c| c.column == *column && c.guess == Guess::Unknown) {
            own.guess = *guess;
        }
    }
    true
}

/// Whether `row` continues the header above: only texts, nothing under the name, every text under a group or under an empty cell.
fn continues(top: &Texts, guesses: &[Guess], row: &Row, lower: &Texts, view: &SheetView) -> bool {
    if lower.is_empty() || row.cells.iter().any(|c| !matches!(c.value, Value::Text(_) | Value::NotCalculated)) {
        return false;
    }
    let upper_number = row.number - 1;
    let group_of = |column: u16| {
        let area = view.merge_at(upper_number, column);
        let left = area.map_or(column, |area| area.left);
        top.iter().find(|(c, _)| *c == left).map(|(_, t)| fold(t)).unwrap_or_default()
    };
    let understood = |column: u16, text: &str| guess(&group_of(column), &fold(text), text) != Guess::Unknown;
    lower.iter().all(|(column, text)| {
        if text.chars().count() > 60 || text.bytes().filter(u8::is_ascii_digit).count() >= 6 {
            return false;
        }
        let above = top.iter().position(|(c, _)| c == column);
        match above {
            None => true,
            Some(position) => {
                let wide =
                    view.merge_at(upper_number, *column).is_some_and(|m| m.right > m.left && m.bottom < row.number);
                let neighbour_empty =
                    !top.iter().any(|(c, _)| *c == column + 1) && lower.iter().any(|(c, _)| *c == column + 1);
                let is_stt = matches!(guesses.get(position), Some(Guess::Sure(Role::Stt)));
                !is_stt && (wide || (neighbour_empty && understood(*column, text)))
            }
        }
    }) && lower.iter().any(|(column, text)| understood(*column, text))
}

/// The row above the names as a row of groups: `Tài khoản định danh` over several columns.
fn group_row<'a>(
    row: &'a Row,
    texts: Texts<'a>,
    names: &Texts,
    guesses: &[Guess],
    view: &SheetView,
) -> Option<(&'a Row, Texts<'a>)> {
    let name_column = names
        .iter()
        .zip(guesses)
        .find(|(_, g)| matches!(g, Guess::Sure(Role::Name | Role::FamilyName)))
        .map_or(0, |((c, _), _)| *c);
    let group_words = [
        "tai khoan",
        "dinh danh",
        "muc",
        "sinh",
        "thong tin",
        "ket qua",
        "chu ky so",
        "dich vu cong",
        "kich hoat",
        "thuong tru",
        "giay to",
        "ho va ten",
    ];
    let title_words = [
        "danh sach",
        "cong hoa",
        "doc lap",
        "uy ban",
        "ubnd",
        "cong an",
        "kem theo",
        "tinh den",
        "lap ngay",
        "bieu",
        "bao cao",
        "dot",
    ];
    let kept: Texts = texts
        .into_iter()
        .filter(|(column, text)| {
            let area = view.merge_at(row.number, *column);
            let wide = area.is_some_and(|m| m.right > m.left);
            let right = area.map_or(*column, |m| m.right);
            let over_name = *column <= name_column && name_column <= right;
            let key = fold(text);
            !over_name && (wide || *column > name_column) && has_any(&key, &group_words) && !has_any(&key, &title_words)
        })
        .collect();
    if kept.is_empty() { None } else { Some((row, kept)) }
}

/// Header texts of every column: groups spread over the columns they cover.
fn join(
    above: Option<&(&Row, Texts)>,
    top: (&Row, &Texts),
    below: &[(&Row, Texts)],
    view: &SheetView,
) -> Vec<HeaderColumn> {
    let mut levels: Vec<(u32, &Texts)> = Vec::new();
    levels.extend(above.map(|(row, texts)| (row.number, texts)));
    levels.push((top.0.number, top.1));
    levels.extend(below.iter().map(|(row, texts)| (row.number, texts)));
    let mut columns: Vec<u16> = levels.iter().flat_map(|(_, texts)| texts.iter().map(|(c, _)| *c)).collect();
    for (column, text) in levels.iter().flat_map(|(_, texts)| texts.iter()) {
        if let Some(area) = view.merge_at(top.0.number, *column).filter(|_| below.is_empty() && names_people_key(text))
        {
            columns.extend(area.left..=area.right.min(area.left + 1));
        }
    }
    columns.sort_unstable();
    columns.dedup();
    columns.iter().map(|column| column_header(*column, &levels, view)).collect()
}

fn names_people_key(text: &str) -> bool {
    matches!(guess("", &fold(text), text), Guess::Sure(Role::Name))
}

fn column_header(column: u16, levels: &[(u32, &Texts)], view: &SheetView) -> HeaderColumn {
    let mut parts: Vec<&str> = Vec::new();
    for (depth, (number, texts)) in levels.iter().enumerate() {
        let own = texts.iter().find(|(c, _)| *c == column).map(|(_, t)| t.as_ref());
        let found = own.or_else(|| covering(column, *number, texts, depth + 1 < levels.len(), levels, depth, view));
        if let Some(part) = found.filter(|part| parts.last() != Some(part)) {
            parts.push(part);
        }
    }
    let parts: Vec<String> = parts.iter().map(|p| p.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let own = parts.last().cloned().unwrap_or_default();
    let group = parts.get(..parts.len().saturating_sub(1)).unwrap_or_default().join(" ");
    let key = fold(&own);
    HeaderColumn { column, header: parts.join(" > "), guess: guess(&fold(&group), &key, &own), key }
}

/// The text of a group that covers the column: by a merged area, or, in files that keep none, the nearest text to the left that has
/// nothing below it of its own.
fn covering<'a>(
    column: u16,
    number: u32,
    texts: &'a Texts,
    has_lower: bool,
    levels: &[(u32, &Texts)],
    depth: usize,
    view: &SheetView,
) -> Option<&'a str> {
    if let Some(area) = view.merge_at(number, column) {
        return texts.iter().find(|(c, _)| *c == area.left).map(|(_, t)| t.as_ref());
    }
    if !has_lower || view.has_merges() {
        return None;
    }
    let lower_has = |c: u16| levels.get(depth + 1).is_some_and(|(_, lower)| lower.iter().any(|(l, _)| *l == c));
    if !lower_has(column) {
        return None;
    }
    texts.iter().rev().find(|(c, _)| *c < column).filter(|(c, _)| (*c..column).all(lower_has)).map(|(_, t)| t.as_ref())
}

/// A row of column numbers: `(1) (2) (3)`, `1 2 3`, `A B C`, `(5)=(4)/(3)`.
pub(super) fn is_column_numbers(row: &Row, text: &SheetText) -> bool {
    let mut seen = 0;
    for cell in &row.cells {
        match &cell.value {
            value if is_blank(value) => {}
            Value::Number(n) if n.fract() == 0.0 && (1.0..=99.0).contains(n) => seen += 1,
            Value::Text(raw) => {
                let t = text.decode(cell, raw).text;
                let t = t.trim();
                let numbers = t.len() <= 24
                    && t.chars().any(|c| c.is_ascii_digit())
                    && t.chars().all(|c| c.is_ascii_digit() || "()[]=+-/:x*% ".contains(c));
                let letter = t.chars().count() == 1 && t.chars().all(|c| c.is_ascii_uppercase());
                if !(numbers || letter) {
                    return false;
                }
                seen += 1;
            }
            _ => return false,
        }
    }
    seen >= 3 && follows_on(row)
}

/// Plain numbers of such a row rise by the column; a row of data with only small numbers would not.
fn follows_on(row: &Row) -> bool {
    let mut last = 0.0;
    row.cells.iter().all(|cell| match cell.value {
        Value::Number(n) => {
            let rises = n > last;
            last = n;
            rises
        }
        _ => true,
    })
}
