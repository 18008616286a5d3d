//! Mail: what is sent is first queued in the outbox within a transaction, then carried by a mail server or written as .eml files.

pub mod addresses;
mod body;
mod content;
mod error;
mod late_units;
mod message;
mod outbox;
pub mod own_mail;
mod public_address;
mod reach;
mod recipient;
pub mod reminders;
mod report_chart;
mod run_due;
pub mod schedules;
mod send_report;
pub mod templates;
mod transport;

pub use content::{Attachment, Content};
pub use error::{MailError, Unfit};
pub use outbox::{MailPage, MailQuery, OpenedMail, count_failed, list, open, send_copy, settle, try_again};
pub use recipient::Recipient;
pub use reminders::{PlannedReminder, RemindByMail, RemindedByMail, remind_by_mail, run_reminders};
pub use run_due::{Delivered, run_due, run_due_until};
pub use schedules::{Ran, Reader, ScheduledMail, preview, run_schedules, send_now};
pub use send_report::{Queued, SendReport, confirmed, send_report};
pub use transport::{CertificateFacts, MailSettings, Step, Transport, probe};

pub use crate::store::outbox::{Mail, MailState};
