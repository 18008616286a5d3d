//! Figures of pages that many look at: computed once for each state of the data.
//!
//! Every use case that changes something appends to the audit chain in its own transaction, so the length of the chain tells whether anything can have
//! changed since; it is read from the same state of the database as the figures. Rights are checked each time, before anything is taken from here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use super::error::ProgressError;
use super::figures::{FigureQuery, overview_of, subject, within_scope};
use super::report::{ProgressReport, Series};
use crate::access::Actor;
use crate::model::id::{CampaignId, UnitId};
use crate::store::{Db, audit};

/// Units and days that are kept.
const MOST: usize = 64;

type Key = (CampaignId, UnitId, NaiveDate);
type Kept = (i64, Arc<(ProgressReport, Vec<Series>)>);

/// Figures of units as they were last computed. Cheap to clone; clones share what they keep.
#[derive(Clone, Default)]
pub struct FigureCache {
    kept: Arc<Mutex<HashMap<Key, Kept>>>,
}

impl FigureCache {
    /// Figures of a unit and its children, and the unit's own measures over time.
    pub fn overview(
        &self,
        db: &Db,
        actor: &Actor,
        query: &FigureQuery,
    ) -> Result<(ProgressReport, Vec<Series>), ProgressError> {
        let shared = db.read(|conn| {
            let subject = subject(conn, actor, query)?;
            let state = audit::count(conn)?;
            let key = (subject.campaign.id, subject.unit.id, subject.as_of.day());
            if let Some(known) = self.known(&key, state) {
                return Ok(known);
            }
            let made = Arc::new(overview_of(conn, &subject)?);
            self.keep(key, (state, Arc::clone(&made)));
            Ok::<_, ProgressError>(made)
        })?;
        let (mut report, series) = Arc::unwrap_or_clone(shared);
        report.path = within_scope(actor, report.path);
        Ok((report, series))
    }

    fn known(&self, key: &Key, state: i64) -> Option<Arc<(ProgressReport, Vec<Series>)>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|(then, _)| *then == state).map(|(_, known)| Arc::clone(known))
    }

    fn keep(&self, key: Key, made: Kept) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST && !kept.contains_key(&key) {
            // Those of an earlier state are of no use; if all are of this one, any may go.
            kept.retain(|_, (then, _)| *then == made.0);
            if kept.len() >= MOST {
                kept.clear();
            }
        }
        kept.insert(key, made);
    }
}
