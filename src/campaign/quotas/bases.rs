//! What quotas are held against: who could, and who is done, as far as lists say.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::model::campaign::Measure;
use crate::model::id::{TallyId, UnitId};
use crate::model::tally::Audience;
use crate::model::unit::Unit;
use crate::store::{Conn, StoreError, counters};

/// The counted figures of some units on a day.
pub(super) struct Bases {
    totals: HashMap<(UnitId, TallyId), i64>,
    rosters: HashMap<(UnitId, Audience), NaiveDate>,
}

impl Bases {
    pub(super) fn load(
        conn: &mut Conn,
        units: &[&Unit],
        measures: &[Measure],
        day: NaiveDate,
    ) -> Result<Self, StoreError> {
        let ids: Vec<UnitId> = units.iter().map(|unit| unit.id).collect();
        let tallies: Vec<TallyId> = measures.iter().flat_map(|measure| [measure.eligible, measure.done]).collect();
        Ok(Self { totals: counters::figures(conn, &ids, &tallies, day)?, rosters: counters::rosters(conn, &ids)? })
    }

    /// The eligible people of a unit; `None` where no list says so.
    pub(super) fn eligible(&self, unit: UnitId, measure: &Measure) -> Option<i64> {
        self.counted(unit, measure, measure.eligible)
    }

    /// The people of a unit who are done; `None` where no list says so.
    pub(super) fn done(&self, unit: UnitId, measure: &Measure) -> Option<i64> {
        self.counted(unit, measure, measure.done)
    }

    fn counted(&self, unit: UnitId, measure: &Measure, tally: TallyId) -> Option<i64> {
        let has = |audience| self.rosters.contains_key(&(unit, audience));
        let listed = match measure.audience {
            Audience::All => has(Audience::Residents) || has(Audience::Staff),
            audience => has(audience.of_every_category()),
        };
        let known = listed && measure.activity.is_none();
        known.then(|| self.totals.get(&(unit, tally)).copied().unwrap_or(0))
    }
}
