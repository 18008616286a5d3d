//! Use case: everything that was ever given to a unit for a measure.

use std::collections::HashMap;

use super::bases::Bases;
use crate::access::Actor;
use crate::campaign::campaign_error::CampaignError;
use crate::campaign::subject::{MeasureName, campaign_seen, day_meant, may_give, measure_of, unit_seen};
use crate::model::as_of::AsOf;
use crate::model::campaign::{Campaign, Measure, QuotaIssuer, QuotaRevision};
use crate::model::id::AccountId;
use crate::model::unit::Unit;
use crate::store::{Conn, Db, StoreError, accounts, campaigns};

/// Everything about the quotas of one unit and measure.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotaSheet {
    /// The campaign.
    pub campaign: Campaign,
    /// The unit.
    pub unit: Unit,
    /// The measure.
    pub measure: Measure,
    /// The eligible base of the day; `None` where no list says so.
    pub eligible: Option<i64>,
    /// Who gives quotas, the leading one first.
    pub issuers: Vec<QuotaIssuer>,
    /// Every revision of every issuer, latest first.
    pub lines: Vec<HistoryLine>,
    /// Whether the actor may give this unit a quota.
    pub may_give: bool,
}

/// One revision with the names around it.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryLine {
    /// What was given or taken back.
    pub revision: QuotaRevision,
    /// Name of the issuer.
    pub issuer: String,
    /// Name of whoever wrote it; none where it came out of a file.
    pub by: Option<String>,
    /// Whether it is the one that holds for its deadline.
    pub holds: bool,
}

/// The quotas of one unit and measure with their whole history.
///
/// # Errors
/// No such campaign, unit or measure, or not to be seen by the actor.
pub fn history(
    db: &Db,
    actor: &Actor,
    campaign: &str,
    (unit, measure): (&str, &MeasureName),
    (as_of, today): (Option<AsOf>, AsOf),
) -> Result<QuotaSheet, CampaignError> {
    db.read(|conn| {
        let campaign = campaign_seen(conn, actor, campaign)?;
        let as_of = day_meant(&campaign, as_of, today);
        let unit = unit_seen(conn, actor, &campaign, Some(unit), as_of)?;
        let measure = measure_of(conn, &campaign, measure)?;
        let bases = Bases::load(conn, &[&unit], std::slice::from_ref(&measure), as_of.day())?;
        let issuers = campaigns::quota_issuers(conn, campaign.id)?;
        let revisions = campaigns::quota_history(conn, measure.id, unit.id)?;
        Ok(QuotaSheet {
            eligible: bases.eligible(unit.id, &measure),
            lines: lines(conn, revisions, &issuers)?,
            may_give: may_give(conn, actor, &campaign, &unit)?,
            campaign,
            unit,
            measure,
            issuers,
        })
    })
}

fn lines(
    conn: &mut Conn,
    revisions: Vec<QuotaRevision>,
    issuers: &[QuotaIssuer],
) -> Result<Vec<HistoryLine>, StoreError> {
    let mut names: HashMap<AccountId, String> = HashMap::new();
    for account in revisions.iter().filter_map(|revision| revision.account) {
        if !names.contains_key(&account)
            && let Some(known) = accounts::get(conn, account)?
        {
            names.insert(account, known.display_name);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    let line = |revision: QuotaRevision| {
        let latest = seen.insert((revision.issuer, revision.deadline));
        let issuer = issuers.iter().find(|issuer| issuer.id == revision.issuer);
        HistoryLine {
            issuer: issuer.map_or_else(String::new, |issuer| issuer.name.clone()),
            by: revision.account.and_then(|account| names.get(&account).cloned()),
            holds: latest && revision.target.is_some(),
            revision,
        }
    };
    Ok(revisions.into_iter().map(line).collect())
}
