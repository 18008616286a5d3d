//! The lists and the table of quotas of the demo, read like anybody's files.

use chrono::Utc;

use crate::access::Actor;
use crate::campaign::files::DemoRosters;
use crate::campaign::{self, Distribution, Share, seed};
use crate::cli::error::CommandError;
use crate::cli::roster::{Imported, import as import_file};
use crate::model::as_of::AsOf;
use crate::roster::Upload;
use crate::roster::reading::{QuotaRow, Reading};
use crate::roster::sandbox::{SandboxSettings, read_in_child};
use crate::roster::understand::UnderstandOptions;
use crate::store::Db;

/// Reads the table of quotas and hands them out to the villages.
pub fn hand_out_quotas(db: &Db, rosters: &DemoRosters) -> Result<(), CommandError> {
    let sheet = &rosters.quota_sheet;
    let options = UnderstandOptions {
        listed_on: rosters.listed_on,
        today: AsOf::of_instant(Utc::now()).day(),
        default_unit_name: None,
        known_villages: Vec::new(),
        known_offices: Vec::new(),
        file_name: sheet.file.clone(),
    };
    let reading = read_in_child(&bytes(rosters, &sheet.file)?, &options, &SandboxSettings::default())?;
    let shares = shares(&reading);
    if shares.is_empty() {
        return Err(CommandError::NoQuotas(sheet.file.clone()));
    }
    let distribution = Distribution {
        campaign: rosters.campaign.clone(),
        unit: rosters.unit.clone(),
        deadline: sheet.deadline,
        document: sheet.document.clone(),
        shares,
    };
    campaign::distribute(db, &Actor::operator(), &distribution)?;
    Ok(())
}

/// Tables of quotas speak of accounts that count, which are the activated ones.
fn shares(reading: &Reading) -> Vec<Share> {
    let rows = reading.sheets.iter().flat_map(|sheet| &sheet.quotas);
    let share = |row: &QuotaRow, measure: &str, people: Option<u32>| {
        let (unit_name, measure) = (row.unit.clone(), measure.to_owned());
        people.map(|people| Share { unit_name, measure, people: i64::from(people) })
    };
    rows.flat_map(|row| [share(row, "vneid1.activated", row.m1), share(row, "vneid2.activated", row.m2)])
        .flatten()
        .collect()
}

/// Imports every list for its unit.
pub fn import(db: &Db, rosters: &DemoRosters) -> Result<Vec<Imported>, CommandError> {
    let mut imported = Vec::with_capacity(rosters.lists.len());
    for list in &rosters.lists {
        let upload = Upload {
            campaign: rosters.campaign.clone(),
            unit: list.unit.clone(),
            file_name: list.file.clone(),
            bytes: bytes(rosters, &list.file)?,
            listed_on: Some(rosters.listed_on),
            today: AsOf::of_instant(Utc::now()),
        };
        imported.push(import_file(db, &upload, true)?);
    }
    Ok(imported)
}

fn bytes(rosters: &DemoRosters, file: &str) -> Result<Vec<u8>, CommandError> {
    let path = format!("{}/{file}", rosters.folder);
    seed::file(&path).map(|file| file.content).ok_or(CommandError::SeedMissing(path))
}
