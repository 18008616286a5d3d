//! The use case: draft a document from the figures of a day.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::compose::compose;
use super::error::DocumentError;
use super::load::{self, DraftQuery};
use crate::access::{self, Actor, AuditEvent};
use crate::model::document::DocumentKind;
use crate::model::id::DocumentId;
use crate::model::role::Operation;
use crate::store::Db;
use crate::store::documents::{self, NewDocument};

/// Drafts a document and keeps the draft.
///
/// # Errors
/// No right, no such campaign or unit, or nothing that the document could be about.
pub fn draft(db: &Db, actor: &Actor, query: &DraftQuery, now: DateTime<Utc>) -> Result<DocumentId, DocumentError> {
    draft_for(db, actor, (query, None), now)
}

/// Drafts an invitation to a session of the campaign, which tells day, hours and place; the first session is 1.
///
/// # Errors
/// As [`draft`], or no such session.
pub fn invite(
    db: &Db,
    actor: &Actor,
    query: &DraftQuery,
    session: usize,
    now: DateTime<Utc>,
) -> Result<DocumentId, DocumentError> {
    let query = DraftQuery { kind: DocumentKind::Invitation, ..query.clone() };
    draft_for(db, actor, (&query, Some(session)), now)
}

fn draft_for(
    db: &Db,
    actor: &Actor,
    (query, session): (&DraftQuery, Option<usize>),
    now: DateTime<Utc>,
) -> Result<DocumentId, DocumentError> {
    access::allowed(actor, Operation::MakeDocument)?;
    let (line, mut brief) = load::brief(db, actor, query, now)?;
    brief.invited_to = session.map(|session| session.saturating_sub(1));
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
