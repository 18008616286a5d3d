//! What is done with the file of a batch besides reading it: handing it out again, and taking in a corrected one.

use super::commit::authorised_batch;
use super::error::RosterError;
use super::original::StoredFile;
use super::preview::replace_file;
use crate::access::{self, Actor, AuditEvent};
use crate::model::id::{BatchId, BlobId};
use crate::store::batches::{self, BatchState, NewBatch};
use crate::store::{Db, blobs};
use chrono::Utc;

/// The file of a batch as it was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedOriginal {
    /// Its name as given.
    pub file_name: String,
    /// Where it is; [`super::Original`] reads it.
    pub blob: BlobId,
    /// Its length.
    pub bytes: u64,
}

/// Hands out the file of a batch. It holds ID numbers and phones in full, so it is audited like every look at them.
///
/// # Errors
/// [`RosterError::NoFile`] where it is not kept any more.
pub fn download(db: &Db, actor: &Actor, batch: BatchId) -> Result<UploadedOriginal, RosterError> {
    db.write(|conn| {
        let found = authorised_batch(conn, actor, batch)?;
        let blob = found.file.ok_or(RosterError::NoFile(batch.0))?;
        let head = blobs::head(conn, blob)?.ok_or(RosterError::NoFile(batch.0))?;
        let event = AuditEvent {
            action: "import.download",
            object: "import_batch",
            object_id: Some(batch.0),
            unit: Some(found.unit),
            detail: serde_json::json!({ "bytes": head.bytes }),
        };
        access::audit(conn, actor, event)?;
        Ok(UploadedOriginal { file_name: found.file_name, blob, bytes: head.bytes })
    })
}

/// Takes in the corrected file of a batch: in its place while nothing of it is applied, else as a new batch that continues it. Either has to be read.
pub fn correct(
    db: &Db,
    actor: &Actor,
    batch: BatchId,
    file_name: &str,
    file: &StoredFile,
) -> Result<BatchId, RosterError> {
    let found = db.read(|conn| authorised_batch(conn, actor, batch))?;
    if matches!(found.state, BatchState::Reading | BatchState::Previewed | BatchState::Failed) {
        replace_file(db, actor, batch, file_name, file)?;
        return Ok(batch);
    }
    let new = NewBatch {
        campaign: found.campaign,
        unit: found.unit,
        account: actor.account(),
        file_name: file_name.to_owned(),
        file: file.blob,
        file_sha256: file.head.sha256.clone(),
        listed_on: found.listed_on,
        token: db.random_token()?,
        comment: found.comment,
        continues: (found.state == BatchState::Committed).then_some(batch),
    };
    db.write(|conn| Ok(batches::insert(conn, &new, Utc::now().naive_utc())?))
}
