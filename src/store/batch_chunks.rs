//! The staged rows of an imported file, in sealed pieces.

use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::import_chunk;
use crate::model::id::BatchId;

/// What the staged pieces are sealed for.
const STAGED: &str = "import.chunk";

/// A piece of staged rows: how many rows of which class it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChunkHead {
    /// Place among the pieces, from 0.
    pub position: i32,
    /// Rows.
    pub rows: i32,
    /// Rows per class, as the importer wrote them (JSON).
    pub classes: String,
}

/// Adds a piece of staged rows, sealed.
pub fn put_chunk(conn: &mut Conn, batch: BatchId, head: &ChunkHead, content: &[u8]) -> Result<(), StoreError> {
    let sealed = conn.keys.seal(STAGED, content)?;
    let row = (
        import_chunk::batch_id.eq(batch.0),
        import_chunk::position.eq(head.position),
        import_chunk::row_count.eq(head.rows),
        import_chunk::classes.eq(&head.classes),
        import_chunk::content.eq(sealed),
    );
    diesel::insert_into(import_chunk::table).values(row).execute(&mut *conn.any)?;
    Ok(())
}

/// The pieces of a batch without their content, in order.
pub fn chunk_heads(conn: &mut Conn, batch: BatchId) -> Result<Vec<ChunkHead>, StoreError> {
    let query = import_chunk::table.filter(import_chunk::batch_id.eq(batch.0)).order(import_chunk::position);
    let rows: Vec<(i32, i32, String)> =
        query.select((import_chunk::position, import_chunk::row_count, import_chunk::classes)).load(&mut *conn.any)?;
    Ok(rows.into_iter().map(|(position, rows, classes)| ChunkHead { position, rows, classes }).collect())
}

/// Opens one piece.
pub fn chunk(conn: &mut Conn, batch: BatchId, position: i32) -> Result<Option<Vec<u8>>, StoreError> {
    let query = import_chunk::table.find((batch.0, position)).select(import_chunk::content);
    let sealed: Option<Vec<u8>> = query.first(&mut *conn.any).optional()?;
    sealed.map(|sealed| conn.keys.open_sealed(STAGED, &sealed)).transpose().map_err(Into::into)
}

/// Removes the staged rows of a batch, and whom its list does not name.
pub fn delete_chunks(conn: &mut Conn, batch: BatchId) -> Result<(), StoreError> {
    super::absent::delete(conn, batch)?;
    diesel::delete(import_chunk::table.filter(import_chunk::batch_id.eq(batch.0))).execute(&mut *conn.any)?;
    Ok(())
}
