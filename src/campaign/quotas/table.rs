//! Use case: the quotas in force of a unit and its children, every issuer beside the others.

use std::collections::BTreeMap;

use super::bases::Bases;
use crate::access::{Actor, scope};
use crate::campaign::campaign_error::CampaignError;
use crate::campaign::subject::{campaign_seen, day_meant, may_give, unit_seen};
use crate::model::as_of::AsOf;
use crate::model::campaign::{Campaign, Measure, Quota, QuotaIssuer, Target, in_force};
use crate::model::id::{IssuerId, MeasureId, UnitId};
use crate::model::unit::Unit;
use crate::store::{Conn, Db, campaigns, units};

/// The quotas of a unit and its children.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaTable {
    /// The campaign.
    pub campaign: Campaign,
    /// The day that decides which quota is in force and how large the bases are.
    pub as_of: AsOf,
    /// The units above as far as the actor sees them, highest first, the unit itself last.
    pub path: Vec<Unit>,
    /// Who gives quotas, the leading one first.
    pub issuers: Vec<QuotaIssuer>,
    /// What is counted, in order; retired measures are left out.
    pub measures: Vec<Measure>,
    /// The unit, then its children in local order.
    pub rows: Vec<QuotaUnit>,
}

/// One unit of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaUnit {
    /// The unit.
    pub unit: Unit,
    /// One per measure, in the order of the table; `None` where the measure is not counted in such a unit.
    pub cells: Vec<Option<QuotaCell>>,
    /// Whether the actor may give this unit a quota.
    pub may_give: bool,
}

/// The quotas of one unit and measure.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaCell {
    /// The eligible base of the day; `None` where no list says so.
    pub eligible: Option<i64>,
    /// What is in force, in the order of the issuers.
    pub held: Vec<Held>,
}

/// A quota in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The quota.
    pub quota: Quota,
    /// How many people that is; `None` for a share of an unknown base.
    pub people: Option<i64>,
    /// Whether it is a share given to a unit above, which holds for every unit below without a quota of its own.
    pub from_above: bool,
}

/// The quotas of a unit (of the one where the actor starts where none is named) and its children.
///
/// # Errors
/// No such campaign or unit, or not to be seen by the actor.
pub fn table(
    db: &Db,
    actor: &Actor,
    campaign: &str,
    unit: Option<&str>,
    (as_of, today): (Option<AsOf>, AsOf),
) -> Result<QuotaTable, CampaignError> {
    db.read(|conn| {
        let campaign = campaign_seen(conn, actor, campaign)?;
        let as_of = day_meant(&campaign, as_of, today);
        let unit = unit_seen(conn, actor, &campaign, unit, as_of)?;
        let path = units::path(conn, unit.id, as_of.day())?;
        let children = units::children(conn, unit.id, as_of.day())?;
        let mut measures = campaigns::measures(conn, campaign.id)?;
        measures.retain(|measure| !measure.retired);
        let issuers = campaigns::quota_issuers(conn, campaign.id)?;
        let shown: Vec<Unit> = std::iter::once(unit).chain(children).collect();
        let bases = Bases::load(conn, &shown.iter().collect::<Vec<_>>(), &measures, as_of.day())?;
        let given = Given::load(conn, &campaign, &path, &shown, as_of)?;
        let mut rows = Vec::with_capacity(shown.len());
        for unit in shown {
            let cell = |measure: &Measure| {
                let suits = measure.audience.suits(unit.kind);
                suits.then(|| given.cell(&unit, measure, &issuers, bases.eligible(unit.id, measure)))
            };
            let cells = measures.iter().map(cell).collect();
            rows.push(QuotaUnit { cells, may_give: may_give(conn, actor, &campaign, &unit)?, unit });
        }
        Ok(QuotaTable { campaign, as_of, path: within_scope(actor, path), issuers, measures, rows })
    })
}

fn within_scope(actor: &Actor, path: Vec<Unit>) -> Vec<Unit> {
    match scope(actor) {
        Some(own) if path.iter().any(|unit| unit.id == own) => path.into_iter().skip_while(|u| u.id != own).collect(),
        _ => path,
    }
}

/// The quotas in force on a day, and the shares that come down from above.
struct Given {
    own: BTreeMap<(UnitId, MeasureId, IssuerId), Quota>,
    from_above: BTreeMap<(MeasureId, IssuerId), Quota>,
}

impl Given {
    fn load(
        conn: &mut Conn,
        campaign: &Campaign,
        path: &[Unit],
        shown: &[Unit],
        as_of: AsOf,
    ) -> Result<Self, CampaignError> {
        let ids: Vec<UnitId> = path.iter().chain(shown).map(|unit| unit.id).collect();
        let mut of_place: BTreeMap<_, Vec<Quota>> = BTreeMap::new();
        for quota in campaigns::quotas_of_units(conn, campaign.id, &ids)? {
            of_place.entry((quota.unit, quota.measure, quota.issuer)).or_default().push(quota);
        }
        let own: BTreeMap<_, _> = of_place
            .into_iter()
            .filter_map(|(place, quotas)| Some((place, in_force(&quotas, as_of.day())?.clone())))
            .collect();
        let mut from_above = BTreeMap::new();
        for unit in path {
            let shares =
                own.iter().filter(|((of, ..), quota)| *of == unit.id && matches!(quota.target, Target::Share(_)));
            from_above.extend(shares.map(|((_, measure, issuer), quota)| ((*measure, *issuer), quota.clone())));
        }
        Ok(Self { own, from_above })
    }

    fn cell(&self, unit: &Unit, measure: &Measure, issuers: &[QuotaIssuer], eligible: Option<i64>) -> QuotaCell {
        let held = |issuer: &QuotaIssuer| {
            let own = self.own.get(&(unit.id, measure.id, issuer.id));
            let quota = own.or_else(|| self.from_above.get(&(measure.id, issuer.id)))?.clone();
            Some(Held { people: people(quota.target, eligible), from_above: own.is_none(), quota })
        };
        QuotaCell { eligible, held: issuers.iter().filter_map(held).collect() }
    }
}

/// How many people a quota means; `None` for a share of an unknown base.
pub(super) fn people(target: Target, eligible: Option<i64>) -> Option<i64> {
    match target {
        Target::Absolute(people) => Some(people),
        share => eligible.map(|eligible| share.people(eligible)),
    }
}
