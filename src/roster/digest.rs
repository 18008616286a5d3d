//! Digest of everything that a row says about a person: the same row about the same person in the same revision changes nothing, and both can be compared
//! without opening a seal.

use chrono::NaiveDate;

use super::error::RosterError;
use super::places::RowPlace;
use super::reading::RosterRow;
use super::wire;
use crate::model::id::BatchId;
use crate::store::Keys;

/// What the digest is keyed for. Whoever changes what [`super::apply`] takes from a row changes the number.
const PURPOSE: &str = "listing.row.2";

/// The digest of a row of a list of that day, standing for that place: of all that [`super::apply`] takes from it, so neither of where it stands in the
/// file nor of what was found in it.
///
/// # Errors
/// [`RosterError::BrokenStage`] for a row that cannot be written as bytes (there is none).
pub(super) fn of_row(
    keys: &Keys,
    batch: BatchId,
    listed_on: NaiveDate,
    place: RowPlace,
    row: &RosterRow,
) -> Result<Vec<u8>, RosterError> {
    // Taken apart without `..`, so that a new field has to be decided about.
    let RosterRow {
        row: _,
        c0: _,
        result: _,
        full_name,
        dob,
        sex,
        cccd,
        cmnd9,
        phone,
        phone2,
        // As written; what they stand for is in `place`.
        village: _,
        unit: _,
        position,
        household,
        address,
        provider,
        // As written; what it says is in `status`.
        note: _,
        milestones,
        status,
        codes: _,
        cleared,
    } = row;
    let who = (full_name, dob, sex, cccd, cmnd9, phone, phone2);
    let where_to = (listed_on, place.village.map(|unit| unit.0), place.office.map(|unit| unit.0));
    let content = (where_to, who, (position, household, address), (provider, milestones, status), cleared);
    let mut bytes = Vec::with_capacity(256);
    wire::append(&mut bytes, &content).map_err(|_| RosterError::BrokenStage(batch.0))?;
    Ok(keys.content_digest(PURPOSE, &bytes))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::id::UnitId;
    use crate::roster::reading::{Finding, FindingCode, Mark, MarkReading, NoteStatus, RowResult};

    fn keys() -> Keys {
        let folder = tempfile::tempdir().unwrap();
        Keys::create(&folder.path().join("k.key")).unwrap()
    }

    fn row() -> RosterRow {
        RosterRow {
            row: 7,
            full_name: Some("Phạm Thị Bình".to_owned()),
            cccd: Some("038138272855".to_owned()),
            milestones: BTreeMap::from([(Mark::M2, MarkReading { done: Some(true), date: None })]),
            status: vec![NoteStatus::NoSmartphone],
            ..RosterRow::default()
        }
    }

    #[test]
    fn only_what_the_row_says_counts() {
        let keys = keys();
        let (day, village) =
            ("2023-06-12".parse().unwrap(), |unit| RowPlace { village: Some(UnitId(unit)), office: None });
        let digest = |row: &RosterRow| of_row(&keys, BatchId(1), day, village(3), row).unwrap();
        let moved = RosterRow {
            row: 900,
            c0: 12,
            result: RowResult::Warn,
            codes: vec![Finding { code: FindingCode::DobMonthYear, column: Some(3), given: None }],
            ..row()
        };
        assert_eq!(digest(&row()), digest(&moved));
        let others = [
            RosterRow { full_name: Some("Phạm Thị Binh".to_owned()), ..row() },
            RosterRow { phone: Some("0912000000".to_owned()), ..row() },
            RosterRow { phone2: Some("0912000000".to_owned()), ..row() },
            RosterRow { cccd: None, cmnd9: Some("038138272855".to_owned()), ..row() },
            RosterRow { status: Vec::new(), ..row() },
            RosterRow { milestones: BTreeMap::new(), ..row() },
        ];
        let mut digests: Vec<Vec<u8>> = others.iter().map(digest).collect();
        digests.push(digest(&row()));
        digests.push(of_row(&keys, BatchId(1), day, village(4), &row()).unwrap());
        digests.push(of_row(&keys, BatchId(1), "2023-06-13".parse().unwrap(), village(3), &row()).unwrap());
        digests.push(of_row(&self::keys(), BatchId(1), day, village(3), &row()).unwrap());
        let all = digests.len();
        digests.sort();
        digests.dedup();
        assert_eq!(digests.len(), all, "each says something else");
    }
}
