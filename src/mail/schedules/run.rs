//! Sending what schedules say: by themselves when they are due, or because somebody pressed the button. The mails of a due instant, the note of it and
//! the move to the next one are written together, so that of several servers exactly one sends.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::mail::{self, ScheduledMail};
use super::recipients::recipients;
use super::{occasions, reachable};
use crate::access::{self, AccessError, Actor, AuditEvent, Door};
use crate::mail::content::Content;
use crate::mail::error::MailError;
use crate::mail::send_report::{form_key, message_id};
use crate::model::as_of::AsOf;
use crate::model::id::{DispatchId, MailScheduleId, ScheduleRunId, SnapshotId, UnitId};
use crate::model::mail_schedule::{Overdue, overdue, rests};
use crate::model::role::Operation;
use crate::store::mail_addresses::MailAddress;
use crate::store::mail_schedules::runs::{self, NewRun, RunOutcome};
use crate::store::mail_schedules::{self, Schedule};
use crate::store::outbox::{self, NewMail};
use crate::store::{AsStoreError, Conn, Db, campaigns, units};

/// Most characters of a reason that are kept.
const LONGEST_REASON: usize = 300;

/// What schedules did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ran {
    /// Mails that were queued.
    pub queued: usize,
    /// Schedules that had nothing to send: nothing new, or nobody to send to.
    pub idle: usize,
    /// Schedules whose mail could not be made.
    pub failed: usize,
}

/// A schedule that is due, with what it is about.
struct Due {
    overdue: Overdue,
    campaign: String,
    unit: String,
    actor: Option<Actor>,
}

/// What is written about a due instant.
struct Settled<'a> {
    outcome: RunOutcome,
    reason: Option<String>,
    mail: Option<(&'a ScheduledMail, Bytes)>,
}

/// The content of a mail as it is queued.
struct Bytes {
    plain: Vec<u8>,
    with_people: Option<Vec<u8>>,
}

impl Bytes {
    fn of(mail: &ScheduledMail) -> Result<Self, MailError> {
        let with_people = mail.with_people.as_ref().map(Content::to_bytes).transpose()?;
        Ok(Self { plain: mail.content.to_bytes()?, with_people })
    }

    /// What goes to an address.
    fn to(&self, conn: &mut Conn, address: &MailAddress, unit: UnitId) -> Result<&[u8], MailError> {
        Ok(match &self.with_people {
            Some(bytes) if sees_people(conn, address, unit)? => bytes,
            _ => &self.plain,
        })
    }
}

/// Whether whoever reads at an address may see the people of a unit in the program.
fn sees_people(conn: &mut Conn, address: &MailAddress, unit: UnitId) -> Result<bool, MailError> {
    let Some(account) = address.holder_account else { return Ok(false) };
    let Some(reader) = access::acting_for(conn, account)? else { return Ok(false) };
    match access::authorise(conn, &reader, Operation::ViewPeople, unit) {
        Ok(()) => Ok(true),
        Err(AccessError::Forbidden | AccessError::NotFound) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Queues the mails of every schedule that is due, each due instant once. One that fails is written down and does not keep the others.
///
/// # Errors
/// The schedules could not be read.
pub fn run_schedules(db: &Db, now: DateTime<Utc>) -> Result<Ran, MailError> {
    let mut ran = Ran::default();
    for schedule in db.read(mail_schedules::running)? {
        if rests(&schedule.settings.timing, now) {
            continue;
        }
        match run_one(db, &schedule, now) {
            Ok(Some((RunOutcome::Queued, mails))) => ran.queued += mails,
            Ok(Some((RunOutcome::Unchanged | RunOutcome::Nobody, _))) => ran.idle += 1,
            Ok(Some((RunOutcome::Failed, _))) => ran.failed += 1,
            Ok(None) => {}
            // The database had no time: the schedule is still due when the program looks again.
            Err(error) => tracing::error!(%error, schedule = %schedule.id, "schedule not run"),
        }
    }
    Ok(ran)
}

/// What became of one schedule and how many mails were queued; nothing where it is not due, or another server was faster.
fn run_one(db: &Db, schedule: &Schedule, now: DateTime<Utc>) -> Result<Option<(RunOutcome, usize)>, MailError> {
    let Some(due) = db.read(|conn| due(conn, schedule, now))? else { return Ok(None) };
    let made = match &due.actor {
        None => Err("tài khoản lập lịch gửi đã bị khóa; mở lịch gửi và lưu lại bằng tài khoản khác".to_owned()),
        Some(actor) => match mail::make(db, actor, schedule, (&due.campaign, &due.unit), now) {
            Err(error) if error.as_store().is_some() => return Err(error),
            made => made.map_err(|error| error.to_string().chars().take(LONGEST_REASON).collect()),
        },
    };
    let settled = match &made {
        Err(reason) => Settled { outcome: RunOutcome::Failed, reason: Some(reason.clone()), mail: None },
        Ok(mail) if schedule.settings.only_changed && !mail.changed => {
            Settled { outcome: RunOutcome::Unchanged, reason: None, mail: None }
        }
        Ok(mail) => Settled { outcome: RunOutcome::Queued, reason: None, mail: Some((mail, Bytes::of(mail)?)) },
    };
    let job = Actor { door: Door::Job, ..due.actor.clone().unwrap_or_else(Actor::operator) };
    db.write(|conn| {
        let handled = schedule.handled_until;
        if !runs::claim(conn, (schedule.id, schedule.revision), handled, due.overdue.due_at)? {
            return Ok(None);
        }
        let key = format!("lich:{}:{}", schedule.id, due.overdue.due_at.timestamp_millis());
        settle(conn, &job, schedule, (&settled, due.overdue, &key, false), now).map(Some)
    })
}

fn due(conn: &mut Conn, schedule: &Schedule, now: DateTime<Utc>) -> Result<Option<Due>, MailError> {
    let Some(campaign) = campaigns::get(conn, schedule.campaign)? else { return Ok(None) };
    let found = occasions(conn, schedule, &campaign, now)?;
    let Some(overdue) = overdue(&schedule.settings.timing, schedule.handled_until, now, &found) else {
        return Ok(None);
    };
    let unit = units::get(conn, schedule.unit, AsOf::of_instant(now).day())?;
    let actor = match schedule.account {
        Some(account) => access::acting_for(conn, account)?,
        None => Some(Actor { door: Door::Job, ..Actor::operator() }),
    };
    // Without a unit of that day the slug is empty; making the mail then says that there is none.
    let unit = unit.map(|unit| unit.slug).unwrap_or_default();
    Ok(Some(Due { overdue, campaign: campaign.code, unit, actor }))
}

/// Writes the note of a run and queues its mails: one for each recipient, all with the same content.
fn settle(
    conn: &mut Conn,
    actor: &Actor,
    schedule: &Schedule,
    (settled, overdue, key, by_hand): (&Settled<'_>, Overdue, &str, bool),
    now: DateTime<Utc>,
) -> Result<(RunOutcome, usize), MailError> {
    let to = match settled.mail {
        Some(_) => recipients(conn, schedule.id, &schedule.settings.recipients)?,
        None => Vec::new(),
    };
    let outcome = if settled.mail.is_some() && to.is_empty() { RunOutcome::Nobody } else { settled.outcome };
    let snapshot: Option<SnapshotId> = settled.mail.as_ref().map(|(mail, _)| mail.snapshot);
    let run = runs::insert(
        conn,
        &NewRun {
            schedule: schedule.id,
            due_at: overdue.due_at,
            missed: overdue.missed,
            by_hand,
            outcome,
            reason: settled.reason.as_deref(),
            snapshot,
            account: actor.account(),
        },
        now,
    )?;
    let queued = match &settled.mail {
        Some((mail, bytes)) => queue(conn, actor, schedule, (mail, bytes), (run, &to, key), now)?,
        None => 0,
    };
    let event = AuditEvent {
        action: "mail-schedule.run",
        object: "mail-schedule",
        object_id: Some(schedule.id.0),
        unit: Some(schedule.unit),
        detail: json!({ "run": run, "outcome": outcome.as_str(), "mails": queued, "snapshot": snapshot }),
    };
    access::audit(conn, actor, event)?;
    Ok((outcome, queued))
}

/// Queues one mail for each recipient and notes which figures they tell; how many there were.
fn queue(
    conn: &mut Conn,
    actor: &Actor,
    schedule: &Schedule,
    (mail, bytes): (&ScheduledMail, &Bytes),
    (run, to, key): (ScheduleRunId, &[MailAddress], &str),
    now: DateTime<Utc>,
) -> Result<usize, MailError> {
    let (mut queued, mut dispatch) = (0, None);
    for address in to {
        let message_id = message_id()?;
        let form_key = format!("{key}:{}", address.id);
        let new = NewMail {
            message_id: &message_id,
            form_key: &form_key,
            account: actor.account(),
            unit: schedule.unit,
            campaign: schedule.campaign,
            recipient: &address.address,
            subject: &mail.subject,
            content: bytes.to(conn, address, schedule.unit)?,
            dispatch,
            schedule: Some(schedule.id),
            created_at: now,
        };
        if let Some(id) = outbox::insert(conn, &new)? {
            runs::add_mail(conn, run, id)?;
            dispatch = dispatch.or(Some(DispatchId(id.0)));
            queued += 1;
        }
    }
    if queued > 0 {
        runs::told(conn, schedule.id, mail.snapshot)?;
    }
    Ok(queued)
}

/// Somebody who would get a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// Where.
    pub address: MailAddress,
    /// Whether the mail also says where the list of people is.
    pub with_people: bool,
}

/// The very mail that a schedule would send now, and to whom; nothing is queued. The right: that of changing the schedule.
///
/// # Errors
/// No such schedule, or the mail cannot be made.
pub fn preview(
    db: &Db,
    actor: &Actor,
    id: MailScheduleId,
    now: DateTime<Utc>,
) -> Result<(ScheduledMail, Vec<Reader>), MailError> {
    let (schedule, campaign, unit) = about(db, actor, id, now)?;
    let mail = mail::make(db, actor, &schedule, (&campaign, &unit), now)?;
    let readers = db.read(|conn| {
        let mut readers = Vec::new();
        for address in recipients(conn, id, &schedule.settings.recipients)? {
            let with_people = mail.with_people.is_some() && sees_people(conn, &address, schedule.unit)?;
            readers.push(Reader { address, with_people });
        }
        Ok::<_, MailError>(readers)
    })?;
    Ok((mail, readers))
}

/// Sends the mail of a schedule now, whether or not it is due or anything has changed; the schedule goes on as it would have. The same form sent twice
/// sends once.
///
/// # Errors
/// No such schedule, the mail cannot be made, or nobody gets it.
pub fn send_now(
    db: &Db,
    actor: &Actor,
    id: MailScheduleId,
    given: &str,
    now: DateTime<Utc>,
) -> Result<usize, MailError> {
    let key = format!("lich:{id}:tay:{}", form_key(actor, given)?);
    let (schedule, campaign, unit) = about(db, actor, id, now)?;
    let mail = mail::make(db, actor, &schedule, (&campaign, &unit), now)?;
    let settled = Settled { outcome: RunOutcome::Queued, reason: None, mail: Some((&mail, Bytes::of(&mail)?)) };
    let by_hand = Overdue { due_at: now, missed: 0 };
    db.write(|conn| {
        let to = recipients(conn, id, &schedule.settings.recipients)?;
        let Some(first) = to.first() else { return Err(MailError::NobodyToSendTo) };
        if outbox::find_by_form(conn, &format!("{key}:{}", first.id))?.is_some() {
            return Ok(0);
        }
        Ok(settle(conn, actor, &schedule, (&settled, by_hand, &key, true), now)?.1)
    })
}

fn about(
    db: &Db,
    actor: &Actor,
    id: MailScheduleId,
    now: DateTime<Utc>,
) -> Result<(Schedule, String, String), MailError> {
    db.read(|conn| {
        let schedule = reachable(conn, actor, id)?;
        let campaign = campaigns::get(conn, schedule.campaign)?.ok_or(MailError::NotFound)?;
        let unit = units::get(conn, schedule.unit, AsOf::of_instant(now).day())?.ok_or(MailError::NotFound)?;
        Ok((schedule, campaign.code, unit.slug))
    })
}
