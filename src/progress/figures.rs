//! The figures of a unit and its children at one as-of date.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};

use super::error::ProgressError;
use super::forecast::{Standing, forecast, pace_window};
use super::report::{Basis, CampaignName, Figure, MeasureName, Outlook, ProgressReport, UnitName};
use crate::access::{self, Actor};
use crate::model::as_of::AsOf;
use crate::model::campaign::{Campaign, Measure, Quota, Target, in_force};
use crate::model::id::{IssuerId, MeasureId, TallyId, UnitId};
use crate::model::percent::Percent;
use crate::model::role::Operation;
use crate::model::tally::Audience;
use crate::model::unit::{Unit, UnitKind};
use crate::store::{Conn, Db, campaigns, counters, units};

/// What figures are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureQuery {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit; the unit that runs the campaign where none is named.
    pub unit: Option<String>,
    /// The as-of date; the campaign's own, or else today.
    pub as_of: Option<AsOf>,
    /// Today.
    pub today: AsOf,
}

/// The campaign, the unit and the day that a query means, after the right to see them was checked.
pub(super) struct Subject {
    pub campaign: Campaign,
    pub unit: Unit,
    pub as_of: AsOf,
}

pub(super) fn subject(conn: &mut Conn, actor: &Actor, query: &FigureQuery) -> Result<Subject, ProgressError> {
    let no_campaign = || ProgressError::NoCampaign(query.campaign.clone());
    let campaign = campaigns::find(conn, &query.campaign)?.ok_or_else(no_campaign)?;
    let as_of = query.as_of.or(campaign.default_as_of.map(AsOf)).unwrap_or(query.today);
    let no_unit = |unit: &str| ProgressError::NoUnit { unit: unit.to_owned(), day: as_of.day() };
    let unit = match &query.unit {
        Some(slug) => units::find_by_slug(conn, slug, as_of.day())?.ok_or_else(|| no_unit(slug))?,
        None => home(conn, actor, &campaign, as_of)?.ok_or_else(|| no_unit(&query.campaign))?,
    };
    match access::authorise(conn, actor, Operation::ViewFigures, unit.id) {
        Err(access::AccessError::NotFound) => return Err(no_unit(&unit.slug)),
        checked => checked?,
    }
    if !unit.validity.contains(as_of.day()) {
        return Err(ProgressError::NotThen { unit: unit.name, day: as_of.day(), validity: unit.validity });
    }
    Ok(Subject { campaign, unit, as_of })
}

/// Where a reader starts: the unit of the campaign, or the reader's own unit where that lies below it.
fn home(conn: &mut Conn, actor: &Actor, campaign: &Campaign, as_of: AsOf) -> Result<Option<Unit>, ProgressError> {
    let own = match access::scope(actor) {
        Some(own) if units::is_below(conn, own, campaign.unit)? => own,
        _ => campaign.unit,
    };
    Ok(units::get(conn, own, as_of.day())?)
}

/// Figures of a unit and its children. Costs as many rows as it shows, whatever the number of people.
pub fn figures(db: &Db, actor: &Actor, query: &FigureQuery) -> Result<ProgressReport, ProgressError> {
    db.read(|conn| {
        let subject = subject(conn, actor, query)?;
        let day = subject.as_of.day();
        let children = units::children(conn, subject.unit.id, day)?;
        let path = units::path(conn, subject.unit.id, day)?;
        let measures = campaigns::measures(conn, subject.campaign.id)?;
        let values = Values::load(conn, &subject, &measures, &path, &children)?;
        let of_unit = |unit: &Unit| -> Vec<Figure> {
            let suited = measures.iter().filter(|measure| suits(measure.audience, unit.kind));
            suited.map(|measure| values.figure(&subject, unit, measure)).collect()
        };
        Ok(ProgressReport {
            campaign: campaign_name(&subject.campaign),
            as_of: subject.as_of,
            path: within_scope(actor, path).iter().map(unit_name).collect(),
            measures: measures.iter().map(|measure| values.measure_name(measure)).collect(),
            own: of_unit(&subject.unit),
            children: children.iter().map(|child| (unit_name(child), of_unit(child))).collect(),
        })
    })
}

/// Residents are not counted in offices, staff not in villages.
fn suits(audience: Audience, kind: UnitKind) -> bool {
    match audience {
        Audience::Residents => !kind.is_workplace(),
        Audience::Staff => !kind.is_village(),
        Audience::All => true,
    }
}

/// Readers see the path from their own unit down.
fn within_scope(actor: &Actor, path: Vec<Unit>) -> Vec<Unit> {
    match access::scope(actor) {
        Some(scope) => path.into_iter().skip_while(|unit| unit.id != scope).collect(),
        None => path,
    }
}

pub(super) fn campaign_name(campaign: &Campaign) -> CampaignName {
    CampaignName {
        id: campaign.id,
        code: campaign.code.clone(),
        title: campaign.title.clone(),
        starts_on: campaign.starts_on,
        ends_on: campaign.ends_on,
        rounding: campaign.rounding,
    }
}

fn unit_name(unit: &Unit) -> UnitName {
    let (slug, name) = (unit.slug.clone(), unit.name.clone());
    UnitName { id: unit.id, slug, name, kind: unit.kind, local_order: unit.local_order }
}

/// Everything read for one report.
pub(super) struct Values {
    totals: HashMap<(UnitId, TallyId), i64>,
    lately: HashMap<(UnitId, TallyId), i64>,
    rosters: HashMap<(UnitId, Audience), NaiveDate>,
    quotas: HashMap<(MeasureId, UnitId), Quota>,
    /// Shares given to a unit above hold for every unit below that has no quota of its own.
    shares_from_above: HashMap<MeasureId, Quota>,
}

impl Values {
    pub(super) fn load(
        conn: &mut Conn,
        subject: &Subject,
        measures: &[Measure],
        path: &[Unit],
        children: &[Unit],
    ) -> Result<Self, ProgressError> {
        let day = subject.as_of.day();
        let shown: Vec<UnitId> =
            std::iter::once(subject.unit.id).chain(children.iter().map(|child| child.id)).collect();
        let done: Vec<TallyId> = measures.iter().map(|measure| measure.done).collect();
        let tallies =
            measures.iter().flat_map(|m| [Some(m.done), m.issued, Some(m.eligible)]).flatten().collect::<Vec<_>>();
        let window = pace_window(subject.campaign.starts_on, day);
        let before = day.checked_sub_days(Days::new(window.unsigned_abs())).unwrap_or(day);
        let mut lately: HashMap<(UnitId, TallyId), i64> = HashMap::new();
        for ((unit, tally, _), delta) in counters::added_between(conn, &shown, &done, before, day)? {
            *lately.entry((unit, tally)).or_default() += delta;
        }
        let with_path: Vec<UnitId> = path.iter().map(|unit| unit.id).chain(shown.iter().copied()).collect();
        let given = campaigns::quotas_of_units(conn, subject.campaign.id, &with_path)?;
        let leading = campaigns::quota_issuers(conn, subject.campaign.id)?.first().map(|issuer| issuer.id);
        let given = measured_against(given, leading, day);
        let shares_from_above = shares_from_above(path, &given);
        let quotas = given.into_iter().map(|quota| ((quota.measure, quota.unit), quota)).collect();
        Ok(Self {
            totals: counters::figures(conn, &shown, &tallies, day)?,
            lately,
            rosters: counters::rosters(conn, &shown)?,
            quotas,
            shares_from_above,
        })
    }

    fn measure_name(&self, measure: &Measure) -> MeasureName {
        let has_quota = self.shares_from_above.contains_key(&measure.id)
            || self.quotas.keys().any(|(of_measure, _)| *of_measure == measure.id);
        let (code, name) = (measure.code.clone(), measure.name.clone());
        MeasureName { id: measure.id, code, audience: measure.audience, name, has_quota }
    }

    fn basis(&self, unit: UnitId, audience: Audience) -> Basis {
        let of = |audience| self.rosters.get(&(unit, audience)).copied();
        let listed = match audience {
            Audience::All => of(Audience::Residents).max(of(Audience::Staff)),
            audience => of(audience),
        };
        listed.map_or(Basis::None, |day| Basis::Counted(Some(day)))
    }

    fn total(&self, unit: UnitId, tally: TallyId) -> i64 {
        self.totals.get(&(unit, tally)).copied().unwrap_or(0)
    }

    pub(super) fn quota(&self, unit: UnitId, measure: MeasureId) -> Option<&Quota> {
        self.quotas.get(&(measure, unit)).or_else(|| self.shares_from_above.get(&measure))
    }

    pub(super) fn figure(&self, subject: &Subject, unit: &Unit, measure: &Measure) -> Figure {
        let basis = self.basis(unit.id, measure.audience);
        let counted = |tally| (basis != Basis::None).then(|| self.total(unit.id, tally));
        let (done, eligible) = (counted(measure.done), counted(measure.eligible));
        let given = self.quota(unit.id, measure.id);
        let quota = given.and_then(|quota| match quota.target {
            Target::Absolute(people) => Some(people),
            share => eligible.map(|eligible| share.people(eligible)),
        });
        let ahead = match (done, quota, given) {
            (Some(done), Some(quota), Some(given)) => Some(forecast(&Standing {
                done,
                quota,
                as_of: subject.as_of.day(),
                starts_on: subject.campaign.starts_on,
                deadline: given.deadline,
                added_lately: self.lately.get(&(unit.id, measure.done)).copied().unwrap_or(0),
            })),
            _ => None,
        };
        let rounding = subject.campaign.rounding;
        Figure {
            unit: unit_name(unit),
            measure: self.measure_name(measure),
            basis,
            quota,
            eligible,
            issued: measure.issued.and_then(counted),
            done,
            percent: done.zip(quota).and_then(|(done, quota)| Percent::of(done, quota, rounding)),
            remaining: ahead.map(|a| a.remaining),
            deadline: given.map(|quota| quota.deadline),
            days_left: given.map(|quota| subject.as_of.days_left(quota.deadline)),
            needed_per_day: ahead.and_then(|a| a.needed_per_day),
            pace_per_day: ahead.map(|a| a.pace_per_day),
            at_deadline: ahead.and_then(|a| a.at_deadline),
            forecast_on: ahead.and_then(|a| a.forecast_on),
            expected_today: ahead.map(|a| a.expected_today),
            outlook: ahead.map_or(Outlook::NoData, |a| a.outlook),
        }
    }
}

/// Of the quotas of the leading issuer, the one of each unit and measure that the day is measured against.
fn measured_against(given: Vec<Quota>, leading: Option<IssuerId>, day: NaiveDate) -> Vec<Quota> {
    let mut of_place: BTreeMap<(MeasureId, UnitId), Vec<Quota>> = BTreeMap::new();
    for quota in given.into_iter().filter(|quota| Some(quota.issuer) == leading) {
        of_place.entry((quota.measure, quota.unit)).or_default().push(quota);
    }
    of_place.values().filter_map(|quotas| in_force(quotas, day).cloned()).collect()
}

fn shares_from_above(path: &[Unit], given: &[Quota]) -> HashMap<MeasureId, Quota> {
    let mut shares = HashMap::new();
    for unit in path {
        for quota in given.iter().filter(|quota| quota.unit == unit.id) {
            if matches!(quota.target, Target::Share(_)) {
                shares.insert(quota.measure, quota.clone());
            }
        }
    }
    shares
}
