//! Quotas out of a spreadsheet: a table of units with a number per measure, as provinces and communes hand it out. Looked at first, then taken.

mod columns;
mod plan;
mod rows;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::error::RosterError;
use super::places::Places;
use super::reading::{QuotaRow, Reading};
use super::sandbox::{SandboxSettings, read_in_child};
use super::understand::UnderstandOptions;
use crate::access::{self, AccessError, Actor, AuditEvent};
use crate::model::as_of::AsOf;
use crate::model::campaign::Target;
use crate::model::id::IssuerId;
use crate::model::role::Operation;
use crate::model::tally::Audience;
use crate::model::unit::Unit;
use crate::store::campaigns::QuotaEntry;
use crate::store::{Conn, Db, campaigns, units};

pub use columns::{FORM_HEADER, LEVEL_1, LEVEL_2, form_header};
pub use plan::{QuotaChange, QuotaColumn, QuotaPlan};

/// A quota table that somebody hands in.
#[derive(Debug, Clone)]
pub struct QuotaSheet {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit whose children the table names.
    pub unit: String,
    /// Name of the file as given.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The last day that counts.
    pub deadline: NaiveDate,
    /// The document that gives the quotas, as cited.
    pub document: Option<String>,
    /// Who gives them; the one who leads in the campaign where nobody is named.
    pub issuer: Option<IssuerId>,
    /// What columns mean, where somebody decided: by what stands above them ([`LEVEL_1`] and [`LEVEL_2`] for the levels of accounts), the code and
    /// audience of a measure, or `None` for a column that is not taken.
    pub columns: BTreeMap<String, Option<(String, Audience)>>,
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

/// Reads a quota table and says what would change, writing nothing. Units that nobody knows are told, not refused.
///
/// # Errors
/// Not within the actor's rights; no campaign or unit; a file without quotas or one that cannot be read.
pub fn plan_quotas(
    db: &Db,
    actor: &Actor,
    sheet: &QuotaSheet,
    settings: &SandboxSettings,
) -> Result<QuotaPlan, RosterError> {
    let (unit, reading) = read(db, actor, sheet, settings)?;
    db.read(|conn| plan::plan(conn, actor, sheet, &unit, &quota_rows(&reading)))
}

/// Reads a quota table and gives its quotas to the units it names: all of them, or none when one is unknown.
///
/// # Errors
/// As [`plan_quotas`]; a unit that nobody knows, or that is not the actor's to give to.
pub fn import_quotas(
    db: &Db,
    actor: &Actor,
    sheet: &QuotaSheet,
    settings: &SandboxSettings,
) -> Result<QuotasTaken, RosterError> {
    let (unit, reading) = read(db, actor, sheet, settings)?;
    db.write(|conn| {
        let plan = plan::plan(conn, actor, sheet, &unit, &quota_rows(&reading))?;
        let taken = write(conn, actor, sheet, &plan)?;
        let detail = serde_json::json!({ "units": taken.units, "changed": taken.changed });
        let (object, object_id) = ("unit", Some(unit.id.0));
        let event = AuditEvent { action: "quota.import", object, object_id, unit: Some(unit.id), detail };
        access::audit(conn, actor, event)?;
        Ok(taken)
    })
}

fn read(
    db: &Db,
    actor: &Actor,
    sheet: &QuotaSheet,
    settings: &SandboxSettings,
) -> Result<(Unit, Reading), RosterError> {
    if sheet.bytes.is_empty() {
        return Err(RosterError::EmptyFile);
    }
    let (unit, places) = db.read(|conn| authorised_unit(conn, actor, sheet))?;
    let reading = read_in_child(&sheet.bytes, &options(sheet, &places), settings)?;
    if quota_rows(&reading).is_empty() {
        return Err(RosterError::NoQuotas(sheet.file_name.clone()));
    }
    Ok((unit, reading))
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

fn quota_rows(reading: &Reading) -> Vec<&QuotaRow> {
    reading.sheets.iter().flat_map(|sheet| &sheet.quotas).collect()
}

fn write(conn: &mut Conn, actor: &Actor, sheet: &QuotaSheet, plan: &QuotaPlan) -> Result<QuotasTaken, RosterError> {
    if let Some((row, unit)) = plan.unknown.first() {
        return Err(RosterError::UnknownQuotaUnit { row: *row, unit: unit.clone() });
    }
    let mut taken = QuotasTaken { units: plan.units, ..QuotasTaken::default() };
    for column in &plan.columns {
        match column.key.as_str() {
            LEVEL_1 => taken.level_1 = column.sum,
            LEVEL_2 => taken.level_2 = column.sum,
            _ => {}
        }
    }
    let issuer = match sheet.issuer {
        Some(issuer) => issuer,
        None => campaigns::leading_issuer(conn, &plan.campaign)?,
    };
    for change in &plan.changes {
        if !change.may_give {
            return Err(AccessError::Forbidden.into());
        }
        let entry = QuotaEntry {
            measure: change.measure.id,
            unit: change.unit.id,
            issuer,
            target: Some(Target::Absolute(change.new)),
            deadline: sheet.deadline,
            document: sheet.document.clone(),
            reason: None,
            account: actor.account(),
        };
        taken.changed += usize::from(campaigns::put_quota(conn, &entry)?);
    }
    Ok(taken)
}
