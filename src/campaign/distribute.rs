//! Handing a unit's quota down to the units below it, as a table of quotas per village says.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::error::LoadError;
use crate::access::{Actor, AuditEvent, audit, authorise};
use crate::model::campaign::{Campaign, Measure, Target};
use crate::model::role::Operation;
use crate::model::tally::Audience;
use crate::model::unit::Unit;
use crate::store::campaigns::{self, QuotaEntry};
use crate::store::{Conn, Db, units};
use crate::vn::fold::fold;
use crate::vn::number::group_thousands;

/// A table of quotas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit whose quota is handed down.
    pub unit: String,
    /// The last day that counts.
    pub deadline: NaiveDate,
    /// How the table is cited.
    pub document: String,
    /// What each unit gets.
    pub shares: Vec<Share>,
}

/// What one unit gets in one measure of residents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Name of the unit as the table writes it.
    pub unit_name: String,
    /// Code of the measure.
    pub measure: String,
    /// How many people.
    pub people: i64,
}

/// Writes the quotas of the units below; returns how many are new or revised.
///
/// # Errors
/// Nothing is written where a unit or measure is unknown, or where a unit's own quota is not the sum of what it hands down.
pub fn distribute(db: &Db, actor: &Actor, distribution: &Distribution) -> Result<usize, LoadError> {
    db.write(|conn| {
        let unfit = |what: String| LoadError::Unfit(what);
        let campaign = campaigns::find(conn, &distribution.campaign)?
            .ok_or_else(|| unfit(format!("Không có chiến dịch «{}».", distribution.campaign)))?;
        let unit = units::find_by_slug(conn, &distribution.unit, distribution.deadline)?
            .ok_or_else(|| unfit(format!("Không có đơn vị «{}».", distribution.unit)))?;
        authorise(conn, actor, Operation::ManageCampaign, unit.id)?;
        let measures = campaigns::measures(conn, campaign.id)?;
        let below = units::children(conn, unit.id, distribution.deadline)?;
        let entries: Result<Vec<_>, LoadError> =
            distribution.shares.iter().map(|share| entry(share, distribution, &measures, &below)).collect();
        let entries = entries?;
        check_sums(conn, &campaign, &unit, &measures, &entries)?;
        let mut written = 0;
        for entry in &entries {
            written += usize::from(campaigns::put_quota(conn, entry)?);
        }
        let detail = serde_json::json!({ "quotas": entries.len(), "written": written });
        let (object, object_id) = ("campaign", Some(campaign.id.0));
        let event = AuditEvent { action: "campaign.distribute", object, object_id, unit: Some(unit.id), detail };
        audit(conn, actor, event)?;
        Ok(written)
    })
}

fn entry(
    share: &Share,
    distribution: &Distribution,
    measures: &[Measure],
    below: &[Unit],
) -> Result<QuotaEntry, LoadError> {
    let Share { unit_name, measure, people } = share;
    let known = measures.iter().find(|m| m.code == *measure && m.audience == Audience::Residents);
    let known = known.ok_or_else(|| LoadError::Unfit(format!("Chiến dịch không có chỉ tiêu «{measure}».")))?;
    let key = fold(unit_name);
    let unit = below.iter().find(|unit| fold(&unit.name) == key).ok_or_else(|| {
        LoadError::Unfit(format!("Bảng chỉ tiêu có «{unit_name}» nhưng {} không có đơn vị này.", distribution.unit))
    })?;
    Ok(QuotaEntry {
        measure: known.id,
        unit: unit.id,
        target: Target::Absolute(*people),
        deadline: distribution.deadline,
        document: Some(distribution.document.clone()),
    })
}

fn check_sums(
    conn: &mut Conn,
    campaign: &Campaign,
    unit: &Unit,
    measures: &[Measure],
    entries: &[QuotaEntry],
) -> Result<(), LoadError> {
    let mut sums = BTreeMap::new();
    for entry in entries {
        if let Target::Absolute(people) = entry.target {
            *sums.entry(entry.measure).or_insert(0) += people;
        }
    }
    for quota in campaigns::quotas_of_units(conn, campaign.id, &[unit.id])? {
        let (Target::Absolute(own), Some(sum)) = (quota.target, sums.get(&quota.measure)) else { continue };
        if own != *sum {
            let measure = measures.iter().find(|m| m.id == quota.measure).map_or("", |m| m.name.as_str());
            let (own, sum) = (group_thousands(own), group_thousands(*sum));
            return Err(LoadError::Unfit(format!(
                "Chỉ tiêu «{measure}» của {} là {own} nhưng tổng chia cho các đơn vị là {sum}. Sửa bảng chỉ tiêu hoặc chỉ tiêu chung.",
                unit.name
            )));
        }
    }
    Ok(())
}
