//! Whom an actor can reach: people who live or work in the actor's unit or below.

use super::error::PeopleError;
use crate::access::{AccessError, Actor, allowed, authorise};
use crate::model::id::{PersonId, UnitId};
use crate::model::person::Person;
use crate::model::role::Operation;
use crate::store::{Conn, people};

/// The person, and the unit through which the actor reaches them. Unknown and out of reach are one answer.
pub fn reach(
    conn: &mut Conn,
    actor: &Actor,
    operation: Operation,
    id: PersonId,
) -> Result<(Person, Option<UnitId>), PeopleError> {
    allowed(actor, operation)?;
    let person = people::by_id(conn, id)?.ok_or(AccessError::NotFound)?;
    let home = person.residence.as_ref().map(|residence| residence.unit);
    let work = person.workplace.as_ref().map(|workplace| workplace.unit);
    for unit in [home, work].into_iter().flatten() {
        match authorise(conn, actor, operation, unit) {
            Ok(()) => return Ok((person, Some(unit))),
            Err(AccessError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    // Somebody who belongs nowhere is seen only by whoever sees everything.
    if crate::access::scope(actor).is_none() { Ok((person, None)) } else { Err(AccessError::NotFound.into()) }
}
