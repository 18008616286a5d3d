//! Use cases: create a campaign and change it. Whoever changes it says which revision was looked at; an older one is refused with what differs now.

mod code;
mod draft;
mod files;
mod measures;

pub use code::proposed as proposed_code;
pub(in crate::campaign) use draft::checked_sessions;
pub use draft::{CampaignDraft, SessionDraft};
pub use files::{attach_ground, ground_file};
pub use measures::{MeasureKind, NewMeasure, add_measure, retire_measure};

use crate::access::{self, Actor, AuditEvent, authorise};
use crate::campaign::campaign_error::CampaignError;
use crate::campaign::subject::campaign_run;
use crate::model::campaign::{Campaign, CampaignContact, LegalGround};
use crate::model::role::Operation;
use crate::store::{Conn, Db, campaigns, units};

/// What of a campaign is to be changed; whatever is `None` stays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CampaignChange {
    /// Title, window, purpose and the like; the unit stays whatever it says.
    pub draft: Option<CampaignDraft>,
    /// The documents it rests on.
    pub grounds: Option<Vec<LegalGround>>,
    /// Whom people ask.
    pub contacts: Option<Vec<CampaignContact>>,
    /// Where and when people are served.
    pub sessions: Option<Vec<SessionDraft>>,
}

/// Creates a campaign. Returns its code.
///
/// # Errors
/// Not within the actor's rights; a field that does not fit.
pub fn create(db: &Db, actor: &Actor, draft: &CampaignDraft) -> Result<String, CampaignError> {
    access::allowed(actor, Operation::ManageCampaign)?;
    db.write(|conn| {
        let unit = units::find_by_slug(conn, &draft.unit, draft.starts_on)?;
        let unit =
            unit.ok_or_else(|| CampaignError::unfit("unit", "Không có đơn vị này. Chọn đơn vị trong danh sách."))?;
        authorise(conn, actor, Operation::ManageCampaign, unit.id)?;
        let code = code::chosen(conn, draft)?;
        let entry = draft.entry(code.clone(), unit.id)?;
        let id = campaigns::put_campaign(conn, &entry)?;
        let campaign = campaigns::get(conn, id)?.ok_or(CampaignError::Gone("Chiến dịch"))?;
        campaigns::leading_issuer(conn, &campaign)?;
        note(conn, actor, &campaign, "campaign.create")?;
        Ok(code)
    })
}

/// Changes a campaign. `known` is the revision that was looked at.
///
/// # Errors
/// Not within the actor's rights; a field that does not fit; [`CampaignError::Stale`] where somebody else was faster.
pub fn change(db: &Db, actor: &Actor, code: &str, known: i64, wanted: &CampaignChange) -> Result<(), CampaignError> {
    db.write(|conn| {
        let campaign = turn(conn, actor, code, known, wanted.draft.as_ref())?;
        if let Some(draft) = &wanted.draft {
            let entry = draft.entry(campaign.code.clone(), campaign.unit)?;
            campaigns::put_campaign(conn, &entry)?;
        }
        if let Some(grounds) = &wanted.grounds {
            campaigns::replace_legal_grounds(conn, campaign.id, &draft::checked_grounds(grounds)?)?;
        }
        if let Some(contacts) = &wanted.contacts {
            campaigns::replace_contacts(conn, campaign.id, &draft::checked_contacts(contacts)?)?;
        }
        if let Some(sessions) = &wanted.sessions {
            let sessions = draft::checked_sessions(conn, &campaign, sessions)?;
            campaigns::replace_sessions(conn, campaign.id, &sessions)?;
        }
        note(conn, actor, &campaign, "campaign.change")
    })
}

/// The campaign, with the turn to change it taken.
fn turn(
    conn: &mut Conn,
    actor: &Actor,
    code: &str,
    known: i64,
    draft: Option<&CampaignDraft>,
) -> Result<Campaign, CampaignError> {
    let campaign = campaign_run(conn, actor, code)?;
    if campaigns::take_turn(conn, campaign.id, known)? {
        return Ok(campaign);
    }
    let mut now = draft.map_or_else(Vec::new, |draft| draft.differences(&campaign));
    if now.is_empty() {
        now.push("căn cứ, đầu mối, lịch hoặc chỉ tiêu của chiến dịch đã khác, tải lại trang để xem".to_owned());
    }
    Err(CampaignError::Stale { now })
}

fn note(conn: &mut Conn, actor: &Actor, campaign: &Campaign, action: &str) -> Result<(), CampaignError> {
    let detail = serde_json::json!({ "revision": campaign.revision });
    let (object, object_id) = ("campaign", Some(campaign.id.0));
    Ok(access::audit(conn, actor, AuditEvent { action, object, object_id, unit: Some(campaign.unit), detail })?)
}
