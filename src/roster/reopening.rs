//! Taking a batch that is not applied back to being read: somebody decided something about it, its data changed, or its file was corrected. Each time
//! it gets a new token, so that an old preview can no longer be committed.

use chrono::Utc;

use super::choices::Choices;
use super::commit::authorised_batch;
use super::error::RosterError;
use super::original::StoredFile;
use crate::access::{self, Actor, AuditEvent};
use crate::model::hexadecimal::hexadecimal;
use crate::model::id::BatchId;
use crate::store::batches::{self, Batch};
use crate::store::{Conn, Db, blobs};
use crate::vn::file_name::safe;

/// Keeps new decisions about a file, which then waits to be read again. An old preview can no longer be committed.
pub fn decide(db: &Db, actor: &Actor, batch: BatchId, choices: &Choices) -> Result<(), RosterError> {
    let kept = serde_json::to_vec(choices).map_err(|_| RosterError::BrokenStage(batch.0))?;
    let token: String = db.random_token()?;
    db.write(|conn| {
        authorised_batch(conn, actor, batch)?;
        reopen(conn, batch, &token, None)?;
        batches::put_choices(conn, batch, &kept)?;
        Ok(())
    })
}

/// Has a batch wait to be read again with the decisions made about it: the data changed since it was compared. An old preview can no longer be committed.
pub fn compare_again(db: &Db, actor: &Actor, batch: BatchId) -> Result<(), RosterError> {
    let token: String = db.random_token()?;
    db.write(|conn| {
        authorised_batch(conn, actor, batch)?;
        reopen(conn, batch, &token, None)
    })
}

/// What people decided about the file of a batch so far.
pub fn kept_choices(db: &Db, actor: &Actor, batch: BatchId) -> Result<Choices, RosterError> {
    db.read(|conn| {
        authorised_batch(conn, actor, batch)?;
        Ok(choices_of(conn, batch)?.unwrap_or_default())
    })
}

/// `None` where nobody has decided anything yet.
pub(super) fn choices_of(conn: &mut Conn, batch: BatchId) -> Result<Option<Choices>, RosterError> {
    let kept = batches::choices(conn, batch)?.map(|kept| serde_json::from_slice(&kept)).transpose();
    kept.map_err(|_| RosterError::BrokenStage(batch.0))
}

/// Puts a corrected file in the place of the one that was there. The batch keeps its number and the decisions made about it; it is not read yet.
pub fn replace_file(
    db: &Db,
    actor: &Actor,
    batch: BatchId,
    file_name: &str,
    file: &StoredFile,
) -> Result<(), RosterError> {
    let token: String = db.random_token()?;
    db.write(|conn| {
        let found = authorised_batch(conn, actor, batch)?;
        reopen(conn, batch, &token, Some((&safe(file_name), file)))?;
        if let Some(old) = found.file {
            blobs::delete(conn, old)?;
        }
        let detail = serde_json::json!({ "sha256": hexadecimal(&file.head.sha256) });
        access::audit(conn, actor, event("import.replace_file", &found, detail))?;
        Ok(())
    })
}

fn reopen(conn: &mut Conn, batch: BatchId, token: &str, file: Option<(&str, &StoredFile)>) -> Result<(), RosterError> {
    let file = file.map(|(name, stored)| (name, stored.blob, stored.head.sha256.as_slice()));
    let now = Utc::now().naive_utc();
    if batches::reopen(conn, batch, token, file, now)? { Ok(()) } else { Err(RosterError::Closed(batch.0)) }
}

/// What the audit trail notes about a batch.
pub(super) fn event(action: &'static str, batch: &Batch, detail: serde_json::Value) -> AuditEvent<'static> {
    AuditEvent { action, object: "import_batch", object_id: Some(batch.id.0), unit: Some(batch.unit), detail }
}
