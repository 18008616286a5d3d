//! The units that somebody sees.

use chrono::NaiveDate;

use super::actor::Actor;
use super::authorise::{allowed, authorise, scope};
use super::error::AccessError;
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::{Db, units};

/// A unit with what stands around it, on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitAround {
    /// The unit.
    pub unit: Unit,
    /// The units above it as far as the actor sees them, highest first, itself last.
    pub path: Vec<Unit>,
    /// The units directly below it, in local order.
    pub children: Vec<Unit>,
}

/// The highest units that the actor sees on a day: the own unit, or all that stand at the top.
pub fn highest_units(db: &Db, actor: &Actor, on: NaiveDate) -> Result<Vec<Unit>, AccessError> {
    allowed(actor, Operation::ViewFigures)?;
    db.read(|c| match scope(actor) {
        Some(own) => Ok(units::get(c, own, on)?.into_iter().collect()),
        None => Ok(units::top(c, on)?),
    })
}

/// A unit of a slug on a day.
pub fn unit_around(db: &Db, actor: &Actor, slug: &str, on: NaiveDate) -> Result<UnitAround, AccessError> {
    db.read(|c| {
        allowed(actor, Operation::ViewFigures)?;
        let unit = units::find_by_slug(c, slug, on)?.ok_or(AccessError::NotFound)?;
        authorise(c, actor, Operation::ViewFigures, unit.id)?;
        let mut path = units::path(c, unit.id, on)?;
        if let Some(own) = scope(actor) {
            // A unit that stood below the own one on another day only has no way down from it on this day.
            let seen = path.iter().position(|above| above.id == own).unwrap_or(path.len().saturating_sub(1));
            path.drain(..seen);
        }
        let children = units::children(c, unit.id, on)?;
        Ok(UnitAround { unit, path, children })
    })
}
