//! Where somebody can be moved to.

use chrono::NaiveDate;

use super::error::PeopleError;
use super::reach::reach;
use crate::access::{Actor, scope};
use crate::model::id::PersonId;
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::{Db, units};

/// The villages of the person's commune that a move may name on a day, as far as they lie within the actor's scope, in local order; the one lived in
/// now is left out. An actor below the commune has those of the own unit.
///
/// # Errors
///
/// No right to record; nobody of that identity within the actor's scope.
pub fn move_targets(db: &Db, actor: &Actor, id: PersonId, on: NaiveDate) -> Result<Vec<Unit>, PeopleError> {
    db.read(|conn| {
        let (person, reached_through) = reach(conn, actor, Operation::RecordMilestone, id)?;
        let home = person.residence.filter(|home| home.kind.counts()).map(|home| home.unit);
        let Some(place) = home.or(reached_through) else { return Ok(Vec::new()) };
        let on = match scope(actor) {
            // An office that has been merged since keeps its people, and knows them by the villages it last had.
            Some(own) => units::get(conn, own, on)?.map_or(on, |own| on.clamp(own.validity.from, own.validity.to)),
            None => on,
        };
        let path = units::path(conn, place, on)?;
        let seen = path.iter().skip_while(|above| scope(actor).is_some_and(|own| own != above.id));
        let top = seen.clone().find(|above| above.kind.is_commune_level()).or(seen.clone().next());
        let Some(top) = top else { return Ok(Vec::new()) };
        let below = units::below(conn, top.id, on)?;
        Ok(below.into_iter().filter(|unit| unit.kind.is_village() && Some(unit.id) != home).collect())
    })
}
