//! What the sheet of one person shows besides the person and the events.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::super::connection::Conn;
use super::super::error::StoreError;
use super::super::schema::{import_batch, listing};
use crate::model::id::{BatchId, PersonId, UnitId};

/// A list that named somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The list.
    pub batch: BatchId,
    /// Name of its file.
    pub file_name: String,
    /// The village or office under which it named the person.
    pub unit: UnitId,
    /// As somebody who has left.
    pub departed: bool,
    /// The day it was drawn up.
    pub listed_on: NaiveDate,
}

/// The lists that named a person, latest first.
pub fn mentions(conn: &mut Conn, person: PersonId) -> Result<Vec<Mention>, StoreError> {
    let rows: Vec<(i64, String, i64, bool, NaiveDate)> = listing::table
        .inner_join(import_batch::table.on(import_batch::id.eq(listing::batch_id)))
        .filter(listing::person_id.eq(person.0))
        .order((listing::listed_on.desc(), listing::batch_id.desc(), listing::unit_id))
        .select((listing::batch_id, import_batch::file_name, listing::unit_id, listing::departed, listing::listed_on))
        .load(&mut *conn.any)?;
    let mention = |(batch, file_name, unit, departed, listed_on)| Mention {
        batch: BatchId(batch),
        file_name,
        unit: UnitId(unit),
        departed,
        listed_on,
    };
    Ok(rows.into_iter().map(mention).collect())
}
