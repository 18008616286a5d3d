//! The figures of a unit and its children at one as-of date.

use super::error::ProgressError;
use super::report::{CampaignName, Figure, ProgressReport, Series, UnitName};
use super::series::series_of_loaded;
use super::values::Values;
use crate::access::{self, Actor};
use crate::model::as_of::AsOf;
use crate::model::campaign::{Campaign, Measure};
use crate::model::id::UnitId;
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::{Conn, Db, StoreError, campaigns, units};

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

/// A campaign, a unit and a day, where the unit stood on that day; rights are the caller's business.
pub(super) fn subject_of(
    conn: &mut Conn,
    campaign: &Campaign,
    unit: UnitId,
    as_of: AsOf,
) -> Result<Option<Subject>, StoreError> {
    let unit = units::get(conn, unit, as_of.day())?.filter(|unit| unit.validity.contains(as_of.day()));
    Ok(unit.map(|unit| Subject { campaign: campaign.clone(), unit, as_of }))
}

/// Figures of a unit and its children. Costs as many rows as it shows, whatever the number of people.
pub fn figures(db: &Db, actor: &Actor, query: &FigureQuery) -> Result<ProgressReport, ProgressError> {
    db.read(|conn| {
        let subject = subject(conn, actor, query)?;
        let mut report = report_of(conn, &subject)?;
        report.path = within_scope(actor, report.path);
        Ok(report)
    })
}

/// Figures of a unit and its children, and the unit's own measures over time, from one reading.
pub fn overview(db: &Db, actor: &Actor, query: &FigureQuery) -> Result<(ProgressReport, Vec<Series>), ProgressError> {
    db.read(|conn| {
        let subject = subject(conn, actor, query)?;
        let (mut report, series) = overview_of(conn, &subject)?;
        report.path = within_scope(actor, report.path);
        Ok((report, series))
    })
}

/// The figures of a subject with the whole path of its unit, and its measures over time.
pub(super) fn overview_of(conn: &mut Conn, subject: &Subject) -> Result<(ProgressReport, Vec<Series>), ProgressError> {
    let loaded = Loaded::load(conn, subject)?;
    let series = series_of_loaded(conn, subject, &loaded)?;
    Ok((loaded.report(subject), series))
}

/// Readers see the path from their own unit down.
pub(super) fn within_scope(actor: &Actor, path: Vec<UnitName>) -> Vec<UnitName> {
    match access::scope(actor) {
        Some(scope) => path.into_iter().skip_while(|unit| unit.id != scope).collect(),
        None => path,
    }
}

/// Everything that figures of a unit are made of.
pub(super) struct Loaded {
    path: Vec<Unit>,
    children: Vec<Unit>,
    pub(super) measures: Vec<Measure>,
    pub(super) values: Values,
}

impl Loaded {
    pub(super) fn load(conn: &mut Conn, subject: &Subject) -> Result<Self, ProgressError> {
        let day = subject.as_of.day();
        let children = units::children(conn, subject.unit.id, day)?;
        let path = units::path(conn, subject.unit.id, day)?;
        let measures = followed(conn, &subject.campaign)?;
        let values = Values::load(conn, subject, &measures, &path, &children)?;
        Ok(Self { path, children, measures, values })
    }

    fn report(&self, subject: &Subject) -> ProgressReport {
        let of_unit = |unit: &Unit| -> Vec<Figure> {
            let suited = self.measures.iter().filter(|measure| measure.audience.suits(unit.kind));
            suited.map(|measure| self.values.figure(subject, unit, measure)).collect()
        };
        ProgressReport {
            campaign: campaign_name(&subject.campaign),
            as_of: subject.as_of,
            path: self.path.iter().map(unit_name).collect(),
            measures: self.measures.iter().map(|measure| self.values.measure_name(measure)).collect(),
            own: of_unit(&subject.unit),
            children: self.children.iter().map(|child| (unit_name(child), of_unit(child))).collect(),
        }
    }
}

/// The figures of a subject, with the whole path of its unit.
pub(super) fn report_of(conn: &mut Conn, subject: &Subject) -> Result<ProgressReport, ProgressError> {
    Ok(Loaded::load(conn, subject)?.report(subject))
}

/// The measures that are still followed, in order.
pub(super) fn followed(conn: &mut Conn, campaign: &Campaign) -> Result<Vec<Measure>, StoreError> {
    let measures = campaigns::measures(conn, campaign.id)?;
    Ok(measures.into_iter().filter(|measure| !measure.retired).collect())
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

pub(super) fn unit_name(unit: &Unit) -> UnitName {
    let (slug, name) = (unit.slug.clone(), unit.name.clone());
    UnitName { id: unit.id, slug, name, kind: unit.kind, local_order: unit.local_order }
}
