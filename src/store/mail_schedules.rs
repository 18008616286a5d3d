//! Schedules of mails with their recipients. What became of their due instants is in [`runs`].

pub mod runs;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::people::LIST_LIMIT;
use super::schema::{mail_schedule, mail_schedule_recipient, unit_ancestor};
use crate::model::id::{AccountId, AddressId, CampaignId, MailScheduleId, SnapshotId, UnitId};
use crate::model::mail_schedule::{Addressee, Rhythm, Sends, Timing, weekday};
use crate::model::role::Role;

/// What a schedule is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleSettings {
    /// What the office calls it.
    pub name: String,
    /// What it sends.
    pub sends: Sends,
    /// When.
    pub timing: Timing,
    /// Only where figures have changed since the last mail.
    pub only_changed: bool,
    /// Whom readers answer: a name with a phone number or an address.
    pub answer_to: Option<String>,
    /// Who gets it, in order.
    pub recipients: Vec<Addressee>,
}

/// A schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Identity.
    pub id: MailScheduleId,
    /// About which campaign.
    pub campaign: CampaignId,
    /// About which unit.
    pub unit: UnitId,
    /// What was set.
    pub settings: ScheduleSettings,
    /// The last due instant that was dealt with.
    pub handled_until: DateTime<Utc>,
    /// The figures that the last mail told.
    pub last_snapshot: Option<SnapshotId>,
    /// Since when it rests.
    pub paused_at: Option<DateTime<Utc>>,
    /// Since when it is given up.
    pub retired_at: Option<DateTime<Utc>>,
    /// Counts the changes: a form that is older than the last one is refused.
    pub revision: i64,
    /// In whose name it sends.
    pub account: Option<AccountId>,
    /// When it was set up.
    pub created_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = mail_schedule)]
struct Row {
    id: i64,
    campaign_id: i64,
    unit_id: i64,
    name: String,
    sends: String,
    rhythm: String,
    weekday: Option<i32>,
    days_before: Option<i32>,
    hour: NaiveTime,
    weekends: bool,
    any_hour: bool,
    only_changed: bool,
    answer_to: Option<String>,
    handled_until: NaiveDateTime,
    last_snapshot_id: Option<i64>,
    paused_at: Option<NaiveDateTime>,
    retired_at: Option<NaiveDateTime>,
    revision: i64,
    account_id: Option<i64>,
    created_at: NaiveDateTime,
}

fn read(row: Row, recipients: Vec<Addressee>) -> Result<Schedule, StoreError> {
    let corrupt = |what: &str| StoreError::corrupt(format!("lịch gửi thư {}: {what}", row.id));
    let day = row.weekday.and_then(|day| weekday(u32::try_from(day).ok()?));
    let days_before = row.days_before.and_then(|days| u16::try_from(days).ok());
    let rhythm = Rhythm::parse(&row.rhythm, day, days_before).ok_or_else(|| corrupt(&row.rhythm))?;
    let sends = Sends::parse(&row.sends).ok_or_else(|| corrupt(&row.sends))?;
    let timing = Timing { rhythm, hour: row.hour, weekends: row.weekends, any_hour: row.any_hour };
    Ok(Schedule {
        id: MailScheduleId(row.id),
        campaign: CampaignId(row.campaign_id),
        unit: UnitId(row.unit_id),
        settings: ScheduleSettings {
            name: row.name,
            sends,
            timing,
            only_changed: row.only_changed,
            answer_to: row.answer_to,
            recipients,
        },
        handled_until: row.handled_until.and_utc(),
        last_snapshot: row.last_snapshot_id.map(SnapshotId),
        paused_at: row.paused_at.map(|at| at.and_utc()),
        retired_at: row.retired_at.map(|at| at.and_utc()),
        revision: row.revision,
        account: row.account_id.map(AccountId),
        created_at: row.created_at.and_utc(),
    })
}

/// The columns that a change of settings writes.
macro_rules! columns {
    ($settings:expr) => {{
        let settings: &ScheduleSettings = $settings;
        let (day, days_before) = match settings.timing.rhythm {
            Rhythm::Weekly(day) => (i32::try_from(day.number_from_monday()).ok(), None),
            Rhythm::BeforeDeadline(days) => (None, Some(i32::from(days))),
            _ => (None, None),
        };
        (
            mail_schedule::name.eq(&settings.name),
            mail_schedule::sends.eq(settings.sends.as_text()),
            mail_schedule::rhythm.eq(settings.timing.rhythm.as_str()),
            mail_schedule::weekday.eq(day),
            mail_schedule::days_before.eq(days_before),
            mail_schedule::hour.eq(settings.timing.hour),
            mail_schedule::weekends.eq(settings.timing.weekends),
            mail_schedule::any_hour.eq(settings.timing.any_hour),
            mail_schedule::only_changed.eq(settings.only_changed),
            mail_schedule::answer_to.eq(settings.answer_to.as_deref()),
        )
    }};
}

/// Keeps a new schedule. `handled_until`: what was due up to then is not sent.
pub fn insert(
    conn: &mut Conn,
    (campaign, unit): (CampaignId, UnitId),
    settings: &ScheduleSettings,
    handled_until: DateTime<Utc>,
    (account, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<MailScheduleId, StoreError> {
    let rest = (
        mail_schedule::campaign_id.eq(campaign.0),
        mail_schedule::unit_id.eq(unit.0),
        mail_schedule::handled_until.eq(handled_until.naive_utc()),
        mail_schedule::revision.eq(1_i64),
        mail_schedule::account_id.eq(account.map(|account| account.0)),
        mail_schedule::created_at.eq(at.naive_utc()),
        mail_schedule::changed_at.eq(at.naive_utc()),
    );
    let insert = diesel::insert_into(mail_schedule::table).values((columns!(settings), rest));
    let id: i64 = insert.returning(mail_schedule::id).get_result(&mut *conn.any)?;
    let id = MailScheduleId(id);
    set_recipients(conn, id, &settings.recipients)?;
    Ok(id)
}

/// Changes a schedule that stands at `revision`; whether it did.
pub fn change(
    conn: &mut Conn,
    (id, revision): (MailScheduleId, i64),
    settings: &ScheduleSettings,
    handled_until: DateTime<Utc>,
    (account, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<bool, StoreError> {
    let known = mail_schedule::table
        .filter(mail_schedule::id.eq(id.0))
        .filter(mail_schedule::revision.eq(revision))
        .filter(mail_schedule::retired_at.is_null());
    let rest = (
        mail_schedule::handled_until.eq(handled_until.naive_utc()),
        mail_schedule::revision.eq(revision + 1),
        mail_schedule::account_id.eq(account.map(|account| account.0)),
        mail_schedule::changed_at.eq(at.naive_utc()),
    );
    let changed = diesel::update(known).set((columns!(settings), rest)).execute(&mut *conn.any)? == 1;
    if changed {
        diesel::delete(mail_schedule_recipient::table.filter(mail_schedule_recipient::schedule_id.eq(id.0)))
            .execute(&mut *conn.any)?;
        set_recipients(conn, id, &settings.recipients)?;
    }
    Ok(changed)
}

fn set_recipients(conn: &mut Conn, id: MailScheduleId, recipients: &[Addressee]) -> Result<(), StoreError> {
    for (position, recipient) in (1_i32..).zip(recipients) {
        let (address, unit, role) = match recipient {
            Addressee::Address(address) => (Some(address.0), None, None),
            Addressee::Role { unit, role } => (None, Some(unit.0), Some(role.as_str())),
        };
        let row = (
            mail_schedule_recipient::schedule_id.eq(id.0),
            mail_schedule_recipient::position.eq(position),
            mail_schedule_recipient::address_id.eq(address),
            mail_schedule_recipient::unit_id.eq(unit),
            mail_schedule_recipient::role.eq(role),
        );
        diesel::insert_into(mail_schedule_recipient::table).values(row).execute(&mut *conn.any)?;
    }
    Ok(())
}

/// Lets a schedule rest, or go on; what was due up to `handled_until` is not sent.
pub fn set_paused(
    conn: &mut Conn,
    id: MailScheduleId,
    since: Option<DateTime<Utc>>,
    handled_until: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::update(mail_schedule::table.find(id.0))
        .set((
            mail_schedule::paused_at.eq(since.map(|at| at.naive_utc())),
            mail_schedule::handled_until.eq(handled_until.naive_utc()),
            mail_schedule::revision.eq(mail_schedule::revision + 1),
        ))
        .execute(&mut *conn.any)?;
    Ok(())
}

/// Gives a schedule up; `false` where it was given up before.
pub fn retire(conn: &mut Conn, id: MailScheduleId, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let used = mail_schedule::table.filter(mail_schedule::id.eq(id.0)).filter(mail_schedule::retired_at.is_null());
    Ok(diesel::update(used).set(mail_schedule::retired_at.eq(at.naive_utc())).execute(&mut *conn.any)? == 1)
}

/// A schedule, given up or not.
pub fn find(conn: &mut Conn, id: MailScheduleId) -> Result<Option<Schedule>, StoreError> {
    let row: Option<Row> = mail_schedule::table.find(id.0).select(Row::as_select()).first(&mut *conn.any).optional()?;
    let Some(row) = row else { return Ok(None) };
    Ok(with_recipients(conn, vec![row])?.pop())
}

/// Schedules in use of a campaign about a unit and those below it (about all without one), by name.
pub fn list(conn: &mut Conn, campaign: CampaignId, scope: Option<UnitId>) -> Result<Vec<Schedule>, StoreError> {
    let mut query = mail_schedule::table
        .filter(mail_schedule::campaign_id.eq(campaign.0))
        .filter(mail_schedule::retired_at.is_null())
        .select(Row::as_select())
        .into_boxed();
    if let Some(scope) = scope {
        let below = unit_ancestor::table.filter(unit_ancestor::ancestor_id.eq(scope.0)).select(unit_ancestor::unit_id);
        query = query.filter(mail_schedule::unit_id.eq(scope.0).or(mail_schedule::unit_id.eq_any(below)));
    }
    let rows: Vec<Row> = query.order((mail_schedule::name, mail_schedule::id)).load(&mut *conn.any)?;
    with_recipients(conn, rows)
}

/// Every schedule that may be due: in use and not resting, longest untouched first.
pub fn running(conn: &mut Conn) -> Result<Vec<Schedule>, StoreError> {
    let rows: Vec<Row> = mail_schedule::table
        .filter(mail_schedule::retired_at.is_null())
        .filter(mail_schedule::paused_at.is_null())
        .order((mail_schedule::handled_until, mail_schedule::id))
        .select(Row::as_select())
        .load(&mut *conn.any)?;
    with_recipients(conn, rows)
}

/// Schedule, place, and either an address or a unit with a role.
type RecipientRow = (i64, i32, Option<i64>, Option<i64>, Option<String>);

fn with_recipients(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Schedule>, StoreError> {
    let mut found: HashMap<i64, Vec<Addressee>> = HashMap::new();
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    for asked in ids.chunks(LIST_LIMIT) {
        let recipients: Vec<RecipientRow> = mail_schedule_recipient::table
            .filter(mail_schedule_recipient::schedule_id.eq_any(asked))
            .order((mail_schedule_recipient::schedule_id, mail_schedule_recipient::position))
            .load(&mut *conn.any)?;
        for (schedule, position, address, unit, role) in recipients {
            let role = role.as_deref().and_then(Role::parse);
            let recipient = match (address, unit, role) {
                (Some(address), _, _) => Addressee::Address(AddressId(address)),
                (None, Some(unit), Some(role)) => Addressee::Role { unit: UnitId(unit), role },
                _ => return Err(StoreError::corrupt(format!("lịch gửi thư {schedule}: người nhận {position}"))),
            };
            found.entry(schedule).or_default().push(recipient);
        }
    }
    rows.into_iter()
        .map(|row| {
            let of = found.remove(&row.id).unwrap_or_default();
            read(row, of)
        })
        .collect()
}
