//! Phone numbers of a row.

use super::super::finding::FindingCode as Code;
use super::super::reading::ColumnRole as Role;
use super::draft::Draft;
use super::person_row::is_clearing;
use super::picked::Picked;
use crate::vn::phone::{PhoneReading, PhoneRepair, read_phone};

/// Reads the phone cell (and a second phone column, where there is one) into the draft.
pub(super) fn read_phones(draft: &mut Draft, picked: &Picked) {
    let Some(column) = picked.column(Role::Phone) else { return };
    let mut any = false;
    for (cell, text) in picked.all(Role::Phone) {
        any = true;
        if is_clearing(&text) {
            continue;
        }
        match read_phone(&text) {
            PhoneReading::Mobile { digits, second, repairs, unknown_prefix } => {
                take(draft, digits, second, &repairs, unknown_prefix, (cell.column, &text));
            }
            _ if draft.row.phone.is_some() => {}
            PhoneReading::Landline(_) => draft.find(Code::PhoneLandline, Some(cell.column), Some(&text)),
            PhoneReading::Words => draft.find(Code::PhoneText, Some(cell.column), Some(&text)),
            PhoneReading::Length(_) | PhoneReading::Unreadable => {
                draft.find(Code::PhoneLength, Some(cell.column), Some(&text))
            }
        }
    }
    if !any && !draft.has_cell_problem(column) {
        draft.find(Code::PhoneMissing, Some(column), None);
    }
}

fn take(
    draft: &mut Draft,
    digits: String,
    second: Option<String>,
    repairs: &[PhoneRepair],
    unknown_prefix: bool,
    at: (u16, &str),
) {
    let (column, text) = at;
    if unknown_prefix {
        draft.find(Code::PhonePrefix, Some(column), Some(text));
        return;
    }
    for repair in repairs {
        let code = match repair {
            PhoneRepair::LeadingZero => Code::PhoneLeadingZero,
            PhoneRepair::CountryCode => Code::PhonePlus84,
            PhoneRepair::Separators | PhoneRepair::FullWidth | PhoneRepair::Apostrophe | PhoneRepair::Float => {
                Code::PhoneSeparators
            }
            PhoneRepair::Old11Digits => Code::PhoneOld11,
        };
        // the country code is written with all kinds of signs, which are no second finding
        if code == Code::PhoneSeparators && (repairs.contains(&PhoneRepair::CountryCode) || second.is_some()) {
            continue;
        }
        draft.find(code, Some(column), Some(text));
    }
    if second.is_some() {
        draft.find(Code::PhoneTwo, Some(column), Some(text));
    }
    let row = &mut draft.row;
    if row.phone.is_none() {
        row.phone = Some(digits);
        row.phone2 = second;
    } else if row.phone2.is_none() && row.phone.as_deref() != Some(&digits) {
        row.phone2 = Some(digits);
    }
}
