//! The words of a campaign's reminders.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::connection::Conn;
use super::error::StoreError;
use super::schema::mail_template;
use crate::model::id::{AccountId, CampaignId};

/// Words that a campaign has set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailTemplate {
    /// The words with their fields.
    pub body: String,
    /// Counts the changes: a form that is older than the last one is refused.
    pub revision: i64,
    /// Who set them.
    pub account: Option<AccountId>,
    /// When.
    pub changed_at: DateTime<Utc>,
}

/// The words that a campaign has set for a purpose.
pub fn find(conn: &mut Conn, campaign: CampaignId, purpose: &str) -> Result<Option<MailTemplate>, StoreError> {
    let row: Option<(String, i64, Option<i64>, NaiveDateTime)> = mail_template::table
        .find((campaign.0, purpose))
        .select((mail_template::body, mail_template::revision, mail_template::account_id, mail_template::changed_at))
        .first(&mut *conn.any)
        .optional()?;
    Ok(row.map(|(body, revision, account, changed_at)| MailTemplate {
        body,
        revision,
        account: account.map(AccountId),
        changed_at: changed_at.and_utc(),
    }))
}

/// Sets them where nobody has changed them since revision `after` (0: none were set); whether that was so.
pub fn set(
    conn: &mut Conn,
    (campaign, purpose): (CampaignId, &str),
    body: &str,
    after: i64,
    (account, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<bool, StoreError> {
    let values = (
        mail_template::body.eq(body),
        mail_template::revision.eq(after + 1),
        mail_template::account_id.eq(account.map(|account| account.0)),
        mail_template::changed_at.eq(at.naive_utc()),
    );
    let key = (mail_template::campaign_id.eq(campaign.0), mail_template::purpose.eq(purpose));
    if after == 0 {
        let insert = diesel::insert_into(mail_template::table);
        let written = on_each!(&mut *conn.any, |c| insert.values((key, values)).on_conflict_do_nothing().execute(c)?);
        return Ok(written == 1);
    }
    let known = mail_template::table
        .filter(mail_template::campaign_id.eq(campaign.0))
        .filter(mail_template::purpose.eq(purpose))
        .filter(mail_template::revision.eq(after));
    Ok(diesel::update(known).set(values).execute(&mut *conn.any)? == 1)
}
