//! What was sent, for those who may send.

use chrono::{DateTime, Utc};

use super::content::Content;
use super::error::MailError;
use super::reach;
use super::send_report::{Queued, form_key, message_id};
use crate::access::{self, Actor, AuditEvent};
use crate::model::id::{DispatchId, MailId, MailScheduleId};
use crate::model::role::Operation;
use crate::store::outbox::{self, Mail, MailFilter, MailState};
use crate::store::outbox_followup::NewCopy;
use crate::store::{Conn, Db, mail_addresses, outbox_followup, outbox_leases};

/// Which mails, and which page of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct MailQuery {
    /// In this state only.
    pub state: Option<MailState>,
    /// Of one sending only.
    pub dispatch: Option<DispatchId>,
    /// Of one schedule only.
    pub schedule: Option<MailScheduleId>,
    /// From 1.
    pub page: u32,
    /// Mails of a page.
    pub per_page: u32,
}

/// Mails of one page, and whether there are more.
#[derive(Debug, Clone)]
pub struct MailPage {
    /// Latest first.
    pub mails: Vec<Mail>,
    /// Whether older ones follow.
    pub more: bool,
    /// How many mails of the scope were given up and still need somebody's care, on whatever page.
    pub failed: i64,
}

/// A mail with what is in it.
#[derive(Debug, Clone)]
pub struct OpenedMail {
    /// Envelope and state.
    pub mail: Mail,
    /// Text and files.
    pub content: Content,
    /// The mail as it travels, once it was tried.
    pub message: Option<Vec<u8>>,
    /// The mails that repeat it, with when they were queued.
    pub copies: Vec<(MailId, DateTime<Utc>)>,
}

/// Mails about units within the actor's scope, latest first. The right: [`Operation::SendMail`].
pub fn list(db: &Db, actor: &Actor, query: &MailQuery) -> Result<MailPage, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    let per_page = query.per_page.clamp(1, 200);
    let offset = i64::from(query.page.max(1) - 1) * i64::from(per_page);
    let within = access::scope(actor);
    let filter = MailFilter { within, state: query.state, dispatch: query.dispatch, schedule: query.schedule };
    let (mut mails, failed) = db.read(|conn| {
        let mails = outbox::list(conn, &filter, i64::from(per_page) + 1, offset)?;
        Ok::<_, MailError>((mails, outbox_followup::count_failed(conn, within)?))
    })?;
    let wanted = usize::try_from(per_page).unwrap_or(usize::MAX);
    let more = mails.len() > wanted;
    mails.truncate(wanted);
    Ok(MailPage { mails, more, failed })
}

/// One mail. The right: [`Operation::SendMail`] in its unit; any other is answered like one that does not exist.
pub fn open(db: &Db, actor: &Actor, id: MailId) -> Result<OpenedMail, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    db.read(|conn| {
        let mail = within_reach(conn, actor, id)?;
        let content = outbox::content(conn, id)?.ok_or(MailError::NotFound)?;
        let message = outbox_leases::message(conn, id)?;
        let copies = outbox_followup::copies(conn, id)?;
        Ok(OpenedMail { mail, content: Content::from_bytes(&content)?, message, copies })
    })
}

/// How many mails about units within the actor's scope were given up and still need somebody's care. The right: [`Operation::SendMail`].
pub fn count_failed(db: &Db, actor: &Actor) -> Result<i64, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    Ok(db.read(|conn| outbox_followup::count_failed(conn, access::scope(actor)))?)
}

/// Puts a mail that was given up, or that waits for a later attempt, at the head of the queue, under the same Message-ID. The right: as [`open`].
///
/// # Errors
/// The mail was sent, or is being sent.
pub fn try_again(db: &Db, actor: &Actor, id: MailId, now: DateTime<Utc>) -> Result<(), MailError> {
    access::allowed(actor, Operation::SendMail)?;
    db.write(|conn| {
        let mail = within_reach(conn, actor, id)?;
        if !outbox_followup::try_again(conn, id, now)? {
            return Err(MailError::NotToBeTriedAgain);
        }
        let detail = serde_json::json!({"state": mail.state.as_str(), "attempts": mail.attempts});
        let (object_id, unit) = (Some(id.0), Some(mail.unit));
        access::audit(conn, actor, AuditEvent { action: "mail.try_again", object: "mail", object_id, unit, detail })?;
        Ok(())
    })
}

/// Notes that a mail that was given up needs no more care: it was told in another way, or is not needed any more. The right: as [`open`].
///
/// # Errors
/// The mail was not given up, or somebody has noted that already.
pub fn settle(db: &Db, actor: &Actor, id: MailId, now: DateTime<Utc>) -> Result<(), MailError> {
    access::allowed(actor, Operation::SendMail)?;
    db.write(|conn| {
        let mail = within_reach(conn, actor, id)?;
        if !outbox_followup::settle(conn, id, now)? {
            return Err(MailError::NotToBeSettled);
        }
        let (object_id, unit, detail) = (Some(id.0), Some(mail.unit), serde_json::json!({"attempts": mail.attempts}));
        access::audit(conn, actor, AuditEvent { action: "mail.settle", object: "mail", object_id, unit, detail })?;
        Ok(())
    })
}

/// Queues a mail that was sent once more, as another mail: the same subject, text and files to the same address, today's date, a Message-ID of its own. The
/// same form sent twice queues one. The right: as [`open`].
///
/// # Errors
/// The mail was not sent yet: it is tried again instead. The address was given up meanwhile.
pub fn send_copy(db: &Db, actor: &Actor, id: MailId, given: &str, now: DateTime<Utc>) -> Result<Queued, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    let (form_key, message_id) = (format!("{}:ban-sao:{id}", form_key(actor, given)?), message_id()?);
    db.write(|conn| {
        let mail = within_reach(conn, actor, id)?;
        if mail.state != MailState::Sent {
            return Err(MailError::NotToBeCopied);
        }
        if mail_addresses::is_given_up(conn, &mail.recipient)? {
            return Err(MailError::AddressRetired(mail.recipient));
        }
        let content = Content::from_bytes(&outbox::content(conn, id)?.ok_or(MailError::NotFound)?)?;
        let content = Content { date: now, ..content }.to_bytes()?;
        let (account, message_id, form_key) = (actor.account(), &*message_id, &*form_key);
        let copy = NewCopy { message_id, form_key, account, content: &content, created_at: now };
        let Some(queued) = outbox_followup::insert_copy(conn, id, &copy)? else {
            let there = outbox::find_by_form(conn, form_key)?.ok_or(MailError::NotFound)?;
            return Ok(Queued { id: there.id, already: true });
        };
        let (object_id, unit, detail) = (Some(queued.0), Some(mail.unit), serde_json::json!({"copy_of": id.0}));
        access::audit(conn, actor, AuditEvent { action: "mail.copy", object: "mail", object_id, unit, detail })?;
        Ok(Queued { id: queued, already: false })
    })
}

fn within_reach(conn: &mut Conn, actor: &Actor, id: MailId) -> Result<Mail, MailError> {
    let mail = outbox::get(conn, id)?.ok_or(MailError::NotFound)?;
    reach::of_unit(conn, actor, mail.unit, || MailError::NotFound)?;
    Ok(mail)
}
