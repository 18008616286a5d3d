//! The use case: remind units of reports they owe, by mail to their contacts. The mail tells nothing but the round, its date and what is asked; the blank
//! form of the unit goes with it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use serde::Serialize;
use tera::{Context, Tera};

use crate::access::{self, AccessError, Actor};
use crate::mail::content::{Attachment, Content};
use crate::mail::error::MailError;
use crate::mail::message::one_line;
use crate::mail::recipient::Recipient;
use crate::mail::send_report::{XLSX, message_id};
use crate::mail::templates::{self, Purpose};
use crate::model::id::{RoundId, UnitId};
use crate::model::role::Operation;
use crate::model::round::{RoundEventKind, Timeliness};
use crate::rounds::{self, HopSheet, Reminded, RoundError, RoundSheet, UnitLine, note_reminded_in};
use crate::store::mail_templates;
use crate::store::outbox::{self, NewMail};
use crate::store::{Conn, Db};
use crate::vn::date::in_text;
use crate::workbooks::round_form;

static TEMPLATES: LazyLock<Result<Tera, String>> = LazyLock::new(|| {
    let mut tera = Tera::default();
    let source = ("reminder.html", include_str!("../../../templates/mail/reminder.html"));
    tera.add_raw_templates([source]).map_err(|e| e.to_string())?;
    Ok(tera)
});

/// Whom to remind.
#[derive(Debug, Clone)]
pub struct RemindByMail {
    /// Of which round.
    pub round: RoundId,
    /// At which hop.
    pub hop: i32,
    /// Slugs of the units.
    pub units: Vec<String>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RemindedByMail {
    /// Mails that were queued.
    pub queued: usize,
    /// Units without a mail address, or with one that cannot be.
    pub without: usize,
}

#[derive(Serialize)]
struct View<'a> {
    lines: Vec<&'a str>,
    with_form: bool,
}

/// A mail to be.
struct Draft {
    unit: UnitId,
    slug: String,
    recipient: String,
    subject: String,
    content: Vec<u8>,
    form_key: String,
    message_id: String,
}

/// Queues a reminder to each unit that owes a report and has an address, and notes it with the round. The rights: [`Operation::SendMail`], and deciding about
/// the reports of the hop.
///
/// # Errors
/// A unit that does not report there.
pub fn remind_by_mail(db: &Db, actor: &Actor, request: &RemindByMail) -> Result<RemindedByMail, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    let sheet = rounds::show(db, actor, request.round, request.now)?;
    let hop = sheet.hop(request.hop).ok_or(RoundError::NoHop(request.hop))?;
    if !hop.may_decide {
        return Err(AccessError::Forbidden.into());
    }
    let mut reminded = RemindedByMail::default();
    let mut drafts = Vec::new();
    for slug in &request.units {
        let line = hop.lines.iter().find(|line| line.unit.slug == *slug);
        let line = line.ok_or_else(|| RoundError::NoUnit(slug.clone()))?;
        if !rounds::owes(line) {
            continue;
        }
        match draft(db, actor, &sheet, hop, line, request.now)? {
            Some(draft) => drafts.push(draft),
            None => reminded.without += 1,
        }
    }
    reminded.queued = db.write(|conn| queue(conn, actor, &sheet, request, &drafts))?;
    Ok(reminded)
}

fn draft(
    db: &Db,
    actor: &Actor,
    sheet: &RoundSheet,
    hop: &HopSheet,
    line: &UnitLine,
    now: DateTime<Utc>,
) -> Result<Option<Draft>, MailError> {
    let address = line.contacts.iter().find_map(|contact| contact.email.as_deref());
    let Some(recipient) = address.and_then(|address| Recipient::parse(address).ok()) else { return Ok(None) };
    let text = words(db, sheet, hop, line)?;
    let form = round_form::of_unit(db.keys(), sheet, hop, line)?;
    let attachments = vec![Attachment { file_name: form.file_name, media_type: XLSX.to_owned(), bytes: form.bytes }];
    let html = html(&text, true)?;
    let content = Content { date: now, text, html, pictures: Vec::new(), attachments }.to_bytes()?;
    let owner = actor.account().map_or("operator".to_owned(), |account| account.to_string());
    Ok(Some(Draft {
        unit: line.unit.id,
        slug: line.unit.slug.clone(),
        recipient: recipient.to_string(),
        subject: one_line(&format!("[tiendo] Đề nghị gửi báo cáo: {} ({})", sheet.round.name, line.unit.name)),
        content,
        // The same form sent twice reminds once: the number of reminders so far is part of the key.
        form_key: format!("{owner}:nhac:{}:{}:{}:{}", sheet.round.id, hop.number, line.unit.id, line.reminders.len()),
        message_id: message_id()?,
    }))
}

/// The words of the campaign where it has set some, the usual reminder where it has not.
fn words(db: &Db, sheet: &RoundSheet, hop: &HopSheet, line: &UnitLine) -> Result<String, MailError> {
    let purpose = match line.standing.timeliness {
        Timeliness::NotDue => Purpose::Ahead,
        _ => Purpose::Overdue,
    };
    let own = db.read(|conn| mail_templates::find(conn, sheet.campaign.id, purpose.as_str()))?;
    let Some(own) = own else { return Ok(rounds::reminder(sheet, hop, line)) };
    let values = BTreeMap::from([
        ("nguoi_nhan", line.unit.name.clone()),
        ("don_vi", line.unit.name.clone()),
        ("danh_sach", format!("- {}, hạn {}", sheet.round.name, hop.due.vietnamese())),
        ("luu_y", templates::NIL_REPORT.to_owned()),
        ("so_bao_cao", "1".to_owned()),
        ("chien_dich", sheet.campaign.title.clone()),
        ("ngay", in_text(sheet.as_of().day())),
    ]);
    Ok(templates::fill(&own.body, &values)?)
}

/// The text as HTML.
pub(in crate::mail) fn html(text: &str, with_form: bool) -> Result<String, MailError> {
    let tera = TEMPLATES.as_ref().map_err(|reason| MailError::Message(reason.clone()))?;
    let view = View { lines: text.lines().collect(), with_form };
    let values = Context::from_serialize(&view).map_err(|e| MailError::Message(e.to_string()))?;
    tera.render("reminder.html", &values).map_err(|e| MailError::Message(e.to_string()))
}

fn queue(
    conn: &mut Conn,
    actor: &Actor,
    sheet: &RoundSheet,
    request: &RemindByMail,
    drafts: &[Draft],
) -> Result<usize, MailError> {
    let mut queued = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let mail = NewMail {
            message_id: &draft.message_id,
            form_key: &draft.form_key,
            account: actor.account(),
            unit: draft.unit,
            campaign: sheet.campaign.id,
            recipient: &draft.recipient,
            subject: &draft.subject,
            content: &draft.content,
            dispatch: None,
            schedule: None,
            created_at: request.now,
        };
        if outbox::insert(conn, &mail)?.is_some() {
            queued.push(draft.slug.clone());
        }
    }
    let count = queued.len();
    if count > 0 {
        let how = RoundEventKind::RemindedByMail;
        let reminded = Reminded { round: request.round, hop: request.hop, units: queued, how, document: None };
        note_reminded_in(conn, actor, &reminded, request.now)?;
    }
    Ok(count)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn names_in_a_reminder_stay_text() {
        let html = html("Kính gửi <script>alert(1)</script>,\n{{ 1 + 1 }}", false).unwrap();
        assert!(
            !html.contains("<script>") && html.contains("&lt;script&gt;") && html.contains("{{ 1 + 1 }}"),
            "{html}"
        );
    }
}
