//! `tiendo verify`: do the counters agree with the events, and is the database sound?

use std::collections::BTreeSet;

use super::error::ProgressError;
use crate::access::{self, Actor};
use crate::model::id::SnapshotId;
use crate::model::role::Operation;
use crate::store::counters::Step;
use crate::store::{Db, audit, counters, recount, snapshots, verify as integrity};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// Counters that were compared.
    pub counters: usize,
    /// Counters that differ from a recount.
    pub differing_counters: usize,
    /// What the database's own checks found.
    pub database: Vec<String>,
    /// Entries of the audit chain.
    pub audit_entries: i64,
    /// Frozen figures whose content is not what was frozen.
    pub damaged_snapshots: Vec<SnapshotId>,
    /// The first place where the chain does not hold.
    pub broken_audit: Option<audit::BrokenLink>,
}

impl Verification {
    /// Whether everything agrees.
    pub fn is_sound(&self) -> bool {
        self.differing_counters == 0
            && self.database.is_empty()
            && self.broken_audit.is_none()
            && self.damaged_snapshots.is_empty()
    }
}

/// Recounts the counters from the events, checks the database and the audit chain. Changes nothing.
pub fn verify(db: &Db, actor: &Actor) -> Result<Verification, ProgressError> {
    db.read(|conn| {
        access::allowed(actor, Operation::ReadAudit)?;
        let (kept, counted) = (counters::all(conn)?, recount::recount(conn)?);
        let differing = differing(&kept, &counted);
        let chain = audit::verify_chain(conn)?;
        Ok(Verification {
            counters: counted.len(),
            differing_counters: differing,
            database: integrity::check(conn)?,
            audit_entries: chain.entries,
            damaged_snapshots: snapshots::damaged(conn)?,
            broken_audit: chain.broken,
        })
    })
}

/// Counters whose kept value is not the counted one.
fn differing(kept: &[Step], counted: &[Step]) -> usize {
    let (kept, counted): (BTreeSet<&Step>, BTreeSet<&Step>) = (kept.iter().collect(), counted.iter().collect());
    let places = kept.symmetric_difference(&counted).map(|(unit, tally, day, _)| (*unit, *tally, *day));
    places.collect::<BTreeSet<_>>().len()
}
