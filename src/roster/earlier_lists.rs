//! What a row says beside what earlier lists said about the same person: the same, something else, another village.

use super::apply::KnownPerson;
use super::places::RowPlace;
use super::reading::{ColumnReading, ColumnRole, Finding, FindingCode, RosterRow, RowResult};
use crate::vn::name::match_key;

/// Adds what was found to the row. Only an ID number proves that both lists mean one person; `known` is the person as before the row.
pub fn compare(known: &KnownPerson, row: &mut RosterRow, place: RowPlace, columns: &[ColumnReading]) {
    let who = &known.person.particulars;
    if known.person.listed_on.is_none() || row.cccd.is_none() || row.cccd != who.national_id {
        return;
    }
    let before = row.codes.len();
    let differs = |new: &Option<String>, held: &Option<String>| new.is_some() && held.is_some() && new != held;
    if row.full_name.as_deref().is_some_and(|name| !same_name(name, &who.full_name)) {
        add(row, FindingCode::XfileConflict, ColumnRole::Name, columns, row.full_name.clone());
    }
    let other_birth =
        matches!((row.dob, who.birth_date), (Some(a), Some(b)) if a != b && !a.refines(b) && !b.refines(a));
    if other_birth {
        add(row, FindingCode::XfileConflict, ColumnRole::Dob, columns, row.dob.map(|birth| birth.in_table()));
    }
    if differs(&row.phone, &who.phone) && row.phone != who.second_phone {
        add(row, FindingCode::XfileConflict, ColumnRole::Phone, columns, row.phone.clone());
    }
    if matches!((row.sex, who.sex), (Some(a), Some(b)) if a != b) {
        add(row, FindingCode::XfileConflict, ColumnRole::Sex, columns, None);
    }
    let lives = known.person.residence.as_ref().map(|residence| residence.unit);
    if row.village.is_some() && place.village.is_some() && lives.is_some() && place.village != lives {
        add(row, FindingCode::XfileMoved, ColumnRole::Village, columns, row.village.clone());
    }
    if row.codes.len() == before {
        note_same(row, columns);
    }
}

/// Notes that an earlier list said the same.
pub fn note_same(row: &mut RosterRow, columns: &[ColumnReading]) {
    add(row, FindingCode::XfileSame, ColumnRole::Cccd, columns, None);
}

/// Adds a finding to a row that was read, in the column of that meaning.
pub fn add(row: &mut RosterRow, code: FindingCode, role: ColumnRole, columns: &[ColumnReading], given: Option<String>) {
    let column =
        columns.iter().find(|column| column.role == role && column.column >= row.c0).map(|column| column.column);
    row.codes.push(Finding { code, column, given });
    row.result = row.result.max(RowResult::of(code));
}

/// A name written without marks says nothing against one with marks.
fn same_name(new: &str, held: &str) -> bool {
    use crate::vn::fold::fold;
    use crate::vn::name::lacks_diacritics;
    match_key(new) == match_key(held) || ((lacks_diacritics(new) || lacks_diacritics(held)) && fold(new) == fold(held))
}
