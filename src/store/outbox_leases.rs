//! Which server sends a mail, and what became of it. A server holds a mail under its own name and says now and then that it is still alive; what a dead
//! server left behind is taken over by another. No transaction stays open while a mail server is waited for.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::any::AnyConnection;
use super::blobs::sha256;
use super::connection::Conn;
use super::error::StoreError;
use super::outbox::{Mail, MailState, get};
use super::schema::outbox;
use crate::model::id::MailId;

/// What the bytes of a mail are sealed for.
const PURPOSE: &str = "outbox.message";

/// For whom a mail is taken, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Lease<'a> {
    /// Name of the server that sends, unique among those running.
    pub by: &'a str,
    /// Now.
    pub now: DateTime<Utc>,
    /// Until when nobody else takes it.
    pub until: DateTime<Utc>,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Sent.
    Sent {
        /// What the mail server said.
        answer: Option<String>,
    },
    /// Try again then.
    Retry {
        /// When.
        at: DateTime<Utc>,
        /// What went wrong.
        error: String,
    },
    /// Given up.
    Failed {
        /// What went wrong.
        error: String,
    },
}

/// Takes the mail that is due longest, for one server alone until the lease ends.
pub fn lease_next(conn: &mut Conn, lease: &Lease<'_>) -> Result<Option<Mail>, StoreError> {
    let now = lease.now.naive_utc();
    let due = outbox::table
        .filter(outbox::state.eq(MailState::Waiting.as_str()))
        .filter(outbox::next_attempt_at.le(now))
        .filter(outbox::leased_until.is_null().or(outbox::leased_until.le(now)))
        .order((outbox::next_attempt_at, outbox::id))
        .select((outbox::id, outbox::first_attempt_at))
        .limit(1);
    let found: Option<(i64, Option<NaiveDateTime>)> = match &mut *conn.any {
        AnyConnection::Postgres(c) => due.for_update().skip_locked().first(c).optional()?,
        // One writer at a time: the transaction is the lock.
        AnyConnection::Sqlite(c) => due.first(c).optional()?,
    };
    let Some((id, first_attempt_at)) = found else { return Ok(None) };
    let row = (
        outbox::leased_by.eq(lease.by),
        outbox::leased_until.eq(lease.until.naive_utc()),
        outbox::attempts.eq(outbox::attempts + 1),
        outbox::first_attempt_at.eq(first_attempt_at.unwrap_or(now)),
    );
    diesel::update(outbox::table.find(id)).set(row).execute(&mut *conn.any)?;
    get(conn, MailId(id))
}

/// Says that the server is still sending; `false` when the mail is not its own any more.
pub fn keep(conn: &mut Conn, id: MailId, lease: &Lease<'_>) -> Result<bool, StoreError> {
    let target = outbox::table.filter(outbox::id.eq(id.0)).filter(outbox::leased_by.eq(lease.by));
    let row = outbox::leased_until.eq(lease.until.naive_utc());
    Ok(diesel::update(target).set(row).execute(&mut *conn.any)? == 1)
}

/// Notes what became of an attempt and ends the lease; `false` when another server has taken the mail meanwhile and notes it itself. A mail that was sent
/// is noted whoever holds it: it must not leave once more.
pub fn record(
    conn: &mut Conn,
    id: MailId,
    by: &str,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let mut changed = 0;
    let ended = (outbox::leased_by.eq(None::<String>), outbox::leased_until.eq(None::<NaiveDateTime>));
    let own = outbox::table.filter(outbox::id.eq(id.0)).filter(outbox::leased_by.eq(by));
    match outcome {
        Outcome::Sent { answer } => {
            let sent = (
                outbox::state.eq(MailState::Sent.as_str()),
                outbox::last_error.eq(None::<String>),
                outbox::sent_at.eq(now.naive_utc()),
                outbox::server_answer.eq(answer.as_deref()),
            );
            let target = outbox::table.filter(outbox::id.eq(id.0)).filter(outbox::state.ne(MailState::Sent.as_str()));
            changed += diesel::update(target).set((sent, ended)).execute(&mut *conn.any)?;
        }
        Outcome::Retry { at, error } => {
            let waits = (outbox::last_error.eq(error.as_str()), outbox::next_attempt_at.eq(at.naive_utc()));
            changed += diesel::update(own).set((waits, ended)).execute(&mut *conn.any)?;
        }
        Outcome::Failed { error } => {
            let failed = (outbox::state.eq(MailState::Failed.as_str()), outbox::last_error.eq(error.as_str()));
            changed += diesel::update(own).set((failed, ended)).execute(&mut *conn.any)?;
        }
    }
    Ok(changed == 1)
}

/// The bytes of a mail as they are sent, once they are built.
pub fn message(conn: &mut Conn, id: MailId) -> Result<Option<Vec<u8>>, StoreError> {
    let sealed: Option<Option<Vec<u8>>> =
        outbox::table.find(id.0).select(outbox::message).first(&mut *conn.any).optional()?;
    sealed.flatten().map(|sealed| Ok(conn.keys.open_sealed(PURPOSE, &sealed)?)).transpose()
}

/// Keeps the bytes of a mail, sealed, with their SHA-256. Bytes that are there already stay.
pub fn keep_message(conn: &mut Conn, id: MailId, bytes: &[u8]) -> Result<(), StoreError> {
    let sealed = conn.keys.seal(PURPOSE, bytes)?;
    let row = (outbox::message.eq(sealed), outbox::message_sha256.eq(sha256(bytes)));
    let target = outbox::table.filter(outbox::id.eq(id.0)).filter(outbox::message.is_null());
    diesel::update(target).set(row).execute(&mut *conn.any)?;
    Ok(())
}
