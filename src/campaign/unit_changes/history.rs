//! What happened to a unit: its names and places through time, and the changes with their documents.

use chrono::NaiveDate;

use super::error::UnitChangeError;
use crate::access::{AccessError, Actor, authorise};
use crate::model::role::Operation;
use crate::model::unit::{Unit, UnitChangeKind, Validity};
use crate::store::units::{self, Change};
use crate::store::{Conn, Db, StoreError};

/// The history of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitHistory {
    /// The unit as it stands on the day asked for, or nearest to it.
    pub unit: Unit,
    /// Its states in order of time, each with the name of the unit above.
    pub states: Vec<(Unit, Option<String>)>,
    /// Changes in order of time.
    pub changes: Vec<UnitHistoryLine>,
}

/// A change between units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitHistoryLine {
    /// The first day of the new state.
    pub effective_on: NaiveDate,
    /// What it was.
    pub kind: UnitChangeKind,
    /// The unit before, under its name of then.
    pub from: String,
    /// The unit after.
    pub to: String,
    /// The document.
    pub legal_basis: Option<String>,
}

/// What happened to a unit that the actor sees.
pub fn history(db: &Db, actor: &Actor, slug: &str, on: NaiveDate) -> Result<UnitHistory, UnitChangeError> {
    db.read(|conn| {
        let unknown = || UnitChangeError::NoUnit(slug.to_owned());
        let unit = units::find_by_slug(conn, slug, on)?.ok_or_else(unknown)?;
        match authorise(conn, actor, Operation::ViewFigures, unit.id) {
            Err(AccessError::NotFound) => return Err(unknown()),
            checked => checked?,
        }
        let mut states = Vec::new();
        for state in units::states(conn, unit.id)? {
            let above = state.parent.map(|parent| name(conn, parent, state.validity.from)).transpose()?;
            states.push((state, above));
        }
        let mut changes = Vec::new();
        for change in units::changes_of(conn, unit.id)? {
            changes.push(line(conn, &change)?);
        }
        Ok(UnitHistory { unit, states, changes })
    })
}

fn line(conn: &mut Conn, change: &Change) -> Result<UnitHistoryLine, StoreError> {
    let eve = change.effective_on.pred_opt().unwrap_or(Validity::BEGINNING);
    Ok(UnitHistoryLine {
        effective_on: change.effective_on,
        kind: change.kind,
        from: name(conn, change.from, eve)?,
        to: name(conn, change.to, change.effective_on)?,
        legal_basis: change.legal_basis.clone(),
    })
}

fn name(conn: &mut Conn, unit: crate::model::id::UnitId, on: NaiveDate) -> Result<String, StoreError> {
    Ok(units::get(conn, unit, on)?.map_or_else(String::new, |unit| unit.name))
}
