//! The use case: the document that a draft passes on is attached to it, where its file is known.

use chrono::{DateTime, Utc};

use super::attach::{Chosen, attach_pdf, is_pdf};
use super::compose::passed_on;
use super::error::DocumentError;
use super::show::sheet;
use crate::access::Actor;
use crate::model::document::DocumentKind;
use crate::model::id::DocumentId;
use crate::roster::sandbox::SandboxSettings;
use crate::store::{Db, campaigns, incoming_documents};

/// Attaches the công văn or hướng dẫn that a draft passes on (`guide`) or makes known (`propaganda`): the file of the campaign's legal ground, else that of
/// the register of incoming documents with the same number and day. Says whether there was one.
///
/// # Errors
/// As [`attach_pdf`]; the draft stays as it is then.
pub fn attach_cited(
    db: &Db,
    actor: &Actor,
    id: DocumentId,
    (sandbox, now): (&SandboxSettings, DateTime<Utc>),
) -> Result<bool, DocumentError> {
    let found = db.read(|conn| {
        let sheet = sheet(conn, actor, id)?;
        if !matches!(sheet.head.kind, DocumentKind::Guide | DocumentKind::Propaganda) {
            return Ok(None);
        }
        let filed = campaigns::filed_grounds(conn, sheet.head.campaign)?;
        let grounds: Vec<_> = filed.iter().map(|filed| filed.ground.clone()).collect();
        let Some(cited) = passed_on(&grounds) else { return Ok(None) };
        let of_ground = filed.iter().position(|filed| filed.ground == *cited);
        let with_file = of_ground
            .filter(|at| filed.get(*at).and_then(|filed| filed.file.as_ref()).is_some_and(|(_, name)| is_pdf(name)));
        if let Some(at) = with_file {
            return Ok::<_, DocumentError>(Some((Chosen::Ground(at + 1), sheet.head.revision)));
        }
        let came_in = incoming_documents::find_like(conn, sheet.head.unit, (&cited.number, cited.issued_on))?;
        let with_file = came_in.into_iter().find(|(_, one)| one.file.as_ref().is_some_and(|(_, name)| is_pdf(name)));
        Ok(with_file.map(|(year, one)| (Chosen::Incoming(year, one.number), sheet.head.revision)))
    })?;
    let Some((chosen, revision)) = found else { return Ok(false) };
    attach_pdf(db, actor, (id, revision), (chosen, ""), (sandbox, now))?;
    Ok(true)
}
