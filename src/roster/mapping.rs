//! Decisions about a file that are taken for the next file of the same form: an office fills in the same sheet every month.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::choices::{Choices, ColumnChoice, PlaceChoice, ReadingChoices, TakenFrom, WordChoice};
use super::commit::authorised_batch;
use super::error::RosterError;
use super::reading::{ColumnRole, SheetKind};
use super::staged::{FileSummary, SheetSummary};
use crate::access::Actor;
use crate::model::as_of::in_vietnam;
use crate::model::id::BatchId;
use crate::store::batches::Batch;
use crate::store::{Conn, Db, batches, mappings};
use crate::vn::fold::fold;

/// What is remembered of a form. Sheets are told by their place among the lists of the file: their names change from month to month.
#[derive(Debug, Serialize, Deserialize)]
struct Remembered {
    from: TakenFrom,
    columns: Vec<RememberedColumn>,
    words: Vec<WordChoice>,
    places: Vec<PlaceChoice>,
}

#[derive(Debug, Serialize, Deserialize)]
struct RememberedColumn {
    list: usize,
    column: u16,
    role: ColumnRole,
}

/// Hash of the headers of all lists of a file: where they stand and what they say, however it is written. `None` for a file without headers.
pub(super) fn fingerprint(sheets: &[SheetSummary]) -> Option<Vec<u8>> {
    let mut hash = Sha256::new();
    let mut any = false;
    for sheet in lists(sheets) {
        let headers: BTreeSet<(u16, String)> = sheet.columns.iter().map(|c| (c.column, fold(&c.header))).collect();
        for (column, header) in headers {
            any = true;
            hash.update(format!("{column} {header}\n"));
        }
        hash.update("\n");
    }
    any.then(|| hash.finalize().to_vec())
}

fn lists(sheets: &[SheetSummary]) -> impl Iterator<Item = &SheetSummary> {
    sheets.iter().filter(|sheet| sheet.kind == SheetKind::Roster)
}

/// What was decided about the last applied file of this form and unit; kept with the batch, so that it is seen and can be changed there.
pub(super) fn recall(db: &Db, batch: &Batch, sheets: &[SheetSummary]) -> Result<Option<Choices>, RosterError> {
    let Some(fingerprint) = fingerprint(sheets) else { return Ok(None) };
    let found = db.read(|conn| mappings::find(conn, batch.unit, &fingerprint))?;
    let Some(remembered) = found.and_then(|text| serde_json::from_str::<Remembered>(&text).ok()) else {
        return Ok(None);
    };
    let names: Vec<&str> = lists(sheets).map(|sheet| sheet.name.as_str()).collect();
    let column = |column: RememberedColumn| {
        let sheet = (*names.get(column.list)?).to_owned();
        Some(ColumnChoice { sheet, column: column.column, role: column.role })
    };
    let choices = Choices {
        reading: ReadingChoices {
            columns: remembered.columns.into_iter().filter_map(column).collect(),
            words: remembered.words,
        },
        places: remembered.places,
        rows: Vec::new(),
        taken_from: Some(remembered.from),
    };
    let kept = serde_json::to_vec(&choices).map_err(|_| RosterError::BrokenStage(batch.id.0))?;
    db.write(|conn| batches::put_choices(conn, batch.id, &kept))?;
    Ok(Some(choices))
}

/// Remembers what was decided about an applied file. What was only taken from an earlier one stays as it is; a file of a form that was decided about
/// anew in no respect makes it forgotten.
pub(super) fn remember(conn: &mut Conn, batch: &Batch, now: NaiveDateTime) -> Result<(), RosterError> {
    let (Some(fingerprint), Some(kept)) = (&batch.fingerprint, batches::choices(conn, batch.id)?) else {
        return Ok(());
    };
    let broken = |_| RosterError::BrokenStage(batch.id.0);
    let choices: Choices = serde_json::from_slice(&kept).map_err(broken)?;
    if choices.taken_from.is_some() {
        return Ok(());
    }
    if choices.reading == ReadingChoices::default() && choices.places.is_empty() {
        return Ok(mappings::forget(conn, batch.unit, fingerprint)?);
    }
    let file: FileSummary = serde_json::from_str(&batch.sheets).map_err(broken)?;
    let names: Vec<&str> = lists(&file.sheets).map(|sheet| sheet.name.as_str()).collect();
    let column = |choice: ColumnChoice| {
        let list = names.iter().position(|name| *name == choice.sheet)?;
        Some(RememberedColumn { list, column: choice.column, role: choice.role })
    };
    let remembered = Remembered {
        from: TakenFrom { batch: batch.id, on: in_vietnam(now.and_utc()).date_naive() },
        columns: choices.reading.columns.into_iter().filter_map(column).collect(),
        words: choices.reading.words,
        places: choices.places,
    };
    let text = serde_json::to_string(&remembered).map_err(broken)?;
    Ok(mappings::put(conn, batch.unit, fingerprint, &text, batch.account, now)?)
}

/// Forgets what is remembered for files of the form of this batch. What the batch itself took stays until it is read again with other choices.
pub fn forget_mapping(db: &Db, actor: &Actor, batch: BatchId) -> Result<(), RosterError> {
    db.write(|conn| {
        let found = authorised_batch(conn, actor, batch)?;
        match &found.fingerprint {
            Some(fingerprint) => Ok(mappings::forget(conn, found.unit, fingerprint)?),
            None => Ok(()),
        }
    })
}
