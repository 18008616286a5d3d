//! Who counts people and who moves units wait for each other: whoever counts has to see one tree from beginning to end.
//!
//! On SQLite one writer holds the whole file, so there is nothing to lock.

use diesel::prelude::*;

use super::super::any::AnyConnection;
use super::super::connection::Conn;
use super::super::error::StoreError;

/// The lock's number on PostgreSQL (any that nobody else uses), held until the transaction ends.
const TREE: i64 = 0x7469_656e_0001;

/// Counting on the tree: many at a time.
pub(super) fn count_on_tree(conn: &mut Conn) -> Result<(), StoreError> {
    take(conn, "pg_advisory_xact_lock_shared")
}

/// Changing the tree: alone, and nobody counting.
pub fn change_tree(conn: &mut Conn) -> Result<(), StoreError> {
    take(conn, "pg_advisory_xact_lock")
}

fn take(conn: &mut Conn, function: &str) -> Result<(), StoreError> {
    if let AnyConnection::Postgres(c) = &mut *conn.any {
        diesel::sql_query(format!("SELECT {function}({TREE})")).execute(c)?;
    }
    Ok(())
}
