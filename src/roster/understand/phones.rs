//! Phone numbers of a row, and numbers that several people share.

use std::collections::HashMap;

use super::super::finding::FindingCode as Code;
use super::super::reading::{ColumnRole as Role, SheetReading};
use super::draft::{Draft, add_finding};
use super::picked::Picked;
use crate::vn::name::match_key;
use crate::vn::phone::{PhoneReading, PhoneRepair, read_phone};

/// Reads the phone cell (and a second phone column, where there is one) into the draft.
pub(super) fn read_phones(draft: &mut Draft, picked: &Picked) {
    let Some(column) = picked.column(Role::Phone) else { return };
    let mut any = false;
    for (cell, text) in picked.all(Role::Phone) {
        any = true;
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

/// One number with people of different name or birth date: each such row is shown.
pub(super) fn find_shared(sheets: &mut [SheetReading]) {
    let mut owners: HashMap<&str, (u32, &super::super::reading::RosterRow)> = HashMap::new();
    let mut shared: HashMap<String, ()> = HashMap::new();
    for row in sheets.iter().flat_map(|sheet| &sheet.rows) {
        let Some(phone) = row.phone.as_deref() else { continue };
        match owners.get_mut(phone) {
            None => {
                owners.insert(phone, (1, row));
            }
            Some((count, first)) => {
                if !same_person(first, row) {
                    *count += 1;
                    shared.entry(phone.to_owned()).or_default();
                }
            }
        }
    }
    if shared.is_empty() {
        return;
    }
    for sheet in sheets {
        let column = sheet.columns.iter().find(|c| c.role == Role::Phone).map(|c| c.column);
        for row in &mut sheet.rows {
            if let Some(phone) = row.phone.clone().filter(|phone| shared.contains_key(phone)) {
                add_finding(row, Code::PhoneShared, column, Some(&phone));
            }
        }
    }
}

fn same_person(a: &super::super::reading::RosterRow, b: &super::super::reading::RosterRow) -> bool {
    if a.cccd.is_some() && a.cccd == b.cccd {
        return true;
    }
    let key = |name: &Option<String>| name.as_deref().map(match_key);
    key(&a.full_name) == key(&b.full_name) && a.dob.map(|d| d.year()) == b.dob.map(|d| d.year())
}
