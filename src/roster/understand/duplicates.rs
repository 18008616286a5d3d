//! Rows of one file that are the same person: by ID number, else by name, full birth date and village.

use std::collections::HashMap;

use super::super::finding::FindingCode as Code;
use super::super::reading::{ColumnRole as Role, RosterRow, SheetReading};
use super::draft::add_finding;
use crate::vn::date::PartialDate;
use crate::vn::name::match_key;

/// Place of a row in the file: sheet and index in the sheet.
type Place = (usize, usize);

/// How many people of one name and birth date are compared with a row.
const NAMESAKES_COMPARED: usize = 16;

/// How a later row stands to an earlier one with the same ID number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    /// Says nothing new.
    Same,
    /// Says more, and nothing against it.
    More,
    /// Says something else.
    Against,
}

/// Finds the rows of people who are listed twice and notes it in them.
pub(super) fn find_duplicates(sheets: &mut [SheetReading]) {
    let by_number = same_number(sheets);
    let by_name = same_name(sheets);
    for (place, code, other) in by_number.into_iter().chain(by_name) {
        let Some(sheet) = sheets.get_mut(place.0) else { continue };
        let by_id =
            matches!(code, Code::DupExact | Code::DupMerge | Code::DupConflict | Code::DupCmndCccd | Code::Resubmit);
        let role = if by_id { Role::Cccd } else { Role::Name };
        let Some(row) = sheet.rows.get_mut(place.1) else { continue };
        let column = sheet.columns.iter().find(|c| c.role == role && c.column >= row.c0).map(|c| c.column);
        add_finding(row, code, column, Some(&format!("dòng {other}")));
    }
}

fn same_number(sheets: &[SheetReading]) -> Vec<(Place, Code, u32)> {
    let mut first: HashMap<&str, Place> = HashMap::new();
    let mut found = Vec::new();
    for (place, row) in places(sheets) {
        let Some(number) = row.cccd.as_deref().or(row.cmnd9.as_deref()) else { continue };
        let Some(earlier) = first.get(number).copied() else {
            first.insert(number, place);
            continue;
        };
        let Some(before) = row_at(sheets, earlier) else { continue };
        let form = sheets.get(place.0).is_some_and(|s| s.columns.iter().any(|c| c.role == Role::SubmittedAt));
        match relation(before, row) {
            _ if form && same_name_key(before, row) => found.push((place, Code::Resubmit, before.row)),
            Relation::Same => found.push((place, Code::DupExact, before.row)),
            Relation::More => found.push((place, Code::DupMerge, before.row)),
            Relation::Against => {
                if is_hidden(sheets, earlier.0) == is_hidden(sheets, place.0) {
                    found.push((earlier, Code::DupConflict, row.row));
                }
                found.push((place, Code::DupConflict, before.row));
            }
        }
    }
    found
}

/// People with the same name and full birth date: a second row without any number, or one row with the old card and one with the new number.
fn same_name(sheets: &[SheetReading]) -> Vec<(Place, Code, u32)> {
    let mut without_new: HashMap<PartialDate, HashMap<String, Vec<Place>>> = HashMap::new();
    for (place, row) in places(sheets).filter(|(_, row)| row.cccd.is_none()) {
        if let (Some(dob @ PartialDate::Day(_)), Some(name)) = (row.dob, &row.full_name) {
            without_new.entry(dob).or_default().entry(match_key(name)).or_default().push(place);
        }
    }
    let mut found = Vec::new();
    for (place, row) in places(sheets) {
        let Some(of_day) = row.dob.and_then(|dob| without_new.get(&dob)) else { continue };
        let Some(namesakes) = row.full_name.as_deref().and_then(|name| of_day.get(&match_key(name))) else { continue };
        for other in namesakes.iter().copied().take(NAMESAKES_COMPARED) {
            if other == place {
                // those behind this one look back at it themselves
                if row.cccd.is_none() {
                    break;
                }
                continue;
            }
            let Some(twin) = row_at(sheets, other) else { continue };
            if !(twin.village.is_none() || row.village.is_none() || twin.village == row.village) {
                continue;
            }
            match (&row.cccd, &row.cmnd9, &twin.cmnd9) {
                (Some(_), _, Some(_)) => found.push((other, Code::DupCmndCccd, row.row)),
                (Some(_), _, None) => found.push((other, Code::DupNoId, row.row)),
                (None, None, None) => found.push((place, Code::DupNoId, twin.row)),
                _ => {}
            }
        }
    }
    found
}

/// All rows, those of hidden sheets last: what a hidden sheet repeats is old, and never the finding of a visible row.
fn places(sheets: &[SheetReading]) -> impl Iterator<Item = (Place, &RosterRow)> {
    let mut order: Vec<usize> = (0..sheets.len()).collect();
    order.sort_by_key(|s| is_hidden(sheets, *s));
    order
        .into_iter()
        .filter_map(|s| Some((s, sheets.get(s)?)))
        .flat_map(|(s, sheet)| sheet.rows.iter().enumerate().map(move |(r, row)| ((s, r), row)))
}

fn is_hidden(sheets: &[SheetReading], sheet: usize) -> bool {
    sheets.get(sheet).is_some_and(|s| s.codes.contains(&Code::SheetHidden))
}

fn row_at(sheets: &[SheetReading], place: Place) -> Option<&RosterRow> {
    sheets.get(place.0)?.rows.get(place.1)
}

fn same_name_key(a: &RosterRow, b: &RosterRow) -> bool {
    match (&a.full_name, &b.full_name) {
        (Some(a), Some(b)) => match_key(a) == match_key(b),
        _ => false,
    }
}

/// Compares what two rows say; empty says nothing.
fn relation(before: &RosterRow, after: &RosterRow) -> Relation {
    let names_differ = before.full_name.is_some() && after.full_name.is_some() && !same_name_key(before, after);
    let mut worst = if names_differ { Relation::Against } else { Relation::Same };
    let mut weigh = |relation: Relation| {
        worst = match (worst, relation) {
            (Relation::Against, _) | (_, Relation::Against) => Relation::Against,
            (Relation::More, _) | (_, Relation::More) => Relation::More,
            _ => Relation::Same,
        };
    };
    weigh(field(before.full_name.as_ref().map(|_| ()), after.full_name.as_ref().map(|_| ())));
    weigh(birth(before.dob, after.dob));
    weigh(field(before.sex, after.sex));
    weigh(field(before.phone.as_ref(), after.phone.as_ref()));
    weigh(field(before.village.as_ref(), after.village.as_ref()));
    // one person can stand in the lists of two offices, or of a village and an office
    weigh(if before.unit == after.unit { Relation::Same } else { Relation::More });
    for (mark, reading) in &after.milestones {
        let earlier = before.milestones.get(mark).copied().unwrap_or_default();
        weigh(match (earlier.date, reading.date) {
            (Some(a), Some(b)) if a != b => Relation::Against,
            (None, Some(_)) => Relation::More,
            _ if reading.done == Some(true) && earlier.done != Some(true) => Relation::More,
            _ => Relation::Same,
        });
    }
    if after.status.iter().any(|s| !before.status.contains(s)) {
        weigh(Relation::More);
    }
    worst
}

fn field<T: PartialEq>(before: Option<T>, after: Option<T>) -> Relation {
    match (before, after) {
        (_, None) => Relation::Same,
        (None, Some(_)) => Relation::More,
        (Some(a), Some(b)) => {
            if a == b {
                Relation::Same
            } else {
                Relation::Against
            }
        }
    }
}

/// A year agrees with a full date of that year.
fn birth(before: Option<PartialDate>, after: Option<PartialDate>) -> Relation {
    match (before, after) {
        (Some(a), Some(b)) if a == b => Relation::Same,
        (Some(PartialDate::Day(a)), Some(PartialDate::Day(b))) => {
            if a == b {
                Relation::Same
            } else {
                Relation::Against
            }
        }
        (Some(a), Some(b)) if a.year() != b.year() => Relation::Against,
        (Some(_), Some(PartialDate::Day(_))) => Relation::More,
        (Some(_), Some(_)) => Relation::Same,
        (a, b) => field(a, b),
    }
}
