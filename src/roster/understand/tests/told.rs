//! Rows told in one line each, so that a test shows a whole reading at a glance.

use super::sheet_of::{read_all, sheet};
use crate::roster::reading::{Mark, Reading, RosterRow};

/// The fields of a row named in `fields` (blank-separated), joined by ` | `; what is not known is `-`. A mark is `x`, `o` or `?` and its day.
fn told(row: &RosterRow, fields: &str) -> String {
    fields.split(' ').map(|field| value(row, field)).collect::<Vec<_>>().join(" | ")
}

fn value(row: &RosterRow, field: &str) -> String {
    let text = match field {
        "c0" => Some(row.c0.to_string()),
        "name" => row.full_name.clone(),
        "dob" => row.dob.map(|dob| serde_json::to_value(dob).unwrap().as_str().unwrap().to_owned()),
        "sex" => row.sex.map(|sex| serde_json::to_value(sex).unwrap().as_str().unwrap().to_owned()),
        "cccd" => row.cccd.clone(),
        "phone" => row.phone.clone(),
        "phone2" => row.phone2.clone(),
        "village" => row.village.clone(),
        "unit" => row.unit.clone(),
        "position" => row.position.clone(),
        "household" => row.household.clone(),
        "address" => row.address.clone(),
        "note" => row.note.clone(),
        "m1" => mark(row, Mark::M1),
        "m2" => mark(row, Mark::M2),
        "act" => mark(row, Mark::Act),
        "cks" => mark(row, Mark::Cks),
        "dvc" => mark(row, Mark::Dvc),
        "codes" => Some(super::sheet_of::codes(row).join(" ")).filter(|codes| !codes.is_empty()),
        other => panic!("no field {other}"),
    };
    text.unwrap_or_else(|| "-".to_owned())
}

fn mark(row: &RosterRow, mark: Mark) -> Option<String> {
    let reading = row.milestones.get(&mark)?;
    let sign = match reading.done {
        Some(true) => "x",
        Some(false) => "o",
        None => "?",
    };
    Some(reading.date.map_or_else(|| sign.to_owned(), |date| format!("{sign}{date}")))
}

/// All rows of a reading.
pub(super) fn tell(reading: &Reading, fields: &str) -> Vec<String> {
    reading.sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| told(row, fields)).collect()
}

/// Reads one sheet written as text and compares the rows.
pub(super) fn assert_told(text: &str, merges: &[(u32, u16, u32, u16)], fields: &str, wanted: &[&str]) {
    assert_eq!(tell(&read_all(vec![sheet("Sheet1", text, merges)]), fields), wanted, "{text}");
}
