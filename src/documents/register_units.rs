//! The units whose registers somebody may open in a year.

use chrono::NaiveDate;

use super::error::DocumentError;
use super::office::keeps_registers;
use crate::access::{self, Actor};
use crate::model::id::UnitId;
use crate::model::role::Operation;
use crate::model::unit::{Unit, UnitKind};
use crate::store::{Db, units};

/// The first and the last day of a calendar year; `None` for a year that the calendar does not have.
pub(super) fn year_days(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31))
}

/// The unit of the actor and those below it that issue documents of their own, as far as districts and groups between them; units that were closed during
/// the year keep their registers of it.
///
/// # Errors
/// No right to see figures.
pub fn register_units(db: &Db, actor: &Actor, year: i32) -> Result<Vec<Unit>, DocumentError> {
    access::allowed(actor, Operation::ViewFigures)?;
    let days = year_days(year).ok_or(DocumentError::Gone)?;
    db.read(|conn| {
        let mut found = match access::scope(actor) {
            Some(own) => units::get(conn, own, days.1)?.into_iter().collect(),
            None => units::top(conn, days.1)?,
        };
        let ids = |units: &[Unit]| units.iter().map(|unit| unit.id).collect::<Vec<UnitId>>();
        let below = units::children_within(conn, &ids(&found), days)?;
        let passed: Vec<Unit> = below.iter().filter(|unit| stands_between(unit.kind)).cloned().collect();
        let deeper = units::children_within(conn, &ids(&passed), days)?;
        found.extend(below);
        found.extend(deeper);
        let mut seen: Vec<UnitId> = Vec::new();
        found.retain(|unit| {
            let first = !seen.contains(&unit.id);
            seen.push(unit.id);
            first && keeps_registers(unit.kind)
        });
        Ok(found)
    })
}

fn stands_between(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::District | UnitKind::Group)
}
