//! The lists and the table of quotas of the demo, read like anybody's files.

use chrono::{NaiveDate, Utc};

use crate::access::Actor;
use crate::campaign::files::DemoRosters;
use crate::campaign::seed;
use crate::cli::error::CommandError;
use crate::cli::roster::{Asked, Imported, Source, import as import_file};
use crate::model::as_of::AsOf;
use crate::model::campaign::Target;
use crate::roster::sandbox::SandboxSettings;
use crate::roster::{self, ListDetails, QuotaSheet, Upload};
use crate::store::{Conn, Db, StoreError, campaigns, units};

/// Gives the villages the quotas of the table, which have to add up to those of the commune.
pub fn import_quotas(db: &Db, rosters: &DemoRosters) -> Result<(), CommandError> {
    let Some(table) = &rosters.quota_sheet else { return Ok(()) };
    let sheet = QuotaSheet {
        campaign: rosters.campaign.clone(),
        unit: rosters.unit.clone(),
        file_name: table.file.clone(),
        bytes: bytes(rosters, &table.file)?,
        deadline: table.deadline,
        document: Some(table.document.clone()),
        issuer: None,
        columns: Default::default(),
        today: AsOf::of_instant(Utc::now()),
    };
    let taken = roster::import_quotas(db, &Actor::operator(), &sheet, &SandboxSettings::default())?;
    let whole = db.read(|conn| given_to_the_whole(conn, rosters, table.deadline))?;
    let parts = [taken.level_1, taken.level_2];
    if whole == parts { Ok(()) } else { Err(CommandError::QuotasDoNotAddUp { whole, parts }) }
}

/// The commune's own quotas, in the order of the measures.
fn given_to_the_whole(conn: &mut Conn, rosters: &DemoRosters, deadline: NaiveDate) -> Result<Vec<i64>, StoreError> {
    let campaign = campaigns::find(conn, &rosters.campaign)?;
    let unit = units::find_by_slug(conn, &rosters.unit, deadline)?;
    let Some((campaign, unit)) = campaign.zip(unit) else { return Ok(Vec::new()) };
    let quotas = campaigns::quotas_of_units(conn, campaign.id, &[unit.id])?;
    let absolute = quotas.iter().filter_map(|quota| match quota.target {
        Target::Absolute(people) => Some(people),
        Target::Share(_) => None,
    });
    Ok(absolute.collect())
}

/// Imports every list for its unit.
pub fn import(db: &Db, rosters: &DemoRosters) -> Result<Vec<Imported>, CommandError> {
    let mut imported = Vec::with_capacity(rosters.lists.len());
    let asked = Asked { create_places: false, commit: Some(roster::CommitMode::GoodRows), json: true };
    for list in &rosters.lists {
        let upload = Upload {
            details: ListDetails {
                campaign: rosters.campaign.clone(),
                unit: list.unit.clone(),
                file_name: list.file.clone(),
                listed_on: Some(list.listed_on.unwrap_or(rosters.listed_on)),
                today: AsOf::of_instant(Utc::now()),
                comment: None,
            },
            bytes: bytes(rosters, &list.file)?,
        };
        imported.push(import_file(db, &Source::Given(&upload), asked)?);
    }
    Ok(imported)
}

fn bytes(rosters: &DemoRosters, file: &str) -> Result<Vec<u8>, CommandError> {
    let path = format!("{}/{file}", rosters.folder);
    seed::file(&path).map(|file| file.content).ok_or(CommandError::SeedMissing(path))
}
