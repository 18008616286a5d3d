//! What is to be said beside one row.

use crate::messages::findings::column_letters;
use crate::messages::imports;
use crate::roster::annotate::notes::{Level, Note};
use crate::roster::finding::{FindingCode, Severity};
use crate::roster::reading::{ColumnReading, ColumnRole, Finding};
use crate::roster::staged::{Reason, StagedRow};

/// A note with what it has in common with others of its kind.
pub struct KindOfNote {
    /// The note.
    pub note: Note,
    /// The sentence without what differs from row to row.
    pub general: String,
}

/// The notes of a row, the worst first; none for a row that needs no hand. `columns` are those of its sheet.
pub fn notes_of(row: &StagedRow, columns: &[ColumnReading]) -> Vec<KindOfNote> {
    let mut notes: Vec<KindOfNote> = row.reason.iter().map(|reason| of_reason(reason, row, columns)).collect();
    // The reason says the same and names what can be done about it.
    let said = |code: FindingCode| {
        code == FindingCode::VillageUnknown && matches!(row.reason, Some(Reason::UnknownVillage(_)))
    };
    let unsaid = row.row.codes.iter().filter(|finding| !said(finding.code));
    notes.extend(unsaid.filter_map(|finding| of_finding(finding, row, columns)));
    notes.sort_by_key(|kind| std::cmp::Reverse(kind.note.level));
    notes
}

fn of_finding(finding: &Finding, row: &StagedRow, columns: &[ColumnReading]) -> Option<KindOfNote> {
    let level = match finding.code.severity() {
        Severity::Info | Severity::Fix => return None,
        Severity::Warn => Level::Warning,
        // An error that did not keep its row from being taken is only something to look at.
        Severity::Error if row.class.is_applied() => Level::Warning,
        Severity::Error => Level::Error,
    };
    let column = finding.column.or_else(|| usual_column(finding.code, row.row.c0, columns));
    let general = crate::messages::findings::sentence(finding.code, None, None);
    Some(KindOfNote { note: Note { column, level, sentence: finding.message() }, general })
}

fn of_reason(reason: &Reason, row: &StagedRow, columns: &[ColumnReading]) -> KindOfNote {
    let of = |role| column_of(role, row.row.c0, columns);
    let column = match reason {
        Reason::OtherPerson => of(ColumnRole::Cccd),
        Reason::UnknownVillage(_) => of(ColumnRole::Village),
        Reason::UnknownOffice(_) => of(ColumnRole::Unit),
        Reason::EditedHere { .. } | Reason::OtherRow { .. } | Reason::LeftOut => None,
    };
    let level = if *reason == Reason::LeftOut { Level::Warning } else { Level::Error };
    let general = imports::reason(reason);
    let place = column.map(|column| format!("Cột {}: ", column_letters(column))).unwrap_or_default();
    KindOfNote { note: Note { column, level, sentence: format!("{place}{general}") }, general }
}

/// Where a finding without a cell belongs.
fn usual_column(code: FindingCode, first: u16, columns: &[ColumnReading]) -> Option<u16> {
    let role = match code {
        FindingCode::NameMissing => ColumnRole::Name,
        FindingCode::DobMissing => ColumnRole::Dob,
        FindingCode::CccdMissing => ColumnRole::Cccd,
        FindingCode::VillageMissing | FindingCode::VillageUnknown => ColumnRole::Village,
        FindingCode::DupConflict | FindingCode::DupMerge => ColumnRole::Cccd,
        FindingCode::DupNoId | FindingCode::DupCmndCccd => ColumnRole::Name,
        _ => return None,
    };
    column_of(role, first, columns)
}

/// The column of a meaning in the table that begins at this column.
fn column_of(role: ColumnRole, first: u16, columns: &[ColumnReading]) -> Option<u16> {
    columns.iter().filter(|column| column.role == role && column.column >= first).map(|column| column.column).min()
}
