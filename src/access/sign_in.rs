//! Signing in. Whatever the outcome, one password is hashed and one transaction written, so that names cannot be told by the time the answer takes.

use chrono::{DateTime, Utc};

use super::account::canonical_name;
use super::actor::Door;
use super::csrf::csrf_token;
use super::error::AccessError;
use super::session::{AccountView, lasts};
use super::throttle::Failures;
use super::{password, secret, token};
use crate::store::{Conn, Db, StoreError, accounts, audit, sessions};

/// Somebody has signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// Value of the cookie of a page, or the token of the API.
    pub secret: String,
    /// Token of the session's forms.
    pub csrf: String,
    /// Who.
    pub account: AccountView,
    /// When the session ends, however busy.
    pub expires_at: DateTime<Utc>,
}

/// Where a sign-in comes from.
#[derive(Clone, Copy)]
pub(super) struct Origin<'a> {
    pub door: Door,
    pub source: &'a str,
    pub now: DateTime<Utc>,
}

/// Why nobody got in; for the audit chain only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    UnknownName,
    Disabled,
    Waiting,
    WrongPassword,
}

impl Refusal {
    fn as_str(self) -> &'static str {
        match self {
            Self::UnknownName => "unknown_name",
            Self::Disabled => "disabled",
            Self::Waiting => "waiting",
            Self::WrongPassword => "wrong_password",
        }
    }
}

/// Signs in: a new session with a new secret.
pub fn sign_in(
    db: &Db,
    name: &str,
    password: &str,
    door: Door,
    source: &str,
    now: DateTime<Utc>,
) -> Result<SignedIn, AccessError> {
    let origin = Origin { door, source, now };
    let known = match canonical_name(name) {
        Some(name) => db.read(|c| accounts::find_by_name(c, &name))?,
        None => None,
    };
    let matches = password::verify(password, known.as_ref().map(|account| account.password_hash.as_str()))?;
    let opened = db.write(|c| {
        // Guesses made at the same time are judged one after the other, and against the password that was hashed.
        let account = match &known {
            Some(known) => accounts::get_locked(c, known.id)?,
            None => None,
        };
        let same_password =
            account.as_ref().zip(known.as_ref()).is_some_and(|(a, known)| a.password_hash == known.password_hash);
        match judge(account.as_ref(), matches && same_password, now) {
            None => account.map(|account| open(c, &account, origin, "access.sign_in")).transpose(),
            Some(refusal) => {
                note_refusal(c, account.as_ref(), refusal, origin)?;
                Ok::<_, AccessError>(None)
            }
        }
    })?;
    opened.ok_or(AccessError::SignInRefused)
}

fn judge(account: Option<&accounts::Account>, matches: bool, now: DateTime<Utc>) -> Option<Refusal> {
    match account {
        None => Some(Refusal::UnknownName),
        Some(account) if account.disabled_at.is_some() => Some(Refusal::Disabled),
        Some(account) if failures(account).is_waiting(now) => Some(Refusal::Waiting),
        Some(_) if !matches => Some(Refusal::WrongPassword),
        Some(_) => None,
    }
}

fn failures(account: &accounts::Account) -> Failures {
    Failures { count: account.failed_logins, locked_until: account.locked_until }
}

/// Opens a session and leaves its row in the audit chain.
pub(super) fn open(
    conn: &mut Conn,
    account: &accounts::Account,
    origin: Origin<'_>,
    action: &str,
) -> Result<SignedIn, AccessError> {
    let Origin { door, source, now } = origin;
    let secret = secret::new_secret().map_err(StoreError::from)?;
    let expires_at = now + lasts(door);
    sessions::delete_expired(conn, now)?;
    accounts::note_success(conn, account.id, now)?;
    let secret_hash = secret::hash(&secret);
    let new = sessions::NewSession {
        account: account.id,
        door: door.as_str(),
        secret_hash: &secret_hash,
        created_at: now,
        expires_at,
        source,
    };
    let session = sessions::insert(conn, &new)?;
    let csrf = csrf_token(conn.keys(), &secret);
    let handed_out = match door {
        Door::Api => token::write(conn.keys(), &secret, account.id, now, expires_at)?,
        Door::Page | Door::Command | Door::Job => secret,
    };
    let detail = serde_json::json!({"session": session});
    append(conn, Some(account), action, &detail, origin)?;
    Ok(SignedIn { secret: handed_out, csrf, account: AccountView::from(account), expires_at })
}

/// Notes a refusal at the account and in the audit chain. The name that was typed is not kept: it may be a password in the wrong field.
pub(super) fn note_wrong_password(
    conn: &mut Conn,
    account: &accounts::Account,
    origin: Origin<'_>,
) -> Result<(), StoreError> {
    note_refusal(conn, Some(account), Refusal::WrongPassword, origin)
}

/// Whether an account takes no password at present.
pub(super) fn is_waiting(account: &accounts::Account, now: DateTime<Utc>) -> bool {
    failures(account).is_waiting(now)
}

fn note_refusal(
    conn: &mut Conn,
    account: Option<&accounts::Account>,
    refusal: Refusal,
    origin: Origin<'_>,
) -> Result<(), StoreError> {
    if let (Some(account), Refusal::WrongPassword) = (account, refusal) {
        let after = failures(account).one_more(origin.now);
        accounts::note_failure(conn, account.id, after.count, after.locked_until)?;
    }
    let detail = serde_json::json!({"reason": refusal.as_str()});
    append(conn, account, "access.sign_in_refused", &detail, origin)
}

fn append(
    conn: &mut Conn,
    account: Option<&accounts::Account>,
    action: &str,
    detail: &serde_json::Value,
    origin: Origin<'_>,
) -> Result<(), StoreError> {
    let entry = audit::NewEntry {
        at: Utc::now(),
        account: account.map(|account| account.id),
        door: origin.door.as_str(),
        source: origin.source,
        action,
        object: "account",
        object_id: account.map(|account| account.id.0),
        unit: account.map(|account| account.unit),
        detail,
    };
    audit::append(conn, &entry)?;
    Ok(())
}
