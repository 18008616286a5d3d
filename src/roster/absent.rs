//! Who is known in the places that a list speaks of and is not named by it.

use std::collections::HashSet;

use super::commit::authorised_batch;
use super::error::RosterError;
use super::lease::Lease;
use super::person_summary::{PersonSummary, summaries};
use super::stage::Listed;
use super::wire;
use crate::access::Actor;
use crate::model::id::{BatchId, PersonId, UnitId};
use crate::store::listings::Place;
use crate::store::{Conn, Db, absent as store, people};

/// People of one sealed piece.
const PIECE: usize = 500;

/// A page of the people whom a list does not name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentPage {
    /// How many there were when the file was read.
    pub total: u32,
    /// The people of the page in the order of names.
    pub people: Vec<PersonSummary>,
}

/// Finds and keeps those who live, or work, where the rows of a list belong, are alive and have not left, and are named by none of its rows.
pub fn keep(db: &Db, lease: &Lease, listed: &Listed) -> Result<u32, RosterError> {
    let villages: HashSet<UnitId> = listed.places.iter().filter_map(|place| place.village).collect();
    let offices: HashSet<UnitId> = listed.places.iter().filter_map(|place| place.office).collect();
    // A list of staff says where its people live, not who lives there.
    let villages = if offices.is_empty() { villages } else { HashSet::new() };
    let absent = db.read(|conn| {
        let mut absent: Vec<PersonId> = Vec::new();
        let places = villages.into_iter().map(|unit| (unit, Place::Residence));
        for (unit, place) in places.chain(offices.into_iter().map(|unit| (unit, Place::Workplace))) {
            let present = people::present_in(conn, unit, place)?;
            absent.extend(present.into_iter().filter(|person| !listed.named.names(*person)));
        }
        people::in_order(conn, absent)
    })?;
    if !absent.is_empty() {
        db.write(|conn| {
            lease.hold(conn)?;
            write(conn, lease.batch(), &absent)
        })?;
    }
    Ok(u32::try_from(absent.len()).unwrap_or(u32::MAX))
}

fn write(conn: &mut Conn, batch: BatchId, absent: &[PersonId]) -> Result<(), RosterError> {
    for (position, piece) in (0..).zip(absent.chunks(PIECE)) {
        let ids: Vec<i64> = piece.iter().map(|person| person.0).collect();
        let content = wire::encode(&ids).map_err(|_| RosterError::BrokenStage(batch.0))?;
        store::put(conn, batch, position, ids.len(), &content)?;
    }
    Ok(())
}

/// A page of the people whom the list of a batch does not name, as they are now; who has been removed since is left out. Pages count from 1.
pub fn absent(db: &Db, actor: &Actor, batch: BatchId, page: u32, per_page: u32) -> Result<AbsentPage, RosterError> {
    db.read(|conn| {
        let found = authorised_batch(conn, actor, batch)?;
        let first = page.saturating_sub(1).saturating_mul(per_page) as usize;
        let last = first.saturating_add(per_page as usize);
        let (mut ids, mut passed) = (Vec::new(), 0);
        for (position, count) in store::heads(conn, batch)? {
            if passed < last && passed + count > first {
                let content = store::piece(conn, batch, position)?.ok_or(RosterError::BrokenStage(batch.0))?;
                let piece: Vec<i64> = wire::decode(&content).map_err(|_| RosterError::BrokenStage(batch.0))?;
                let here = first.saturating_sub(passed)..last.saturating_sub(passed).min(piece.len());
                ids.extend(piece.get(here).unwrap_or_default().iter().map(|id| PersonId(*id)));
            }
            passed += count;
        }
        let people = summaries(conn, actor, &ids, found.listed_on)?;
        Ok(AbsentPage { total: u32::try_from(passed).unwrap_or(u32::MAX), people })
    })
}
