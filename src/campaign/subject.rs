//! What a use case is about: the campaign, the unit, the measure, found after the right to see them was checked.

use crate::access::{AccessError, Actor, allowed, authorise, scope};
use crate::model::as_of::AsOf;
use crate::model::campaign::{Campaign, Measure};
use crate::model::role::Operation;
use crate::model::tally::Audience;
use crate::model::unit::Unit;
use crate::store::{Conn, campaigns, units};

use super::campaign_error::CampaignError;

/// A measure as it is named from outside: its code and whom it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureName {
    /// `vneid2.activated`.
    pub code: String,
    /// Whom it counts.
    pub audience: Audience,
}

impl MeasureName {
    /// The name of a measure.
    pub fn of(measure: &Measure) -> Self {
        Self { code: measure.code.clone(), audience: measure.audience }
    }

    /// Reads the form of addresses: `vneid2.activated~residents`.
    pub fn parse(text: &str) -> Option<Self> {
        let (code, audience) = text.split_once('~')?;
        Some(Self { code: code.to_owned(), audience: Audience::parse(audience)? })
    }
}

impl std::fmt::Display for MeasureName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}~{}", self.code, self.audience.as_str())
    }
}

/// A campaign that the actor sees; any other is answered like one that does not exist.
pub fn campaign_seen(conn: &mut Conn, actor: &Actor, code: &str) -> Result<Campaign, CampaignError> {
    allowed(actor, Operation::ViewFigures)?;
    let unknown = || CampaignError::NoCampaign(code.to_owned());
    let campaign = campaigns::find(conn, code)?.ok_or_else(unknown)?;
    match scope(actor) {
        Some(own) if !units::is_below(conn, campaign.unit, own)? && !units::is_below(conn, own, campaign.unit)? => {
            Err(unknown())
        }
        _ => Ok(campaign),
    }
}

/// A campaign that the actor runs: its unit is the own one or below it.
pub fn campaign_run(conn: &mut Conn, actor: &Actor, code: &str) -> Result<Campaign, CampaignError> {
    allowed(actor, Operation::ManageCampaign)?;
    let campaign = campaign_seen(conn, actor, code)?;
    match authorise(conn, actor, Operation::ManageCampaign, campaign.unit) {
        // It is seen, so there is nothing to hide.
        Err(AccessError::NotFound) => Err(AccessError::Forbidden.into()),
        checked => Ok(checked.map(|()| campaign)?),
    }
}

/// A unit of the campaign within the actor's scope; without a slug the unit where the actor starts.
pub fn unit_seen(
    conn: &mut Conn,
    actor: &Actor,
    campaign: &Campaign,
    slug: Option<&str>,
    on: AsOf,
) -> Result<Unit, CampaignError> {
    let no_unit = |slug: &str| CampaignError::NoUnit(slug.to_owned());
    let unit = match slug {
        Some(slug) => units::find_by_slug(conn, slug, on.day())?.ok_or_else(|| no_unit(slug))?,
        None => {
            let own = match scope(actor) {
                Some(own) if units::is_below(conn, own, campaign.unit)? => own,
                _ => campaign.unit,
            };
            units::get(conn, own, on.day())?.ok_or_else(|| no_unit(&campaign.code))?
        }
    };
    match authorise(conn, actor, Operation::ViewFigures, unit.id) {
        Err(AccessError::NotFound) => return Err(no_unit(&unit.slug)),
        checked => checked?,
    }
    if units::is_below(conn, unit.id, campaign.unit)? { Ok(unit) } else { Err(no_unit(&unit.slug)) }
}

/// A measure of a campaign.
pub fn measure_of(conn: &mut Conn, campaign: &Campaign, name: &MeasureName) -> Result<Measure, CampaignError> {
    let found = campaigns::measures(conn, campaign.id)?;
    let found = found.into_iter().find(|measure| measure.code == name.code && measure.audience == name.audience);
    found.ok_or_else(|| CampaignError::NoMeasure(name.code.clone()))
}

/// The as-of date that is meant: the one asked for, the campaign's own, or else today.
pub fn day_meant(campaign: &Campaign, asked: Option<AsOf>, today: AsOf) -> AsOf {
    asked.or(campaign.default_as_of.map(AsOf)).unwrap_or(today)
}

/// Whether the actor gives quotas to a unit: whoever runs the campaign to everybody in it, everybody else only to units below the own one.
pub fn may_give(conn: &mut Conn, actor: &Actor, campaign: &Campaign, unit: &Unit) -> Result<bool, CampaignError> {
    if allowed(actor, Operation::ManageCampaign).is_err() {
        return Ok(false);
    }
    let Some(own) = scope(actor) else { return Ok(true) };
    let runs_it = units::is_below(conn, campaign.unit, own)?;
    Ok(runs_it || unit.id != own && units::is_below(conn, unit.id, own)?)
}
