//! Loading people with everything a row can change.

use std::collections::HashMap;

use super::apply::KnownPerson;
use crate::model::enrollment::effective_days;
use crate::model::id::PersonId;
use crate::store::{Conn, StoreError, events, listings, people, residences};

/// People by identity.
pub fn load(conn: &mut Conn, ids: &[PersonId]) -> Result<HashMap<PersonId, KnownPerson>, StoreError> {
    let mut events = events::of_people(conn, ids)?;
    let mut listings = listings::of_people(conn, ids)?;
    let mut barriers = listings::barriers_of(conn, ids)?;
    let moved = residences::last_moves(conn, ids)?;
    let people = people::with_revisions(conn, ids)?;
    let known = people.into_iter().map(|(person, revision)| {
        let id = person.id;
        let known = KnownPerson {
            days: effective_days(&events.remove(&id).unwrap_or_default()),
            listings: listings.remove(&id).unwrap_or_default(),
            moved: moved.get(&id).copied(),
            barriers: barriers.remove(&id).unwrap_or_default(),
            revision: Some(revision),
            person,
        };
        (id, known)
    });
    Ok(known.collect())
}
