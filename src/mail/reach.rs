//! What somebody may send mail about. Whatever lies outside is answered like what does not exist. The right: [`Operation::SendMail`].

use chrono::{DateTime, Utc};

use super::error::MailError;
use crate::access::{self, AccessError, Actor};
use crate::model::as_of::AsOf;
use crate::model::campaign::Campaign;
use crate::model::id::UnitId;
use crate::model::role::Operation;
use crate::store::{Conn, campaigns, units};

/// A unit by its slug, as of now.
pub(super) fn unit(conn: &mut Conn, actor: &Actor, slug: &str, now: DateTime<Utc>) -> Result<UnitId, MailError> {
    let none = || MailError::NoUnit(slug.to_owned());
    let unit = units::find_by_slug(conn, slug, AsOf::of_instant(now).day())?.ok_or_else(none)?;
    of_unit(conn, actor, unit.id, none)?;
    Ok(unit.id)
}

/// A campaign by its code.
pub(super) fn campaign(conn: &mut Conn, actor: &Actor, code: &str) -> Result<Campaign, MailError> {
    let none = || MailError::NoCampaign(code.to_owned());
    let campaign = campaigns::find(conn, code)?.ok_or_else(none)?;
    of_unit(conn, actor, campaign.unit, none)?;
    Ok(campaign)
}

/// Something that belongs to a unit, with what is said where it does not exist.
pub(super) fn of_unit(
    conn: &mut Conn,
    actor: &Actor,
    unit: UnitId,
    none: impl Fn() -> MailError,
) -> Result<(), MailError> {
    match access::authorise(conn, actor, Operation::SendMail, unit) {
        Err(AccessError::NotFound) => Err(none()),
        checked => Ok(checked?),
    }
}
