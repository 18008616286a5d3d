//! Which documents stand in the place of which.

use super::error::DocumentError;
use super::show::DocumentSheet;
use crate::access::{self, Actor};
use crate::model::document::DocumentState;
use crate::model::role::Operation;
use crate::store::documents::{self, DocumentHead};
use crate::store::{Conn, Db};

/// The documents around one that is issued.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replacements {
    /// What stands in its place.
    pub by: Option<DocumentHead>,
    /// In whose place it stands, in the order of issue.
    pub of: Vec<DocumentHead>,
    /// Which ones could stand in its place, latest first; empty where the actor may not say so.
    pub could_be_by: Vec<DocumentHead>,
}

/// What a document replaces, what replaces it, and what could.
///
/// # Errors
/// Of the database only: who may see the document was asked when the sheet was read.
pub fn replacements(db: &Db, actor: &Actor, sheet: &DocumentSheet) -> Result<Replacements, DocumentError> {
    if !sheet.head.state.is_issued() {
        return Ok(Replacements::default());
    }
    db.read(|conn| {
        let by = sheet.head.superseded_by.map(|id| documents::find(conn, id)).transpose()?.flatten();
        let of = documents::superseded_by(conn, sheet.head.id)?;
        Ok(Replacements { by, of, could_be_by: could_be_by(conn, actor, &sheet.head)? })
    })
}

fn could_be_by(conn: &mut Conn, actor: &Actor, head: &DocumentHead) -> Result<Vec<DocumentHead>, DocumentError> {
    let open = head.state == DocumentState::Issued;
    match head.issued_on {
        Some(day) if open && access::allowed(actor, Operation::IssueDocument).is_ok() => {
            let later = documents::issued_since(conn, (head.unit, head.body), day)?;
            Ok(later.into_iter().filter(|other| other.id != head.id).collect())
        }
        _ => Ok(Vec::new()),
    }
}
