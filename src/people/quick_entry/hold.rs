//! A card that waits for an answer travels sealed: nothing of it is kept here, and what the page carries can be read by nobody.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::model::id::AccountId;
use crate::people::error::PeopleError;
use crate::store::{Db, StoreError, sealed_text};

/// How long an answer may take.
const PATIENCE: TimeDelta = TimeDelta::minutes(30);

/// Only the account that scanned gets its own card back.
fn purpose(account: AccountId) -> String {
    format!("quick_entry.{account}")
}

/// Seals a card.
pub(super) fn seal(db: &Db, account: AccountId, card: &str, now: NaiveDateTime) -> Result<String, StoreError> {
    let text = format!("{} {card}", now.and_utc().timestamp());
    db.read(|conn| sealed_text::seal(conn, &purpose(account), &text))
}

/// Opens it again.
pub(super) fn open(db: &Db, account: AccountId, held: &str) -> Result<String, PeopleError> {
    let text = db.read(|conn| Ok::<_, StoreError>(sealed_text::open(conn, &purpose(account), held)))?;
    let text = text.ok_or(PeopleError::ScanExpired)?;
    let (at, card) = text.split_once(' ').ok_or(PeopleError::ScanExpired)?;
    let at = at.parse().ok().and_then(|seconds| DateTime::<Utc>::from_timestamp(seconds, 0));
    match at {
        Some(at) if Utc::now() - at <= PATIENCE => Ok(card.to_owned()),
        _ => Err(PeopleError::ScanExpired),
    }
}
