//! Sending what is due: each mail is leased, tried, and what became of it is noted.

use chrono::{DateTime, TimeDelta, Utc};

use super::content::Content;
use super::error::MailError;
use super::message::{Envelope, build};
use super::recipient::Recipient;
use super::transport::{Transport, Undelivered};
use crate::access::{self, Actor, AuditEvent, Door, Rights};
use crate::model::as_of::in_vietnam;
use crate::store::Db;
use crate::store::outbox::{self, Mail, Outcome};

/// How long a sender has a mail for itself; longer than a mail server is waited for.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// Minutes to wait after the first, second … failed attempt; after the last one the mail is given up.
const WAITS: [i64; 8] = [1, 5, 15, 60, 180, 360, 720, 1_440];
/// Most characters of a reason that are kept.
const LONGEST_REASON: usize = 300;

/// How many mails fared how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Delivered {
    /// Sent.
    pub sent: usize,
    /// To be tried again later.
    pub postponed: usize,
    /// Given up.
    pub failed: usize,
}

/// Sends everything that is due now, each mail once.
pub fn run_due(db: &Db, transport: &Transport, now: DateTime<Utc>) -> Result<Delivered, MailError> {
    let mut delivered = Delivered::default();
    while let Some(mail) = db.write(|conn| outbox::lease_next(conn, now, now + LEASE))? {
        let outcome = match attempt(db, transport, &mail) {
            Ok(()) => Outcome::Sent,
            Err(undelivered) => after_failure(&mail, undelivered, now),
        };
        match &outcome {
            Outcome::Sent => delivered.sent += 1,
            Outcome::Retry { .. } => delivered.postponed += 1,
            Outcome::Failed { .. } => delivered.failed += 1,
        }
        note(db, &mail, &outcome, now)?;
    }
    Ok(delivered)
}

fn attempt(db: &Db, transport: &Transport, mail: &Mail) -> Result<(), Undelivered> {
    // What cannot be put together now cannot be put together later either.
    let broken = |error: MailError| Undelivered { permanent: true, reason: error.to_string() };
    let message = message(db, transport, mail).map_err(broken)?;
    transport.send(&message, &file_name(mail))
}

fn message(db: &Db, transport: &Transport, mail: &Mail) -> Result<lettre::Message, MailError> {
    let content = db.read(|conn| outbox::content(conn, mail.id))?.ok_or(MailError::NotFound)?;
    let content = Content::from_bytes(&content)?;
    let recipient = Recipient::parse(&mail.recipient)?;
    let envelope = Envelope {
        message_id: &mail.message_id,
        sender: transport.sender(),
        recipient: &recipient,
        subject: &mail.subject,
    };
    build(&envelope, &content)
}

fn after_failure(mail: &Mail, undelivered: Undelivered, now: DateTime<Utc>) -> Outcome {
    let error: String = undelivered.reason.chars().filter(|c| !c.is_control()).take(LONGEST_REASON).collect();
    let failed_before = usize::try_from(mail.attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    match WAITS.get(failed_before) {
        Some(minutes) if !undelivered.permanent => Outcome::Retry { at: now + TimeDelta::minutes(*minutes), error },
        _ => Outcome::Failed { error },
    }
}

fn note(db: &Db, mail: &Mail, outcome: &Outcome, now: DateTime<Utc>) -> Result<(), MailError> {
    let actor = Actor { rights: Rights::Operator, door: Door::Job, source: "máy chủ".to_owned() };
    let action = match outcome {
        Outcome::Sent => Some("mail.sent"),
        Outcome::Failed { .. } => Some("mail.failed"),
        Outcome::Retry { .. } => None,
    };
    db.write(|conn| {
        outbox::record(conn, mail.id, outcome, now)?;
        if let Some(action) = action {
            let detail = serde_json::json!({"attempts": mail.attempts});
            let (object_id, unit) = (Some(mail.id.0), Some(mail.unit));
            access::audit(conn, &actor, AuditEvent { action, object: "mail", object_id, unit, detail })?;
        }
        Ok(())
    })
}

/// `2023-06-12-090500-17`: when it was queued, and which.
fn file_name(mail: &Mail) -> String {
    format!("{}-{}", in_vietnam(mail.created_at).format("%Y-%m-%d-%H%M%S"), mail.id)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::id::{MailId, UnitId};
    use crate::store::outbox::MailState;

    fn tried(attempts: u32) -> Mail {
        let at: DateTime<Utc> = "2023-06-12T02:05:00Z".parse().unwrap();
        Mail {
            id: MailId(17),
            message_id: "<a@tiendo>".to_owned(),
            account: None,
            unit: UnitId(1),
            recipient: "a@b.vn".to_owned(),
            subject: "s".to_owned(),
            state: MailState::Waiting,
            attempts,
            next_attempt_at: at,
            last_error: None,
            created_at: at,
            sent_at: None,
        }
    }

    #[test]
    fn waits_grow_and_end() {
        let now: DateTime<Utc> = "2023-06-12T02:05:00Z".parse().unwrap();
        let trouble = |permanent| Undelivered { permanent, reason: "x\r\ny".to_owned() };
        let minutes = |attempts| match after_failure(&tried(attempts), trouble(false), now) {
            Outcome::Retry { at, error } => Some(((at - now).num_minutes(), error)),
            _ => None,
        };
        assert_eq!(minutes(1), Some((1, "xy".to_owned())));
        assert_eq!(minutes(8).map(|(m, _)| m), Some(1_440));
        assert_eq!(minutes(9), None);
        let refused = after_failure(&tried(1), trouble(true), now);
        assert_eq!(refused, Outcome::Failed { error: "xy".to_owned() });
    }

    #[test]
    fn a_file_is_named_by_the_vietnamese_clock() {
        assert_eq!(file_name(&tried(1)), "2023-06-12-090500-17");
    }
}
