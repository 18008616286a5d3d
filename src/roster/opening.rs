//! Opening a batch for a list that is handed in: for which campaign and unit, of which day.

use chrono::{NaiveDate, Utc};

use super::allowance;
use super::error::RosterError;
use super::original::StoredFile;
use crate::access::{self, AccessError, Actor};
use crate::model::as_of::AsOf;
use crate::model::campaign::Campaign;
use crate::model::id::BatchId;
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::batches::{self, NewBatch};
use crate::store::{Conn, Db, campaigns, units};
use crate::vn::file_name::safe;

/// What is said about a list that is handed in.
#[derive(Debug, Clone)]
pub struct ListDetails {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit the list is of.
    pub unit: String,
    /// Name of the file as given.
    pub file_name: String,
    /// Anything worth keeping beside it.
    pub comment: Option<String>,
    /// The day the list was drawn up; today where none is given.
    pub listed_on: Option<NaiveDate>,
    /// Today.
    pub today: AsOf,
}

/// Opens a batch for a stored file. The file is not read yet.
pub fn begin(db: &Db, actor: &Actor, list: &ListDetails, file: StoredFile) -> Result<BatchId, RosterError> {
    let now = Utc::now().naive_utc();
    let token: String = db.random_token()?;
    db.write(|conn| {
        let (campaign, unit, listed_on) = admitted(conn, actor, list)?;
        let new = NewBatch {
            campaign: campaign.id,
            unit: unit.id,
            account: actor.account(),
            file_name: safe(&list.file_name),
            file: file.blob,
            file_sha256: file.head.sha256.clone(),
            listed_on,
            token: token.clone(),
            comment: list.comment.clone().filter(|comment| !comment.trim().is_empty()),
            continues: None,
        };
        Ok(batches::insert(conn, &new, now)?)
    })
}

/// The campaign, the unit and the day of a list, where the actor may hand it in.
pub fn admitted(
    conn: &mut Conn,
    actor: &Actor,
    list: &ListDetails,
) -> Result<(Campaign, Unit, NaiveDate), RosterError> {
    let no_campaign = || RosterError::NoCampaign(list.campaign.clone());
    let campaign = campaigns::find(conn, &list.campaign)?.ok_or_else(no_campaign)?;
    let listed_on = list.listed_on.unwrap_or(list.today.day());
    if listed_on > list.today.day() {
        return Err(RosterError::ListedInFuture(crate::vn::date::in_text(listed_on)));
    }
    let no_unit = || RosterError::NoUnit(list.unit.clone());
    let unit = units::find_by_slug(conn, &list.unit, listed_on)?.ok_or_else(no_unit)?;
    match access::authorise(conn, actor, Operation::ImportRoster, unit.id) {
        Err(AccessError::NotFound) => return Err(no_unit()),
        other => other?,
    }
    allowance::check(conn, actor, Utc::now().naive_utc())?;
    if !unit.validity.contains(listed_on) {
        return Err(RosterError::NotThen { unit: unit.name, day: listed_on, validity: unit.validity });
    }
    Ok((campaign, unit, listed_on))
}
