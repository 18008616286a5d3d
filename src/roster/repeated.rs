//! The same file once more, read and compared under the same circumstances as when it was applied: where nobody whom it names has changed since, its
//! rows come from the batch that applied it, and the file need not be read again.

use std::collections::{HashMap, HashSet};

use super::apply::KnownPerson;
use super::before::Before;
use super::earlier_lists;
use super::error::RosterError;
use super::known;
use super::places::RowPlace;
use super::preview::{Prepared, Progress};
use super::reading::{ColumnReading, FindingCode, RosterRow, RowResult};
use super::stage::{Stage, open};
use super::staged::{Counts, FileSummary, Reason, RowClass, StagedRow, Target};
use crate::model::as_of::AsOf;
use crate::model::id::{BatchId, PersonId};
use crate::store::people::{self, Holder};
use crate::store::{Conn, Db, batch_before, batch_chunks, batches, listings};

/// Changes with whatever changes how the same bytes are read or staged.
const READING: &str = concat!("import.reading.1.", env!("CARGO_PKG_VERSION"));

/// Digest of the file and of everything else that decides how it is read and compared, but for the people known.
///
/// # Errors
/// [`RosterError::BrokenStage`] for choices that cannot be written as bytes (there are none).
pub(super) fn reading_key(db: &Db, prepared: &Prepared, today: AsOf) -> Result<Vec<u8>, RosterError> {
    let batch = &prepared.batch;
    let mut places: Vec<i64> = prepared.places.all_ids().map(|unit| unit.0).collect();
    places.sort_unstable();
    let choices = super::choices::Choices { taken_from: None, ..prepared.choices.clone() };
    let circumstances = (
        (&batch.file_sha256, &batch.file_name, batch.listed_on, today.day(), batch.campaign.0, batch.unit.0),
        (&prepared.unit.name, places, prepared.places.village_names(), prepared.places.office_names()),
        (choices, format!("{:?}", prepared.targets)),
    );
    let bytes = serde_json::to_vec(&circumstances).map_err(|_| RosterError::BrokenStage(batch.id.0))?;
    Ok(db.keys().content_digest(READING, &bytes))
}

/// Stages the rows of the batch that applied the same file. `None`: there is none, or something has changed since; then what was staged is to be thrown
/// away and the file to be read.
pub(super) fn stage_again(
    db: &Db,
    key: &[u8],
    stage: &mut Stage<'_>,
    watch: &mut dyn FnMut(Progress),
) -> Result<Option<FileSummary>, RosterError> {
    let Some((twin, sheets)) = db.read(|conn| batches::committed_with_key(conn, key))? else { return Ok(None) };
    let Ok(file) = serde_json::from_str::<FileSummary>(&sheets) else { return Ok(None) };
    let mut applied = Applied::of(db, twin)?;
    for head in db.read(|conn| batch_chunks::chunk_heads(conn, twin))? {
        let piece = db.read(|conn| applied.piece(conn, head.position, &file))?;
        let Some(piece) = piece else { return Ok(None) };
        for person in &piece.not_applied {
            stage.note_not_applied(*person);
        }
        stage.keep(&piece.rows)?;
        watch(Progress { rows: stage.rows(), of: None });
    }
    Ok((stage.rows() > 0).then_some(file))
}

/// What a batch made of its rows.
struct Applied {
    twin: BatchId,
    listed_on: chrono::NaiveDate,
    /// Pieces about which something is kept.
    positions: HashSet<i32>,
    /// The people whom its new rows became.
    created: HashMap<u32, PersonId>,
    /// Whom its rows name more than once.
    named_twice: HashSet<PersonId>,
}

/// People of a piece as they stand now.
struct Now {
    holders: HashMap<PersonId, Holder>,
    /// Those with whom rows have to be compared: a row that stands alone and was applied says what is known.
    compared: HashMap<PersonId, KnownPerson>,
}

/// A piece as it would be staged now.
struct Piece {
    rows: Vec<StagedRow>,
    /// People whose numbers stand in rows that are not applied.
    not_applied: Vec<PersonId>,
}

impl Applied {
    fn of(db: &Db, twin: BatchId) -> Result<Self, RosterError> {
        db.read(|conn| {
            let batch = batches::find(conn, twin)?.ok_or(RosterError::NoBatch(twin.0))?;
            let positions = batch_before::before_positions(conn, twin)?.into_iter().collect();
            let counts: Counts = serde_json::from_str(&batch.counts).map_err(|_| RosterError::BrokenStage(twin.0))?;
            let applied = counts.new + counts.changed + counts.unchanged;
            let named_twice = listings::named_twice(conn, twin, applied)?;
            Ok(Self { twin, listed_on: batch.listed_on, positions, created: HashMap::new(), named_twice })
        })
    }

    /// `None` where somebody is not as the batch left them, or a row was decided against what is known.
    fn piece(&mut self, conn: &mut Conn, position: i32, file: &FileSummary) -> Result<Option<Piece>, RosterError> {
        let rows = open(conn, self.twin, position)?;
        let left = self.learn_created(conn, position, &rows)?;
        let now = self.now(conn, &rows)?;
        let numbers: Vec<&str> =
            rows.iter().filter(|row| !row.class.is_applied()).filter_map(|row| row.row.cccd.as_deref()).collect();
        let holders = people::by_national_ids(conn, &numbers)?;
        let not_applied = holders.into_values().map(|holder| holder.person).collect();
        let again = |row| {
            let columns = |row: &StagedRow| file.sheets.get(row.sheet as usize).map_or(&[][..], |sheet| &sheet.columns);
            self.again(row, left, &now, columns)
        };
        let rows: Option<Vec<StagedRow>> = rows.into_iter().map(again).collect();
        Ok(rows.map(|rows| Piece { rows, not_applied }))
    }

    /// New people got their identities in the order of their numbers, piece by piece. Returns the revision that the batch left.
    fn learn_created(
        &mut self,
        conn: &mut Conn,
        position: i32,
        rows: &[StagedRow],
    ) -> Result<Option<i64>, RosterError> {
        if !self.positions.contains(&position) {
            return Ok(None);
        }
        let before = Before::open(conn, self.twin, position)?;
        let numbers = rows.iter().filter(|row| row.class.is_applied()).filter_map(|row| match row.target {
            Target::New(number) if !self.created.contains_key(&number) => Some(number),
            _ => None,
        });
        let mut numbers: Vec<u32> = numbers.collect();
        numbers.sort_unstable();
        numbers.dedup();
        self.created.extend(numbers.into_iter().zip(before.created));
        Ok(Some(before.left))
    }

    fn now(&self, conn: &mut Conn, rows: &[StagedRow]) -> Result<Now, RosterError> {
        let named: Vec<(&StagedRow, PersonId)> =
            rows.iter().filter_map(|row| Some((row, self.person(row.target)?))).collect();
        let people: Vec<PersonId> = named.iter().map(|(_, person)| *person).collect();
        let holders = people::holders(conn, &people)?;
        let elsewhere = |row: &StagedRow, person| {
            row.village.is_some() && holders.get(&person).is_none_or(|holder| holder.village != row.village)
        };
        let to_compare =
            named.iter().filter(|(row, person)| self.named_twice.contains(person) || elsewhere(row, *person));
        let to_compare: HashSet<PersonId> = to_compare.map(|(_, person)| *person).collect();
        let to_compare: Vec<PersonId> = to_compare.into_iter().collect();
        let compared = if to_compare.is_empty() { HashMap::new() } else { known::load(conn, &to_compare)? };
        Ok(Now { holders, compared })
    }

    fn person(&self, target: Target) -> Option<PersonId> {
        match target {
            Target::Known(person) => Some(person),
            Target::New(number) => self.created.get(&number).copied(),
            Target::Nobody => None,
        }
    }

    /// A row as it is now that it was applied.
    fn again<'f>(
        &self,
        staged: StagedRow,
        left: Option<i64>,
        now: &Now,
        columns: impl Fn(&StagedRow) -> &'f [ColumnReading],
    ) -> Option<StagedRow> {
        match (staged.class, &staged.reason) {
            (RowClass::Held, _) | (RowClass::Conflict, Some(Reason::OtherRow { .. })) => return Some(staged),
            (RowClass::Conflict, _) => return None,
            (RowClass::New | RowClass::Changed | RowClass::Unchanged, _) => {}
        }
        let person = self.person(staged.target)?;
        let stands = now.holders.get(&person)?;
        let untouched = staged.class == RowClass::Unchanged && staged.revision == Some(stands.revision);
        let as_left = untouched || left == Some(stands.revision);
        let latest = stands.listed_on.is_some_and(|known_on| known_on <= self.listed_on);
        if !as_left || !latest || staged.insisted || !staged.kept.is_empty() {
            return None;
        }
        let columns = columns(&staged);
        let place = RowPlace { village: staged.village, office: staged.office };
        let mut row = without_comparison(staged.row);
        match now.compared.get(&person) {
            Some(known) => earlier_lists::compare(known, &mut row, place, columns),
            None if row.cccd.is_some() => earlier_lists::note_same(&mut row, columns),
            None => {}
        }
        let target = (Target::Known(person), place, Some(stands.revision));
        Some(StagedRow::applied(staged.sheet, row, RowClass::Unchanged, target))
    }
}

/// The row as the file says it, without what comparing it with earlier lists added. A note that somebody has moved away is the reader's own finding.
fn without_comparison(mut row: RosterRow) -> RosterRow {
    let village = row.village.clone();
    row.codes.retain(|finding| match finding.code {
        FindingCode::XfileSame | FindingCode::XfileConflict => false,
        FindingCode::XfileMoved => finding.given != village,
        _ => true,
    });
    row.result = row.codes.iter().map(|finding| RowResult::of(finding.code)).max().unwrap_or(RowResult::Ok);
    row
}
