//! Ways to enrol in a programme, and which of them people took.

use std::collections::HashMap;

use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::{enrollment, programme_channel};
use crate::model::id::{PersonId, ProgrammeId};

/// A way to enrol in a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Fixed code within its programme: `vneid`.
    pub code: String,
    /// Vietnamese name.
    pub name: String,
}

/// The ways of all programmes that have several, in their order.
pub fn all(conn: &mut Conn) -> Result<HashMap<ProgrammeId, Vec<Channel>>, StoreError> {
    let columns = (programme_channel::programme_id, programme_channel::code, programme_channel::name);
    let order = (programme_channel::programme_id, programme_channel::position);
    let rows: Vec<(i64, String, String)> =
        programme_channel::table.order(order).select(columns).load(&mut *conn.any)?;
    let mut found: HashMap<ProgrammeId, Vec<Channel>> = HashMap::new();
    for (programme, code, name) in rows {
        found.entry(ProgrammeId(programme)).or_default().push(Channel { code, name });
    }
    Ok(found)
}

/// The ways of one programme, in their order.
pub fn of(conn: &mut Conn, programme: ProgrammeId) -> Result<Vec<Channel>, StoreError> {
    Ok(all(conn)?.remove(&programme).unwrap_or_default())
}

/// Replaces the ways of a programme. What was recorded of people keeps its code.
pub fn replace(conn: &mut Conn, programme: ProgrammeId, channels: &[Channel]) -> Result<(), StoreError> {
    let old = programme_channel::table.filter(programme_channel::programme_id.eq(programme.0));
    diesel::delete(old).execute(&mut *conn.any)?;
    for (position, channel) in (1i32..).zip(channels) {
        let row = (
            programme_channel::programme_id.eq(programme.0),
            programme_channel::code.eq(&channel.code),
            programme_channel::name.eq(&channel.name),
            programme_channel::position.eq(position),
        );
        diesel::insert_into(programme_channel::table).values(row).execute(&mut *conn.any)?;
    }
    Ok(())
}

/// The codes of the ways that somebody took, by programme, as far as they are known.
pub fn taken_by(conn: &mut Conn, person: PersonId) -> Result<HashMap<ProgrammeId, String>, StoreError> {
    let rows: Vec<(i64, Option<String>)> = enrollment::table
        .filter(enrollment::person_id.eq(person.0))
        .select((enrollment::programme_id, enrollment::channel))
        .load(&mut *conn.any)?;
    Ok(rows.into_iter().filter_map(|(programme, code)| Some((ProgrammeId(programme), code?))).collect())
}

/// Keeps which way somebody took who is enrolled; nothing happens where the person is not.
pub fn set_taken(
    conn: &mut Conn,
    person: PersonId,
    programme: ProgrammeId,
    channel: Option<&str>,
) -> Result<(), StoreError> {
    let own =
        enrollment::table.filter(enrollment::person_id.eq(person.0)).filter(enrollment::programme_id.eq(programme.0));
    diesel::update(own).set(enrollment::channel.eq(channel)).execute(&mut *conn.any)?;
    Ok(())
}
