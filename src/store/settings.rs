//! Settings of the installation, and the proof that the key file is the one that sealed the data.

use crate::model::hexadecimal::hexadecimal;
use diesel::prelude::*;

use super::connection::{Conn, Db};
use super::error::StoreError;
use super::schema::setting;
use super::seal::KeysError;

/// Name of the setting that holds a word sealed when the database was made.
const KEY_PROOF: &str = "key_proof";

/// A setting.
pub fn get(conn: &mut Conn, name: &str) -> Result<Option<String>, StoreError> {
    Ok(setting::table.find(name).select(setting::value).first(&mut *conn.any).optional()?)
}

/// Writes a setting.
pub fn set(conn: &mut Conn, name: &str, value: &str) -> Result<(), StoreError> {
    let row = (setting::name.eq(name), setting::value.eq(value));
    on_each!(&mut *conn.any, |c| diesel::insert_into(setting::table)
        .values(row)
        .on_conflict(setting::name)
        .do_update()
        .set(setting::value.eq(value))
        .execute(c)?);
    Ok(())
}

/// Takes a setting away; says whether it was there. Of several that try at once, one is told so.
pub(super) fn take_away(conn: &mut Conn, name: &str) -> Result<bool, StoreError> {
    Ok(diesel::delete(setting::table.find(name)).execute(&mut *conn.any)? > 0)
}

/// Refuses a key that did not seal this database; a new database remembers its key.
pub(super) fn check_keys(db: &Db) -> Result<(), StoreError> {
    let index = hexadecimal(&db.keys().blind_index(KEY_PROOF, KEY_PROOF));
    let known = db.read(|c| get(c, KEY_PROOF))?;
    match known {
        Some(known) if known == index => Ok(()),
        Some(_) => Err(KeysError::Wrong.into()),
        None => db.write(|c| set(c, KEY_PROOF, &index)),
    }
}
