//! Mail: what is sent is first queued in the outbox within a transaction, then carried by a mail server or written as .eml files.

pub mod addresses;
mod body;
mod certificate;
mod changes;
mod content;
mod error;
mod late_units;
mod message;
mod outbox;
pub mod own_mail;
pub mod probe;
mod public_address;
mod recipient;
mod remind;
mod reminder_debts;
pub mod reminders;
mod report_chart;
mod run_due;
mod run_reminders;
mod run_schedules;
mod schedule_files;
mod schedule_mail;
mod schedule_recipients;
pub mod schedules;
mod send_report;
mod server;
mod session;
pub mod templates;
mod transport;
mod trouble;

pub use certificate::CertificateFacts;
pub use content::{Attachment, Content};
pub use error::{MailError, Unfit};
pub use outbox::{MailPage, MailQuery, OpenedMail, count_failed, list, open, send_copy, settle, try_again};
pub use recipient::Recipient;
pub use remind::{RemindByMail, RemindedByMail, remind_by_mail};
pub use run_due::{Delivered, run_due, run_due_until};
pub use run_reminders::{PlannedReminder, run_reminders};
pub use run_schedules::{Ran, Reader, preview, run_schedules, send_now};
pub use schedule_mail::ScheduledMail;
pub use send_report::{Queued, SendReport, send_report};
pub use transport::{MailSettings, Transport};
pub use trouble::Step;

pub use crate::store::outbox::{Mail, MailState};
