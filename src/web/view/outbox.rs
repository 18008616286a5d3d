//! Mails that were sent, wait, or could not be sent.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::links::{Links, Pair};
use super::number;
use super::pager::Pager;
use crate::mail::{Attachment, Content, Mail, MailState, OpenedMail};
use crate::model::as_of::in_vietnam;
use crate::model::hexadecimal::hexadecimal;
use crate::model::id::MailId;

/// The states by which the list is narrowed: the state, its word in addresses, its name.
pub const STATES: [(MailState, &str, &str); 3] = [
    (MailState::Failed, "khong-gui-duoc", "Không gửi được"),
    (MailState::Waiting, "cho-gui", "Chờ gửi"),
    (MailState::Sent, "da-gui", "Đã gửi"),
];

/// Mails that were sent or wait.
#[derive(Debug, Serialize)]
pub struct OutboxView {
    /// The pages beside this one.
    pub tabs: Vec<super::mailing::Tab>,
    /// Latest first.
    pub mails: Vec<MailLine>,
    /// The list narrowed to each state.
    pub states: Vec<StateTab>,
    /// How many could not be sent, where they are not what is listed.
    pub failed: Option<String>,
    /// Where those are listed.
    pub failed_href: String,
    /// Whether the list is narrowed.
    pub filtered: bool,
    /// Where in the list.
    pub pager: Pager,
    /// Where a report is sent.
    pub send_href: String,
}

/// The list narrowed to a state.
#[derive(Debug, Serialize)]
pub struct StateTab {
    label: &'static str,
    href: String,
    current: bool,
}

impl OutboxView {
    /// All mails, then each state.
    pub fn states(chosen: Option<MailState>, links: &Links) -> Vec<StateTab> {
        let all = StateTab { label: "Tất cả", href: links.to("/thu-da-gui"), current: chosen.is_none() };
        let of = |(state, word, label): (MailState, &str, &'static str)| StateTab {
            label,
            href: links.with("/thu-da-gui", &[Pair::new("trang-thai", word)]),
            current: chosen == Some(state),
        };
        std::iter::once(all).chain(STATES.into_iter().map(of)).collect()
    }
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
            MailState::Failed if mail.settled_at.is_some() => ("không gửi nữa", "○", "no_data"),
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
    if mail.state == MailState::Sent {
        return mail.copy_of.map(|_| "bản gửi lại".to_owned());
    }
    let error = mail.last_error.as_deref()?;
    Some(match mail.state {
        MailState::Waiting => {
            format!("{error}; đã thử {} lần, thử lại lúc {}", mail.attempts, clock(mail.next_attempt_at))
        }
        MailState::Failed | MailState::Sent => error.to_owned(),
    })
}

fn clock(at: DateTime<Utc>) -> String {
    in_vietnam(at).format("%H:%M %d/%m/%Y").to_string()
}

/// A file that goes with a mail.
#[derive(Debug, Serialize)]
pub struct FileLine {
    name: String,
    size: String,
    href: String,
}

impl FileLine {
    /// All of them; each is found under a path by its place, from 1.
    pub fn all(content: &Content, under: &str) -> Vec<Self> {
        let files = content.attachments.iter().enumerate();
        let line = |(place, file): (usize, &Attachment)| Self {
            name: file.file_name.clone(),
            size: format!("{} kB", number(i64::try_from(file.bytes.len().div_ceil(1024)).unwrap_or(i64::MAX))),
            href: format!("{under}/{}", place + 1),
        };
        files.map(line).collect()
    }
}

/// One mail.
#[derive(Debug, Serialize)]
pub struct MailView {
    mail: MailLine,
    message_id: String,
    sha256: Option<String>,
    answer: Option<String>,
    queued_at: String,
    text: String,
    files: Vec<FileLine>,
    message_href: Option<String>,
    dispatch_href: String,
    original_href: Option<String>,
    copies: Vec<CopyLine>,
    settled_at: Option<String>,
    try_again_action: Option<String>,
    settle_action: Option<String>,
    copy_href: Option<String>,
}

/// A mail that repeats another.
#[derive(Debug, Serialize)]
pub struct CopyLine {
    at: String,
    href: String,
}

/// The question whether a mail is to be sent once more.
#[derive(Debug, Serialize)]
pub struct AskCopy {
    subject: String,
    recipient: String,
    sent_at: Option<String>,
    action: String,
    ma: String,
    back: String,
}

impl AskCopy {
    /// About a mail; `key`: the form sent twice sends once.
    pub fn of(mail: &Mail, key: String, links: &Links) -> Self {
        Self {
            subject: mail.subject.clone(),
            recipient: mail.recipient.clone(),
            sent_at: mail.sent_at.map(clock),
            action: links.to(&format!("/thu-da-gui/{}/gui-ban-sao", mail.id)),
            ma: key,
            back: links.to(&format!("/thu-da-gui/{}", mail.id)),
        }
    }
}

impl MailView {
    /// A mail with what is in it.
    pub fn of(opened: &OpenedMail, links: &Links) -> Self {
        let mail = &opened.mail;
        let path = |rest: &str| links.to(&format!("/thu-da-gui/{}{rest}", mail.id));
        let other = |id: MailId| links.to(&format!("/thu-da-gui/{id}"));
        let unsettled = mail.state == MailState::Failed && mail.settled_at.is_none();
        Self {
            message_id: mail.message_id.clone(),
            sha256: mail.sha256.as_deref().map(hexadecimal),
            answer: mail.server_answer.clone(),
            queued_at: clock(mail.created_at),
            text: opened.content.text.clone(),
            files: FileLine::all(&opened.content, &path("/tep")),
            message_href: opened.message.as_ref().map(|_| path("/thu.eml")),
            dispatch_href: links.with("/thu-da-gui", &[Pair::new("lan-gui", mail.dispatch.to_string())]),
            original_href: mail.copy_of.map(other),
            copies: opened.copies.iter().map(|(id, at)| CopyLine { at: clock(*at), href: other(*id) }).collect(),
            settled_at: mail.settled_at.map(clock),
            settle_action: unsettled.then(|| path("/khong-gui-nua")),
            copy_href: (mail.state == MailState::Sent).then(|| path("/gui-ban-sao")),
            try_again_action: (mail.state != MailState::Sent && mail.attempts > 0).then(|| path("/gui-lai")),
            mail: MailLine::of(mail, links),
        }
    }
}
