//! Which lists an actor reaches, and whom of those on them.

use std::collections::HashSet;

use super::error::FieldworkError;
use crate::access::{AccessError, Actor, allowed, authorise, scope};
use crate::model::campaign::Campaign;
use crate::model::id::{UnitId, WorkListId};
use crate::model::person::Person;
use crate::model::role::Operation;
use crate::model::work_list::WorkList;
use crate::store::{Conn, StoreError, campaigns, rounds, units, work_lists};

/// A list in the actor's scope. Unknown and out of reach are one answer.
pub fn list(conn: &mut Conn, actor: &Actor, operation: Operation, id: WorkListId) -> Result<WorkList, FieldworkError> {
    allowed(actor, operation)?;
    let list = work_lists::get(conn, id)?.ok_or(FieldworkError::NoList)?;
    match authorise(conn, actor, operation, list.unit) {
        Ok(()) => Ok(list),
        Err(AccessError::NotFound) => Err(FieldworkError::NoList),
        Err(error) => Err(error.into()),
    }
}

/// A campaign that touches the actor's unit; any other is answered like one that does not exist.
pub fn campaign(conn: &mut Conn, actor: &Actor, code: &str) -> Result<Campaign, FieldworkError> {
    let unknown = || FieldworkError::NoCampaign(code.to_owned());
    let campaign = campaigns::find(conn, code)?.ok_or_else(unknown)?;
    let Some(own) = scope(actor) else { return Ok(campaign) };
    let touches = units::is_below(conn, campaign.unit, own)? || units::is_below(conn, own, campaign.unit)?;
    if touches { Ok(campaign) } else { Err(unknown()) }
}

/// The people whom the actor reaches: a list stays as printed when somebody moves away, but who has left the actor's units is no longer shown.
pub struct Within(Option<HashSet<UnitId>>);

impl Within {
    /// Looks at the units of these people once.
    pub fn of(conn: &mut Conn, actor: &Actor, people: &[Person]) -> Result<Self, StoreError> {
        let Some(own) = scope(actor) else { return Ok(Self(None)) };
        let mut units: Vec<UnitId> = people.iter().flat_map(units_of).collect();
        units.sort_unstable();
        units.dedup();
        Ok(Self(Some(rounds::within(conn, &units, own)?.into_iter().collect())))
    }

    /// Whether the actor reaches somebody.
    pub fn has(&self, person: &Person) -> bool {
        self.0.as_ref().is_none_or(|units| units_of(person).any(|unit| units.contains(&unit)))
    }
}

fn units_of(person: &Person) -> impl Iterator<Item = UnitId> {
    let home = person.residence.as_ref().map(|residence| residence.unit);
    let work = person.workplace.as_ref().map(|workplace| workplace.unit);
    [home, work].into_iter().flatten()
}
