//! Figures of pages that many look at: computed once for each state of the data. Rights are checked each time, before anything is taken from here.

use std::sync::Arc;

use chrono::NaiveDate;

use super::error::ProgressError;
use super::figures::{FigureQuery, overview_of, subject, within_scope};
use super::report::{ProgressReport, Series};
use crate::access::Actor;
use crate::model::id::{CampaignId, UnitId};
use crate::store::{Db, Kept, audit};

/// Units and days that are kept.
const MOST: usize = 64;

type Key = (CampaignId, UnitId, NaiveDate);

/// Figures of units as they were last computed. Cheap to clone; clones share what they keep.
#[derive(Clone)]
pub struct FigureCache {
    kept: Kept<Key, (ProgressReport, Vec<Series>)>,
}

impl Default for FigureCache {
    fn default() -> Self {
        Self { kept: Kept::at_most(MOST) }
    }
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
            self.kept.get_or_make(state, key, || overview_of(conn, &subject))
        })?;
        let (mut report, series) = Arc::unwrap_or_clone(shared);
        report.path = within_scope(actor, report.path);
        Ok((report, series))
    }
}
