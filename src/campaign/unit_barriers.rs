//! Use cases: what holds a whole unit back in a campaign, noted by those who lead its reports and taken away again.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;
use serde_json::json;

use super::campaign_error::CampaignError;
use super::subject::{campaign_seen, unit_seen};
use crate::access::{Actor, AuditEvent, allowed, audit, authorise};
use crate::model::as_of::AsOf;
use crate::model::barrier::Barrier;
use crate::model::campaign::Campaign;
use crate::model::id::AccountId;
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::unit_barriers::{self as store, UnitBarrier, UnitBarrierCount};
use crate::store::{Conn, Db, accounts, catalogue, units};
use crate::vn::date::in_text;

/// The longest note.
const LONGEST: usize = 500;

/// What is to be noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteUnitBarrier {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit.
    pub unit: String,
    /// Code of the cause.
    pub barrier: String,
    /// The day on which it was found to be so.
    pub on: NaiveDate,
    /// Anything worth keeping beside it.
    pub note: Option<String>,
    /// Today in Vietnam.
    pub today: AsOf,
}

/// A cause as it was noted about a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitBarrierLine {
    /// The unit.
    pub unit: Unit,
    /// Code of the cause.
    pub barrier: String,
    /// Its name.
    pub name: String,
    /// The day on which it was found to be so.
    pub noted_on: NaiveDate,
    /// Anything worth keeping beside it.
    pub note: Option<String>,
    /// Who says so.
    pub by: Option<String>,
}

/// What holds a unit and those directly below it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitBarriers {
    /// The unit.
    pub unit: Unit,
    /// What is noted about it and about the units directly below, in local order.
    pub lines: Vec<UnitBarrierLine>,
    /// How many units each cause is noted about, of the unit and everything below.
    pub counts: Vec<UnitBarrierCount>,
    /// What can be noted.
    pub causes: Vec<Barrier>,
    /// Whether the actor may note.
    pub may_note: bool,
}

/// What is noted about a unit and those directly below it; without a slug about the unit where the actor starts.
///
/// # Errors
/// No right to see figures; no such campaign or unit within the actor's scope.
pub fn unit_barriers(
    db: &Db,
    actor: &Actor,
    campaign: &str,
    unit: Option<&str>,
    on: AsOf,
) -> Result<UnitBarriers, CampaignError> {
    db.read(|conn| {
        let campaign = campaign_seen(conn, actor, campaign)?;
        let unit = unit_seen(conn, actor, &campaign, unit, on)?;
        let mut shown = vec![unit.clone()];
        shown.extend(units::children(conn, unit.id, on.day())?);
        let counts = store::most_frequent(conn, campaign.id, unit.id, on.day())?;
        let causes = catalogue::barriers_of_units(conn)?;
        let may_note = allowed(actor, Operation::ManageRounds).is_ok();
        Ok(UnitBarriers { lines: lines(conn, &campaign, shown, on)?, counts, causes, may_note, unit })
    })
}

fn lines(
    conn: &mut Conn,
    campaign: &Campaign,
    shown: Vec<Unit>,
    on: AsOf,
) -> Result<Vec<UnitBarrierLine>, CampaignError> {
    let ids: Vec<_> = shown.iter().map(|unit| unit.id).collect();
    let mut noted = store::of_units(conn, campaign.id, &ids)?;
    noted.retain(|(noted, _)| noted.noted_on <= on.day());
    let mut found = Vec::with_capacity(noted.len());
    let mut names: HashMap<AccountId, Option<String>> = HashMap::new();
    for account in noted.iter().filter_map(|(noted, _)| noted.account) {
        if let Entry::Vacant(place) = names.entry(account) {
            place.insert(accounts::get(conn, account)?.map(|account| account.display_name));
        }
    }
    for unit in shown {
        for (noted, name) in noted.iter().filter(|(noted, _)| noted.unit == unit.id) {
            let by = noted.account.and_then(|account| names.get(&account).cloned().flatten());
            found.push(UnitBarrierLine {
                unit: unit.clone(),
                barrier: noted.barrier.clone(),
                name: name.clone(),
                noted_on: noted.noted_on,
                note: noted.note.clone(),
                by,
            });
        }
    }
    Ok(found)
}

/// Notes a cause about a unit; what was noted about the same cause before is replaced.
///
/// # Errors
/// Not within the actor's rights; no such campaign, unit or cause; a day that has not come; a note that is too long.
pub fn note_unit_barrier(db: &Db, actor: &Actor, new: &NoteUnitBarrier) -> Result<(), CampaignError> {
    allowed(actor, Operation::ManageRounds)?;
    if new.on > new.today.day() {
        let today = in_text(new.today.day());
        return Err(CampaignError::unfit("on", format!("Ngày {} chưa tới (hôm nay là {today}).", in_text(new.on))));
    }
    let note = new.note.as_deref().map(|note| crate::vn::text::tidy(note).text).filter(|note| !note.is_empty());
    if note.as_ref().is_some_and(|note| note.chars().count() > LONGEST) {
        return Err(CampaignError::unfit("note", format!("Ghi chú không quá {LONGEST} chữ.")));
    }
    db.write(|conn| {
        let (campaign, unit) = named(conn, actor, &new.campaign, &new.unit, new.today)?;
        if !catalogue::barriers_of_units(conn)?.iter().any(|barrier| barrier.code == new.barrier) {
            let problem = "Không có vướng mắc này trong danh mục vướng mắc của đơn vị. Chọn lại trong danh sách.";
            return Err(CampaignError::unfit("barrier", problem));
        }
        let (barrier, noted_on, note) = (new.barrier.clone(), new.on, note.clone());
        store::put(
            conn,
            campaign.id,
            &UnitBarrier { unit: unit.id, barrier, noted_on, note, account: actor.account() },
        )?;
        // The note may name people, so it stays out of the chain.
        let detail = json!({ "campaign": campaign.id, "barrier": new.barrier, "noted_on": new.on });
        audited(conn, actor, "unit.note_barrier", &unit, detail)
    })
}

/// Takes away what was noted; says whether it was noted.
///
/// # Errors
/// Not within the actor's rights; no such campaign or unit.
pub fn remove_unit_barrier(
    db: &Db,
    actor: &Actor,
    campaign: &str,
    unit: &str,
    barrier: &str,
    today: AsOf,
) -> Result<bool, CampaignError> {
    allowed(actor, Operation::ManageRounds)?;
    db.write(|conn| {
        let (campaign, unit) = named(conn, actor, campaign, unit, today)?;
        let gone = store::remove(conn, campaign.id, unit.id, barrier)?;
        if gone {
            let detail = json!({ "campaign": campaign.id, "barrier": barrier });
            audited(conn, actor, "unit.remove_barrier", &unit, detail)?;
        }
        Ok(gone)
    })
}

fn named(
    conn: &mut Conn,
    actor: &Actor,
    campaign: &str,
    unit: &str,
    on: AsOf,
) -> Result<(Campaign, Unit), CampaignError> {
    let campaign = campaign_seen(conn, actor, campaign)?;
    let unit = unit_seen(conn, actor, &campaign, Some(unit), on)?;
    authorise(conn, actor, Operation::ManageRounds, unit.id)?;
    Ok((campaign, unit))
}

fn audited(
    conn: &mut Conn,
    actor: &Actor,
    action: &str,
    unit: &Unit,
    detail: serde_json::Value,
) -> Result<(), CampaignError> {
    let (object_id, unit) = (Some(unit.id.0), Some(unit.id));
    Ok(audit(conn, actor, AuditEvent { action, object: "unit", object_id, unit, detail })?)
}
