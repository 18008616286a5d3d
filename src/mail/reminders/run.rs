//! Sending the reminders of a day: what several campaigns have to tell one reader at the same time goes in one mail. The mail, the note that its reader was
//! told that day and the note with the round are written together; the note lets exactly one of several servers do it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::json;

use super::by_hand::html;
use super::debts::{Owings, owings, program};
use super::planned::{PlannedReminder, ToldReport, planned};
use super::words::{Told, joined};
use crate::access::{self, AuditEvent};
use crate::mail::content::{Attachment, Content};
use crate::mail::error::MailError;
use crate::mail::send_report::{XLSX, message_id};
use crate::model::as_of::{AsOf, in_vietnam};
use crate::model::campaign::Campaign;
use crate::model::id::{CampaignId, MailId, RoundId};
use crate::model::mail_reminder::ReminderKind;
use crate::model::mail_schedule::{Rhythm, Timing, rests};
use crate::model::round::RoundEventKind;
use crate::rounds::{Reminded, note_reminded_in};
use crate::store::mail_reminders::{self, NewReminder, ReminderRule};
use crate::store::outbox::{self, NewMail};
use crate::store::{Conn, Db, StoreError, campaigns};
use crate::workbooks::round_form;

/// Most blank forms that go with a mail.
const MOST_FORMS: usize = 5;
/// How often a mail is tried that another server writes in part at the same moment.
const ATTEMPTS: usize = 3;

/// A campaign whose hour has come.
struct Due {
    rule: ReminderRule,
    campaign: Campaign,
    found: Owings,
    planned: Vec<PlannedReminder>,
}

/// What goes to one reader: of each campaign that has something to tell, with what is owed there.
type Letter<'a> = Vec<(&'a Due, &'a PlannedReminder)>;

/// Queues the reminders of every campaign whose hour has come, each person's once a day. A campaign that fails does not keep the others.
///
/// # Errors
/// The rules could not be read.
pub fn run_reminders(db: &Db, now: DateTime<Utc>) -> Result<usize, MailError> {
    let mut due = Vec::new();
    for rule in db.read(mail_reminders::running)? {
        if !is_due(&rule, now) {
            continue;
        }
        let code = rule.campaign;
        match prepare(db, rule, now) {
            Ok(found) => due.extend(found),
            Err(error) => tracing::error!(%error, campaign = %code, "reminders not sent"),
        }
    }
    let (mut queued, mut mails, mut failed) = (0, BTreeMap::<CampaignId, usize>::new(), BTreeSet::new());
    for letter in letters(&due) {
        let campaigns = letter.iter().map(|(due, _)| due.campaign.id).collect::<Vec<_>>();
        match send(db, letter, now) {
            Ok(false) => {}
            Ok(true) => {
                queued += 1;
                campaigns.into_iter().for_each(|campaign| *mails.entry(campaign).or_default() += 1);
            }
            Err(error) => {
                tracing::error!(%error, "reminder not sent");
                failed.extend(campaigns);
            }
        }
    }
    // What failed is tried again with the next look; who was told meanwhile is not told twice.
    for one in due.iter().filter(|one| !failed.contains(&one.campaign.id)) {
        handled(db, one, mails.get(&one.campaign.id).copied().unwrap_or(0), now)?;
    }
    Ok(queued)
}

/// Whether the day is still to be dealt with and its hour has come.
fn is_due(rule: &ReminderRule, now: DateTime<Utc>) -> bool {
    let settings = &rule.settings;
    let timing = Timing { rhythm: Rhythm::Weekdays, hour: settings.hour, weekends: settings.weekends, any_hour: false };
    let clock = in_vietnam(now);
    rule.handled_on != Some(clock.date_naive()) && clock.time() >= settings.hour && !rests(&timing, now)
}

fn prepare(db: &Db, rule: ReminderRule, now: DateTime<Utc>) -> Result<Option<Due>, MailError> {
    let Some(campaign) = db.read(|conn| campaigns::get(conn, rule.campaign))? else { return Ok(None) };
    let found = owings(db, &campaign, now)?;
    let planned = planned(db, &campaign, &rule, &found, now)?;
    Ok(Some(Due { rule, campaign, found, planned }))
}

/// One mail for each reader and kind.
fn letters(due: &[Due]) -> Vec<Letter<'_>> {
    let mut letters: BTreeMap<(ReminderKind, &str), Letter<'_>> = BTreeMap::new();
    for one in due {
        for planned in &one.planned {
            letters.entry((planned.kind, &planned.address)).or_default().push((one, planned));
        }
    }
    letters.into_values().collect()
}

/// Queues a mail; whether any of it was still to be told. What another server has told meanwhile is left out.
fn send(db: &Db, mut letter: Letter<'_>, now: DateTime<Utc>) -> Result<bool, MailError> {
    let today = AsOf::of_instant(now).day();
    for _ in 0..ATTEMPTS {
        letter = db.read(|conn| {
            let mut open = Vec::with_capacity(letter.len());
            for (due, planned) in &letter {
                let of = (planned.campaign, planned.address.as_str(), planned.kind);
                if !mail_reminders::was_told(conn, of, today)? {
                    open.push((*due, *planned));
                }
            }
            Ok::<_, StoreError>(open)
        })?;
        let Some((_, first)) = letter.first() else { return Ok(false) };
        let content = content(db, &letter, now)?.to_bytes()?;
        match db.write(|conn| queue(conn, &letter, first, &content, now)) {
            Err(MailError::ToldAlready) => {}
            written => return written.map(|()| true),
        }
    }
    Ok(false)
}

/// The text with the blank forms of the reports that it asks for.
fn content(db: &Db, letter: &Letter<'_>, now: DateTime<Utc>) -> Result<Content, MailError> {
    let asking = letter.iter().filter(|(_, planned)| planned.kind == ReminderKind::Summary);
    let reports = asking.flat_map(|(due, planned)| planned.reports.iter().map(|report| (&due.found, report)));
    let mut attachments = Vec::new();
    for (found, report) in reports.take(MOST_FORMS) {
        attachments.extend(form(db, found, report)?);
    }
    let texts: Vec<&str> = letter.iter().map(|(_, planned)| planned.text.as_str()).collect();
    let text = joined(&texts);
    let html = html(&text, !attachments.is_empty())?;
    Ok(Content { date: now, text, html, pictures: Vec::new(), attachments })
}

fn form(db: &Db, found: &Owings, report: &ToldReport) -> Result<Option<Attachment>, MailError> {
    let Some(sheet) = found.sheets.iter().find(|sheet| sheet.round.id == report.round) else { return Ok(None) };
    let Some(hop) = sheet.hop(report.hop) else { return Ok(None) };
    let Some(line) = hop.lines.iter().find(|line| line.unit.id == report.unit) else { return Ok(None) };
    let form = round_form::of_unit(db.keys(), sheet, hop, line)?;
    Ok(Some(Attachment { file_name: form.file_name, media_type: XLSX.to_owned(), bytes: form.bytes }))
}

/// Writes a mail with its notes.
fn queue(
    conn: &mut Conn,
    letter: &Letter<'_>,
    first: &PlannedReminder,
    content: &[u8],
    now: DateTime<Utc>,
) -> Result<(), MailError> {
    let (today, message_id) = (AsOf::of_instant(now).day(), message_id()?);
    let told = letter.iter().fold(Told::default(), |told, (_, planned)| told.with(&planned.told));
    let codes: Vec<String> = letter.iter().map(|(_, planned)| planned.campaign.to_string()).collect();
    let mail = NewMail {
        message_id: &message_id,
        form_key: &format!("tu-nhac:{}:{}:{today}:{}", codes.join("-"), first.kind.as_str(), first.address),
        account: None,
        unit: first.unit,
        campaign: first.campaign,
        recipient: &first.address,
        subject: &told.subject(first.kind, today),
        content,
        dispatch: None,
        schedule: None,
        created_at: now,
    };
    let id = outbox::insert(conn, &mail)?.ok_or(MailError::ToldAlready)?;
    for (_, planned) in letter {
        note(conn, planned, id, now)?;
    }
    Ok(())
}

/// Writes down what a campaign has told in a mail: once a day for each reader and kind.
fn note(conn: &mut Conn, planned: &PlannedReminder, mail: MailId, now: DateTime<Utc>) -> Result<(), MailError> {
    let new = NewReminder {
        campaign: planned.campaign,
        address: &planned.address,
        holder: &planned.holder,
        kind: planned.kind,
        on_day: AsOf::of_instant(now).day(),
        mail,
        items: &planned.items,
    };
    if !mail_reminders::insert(conn, &new, now)? {
        return Err(MailError::ToldAlready);
    }
    if planned.kind == ReminderKind::Summary {
        note_with_rounds(conn, &planned.reports, now)?;
    }
    let event = AuditEvent {
        action: "mail-reminder.send",
        object: "campaign",
        object_id: Some(planned.campaign.0),
        unit: Some(planned.unit),
        detail: json!({ "mail": mail, "kind": planned.kind.as_str(), "items": planned.items.len() }),
    };
    Ok(access::audit(conn, &program(), event)?)
}

fn note_with_rounds(conn: &mut Conn, reports: &[ToldReport], now: DateTime<Utc>) -> Result<(), MailError> {
    let mut by_hop: BTreeMap<(RoundId, i32), Vec<String>> = BTreeMap::new();
    for report in reports {
        by_hop.entry((report.round, report.hop)).or_default().push(report.slug.clone());
    }
    for ((round, hop), units) in by_hop {
        let reminded = Reminded { round, hop, units, how: RoundEventKind::RemindedByMail, document: None };
        note_reminded_in(conn, &program(), &reminded, now)?;
    }
    Ok(())
}

/// Notes that the day of a campaign was dealt with.
fn handled(db: &Db, due: &Due, mails: usize, now: DateTime<Utc>) -> Result<(), MailError> {
    let today = AsOf::of_instant(now).day();
    db.write(|conn| {
        mail_reminders::handled(conn, &due.rule, today)?;
        let detail = json!({ "day": today, "mails": mails });
        let (object_id, unit) = (Some(due.campaign.id.0), Some(due.campaign.unit));
        let event = AuditEvent { action: "mail-reminder.day", object: "campaign", object_id, unit, detail };
        Ok::<_, MailError>(access::audit(conn, &program(), event)?)
    })
}
