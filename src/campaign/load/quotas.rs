//! Quotas given by a data file.

use std::collections::BTreeMap;

use super::Loaded;
use crate::access::{Actor, authorise};
use crate::campaign::error::LoadError;
use crate::campaign::files::{Located, QuotaData, QuotasData};
use crate::model::campaign::{Campaign, Measure, Target};
use crate::model::id::{IssuerId, MeasureId, UnitId};
use crate::model::percent::Percent;
use crate::model::role::Operation;
use crate::store::campaigns::{self as store, QuotaEntry};
use crate::store::{Conn, units};

/// Loads the quotas of one file.
pub fn load(conn: &mut Conn, actor: &Actor, file: &Located<QuotasData>, loaded: &mut Loaded) -> Result<(), LoadError> {
    let unknown = || file.place.refuse(format!("không có chiến dịch «{}». Nạp chiến dịch trước.", file.campaign));
    let campaign = store::find(conn, &file.campaign)?.ok_or_else(unknown)?;
    authorise(conn, actor, Operation::ManageCampaign, campaign.unit)?;
    let measures = store::measures(conn, campaign.id)?;
    let leading = store::leading_issuer(conn, &campaign)?;
    let mut given: BTreeMap<(MeasureId, UnitId, IssuerId), Vec<QuotaEntry>> = BTreeMap::new();
    for quota in &file.quotas {
        let issuer = match quota.issuer.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => store::put_issuer(conn, campaign.id, name)?,
            None => leading,
        };
        let entry = entry(conn, file, quota, (&campaign, issuer), &measures)?;
        given.entry((entry.measure, entry.unit, entry.issuer)).or_default().push(entry);
    }
    for entries in given.values() {
        loaded.quotas += entries.len();
        for entry in entries {
            loaded.quotas_changed += usize::from(store::put_quota(conn, entry)?);
        }
        let deadlines: Vec<_> = entries.iter().map(|entry| entry.deadline).collect();
        loaded.quotas_changed += store::keep_deadlines(conn, &entries[0], &deadlines)?;
    }
    Ok(())
}

fn entry(
    conn: &mut Conn,
    file: &Located<QuotasData>,
    quota: &QuotaData,
    (campaign, issuer): (&Campaign, IssuerId),
    measures: &[Measure],
) -> Result<QuotaEntry, LoadError> {
    let (code, whom, slug) = (&quota.measure, quota.audience.as_str(), &quota.unit);
    let refuse = |problem: String| file.place.refuse(format!("chỉ tiêu «{code}» ({whom}) của «{slug}»: {problem}"));
    let measure = measures.iter().find(|measure| measure.code == *code && measure.audience == quota.audience);
    let measure = measure.ok_or_else(|| refuse("chiến dịch không có chỉ tiêu này.".to_owned()))?;
    let unit = units::find_by_slug(conn, slug, quota.deadline)?;
    let unit = unit.ok_or_else(|| refuse("không có đơn vị này. Nạp đơn vị trước.".to_owned()))?;
    if !units::is_below(conn, unit.id, campaign.unit)? {
        return Err(refuse("đơn vị không thuộc đơn vị của chiến dịch.".to_owned()));
    }
    let target = match (quota.people, quota.percent) {
        (Some(people), None) if people >= 0 => Some(Target::Absolute(people)),
        (None, Some(percent)) if (0.0..=1_000.0).contains(&percent) => Some(Target::Share(hundredths(percent))),
        (Some(_), Some(_)) | (None, None) => {
            return Err(refuse("ghi hoặc số người (people), hoặc tỷ lệ (percent).".to_owned()));
        }
        _ => return Err(refuse("số người hoặc tỷ lệ không hợp lệ.".to_owned())),
    };
    let (deadline, document) = (quota.deadline, quota.document.clone());
    let (measure, unit) = (measure.id, unit.id);
    Ok(QuotaEntry { measure, unit, issuer, target, deadline, document, reason: None, account: None })
}

/// The range is checked by the caller, so that nothing is cut off.
#[expect(clippy::cast_possible_truncation, reason = "between 0 and 100.000")]
fn hundredths(percent: f64) -> Percent {
    Percent::from_hundredths((percent * 100.0).round() as i64)
}
