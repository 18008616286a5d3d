//! Which quota a unit is measured against, and which stand beside it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::error::ProgressError;
use crate::model::campaign::{Quota, QuotaIssuer, Target, in_force};
use crate::model::id::{CampaignId, IssuerId, MeasureId, UnitId};
use crate::model::unit::Unit;
use crate::store::{Conn, campaigns};

/// The quotas of some units on a day.
#[derive(Debug, Default)]
pub struct Quotas {
    /// The leading one first.
    issuers: Vec<QuotaIssuer>,
    given: BTreeMap<(IssuerId, MeasureId, UnitId), Quota>,
    /// Shares given to a unit above hold for every unit below that has no quota of its own.
    from_above: BTreeMap<(IssuerId, MeasureId), Quota>,
    measures: BTreeSet<MeasureId>,
}

impl Quotas {
    /// Reads the quotas of units; `path` leads to the unit on top of them.
    pub fn load(
        conn: &mut Conn,
        campaign: CampaignId,
        path: &[Unit],
        shown: &[UnitId],
        day: NaiveDate,
    ) -> Result<Self, ProgressError> {
        let with_path: Vec<UnitId> = path.iter().map(|unit| unit.id).chain(shown.iter().copied()).collect();
        let mut of_place: BTreeMap<(IssuerId, MeasureId, UnitId), Vec<Quota>> = BTreeMap::new();
        for quota in campaigns::quotas_of_units(conn, campaign, &with_path)? {
            of_place.entry((quota.issuer, quota.measure, quota.unit)).or_default().push(quota);
        }
        let given: BTreeMap<_, Quota> =
            of_place.into_iter().filter_map(|(place, quotas)| Some((place, in_force(&quotas, day)?.clone()))).collect();
        let issuers = campaigns::quota_issuers(conn, campaign)?;
        let mut from_above = BTreeMap::new();
        for unit in path {
            let shares =
                given.values().filter(|quota| quota.unit == unit.id && matches!(quota.target, Target::Share(_)));
            shares.for_each(|quota| drop(from_above.insert((quota.issuer, quota.measure), quota.clone())));
        }
        let leading = issuers.first().map(|issuer| issuer.id);
        let measures =
            given.values().filter(|quota| Some(quota.issuer) == leading).map(|quota| quota.measure).collect();
        Ok(Self { issuers, given, from_above, measures })
    }

    /// Whether the leading issuer gave a quota of this measure.
    pub fn has(&self, measure: MeasureId) -> bool {
        self.measures.contains(&measure)
    }

    /// The quota that a unit is measured against.
    pub fn leading(&self, unit: UnitId, measure: MeasureId) -> Option<&Quota> {
        self.of(self.issuers.first()?.id, unit, measure)
    }

    /// Those of the other issuers, with who gave them.
    pub fn beside(&self, unit: UnitId, measure: MeasureId) -> impl Iterator<Item = (&QuotaIssuer, &Quota)> {
        self.issuers.iter().skip(1).filter_map(move |issuer| Some((issuer, self.of(issuer.id, unit, measure)?)))
    }

    fn of(&self, issuer: IssuerId, unit: UnitId, measure: MeasureId) -> Option<&Quota> {
        self.given.get(&(issuer, measure, unit)).or_else(|| self.from_above.get(&(issuer, measure)))
    }
}
