//! The reminders of one campaign that would leave now, in words.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::debts::{Owing, Owings};
use super::words::{Told, line};
use crate::mail::error::MailError;
use crate::mail::templates::{self, Purpose};
use crate::model::as_of::AsOf;
use crate::model::campaign::Campaign;
use crate::model::id::{CampaignId, RoundId, UnitId};
use crate::model::mail_reminder::{DayMail, ReminderKind};
use crate::store::mail_reminders::ReminderRule;
use crate::store::{Db, mail_templates};
use crate::vn::date::in_text;

/// What one campaign has to tell one reader now.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedReminder {
    /// The campaign.
    pub campaign: CampaignId,
    /// Where to.
    pub address: String,
    /// Whose address it is.
    pub holder: String,
    /// What for.
    pub kind: ReminderKind,
    /// Subject, where no other campaign has anything to tell the reader.
    pub subject: String,
    /// Text.
    pub text: String,
    /// How much it tells.
    pub(in crate::mail) told: Told,
    /// What it tells, for the note.
    pub(in crate::mail) items: Vec<String>,
    /// The unit that the mail is about.
    pub(in crate::mail) unit: UnitId,
    /// The reports that it tells.
    pub(in crate::mail) reports: Vec<ToldReport>,
}

/// A report that a reminder asks for.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::mail) struct ToldReport {
    /// The round.
    pub round: RoundId,
    /// The hop.
    pub hop: i32,
    /// Who owes it.
    pub unit: UnitId,
    /// The name of that unit in addresses.
    pub slug: String,
}

/// The mails of the day.
///
/// # Errors
/// The words of the campaign are not to be had, or cannot be filled.
pub(in crate::mail) fn planned(
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
    let debt = |place: &usize| Some((found.owing.get(*place)?, found.debts.get(*place)?));
    let debts: Vec<_> = mail.debts.iter().filter_map(debt).collect();
    let mut told = Told::default();
    for (owing, debt) in &debts {
        told.add(owing, debt.due_on < today);
    }
    let holder = found.holders.get(&mail.address).cloned().unwrap_or_default();
    let lines: Vec<String> = debts.iter().map(|(owing, debt)| line(owing, debt.due_on, today)).collect();
    let values = BTreeMap::from([
        ("nguoi_nhan", holder.clone()),
        ("don_vi", told.units()),
        ("danh_sach", lines.join("\n")),
        ("luu_y", if told.asks_for_reports() { templates::NIL_REPORT.to_owned() } else { String::new() }),
        ("so_bao_cao", told.count().to_string()),
        ("chien_dich", campaign.title.clone()),
        ("ngay", in_text(today)),
    ]);
    let mut text = templates::fill(words.get(&purpose(mail.kind, &told)).map_or("", String::as_str), &values)?;
    if let Some(answer_to) = &rule.settings.answer_to {
        text.push_str(&format!("\nLiên hệ: {answer_to}"));
    }
    let first = debts.first().map(|(owing, _)| &owing.unit);
    let unit = match mail.kind {
        ReminderKind::Summary => first.map(|unit| unit.id),
        ReminderKind::Escalation => first.and_then(|unit| unit.parent),
    };
    Ok(PlannedReminder {
        campaign: campaign.id,
        address: mail.address.clone(),
        holder,
        kind: mail.kind,
        subject: told.subject(mail.kind, today),
        text,
        told,
        items: debts.iter().map(|(_, debt)| debt.item.clone()).collect(),
        unit: unit.unwrap_or(campaign.unit),
        reports: debts.iter().filter_map(|(owing, _)| report(owing)).collect(),
    })
}

fn purpose(kind: ReminderKind, told: &Told) -> Purpose {
    match (kind, told.late()) {
        (ReminderKind::Escalation, _) => Purpose::Escalation,
        (ReminderKind::Summary, 0) => Purpose::Ahead,
        (ReminderKind::Summary, _) => Purpose::Overdue,
    }
}

fn report(owing: &Owing) -> Option<ToldReport> {
    let (round, hop) = owing.report?;
    Some(ToldReport { round, hop, unit: owing.unit.id, slug: owing.unit.slug.clone() })
}
