//! How people stood before an imported file was applied, in sealed pieces: what an undo needs.

use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::import_before;
use crate::model::id::BatchId;

/// Keeps how the people of a piece stood before it, sealed.
pub fn put_before(conn: &mut Conn, batch: BatchId, position: i32, content: &[u8]) -> Result<(), StoreError> {
    let row = (
        import_before::batch_id.eq(batch.0),
        import_before::position.eq(position),
        import_before::content.eq(conn.keys.seal(&before_place(batch, position), content)?),
    );
    diesel::insert_into(import_before::table).values(row).execute(&mut *conn.any)?;
    Ok(())
}

/// The places of the pieces that [`put_before`] kept, ascending.
pub fn before_positions(conn: &mut Conn, batch: BatchId) -> Result<Vec<i32>, StoreError> {
    let query = import_before::table.filter(import_before::batch_id.eq(batch.0)).order(import_before::position);
    Ok(query.select(import_before::position).load(&mut *conn.any)?)
}

/// Opens what [`put_before`] kept.
pub fn before(conn: &mut Conn, batch: BatchId, position: i32) -> Result<Option<Vec<u8>>, StoreError> {
    let query = import_before::table.find((batch.0, position)).select(import_before::content);
    let sealed: Option<Vec<u8>> = query.first(&mut *conn.any).optional()?;
    let opened = sealed.map(|sealed| conn.keys.open_sealed(&before_place(batch, position), &sealed));
    opened.transpose().map_err(Into::into)
}

/// Removes what [`put_before`] kept: nothing can be taken back any more.
pub fn delete_before(conn: &mut Conn, batch: BatchId) -> Result<(), StoreError> {
    diesel::delete(import_before::table.filter(import_before::batch_id.eq(batch.0))).execute(&mut *conn.any)?;
    Ok(())
}

/// A piece opens only where it belongs.
fn before_place(batch: BatchId, position: i32) -> String {
    format!("import.before:{batch}:{position}")
}
