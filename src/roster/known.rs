//! Loading people with everything a row can change.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::apply::KnownPerson;
use crate::model::as_of::AsOf;
use crate::model::enrollment::effective_days;
use crate::model::id::{MilestoneId, PersonId};
use crate::store::{Conn, StoreError, events, listings, people, person_barriers, residences};

/// People by identity.
pub fn load(conn: &mut Conn, ids: &[PersonId]) -> Result<HashMap<PersonId, KnownPerson>, StoreError> {
    let mut events = events::of_people(conn, ids)?;
    let took_back = events.iter().filter(|(_, own)| own.iter().any(|event| event.revokes.is_some())).map(|(id, _)| *id);
    let mut revoked = revocations(conn, &took_back.collect::<Vec<_>>())?;
    let mut listings = listings::of_people(conn, ids)?;
    let mut barriers = person_barriers::of_people(conn, ids)?;
    let moved = residences::last_moves(conn, ids)?;
    let people = people::with_revisions(conn, ids)?;
    let known = people.into_iter().map(|(person, revision)| {
        let id = person.id;
        let known = KnownPerson {
            days: effective_days(&events.remove(&id).unwrap_or_default()),
            revoked: revoked.remove(&id).unwrap_or_default(),
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

/// Which milestones officials took back, and when.
fn revocations(
    conn: &mut Conn,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, Vec<(MilestoneId, NaiveDate)>>, StoreError> {
    let mut found: HashMap<PersonId, Vec<(MilestoneId, NaiveDate)>> = HashMap::new();
    for (person, milestone, recorded_at) in events::revocations(conn, ids)? {
        found.entry(person).or_default().push((milestone, AsOf::of_instant(recorded_at.and_utc()).day()));
    }
    Ok(found)
}
