//! The use cases: set up schedules of mails, change them, let them rest, see them with what became of them.

mod changes;
pub(super) mod files;
mod mail;
mod recipients;
mod run;

pub use mail::ScheduledMail;
pub use run::{Ran, Reader, preview, run_schedules, send_now};

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use serde_json::json;

use super::error::{MailError, Unfit};
use super::reach;
use crate::access::{self, AccessError, Actor, AuditEvent};
use crate::model::as_of::AsOf;
use crate::model::campaign::Campaign;
use crate::model::document::DocumentKind;
use crate::model::id::{MailScheduleId, RoundId, UnitId};
use crate::model::mail_schedule::{Addressee, EVENING, MORNING, Occasions, Rhythm, next_due, opens, overdue};
use crate::model::role::Operation;
use crate::model::round::due_of;
use crate::model::unit::Unit;
use crate::store::mail_schedules::runs::{self, Run};
use crate::store::mail_schedules::{self, Schedule, ScheduleSettings};
use crate::store::{Conn, Db, StoreError, campaigns, mail_addresses, rounds, units};

/// Most characters of a name, and of the line about whom to answer.
pub const LONGEST_NAME: usize = 120;
/// Most recipients of a schedule.
pub const MOST_RECIPIENTS: usize = 50;

/// What is set up.
#[derive(Debug, Clone)]
pub struct SavedSchedule {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of the unit.
    pub unit: String,
    /// The schedule that is changed, with the revision that the form showed; a new one without.
    pub known: Option<(MailScheduleId, i64)>,
    /// What was typed.
    pub settings: ScheduleSettings,
}

/// A schedule with what is told about it.
#[derive(Debug, Clone)]
pub struct ScheduleSheet {
    /// The schedule.
    pub schedule: Schedule,
    /// The campaign.
    pub campaign: Campaign,
    /// The unit.
    pub unit: Unit,
    /// When it sends next, where that is known.
    pub next: Option<DateTime<Utc>>,
    /// In whose name it sends.
    pub sender: String,
    /// What became of it last.
    pub last: Option<Run>,
}

/// Sets up a schedule or changes one. The right: [`Operation::SendMail`] in the unit; the mail is made in the name of whoever saved last.
///
/// # Errors
/// Settings that cannot be; somebody else has changed the schedule meanwhile.
pub fn save(db: &Db, actor: &Actor, saved: &SavedSchedule, now: DateTime<Utc>) -> Result<MailScheduleId, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    check(&saved.settings).map_err(MailError::Unfit)?;
    // What was due before is not made up for; a schedule that sends at once is due from this instant on.
    let handled_until = now - TimeDelta::seconds(1);
    db.write(|conn| {
        let no_campaign = || MailError::NoCampaign(saved.campaign.clone());
        let campaign = campaigns::find(conn, &saved.campaign)?.ok_or_else(no_campaign)?;
        let unit = reach::unit(conn, actor, &saved.unit, now)?;
        check_recipients(conn, actor, &saved.settings.recipients)?;
        let by = (actor.account(), now);
        let (id, action) = match saved.known {
            None => {
                let of = (campaign.id, unit);
                (mail_schedules::insert(conn, of, &saved.settings, handled_until, by)?, "mail-schedule.add")
            }
            Some((id, revision)) => {
                let known = reachable(conn, actor, id)?;
                if known.campaign != campaign.id || known.unit != unit {
                    return Err(MailError::NotFound);
                }
                if !mail_schedules::change(conn, (id, revision), &saved.settings, handled_until, by)? {
                    return Err(MailError::Stale);
                }
                (id, "mail-schedule.change")
            }
        };
        note(conn, actor, action, (id, unit))?;
        Ok(id)
    })
}

/// Whether settings can be, as far as the settings themselves tell.
fn check(settings: &ScheduleSettings) -> Result<(), Unfit> {
    let line = |text: &str| text.chars().count() <= LONGEST_NAME && !text.chars().any(char::is_control);
    let hour = settings.timing.hour.hour();
    if settings.name.trim().is_empty() || !line(&settings.name) {
        return Err(Unfit::Name);
    }
    if settings.timing.rhythm != Rhythm::AtOnce && !settings.timing.any_hour && !(MORNING..EVENING).contains(&hour) {
        return Err(Unfit::Hour);
    }
    // A document that names people is not for mail that goes out by itself.
    if !settings.sends.is_something() || settings.sends.documents.contains(&DocumentKind::StaffMissing) {
        return Err(Unfit::Sends);
    }
    if settings.answer_to.as_deref().is_some_and(|text| !line(text)) {
        return Err(Unfit::AnswerTo);
    }
    match settings.recipients.len() {
        0 => Err(Unfit::NoRecipients),
        1..=MOST_RECIPIENTS => Ok(()),
        _ => Err(Unfit::TooManyRecipients),
    }
}

/// Recipients lie within the actor's reach, and addresses have been confirmed.
fn check_recipients(conn: &mut Conn, actor: &Actor, recipients: &[Addressee]) -> Result<(), MailError> {
    for recipient in recipients {
        let (unit, unfit) = match recipient {
            Addressee::Address(id) => {
                let found = mail_addresses::find(conn, *id)?.filter(mail_addresses::MailAddress::is_usable);
                (found.ok_or(MailError::Unfit(Unfit::Address))?.unit, Unfit::Address)
            }
            Addressee::Role { unit, .. } => (*unit, Unfit::RoleUnit),
        };
        match access::authorise(conn, actor, Operation::SendMail, unit) {
            Err(AccessError::NotFound) => return Err(MailError::Unfit(unfit)),
            checked => checked?,
        }
    }
    Ok(())
}

/// A schedule in use that the actor may change; any other is answered like one that does not exist.
pub(super) fn reachable(conn: &mut Conn, actor: &Actor, id: MailScheduleId) -> Result<Schedule, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    let schedule = mail_schedules::find(conn, id)?.filter(|schedule| schedule.retired_at.is_none());
    let schedule = schedule.ok_or(MailError::NotFound)?;
    reach::of_unit(conn, actor, schedule.unit, || MailError::NotFound)?;
    Ok(schedule)
}

/// Lets a schedule rest, or go on. What was due meanwhile is not made up for.
///
/// # Errors
/// No such schedule.
pub fn set_paused(
    db: &Db,
    actor: &Actor,
    id: MailScheduleId,
    paused: bool,
    now: DateTime<Utc>,
) -> Result<(), MailError> {
    db.write(|conn| {
        let schedule = reachable(conn, actor, id)?;
        if schedule.paused_at.is_some() == paused {
            return Ok(());
        }
        // One that sends once still has to, if it has not.
        let handled = match schedule.settings.timing.rhythm {
            Rhythm::AtOnce => schedule.handled_until,
            _ => now,
        };
        mail_schedules::set_paused(conn, id, paused.then_some(now), handled)?;
        let action = if paused { "mail-schedule.pause" } else { "mail-schedule.resume" };
        note(conn, actor, action, (id, schedule.unit))
    })
}

/// Gives a schedule up; what it has sent can still be seen in the outbox.
///
/// # Errors
/// No such schedule.
pub fn retire(db: &Db, actor: &Actor, id: MailScheduleId, now: DateTime<Utc>) -> Result<(), MailError> {
    db.write(|conn| {
        let schedule = reachable(conn, actor, id)?;
        if !mail_schedules::retire(conn, id, now)? {
            return Err(MailError::NotFound);
        }
        note(conn, actor, "mail-schedule.retire", (id, schedule.unit))
    })
}

fn note(conn: &mut Conn, actor: &Actor, action: &str, (id, unit): (MailScheduleId, UnitId)) -> Result<(), MailError> {
    let (object_id, unit) = (Some(id.0), Some(unit));
    let event = AuditEvent { action, object: "mail-schedule", object_id, unit, detail: json!({}) };
    Ok(access::audit(conn, actor, event)?)
}

/// The schedules of a campaign in the actor's scope, by name. The right: [`Operation::SendMail`].
///
/// # Errors
/// No such campaign.
pub fn list(db: &Db, actor: &Actor, campaign: &str, now: DateTime<Utc>) -> Result<Vec<ScheduleSheet>, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    db.read(|conn| {
        let found = campaigns::find(conn, campaign)?;
        let found = found.ok_or_else(|| MailError::NoCampaign(campaign.to_owned()))?;
        let mut sheets = Vec::new();
        for schedule in mail_schedules::list(conn, found.id, access::scope(actor))? {
            sheets.extend(sheet(conn, schedule, &found, now)?);
        }
        Ok(sheets)
    })
}

/// One schedule with what became of its due instants, latest first.
///
/// # Errors
/// No such schedule.
pub fn show(
    db: &Db,
    actor: &Actor,
    id: MailScheduleId,
    now: DateTime<Utc>,
) -> Result<(ScheduleSheet, Vec<Run>), MailError> {
    db.read(|conn| {
        let schedule = reachable(conn, actor, id)?;
        let campaign = campaigns::get(conn, schedule.campaign)?.ok_or(MailError::NotFound)?;
        let found = sheet(conn, schedule, &campaign, now)?.ok_or(MailError::NotFound)?;
        Ok((found, runs::of_schedule(conn, id)?))
    })
}

fn sheet(
    conn: &mut Conn,
    schedule: Schedule,
    campaign: &Campaign,
    now: DateTime<Utc>,
) -> Result<Option<ScheduleSheet>, MailError> {
    let Some(unit) = units::get(conn, schedule.unit, AsOf::of_instant(now).day())? else { return Ok(None) };
    let next = match schedule.paused_at {
        Some(_) => None,
        None => next(&schedule, &occasions(conn, &schedule, campaign, now)?, now),
    };
    let sender = super::addresses::person(conn, schedule.account)?;
    let last = runs::latest(conn, schedule.id, 1)?.pop();
    Ok(Some(ScheduleSheet { schedule, campaign: campaign.clone(), unit, next, sender, last }))
}

/// When a schedule sends next: what waits for the morning comes before what is due later.
fn next(schedule: &Schedule, occasions: &Occasions, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let timing = &schedule.settings.timing;
    match overdue(timing, schedule.handled_until, now, occasions) {
        Some(_) => Some(opens(timing, now)),
        None => next_due(timing, now, occasions).map(|at| opens(timing, at)),
    }
}

/// What a schedule waits for: the campaign's deadlines for its unit, and the closings of the rounds that its unit or one above it has opened.
pub(super) fn occasions(
    conn: &mut Conn,
    schedule: &Schedule,
    campaign: &Campaign,
    now: DateTime<Utc>,
) -> Result<Occasions, StoreError> {
    let mut found = Occasions { made_at: schedule.handled_until, ..Occasions::default() };
    match schedule.settings.timing.rhythm {
        // Due one second after what was dealt with when it was saved; once it has been sent, nothing lies ahead.
        Rhythm::AtOnce => found.made_at = at_once(conn, schedule)?,
        Rhythm::BeforeDeadline(_) => {
            let quotas = campaigns::quotas_of_units(conn, campaign.id, &[schedule.unit])?;
            found.deadlines = quotas.iter().map(|quota| quota.deadline).collect();
            found.deadlines.push(campaign.ends_on);
            found.deadlines.sort_unstable();
            found.deadlines.dedup();
        }
        Rhythm::AfterRound => found.closings = closings(conn, schedule, campaign, now)?,
        Rhythm::Daily | Rhythm::Weekdays | Rhythm::Weekly(_) => {}
    }
    Ok(found)
}

/// A schedule that sends at once is due until it has a run since it was saved last; that run moves it on to the instant at which it was due.
fn at_once(conn: &mut Conn, schedule: &Schedule) -> Result<DateTime<Utc>, StoreError> {
    let dealt_with = runs::last_due(conn, schedule.id)?.is_some_and(|due_at| due_at >= schedule.handled_until);
    Ok(if dealt_with { schedule.handled_until } else { schedule.handled_until + TimeDelta::seconds(1) })
}

fn closings(
    conn: &mut Conn,
    schedule: &Schedule,
    campaign: &Campaign,
    now: DateTime<Utc>,
) -> Result<Vec<DateTime<Utc>>, StoreError> {
    let mut known = Vec::new();
    for round in rounds::of_campaign(conn, campaign.id)? {
        if round.unit == schedule.unit || units::is_below(conn, schedule.unit, round.unit)? {
            known.push(round.id);
        }
    }
    let hops = rounds::hops(conn, &known)?;
    let events = rounds::events::of_rounds(conn, &known)?;
    let closing = |round: &RoundId| {
        let own: Vec<_> = events.iter().filter(|(of, _)| of == round).map(|(_, event)| event.clone()).collect();
        let last = hops.get(round)?.iter().max_by_key(|hop| hop.number)?;
        Some(due_of(last, &own, now).ends_at())
    };
    Ok(known.iter().filter_map(closing).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use chrono::NaiveTime;

    use super::*;
    use crate::model::id::AddressId;
    use crate::model::mail_schedule::{Sends, Timing};

    fn settings(hour: u32) -> ScheduleSettings {
        ScheduleSettings {
            name: "Báo cáo sáng".to_owned(),
            sends: Sends::workbook(),
            timing: Timing {
                rhythm: Rhythm::Weekdays,
                hour: NaiveTime::from_hms_opt(hour, 0, 0).unwrap(),
                weekends: false,
                any_hour: false,
            },
            only_changed: true,
            answer_to: None,
            recipients: vec![Addressee::Address(AddressId(1))],
        }
    }

    #[test]
    fn settings_that_cannot_be_are_told() {
        assert_eq!(check(&settings(7)), Ok(()));
        assert_eq!((check(&settings(6)), check(&settings(20))), (Err(Unfit::Hour), Err(Unfit::Hour)));
        let mut night = settings(23);
        night.timing.any_hour = true;
        assert_eq!(check(&night), Ok(()));
        let name = |name: &str| check(&ScheduleSettings { name: name.to_owned(), ..settings(7) });
        assert_eq!((name(" "), name("a\r\nBcc: b")), (Err(Unfit::Name), Err(Unfit::Name)));
        assert_eq!(name(&"a".repeat(121)), Err(Unfit::Name));
        let to = |count: i64| {
            let recipients = (0..count).map(|id| Addressee::Address(AddressId(id))).collect();
            check(&ScheduleSettings { recipients, ..settings(7) })
        };
        assert_eq!((to(0), to(50), to(51)), (Err(Unfit::NoRecipients), Ok(()), Err(Unfit::TooManyRecipients)));
        let people = ScheduleSettings { sends: Sends::document(DocumentKind::StaffMissing), ..settings(7) };
        assert_eq!(check(&people), Err(Unfit::Sends));
    }
}
