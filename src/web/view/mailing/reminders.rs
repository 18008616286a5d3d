//! When a campaign reminds by itself.

use serde::Serialize;

use super::{Tab, mail_state, tabs};
use crate::mail::PlannedReminder;
use crate::mail::reminders::ReminderSheet;
use crate::store::mail_reminders::{Reminder, ReminderSettings};
use crate::store::outbox::MailState;
use crate::vn::date::in_table;
use crate::web::view::form::FieldError;
use crate::web::view::links::Links;

/// The form, as kept or as typed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Typed {
    /// Days ahead.
    pub before: String,
    /// Days between two reminders.
    pub every: String,
    /// Days until the level above is told.
    pub escalate_after: String,
    /// `08:00`.
    pub hour: String,
    /// Also at weekends.
    pub weekends: bool,
    /// Whom to answer.
    pub answer_to: String,
    /// Whether anything goes out.
    pub running: bool,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct RemindersView {
    tabs: Vec<Tab>,
    /// What was not accepted.
    pub errors: Vec<FieldError>,
    /// The form.
    pub typed: Typed,
    revision: i64,
    words_href: String,
    set_by: Option<String>,
    running: bool,
    planned: Vec<PlannedRow>,
    sent: Vec<SentRow>,
}

#[derive(Debug, Serialize)]
struct PlannedRow {
    to: String,
    kind: &'static str,
    subject: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct SentRow {
    day: String,
    holder: String,
    address: String,
    kind: &'static str,
    items: i64,
    href: String,
    word: &'static str,
    shape: &'static str,
    tone: &'static str,
    reason: Option<String>,
}

impl RemindersView {
    /// The page.
    pub fn of(sheet: &ReminderSheet, links: &Links) -> Self {
        let rule = sheet.rule.as_ref();
        Self {
            tabs: tabs(links, "/thu/nhac-han"),
            errors: Vec::new(),
            typed: rule.map_or_else(usual, |rule| typed(&rule.settings)),
            revision: rule.map_or(0, |rule| rule.revision),
            words_href: links.to("/thu/loi-nhac"),
            set_by: sheet.set_by.clone(),
            running: rule.is_some_and(|rule| rule.settings.running),
            planned: sheet.planned.iter().map(planned).collect(),
            sent: sheet.sent.iter().map(|reminder| sent(reminder, links)).collect(),
        }
    }
}

/// What is offered where nothing is set.
fn usual() -> Typed {
    let text = str::to_owned;
    Typed { before: text("3"), every: text("2"), escalate_after: text("5"), hour: text("08:00"), ..Typed::default() }
}

fn typed(settings: &ReminderSettings) -> Typed {
    let days = |days: Option<u16>| days.map_or_else(String::new, |days| days.to_string());
    Typed {
        before: days(settings.days.before),
        every: days(settings.days.every),
        escalate_after: days(settings.days.escalate_after),
        hour: settings.hour.format("%H:%M").to_string(),
        weekends: settings.weekends,
        answer_to: settings.answer_to.clone().unwrap_or_default(),
        running: settings.running,
    }
}

fn planned(planned: &PlannedReminder) -> PlannedRow {
    PlannedRow {
        to: format!("{} ({})", planned.holder, planned.address),
        kind: planned.kind.vietnamese(),
        subject: planned.subject.clone(),
        text: planned.text.clone(),
    }
}

fn sent(reminder: &Reminder, links: &Links) -> SentRow {
    let (word, shape, tone) = mail_state(&reminder.state);
    SentRow {
        day: in_table(reminder.on_day),
        holder: reminder.holder.clone(),
        address: reminder.address.clone(),
        kind: reminder.kind.vietnamese(),
        items: reminder.items,
        href: links.to(&format!("/thu-da-gui/{}", reminder.mail)),
        word,
        shape,
        tone,
        reason: reminder.error.clone().filter(|_| reminder.state != MailState::Sent.as_str()),
    }
}
