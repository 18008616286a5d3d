//! Causes noted about one person by somebody who answers for it. Lists note theirs in bulk: [`super::listings::note_barriers`].

use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::listings::{self, NewBarrier};
use super::schema::person_barrier;
use crate::model::id::PersonId;

/// Notes a cause; says whether it was not noted yet. One that is already noted keeps its day and who said so.
pub fn note(conn: &mut Conn, new: &NewBarrier) -> Result<bool, StoreError> {
    let there: i64 = person_barrier::table.find((new.person.0, &new.barrier)).count().get_result(&mut *conn.any)?;
    if there == 0 {
        listings::note_barriers(conn, std::slice::from_ref(new))?;
    }
    Ok(there == 0)
}

/// Takes a noted cause back; says whether it was noted.
pub fn take_back(conn: &mut Conn, person: PersonId, barrier: &str) -> Result<bool, StoreError> {
    let gone = diesel::delete(person_barrier::table.find((person.0, barrier))).execute(&mut *conn.any)?;
    Ok(gone > 0)
}
