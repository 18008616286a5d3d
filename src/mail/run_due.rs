//! Sending what is due: each mail is leased, tried, and what became of it is noted. No transaction is open while a mail server is waited for.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

use super::content::Content;
use super::error::MailError;
use super::message::{Envelope, build};
use super::recipient::Recipient;
use super::transport::{Outgoing, Transport, Undelivered};
use crate::access::{self, Actor, AuditEvent, Door, Rights};
use crate::model::as_of::in_vietnam;
use crate::store::outbox::{self, Mail};
use crate::store::outbox_leases::{self, Lease, Outcome};
use crate::store::{Conn, Db, StoreError};

/// How long a server that is not heard of is believed to be sending.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// How often it says that it is alive.
const KEPT_EVERY: TimeDelta = TimeDelta::seconds(30);
/// Minutes to wait after the first, second … failed attempt; from then on the last.
const WAITS: [i64; 6] = [1, 5, 15, 30, 60, 120];
/// How long a mail is tried again, from its first attempt.
const RETRIED_FOR: TimeDelta = TimeDelta::hours(48);
/// Most characters of a reason that are kept.
const LONGEST_REASON: usize = 400;

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

/// A mail that was taken to be sent, with its bytes, or why they cannot be put together.
type Taken = (Mail, Result<Vec<u8>, String>);

/// One who sends: over which way, by which clock, and until it is told to stop.
struct Sending<'a> {
    db: &'a Db,
    transport: &'a Transport,
    clock: &'a dyn Fn() -> DateTime<Utc>,
    stop: &'a AtomicBool,
    by: String,
}

/// Sends everything that is due at an instant, each mail once.
pub fn run_due(db: &Db, transport: &Transport, now: DateTime<Utc>) -> Result<Delivered, MailError> {
    run_due_until(db, transport, &|| now, &AtomicBool::new(false))
}

/// Sends everything that is due by a clock, until told to stop; a mail that is being sent then is broken off and goes out with the next run, under the same
/// Message-ID. Ends early when the mail server takes no mail at all; the others wait for the next run.
pub fn run_due_until(
    db: &Db,
    transport: &Transport,
    clock: &dyn Fn() -> DateTime<Utc>,
    stop: &AtomicBool,
) -> Result<Delivered, MailError> {
    let sending = Sending { db, transport, clock, stop, by: db.random_token()? };
    let delivered = sending.all();
    transport.hang_up();
    delivered
}

impl Sending<'_> {
    fn all(&self) -> Result<Delivered, MailError> {
        let mut delivered = Delivered::default();
        while !self.stop.load(Ordering::Relaxed) {
            let Some((mail, message)) = self.take()? else { break };
            let tried = match message {
                Ok(bytes) => self.attempt(&mail, &bytes),
                // What cannot be put together now cannot be put together later either.
                Err(reason) => Err(Undelivered { permanent: true, nothing_leaves: false, reason }),
            };
            let nothing_leaves = tried.as_ref().is_err_and(|undelivered| undelivered.nothing_leaves);
            let now = (self.clock)();
            let outcome = match tried {
                Ok(answer) => Outcome::Sent { answer: Some(answer) },
                Err(undelivered) => after_failure(&mail, undelivered, now),
            };
            match &outcome {
                Outcome::Sent { .. } => delivered.sent += 1,
                Outcome::Retry { .. } => delivered.postponed += 1,
                Outcome::Failed { .. } => delivered.failed += 1,
            }
            note(self.db, &mail, &self.by, &outcome, now)?;
            if nothing_leaves {
                break;
            }
        }
        Ok(delivered)
    }

    /// The next mail and its bytes, which are built and kept at the first attempt, in the transaction that leases it.
    fn take(&self) -> Result<Option<Taken>, MailError> {
        self.db.write(|conn| {
            let Some(mail) = outbox_leases::lease_next(conn, &self.lease())? else { return Ok(None) };
            let bytes = match message(conn, self.transport, &mail) {
                // The database may do later; what is in it will not change.
                Err(MailError::Store(error)) if !matches!(error, StoreError::Keys(_) | StoreError::Corrupt(_)) => {
                    return Err(error.into());
                }
                built => built.map_err(|error| error.to_string()),
            };
            Ok(Some((mail, bytes)))
        })
    }

    fn attempt(&self, mail: &Mail, bytes: &[u8]) -> Result<String, Undelivered> {
        let broken =
            |error: MailError| Undelivered { permanent: true, nothing_leaves: false, reason: error.to_string() };
        let recipient = Recipient::parse(&mail.recipient).map_err(broken)?;
        let outgoing = Outgoing { recipient: &recipient, bytes, name: &file_name(mail) };
        let mut kept_at = (self.clock)();
        self.transport.send(&outgoing, &mut || {
            if self.stop.load(Ordering::Relaxed) {
                return false;
            }
            let now = (self.clock)();
            if now - kept_at < KEPT_EVERY {
                return true;
            }
            kept_at = now;
            self.keep(mail)
        })
    }

    /// Whether the mail is still for this server to send. A database that cannot be asked is no reason to break off: the lease lasts four times as long.
    fn keep(&self, mail: &Mail) -> bool {
        let lease = self.lease();
        self.db.write(|conn| outbox_leases::keep(conn, mail.id, &lease)).unwrap_or_else(|error| {
            tracing::warn!(%error, mail = %mail.id, "lease of a mail not renewed");
            true
        })
    }

    fn lease(&self) -> Lease<'_> {
        let now = (self.clock)();
        Lease { by: &self.by, now, until: now + LEASE }
    }
}

fn message(conn: &mut Conn, transport: &Transport, mail: &Mail) -> Result<Vec<u8>, MailError> {
    if let Some(bytes) = outbox_leases::message(conn, mail.id)? {
        return Ok(bytes);
    }
    let content = outbox::content(conn, mail.id)?.ok_or(MailError::NotFound)?;
    let content = Content::from_bytes(&content)?;
    let recipient = Recipient::parse(&mail.recipient)?;
    let envelope = Envelope {
        message_id: &mail.message_id,
        sender: transport.sender(),
        recipient: &recipient,
        subject: &mail.subject,
    };
    let bytes = build(&envelope, &content)?.formatted();
    outbox_leases::keep_message(conn, mail.id, &bytes)?;
    Ok(bytes)
}

fn after_failure(mail: &Mail, undelivered: Undelivered, now: DateTime<Utc>) -> Outcome {
    let error: String = undelivered.reason.chars().filter(|c| !c.is_control()).take(LONGEST_REASON).collect();
    let end = mail.first_attempt_at.unwrap_or(now) + RETRIED_FOR;
    if undelivered.permanent || now >= end {
        return Outcome::Failed { error };
    }
    let failed_before = usize::try_from(mail.attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let minutes = WAITS.get(failed_before).or(WAITS.last()).copied().unwrap_or(1);
    // The last attempt is made when the time is over, not before.
    Outcome::Retry { at: end.min(now + TimeDelta::minutes(minutes)), error }
}

fn note(db: &Db, mail: &Mail, by: &str, outcome: &Outcome, now: DateTime<Utc>) -> Result<(), MailError> {
    let actor = Actor { rights: Rights::Operator, door: Door::Job, source: "máy chủ".to_owned() };
    let action = match outcome {
        Outcome::Sent { .. } => Some("mail.sent"),
        Outcome::Failed { .. } => Some("mail.failed"),
        Outcome::Retry { .. } => None,
    };
    db.write(|conn| {
        let own = outbox_leases::record(conn, mail.id, by, outcome, now)?;
        if let Some(action) = action.filter(|_| own) {
            let detail = serde_json::json!({"attempts": mail.attempts, "dispatch": mail.dispatch.0});
            let (object_id, unit) = (Some(mail.id.0), Some(mail.unit));
            access::audit(conn, &actor, AuditEvent { action, object: "mail", object_id, unit, detail })?;
        }
        Ok(())
    })
}

/// `2023-06-12-090500-17`: when it was queued, and which.
pub(super) fn file_name(mail: &Mail) -> String {
    format!("{}-{}", in_vietnam(mail.created_at).format("%Y-%m-%d-%H%M%S"), mail.id)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::id::{DispatchId, MailId, UnitId};
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
            dispatch: DispatchId(17),
            schedule: None,
            sha256: None,
            first_attempt_at: Some(at),
            server_answer: None,
            copy_of: None,
            settled_at: None,
        }
    }

    #[test]
    fn waits_grow_and_end_two_days_after_the_first_attempt() {
        let first: DateTime<Utc> = "2023-06-12T02:05:00Z".parse().unwrap();
        let trouble = |permanent| Undelivered { permanent, nothing_leaves: false, reason: "x\r\ny".to_owned() };
        let after = |attempts, hours| {
            let now = first + TimeDelta::hours(hours);
            match after_failure(&tried(attempts), trouble(false), now) {
                Outcome::Retry { at, error } => Some(((at - now).num_minutes(), error)),
                _ => None,
            }
        };
        assert_eq!(after(1, 0), Some((1, "xy".to_owned())));
        for (attempts, hours, minutes) in [(2, 0, 5), (6, 2, 120), (20, 30, 120), (29, 47, 60)] {
            assert_eq!(after(attempts, hours).map(|(m, _)| m), Some(minutes), "{attempts}");
        }
        assert_eq!(after(30, 48), None);
        let refused = after_failure(&tried(1), trouble(true), first);
        assert_eq!(refused, Outcome::Failed { error: "xy".to_owned() });
    }

    #[test]
    fn a_file_is_named_by_the_vietnamese_clock() {
        assert_eq!(file_name(&tried(1)), "2023-06-12-090500-17");
    }
}
