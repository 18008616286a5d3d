//! What placing a row does to the findings about it.

use super::earlier_lists;
use super::places::RowPlace;
use super::reading::{ColumnReading, ColumnRole, FindingCode, RosterRow, RowResult, Severity};
use super::staged::Reason;

/// Whether a finding of the row holds it back. A village that nobody knew is no reason any more where the row could be placed.
pub(super) fn blocked(row: &RosterRow) -> bool {
    row.codes
        .iter()
        .any(|finding| finding.code.severity() == Severity::Error && finding.code != FindingCode::VillageUnknown)
}

/// A village that a list names and the unit does not have is found in the row, also where the reader could not know.
pub(super) fn note_unknown(mut row: RosterRow, reason: Option<&Reason>, columns: &[ColumnReading]) -> RosterRow {
    let told = row.codes.iter().any(|finding| finding.code == FindingCode::VillageUnknown);
    if let Some(Reason::UnknownVillage(name)) = reason
        && !told
        && !super::understand::is_outside(name)
    {
        earlier_lists::add(&mut row, FindingCode::VillageUnknown, ColumnRole::Village, columns, Some(name.clone()));
    }
    row
}

/// A person decided which village a spelling means: the finding about it is settled.
pub(super) fn settle_village(row: &mut RosterRow, place: RowPlace) {
    if place.village.is_some() && row.codes.iter().any(|finding| finding.code == FindingCode::VillageUnknown) {
        row.codes.retain(|finding| finding.code != FindingCode::VillageUnknown);
        let worst = row.codes.iter().map(|finding| RowResult::of(finding.code)).max();
        row.result = worst.unwrap_or(RowResult::Ok);
    }
}
