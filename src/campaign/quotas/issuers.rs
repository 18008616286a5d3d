//! Use cases: who gives quotas in a campaign. The first one leads: figures are measured against its quotas; the others stand beside it.

use crate::access::{self, Actor, AuditEvent};
use crate::campaign::campaign_error::CampaignError;
use crate::campaign::subject::{campaign_run, campaign_seen};
use crate::model::campaign::{Campaign, QuotaIssuer};
use crate::model::id::IssuerId;
use crate::store::{Conn, Db, campaigns};

/// The longest name.
const LONGEST: usize = 200;

/// Who gives quotas, the leading one first.
pub fn issuers(db: &Db, actor: &Actor, campaign: &str) -> Result<Vec<QuotaIssuer>, CampaignError> {
    db.read(|conn| {
        let campaign = campaign_seen(conn, actor, campaign)?;
        Ok(campaigns::quota_issuers(conn, campaign.id)?)
    })
}

/// Adds somebody who gives quotas, behind the others.
///
/// # Errors
/// Not within the actor's rights; no name, or one that is there already.
pub fn add_issuer(db: &Db, actor: &Actor, campaign: &str, name: &str) -> Result<IssuerId, CampaignError> {
    db.write(|conn| {
        let campaign = campaign_run(conn, actor, campaign)?;
        campaigns::leading_issuer(conn, &campaign)?;
        let name = new_name(conn, &campaign, name, None)?;
        let id = campaigns::put_issuer(conn, campaign.id, &name)?;
        note(conn, actor, &campaign, "quota_issuer.add", id)?;
        Ok(id)
    })
}

/// Gives somebody who gives quotas another name.
///
/// # Errors
/// As [`add_issuer`]; no such issuer.
pub fn rename(db: &Db, actor: &Actor, campaign: &str, id: IssuerId, name: &str) -> Result<(), CampaignError> {
    db.write(|conn| {
        let campaign = campaign_run(conn, actor, campaign)?;
        known(conn, &campaign, id)?;
        let name = new_name(conn, &campaign, name, Some(id))?;
        campaigns::rename_issuer(conn, id, &name)?;
        note(conn, actor, &campaign, "quota_issuer.rename", id)
    })
}

/// Puts somebody who gives quotas first.
///
/// # Errors
/// Not within the actor's rights; no such issuer.
pub fn lead(db: &Db, actor: &Actor, campaign: &str, id: IssuerId) -> Result<(), CampaignError> {
    db.write(|conn| {
        let campaign = campaign_run(conn, actor, campaign)?;
        known(conn, &campaign, id)?;
        campaigns::lead_issuer(conn, campaign.id, id)?;
        note(conn, actor, &campaign, "quota_issuer.lead", id)
    })
}

fn known(conn: &mut Conn, campaign: &Campaign, id: IssuerId) -> Result<(), CampaignError> {
    let known = campaigns::quota_issuers(conn, campaign.id)?.iter().any(|issuer| issuer.id == id);
    if known { Ok(()) } else { Err(CampaignError::NoIssuer) }
}

fn new_name(conn: &mut Conn, of: &Campaign, name: &str, own: Option<IssuerId>) -> Result<String, CampaignError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST {
        return Err(CampaignError::unfit("name", format!("Ghi tên đơn vị giao chỉ tiêu, không quá {LONGEST} chữ.")));
    }
    let taken = campaigns::quota_issuers(conn, of.id)?;
    if taken.iter().any(|issuer| issuer.name == name && Some(issuer.id) != own) {
        return Err(CampaignError::unfit("name", format!("«{name}» đã có trong danh sách đơn vị giao chỉ tiêu.")));
    }
    Ok(name.to_owned())
}

fn note(conn: &mut Conn, actor: &Actor, of: &Campaign, action: &str, id: IssuerId) -> Result<(), CampaignError> {
    let detail = serde_json::json!({ "issuer": id });
    let (object, object_id) = ("campaign", Some(of.id.0));
    Ok(access::audit(conn, actor, AuditEvent { action, object, object_id, unit: Some(of.unit), detail })?)
}
