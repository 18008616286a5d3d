//! Use case: close a list, so that nothing is written into it any more and people on it are free for the next one.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::error::FieldworkError;
use super::reach;
use crate::access::{Actor, AuditEvent, audit};
use crate::model::id::WorkListId;
use crate::model::role::Operation;
use crate::store::{Db, work_lists};

/// Closes a list.
///
/// # Errors
/// No such list in the actor's scope; closed already.
pub fn close(db: &Db, actor: &Actor, id: WorkListId, now: DateTime<Utc>) -> Result<(), FieldworkError> {
    db.write(|conn| {
        let list = reach::list(conn, actor, Operation::MakeWorkList, id)?;
        if !work_lists::close(conn, id, actor.account(), now)? {
            return Err(FieldworkError::Closed(id));
        }
        let event = AuditEvent {
            action: "work_list.close",
            object: "work_list",
            object_id: Some(id.0),
            unit: Some(list.unit),
            detail: json!({}),
        };
        audit(conn, actor, event)?;
        Ok(())
    })
}
