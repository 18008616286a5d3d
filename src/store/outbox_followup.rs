//! What people do about mails of the outbox: try one again that was given up, note that one needs no more care, send one once more.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::outbox::{MailState, NewMail, get, insert};
use super::schema::{outbox, unit_ancestor};
use crate::model::id::{AccountId, CampaignId, MailId, UnitId};

/// How many mails about a unit and those that ever stood below it were given up and nobody has noted that they need no more care. `None`: about all.
pub fn count_failed(conn: &mut Conn, within: Option<UnitId>) -> Result<i64, StoreError> {
    let failed =
        outbox::table.filter(outbox::state.eq(MailState::Failed.as_str())).filter(outbox::settled_at.is_null());
    Ok(match within {
        Some(unit) => {
            let below =
                unit_ancestor::table.filter(unit_ancestor::ancestor_id.eq(unit.0)).select(unit_ancestor::unit_id);
            failed.filter(outbox::unit_id.eq_any(below)).count().get_result(&mut *conn.any)?
        }
        None => failed.count().get_result(&mut *conn.any)?,
    })
}

/// Puts a mail that was given up, or that waits for a later attempt, at the head of the queue: the same bytes, the same Message-ID, the time for retries
/// begins anew. `false`: it was sent, or is being sent.
pub fn try_again(conn: &mut Conn, id: MailId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let free = outbox::leased_until.is_null().or(outbox::leased_until.le(now.naive_utc()));
    let target = outbox::table
        .filter(outbox::id.eq(id.0))
        .filter(outbox::state.ne(MailState::Sent.as_str()))
        .filter(free.assume_not_null());
    let row = (
        outbox::state.eq(MailState::Waiting.as_str()),
        outbox::next_attempt_at.eq(now.naive_utc()),
        outbox::first_attempt_at.eq(None::<NaiveDateTime>),
        outbox::attempts.eq(0),
        outbox::settled_at.eq(None::<NaiveDateTime>),
    );
    Ok(diesel::update(target).set(row).execute(&mut *conn.any)? == 1)
}

/// Notes that a mail that was given up needs no more care. `false`: it was not given up, or that is noted already.
pub fn settle(conn: &mut Conn, id: MailId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let target = outbox::table
        .filter(outbox::id.eq(id.0))
        .filter(outbox::state.eq(MailState::Failed.as_str()))
        .filter(outbox::settled_at.is_null());
    Ok(diesel::update(target).set(outbox::settled_at.eq(now.naive_utc())).execute(&mut *conn.any)? == 1)
}

/// A mail that repeats another: about the same unit and campaign, to the same address, caused by the same schedule.
#[derive(Debug)]
pub struct NewCopy<'a> {
    /// Its own, as it is another mail.
    pub message_id: &'a str,
    /// A form sent twice queues one mail.
    pub form_key: &'a str,
    /// Who sends it.
    pub account: Option<AccountId>,
    /// The content, sealed here.
    pub content: &'a [u8],
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// Queues a copy of a mail as a sending of its own; `None` when a mail of this form, or no such mail, is there.
pub fn insert_copy(conn: &mut Conn, of: MailId, copy: &NewCopy<'_>) -> Result<Option<MailId>, StoreError> {
    let Some(mail) = get(conn, of)? else { return Ok(None) };
    let campaign: Option<i64> = outbox::table.find(of.0).select(outbox::campaign_id).first(&mut *conn.any)?;
    let campaign = campaign.ok_or_else(|| StoreError::corrupt(format!("thư {of} không thuộc chiến dịch nào")))?;
    let new = NewMail {
        message_id: copy.message_id,
        form_key: copy.form_key,
        account: copy.account,
        unit: mail.unit,
        campaign: CampaignId(campaign),
        recipient: &mail.recipient,
        subject: &mail.subject,
        content: copy.content,
        dispatch: None,
        schedule: mail.schedule,
        created_at: copy.created_at,
    };
    let Some(id) = insert(conn, &new)? else { return Ok(None) };
    diesel::update(outbox::table.find(id.0)).set(outbox::copy_of.eq(of.0)).execute(&mut *conn.any)?;
    Ok(Some(id))
}

/// The copies of a mail, oldest first, with when they were queued.
pub fn copies(conn: &mut Conn, of: MailId) -> Result<Vec<(MailId, DateTime<Utc>)>, StoreError> {
    let copies = outbox::table.filter(outbox::copy_of.eq(of.0)).order(outbox::id);
    let rows: Vec<(i64, NaiveDateTime)> = copies.select((outbox::id, outbox::created_at)).load(&mut *conn.any)?;
    Ok(rows.into_iter().map(|(id, at)| (MailId(id), at.and_utc())).collect())
}
