//! How much one account may upload without committing it: files stay sealed in the database until then, so somebody who uploads without end must not
//! fill the disk for all.

use chrono::{Duration, NaiveDateTime};

use super::error::RosterError;
use crate::access::Actor;
use crate::store::Conn;
use crate::store::batches;

/// Files of one account within 24 hours that are not committed: many times what an office sends on its worst day.
pub const FILES_A_DAY: u64 = 200;
/// Bytes of those files together.
pub const BYTES_A_DAY: u64 = 2 << 30;

/// Whether the actor may upload one more file. A command on the machine always may.
///
/// # Errors
/// [`RosterError::TooManyUploads`].
pub fn check(conn: &mut Conn, actor: &Actor, now: NaiveDateTime) -> Result<(), RosterError> {
    let Some(account) = actor.account() else { return Ok(()) };
    let (files, bytes) = batches::uncommitted_since(conn, account, now - Duration::hours(24))?;
    if files < FILES_A_DAY && bytes < BYTES_A_DAY {
        return Ok(());
    }
    Err(RosterError::TooManyUploads { files, mebibytes: bytes >> 20 })
}
