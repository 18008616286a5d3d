//! The campaigns that somebody sees: those run by a unit of the own scope, and those that a unit above runs for it.

use chrono::NaiveDate;

use super::campaign_error::CampaignError;
use super::definition::{Definition, definition};
use super::subject::campaign_run;
use crate::access::{AccessError, Actor, allowed, scope};
use crate::model::campaign::{Campaign, CampaignContact, CampaignSession, FiledGround, Measure};
use crate::model::id::CampaignId;
use crate::model::programme::Catalogue;
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::{Conn, Db, StoreError, campaigns, catalogue, units};

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
    pub legal_grounds: Vec<FiledGround>,
    /// Whom people ask.
    pub contacts: Vec<CampaignContact>,
    /// Where and when people are served, by day, with the unit each is for.
    pub sessions: Vec<(CampaignSession, Option<Unit>)>,
    /// What it counts, in order.
    pub measures: Vec<Measure>,
    /// The same in words.
    pub definitions: Vec<Definition>,
    /// What has to hold before somebody can enrol, in words.
    pub prerequisites: Vec<String>,
    /// Whether the actor may change it.
    pub may_change: bool,
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
        let of = line.campaign.id;
        let measures = campaigns::measures(c, of)?;
        let (tallies, catalogue) = (campaigns::tallies(c)?, catalogue::load(c)?);
        let may_change = match campaign_run(c, actor, code) {
            Ok(_) => true,
            Err(CampaignError::Store(error)) => return Err(error.into()),
            Err(_) => false,
        };
        Ok(CampaignSheet {
            legal_grounds: campaigns::filed_grounds(c, of)?,
            contacts: campaigns::contacts(c, of)?,
            sessions: placed_sessions(c, of, on)?,
            definitions: measures.iter().map(|measure| definition(measure, &tallies, &catalogue)).collect(),
            prerequisites: prerequisites(c, &measures, &catalogue)?,
            may_change,
            measures,
            line,
        })
    })
}

fn placed_sessions(
    conn: &mut Conn,
    of: CampaignId,
    on: NaiveDate,
) -> Result<Vec<(CampaignSession, Option<Unit>)>, StoreError> {
    let mut placed = Vec::new();
    for session in campaigns::sessions(conn, of)? {
        let unit = match session.unit {
            Some(unit) => units::get(conn, unit, on)?,
            None => None,
        };
        placed.push((session, unit));
    }
    Ok(placed)
}

/// «Chữ ký số cá nhân SmartCA đăng ký qua VNeID: phải có mốc «Đã kích hoạt» của «Tài khoản định danh điện tử mức 2» trước.»
fn prerequisites(conn: &mut Conn, measures: &[Measure], catalogue: &Catalogue) -> Result<Vec<String>, StoreError> {
    let mut told = Vec::new();
    for measure in measures.iter().filter(|measure| !measure.retired) {
        let Some(programme) = catalogue.by_code(measure.code.split('.').next().unwrap_or_default()) else { continue };
        for (milestone, channel) in catalogue::prerequisites(conn, programme.id)? {
            let Some((needed, milestone)) = catalogue.milestone_by_id(milestone) else { continue };
            let through = match channel.as_str() {
                "" => String::new(),
                "vneid" => " đăng ký qua VNeID".to_owned(),
                other => format!(" (kênh {other})"),
            };
            let sentence =
                format!("{}{through}: phải có mốc «{}» của «{}» trước.", programme.name, milestone.name, needed.name);
            if !told.contains(&sentence) {
                told.push(sentence);
            }
        }
    }
    Ok(told)
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
