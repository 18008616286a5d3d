//! The use case: draft a document from the figures of a day.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::compose::compose;
use super::error::DocumentError;
use super::load::{self, DraftQuery};
use crate::access::{self, Actor, AuditEvent};
use crate::model::id::DocumentId;
use crate::model::role::Operation;
use crate::store::Db;
use crate::store::documents::{self, NewDocument};

/// Drafts a document and keeps the draft.
///
/// # Errors
/// No right, no such campaign or unit, or nothing that the document could be about.
pub fn draft(db: &Db, actor: &Actor, query: &DraftQuery, now: DateTime<Utc>) -> Result<DocumentId, DocumentError> {
    access::allowed(actor, Operation::MakeDocument)?;
    let (line, brief) = load::brief(db, actor, query, now)?;
    let content = compose(query.kind, &brief)?;
    db.write(|conn| {
        let new = NewDocument {
            campaign: line.head.campaign,
            unit: brief.unit,
            body: query.body,
            kind: query.kind,
            snapshot: line.head.id,
            content: &content,
            account: actor.account(),
        };
        let id = documents::insert(conn, &new, now)?;
        let detail = json!({ "kind": query.kind, "snapshot": line.head.id });
        let event = AuditEvent {
            action: "document.draft",
            object: "document",
            object_id: Some(id.0),
            unit: Some(brief.unit),
            detail,
        };
        access::audit(conn, actor, event)?;
        Ok(id)
    })
}
