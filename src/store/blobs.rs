//! Files, sealed: uploads and everything else that may hold personal data.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::connection::Conn;
use super::error::StoreError;
use super::schema::blob;
use crate::model::id::BlobId;

/// Seals a file and keeps it.
pub fn put(conn: &mut Conn, purpose: &str, content: &[u8], now: NaiveDateTime) -> Result<BlobId, StoreError> {
    let sealed = conn.keys.seal(purpose, content)?;
    let row = (
        blob::purpose.eq(purpose),
        blob::content.eq(sealed),
        blob::plain_bytes.eq(i64::try_from(content.len()).unwrap_or(i64::MAX)),
        blob::sha256.eq(sha256(content)),
        blob::created_at.eq(now),
    );
    let id: i64 = diesel::insert_into(blob::table).values(row).returning(blob::id).get_result(&mut *conn.any)?;
    Ok(BlobId(id))
}

/// Opens a file.
pub fn get(conn: &mut Conn, id: BlobId) -> Result<Option<Vec<u8>>, StoreError> {
    let query = blob::table.find(id.0).select((blob::purpose, blob::content));
    let found: Option<(String, Vec<u8>)> = query.first(&mut *conn.any).optional()?;
    match found {
        Some((purpose, sealed)) => Ok(Some(conn.keys.open_sealed(&purpose, &sealed)?)),
        None => Ok(None),
    }
}

/// The SHA-256 of a file.
pub fn sha256(content: &[u8]) -> Vec<u8> {
    Sha256::digest(content).to_vec()
}
