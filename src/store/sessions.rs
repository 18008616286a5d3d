//! Sessions: one row behind both the page cookie and the API token. Only a hash of the secret is kept.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::session;
use crate::model::id::{AccountId, SessionId};

/// A session as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Identity.
    pub id: SessionId,
    /// Whose.
    pub account: AccountId,
    /// The door it was opened through; a secret of one door does not open another.
    pub door: String,
    /// Last use; written about once a minute.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends, however busy.
    pub expires_at: DateTime<Utc>,
}

/// What a new session is made of.
#[derive(Debug)]
pub struct NewSession<'a> {
    /// Whose.
    pub account: AccountId,
    /// Through which door.
    pub door: &'static str,
    /// SHA-256 of the secret.
    pub secret_hash: &'a [u8],
    /// Now.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// Network address.
    pub source: &'a str,
}

/// Opens a session.
pub fn insert(conn: &mut Conn, new: &NewSession<'_>) -> Result<SessionId, StoreError> {
    let id = diesel::insert_into(session::table)
        .values((
            session::account_id.eq(new.account.0),
            session::door.eq(new.door),
            session::secret_hash.eq(new.secret_hash),
            session::created_at.eq(new.created_at.naive_utc()),
            session::last_seen_at.eq(new.created_at.naive_utc()),
            session::expires_at.eq(new.expires_at.naive_utc()),
            session::source.eq(new.source),
        ))
        .returning(session::id)
        .get_result(&mut *conn.any)?;
    Ok(SessionId(id))
}

/// The session of a secret.
pub fn find(conn: &mut Conn, secret_hash: &[u8]) -> Result<Option<Session>, StoreError> {
    type Row = (i64, i64, String, NaiveDateTime, NaiveDateTime);
    let row: Option<Row> = session::table
        .filter(session::secret_hash.eq(secret_hash))
        .select((session::id, session::account_id, session::door, session::last_seen_at, session::expires_at))
        .first(&mut *conn.any)
        .optional()?;
    Ok(row.map(|(id, account, door, last_seen_at, expires_at)| Session {
        id: SessionId(id),
        account: AccountId(account),
        door,
        last_seen_at: last_seen_at.and_utc(),
        expires_at: expires_at.and_utc(),
    }))
}

/// Notes that a session is in use.
pub fn touch(conn: &mut Conn, id: SessionId, at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(session::table.find(id.0)).set(session::last_seen_at.eq(at.naive_utc())).execute(&mut *conn.any)?;
    Ok(())
}

/// Ends a session; whether there was one.
pub fn delete(conn: &mut Conn, id: SessionId) -> Result<bool, StoreError> {
    Ok(diesel::delete(session::table.find(id.0)).execute(&mut *conn.any)? > 0)
}

/// Ends all sessions of an account.
pub fn delete_of(conn: &mut Conn, account: AccountId) -> Result<usize, StoreError> {
    Ok(diesel::delete(session::table.filter(session::account_id.eq(account.0))).execute(&mut *conn.any)?)
}

/// Removes sessions that have ended.
pub fn delete_expired(conn: &mut Conn, now: DateTime<Utc>) -> Result<usize, StoreError> {
    Ok(diesel::delete(session::table.filter(session::expires_at.le(now.naive_utc()))).execute(&mut *conn.any)?)
}
