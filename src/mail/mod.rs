//! Mail: what is sent is first queued in the outbox within a transaction, then carried by a mail server or written as .eml files.

mod body;
mod content;
mod error;
mod message;
mod outbox;
mod recipient;
mod remind;
mod run_due;
mod send_report;
mod transport;

pub use content::Attachment;
pub use error::MailError;
pub use outbox::{MailPage, OpenedMail, list, open};
pub use recipient::Recipient;
pub use remind::{RemindByMail, RemindedByMail, remind_by_mail};
pub use run_due::{Delivered, run_due};
pub use send_report::{Queued, SendReport, send_report};
pub use transport::{MailSettings, Transport};

pub use crate::store::outbox::{Mail, MailState};
