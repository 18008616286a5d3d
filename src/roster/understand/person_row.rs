//! One row of a table to one person: every value read, checked against the others.

use chrono::NaiveDate;

use super::super::finding::FindingCode as Code;
use super::super::grid::{Cell, Row};
use super::super::reading::{Clearable, ColumnRole as Role, RosterRow};
use super::birth_dates::read_birth_date;
use super::cells::{note_injections, note_merged, read_cell_states, read_note_text};
use super::ditto::is_ditto;
use super::draft::Draft;
use super::id_numbers::{check_against_number, read_id_number, year_in_number};
use super::marks::MarkValue;
use super::milestones::read_milestones;
use super::names::read_name;
use super::notes::{names_new_village, read_note};
use super::phones::read_phones;
use super::picked::Picked;
use super::sexes::sex_of_word;
use super::table::Table;
use super::villages;
use crate::vn::fold::fold;
use crate::vn::national_id::Sex;
use crate::vn::text::tidy;

/// What surrounds a row and gives it values it does not write itself.
pub(super) struct Surroundings<'a> {
    /// The day the list was drawn up.
    pub listed_on: NaiveDate,
    /// Village of the section, the sheet, the title or the file.
    pub village: Option<&'a str>,
    /// Village of the row above, where the column is only filled at the first row of each village.
    pub village_above: Option<&'a str>,
    /// Office of the section or the letterhead.
    pub office: Option<&'a str>,
    /// Head of the household, by the heading above.
    pub household: Option<&'a str>,
    /// Day and month of the birth dates are swapped in the whole column.
    pub swapped: bool,
    /// The row above in the same table, for ditto marks.
    pub above: Option<&'a RosterRow>,
    /// The row is hidden or filtered away.
    pub hidden: bool,
}

/// Reads a person.
pub(super) fn read_person(table: &Table, row: &Row, picked: &Picked, around: &Surroundings) -> RosterRow {
    let mut draft = Draft { row: RosterRow { row: row.number, c0: table.first, ..RosterRow::default() } };
    read_cell_states(&mut draft, table, row);
    note_merged(&mut draft, picked);
    read_name(&mut draft, picked);
    read_sex(&mut draft, picked);
    read_birth_date(&mut draft, picked, year_in_number(picked), around.listed_on, around.swapped);
    let birth_year = draft.row.dob.map(|dob| dob.year());
    let sex = draft.row.sex;
    read_id_number(&mut draft, picked, birth_year, sex);
    check_against_number(&mut draft, picked);
    read_phones(&mut draft, picked);
    read_places(&mut draft, picked, around);
    read_milestones(&mut draft, picked, around.listed_on, around.above);
    read_note_of(&mut draft, picked);
    add_chosen_states(&mut draft, picked);
    note_injections(&mut draft, picked);
    if around.hidden {
        draft.find(Code::RowHidden, None, None);
    }
    draft.row
}

/// Sex by word, or by a mark in a column for one sex; a list with only a column for women means men by the empty cell.
fn read_sex(draft: &mut Draft, picked: &Picked) {
    if let Some((cell, text)) = picked.get(Role::Sex) {
        draft.row.sex = sex_of_word(&fold(&text));
        if draft.row.sex.is_none() {
            draft.find(Code::SexUnknown, Some(cell.column), Some(&text));
        }
        return;
    }
    let marked = |role| picked.get(role).is_some_and(|(cell, text)| marks_sex(picked, role, cell, &text));
    let known = |role| picked.has_column(role);
    draft.row.sex = match (known(Role::FemaleMark), known(Role::MaleMark)) {
        (true, _) if marked(Role::FemaleMark) => Some(Sex::Female),
        (_, true) if marked(Role::MaleMark) => Some(Sex::Male),
        (true, false) => Some(Sex::Male),
        (false, true) => Some(Sex::Female),
        _ => None,
    };
}

/// Whether a cell in the column of one sex says that sex: `x`, `1`, `Nữ`, but neither `0` nor the other word.
fn marks_sex(picked: &Picked, role: Role, cell: &Cell, text: &str) -> bool {
    let key = fold(text);
    let own = if role == Role::FemaleMark { Sex::Female } else { Sex::Male };
    match sex_of_word(&key) {
        Some(sex) => sex == own,
        None => key == "n" || picked.mark(role, cell, text) != MarkValue::No,
    }
}

/// Columns in which a mark removes what is known.
const CLEARED: [(Role, Clearable); 4] = [
    (Role::Phone, Clearable::Phone),
    (Role::Household, Clearable::Household),
    (Role::Address, Clearable::Address),
    (Role::Position, Clearable::Post),
];

/// The mark that removes what is known: `xóa`, `(xóa)`, `xóa bỏ`. A word that nobody writes by accident: `-` and `không có` stand for a blank cell.
pub(super) fn is_clearing(text: &str) -> bool {
    text.chars().count() <= 12 && matches!(fold(text).as_str(), "xoa" | "xoa bo")
}

fn read_places(draft: &mut Draft, picked: &Picked, around: &Surroundings) {
    for (role, cleared) in CLEARED {
        if picked.get(role).is_some_and(|(_, text)| is_clearing(&text)) {
            draft.row.cleared.push(cleared);
        }
    }
    let mut plain = |role: Role, above: fn(&RosterRow) -> Option<&String>| {
        let (cell, text) = picked.get(role)?;
        let text = tidy(&text).text;
        if is_ditto(&text) {
            // below nothing it repeats nothing
            let value = around.above.and_then(above)?;
            draft.find(Code::DittoMark, Some(cell.column), Some(value));
            return Some(value.clone());
        }
        let clears = is_clearing(&text) && CLEARED.iter().any(|(known, _)| *known == role);
        (!text.is_empty() && !clears).then_some(text)
    };
    let (position, address) =
        (plain(Role::Position, |row| row.position.as_ref()), plain(Role::Address, |row| row.address.as_ref()));
    let (unit, provider) =
        (plain(Role::Unit, |row| row.unit.as_ref()), plain(Role::Provider, |row| row.provider.as_ref()));
    let household = plain(Role::Household, |row| row.household.as_ref());
    (draft.row.position, draft.row.address, draft.row.provider) = (position, address, provider);
    draft.row.unit = unit.or_else(|| around.office.map(str::to_owned));
    let heading = around.household.filter(|_| !draft.row.cleared.contains(&Clearable::Household));
    draft.row.household = household.or_else(|| heading.map(str::to_owned));
    // as written: spelling is settled when the whole file is known
    let written = picked.get(Role::Village).filter(|(_, text)| !text.trim().is_empty());
    let written = written.map(|(cell, text)| match around.above.and_then(|row| row.village.as_ref()) {
        Some(above) if is_ditto(&text) => {
            draft.find(Code::DittoMark, Some(cell.column), Some(above));
            above.clone()
        }
        _ => text.into_owned(),
    });
    let written = written.or_else(|| {
        let above = around.village_above?;
        draft.find(Code::MergedData, picked.column(Role::Village), Some(above));
        Some(above.to_owned())
    });
    let from_address =
        || draft.row.address.as_deref().filter(|_| !picked.has_column(Role::Village)).and_then(villages::in_address);
    draft.row.village = written.or_else(|| around.village.map(str::to_owned)).or_else(from_address);
    if let Some(column) = picked.column(Role::Village).filter(|_| draft.row.village.is_none())
        && !draft.has_cell_problem(column)
    {
        draft.find(Code::VillageMissing, Some(column), None);
    }
}

fn read_note_of(draft: &mut Draft, picked: &Picked) {
    let Some(note) = read_note_text(draft, picked) else { return };
    draft.row.status = read_note(&note);
    if !draft.row.status.is_empty() {
        // a note that names the new village speaks of the list of that village; alone it is one more thing to compare
        let code = if names_new_village(&note) { Code::XfileMoved } else { Code::NoteStatus };
        draft.find(code, picked.column(Role::Note), Some(&note));
    }
    draft.row.note = Some(note);
}

/// States and causes that people read out of words of mark and status columns.
fn add_chosen_states(draft: &mut Draft, picked: &Picked) {
    for (status, column, text) in picked.chosen_states() {
        draft.row.status.push(status);
        draft.find(Code::NoteStatus, Some(column), Some(&text));
    }
    draft.row.status.sort_unstable();
    draft.row.status.dedup();
}
