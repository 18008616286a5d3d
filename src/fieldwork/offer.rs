//! Which lists can be made for a campaign.

use std::collections::{HashMap, HashSet};

use super::error::FieldworkError;
use super::reach;
use crate::access::{Actor, allowed};
use crate::model::id::{CampaignId, MilestoneId, ProgrammeId};
use crate::model::programme::{Catalogue, Programme};
use crate::model::role::Operation;
use crate::model::work_list::{Target, WorkList, targets};
use crate::store::{Conn, Db, campaigns, catalogue};

/// The lists that can be made for a campaign.
///
/// # Errors
/// No right to see people; no such campaign.
pub fn targets_of(db: &Db, actor: &Actor, campaign: &str) -> Result<Vec<Target>, FieldworkError> {
    allowed(actor, Operation::ViewPeople)?;
    db.read(|conn| {
        let found = reach::campaign(conn, actor, campaign)?;
        let catalogue = catalogue::load(conn)?;
        offered(conn, &catalogue, found.id)
    })
}

/// The same, within a transaction.
pub(super) fn offered(
    conn: &mut Conn,
    catalogue: &Catalogue,
    campaign: CampaignId,
) -> Result<Vec<Target>, FieldworkError> {
    let measures = campaigns::measures(conn, campaign)?;
    let people = measures.iter().filter(|measure| measure.activity.is_none());
    // `vneid2.activated` is about a programme, `vneid.issued` about a ladder.
    let counted: HashSet<String> =
        people.filter_map(|measure| measure.code.split_once('.')).map(|(code, _)| code.to_owned()).collect();
    Ok(targets(catalogue, &counted, &needed(conn, catalogue)?))
}

/// What a list is about, also where the campaign no longer counts it.
pub(super) fn target_of(
    conn: &mut Conn,
    catalogue: &Catalogue,
    list: &WorkList,
) -> Result<Option<Target>, FieldworkError> {
    let Some(programme) = catalogue.programmes().iter().find(|programme| programme.id == list.programme) else {
        return Ok(None);
    };
    let counted = HashSet::from([programme.code.clone()]);
    let found = targets(catalogue, &counted, &needed(conn, catalogue)?);
    Ok(found.into_iter().find(|target| target.kind == list.kind && target.programme == programme.code))
}

fn needed(
    conn: &mut Conn,
    catalogue: &Catalogue,
) -> Result<impl Fn(&Programme) -> Vec<MilestoneId> + use<>, FieldworkError> {
    let mut needed: HashMap<ProgrammeId, Vec<MilestoneId>> = HashMap::new();
    for programme in catalogue.programmes() {
        let milestones = catalogue::prerequisites(conn, programme.id)?;
        needed.insert(programme.id, milestones.into_iter().map(|(milestone, _)| milestone).collect());
    }
    Ok(move |programme: &Programme| needed.get(&programme.id).cloned().unwrap_or_default())
}
