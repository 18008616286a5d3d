//! The outbox: mails that wait, were sent, or were given up. Their content is sealed. Who sends them: `outbox_leases`; what people do about them afterwards:
//! `outbox_followup`.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::{outbox, unit_ancestor};
use crate::model::id::{AccountId, CampaignId, DispatchId, MailId, MailScheduleId, UnitId};

/// What content is sealed for.
const PURPOSE: &str = "outbox.content";

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// Waits for its next attempt.
    Waiting,
    /// Handed to the mail server, or written as a file.
    Sent,
    /// Given up.
    Failed,
}

impl MailState {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    fn parse(word: &str) -> Result<Self, StoreError> {
        let known = [Self::Waiting, Self::Sent, Self::Failed].into_iter().find(|state| state.as_str() == word);
        known.ok_or_else(|| StoreError::corrupt(format!("trạng thái thư {word}")))
    }
}

/// A mail to be queued.
#[derive(Debug)]
pub struct NewMail<'a> {
    /// Stays the same however often it is tried.
    pub message_id: &'a str,
    /// A form sent twice queues one mail.
    pub form_key: &'a str,
    /// Who sends it.
    pub account: Option<AccountId>,
    /// The unit it is about.
    pub unit: UnitId,
    /// The campaign it is about.
    pub campaign: CampaignId,
    /// Address.
    pub recipient: &'a str,
    /// Subject.
    pub subject: &'a str,
    /// The rest, sealed here.
    pub content: &'a [u8],
    /// The sending that it belongs to; `None` begins one.
    pub dispatch: Option<DispatchId>,
    /// What caused it.
    pub schedule: Option<MailScheduleId>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// A mail as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Identity.
    pub id: MailId,
    /// Identity in the world.
    pub message_id: String,
    /// Who sent it.
    pub account: Option<AccountId>,
    /// The unit it is about.
    pub unit: UnitId,
    /// Address.
    pub recipient: String,
    /// Subject.
    pub subject: String,
    /// Where it stands.
    pub state: MailState,
    /// Attempts so far.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt_at: DateTime<Utc>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// When it was sent.
    pub sent_at: Option<DateTime<Utc>>,
    /// The sending that it belongs to.
    pub dispatch: DispatchId,
    /// What caused it, where nobody did by hand.
    pub schedule: Option<MailScheduleId>,
    /// SHA-256 of the bytes that are sent, once they are built.
    pub sha256: Option<Vec<u8>>,
    /// When it was first tried; retries end some time after that.
    pub first_attempt_at: Option<DateTime<Utc>>,
    /// What the mail server said when it took the mail, or the file that it became.
    pub server_answer: Option<String>,
    /// The mail that this one repeats.
    pub copy_of: Option<MailId>,
    /// When somebody noted that it needs no more care, though it was given up.
    pub settled_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
struct Row {
    id: i64,
    message_id: String,
    account_id: Option<i64>,
    unit_id: i64,
    recipient: String,
    subject: String,
    state: String,
    attempts: i32,
    next_attempt_at: NaiveDateTime,
    last_error: Option<String>,
    created_at: NaiveDateTime,
    sent_at: Option<NaiveDateTime>,
    dispatch: Option<i64>,
    schedule_id: Option<i64>,
    message_sha256: Option<Vec<u8>>,
    first_attempt_at: Option<NaiveDateTime>,
    server_answer: Option<String>,
    copy_of: Option<i64>,
    settled_at: Option<NaiveDateTime>,
}

impl TryFrom<Row> for Mail {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: MailId(row.id),
            message_id: row.message_id,
            account: row.account_id.map(AccountId),
            unit: UnitId(row.unit_id),
            recipient: row.recipient,
            subject: row.subject,
            state: MailState::parse(&row.state)?,
            attempts: u32::try_from(row.attempts).unwrap_or(0),
            next_attempt_at: row.next_attempt_at.and_utc(),
            last_error: row.last_error,
            created_at: row.created_at.and_utc(),
            sent_at: row.sent_at.map(|at| at.and_utc()),
            dispatch: DispatchId(row.dispatch.unwrap_or(row.id)),
            schedule: row.schedule_id.map(MailScheduleId),
            sha256: row.message_sha256,
            first_attempt_at: row.first_attempt_at.map(|at| at.and_utc()),
            server_answer: row.server_answer,
            copy_of: row.copy_of.map(MailId),
            settled_at: row.settled_at.map(|at| at.and_utc()),
        })
    }
}

/// Queues a mail; `None` when a mail of this form is already there.
pub fn insert(conn: &mut Conn, mail: &NewMail<'_>) -> Result<Option<MailId>, StoreError> {
    let content = conn.keys.seal(PURPOSE, mail.content)?;
    let now = mail.created_at.naive_utc();
    let row = (
        outbox::message_id.eq(mail.message_id),
        outbox::form_key.eq(mail.form_key),
        outbox::account_id.eq(mail.account.map(|id| id.0)),
        outbox::unit_id.eq(mail.unit.0),
        outbox::campaign_id.eq(mail.campaign.0),
        outbox::recipient.eq(mail.recipient),
        outbox::subject.eq(mail.subject),
        outbox::content.eq(content),
        outbox::state.eq(MailState::Waiting.as_str()),
        outbox::attempts.eq(0),
        outbox::next_attempt_at.eq(now),
        outbox::created_at.eq(now),
        outbox::dispatch.eq(mail.dispatch.map(|id| id.0)),
        outbox::schedule_id.eq(mail.schedule.map(|id| id.0)),
    );
    let id: Option<i64> = on_each!(&mut *conn.any, |c| diesel::insert_into(outbox::table)
        .values(row)
        .on_conflict(outbox::form_key)
        .do_nothing()
        .returning(outbox::id)
        .get_result(c)
        .optional()?);
    if let (Some(id), None) = (id, mail.dispatch) {
        diesel::update(outbox::table.find(id)).set(outbox::dispatch.eq(id)).execute(&mut *conn.any)?;
    }
    Ok(id.map(MailId))
}

/// The mail of a form.
pub fn find_by_form(conn: &mut Conn, form_key: &str) -> Result<Option<Mail>, StoreError> {
    let row = outbox::table.filter(outbox::form_key.eq(form_key)).select(Row::as_select()).first(&mut *conn.any);
    row.optional()?.map(Mail::try_from).transpose()
}

/// A mail.
pub fn get(conn: &mut Conn, id: MailId) -> Result<Option<Mail>, StoreError> {
    let row = outbox::table.find(id.0).select(Row::as_select()).first(&mut *conn.any);
    row.optional()?.map(Mail::try_from).transpose()
}

/// What is in a mail, opened.
pub fn content(conn: &mut Conn, id: MailId) -> Result<Option<Vec<u8>>, StoreError> {
    let sealed: Option<Vec<u8>> = outbox::table.find(id.0).select(outbox::content).first(&mut *conn.any).optional()?;
    sealed.map(|sealed| Ok(conn.keys.open_sealed(PURPOSE, &sealed)?)).transpose()
}

/// Which mails a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MailFilter {
    /// Those about a unit and the ones that ever stood below it; `None`: about all.
    pub within: Option<UnitId>,
    /// Those in this state only.
    pub state: Option<MailState>,
    /// Those of one sending only.
    pub dispatch: Option<DispatchId>,
    /// Those that a schedule caused.
    pub schedule: Option<MailScheduleId>,
}

/// Mails, latest first.
pub fn list(conn: &mut Conn, filter: &MailFilter, limit: i64, offset: i64) -> Result<Vec<Mail>, StoreError> {
    let mut query = outbox::table.select(Row::as_select()).order(outbox::id.desc()).into_boxed();
    if let Some(unit) = filter.within {
        let below = unit_ancestor::table.filter(unit_ancestor::ancestor_id.eq(unit.0)).select(unit_ancestor::unit_id);
        query = query.filter(outbox::unit_id.eq_any(below));
    }
    if let Some(state) = filter.state {
        query = query.filter(outbox::state.eq(state.as_str()));
    }
    if let Some(dispatch) = filter.dispatch {
        query = query.filter(outbox::dispatch.eq(dispatch.0));
    }
    if let Some(schedule) = filter.schedule {
        query = query.filter(outbox::schedule_id.eq(schedule.0));
    }
    let rows: Vec<Row> = query.limit(limit).offset(offset).load(&mut *conn.any)?;
    rows.into_iter().map(Mail::try_from).collect()
}
