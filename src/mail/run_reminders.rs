//! Sending the reminders of a day. The mail, the note that its reader was told that day and the note with the round are written together; the key of a person
//! and a day lets exactly one of several servers do it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::content::{Attachment, Content};
use super::error::MailError;
use super::message::one_line;
use super::remind::html;
use super::reminder_debts::{Owing, Owings, owings, program};
use super::send_report::{XLSX, message_id};
use super::templates::{self, Purpose};
use crate::access::{self, AuditEvent};
use crate::model::as_of::{AsOf, in_vietnam};
use crate::model::campaign::Campaign;
use crate::model::id::{RoundId, UnitId};
use crate::model::mail_reminder::{DayMail, ReminderKind};
use crate::model::mail_schedule::{Rhythm, Timing, rests};
use crate::model::round::RoundEventKind;
use crate::rounds::{Reminded, note_reminded_in};
use crate::store::mail_reminders::{self, NewReminder, ReminderRule};
use crate::store::outbox::{self, NewMail};
use crate::store::{Conn, Db, campaigns, mail_templates};
use crate::vn::date::in_text;
use crate::workbooks::round_form;

/// Most blank forms that go with a mail.
const MOST_FORMS: usize = 5;

/// A reminder as it would leave now.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedReminder {
    /// Where to.
    pub address: String,
    /// Whose address it is.
    pub holder: String,
    /// What for.
    pub kind: ReminderKind,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
    /// What it tells, for the note.
    items: Vec<String>,
    /// The unit that the mail is about.
    unit: UnitId,
    /// The reports that it tells.
    reports: Vec<(RoundId, i32, UnitId, String)>,
}

/// Queues the reminders of every campaign whose hour has come, each person's once a day. A campaign that fails does not keep the others.
///
/// # Errors
/// The rules could not be read.
pub fn run_reminders(db: &Db, now: DateTime<Utc>) -> Result<usize, MailError> {
    let mut queued = 0;
    for rule in db.read(mail_reminders::running)? {
        if !is_due(&rule, now) {
            continue;
        }
        match run_campaign(db, &rule, now) {
            Ok(mails) => queued += mails,
            Err(error) => tracing::error!(%error, campaign = %rule.campaign, "reminders not sent"),
        }
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

fn run_campaign(db: &Db, rule: &ReminderRule, now: DateTime<Utc>) -> Result<usize, MailError> {
    let Some(campaign) = db.read(|conn| campaigns::get(conn, rule.campaign))? else { return Ok(0) };
    let found = owings(db, &campaign, now)?;
    let mut queued = 0;
    for planned in planned(db, &campaign, rule, &found, now)? {
        let content = content(db, &found, &planned, now)?.to_bytes()?;
        if db.write(|conn| queue(conn, &campaign, &planned, &content, now))? {
            queued += 1;
        }
    }
    let today = AsOf::of_instant(now).day();
    db.write(|conn| {
        mail_reminders::handled(conn, rule, today)?;
        let detail = json!({ "day": today, "mails": queued });
        let (object_id, unit) = (Some(campaign.id.0), Some(campaign.unit));
        let event = AuditEvent { action: "mail-reminder.day", object: "campaign", object_id, unit, detail };
        Ok::<_, MailError>(access::audit(conn, &program(), event)?)
    })?;
    Ok(queued)
}

/// The mails of the day, in words.
pub(super) fn planned(
    db: &Db,
    campaign: &Campaign,
    rule: &ReminderRule,
    found: &Owings,
    now: DateTime<Utc>,
) -> Result<Vec<PlannedReminder>, MailError> {
    let today = AsOf::of_instant(now).day();
    let mut words = BTreeMap::new();
    for purpose in Purpose::ALL {
        let own = db.read(|conn| mail_templates::find(conn, campaign.id, purpose.as_str()))?;
        words.insert(purpose, own.map_or_else(|| purpose.usual().to_owned(), |own| own.body));
    }
    let mails = rule.settings.days.mails(&found.debts, today);
    mails.iter().map(|mail| plan(campaign, rule, found, (mail, &words), today)).collect()
}

fn plan(
    campaign: &Campaign,
    rule: &ReminderRule,
    found: &Owings,
    (mail, words): (&DayMail, &BTreeMap<Purpose, String>),
    today: NaiveDate,
) -> Result<PlannedReminder, MailError> {
    let told: Vec<(&Owing, NaiveDate, &str)> = mail
        .debts
        .iter()
        .filter_map(|place| {
            let debt = found.debts.get(*place)?;
            Some((found.owing.get(*place)?, debt.due_on, debt.item.as_str()))
        })
        .collect();
    let late = told.iter().filter(|(_, due, _)| *due < today).count();
    let purpose = match (mail.kind, late) {
        (ReminderKind::Escalation, _) => Purpose::Escalation,
        (ReminderKind::Summary, 0) => Purpose::Ahead,
        (ReminderKind::Summary, _) => Purpose::Overdue,
    };
    let mut units: Vec<&str> = Vec::new();
    for (owing, ..) in &told {
        if !units.contains(&owing.unit.name.as_str()) {
            units.push(&owing.unit.name);
        }
    }
    let holder = found.holders.get(&mail.address).cloned().unwrap_or_default();
    let lines: Vec<String> = told.iter().map(|(owing, due, _)| line(owing, *due, today)).collect();
    let values = BTreeMap::from([
        ("nguoi_nhan", holder.clone()),
        ("don_vi", units.join(", ")),
        ("danh_sach", lines.join("\n")),
        ("so_bao_cao", told.len().to_string()),
        ("chien_dich", campaign.title.clone()),
        ("ngay", in_text(today)),
    ]);
    let mut text = templates::fill(words.get(&purpose).map_or("", String::as_str), &values)?;
    if let Some(answer_to) = &rule.settings.answer_to {
        text.push_str(&format!("\nLiên hệ: {answer_to}"));
    }
    let first = told.first().map(|(owing, ..)| &owing.unit);
    let unit = match mail.kind {
        ReminderKind::Summary => first.map(|unit| unit.id),
        ReminderKind::Escalation => first.and_then(|unit| unit.parent),
    };
    let report = |(owing, ..): &(&Owing, NaiveDate, &str)| {
        owing.report.map(|(round, hop)| (round, hop, owing.unit.id, owing.unit.slug.clone()))
    };
    Ok(PlannedReminder {
        address: mail.address.clone(),
        holder,
        kind: mail.kind,
        subject: subject(mail.kind, (told.len(), late, &units), today),
        text,
        items: told.iter().map(|(.., item)| (*item).to_owned()).collect(),
        unit: unit.unwrap_or(campaign.unit),
        reports: told.iter().filter_map(report).collect(),
    })
}

/// `- Thôn Ngọc Bình: báo cáo «Tuần 23», hạn 10/6/2023 (quá hạn 3 ngày)`.
fn line(owing: &Owing, due_on: NaiveDate, today: NaiveDate) -> String {
    let standing = match (today - due_on).num_days() {
        0 => "đến hạn hôm nay".to_owned(),
        late if late > 0 => format!("quá hạn {late} ngày, từ ngày {}", in_text(due_on.succ_opt().unwrap_or(due_on))),
        early => format!("còn {} ngày", -early),
    };
    format!("- {}: {}, hạn {} ({standing})", owing.unit.name, owing.what, owing.due)
}

fn subject(kind: ReminderKind, (all, late, units): (usize, usize, &[&str]), today: NaiveDate) -> String {
    let day = in_text(today);
    one_line(&match (kind, units, late) {
        (ReminderKind::Escalation, [only], _) => format!("[tiendo] {only} chậm báo cáo ({day})"),
        (ReminderKind::Escalation, units, _) => format!("[tiendo] {} đơn vị chậm báo cáo ({day})", units.len()),
        (ReminderKind::Summary, _, 0) => format!("[tiendo] Sắp đến hạn: {all} báo cáo, nhiệm vụ ({day})"),
        (ReminderKind::Summary, ..) => format!("[tiendo] Còn nợ {all} báo cáo, nhiệm vụ; {late} đã quá hạn ({day})"),
    })
}

/// The mail with the blank forms of the reports that it asks for.
fn content(db: &Db, found: &Owings, planned: &PlannedReminder, now: DateTime<Utc>) -> Result<Content, MailError> {
    let mut attachments = Vec::new();
    let asked = if planned.kind == ReminderKind::Summary { planned.reports.as_slice() } else { &[] };
    for (round, number, unit, _) in asked.iter().take(MOST_FORMS) {
        let Some(sheet) = found.sheets.iter().find(|sheet| sheet.round.id == *round) else { continue };
        let Some(hop) = sheet.hop(*number) else { continue };
        let Some(line) = hop.lines.iter().find(|line| line.unit.id == *unit) else { continue };
        let form = round_form::of_unit(db.keys(), sheet, hop, line)?;
        attachments.push(Attachment { file_name: form.file_name, media_type: XLSX.to_owned(), bytes: form.bytes });
    }
    let (text, html) = (planned.text.clone(), html(&planned.text, !attachments.is_empty())?);
    Ok(Content { date: now, text, html, pictures: Vec::new(), attachments })
}

/// Writes a mail with its notes; whether nobody else had that day.
fn queue(
    conn: &mut Conn,
    campaign: &Campaign,
    planned: &PlannedReminder,
    content: &[u8],
    now: DateTime<Utc>,
) -> Result<bool, MailError> {
    let (on_day, message_id) = (AsOf::of_instant(now).day(), message_id()?);
    let mail = NewMail {
        message_id: &message_id,
        form_key: &format!("tu-nhac:{}:{}:{on_day}:{}", campaign.id, planned.kind.as_str(), planned.address),
        account: None,
        unit: planned.unit,
        campaign: campaign.id,
        recipient: &planned.address,
        subject: &planned.subject,
        content,
        dispatch: None,
        schedule: None,
        created_at: now,
    };
    let Some(id) = outbox::insert(conn, &mail)? else { return Ok(false) };
    let new = NewReminder {
        campaign: campaign.id,
        address: &planned.address,
        holder: &planned.holder,
        kind: planned.kind,
        on_day,
        mail: id,
        items: &planned.items,
    };
    mail_reminders::insert(conn, &new, now)?;
    if planned.kind == ReminderKind::Summary {
        note_with_rounds(conn, &planned.reports, now)?;
    }
    let event = AuditEvent {
        action: "mail-reminder.send",
        object: "campaign",
        object_id: Some(campaign.id.0),
        unit: Some(planned.unit),
        detail: json!({ "mail": id, "kind": planned.kind.as_str(), "items": planned.items.len() }),
    };
    access::audit(conn, &program(), event)?;
    Ok(true)
}

fn note_with_rounds(
    conn: &mut Conn,
    reports: &[(RoundId, i32, UnitId, String)],
    now: DateTime<Utc>,
) -> Result<(), MailError> {
    let mut by_hop: BTreeMap<(RoundId, i32), Vec<String>> = BTreeMap::new();
    for (round, hop, _, slug) in reports {
        by_hop.entry((*round, *hop)).or_default().push(slug.clone());
    }
    for ((round, hop), units) in by_hop {
        let reminded = Reminded { round, hop, units, how: RoundEventKind::RemindedByMail, document: None };
        note_reminded_in(conn, &program(), &reminded, now)?;
    }
    Ok(())
}
