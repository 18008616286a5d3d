//! May this actor do this here? Every use case asks.

use super::actor::{Actor, Rights};
use super::error::AccessError;
use crate::model::id::UnitId;
use crate::model::role::Operation;
use crate::store::{Conn, accounts};

/// Whether the role may do it at all; for use cases that then look only within [`scope`].
pub fn allowed(actor: &Actor, operation: Operation) -> Result<(), AccessError> {
    match actor.rights {
        Rights::Operator => Ok(()),
        Rights::Account { role, .. } if role.may(operation) => Ok(()),
        Rights::Account { account, role, .. } => {
            tracing::warn!(%account, role = role.as_str(), ?operation, source = actor.source, "refused: role");
            Err(AccessError::Forbidden)
        }
    }
}

/// Whether the actor may do it in a unit. A unit outside the actor's scope is answered like one that does not exist.
pub fn authorise(conn: &mut Conn, actor: &Actor, operation: Operation, unit: UnitId) -> Result<(), AccessError> {
    allowed(actor, operation)?;
    let Rights::Account { account, unit: own, .. } = actor.rights else { return Ok(()) };
    if unit == own || accounts::is_within(conn, unit, own)? {
        return Ok(());
    }
    tracing::warn!(%account, %unit, ?operation, source = actor.source, "refused: outside the scope");
    Err(AccessError::NotFound)
}

/// The unit below which the actor sees; `None` is everywhere.
pub fn scope(actor: &Actor) -> Option<UnitId> {
    match actor.rights {
        Rights::Operator => None,
        Rights::Account { unit, .. } => Some(unit),
    }
}
