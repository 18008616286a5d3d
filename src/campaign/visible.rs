//! The campaigns that somebody sees: those run by a unit of the own scope, and those that a unit above runs for it.

use chrono::NaiveDate;

use crate::access::{AccessError, Actor, allowed, scope};
use crate::model::campaign::{Campaign, LegalGround, Measure};
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::{Conn, Db, campaigns, units};

/// A campaign with the unit that runs it.
#[derive(Debug, Clone, PartialEq)]
pub struct CampaignLine {
    /// The campaign.
    pub campaign: Campaign,
    /// The unit that runs it.
    pub unit: Unit,
}

/// Everything about a campaign but its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct CampaignSheet {
    /// The campaign and its unit.
    pub line: CampaignLine,
    /// The documents it rests on.
    pub legal_grounds: Vec<LegalGround>,
    /// What it counts, in order.
    pub measures: Vec<Measure>,
}

/// Campaigns that the actor sees, latest first. `on`: the day on which units are named.
pub fn list(db: &Db, actor: &Actor, on: NaiveDate) -> Result<Vec<CampaignLine>, AccessError> {
    allowed(actor, Operation::ViewFigures)?;
    db.read(|c| {
        let mut seen = Vec::new();
        for campaign in campaigns::list(c)? {
            seen.extend(line(c, actor, campaign, on)?);
        }
        Ok(seen)
    })
}

/// A campaign of a code; one that the actor does not see is answered like one that does not exist.
pub fn show(db: &Db, actor: &Actor, code: &str, on: NaiveDate) -> Result<CampaignSheet, AccessError> {
    allowed(actor, Operation::ViewFigures)?;
    db.read(|c| {
        let campaign = campaigns::find(c, code)?.ok_or(AccessError::NotFound)?;
        let line = line(c, actor, campaign, on)?.ok_or(AccessError::NotFound)?;
        let legal_grounds = campaigns::legal_grounds(c, line.campaign.id)?;
        let measures = campaigns::measures(c, line.campaign.id)?;
        Ok(CampaignSheet { line, legal_grounds, measures })
    })
}

fn line(
    conn: &mut Conn,
    actor: &Actor,
    campaign: Campaign,
    on: NaiveDate,
) -> Result<Option<CampaignLine>, AccessError> {
    if let Some(own) = scope(actor)
        && !units::is_below(conn, campaign.unit, own)?
        && !units::is_below(conn, own, campaign.unit)?
    {
        return Ok(None);
    }
    Ok(units::get(conn, campaign.unit, on)?.map(|unit| CampaignLine { campaign, unit }))
}
