//! The error workbook of a batch: the file as it was uploaded, with what is wrong in it beside and in its cells, for download.

mod collect;
mod row_notes;

use std::io::Read;

use super::annotate::notes::{Summary, WorkbookNotes};
use super::commit::authorised_batch;
use super::error::RosterError;
use super::preview::original;
use super::sandbox::{SandboxSettings, annotate_in_child};
use super::secret_columns::{gone, left_out};
use super::stage::open;
use super::staged::{Counts, FileSummary};
use crate::access::{self, Actor, AuditEvent};
use crate::messages::error_workbook as messages;
use crate::model::id::BatchId;
use crate::store::batches::{Batch, BatchState};
use crate::store::{Conn, Db, batch_chunks, units};
use collect::Collector;

/// A workbook ready to be handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorWorkbook {
    /// The name of the upload with a word added, and the extension that fits.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Makes the error workbook of a batch. Whoever may see the rows of the batch may have it.
///
/// # Errors
/// [`RosterError::NothingToCorrect`] where no row needs a hand, [`RosterError::SecretsDropped`] and [`RosterError::NoOriginal`] once the file is gone, and
/// where it cannot be written back.
pub fn error_workbook(
    db: &Db,
    actor: &Actor,
    batch: BatchId,
    settings: &SandboxSettings,
) -> Result<ErrorWorkbook, RosterError> {
    let (found, notes) = db.read(|conn| {
        let found = authorised_batch(conn, actor, batch)?;
        let notes = notes_of(conn, &found)?;
        Ok::<_, RosterError>((found, notes))
    })?;
    found.file.ok_or_else(|| gone(&found))?;
    let (mut file, file_bytes) = original(db, &found)?;
    let file: &mut (dyn Read + Send) = &mut file;
    let marked = annotate_in_child(file, file_bytes, &found.file_name, &notes, settings)?;
    db.write(|conn| audit(conn, actor, &found))?;
    Ok(ErrorWorkbook { file_name: file_name(&found.file_name, marked.extension), bytes: marked.bytes })
}

fn notes_of(conn: &mut Conn, batch: &Batch) -> Result<WorkbookNotes, RosterError> {
    if matches!(batch.state, BatchState::Reading | BatchState::Failed | BatchState::Discarded) {
        return Err(RosterError::NothingToCorrect(batch.id.0));
    }
    let broken = |_| RosterError::BrokenStage(batch.id.0);
    let file: FileSummary = serde_json::from_str(&batch.sheets).map_err(broken)?;
    let counts: Counts = serde_json::from_str(&batch.counts).map_err(broken)?;
    let mut collector = Collector::new(&file);
    for head in batch_chunks::chunk_heads(conn, batch.id)? {
        let classes: Counts = serde_json::from_str(&head.classes).map_err(broken)?;
        if classes.held + classes.conflict + classes.warned > 0 {
            open(conn, batch.id, head.position)?.iter().for_each(|row| collector.add(row));
        }
    }
    if collector.is_empty() {
        return Err(RosterError::NothingToCorrect(batch.id.0));
    }
    let unit = units::get(conn, batch.unit, batch.listed_on)?.map_or_else(String::new, |unit| unit.name);
    let facts = messages::facts(&batch.file_name, &unit, batch.listed_on, &counts, collector.left_out());
    let left_out = left_out(&file);
    let steps = messages::steps(batch.id.0, !left_out.is_empty());
    let (sheets, lines) = collector.finish();
    Ok(WorkbookNotes { batch: batch.id.0, sheets, left_out, summary: Summary { facts, lines, steps } })
}

fn audit(conn: &mut Conn, actor: &Actor, batch: &Batch) -> Result<(), RosterError> {
    let event = AuditEvent {
        action: "import.error_workbook",
        object: "import_batch",
        object_id: Some(batch.id.0),
        unit: Some(batch.unit),
        detail: serde_json::json!({ "file": batch.file_name }),
    };
    access::audit(conn, actor, event)?;
    Ok(())
}

/// `thon 1.xls` → `thon 1 - lỗi.xlsx`; a file that went to and fro keeps one such word.
fn file_name(given: &str, extension: &str) -> String {
    let base = given.rsplit(['/', '\\']).next().unwrap_or(given);
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    let stem = stem.strip_suffix(messages::FILE_SUFFIX).unwrap_or(stem);
    format!("{stem}{}.{extension}", messages::FILE_SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_stays_recognisable() {
        assert_eq!(file_name("thon 1.xls", "xlsx"), "thon 1 - lỗi.xlsx");
        assert_eq!(file_name("thon 1 - lỗi.xlsx", "xlsx"), "thon 1 - lỗi.xlsx");
        assert_eq!(file_name("C:\\ds\\thon.1.csv", "xlsx"), "thon.1 - lỗi.xlsx");
    }
}
