//! Use case: give a unit a quota, change it, or take it back. Nothing is overwritten: every change is a revision with its document.

use chrono::NaiveDate;

use crate::access::{self, AccessError, Actor, AuditEvent};
use crate::campaign::campaign_error::CampaignError;
use crate::campaign::subject::{MeasureName, campaign_seen, may_give, measure_of, unit_seen};
use crate::model::as_of::AsOf;
use crate::model::campaign::{Campaign, QuotaIssuer, Target};
use crate::model::id::IssuerId;
use crate::model::unit::Unit;
use crate::store::campaigns::QuotaEntry;
use crate::store::{Conn, Db, campaigns};

/// The largest share that a quota may ask for: ten times the base, beyond which it is a slip of the pen.
const MOST_HUNDREDTHS: i64 = 100_000;
/// The most people of a quota: more than live in the country.
const MOST_PEOPLE: i64 = 200_000_000;
/// The longest document or reason.
const LONGEST: usize = 500;

/// A quota to be given.
#[derive(Debug, Clone, PartialEq)]
pub struct GiveQuota {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit.
    pub unit: String,
    /// The measure.
    pub measure: MeasureName,
    /// Who gives it; the leading issuer where none is named.
    pub issuer: Option<IssuerId>,
    /// How much; `None` takes back what was given for the deadline.
    pub target: Option<Target>,
    /// The last day that counts.
    pub deadline: NaiveDate,
    /// The document that gives it.
    pub document: Option<String>,
    /// Why it is changed.
    pub reason: Option<String>,
    /// Today.
    pub today: AsOf,
}

/// Gives, changes or takes back a quota. Says whether anything changed.
///
/// # Errors
/// Not within the actor's rights; unknown campaign, unit, measure or issuer; a number that cannot be meant; a quota taken back without a reason.
pub fn give(db: &Db, actor: &Actor, wanted: &GiveQuota) -> Result<bool, CampaignError> {
    check_target(wanted.target)?;
    let document = tidy("document", wanted.document.as_deref())?;
    let reason = tidy("reason", wanted.reason.as_deref())?;
    if wanted.target.is_none() && reason.is_none() {
        return Err(CampaignError::unfit("reason", "Ghi lý do thu hồi chỉ tiêu; lý do được giữ trong lịch sử."));
    }
    db.write(|conn| {
        let campaign = campaign_seen(conn, actor, &wanted.campaign)?;
        check_deadline(&campaign, wanted.deadline)?;
        let unit = unit_seen(conn, actor, &campaign, Some(&wanted.unit), AsOf(wanted.deadline))?;
        check_right(conn, actor, &campaign, &unit)?;
        let measure = measure_of(conn, &campaign, &wanted.measure)?;
        let issuer = issuer_of(conn, &campaign, wanted.issuer)?;
        let entry = QuotaEntry {
            measure: measure.id,
            unit: unit.id,
            issuer: issuer.id,
            target: wanted.target,
            deadline: wanted.deadline,
            document: document.clone(),
            reason: reason.clone(),
            account: actor.account(),
        };
        let changed = campaigns::put_quota(conn, &entry)?;
        if changed {
            let detail = serde_json::json!({ "measure": measure.id, "issuer": issuer.id, "deadline": wanted.deadline });
            let event = AuditEvent {
                action: if wanted.target.is_some() { "quota.give" } else { "quota.take_back" },
                object: "unit",
                object_id: Some(unit.id.0),
                unit: Some(unit.id),
                detail,
            };
            access::audit(conn, actor, event)?;
        }
        Ok(changed)
    })
}

/// A quota may be given before the campaign begins, but what is due by then could never be met within it.
pub(super) fn check_deadline(campaign: &Campaign, deadline: NaiveDate) -> Result<(), CampaignError> {
    if deadline >= campaign.starts_on {
        return Ok(());
    }
    let begins = crate::vn::date::in_text(campaign.starts_on);
    Err(CampaignError::unfit("deadline", format!("Hạn không được trước ngày bắt đầu chiến dịch ({begins}).")))
}

fn check_target(target: Option<Target>) -> Result<(), CampaignError> {
    match target {
        Some(Target::Absolute(people)) if !(0..=MOST_PEOPLE).contains(&people) => {
            Err(CampaignError::unfit("people", "Số chỉ tiêu phải từ 0 trở lên và không quá 200.000.000."))
        }
        Some(Target::Share(share)) if !(0..=MOST_HUNDREDTHS).contains(&share.hundredths()) => {
            Err(CampaignError::unfit("percent", "Tỷ lệ phải từ 0% đến 1.000%."))
        }
        _ => Ok(()),
    }
}

/// A text without spaces around it; an empty one is none.
pub(super) fn tidy(field: &'static str, text: Option<&str>) -> Result<Option<String>, CampaignError> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    if text.is_some_and(|text| text.chars().count() > LONGEST) {
        return Err(CampaignError::unfit(field, format!("Nội dung dài quá {LONGEST} chữ. Rút gọn lại.")));
    }
    Ok(text.map(str::to_owned))
}

/// Units that are seen but not to be given anything are refused as such.
pub(super) fn check_right(
    conn: &mut Conn,
    actor: &Actor,
    campaign: &Campaign,
    unit: &Unit,
) -> Result<(), CampaignError> {
    if may_give(conn, actor, campaign, unit)? { Ok(()) } else { Err(AccessError::Forbidden.into()) }
}

/// The issuer meant: the one named, or the leading one.
pub(super) fn issuer_of(
    conn: &mut Conn,
    campaign: &Campaign,
    named: Option<IssuerId>,
) -> Result<QuotaIssuer, CampaignError> {
    let leading = campaigns::leading_issuer(conn, campaign)?;
    let wanted = named.unwrap_or(leading);
    let found = campaigns::quota_issuers(conn, campaign.id)?.into_iter().find(|issuer| issuer.id == wanted);
    found.ok_or(CampaignError::NoIssuer)
}
