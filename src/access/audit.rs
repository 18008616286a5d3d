//! Leaving a row in the audit chain.

use chrono::Utc;

use super::actor::Actor;
use crate::model::id::UnitId;
use crate::store::{Conn, StoreError, audit};

/// Something worth remembering: ids, counts and hashes, never personal data.
#[derive(Debug, Clone)]
pub struct AuditEvent<'a> {
    /// What was done: `roster.commit`.
    pub action: &'a str,
    /// To what kind of thing: `batch`.
    pub object: &'a str,
    /// To which.
    pub object_id: Option<i64>,
    /// In which unit.
    pub unit: Option<UnitId>,
    /// Counts, hashes and other ids.
    pub detail: serde_json::Value,
}

/// Appends a row in the caller's transaction. Call it last: it holds the head of the chain until the transaction ends.
///
/// The time is that of the machine, whatever day the figures of the caller are read at.
pub fn audit(conn: &mut Conn, actor: &Actor, event: AuditEvent<'_>) -> Result<(), StoreError> {
    let entry = audit::NewEntry {
        at: Utc::now(),
        account: actor.account(),
        door: actor.door.as_str(),
        source: &actor.source,
        action: event.action,
        object: event.object,
        object_id: event.object_id,
        unit: event.unit,
        detail: &event.detail,
    };
    audit::append(conn, &entry)?;
    Ok(())
}
