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
    /// With other deadlines than the one that figures are measured against.
    further: BTreeMap<(IssuerId, MeasureId, UnitId), Vec<Quota>>,
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
        let (mut given, mut further) = (BTreeMap::new(), BTreeMap::new());
        for (place, mut quotas) in of_place {
            let Some(measured) = in_force(&quotas, day).cloned() else { continue };
            quotas.retain(|quota| quota.deadline != measured.deadline);
            given.insert(place, measured);
            further.insert(place, quotas);
        }
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
        Ok(Self { issuers, given, further, from_above, measures })
    }

    /// Whether the leading issuer gave a quota of this measure.
    pub fn has(&self, measure: MeasureId) -> bool {
        self.measures.contains(&measure)
    }

    /// The quota that a unit is measured against.
    pub fn leading(&self, unit: UnitId, measure: MeasureId) -> Option<&Quota> {
        self.of(self.issuers.first()?.id, unit, measure)
    }

    /// Those with other deadlines than the one that the unit is measured against: of the leading issuer, then those in force of the others.
    pub fn with_other_deadlines(&self, unit: UnitId, measure: MeasureId) -> Vec<&Quota> {
        let Some(leading) = self.leading(unit, measure) else { return Vec::new() };
        let further = self.further.get(&(leading.issuer, measure, leading.unit)).into_iter().flatten();
        let mut found: Vec<&Quota> = further.chain(self.beside(unit, measure).map(|(_, quota)| quota)).collect();
        found.retain(|quota| quota.deadline != leading.deadline);
        found.sort_by_key(|quota| quota.deadline);
        found
    }

    /// Those of the other issuers, with who gave them.
    pub fn beside(&self, unit: UnitId, measure: MeasureId) -> impl Iterator<Item = (&QuotaIssuer, &Quota)> {
        self.issuers.iter().skip(1).filter_map(move |issuer| Some((issuer, self.of(issuer.id, unit, measure)?)))
    }

    fn of(&self, issuer: IssuerId, unit: UnitId, measure: MeasureId) -> Option<&Quota> {
        self.given.get(&(issuer, measure, unit)).or_else(|| self.from_above.get(&(issuer, measure)))
    }
}
