//! Where somebody new may live.

use chrono::NaiveDate;

use crate::access::{Actor, allowed, scope};
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::people::error::PeopleError;
use crate::store::{Db, units};

/// The villages within the actor's scope on a day, in local order.
///
/// # Errors
/// No right to record.
pub fn villages(db: &Db, actor: &Actor, on: NaiveDate) -> Result<Vec<Unit>, PeopleError> {
    allowed(actor, Operation::RecordMilestone)?;
    let Some(own) = scope(actor) else { return Ok(Vec::new()) };
    db.read(|conn| {
        let mut found: Vec<Unit> = units::get(conn, own, on)?.into_iter().collect();
        found.extend(units::below(conn, own, on)?);
        found.retain(|unit| unit.kind.is_village() && unit.validity.contains(on));
        Ok(found)
    })
}
