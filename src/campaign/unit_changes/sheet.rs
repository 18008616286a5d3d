//! Use cases: a unit as whoever administers the tree sees it, and what can be chosen in the forms.

use chrono::NaiveDate;

use super::details::managed;
use super::error::UnitChangeError;
use super::people::waiting_below;
use crate::access::{Actor, scope};
use crate::model::unit::{Unit, UnitKind};
use crate::store::units::{self, Contact};
use crate::store::{Conn, Db, StoreError};

/// A unit with what stands around it.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitSheet {
    /// The unit.
    pub unit: Unit,
    /// The units above it from the actor's own on, itself last.
    pub path: Vec<Unit>,
    /// Line superior.
    pub superior: Option<Unit>,
    /// Whom to call.
    pub contacts: Vec<Contact>,
    /// The units below, in local order.
    pub children: Vec<ChildLine>,
    /// Divided villages of which people belong to no part yet, with how many.
    pub waiting: Vec<(Unit, usize)>,
    /// Whether it is the actor's own unit: then only its contacts and what stands below change.
    pub own: bool,
}

/// A unit below.
#[derive(Debug, Clone, PartialEq)]
pub struct ChildLine {
    /// The unit.
    pub unit: Unit,
    /// Whom to call first.
    pub contact: Option<Contact>,
    /// How many units stand below it.
    pub below: usize,
}

/// A unit that the actor administers, on a day; the actor's own where none is named.
pub fn sheet(db: &Db, actor: &Actor, slug: Option<&str>, on: NaiveDate) -> Result<UnitSheet, UnitChangeError> {
    db.read(|conn| {
        let unit = match slug {
            Some(slug) => managed(conn, actor, slug, on)?,
            None => {
                let own = scope(actor).ok_or_else(|| UnitChangeError::NoUnit(String::new()))?;
                let own = units::get(conn, own, on)?.ok_or_else(|| UnitChangeError::NoUnit(String::new()))?;
                managed(conn, actor, &own.slug, on)?
            }
        };
        let mut path = units::path(conn, unit.id, on)?;
        if let Some(own) = scope(actor) {
            path = path.into_iter().skip_while(|above| above.id != own).collect();
        }
        let superior = match unit.line_superior {
            Some(superior) => units::get(conn, superior, on)?,
            None => None,
        };
        Ok(UnitSheet {
            contacts: units::contacts(conn, unit.id)?,
            children: children(conn, &unit, on)?,
            waiting: waiting_below(conn, &unit, on)?,
            own: scope(actor) == Some(unit.id),
            superior,
            path,
            unit,
        })
    })
}

fn children(conn: &mut Conn, unit: &Unit, on: NaiveDate) -> Result<Vec<ChildLine>, StoreError> {
    let children = units::children(conn, unit.id, on)?;
    let ids: Vec<_> = children.iter().map(|child| child.id).collect();
    let mut contacts = units::contacts_of_many(conn, &ids)?;
    let below = units::counts_below(conn, &ids, on)?;
    let line = |unit: Unit| ChildLine {
        contact: contacts.remove(&unit.id).and_then(|all| all.into_iter().next()),
        below: below.get(&unit.id).copied().unwrap_or(0),
        unit,
    };
    Ok(children.into_iter().map(line).collect())
}

/// The units of the actor's scope below which such a unit may stand on a day, highest first.
pub fn parents_for(db: &Db, actor: &Actor, kind: UnitKind, on: NaiveDate) -> Result<Vec<Unit>, UnitChangeError> {
    db.read(|conn| {
        let mut found = Vec::new();
        if let Some(own) = scope(actor) {
            found.extend(units::get(conn, own, on)?);
            found.extend(units::below(conn, own, on)?);
        }
        found.retain(|unit| kind.may_stand_below(unit.kind));
        Ok(found)
    })
}

/// The units that can be line superiors of one: authorities of the same kind below the units above it.
pub fn superiors_for(db: &Db, actor: &Actor, slug: &str, on: NaiveDate) -> Result<Vec<Unit>, UnitChangeError> {
    db.read(|conn| {
        let unit = managed(conn, actor, slug, on)?;
        let mut found = Vec::new();
        for above in units::path(conn, unit.id, on)?.into_iter().filter(|above| Some(above.id) != unit.parent) {
            let same = |other: &Unit| other.kind == unit.kind && other.id != unit.id;
            found.extend(units::children(conn, above.id, on)?.into_iter().filter(same));
        }
        Ok(found)
    })
}
