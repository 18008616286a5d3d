//! The use case: send the progress report of a unit to somebody's address.

use chrono::{DateTime, Utc};

use super::body::{self, Beside};
use super::content::{Attachment, Content};
use super::error::MailError;
use super::recipient::Recipient;
use super::report_chart::{attached, chart};
use super::schedules::files::workbook_line;
use crate::access::{self, Actor, AuditEvent};
use crate::model::as_of::AsOf;
use crate::model::hexadecimal::hexadecimal;
use crate::model::id::MailId;
use crate::model::role::Operation;
use crate::progress::FigureQuery;
use crate::store::mail_addresses::{self, MailAddress};
use crate::store::outbox::{self, NewMail};
use crate::store::{Db, random};
use crate::workbooks;

/// Most characters of a note.
pub const LONGEST_NOTE: usize = 1_000;
/// Most characters of a form's key.
const LONGEST_KEY: usize = 100;
/// Media type of a workbook.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What to send.
#[derive(Debug, Clone)]
pub struct SendReport {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit; the unit that runs the campaign where none is named.
    pub unit: Option<String>,
    /// The as-of date; the campaign's own, or else today.
    pub as_of: Option<AsOf>,
    /// Address as typed.
    pub recipient: String,
    /// Whether the sender has looked again at an address that nobody has confirmed.
    pub looked_again: bool,
    /// A line or two from the sender.
    pub note: Option<String>,
    /// Given with the form: the same form sent twice queues one mail.
    pub form_key: String,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A queued mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queued {
    /// The mail.
    pub id: MailId,
    /// Whether this form had queued it before.
    pub already: bool,
}

/// Builds the report and queues the mail. The right: [`Operation::SendMail`] in the unit.
pub fn send_report(db: &Db, actor: &Actor, request: SendReport) -> Result<Queued, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    let recipient = Recipient::parse(&request.recipient)?;
    let note = note(request.note.as_deref())?;
    let form_key = form_key(actor, &request.form_key)?;
    if let Some(mail) = db.read(|conn| outbox::find_by_form(conn, &form_key))? {
        return Ok(Queued { id: mail.id, already: true });
    }
    let query = FigureQuery {
        campaign: request.campaign,
        unit: request.unit,
        as_of: request.as_of,
        today: AsOf::of_instant(request.now),
    };
    if !request.looked_again
        && !confirmed(db, actor)?.iter().any(|known| known.address == recipient.to_string().to_lowercase())
    {
        return Err(MailError::NotConfirmed(recipient.to_string()));
    }
    let (cited, file) = workbooks::build(db, actor, &query, request.now)?;
    let (report, unit, campaign) = (&cited.report, cited.line.head.unit, cited.line.head.campaign);
    let (picture, lines) = (chart(&cited), [workbook_line(&file.file_name)]);
    let (note, picture_shown) = (note.as_deref(), picture.as_ref());
    let beside = Beside { note, files: &lines, picture: picture_shown, ..Beside::default() };
    let body = body::write(report, &beside, &cited.context)?;
    let attachments = vec![Attachment { file_name: file.file_name, media_type: XLSX.to_owned(), bytes: file.bytes }];
    let (text, html) = (body.text, body.html);
    let pictures = attached(picture);
    let content = Content { date: request.now, text, html, pictures, attachments }.to_bytes()?;
    let message_id = message_id()?;
    db.write(|conn| {
        access::authorise(conn, actor, Operation::SendMail, unit)?;
        let mail = NewMail {
            message_id: &message_id,
            form_key: &form_key,
            account: actor.account(),
            unit,
            campaign,
            recipient: &recipient.to_string(),
            subject: &body.subject,
            content: &content,
            dispatch: None,
            schedule: None,
            created_at: request.now,
        };
        let Some(id) = outbox::insert(conn, &mail)? else {
            let there = outbox::find_by_form(conn, &form_key)?.ok_or(MailError::NotFound)?;
            return Ok(Queued { id: there.id, already: true });
        };
        let detail = serde_json::json!({
            "campaign": campaign, "snapshot": cited.line.head.id, "as_of": report.as_of, "attachment_bytes": content.len(),
        });
        let event =
            AuditEvent { action: "mail.queue", object: "mail", object_id: Some(id.0), unit: Some(unit), detail };
        access::audit(conn, actor, event)?;
        Ok(Queued { id, already: false })
    })
}

/// The addresses in the actor's scope that two people agreed on.
///
/// # Errors
/// The database.
pub fn confirmed(db: &Db, actor: &Actor) -> Result<Vec<MailAddress>, MailError> {
    let mut found = db.read(|conn| mail_addresses::list(conn, access::scope(actor)))?;
    found.retain(MailAddress::is_usable);
    Ok(found)
}

/// Trimmed; control characters other than line breaks are dropped.
fn note(typed: Option<&str>) -> Result<Option<String>, MailError> {
    let text: String = typed.unwrap_or_default().chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let text = text.trim();
    match text.chars().count() {
        0 => Ok(None),
        length if length > LONGEST_NOTE => Err(MailError::NoteTooLong(length)),
        _ => Ok(Some(text.to_owned())),
    }
}

/// Keys of different accounts never meet, so nobody can learn of another's mail by guessing its key.
pub(super) fn form_key(actor: &Actor, given: &str) -> Result<String, MailError> {
    if given.is_empty() || given.len() > LONGEST_KEY {
        return Err(MailError::NoFormKey);
    }
    let owner = actor.account().map_or("operator".to_owned(), |account| account.to_string());
    Ok(format!("{owner}:{given}"))
}

/// A new identity in the world.
pub(super) fn message_id() -> Result<String, MailError> {
    let bytes = random::<16>().map_err(crate::store::StoreError::from)?;
    Ok(format!("<{}@tiendo>", hexadecimal(&bytes)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_trimmed_and_bounded() {
        assert_eq!(note(None).unwrap(), None);
        assert_eq!(note(Some(" \r\n ")).unwrap(), None);
        assert_eq!(note(Some("Một\r\nhai\0 ")).unwrap().unwrap(), "Một\nhai");
        assert!(note(Some(&"a".repeat(1000))).is_ok());
        assert!(matches!(note(Some(&"ổ".repeat(1001))), Err(MailError::NoteTooLong(1001))));
    }

    #[test]
    fn a_form_without_a_key_is_refused() {
        assert!(matches!(form_key(&Actor::operator(), ""), Err(MailError::NoFormKey)));
        assert_eq!(form_key(&Actor::operator(), "x").unwrap(), "operator:x");
    }
}
