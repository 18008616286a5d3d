//! Campaigns and what they count.

use std::collections::BTreeSet;

use super::{Loaded, tasks};
use crate::access::{Actor, authorise};
use crate::campaign::campaign_error::CampaignError;
use crate::campaign::counting::{issued_before, min_age, named_for};
use crate::campaign::edit::{SessionDraft, checked_sessions};
use crate::campaign::error::LoadError;
use crate::campaign::files::{CampaignData, Located, MeasureData, SessionData};
use crate::model::campaign::{Activity, Campaign, CampaignSession, LegalGround};
use crate::model::id::CampaignId;
use crate::model::programme::Catalogue;
use crate::model::role::Operation;
use crate::model::tally::Counted;
use crate::store::campaigns::{self as store, CampaignEntry, MeasureEntry};
use crate::store::{Conn, catalogue, units};

/// Loads campaigns; says whether a measure counts something that was not counted before.
pub fn load(
    conn: &mut Conn,
    actor: &Actor,
    campaigns: &[Located<CampaignData>],
    loaded: &mut Loaded,
) -> Result<bool, LoadError> {
    if campaigns.is_empty() {
        return Ok(false);
    }
    let catalogue = catalogue::load(conn)?;
    let mut counted_anew = false;
    for campaign in campaigns {
        let id = put(conn, actor, campaign)?;
        let mut before = BTreeSet::new();
        for (position, measure) in (1..).zip(&campaign.measures) {
            if !before.insert((&measure.code, measure.audience.of_category(measure.category))) {
                let problem = format!("chỉ tiêu «{}»: ghi hai lần cho cùng một đối tượng. Bỏ một dòng.", measure.code);
                return Err(campaign.place.refuse(problem));
            }
            counted_anew |= put_measure(conn, id, campaign, measure, position, &catalogue)?;
        }
        loaded.tasks += tasks::load(conn, id, campaign)?;
    }
    loaded.campaigns = campaigns.len();
    Ok(counted_anew)
}

fn put(conn: &mut Conn, actor: &Actor, campaign: &Located<CampaignData>) -> Result<CampaignId, LoadError> {
    let place = &campaign.place;
    if campaign.starts_on > campaign.ends_on {
        return Err(place.refuse("ngày bắt đầu (starts_on) sau ngày kết thúc (ends_on)."));
    }
    let unit = units::find_by_slug(conn, &campaign.unit, campaign.starts_on)?
        .ok_or_else(|| place.refuse(format!("không có đơn vị «{}». Nạp đơn vị trước.", campaign.unit)))?;
    authorise(conn, actor, Operation::ManageCampaign, unit.id)?;
    let present = store::find(conn, &campaign.code)?;
    if let Some(present) = &present {
        authorise(conn, actor, Operation::ManageCampaign, present.unit)?;
    }
    let entry = CampaignEntry {
        code: campaign.code.clone(),
        unit: unit.id,
        title: campaign.title.clone(),
        starts_on: campaign.starts_on,
        ends_on: campaign.ends_on,
        default_as_of: campaign.default_as_of,
        rounding: campaign.rounding,
        purpose: campaign.purpose.clone(),
        retention_until: campaign.retention_until,
        support_link: campaign.support_link.clone(),
    };
    if let Some(present) = &present {
        let grounds: Vec<LegalGround> =
            store::filed_grounds(conn, present.id)?.into_iter().map(|filed| filed.ground).collect();
        let contacts = store::contacts(conn, present.id)?;
        let told = campaign.contacts.is_empty() || contacts == campaign.contacts;
        let sessions = sessions(conn, present, campaign)?;
        let told = told && (sessions.is_empty() || store::sessions(conn, present.id)? == sessions);
        if told && grounds == campaign.legal_grounds && CampaignEntry::of(present) == entry {
            return Ok(present.id);
        }
        // Whoever has a form of it open is told.
        store::take_turn(conn, present.id, present.revision)?;
    }
    let id = store::put_campaign(conn, &entry)?;
    store::replace_legal_grounds(conn, id, &campaign.legal_grounds)?;
    if !campaign.contacts.is_empty() {
        store::replace_contacts(conn, id, &campaign.contacts)?;
    }
    if let Some(of) = store::get(conn, id)?.filter(|_| !campaign.sessions.is_empty()) {
        let sessions = sessions(conn, &of, campaign)?;
        store::replace_sessions(conn, id, &sessions)?;
    }
    Ok(id)
}

/// The sessions of the file, by the rules of those that are typed, in the order in which they are held.
fn sessions(
    conn: &mut Conn,
    of: &Campaign,
    campaign: &Located<CampaignData>,
) -> Result<Vec<CampaignSession>, LoadError> {
    let draft = |session: &SessionData| SessionDraft {
        unit: session.unit.clone(),
        place: session.place.clone(),
        held_on: session.held_on,
        held_to: session.held_to.unwrap_or(session.held_on),
        from_time: session.from_time,
        to_time: session.to_time,
        in_charge: session.in_charge.clone(),
    };
    let drafts: Vec<SessionDraft> = campaign.sessions.iter().map(draft).collect();
    let refuse = |error: CampaignError| match error {
        CampaignError::Store(error) => LoadError::from(error),
        other => campaign.place.refuse(format!("lịch phục vụ (sessions): {other}")),
    };
    let mut checked = checked_sessions(conn, of, &drafts).map_err(refuse)?;
    checked.sort_by_key(|session| (session.held_on, session.from_time));
    Ok(checked)
}

fn put_measure(
    conn: &mut Conn,
    of: CampaignId,
    campaign: &Located<CampaignData>,
    measure: &MeasureData,
    position: i32,
    catalogue: &Catalogue,
) -> Result<bool, LoadError> {
    let refuse = |problem: String| campaign.place.refuse(format!("chỉ tiêu «{}»: {problem}", measure.code));
    let counted = match &measure.noun {
        Some(_) => Some(Counted::Reported),
        None => Counted::of_measure(&measure.code, catalogue),
    };
    let done = counted.ok_or_else(|| refuse("danh mục dịch vụ không có mốc này.".to_owned()))?;
    let no_category = || refuse("chỉ đối tượng staff mới chia theo loại (category).".to_owned());
    let audience = measure.audience.of_category(measure.category).ok_or_else(no_category)?;
    let min_age = min_age(&measure.code, catalogue);
    let eligible = match (&measure.noun, measure.with_card) {
        (Some(_), _) => Counted::Reported,
        (None, true) => Counted::EligibleWithCard { min_age },
        (None, false) => Counted::Eligible { min_age },
    };
    let activity = measure.noun.clone().map(|noun| Activity { noun, base_noun: measure.base_noun.clone() });
    let present = store::measures(conn, of)?;
    let held = present.iter().find(|held| held.code == measure.code && held.audience == audience);
    let retired = held.is_some_and(|held| held.retired);
    let mut counted_anew = false;
    let mut tally = |counted: &Counted| {
        let (id, new) = store::put_tally(conn, audience, counted)?;
        counted_anew |= new;
        Ok::<_, LoadError>(id)
    };
    let entry = MeasureEntry {
        campaign: of,
        code: measure.code.clone(),
        audience,
        name: named_for(audience, &measure.name),
        position,
        done: tally(&done)?,
        issued: issued_before(&measure.code, &done, catalogue).as_ref().map(&mut tally).transpose()?,
        eligible: tally(&eligible)?,
        activity,
        retired,
    };
    store::put_measure(conn, &entry)?;
    Ok(counted_anew)
}
