//! How files of one form were understood, per unit.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::import_mapping;
use crate::model::id::{AccountId, UnitId};

/// Keeps the decisions (JSON) about files of a form in the place of earlier ones.
pub fn put(
    conn: &mut Conn,
    unit: UnitId,
    fingerprint: &[u8],
    choices: &str,
    account: Option<AccountId>,
    now: NaiveDateTime,
) -> Result<(), StoreError> {
    forget(conn, unit, fingerprint)?;
    let row = (
        import_mapping::unit_id.eq(unit.0),
        import_mapping::fingerprint.eq(fingerprint),
        import_mapping::choices.eq(choices),
        import_mapping::account_id.eq(account.map(|id| id.0)),
        import_mapping::used_at.eq(now),
    );
    diesel::insert_into(import_mapping::table).values(row).execute(&mut *conn.any)?;
    Ok(())
}

/// The decisions (JSON) about files of a form.
pub fn find(conn: &mut Conn, unit: UnitId, fingerprint: &[u8]) -> Result<Option<String>, StoreError> {
    let query = import_mapping::table.find((unit.0, fingerprint)).select(import_mapping::choices);
    Ok(query.first(&mut *conn.any).optional()?)
}

/// Forgets them.
pub fn forget(conn: &mut Conn, unit: UnitId, fingerprint: &[u8]) -> Result<(), StoreError> {
    diesel::delete(import_mapping::table.find((unit.0, fingerprint))).execute(&mut *conn.any)?;
    Ok(())
}
