//! What a preview counts over all rows: findings, rows per class, names nobody knows, columns that would change for almost everybody.

use std::collections::BTreeMap;

use super::apply::Field;
use super::places::{Places, UnknownPlace};
use super::reading::FindingCode;
use super::staged::{Counts, FileSummary, Reason, RowClass, ShapeWarning, StagedRow};
use super::unknown_places::UnknownPlaces;

/// The fields of which a column can be sorted or shifted alone.
const COLUMNS: [Field; 6] =
    [Field::Name, Field::BirthDate, Field::Sex, Field::NationalId, Field::Phone, Field::Village];
/// Fewer known people than these say nothing about a column.
const LEAST_KNOWN: u32 = 10;

/// Counts so far.
#[derive(Debug, Default)]
pub struct Tally {
    /// Rows per class.
    pub counts: Counts,
    findings: BTreeMap<FindingCode, u32>,
    unknown: UnknownPlaces,
    /// Known people for whom the list has a value, and of these those whose value would change.
    columns: BTreeMap<u8, (u32, u32)>,
    older: u32,
    suggested: u32,
}

impl Tally {
    /// Counts a row.
    pub fn add(&mut self, row: &StagedRow) {
        self.counts.add(row);
        let mut codes: Vec<FindingCode> = row.row.codes.iter().map(|finding| finding.code).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            *self.findings.entry(code).or_default() += 1;
        }
        match &row.reason {
            Some(Reason::UnknownVillage(name)) => self.unknown.note(&UnknownPlace::Village(name.clone())),
            Some(Reason::UnknownOffice(name)) => self.unknown.note(&UnknownPlace::Office(name.clone())),
            _ => {}
        }
        self.older += u32::from(!row.kept.is_empty());
        self.suggested += u32::from(row.is_undecided());
        self.note_columns(row);
    }

    fn note_columns(&mut self, row: &StagedRow) {
        let other_person = row.reason == Some(Reason::OtherPerson);
        let compared = matches!(row.class, RowClass::Changed | RowClass::Unchanged);
        if !compared && !other_person {
            return;
        }
        for (index, field) in (0_u8..).zip(COLUMNS) {
            let stands_there = match field {
                Field::Name => row.row.full_name.is_some(),
                Field::BirthDate => row.row.dob.is_some(),
                Field::Sex => row.row.sex.is_some(),
                Field::NationalId => row.row.cccd.is_some(),
                Field::Phone => row.row.phone.is_some(),
                Field::Village => row.row.village.is_some(),
                _ => false,
            };
            // A number that belongs to somebody of another name and birth date: the numbers have moved, or everything else.
            let (counts, changes) = match (other_person, field) {
                (true, field) => (field == Field::NationalId, true),
                (false, field) => {
                    let change = row.changes.iter().find(|change| change.field == field);
                    let filled = change.is_some_and(|change| change.old.is_none());
                    (stands_there && !filled, change.is_some())
                }
            };
            if counts {
                let (of, changed) = self.columns.entry(index).or_default();
                *of += 1;
                *changed += u32::from(changes);
            }
        }
    }

    /// Puts everything into the summary of the file.
    pub fn into_summary(self, places: &Places, file: &mut FileSummary) {
        let shape = (0_u8..).zip(COLUMNS).filter_map(|(index, field)| {
            let (of, changed) = self.columns.get(&index).copied()?;
            (of >= LEAST_KNOWN && u64::from(changed) * 5 >= u64::from(of) * 4).then_some(ShapeWarning {
                field,
                changed,
                of,
            })
        });
        file.shape = shape.collect();
        file.findings = self.findings;
        file.unknown_places = self.unknown.into_names(places);
        file.older = self.older;
        file.suggested = self.suggested;
    }
}
