//! The outbox: mails that wait, were sent, or were given up. Their content is sealed.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::any::AnyConnection;
use super::connection::Conn;
use super::error::StoreError;
use super::schema::{outbox, unit_ancestor};
use crate::model::id::{AccountId, CampaignId, MailId, UnitId};

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
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Sent.
    Sent,
    /// Try again then.
    Retry {
        /// When.
        at: DateTime<Utc>,
        /// What went wrong.
        error: String,
    },
    /// Given up.
    Failed {
        /// What went wrong.
        error: String,
    },
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
    );
    let id: Option<i64> = on_each!(&mut *conn.any, |c| diesel::insert_into(outbox::table)
        .values(row)
        .on_conflict(outbox::form_key)
        .do_nothing()
        .returning(outbox::id)
        .get_result(c)
        .optional()?);
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

/// Mails about a unit and those that ever stood below it (`None`: about all), latest first.
pub fn list(conn: &mut Conn, within: Option<UnitId>, limit: i64, offset: i64) -> Result<Vec<Mail>, StoreError> {
    let rows: Vec<Row> = match within {
        Some(unit) => {
            let below =
                unit_ancestor::table.filter(unit_ancestor::ancestor_id.eq(unit.0)).select(unit_ancestor::unit_id);
            outbox::table
                .filter(outbox::unit_id.eq_any(below))
                .order(outbox::id.desc())
                .limit(limit)
                .offset(offset)
                .select(Row::as_select())
                .load(&mut *conn.any)?
        }
        None => outbox::table
            .order(outbox::id.desc())
            .limit(limit)
            .offset(offset)
            .select(Row::as_select())
            .load(&mut *conn.any)?,
    };
    rows.into_iter().map(Mail::try_from).collect()
}

/// Takes the mail that is due longest, for one sender alone until the lease ends; a sender that dies leaves it to the next one.
pub fn lease_next(
    conn: &mut Conn,
    now: DateTime<Utc>,
    leased_until: DateTime<Utc>,
) -> Result<Option<Mail>, StoreError> {
    let due = outbox::table
        .filter(outbox::state.eq(MailState::Waiting.as_str()))
        .filter(outbox::next_attempt_at.le(now.naive_utc()))
        .filter(outbox::leased_until.is_null().or(outbox::leased_until.le(now.naive_utc())))
        .order((outbox::next_attempt_at, outbox::id))
        .select(outbox::id)
        .limit(1);
    let id: Option<i64> = match &mut *conn.any {
        AnyConnection::Postgres(c) => due.for_update().skip_locked().first(c).optional()?,
        // One writer at a time: the transaction is the lock.
        AnyConnection::Sqlite(c) => due.first(c).optional()?,
    };
    let Some(id) = id else { return Ok(None) };
    diesel::update(outbox::table.find(id))
        .set((outbox::leased_until.eq(leased_until.naive_utc()), outbox::attempts.eq(outbox::attempts + 1)))
        .execute(&mut *conn.any)?;
    get(conn, MailId(id))
}

/// Notes what became of an attempt and ends the lease.
pub fn record(conn: &mut Conn, id: MailId, outcome: &Outcome, now: DateTime<Utc>) -> Result<(), StoreError> {
    let (state, error, sent_at, next) = match outcome {
        Outcome::Sent => (MailState::Sent, None, Some(now.naive_utc()), None),
        Outcome::Retry { at, error } => (MailState::Waiting, Some(error), None, Some(at.naive_utc())),
        Outcome::Failed { error } => (MailState::Failed, Some(error), None, None),
    };
    diesel::update(outbox::table.find(id.0))
        .set((
            outbox::state.eq(state.as_str()),
            outbox::last_error.eq(error),
            outbox::sent_at.eq(sent_at),
            outbox::leased_until.eq(None::<NaiveDateTime>),
        ))
        .execute(&mut *conn.any)?;
    if let Some(next) = next {
        diesel::update(outbox::table.find(id.0)).set(outbox::next_attempt_at.eq(next)).execute(&mut *conn.any)?;
    }
    Ok(())
}
