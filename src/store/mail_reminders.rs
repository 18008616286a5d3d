//! Reminders that go out by themselves: when a campaign reminds, and who was told what on which day.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::{outbox, reminder, reminder_item, reminder_rule};
use crate::model::id::{AccountId, CampaignId, MailId};
use crate::model::mail_reminder::{ReminderDays, ReminderKind};

/// The most reminders that one list shows.
pub const LIST_LIMIT: i64 = 200;

/// When a campaign reminds, as it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderSettings {
    /// On which days.
    pub days: ReminderDays,
    /// From what hour on.
    pub hour: NaiveTime,
    /// Also on Saturdays and Sundays.
    pub weekends: bool,
    /// Whom readers answer.
    pub answer_to: Option<String>,
    /// Whether anything goes out.
    pub running: bool,
}

/// When a campaign reminds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderRule {
    /// Which campaign.
    pub campaign: CampaignId,
    /// What was set.
    pub settings: ReminderSettings,
    /// The last day that was dealt with altogether.
    pub handled_on: Option<NaiveDate>,
    /// Counts the changes: a form that is older than the last one is refused.
    pub revision: i64,
    /// Who set it.
    pub account: Option<AccountId>,
    /// When.
    pub changed_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = reminder_rule)]
struct Row {
    campaign_id: i64,
    days_before: Option<i32>,
    every_days: Option<i32>,
    escalate_after: Option<i32>,
    hour: NaiveTime,
    weekends: bool,
    answer_to: Option<String>,
    handled_on: Option<NaiveDate>,
    running: bool,
    revision: i64,
    account_id: Option<i64>,
    changed_at: NaiveDateTime,
}

impl From<Row> for ReminderRule {
    fn from(row: Row) -> Self {
        let days = |stored: Option<i32>| stored.and_then(|days| u16::try_from(days).ok());
        Self {
            campaign: CampaignId(row.campaign_id),
            settings: ReminderSettings {
                days: ReminderDays {
                    before: days(row.days_before),
                    every: days(row.every_days),
                    escalate_after: days(row.escalate_after),
                },
                hour: row.hour,
                weekends: row.weekends,
                answer_to: row.answer_to,
                running: row.running,
            },
            handled_on: row.handled_on,
            revision: row.revision,
            account: row.account_id.map(AccountId),
            changed_at: row.changed_at.and_utc(),
        }
    }
}

/// When a campaign reminds, where that is set.
pub fn find(conn: &mut Conn, campaign: CampaignId) -> Result<Option<ReminderRule>, StoreError> {
    let row = reminder_rule::table.find(campaign.0).select(Row::as_select()).first(&mut *conn.any);
    Ok(row.optional()?.map(ReminderRule::from))
}

/// Every campaign that reminds.
pub fn running(conn: &mut Conn) -> Result<Vec<ReminderRule>, StoreError> {
    let used = reminder_rule::table.filter(reminder_rule::running.eq(true)).order(reminder_rule::campaign_id);
    let rows: Vec<Row> = used.select(Row::as_select()).load(&mut *conn.any)?;
    Ok(rows.into_iter().map(ReminderRule::from).collect())
}

/// Sets it where nobody has changed it since revision `after` (0: it was not set); whether that was so. The day is looked at again.
pub fn set(
    conn: &mut Conn,
    campaign: CampaignId,
    settings: &ReminderSettings,
    after: i64,
    (account, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<bool, StoreError> {
    let days = settings.days;
    let values = (
        reminder_rule::days_before.eq(days.before.map(i32::from)),
        reminder_rule::every_days.eq(days.every.map(i32::from)),
        reminder_rule::escalate_after.eq(days.escalate_after.map(i32::from)),
        reminder_rule::hour.eq(settings.hour),
        reminder_rule::weekends.eq(settings.weekends),
        reminder_rule::answer_to.eq(settings.answer_to.as_deref()),
        reminder_rule::handled_on.eq(None::<NaiveDate>),
        reminder_rule::running.eq(settings.running),
        reminder_rule::revision.eq(after + 1),
        reminder_rule::account_id.eq(account.map(|account| account.0)),
        reminder_rule::changed_at.eq(at.naive_utc()),
    );
    if after == 0 {
        let insert = diesel::insert_into(reminder_rule::table);
        let key = reminder_rule::campaign_id.eq(campaign.0);
        let written = on_each!(&mut *conn.any, |c| insert.values((key, values)).on_conflict_do_nothing().execute(c)?);
        return Ok(written == 1);
    }
    let known = reminder_rule::table
        .filter(reminder_rule::campaign_id.eq(campaign.0))
        .filter(reminder_rule::revision.eq(after));
    Ok(diesel::update(known).set(values).execute(&mut *conn.any)? == 1)
}

/// Notes that a day was dealt with altogether, where the rule stands at a revision.
pub fn handled(conn: &mut Conn, rule: &ReminderRule, on: NaiveDate) -> Result<(), StoreError> {
    let known = reminder_rule::table
        .filter(reminder_rule::campaign_id.eq(rule.campaign.0))
        .filter(reminder_rule::revision.eq(rule.revision));
    diesel::update(known).set(reminder_rule::handled_on.eq(on)).execute(&mut *conn.any)?;
    Ok(())
}

/// A reminder that was queued.
#[derive(Debug, Clone)]
pub struct NewReminder<'a> {
    /// Of which campaign.
    pub campaign: CampaignId,
    /// Where to.
    pub address: &'a str,
    /// Whose address it is.
    pub holder: &'a str,
    /// What for.
    pub kind: ReminderKind,
    /// On which day.
    pub on_day: NaiveDate,
    /// The mail.
    pub mail: MailId,
    /// What it tells.
    pub items: &'a [String],
}

/// Writes down a reminder; `false` where the address was told that day.
pub fn insert(conn: &mut Conn, new: &NewReminder<'_>, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let row = (
        reminder::campaign_id.eq(new.campaign.0),
        reminder::address.eq(new.address),
        reminder::holder.eq(new.holder),
        reminder::kind.eq(new.kind.as_str()),
        reminder::on_day.eq(new.on_day),
        reminder::mail_id.eq(new.mail.0),
        reminder::sent_at.eq(at.naive_utc()),
    );
    let id: Option<i64> = on_each!(&mut *conn.any, |c| diesel::insert_into(reminder::table)
        .values(row)
        .on_conflict_do_nothing()
        .returning(reminder::id)
        .get_result(c)
        .optional()?);
    let Some(id) = id else { return Ok(false) };
    for item in new.items {
        let row = (reminder_item::reminder_id.eq(id), reminder_item::item.eq(item));
        diesel::insert_into(reminder_item::table).values(row).execute(&mut *conn.any)?;
    }
    Ok(true)
}

/// Whether a campaign has told an address something of a kind on a day.
pub fn was_told(
    conn: &mut Conn,
    (campaign, address, kind): (CampaignId, &str, ReminderKind),
    on: NaiveDate,
) -> Result<bool, StoreError> {
    let found = reminder::table
        .filter(reminder::campaign_id.eq(campaign.0))
        .filter(reminder::address.eq(address))
        .filter(reminder::kind.eq(kind.as_str()))
        .filter(reminder::on_day.eq(on))
        .select(reminder::id)
        .first::<i64>(&mut *conn.any)
        .optional()?;
    Ok(found.is_some())
}

/// The last day on which each thing was told in a reminder of a kind.
pub fn last_told(
    conn: &mut Conn,
    campaign: CampaignId,
    kind: ReminderKind,
) -> Result<HashMap<String, NaiveDate>, StoreError> {
    let rows: Vec<(String, Option<NaiveDate>)> = reminder_item::table
        .inner_join(reminder::table.on(reminder::id.eq(reminder_item::reminder_id)))
        .filter(reminder::campaign_id.eq(campaign.0))
        .filter(reminder::kind.eq(kind.as_str()))
        .group_by(reminder_item::item)
        .select((reminder_item::item, max(reminder::on_day)))
        .load(&mut *conn.any)?;
    Ok(rows.into_iter().filter_map(|(item, day)| Some((item, day?))).collect())
}

/// A reminder as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Where to.
    pub address: String,
    /// Whose address it is.
    pub holder: String,
    /// What for.
    pub kind: ReminderKind,
    /// On which day.
    pub on_day: NaiveDate,
    /// How many things it told.
    pub items: i64,
    /// The mail.
    pub mail: MailId,
    /// The stored word of its state.
    pub state: String,
    /// What went wrong last.
    pub error: Option<String>,
}

/// The latest reminders of a campaign.
pub fn list(conn: &mut Conn, campaign: CampaignId) -> Result<Vec<Reminder>, StoreError> {
    type Row = (i64, String, String, String, NaiveDate, i64, String, Option<String>);
    let rows: Vec<Row> = reminder::table
        .inner_join(outbox::table.on(outbox::id.eq(reminder::mail_id)))
        .filter(reminder::campaign_id.eq(campaign.0))
        .order(reminder::id.desc())
        .limit(LIST_LIMIT)
        .select((
            reminder::id,
            reminder::address,
            reminder::holder,
            reminder::kind,
            reminder::on_day,
            reminder::mail_id,
            outbox::state,
            outbox::last_error,
        ))
        .load(&mut *conn.any)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let counts: Vec<(i64, i64)> = reminder_item::table
        .filter(reminder_item::reminder_id.eq_any(ids))
        .group_by(reminder_item::reminder_id)
        .select((reminder_item::reminder_id, count_star()))
        .load(&mut *conn.any)?;
    let counts: HashMap<i64, i64> = counts.into_iter().collect();
    let read = |(id, address, holder, kind, on_day, mail, state, error): Row| {
        let kind = ReminderKind::parse(&kind).ok_or_else(|| StoreError::corrupt(format!("loại thư nhắc {kind}")))?;
        let items = counts.get(&id).copied().unwrap_or(0);
        Ok(Reminder { address, holder, kind, on_day, items, mail: MailId(mail), state, error })
    };
    rows.into_iter().map(read).collect()
}
