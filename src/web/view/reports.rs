//! Reports: what is downloaded, what is sent, what was sent.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::form::FieldError;
use super::frame::Choice;
use super::links::{Links, Pair};
use super::number;
use super::pager::Pager;
use super::snapshots::Tab;
use crate::mail::{Mail, MailState, OpenedMail};
use crate::model::as_of::in_vietnam;

/// The page of reports.
#[derive(Debug, Serialize)]
pub struct ReportsView {
    /// The pages beside this one.
    pub tabs: Vec<Tab>,
    /// What could not be sent.
    pub errors: Vec<FieldError>,
    /// Units to report on.
    pub units: Vec<Choice>,
    /// Choices of the other pages, kept.
    pub kept: Vec<Pair>,
    /// Title of the campaign.
    pub campaign: String,
    /// The sentence of the report.
    pub sentence: String,
    /// Name of the unit reported on.
    pub unit: String,
    /// Its slug.
    pub slug: String,
    /// Where the workbook is.
    pub workbook_href: String,
    /// Where the ranking of the units below is, if there is something to rank.
    pub ranking_href: Option<String>,
    /// Whether the reader sees people, and so may have them listed in the workbook.
    pub may_list: bool,
    /// Whether the reader may send.
    pub may_send: bool,
    /// Address as typed.
    pub recipient: String,
    /// Note as typed.
    pub note: String,
    /// The same form sent twice sends one mail.
    pub form_key: String,
}

/// Mails that were sent or wait.
#[derive(Debug, Serialize)]
pub struct OutboxView {
    /// Latest first.
    pub mails: Vec<MailLine>,
    /// Where in the list.
    pub pager: Pager,
    /// Where a report is sent.
    pub send_href: String,
}

/// One mail in the list.
#[derive(Debug, Serialize)]
pub struct MailLine {
    href: String,
    subject: String,
    recipient: String,
    state: &'static str,
    shape: &'static str,
    kind: &'static str,
    at: String,
    remark: Option<String>,
}

impl MailLine {
    /// A line.
    pub fn of(mail: &Mail, links: &Links) -> Self {
        let (state, shape, kind) = match mail.state {
            MailState::Waiting => ("chờ gửi", "◆", "at_risk"),
            MailState::Sent => ("đã gửi", "●", "met"),
            MailState::Failed => ("không gửi được", "■", "unlikely"),
        };
        Self {
            href: links.to(&format!("/thu-da-gui/{}", mail.id)),
            subject: mail.subject.clone(),
            recipient: mail.recipient.clone(),
            state,
            shape,
            kind,
            at: clock(mail.sent_at.unwrap_or(mail.created_at)),
            remark: remark(mail),
        }
    }
}

fn remark(mail: &Mail) -> Option<String> {
    let error = mail.last_error.as_deref()?;
    Some(match mail.state {
        MailState::Waiting => {
            format!("{error}; đã thử {} lần, thử lại lúc {}", mail.attempts, clock(mail.next_attempt_at))
        }
        MailState::Failed => error.to_owned(),
        MailState::Sent => return None,
    })
}

fn clock(at: DateTime<Utc>) -> String {
    in_vietnam(at).format("%H:%M %d/%m/%Y").to_string()
}

/// One mail.
#[derive(Debug, Serialize)]
pub struct MailView {
    mail: MailLine,
    message_id: String,
    text: String,
    file: String,
    file_size: String,
    file_href: String,
}

impl MailView {
    /// A mail with what is in it.
    pub fn of(opened: &OpenedMail, links: &Links) -> Self {
        let kilobytes = i64::try_from(opened.attachment.bytes.len().div_ceil(1024)).unwrap_or(i64::MAX);
        Self {
            mail: MailLine::of(&opened.mail, links),
            message_id: opened.mail.message_id.clone(),
            text: opened.text.clone(),
            file: opened.attachment.file_name.clone(),
            file_size: format!("{} kB", number(kilobytes)),
            file_href: links.to(&format!("/thu-da-gui/{}/tep", opened.mail.id)),
        }
    }
}
