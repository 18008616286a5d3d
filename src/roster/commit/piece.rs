//! What one piece of a batch does, gathered before anything is written.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use crate::model::enrollment::EventSource;
use crate::model::id::{BatchId, PersonId};
use crate::model::residence::Listing;
use crate::roster::apply::{Applied, KnownPerson};
use crate::roster::before::Before;
use crate::store::events::NewEvent;
use crate::store::listings::{NewBarrier, NewListing, Place, SeenRow};
use crate::store::people::Locked;

/// A row names somebody somewhere.
pub(super) struct Mention {
    pub person: PersonId,
    pub place: Place,
    pub listing: Listing,
    /// Digest of the row.
    pub digest: Vec<u8>,
}

/// What one piece does.
#[derive(Default)]
pub(super) struct Piece {
    /// Everybody of the piece who was known before it.
    pub locked: HashMap<PersonId, Locked>,
    /// Those to whom a row of the piece does something, as far as rows were applied. Whoever is missing is only named.
    pub people: HashMap<PersonId, KnownPerson>,
    /// Who is new with this piece.
    pub new: HashSet<PersonId>,
    /// Whose own row is different.
    pub changed: HashSet<PersonId>,
    /// Whose milestones are different.
    pub enrolled: HashSet<PersonId>,
    /// About whom causes are noted.
    pub hindered: HashSet<PersonId>,
    pub mentions: Vec<Mention>,
    pub events: Vec<NewEvent>,
    pub barriers: Vec<NewBarrier>,
}

impl Piece {
    /// Takes in what a row did to somebody.
    pub(super) fn collect(&mut self, person: PersonId, outcome: Applied, batch: BatchId, listed_on: NaiveDate) {
        if outcome.person_changed && !self.new.contains(&person) {
            self.changed.insert(person);
        }
        if !outcome.events.is_empty() {
            self.enrolled.insert(person);
        }
        if !outcome.barriers.is_empty() {
            self.hindered.insert(person);
        }
        self.events.extend(outcome.events.into_iter().map(|(milestone, day)| NewEvent {
            person,
            milestone,
            happened_on: day.day,
            precision: day.precision,
            source: EventSource::Import(batch),
            revokes: None,
            reason: None,
        }));
        self.barriers.extend(outcome.barriers.into_iter().map(|barrier| NewBarrier {
            person,
            barrier,
            noted_on: listed_on,
            batch: Some(batch),
            account: None,
        }));
    }

    /// Known people of whom something is different now, ascending.
    pub(super) fn written(&self) -> Vec<PersonId> {
        let all = self.changed.iter().chain(&self.enrolled).chain(&self.hindered).filter(|id| !self.new.contains(id));
        let mut written: Vec<PersonId> = all.copied().collect();
        written.sort_unstable();
        written.dedup();
        written
    }

    /// What to keep for an undo. The images of [`Self::written`] are the caller's to add.
    pub(super) fn before(&self, written: &[PersonId], left: i64, listed_on: NaiveDate) -> Before {
        let mut before = Before { left, created: self.new.iter().copied().collect(), ..Before::default() };
        before.created.sort_unstable();
        for (person, locked) in &self.locked {
            // Whom an earlier piece wrote stands there already.
            if locked.revision == left || written.binary_search(person).is_ok() {
                continue;
            }
            match locked.listed_on {
                Some(known_on) if known_on >= listed_on => before.named.push(*person),
                known_on => before.dated.push((*person, known_on)),
            }
        }
        before.named.sort_unstable();
        before.dated.sort_unstable();
        before
    }

    /// The rows of `listing`; `left` is the revision that the batch leaves to whom it writes.
    pub(super) fn listings(&mut self, batch: BatchId, written: &[PersonId], left: i64) -> Vec<NewListing> {
        let (locked, new) = (&self.locked, &self.new);
        let revision = |person: &PersonId| match locked.get(person) {
            Some(locked) if !new.contains(person) && written.binary_search(person).is_err() => locked.revision,
            _ => left,
        };
        let row = |said: Mention| NewListing {
            person: said.person,
            batch,
            place: said.place,
            listing: said.listing,
            seen: Some(SeenRow { revision: revision(&said.person), digest: said.digest }),
        };
        self.mentions.drain(..).map(row).collect()
    }
}
