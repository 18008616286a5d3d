//! Quotas out of a spreadsheet: a table of units with a number per level, as communes hand it out.

use chrono::NaiveDate;

use super::error::RosterError;
use super::places::Places;
use super::reading::{QuotaRow, Reading};
use super::sandbox::{SandboxSettings, read_in_child};
use super::understand::UnderstandOptions;
use crate::access::{self, AccessError, Actor, AuditEvent};
use crate::model::as_of::AsOf;
use crate::model::campaign::{Measure, Target};
use crate::model::role::Operation;
use crate::model::tally::Audience;
use crate::model::unit::Unit;
use crate::store::campaigns::QuotaEntry;
use crate::store::{Conn, Db, campaigns, units};

/// A quota table that somebody hands in.
#[derive(Debug, Clone)]
pub struct QuotaSheet {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit whose villages the table names.
    pub unit: String,
    /// Name of the file as given.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The last day that counts.
    pub deadline: NaiveDate,
    /// The document that gives the quotas, as cited.
    pub document: Option<String>,
    /// Today.
    pub today: AsOf,
}

/// What was taken from a quota table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QuotasTaken {
    /// Units in the table.
    pub units: usize,
    /// Sum of the quotas of level 1.
    pub level_1: i64,
    /// Sum of the quotas of level 2.
    pub level_2: i64,
    /// Quotas that are new or revised.
    pub changed: usize,
}

/// Reads a quota table and gives its quotas to the units it names: all of them, or none when one is unknown.
pub fn import_quotas(
    db: &Db,
    actor: &Actor,
    sheet: &QuotaSheet,
    settings: &SandboxSettings,
) -> Result<QuotasTaken, RosterError> {
    if sheet.bytes.is_empty() {
        return Err(RosterError::EmptyFile);
    }
    let (unit, places) = db.read(|conn| authorised_unit(conn, actor, sheet))?;
    let reading = read_in_child(&sheet.bytes, &options(sheet, &places), settings)?;
    let rows: Vec<&QuotaRow> = quota_rows(&reading).collect();
    if rows.is_empty() {
        return Err(RosterError::NoQuotas(sheet.file_name.clone()));
    }
    db.write(|conn| {
        let taken = write(conn, actor, sheet, &places, &rows)?;
        let event = AuditEvent {
            action: "quota.import",
            object: "unit",
            object_id: Some(unit.id.0),
            unit: Some(unit.id),
            detail: serde_json::json!({ "units": taken.units, "changed": taken.changed }),
        };
        access::audit(conn, actor, event)?;
        Ok(taken)
    })
}

fn authorised_unit(conn: &mut Conn, actor: &Actor, sheet: &QuotaSheet) -> Result<(Unit, Places), RosterError> {
    let no_unit = || RosterError::NoUnit(sheet.unit.clone());
    let unit = units::find_by_slug(conn, &sheet.unit, sheet.deadline)?.ok_or_else(no_unit)?;
    match access::authorise(conn, actor, Operation::ManageCampaign, unit.id) {
        Err(AccessError::NotFound) => return Err(no_unit()),
        checked => checked?,
    }
    let places = Places::load(conn, &unit, sheet.deadline)?;
    Ok((unit, places))
}

fn options(sheet: &QuotaSheet, places: &Places) -> UnderstandOptions {
    UnderstandOptions {
        listed_on: sheet.today.day(),
        today: sheet.today.day(),
        default_unit_name: None,
        known_villages: places.village_names().to_vec(),
        known_offices: places.office_names().to_vec(),
        file_name: sheet.file_name.clone(),
        choices: Default::default(),
    }
}

fn quota_rows(reading: &Reading) -> impl Iterator<Item = &QuotaRow> {
    reading.sheets.iter().flat_map(|sheet| &sheet.quotas)
}

fn write(
    conn: &mut Conn,
    actor: &Actor,
    sheet: &QuotaSheet,
    places: &Places,
    rows: &[&QuotaRow],
) -> Result<QuotasTaken, RosterError> {
    let no_campaign = || RosterError::NoCampaign(sheet.campaign.clone());
    let campaign = campaigns::find(conn, &sheet.campaign)?.ok_or_else(no_campaign)?;
    let measures = campaigns::measures(conn, campaign.id)?;
    let (one, two) = (of_residents(&measures, "vneid1.activated")?, of_residents(&measures, "vneid2.activated")?);
    let mut taken = QuotasTaken { units: rows.len(), ..QuotasTaken::default() };
    let issuer = campaigns::leading_issuer(conn, &campaign)?;
    for row in rows {
        let unknown = || RosterError::UnknownQuotaUnit { row: row.row, unit: row.unit.clone() };
        let unit = places.unit(&row.unit).ok_or_else(unknown)?;
        for (measure, people) in [(one, row.m1), (two, row.m2)] {
            let Some(people) = people else { continue };
            let entry = QuotaEntry {
                measure: measure.id,
                unit,
                issuer,
                target: Some(Target::Absolute(i64::from(people))),
                deadline: sheet.deadline,
                document: sheet.document.clone(),
                reason: None,
                account: actor.account(),
            };
            taken.changed += usize::from(campaigns::put_quota(conn, &entry)?);
            taken.changed += campaigns::keep_deadlines(conn, &entry, &[sheet.deadline])?;
        }
        taken.level_1 += row.m1.map_or(0, i64::from);
        taken.level_2 += row.m2.map_or(0, i64::from);
    }
    Ok(taken)
}

fn of_residents<'a>(measures: &'a [Measure], code: &str) -> Result<&'a Measure, RosterError> {
    let found = measures.iter().find(|measure| measure.code == code && measure.audience == Audience::Residents);
    found.ok_or_else(|| RosterError::NoMilestone(code.to_owned()))
}
