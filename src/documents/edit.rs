//! The use cases: change a draft, hand it on for signature, take it back, drop it.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::editable::Editable;
use super::error::DocumentError;
use super::show::{DocumentSheet, sheet};
use crate::access::{self, Actor, AuditEvent};
use crate::model::document::{Content, DocumentState};
use crate::model::id::DocumentId;
use crate::model::role::Operation;
use crate::store::{Conn, Db, documents};

/// Saves what an official made of a draft. `revision` is the one that the form was read with.
///
/// # Errors
/// No right, no draft any more, changed meanwhile, or a part is missing.
pub fn save(
    db: &Db,
    actor: &Actor,
    (id, revision): (DocumentId, i64),
    text: &Editable,
    now: DateTime<Utc>,
) -> Result<(), DocumentError> {
    db.write(|conn| {
        let sheet = changeable(conn, actor, id, revision)?;
        if !sheet.head.state.is_open() {
            return Err(DocumentError::NotADraft(sheet.head.state.vietnamese()));
        }
        let content = text.applied(&sheet.text.composed, &sheet.text.content)?;
        if content == sheet.text.content {
            return Ok(());
        }
        write(conn, actor, (&sheet, "document.edit"), (&content, sheet.head.state), now)
    })
}

/// Takes a document from one state to another that is not issued: ready for signature, back to a draft, dropped.
///
/// # Errors
/// No right, changed meanwhile, or it cannot go that way.
pub fn set_state(
    db: &Db,
    actor: &Actor,
    (id, revision): (DocumentId, i64),
    next: DocumentState,
    now: DateTime<Utc>,
) -> Result<(), DocumentError> {
    db.write(|conn| {
        let sheet = changeable(conn, actor, id, revision)?;
        let state = sheet.head.state;
        if !state.may_become(next) || next.is_issued() {
            return Err(DocumentError::NotThatWay { from: state.vietnamese(), to: next.vietnamese() });
        }
        let content = sheet.text.content.clone();
        write(conn, actor, (&sheet, "document.state"), (&content, next), now)
    })
}

/// The document as it was read, where the actor may change it and nobody changed it meanwhile.
pub(super) fn changeable(
    conn: &mut Conn,
    actor: &Actor,
    id: DocumentId,
    revision: i64,
) -> Result<DocumentSheet, DocumentError> {
    let sheet = sheet(conn, actor, id)?;
    access::authorise(conn, actor, Operation::MakeDocument, sheet.head.unit)?;
    if sheet.head.revision == revision { Ok(sheet) } else { Err(DocumentError::Changed) }
}

/// Writes what a document says and its state, with the audit row.
pub(super) fn write(
    conn: &mut Conn,
    actor: &Actor,
    (sheet, action): (&DocumentSheet, &'static str),
    (content, state): (&Content, DocumentState),
    now: DateTime<Utc>,
) -> Result<(), DocumentError> {
    if !documents::change(conn, &sheet.head, content, state, now)? {
        return Err(DocumentError::Changed);
    }
    let number = content.issued.as_ref().map(|(number, _)| number.to_string());
    let event = AuditEvent {
        action,
        object: "document",
        object_id: Some(sheet.head.id.0),
        unit: Some(sheet.head.unit),
        detail: json!({ "state": state, "revision": sheet.head.revision + 1, "number": number }),
    };
    access::audit(conn, actor, event)?;
    Ok(())
}
