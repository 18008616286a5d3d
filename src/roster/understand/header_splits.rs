//! What one header says over several columns, or several headers say together: names and dates that are split, lists of heads of households.

use super::super::grid::Value;
use super::super::reading::ColumnRole as Role;
use super::header::HeaderColumn;
use super::header_words::{Guess, Unsure, has_any};
use super::sheet_text::is_blank;
use super::view::SheetView;

/// How many rows below the header are looked at.
const ROWS_SAMPLED: usize = 40;
/// Fewer filled cells prove nothing.
const FEWEST: usize = 2;

/// Puts the guesses of columns right that only make sense together. `row` is the number of the header row, `next` the index of the first row below.
pub(super) fn settle(columns: &mut Vec<HeaderColumn>, row: u32, next: usize, view: &SheetView) {
    split_wide_name(columns, row, view);
    split_unlabelled_name(columns, row, next, view);
    split_date(columns);
    heads_of_households(columns);
}

/// `Họ và tên` over two columns without headers of their own: family and middle names, then the given name.
fn split_wide_name(columns: &mut [HeaderColumn], row: u32, view: &SheetView) {
    for i in 0..columns.len().saturating_sub(1) {
        let Some([first, second]) = columns.get_mut(i..i + 2) else { return };
        let both = first.guess == Guess::Sure(Role::Name)
            && second.guess == Guess::Sure(Role::Name)
            && first.header == second.header;
        if both && view.merge_at(row, first.column).is_some_and(|m| m.right == second.column) {
            first.guess = Guess::Sure(Role::FamilyName);
            second.guess = Guess::Sure(Role::GivenName);
        }
    }
}

/// The same without a merged cell: the column beside has no header and holds one word in each row.
fn split_unlabelled_name(columns: &mut Vec<HeaderColumn>, row: u32, next: usize, view: &SheetView) {
    let Some(at) = columns.iter().position(|c| c.guess == Guess::Sure(Role::Name)) else { return };
    let Some(name) = columns.get_mut(at) else { return };
    let beside = name.column + 1;
    if view.merge_at(row, name.column).is_some_and(|area| area.right > area.left) {
        return;
    }
    if !holds_given_names(beside, next, view) {
        return;
    }
    name.guess = Guess::Sure(Role::FamilyName);
    let given = HeaderColumn { column: beside, guess: Guess::Sure(Role::GivenName), ..name.clone() };
    match columns.get(at + 1).filter(|c| c.column == beside) {
        Some(_) => {}
        None => columns.insert(at + 1, given),
    }
}

/// Whether a column has no text but single words with a capital, as given names are.
fn holds_given_names(column: u16, next: usize, view: &SheetView) -> bool {
    let header_row = next.checked_sub(1).and_then(|i| view.sheet.rows.get(i));
    if header_row.is_some_and(|row| row.cells.iter().any(|c| c.column == column && !is_blank(&c.value))) {
        return false;
    }
    let rows = view.sheet.rows.iter().skip(next).take(ROWS_SAMPLED);
    let cells = rows.filter_map(|row| row.cells.iter().find(|c| c.column == column && !is_blank(&c.value)));
    let (mut filled, mut given) = (0, 0);
    for cell in cells {
        filled += 1;
        let Value::Text(raw) = &cell.value else { continue };
        let word = view.text.decode(cell, raw).text;
        let word = word.trim();
        let name = (2..=7).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic);
        given += usize::from(name && word.starts_with(char::is_uppercase));
    }
    filled >= FEWEST && given * 10 >= filled * 9
}

/// `Ngày | Tháng | Năm` side by side, or `Ngày sinh | Tháng sinh | Năm sinh`: one birth date.
fn split_date(columns: &mut [HeaderColumn]) {
    for i in 0..columns.len().saturating_sub(2) {
        let Some([day, month, year]) = columns.get_mut(i..i + 3) else { return };
        let adjacent = day.column + 1 == month.column && month.column + 1 == year.column;
        let said = matches!(day.key.as_str(), "ngay" | "ngay sinh")
            && matches!(month.key.as_str(), "thang" | "thang sinh")
            && matches!(year.key.as_str(), "nam" | "nam sinh");
        if adjacent && said {
            day.guess = Guess::Sure(Role::DobDay);
            month.guess = Guess::Sure(Role::DobMonth);
            year.guess = Guess::Sure(Role::DobYear);
        }
    }
}

/// A list that names only heads of households is a list of these people.
fn heads_of_households(columns: &mut [HeaderColumn]) {
    if columns.iter().any(|c| names(c.guess)) {
        return;
    }
    if let Some(head) = columns.iter_mut().find(|c| c.guess == Guess::Sure(Role::Household)) {
        head.guess = Guess::Sure(Role::Name);
    }
}

fn names(guess: Guess) -> bool {
    matches!(
        guess,
        Guess::Sure(Role::Name | Role::FamilyName | Role::GivenName) | Guess::Unsure(Unsure::Name | Unsure::Family)
    )
}

/// Whether a row of headers names people, and what tells them apart: a name (or its halves), else the head of the household beside two facts about
/// that person.
pub(super) fn names_people(guesses: &[Guess]) -> bool {
    let known = |g: &Guess| matches!(g, Guess::Sure(_) | Guess::Unsure(_));
    let others = guesses.iter().filter(|g| !names(**g) && known(g)).count();
    if guesses.iter().any(|g| matches!(g, Guess::Sure(Role::Name | Role::FamilyName))) {
        return others >= 1;
    }
    if guesses.iter().any(|g| names(*g)) {
        return others >= 2;
    }
    let of_person = |g: &&Guess| matches!(g, Guess::Sure(Role::Dob | Role::Cccd | Role::Phone));
    guesses.contains(&Guess::Sure(Role::Household)) && guesses.iter().filter(of_person).count() >= 2
}

/// Whether a header speaks of quotas and counts, which no list of people has.
pub(super) fn counts(key: &str) -> bool {
    has_any(key, &["chi tieu", "ty le", "ti le", "so luong", "ke hoach"])
}
