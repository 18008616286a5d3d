//! Preview of a file: read in the child process, compared with what we know, kept. Changes no person, event or figure.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Utc};

use super::error::RosterError;
use super::marks::MarkTargets;
use super::places::Places;
use super::reading::{FindingCode, RosterRow, Severity};
use super::sandbox::{ReadingEvent, SandboxSettings, read_in_child_streaming};
use super::stage::Stage;
use super::staged::{CHUNK_ROWS, Counts, FileSummary, SheetSummary};
use super::understand::UnderstandOptions;
use crate::access::{self, AccessError, Actor, AuditEvent};
use crate::model::as_of::AsOf;
use crate::model::campaign::Campaign;
use crate::model::id::{BatchId, UnitId};
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::batches::{self, BatchState, NewBatch};
use crate::store::{Conn, Db, blobs, campaigns, catalogue, units};

/// What the bytes of an upload are sealed for.
const UPLOAD: &str = "import.file";

/// A file that somebody uploads.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit the list is of.
    pub unit: String,
    /// Name of the file as given.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The day the list was drawn up; today where none is given.
    pub listed_on: Option<NaiveDate>,
    /// Today.
    pub today: AsOf,
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

struct Prepared {
    campaign: Campaign,
    unit: Unit,
    listed_on: NaiveDate,
    places: Places,
    targets: MarkTargets,
    twin: Option<BatchId>,
}

/// Reads a file and shows what it would change.
pub fn preview(db: &Db, actor: &Actor, upload: &Upload, settings: &SandboxSettings) -> Result<Preview, RosterError> {
    if upload.bytes.is_empty() {
        return Err(RosterError::EmptyFile);
    }
    let prepared = db.read(|conn| prepare(conn, actor, upload))?;
    let (batch, token) = begin(db, actor, upload, &prepared)?;
    match read_and_compare(db, upload, &prepared, batch, settings) {
        Ok((counts, file)) => {
            finish(db, actor, batch, prepared.unit.id, &counts, &file)?;
            Ok(Preview { batch, token, counts, file, twin: prepared.twin })
        }
        Err(error) => {
            let note = serde_json::json!({ "error": error.to_string() }).to_string();
            db.write(|conn| {
                batches::delete_chunks(conn, batch)?;
                batches::set_state(conn, batch, BatchState::Failed, "{}", &note)
            })?;
            Err(error)
        }
    }
}

fn prepare(conn: &mut Conn, actor: &Actor, upload: &Upload) -> Result<Prepared, RosterError> {
    let no_campaign = || RosterError::NoCampaign(upload.campaign.clone());
    let campaign = campaigns::find(conn, &upload.campaign)?.ok_or_else(no_campaign)?;
    let listed_on = upload.listed_on.unwrap_or(upload.today.day());
    if listed_on > upload.today.day() {
        return Err(RosterError::ListedInFuture(crate::vn::date::in_text(listed_on)));
    }
    let no_unit = || RosterError::NoUnit(upload.unit.clone());
    let unit = units::find_by_slug(conn, &upload.unit, listed_on)?.ok_or_else(no_unit)?;
    match access::authorise(conn, actor, Operation::ImportRoster, unit.id) {
        Err(AccessError::NotFound) => return Err(no_unit()),
        other => other?,
    }
    if !unit.validity.contains(listed_on) {
        return Err(RosterError::NotThen { unit: unit.name, day: listed_on, validity: unit.validity });
    }
    let targets = MarkTargets::of(&catalogue::load(conn)?)?;
    let places = Places::load(conn, &unit, listed_on)?;
    let twin = batches::committed_twin(conn, unit.id, &blobs::sha256(&upload.bytes))?;
    Ok(Prepared { campaign, unit, listed_on, places, targets, twin })
}

fn begin(db: &Db, actor: &Actor, upload: &Upload, prepared: &Prepared) -> Result<(BatchId, String), RosterError> {
    let now = Utc::now().naive_utc();
    let token: String = db.random_token()?;
    let batch = db.write(|conn| {
        let file = blobs::put(conn, UPLOAD, &upload.bytes, now)?;
        let new = NewBatch {
            campaign: prepared.campaign.id,
            unit: prepared.unit.id,
            account: actor.account(),
            file_name: upload.file_name.clone(),
            file,
            file_sha256: blobs::sha256(&upload.bytes),
            listed_on: prepared.listed_on,
            token: token.clone(),
        };
        batches::insert(conn, &new, now)
    })?;
    Ok((batch, token))
}

fn read_and_compare(
    db: &Db,
    upload: &Upload,
    prepared: &Prepared,
    batch: BatchId,
    settings: &SandboxSettings,
) -> Result<(Counts, FileSummary), RosterError> {
    let options = UnderstandOptions {
        listed_on: prepared.listed_on,
        today: upload.today.day(),
        default_unit_name: Some(prepared.unit.name.clone()),
        known_villages: prepared.places.village_names().to_vec(),
        known_offices: prepared.places.office_names().to_vec(),
        file_name: upload.file_name.clone(),
    };
    let mut stage = Stage::new(db, batch, prepared.listed_on, &prepared.places, &prepared.targets);
    let mut file = FileSummary::default();
    let mut waiting: Vec<(u32, RosterRow)> = Vec::with_capacity(CHUNK_ROWS);
    read_in_child_streaming::<RosterError>(&upload.bytes, &options, settings, &mut |event| {
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
                });
            }
            ReadingEvent::Row(row) => {
                note_findings(&mut file.findings, &row);
                let sheet = u32::try_from(file.sheets.len().saturating_sub(1)).unwrap_or(u32::MAX);
                if let Some(last) = file.sheets.last_mut() {
                    last.rows += 1;
                }
                waiting.push((sheet, *row));
                if waiting.len() == CHUNK_ROWS {
                    stage.add(std::mem::replace(&mut waiting, Vec::with_capacity(CHUNK_ROWS)))?;
                }
            }
        }
        Ok(())
    })?;
    stage.add(waiting)?;
    match stage.counts.rows {
        0 => Err(nobody(upload, &file)),
        _ => Ok((stage.counts, file)),
    }
}

/// Why there is nothing to preview.
fn nobody(upload: &Upload, file: &FileSummary) -> RosterError {
    let blocking = file.codes.iter().find(|code| code.severity() == Severity::Error);
    match blocking {
        Some(code) => RosterError::WrongFile(crate::messages::findings::sentence(*code, None, None)),
        None => RosterError::NoPeople(upload.file_name.clone()),
    }
}

fn note_findings(findings: &mut BTreeMap<FindingCode, u32>, row: &RosterRow) {
    let mut codes: Vec<FindingCode> = row.codes.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        *findings.entry(code).or_default() += 1;
    }
}

fn finish(
    db: &Db,
    actor: &Actor,
    batch: BatchId,
    unit: UnitId,
    counts: &Counts,
    file: &FileSummary,
) -> Result<(), RosterError> {
    let broken = |_| RosterError::BrokenStage(batch.0);
    let counts_text = serde_json::to_string(counts).map_err(broken)?;
    let file_text = serde_json::to_string(file).map_err(broken)?;
    db.write(|conn| {
        batches::set_state(conn, batch, BatchState::Previewed, &counts_text, &file_text)?;
        let event = AuditEvent {
            action: "import.preview",
            object: "import_batch",
            object_id: Some(batch.0),
            unit: Some(unit),
            detail: serde_json::json!({ "rows": counts.rows, "held": counts.held, "conflict": counts.conflict }),
        };
        access::audit(conn, actor, event)
    })?;
    Ok(())
}
