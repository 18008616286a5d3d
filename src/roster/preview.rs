//! Preview of a file: read in the child process, compared with what we know, kept. Changes no person, event or figure.
//!
//! A batch [`begin`]s with its stored file; [`read_batch`] reads it; after a decision about columns, words, places or rows it is [`read_again`], each time
//! under a new token, so that only what was seen last can be committed.

use super::absent;
use super::choices::Choices;
use super::claimed;
use super::commit::authorised_batch;
use super::error::RosterError;
use super::lease::Lease;
use super::mapping;
use super::marks::MarkTargets;
use super::opening::{ListDetails, admitted, begin};
use super::original::{Original, receive};
use super::places::Places;
use super::reading::{RosterRow, Severity};
use super::reopening::{choices_of, decide, event};
use super::repeated;
use super::sandbox::{ReadingEvent, SandboxSettings, read_in_child_streaming};
use super::stage::Stage;
use super::staged::{CHUNK_ROWS, Counts, FileSummary, SheetSummary};
use super::understand::UnderstandOptions;
use crate::access::{self, Actor};
use crate::model::as_of::AsOf;
use crate::model::id::BatchId;
use crate::model::unit::Unit;
use crate::store::batches::{self, Batch, BatchState};
use crate::store::{Conn, Db, batch_chunks, blobs, catalogue, units};

/// A list with its file in memory.
#[derive(Debug, Clone)]
pub struct Upload {
    /// What is said about it.
    pub details: ListDetails,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What a file would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The batch.
    pub batch: BatchId,
    /// What a commit has to show.
    pub token: String,
    /// Rows per class.
    pub counts: Counts,
    /// Findings about the file and its sheets.
    pub file: FileSummary,
    /// The same file was already applied for this unit in this batch.
    pub twin: Option<BatchId>,
}

/// How far a batch has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows read and compared, or written.
    pub rows: u32,
    /// Rows there are, where that is known.
    pub of: Option<u32>,
}

/// Takes in a file, reads it and shows what it would change.
pub fn preview(db: &Db, actor: &Actor, upload: &Upload, settings: &SandboxSettings) -> Result<Preview, RosterError> {
    db.read(|conn| admitted(conn, actor, &upload.details))?;
    let stored = receive(db, &upload.bytes)?;
    let batch = begin(db, actor, &upload.details, stored)?;
    read_batch(db, actor, batch, upload.details.today, settings, &mut |_| ())
}

/// Keeps new decisions about a file and reads it again with them.
pub fn read_again(
    db: &Db,
    actor: &Actor,
    batch: BatchId,
    choices: &Choices,
    today: AsOf,
    settings: &SandboxSettings,
) -> Result<Preview, RosterError> {
    decide(db, actor, batch, choices)?;
    read_batch(db, actor, batch, today, settings, &mut |_| ())
}

/// Everything about a batch that reading and comparing need.
pub(super) struct Prepared {
    pub(super) batch: Batch,
    pub(super) unit: Unit,
    pub(super) places: Places,
    pub(super) targets: MarkTargets,
    pub(super) choices: Choices,
    /// Somebody decided something about this very file.
    decided: bool,
    twin: Option<BatchId>,
}

/// Reads the file of a batch and keeps what it would change. `watch` hears from time to time how far it has come.
pub fn read_batch(
    db: &Db,
    actor: &Actor,
    batch: BatchId,
    today: AsOf,
    settings: &SandboxSettings,
    watch: &mut dyn FnMut(Progress),
) -> Result<Preview, RosterError> {
    let mut prepared = db.read(|conn| prepare(conn, actor, batch))?;
    let lease = Lease::take(db, &prepared.batch)?;
    match read_as_remembered(db, &mut prepared, &lease, today, settings, watch) {
        Ok((counts, mut file)) => {
            let key = repeated::reading_key(db, &prepared, today)?;
            finish(db, actor, (&prepared, &key), &lease, &counts, &mut file)?;
            let token = prepared.batch.token.clone();
            Ok(Preview { batch, token, counts, file, twin: prepared.twin })
        }
        Err(error @ RosterError::Overtaken(_)) => Err(error),
        Err(error) => {
            let note = serde_json::json!({ "error": error.to_string() }).to_string();
            db.write::<_, RosterError>(|conn| {
                lease.hold(conn)?;
                batch_chunks::delete_chunks(conn, batch)?;
                Ok(batches::set_state(conn, batch, BatchState::Failed, "{}", &note)?)
            })?;
            Err(error)
        }
    }
}

fn prepare(conn: &mut Conn, actor: &Actor, batch: BatchId) -> Result<Prepared, RosterError> {
    let batch = authorised_batch(conn, actor, batch)?;
    if batch.state != BatchState::Reading {
        return Err(RosterError::Closed(batch.id.0));
    }
    let unit = units::get(conn, batch.unit, batch.listed_on)?.ok_or(RosterError::NoBatch(batch.id.0))?;
    let choices = choices_of(conn, batch.id)?;
    Ok(Prepared {
        places: Places::load(conn, &unit, batch.listed_on)?,
        targets: MarkTargets::of(&catalogue::load(conn)?)?,
        twin: batches::committed_twin(conn, unit.id, &batch.file_sha256)?,
        batch,
        unit,
        decided: choices.is_some(),
        choices: choices.unwrap_or_default(),
    })
}

/// Reads the file. Where nobody decided about it yet but somebody did about the last one of the same form, it is read again as was decided then.
fn read_as_remembered(
    db: &Db,
    prepared: &mut Prepared,
    lease: &Lease,
    today: AsOf,
    settings: &SandboxSettings,
    watch: &mut dyn FnMut(Progress),
) -> Result<(Counts, FileSummary), RosterError> {
    let (counts, file) = read_and_compare(db, prepared, lease, today, settings, watch)?;
    let remembered = if prepared.decided { None } else { mapping::recall(db, &prepared.batch, &file.sheets)? };
    let Some(choices) = remembered else { return Ok((counts, file)) };
    prepared.choices = choices;
    throw_away(db, lease)?;
    read_and_compare(db, prepared, lease, today, settings, watch)
}

fn read_and_compare(
    db: &Db,
    prepared: &Prepared,
    lease: &Lease,
    today: AsOf,
    settings: &SandboxSettings,
    watch: &mut dyn FnMut(Progress),
) -> Result<(Counts, FileSummary), RosterError> {
    let places = prepared.places.clone().with(&prepared.choices.places);
    let stage = || Stage::new(db, lease, (prepared.batch.listed_on, &places), &prepared.targets, &prepared.choices);
    let mut again = stage()?;
    let key = repeated::reading_key(db, prepared, today)?;
    let (stage, mut file) = match repeated::stage_again(db, &key, &mut again, watch)? {
        Some(file) => (again, file),
        None => {
            throw_away(db, lease)?;
            let mut anew = stage()?;
            let file = read_and_stage(db, prepared, today, settings, &mut anew, watch)?;
            (anew, file)
        }
    };
    let (counts, listed) = stage.finish(&mut file)?;
    file.absent = absent::keep(db, lease, &listed)?;
    Ok((counts, file))
}

/// Removes what was staged so far.
fn throw_away(db: &Db, lease: &Lease) -> Result<(), RosterError> {
    db.write(|conn| {
        lease.hold(conn)?;
        Ok(batch_chunks::delete_chunks(conn, lease.batch())?)
    })
}

fn read_and_stage(
    db: &Db,
    prepared: &Prepared,
    today: AsOf,
    settings: &SandboxSettings,
    stage: &mut Stage<'_>,
    watch: &mut dyn FnMut(Progress),
) -> Result<FileSummary, RosterError> {
    let batch = &prepared.batch;
    let options = UnderstandOptions {
        listed_on: batch.listed_on,
        today: today.day(),
        default_unit_name: Some(prepared.unit.name.clone()),
        known_villages: prepared.places.village_names().to_vec(),
        known_offices: prepared.places.office_names().to_vec(),
        file_name: batch.file_name.clone(),
        choices: prepared.choices.reading.clone(),
    };
    let mut file = FileSummary::default();
    let mut waiting: Vec<(u32, RosterRow)> = Vec::with_capacity(CHUNK_ROWS);
    let (mut original, bytes) = original(db, batch)?;
    read_in_child_streaming::<RosterError>(&mut original, bytes, &options, settings, &mut |event| {
        match event {
            ReadingEvent::File(codes) => file.codes = codes,
            ReadingEvent::Sheet(sheet) => {
                file.continues = file.continues.or(sheet.continues);
                file.sheets.push(SheetSummary {
                    name: sheet.name,
                    kind: sheet.kind,
                    rows: 0,
                    codes: sheet.codes,
                    columns: sheet.columns,
                    unknown_words: sheet.unknown_words,
                    header_row: sheet.header_rows.first().copied(),
                });
            }
            ReadingEvent::Row(row) => {
                let sheet = u32::try_from(file.sheets.len().saturating_sub(1)).unwrap_or(u32::MAX);
                if let Some(last) = file.sheets.last_mut() {
                    last.rows += 1;
                }
                waiting.push((sheet, *row));
                if waiting.len() == CHUNK_ROWS {
                    let piece = std::mem::replace(&mut waiting, Vec::with_capacity(CHUNK_ROWS));
                    stage.add(piece, &file.sheets)?;
                    watch(Progress { rows: stage.rows(), of: None });
                }
            }
        }
        Ok(())
    })?;
    stage.add(waiting, &file.sheets)?;
    if stage.rows() == 0 {
        return Err(nobody(&batch.file_name, &file));
    }
    Ok(file)
}

/// The stored file and its length.
pub(super) fn original(db: &Db, batch: &Batch) -> Result<(Original, u64), RosterError> {
    let broken = || RosterError::BrokenStage(batch.id.0);
    let blob = batch.file.ok_or_else(broken)?;
    let head = db.read(|conn| blobs::head(conn, blob))?.ok_or_else(broken)?;
    Ok((Original::new(db, blob), head.bytes))
}

/// Why there is nothing to preview.
fn nobody(file_name: &str, file: &FileSummary) -> RosterError {
    let blocking = file.codes.iter().find(|code| code.severity() == Severity::Error);
    match blocking {
        Some(code) => RosterError::WrongFile(crate::messages::findings::sentence(*code, None, None)),
        None => RosterError::NoPeople(file_name.to_owned()),
    }
}

fn finish(
    db: &Db,
    actor: &Actor,
    (prepared, key): (&Prepared, &[u8]),
    lease: &Lease,
    counts: &Counts,
    file: &mut FileSummary,
) -> Result<(), RosterError> {
    let batch = &prepared.batch;
    let broken = |_| RosterError::BrokenStage(batch.id.0);
    let counts_text = serde_json::to_string(counts).map_err(broken)?;
    let claim = file.continues;
    db.write(|conn| {
        lease.hold(conn)?;
        let continues = claimed::checked(conn, actor, batch, claim)?;
        if let Some(earlier) = continues {
            batches::set_continues(conn, batch.id, earlier)?;
        }
        file.continues = continues.map(|earlier| earlier.0);
        let file_text = serde_json::to_string(file).map_err(broken)?;
        batches::set_state(conn, batch.id, BatchState::Previewed, &counts_text, &file_text)?;
        batches::set_reading_key(conn, batch.id, key)?;
        if let Some(fingerprint) = mapping::fingerprint(&file.sheets) {
            batches::set_fingerprint(conn, batch.id, &fingerprint)?;
        }
        let detail = serde_json::json!({ "rows": counts.rows, "held": counts.held, "conflict": counts.conflict });
        access::audit(conn, actor, event("import.preview", batch, detail))?;
        Ok(())
    })
}
