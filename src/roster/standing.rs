//! Where a batch stands, and the file it was made from.

use super::commit::authorised_batch;
use super::error::RosterError;
use super::secret_columns::gone;
use crate::access::{self, Actor, AuditEvent};
use crate::model::id::{BatchId, BlobId};
use crate::store::batches::BatchState;
use crate::store::{Db, blobs};

/// The file of a batch as it was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginalFile {
    /// Its name as given.
    pub name: String,
    /// Where it is.
    pub blob: BlobId,
    /// Bytes.
    pub bytes: u64,
}

/// Where a batch stands.
///
/// # Errors
/// [`RosterError::NoBatch`] also where the actor may not see it.
pub fn batch_state(db: &Db, actor: &Actor, batch: BatchId) -> Result<BatchState, RosterError> {
    db.read(|conn| Ok(authorised_batch(conn, actor, batch)?.state))
}

/// The file of a batch, to be read with [`super::Original`]. That somebody took it is noted: it holds every number in full.
///
/// # Errors
/// [`RosterError::NoOriginal`] once it is gone, [`RosterError::SecretsDropped`] where it went for what was in it.
pub fn original_file(db: &Db, actor: &Actor, batch: BatchId) -> Result<OriginalFile, RosterError> {
    db.write(|conn| {
        let found = authorised_batch(conn, actor, batch)?;
        let blob = found.file.ok_or_else(|| gone(&found))?;
        let head = blobs::head(conn, blob)?.ok_or(RosterError::NoOriginal(batch.0))?;
        let detail = serde_json::json!({ "file": found.file_name });
        let (object_id, unit) = (Some(batch.0), Some(found.unit));
        let event = AuditEvent { action: "import.original", object: "import_batch", object_id, unit, detail };
        access::audit(conn, actor, event)?;
        Ok(OriginalFile { name: found.file_name, blob, bytes: head.bytes })
    })
}
