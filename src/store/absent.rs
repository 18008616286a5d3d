//! Who is known where a list belongs and is not named by it: identities in sealed pieces.

use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::import_absent;
use crate::model::id::BatchId;

/// What the pieces are sealed for.
const ABSENT: &str = "import.absent";

/// Adds a piece of so many people, sealed.
pub fn put(conn: &mut Conn, batch: BatchId, position: i32, count: usize, content: &[u8]) -> Result<(), StoreError> {
    let sealed = conn.keys.seal(ABSENT, content)?;
    let row = (
        import_absent::batch_id.eq(batch.0),
        import_absent::position.eq(position),
        import_absent::person_count.eq(i32::try_from(count).unwrap_or(i32::MAX)),
        import_absent::content.eq(sealed),
    );
    diesel::insert_into(import_absent::table).values(row).execute(&mut *conn.any)?;
    Ok(())
}

/// The pieces of a batch with the number of people in each, in order.
pub fn heads(conn: &mut Conn, batch: BatchId) -> Result<Vec<(i32, usize)>, StoreError> {
    let query = import_absent::table.filter(import_absent::batch_id.eq(batch.0)).order(import_absent::position);
    let rows: Vec<(i32, i32)> =
        query.select((import_absent::position, import_absent::person_count)).load(&mut *conn.any)?;
    Ok(rows.into_iter().map(|(position, count)| (position, usize::try_from(count).unwrap_or(0))).collect())
}

/// Opens one piece.
pub fn piece(conn: &mut Conn, batch: BatchId, position: i32) -> Result<Option<Vec<u8>>, StoreError> {
    let query = import_absent::table.find((batch.0, position)).select(import_absent::content);
    let sealed: Option<Vec<u8>> = query.first(&mut *conn.any).optional()?;
    sealed.map(|sealed| conn.keys.open_sealed(ABSENT, &sealed)).transpose().map_err(Into::into)
}

/// Removes the pieces of a batch.
pub fn delete(conn: &mut Conn, batch: BatchId) -> Result<(), StoreError> {
    diesel::delete(import_absent::table.filter(import_absent::batch_id.eq(batch.0))).execute(&mut *conn.any)?;
    Ok(())
}
