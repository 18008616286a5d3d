//! A corrected file of a batch.

use super::allowance;
use super::commit::authorised_batch;
use super::error::RosterError;
use super::original::StoredFile;
use super::reopening::replace_file;
use crate::access::Actor;
use crate::model::id::BatchId;
use crate::store::Db;
use crate::store::batches::{self, BatchState, NewBatch};
use crate::vn::file_name::safe;
use chrono::Utc;

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
        file_name: safe(file_name),
        file: file.blob,
        file_sha256: file.head.sha256.clone(),
        listed_on: found.listed_on,
        token: db.random_token()?,
        comment: found.comment,
        continues: (found.state == BatchState::Committed).then_some(batch),
    };
    db.write(|conn| {
        allowance::check(conn, actor, Utc::now().naive_utc())?;
        Ok(batches::insert(conn, &new, Utc::now().naive_utc())?)
    })
}
