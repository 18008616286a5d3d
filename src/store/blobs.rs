//! Files, sealed: uploads and everything else that may hold personal data. A file is kept in pieces, so that neither taking it in nor reading it again
//! needs all of it in memory.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::connection::Conn;
use super::error::StoreError;
use super::schema::{blob, blob_piece};
use crate::model::id::BlobId;

/// Bytes of a piece before sealing.
pub const PIECE_BYTES: usize = 1 << 20;

/// Length and hash of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobHead {
    /// Bytes.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: Vec<u8>,
}

/// Begins a file that arrives in pieces. Until [`finish`] it has no length.
pub fn begin(conn: &mut Conn, purpose: &str, now: NaiveDateTime) -> Result<BlobId, StoreError> {
    let row = (
        blob::purpose.eq(purpose),
        blob::content.eq(Vec::<u8>::new()),
        blob::plain_bytes.eq(0),
        blob::sha256.eq(Vec::<u8>::new()),
        blob::created_at.eq(now),
    );
    let id: i64 = diesel::insert_into(blob::table).values(row).returning(blob::id).get_result(&mut *conn.any)?;
    Ok(BlobId(id))
}

/// Keeps the next piece, sealed to its place.
pub fn append(conn: &mut Conn, id: BlobId, purpose: &str, position: i32, piece: &[u8]) -> Result<(), StoreError> {
    let row = (
        blob_piece::blob_id.eq(id.0),
        blob_piece::position.eq(position),
        blob_piece::content.eq(conn.keys.seal(&place(purpose, id, position), piece)?),
    );
    diesel::insert_into(blob_piece::table).values(row).execute(&mut *conn.any)?;
    Ok(())
}

/// Says that a file is complete.
pub fn finish(conn: &mut Conn, id: BlobId, head: &BlobHead) -> Result<(), StoreError> {
    let bytes = i64::try_from(head.bytes).unwrap_or(i64::MAX);
    let row = (blob::plain_bytes.eq(bytes), blob::sha256.eq(&head.sha256));
    diesel::update(blob::table.find(id.0)).set(row).execute(&mut *conn.any)?;
    Ok(())
}

/// Keeps a file that is at hand as a whole.
pub fn keep(conn: &mut Conn, purpose: &str, bytes: &[u8], now: NaiveDateTime) -> Result<BlobId, StoreError> {
    let blob = begin(conn, purpose, now)?;
    for (position, piece) in (0i32..).zip(bytes.chunks(PIECE_BYTES)) {
        append(conn, blob, purpose, position, piece)?;
    }
    finish(conn, blob, &BlobHead { bytes: bytes.len() as u64, sha256: sha256(bytes) })?;
    Ok(blob)
}

/// Opens a whole file.
pub fn whole(conn: &mut Conn, id: BlobId) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    for position in 0i32.. {
        match piece(conn, id, position)? {
            Some(piece) => bytes.extend_from_slice(&piece),
            None => break,
        }
    }
    Ok(bytes)
}

/// Removes a file.
pub fn delete(conn: &mut Conn, id: BlobId) -> Result<(), StoreError> {
    diesel::delete(blob_piece::table.filter(blob_piece::blob_id.eq(id.0))).execute(&mut *conn.any)?;
    diesel::delete(blob::table.find(id.0)).execute(&mut *conn.any)?;
    Ok(())
}

/// Files of a purpose that no batch refers to and that began to arrive before an instant.
pub fn without_batch(conn: &mut Conn, purpose: &str, before: NaiveDateTime) -> Result<Vec<BlobId>, StoreError> {
    use super::schema::import_batch;
    let used = import_batch::table.filter(import_batch::file_blob_id.is_not_null());
    let used = used.select(import_batch::file_blob_id.assume_not_null());
    let query = blob::table
        .filter(blob::purpose.eq(purpose))
        .filter(blob::created_at.lt(before))
        .filter(blob::id.ne_all(used))
        .order(blob::id)
        .select(blob::id);
    Ok(query.load::<i64>(&mut *conn.any)?.into_iter().map(BlobId).collect())
}

/// Length and hash of a file.
pub fn head(conn: &mut Conn, id: BlobId) -> Result<Option<BlobHead>, StoreError> {
    let found: Option<(i64, Vec<u8>)> =
        blob::table.find(id.0).select((blob::plain_bytes, blob::sha256)).first(&mut *conn.any).optional()?;
    Ok(found.map(|(bytes, sha256)| BlobHead { bytes: u64::try_from(bytes).unwrap_or(0), sha256 }))
}

/// Opens one piece; `None` behind the last one. A file that was kept in one row comes as a single piece.
pub fn piece(conn: &mut Conn, id: BlobId, position: i32) -> Result<Option<Vec<u8>>, StoreError> {
    let query = blob::table.find(id.0).select((blob::purpose, blob::content));
    let found: Option<(String, Vec<u8>)> = query.first(&mut *conn.any).optional()?;
    let Some((purpose, whole)) = found else { return Ok(None) };
    if !whole.is_empty() {
        return Ok(if position == 0 { Some(conn.keys.open_sealed(&purpose, &whole)?) } else { None });
    }
    let query = blob_piece::table.find((id.0, position)).select(blob_piece::content);
    let sealed: Option<Vec<u8>> = query.first(&mut *conn.any).optional()?;
    let opened = sealed.map(|sealed| conn.keys.open_sealed(&place(&purpose, id, position), &sealed));
    Ok(opened.transpose()?)
}

/// The SHA-256 of a file.
pub fn sha256(content: &[u8]) -> Vec<u8> {
    Sha256::digest(content).to_vec()
}

/// A piece opens only where it belongs: pieces cannot be exchanged or left out in the database without notice.
fn place(purpose: &str, id: BlobId, position: i32) -> String {
    format!("{purpose}:{id}:{position}")
}
