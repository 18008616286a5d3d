//! The personal number, the number of the old card, and what contradicts them.

use super::super::finding::FindingCode as Code;
use super::super::grid::Value;
use super::super::reading::ColumnRole as Role;
use super::draft::Draft;
use super::picked::Picked;
use crate::vn::national_id::{IdReading, NationalId, Repair, Sex, read_id};

/// Reads the number into the draft. Birth year and sex, as the list gives them, help to tell a number that lost two zeros from a wrong one.
pub(super) fn read_id_number(draft: &mut Draft, picked: &Picked, birth_year: Option<i32>, sex: Option<Sex>) {
    let Some(column) = picked.column(Role::Cccd) else { return };
    let mut any = false;
    for (cell, text) in picked.all(Role::Cccd) {
        any = true;
        let reading = read_id(&text, birth_year, sex);
        let first = draft.row.cccd.is_none() && draft.row.cmnd9.is_none();
        match reading {
            IdReading::National { digits, repairs } if draft.row.cccd.is_none() => {
                note_repairs(draft, &repairs, cell.column, &text, matches!(cell.value, Value::Number(_)));
                draft.row.cccd = Some(digits);
            }
            IdReading::OldCard { digits, leading_zero_lost, repairs } if draft.row.cmnd9.is_none() => {
                note_repairs(draft, &repairs, cell.column, &text, true);
                if draft.row.cccd.is_none() && !has_other_number(picked, cell.column) {
                    draft.find(
                        if leading_zero_lost { Code::CmndLeadingZero } else { Code::CccdCmnd9 },
                        Some(cell.column),
                        Some(&text),
                    );
                }
                draft.row.cmnd9 = Some(digits);
            }
            IdReading::Century(digits) if draft.row.cccd.is_none() => {
                draft.find(Code::YobCccdMismatch, Some(cell.column), Some(&text));
                draft.row.cccd = Some(digits);
            }
            _ if !first => {}
            other => refuse(draft, &other, cell.column, &text),
        }
    }
    if !any && !draft.has_cell_problem(column) {
        draft.find(Code::CccdMissing, Some(column), None);
    }
}

/// A list with a column for each card: the old number beside the new one is no finding.
fn has_other_number(picked: &Picked, column: u16) -> bool {
    picked
        .all(Role::Cccd)
        .any(|(cell, text)| cell.column != column && text.bytes().filter(u8::is_ascii_digit).count() >= 10)
}

fn note_repairs(draft: &mut Draft, repairs: &[Repair], column: u16, text: &str, is_number: bool) {
    let exponent = repairs.iter().any(|r| matches!(r, Repair::Float | Repair::Scientific));
    for repair in repairs {
        let code = match repair {
            // a number that went through arithmetic loses its zeros anyway; the form is the finding
            Repair::LeadingZero if exponent && !is_number => continue,
            Repair::LeadingZero => Code::CccdLeadingZero,
            Repair::Float => Code::CccdFloat,
            Repair::Scientific => Code::CccdSci,
            Repair::Separators => Code::CccdSeparators,
            Repair::Apostrophe => Code::CccdApostrophe,
            Repair::Letters => Code::CccdLetter,
            Repair::FullWidth => Code::CccdFullwidth,
        };
        draft.find(code, Some(column), Some(text));
    }
}

fn refuse(draft: &mut Draft, reading: &IdReading, column: u16, text: &str) {
    let code = match reading {
        IdReading::ScientificLoss => Code::CccdSciLoss,
        IdReading::Province(_) => Code::CccdProvince,
        IdReading::Words => Code::CccdText,
        IdReading::Length(_)
        | IdReading::Unreadable
        | IdReading::Century(_)
        | IdReading::National { .. }
        | IdReading::OldCard { .. } => Code::CccdLength,
    };
    draft.find(code, Some(column), Some(text));
}

/// The full year of birth that a number in the row tells, before anything else of the row is read.
pub(super) fn year_in_number(picked: &Picked) -> Option<i32> {
    let (_, text) = picked.get(Role::Cccd)?;
    match read_id(&text, None, None) {
        IdReading::National { digits, .. } => NationalId::parse(&digits).ok().map(|id| id.birth_year()),
        _ => None,
    }
}

/// Sex and year of birth against the digits 4 to 6 of the number.
pub(super) fn check_against_number(draft: &mut Draft, picked: &Picked) {
    let Some(id) = draft.row.cccd.as_deref().and_then(|digits| NationalId::parse(digits).ok()) else { return };
    if let Some(sex) = draft.row.sex.filter(|sex| *sex != id.sex()) {
        let column = [Role::Sex, Role::FemaleMark, Role::MaleMark, Role::DobMale, Role::DobFemale]
            .into_iter()
            .find_map(|role| picked.column(role));
        draft.find(Code::SexCccdMismatch, column, Some(if sex == Sex::Male { "Nam" } else { "Nữ" }));
    }
    if draft.row.dob.is_some_and(|dob| dob.year() != id.birth_year()) {
        let number = draft.row.cccd.clone();
        draft.find(Code::YobCccdMismatch, picked.column(Role::Cccd), number.as_deref());
    }
}
