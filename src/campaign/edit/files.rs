//! Use cases: the file of a document from above, attached and opened again.

use super::{note, turn};
use crate::access::Actor;
use crate::campaign::campaign_error::CampaignError;
use crate::campaign::evidence;
use crate::campaign::subject::campaign_seen;
use crate::store::{Db, campaigns};

/// Attaches a file to the document at a place (1 is the first).
///
/// # Errors
/// Not within the actor's rights; no such document; an empty or too big file; somebody else was faster.
pub fn attach_ground(
    db: &Db,
    actor: &Actor,
    code: &str,
    (known, place): (i64, i32),
    (name, bytes): (&str, &[u8]),
) -> Result<(), CampaignError> {
    let name = evidence::checked_name(name, bytes)?;
    db.write(|conn| {
        let campaign = turn(conn, actor, code, known, None)?;
        let blob = evidence::keep(conn, bytes)?;
        if !campaigns::attach_ground_file(conn, campaign.id, place, (blob, &name))? {
            return Err(CampaignError::Gone("Văn bản này"));
        }
        note(conn, actor, &campaign, "campaign.attach")
    })
}

/// The file of the document at a place, for whoever sees the campaign.
///
/// # Errors
/// No such campaign, document or file.
pub fn ground_file(db: &Db, actor: &Actor, code: &str, place: i32) -> Result<(String, Vec<u8>), CampaignError> {
    db.read(|conn| {
        let campaign = campaign_seen(conn, actor, code)?;
        let grounds = campaigns::filed_grounds(conn, campaign.id)?;
        let index = usize::try_from(place - 1).ok();
        let file = index.and_then(|index| grounds.into_iter().nth(index)).and_then(|ground| ground.file);
        let (blob, name) = file.ok_or(CampaignError::Gone("Tệp này"))?;
        Ok((name, evidence::open(conn, blob)?))
    })
}
