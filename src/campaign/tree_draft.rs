//! The tree of units as it is and as it is to be, and the writing of the difference.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::tree::{self, States, TreeProblem};
use crate::model::id::UnitId;
use crate::store::units::{self, Change, PlacedAbove, Version};
use crate::store::{Conn, StoreError};

/// The tree through time while it is changed.
pub struct TreeDraft {
    present: States,
    /// Every state of every unit as it is to be.
    pub states: States,
    changes: Vec<Change>,
    new_changes: Vec<Change>,
}

/// Who will stand elsewhere than before.
pub struct Moved {
    /// Units whose place changes, new ones included.
    pub units: Vec<UnitId>,
    /// Whether there is one among them that stood somewhere before.
    pub known: bool,
    placed: Vec<PlacedAbove>,
}

impl TreeDraft {
    /// The tree as it is.
    pub fn read(conn: &mut Conn) -> Result<Self, StoreError> {
        let mut present = States::new();
        for (id, version) in units::all_versions(conn)? {
            present.entry(id).or_default().push(version);
        }
        let changes = units::all_changes(conn)?;
        Ok(Self { states: present.clone(), present, changes, new_changes: Vec::new() })
    }

    /// The states of a unit as they were read.
    pub fn present(&self, unit: UnitId) -> &[Version] {
        self.present.get(&unit).map_or(&[], Vec::as_slice)
    }

    /// Every change, known and new.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Notes a change.
    pub fn note(&mut self, change: Change) {
        self.new_changes.push(change.clone());
        self.changes.push(change);
    }

    /// Notes a change unless one between the same units on the same day is among those known before.
    pub fn note_unless(&mut self, known: &HashSet<(UnitId, UnitId, NaiveDate)>, change: Change) {
        if !known.contains(&(change.from, change.to, change.effective_on)) {
            self.note(change);
        }
    }

    /// Who will stand elsewhere.
    ///
    /// # Errors
    /// [`TreeProblem::Cycle`] where a unit would stand above itself.
    pub fn moved(&self, conn: &mut Conn) -> Result<Result<Moved, TreeProblem>, StoreError> {
        let mut present: BTreeMap<UnitId, Vec<PlacedAbove>> = BTreeMap::new();
        for placed in units::closure(conn)? {
            present.entry(placed.unit).or_default().push(placed);
        }
        present.values_mut().for_each(|own| own.sort_by_key(|p| (p.ancestor, p.depth, p.validity.from)));
        let wanted = match tree::closure(&self.states, &self.changes) {
            Ok(wanted) => wanted,
            Err(problem) => return Ok(Err(problem)),
        };
        let mut moved = Moved { units: Vec::new(), known: false, placed: Vec::new() };
        for (id, own) in wanted.into_iter().filter(|(id, own)| present.get(id) != Some(own)) {
            moved.known |= present.contains_key(&id);
            moved.units.push(id);
            moved.placed.extend(own);
        }
        Ok(Ok(moved))
    }

    /// Writes states and changes. Says how many units changed.
    pub fn write_states(&self, conn: &mut Conn) -> Result<usize, StoreError> {
        let differ = |(id, own): &(&UnitId, &Vec<Version>)| self.present.get(id) != Some(own);
        let changed: Vec<(UnitId, &[Version])> =
            self.states.iter().filter(differ).map(|(id, own)| (*id, own.as_slice())).collect();
        units::replace_versions(conn, &changed)?;
        units::add_changes(conn, &self.new_changes)?;
        Ok(changed.len())
    }
}

impl Moved {
    /// Writes who stands above whom.
    pub fn write(&self, conn: &mut Conn) -> Result<(), StoreError> {
        units::replace_closure(conn, &self.units, &self.placed)
    }
}
