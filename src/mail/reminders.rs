//! The use cases: set when a campaign reminds by itself, see what it would send now and what it has sent.

mod by_hand;
mod debts;
mod planned;
mod quota_debts;
mod run;
mod words;

pub use by_hand::{RemindByMail, RemindedByMail, remind_by_mail};
pub use planned::PlannedReminder;
pub use run::run_reminders;

use chrono::{DateTime, Timelike, Utc};
use serde_json::json;

use super::error::{MailError, Unfit};
use super::reach;
use super::schedules::LONGEST_NAME;
use crate::access::{self, Actor, AuditEvent};
use crate::model::mail_reminder::MOST_DAYS;
use crate::model::mail_schedule::{EVENING, MORNING};
use crate::model::role::Operation;
use crate::store::Db;
use crate::store::mail_reminders::{self, Reminder, ReminderRule, ReminderSettings};
use debts::owings;
use planned::planned;

/// When a campaign reminds, with what comes of it.
#[derive(Debug, Clone)]
pub struct ReminderSheet {
    /// What is set, where anything is.
    pub rule: Option<ReminderRule>,
    /// Who set it.
    pub set_by: Option<String>,
    /// The mails that would leave now, whatever the hour; none where nothing goes out.
    pub planned: Vec<PlannedReminder>,
    /// What was sent, latest first.
    pub sent: Vec<Reminder>,
}

/// Reads it. The right: [`Operation::SendMail`] in the campaign's unit.
///
/// # Errors
/// No such campaign.
pub fn show(db: &Db, actor: &Actor, campaign: &str, now: DateTime<Utc>) -> Result<ReminderSheet, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    let (campaign, rule, set_by, sent) = db.read(|conn| {
        let found = reach::campaign(conn, actor, campaign)?;
        let rule = mail_reminders::find(conn, found.id)?;
        let set_by = match &rule {
            Some(rule) => Some(super::addresses::person(conn, rule.account)?),
            None => None,
        };
        let sent = mail_reminders::list(conn, found.id)?;
        Ok::<_, MailError>((found, rule, set_by, sent))
    })?;
    let planned = match rule.as_ref().filter(|rule| rule.settings.running) {
        Some(rule) => planned(db, &campaign, rule, &owings(db, &campaign, now)?, now)?,
        None => Vec::new(),
    };
    Ok(ReminderSheet { rule, set_by, planned, sent })
}

/// Sets when a campaign reminds. `after`: the revision that the form showed, 0 where nothing was set. The right: as [`show`].
///
/// # Errors
/// Settings that cannot be; somebody else has changed them meanwhile.
pub fn set(
    db: &Db,
    actor: &Actor,
    campaign: &str,
    (settings, after): (&ReminderSettings, i64),
    now: DateTime<Utc>,
) -> Result<(), MailError> {
    access::allowed(actor, Operation::SendMail)?;
    check(settings).map_err(MailError::Unfit)?;
    db.write(|conn| {
        let found = reach::campaign(conn, actor, campaign)?;
        let after = after.max(0);
        if !mail_reminders::set(conn, found.id, settings, after, (actor.account(), now))? {
            return Err(MailError::Stale);
        }
        let days = settings.days;
        let detail = json!({
            "before": days.before, "every": days.every, "escalate_after": days.escalate_after,
            "running": settings.running, "revision": after + 1,
        });
        let (object_id, unit) = (Some(found.id.0), Some(found.unit));
        let event = AuditEvent { action: "mail-reminder.set", object: "campaign", object_id, unit, detail };
        Ok(access::audit(conn, actor, event)?)
    })
}

fn check(settings: &ReminderSettings) -> Result<(), Unfit> {
    let days = settings.days;
    let fits = |chosen: Option<u16>, least: u16| chosen.is_none_or(|days| (least..=MOST_DAYS).contains(&days));
    if !fits(days.before, 0) || !fits(days.every, 1) || !fits(days.escalate_after, 1) {
        return Err(Unfit::Days);
    }
    if settings.running && days == Default::default() {
        return Err(Unfit::NoDays);
    }
    if !(MORNING..EVENING).contains(&settings.hour.hour()) {
        return Err(Unfit::ReminderHour);
    }
    let line = |text: &str| text.chars().count() <= LONGEST_NAME && !text.chars().any(char::is_control);
    if settings.answer_to.as_deref().is_some_and(|text| !line(text)) { Err(Unfit::AnswerTo) } else { Ok(()) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use chrono::NaiveTime;

    use super::*;
    use crate::model::mail_reminder::ReminderDays;

    #[test]
    fn settings_that_cannot_be_are_told() {
        let settings = |before, every, escalate_after, hour| ReminderSettings {
            days: ReminderDays { before, every, escalate_after },
            hour: NaiveTime::from_hms_opt(hour, 0, 0).unwrap(),
            weekends: false,
            answer_to: None,
            running: true,
        };
        for (given, wanted) in [
            (settings(Some(3), Some(2), Some(5), 8), Ok(())),
            (settings(Some(0), None, None, 7), Ok(())),
            (settings(None, None, None, 8), Err(Unfit::NoDays)),
            (settings(Some(61), None, None, 8), Err(Unfit::Days)),
            (settings(None, Some(0), None, 8), Err(Unfit::Days)),
            (settings(None, None, Some(0), 8), Err(Unfit::Days)),
            (settings(Some(3), None, None, 20), Err(Unfit::ReminderHour)),
            (settings(Some(3), None, None, 6), Err(Unfit::ReminderHour)),
        ] {
            assert_eq!(check(&given), wanted, "{given:?}");
        }
        let resting = ReminderSettings { running: false, ..settings(None, None, None, 8) };
        assert_eq!(check(&resting), Ok(()));
    }
}
