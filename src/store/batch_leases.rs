//! Which process reads a batch. A process holds a batch under the token it found there and says with every piece that it is still alive; what a dead
//! process left behind is taken over by another.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use super::batches::BatchState;
use super::connection::Conn;
use super::error::StoreError;
use super::schema::import_batch;
use crate::model::id::{AccountId, BatchId};

/// How long a process is believed to be alive after it last said so. A workbook may be silent for half a minute before its first row.
const LASTS: TimeDelta = TimeDelta::minutes(2);

/// A batch that nobody reads although it waits for that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    /// The batch.
    pub batch: BatchId,
    /// Who uploaded it; `None` for a command on the machine.
    pub account: Option<AccountId>,
    /// How often a process began to read it.
    pub readings: u32,
}

/// Takes a batch for a process; `false` when another one reads it, or it does not wait under this token any more.
pub fn claim(
    conn: &mut Conn,
    batch: BatchId,
    token: &str,
    reader: &str,
    now: NaiveDateTime,
) -> Result<bool, StoreError> {
    let free = import_batch::reader.is_null().or(import_batch::lease_until.le(now));
    let target = import_batch::table
        .filter(import_batch::id.eq(batch.0))
        .filter(import_batch::state.eq(BatchState::Reading.as_str()))
        .filter(import_batch::token.eq(token))
        .filter(free.assume_not_null());
    let row = (
        import_batch::reader.eq(reader),
        import_batch::lease_until.eq(now + LASTS),
        import_batch::readings.eq(import_batch::readings + 1),
    );
    Ok(diesel::update(target).set(row).execute(&mut *conn.any)? == 1)
}

/// Says that the process is alive and keeps the batch until the transaction ends; `false` when it is no longer the reader.
pub fn hold(
    conn: &mut Conn,
    batch: BatchId,
    token: &str,
    reader: &str,
    now: NaiveDateTime,
) -> Result<bool, StoreError> {
    let target = import_batch::table
        .filter(import_batch::id.eq(batch.0))
        .filter(import_batch::state.eq(BatchState::Reading.as_str()))
        .filter(import_batch::token.eq(token))
        .filter(import_batch::reader.eq(reader));
    let row = import_batch::lease_until.eq(now + LASTS);
    Ok(diesel::update(target).set(row).execute(&mut *conn.any)? == 1)
}

/// Lets batches go that a process reads or was to read, because it ends.
pub fn let_go(conn: &mut Conn, batches: &[BatchId], now: NaiveDateTime) -> Result<(), StoreError> {
    let target = import_batch::table
        .filter(import_batch::id.eq_any(batches.iter().map(|batch| batch.0)))
        .filter(import_batch::state.eq(BatchState::Reading.as_str()));
    let row = (import_batch::reader.eq(None::<String>), import_batch::lease_until.eq(now));
    diesel::update(target).set(row).execute(&mut *conn.any)?;
    Ok(())
}

/// Batches that wait to be read and whose reader has not been heard of, oldest first.
pub fn left_behind(conn: &mut Conn, now: NaiveDateTime) -> Result<Vec<LeftBehind>, StoreError> {
    let silent = import_batch::lease_until.is_null().or(import_batch::lease_until.le(now));
    let query = import_batch::table
        .filter(import_batch::state.eq(BatchState::Reading.as_str()))
        .filter(silent.assume_not_null())
        .order(import_batch::id)
        .select((import_batch::id, import_batch::account_id, import_batch::readings));
    let rows: Vec<(i64, Option<i64>, i32)> = query.load(&mut *conn.any)?;
    let of = |(batch, account, readings): (i64, Option<i64>, i32)| LeftBehind {
        batch: BatchId(batch),
        account: account.map(AccountId),
        readings: u32::try_from(readings).unwrap_or(0),
    };
    Ok(rows.into_iter().map(of).collect())
}
