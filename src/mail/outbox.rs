//! What was sent, for those who may send.

use super::content::{Attachment, Content};
use super::error::MailError;
use crate::access::{self, AccessError, Actor};
use crate::model::id::MailId;
use crate::model::role::Operation;
use crate::store::Db;
use crate::store::outbox::{self, Mail};

/// Mails of one page, and whether there are more.
#[derive(Debug, Clone)]
pub struct MailPage {
    /// Latest first.
    pub mails: Vec<Mail>,
    /// Whether older ones follow.
    pub more: bool,
}

/// A mail with what is in it.
#[derive(Debug, Clone)]
pub struct OpenedMail {
    /// Envelope and state.
    pub mail: Mail,
    /// Plain text.
    pub text: String,
    /// HTML twin, made by this program from escaped values.
    pub html: String,
    /// The file.
    pub attachment: Attachment,
}

/// Mails about units within the actor's scope, latest first; `page` counts from 1. The right: [`Operation::SendMail`].
pub fn list(db: &Db, actor: &Actor, page: u32, per_page: u32) -> Result<MailPage, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    let per_page = per_page.clamp(1, 200);
    let offset = i64::from(page.max(1) - 1) * i64::from(per_page);
    let mut mails = db.read(|conn| outbox::list(conn, access::scope(actor), i64::from(per_page) + 1, offset))?;
    let wanted = usize::try_from(per_page).unwrap_or(usize::MAX);
    let more = mails.len() > wanted;
    mails.truncate(wanted);
    Ok(MailPage { mails, more })
}

/// One mail. The right: [`Operation::SendMail`] in its unit; any other is answered like one that does not exist.
pub fn open(db: &Db, actor: &Actor, id: MailId) -> Result<OpenedMail, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    let (mail, content) = db.read(|conn| {
        let mail = outbox::get(conn, id)?.ok_or(MailError::NotFound)?;
        match access::authorise(conn, actor, Operation::SendMail, mail.unit) {
            Err(AccessError::NotFound) => return Err(MailError::NotFound),
            checked => checked?,
        }
        let content = outbox::content(conn, id)?.ok_or(MailError::NotFound)?;
        Ok((mail, content))
    })?;
    let Content { text, html, attachment, .. } = Content::from_bytes(&content)?;
    Ok(OpenedMail { mail, text, html, attachment })
}
