//! Sessions: who makes a request, and signing out.

use chrono::{DateTime, TimeDelta, Utc};

use super::actor::{Actor, Door, Rights};
use super::audit::{AuditEvent, audit};
use super::csrf::csrf_token;
use super::error::AccessError;
use super::{secret, token};
use crate::model::id::{AccountId, SessionId, UnitId};
use crate::model::role::Role;
use crate::store::audit as chain;
use crate::store::{Conn, Db, StoreError, accounts, sessions};

/// A page left alone for so long asks to sign in again: office PCs are shared.
const IDLE: TimeDelta = TimeDelta::minutes(15);
/// A session is noted as in use at most this often, so that reading a page seldom writes.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);
/// How long a session of a page lasts, however busy: one office day.
const PAGE_LASTS: TimeDelta = TimeDelta::hours(8);
/// How long a token of the API lasts.
const TOKEN_LASTS: TimeDelta = TimeDelta::minutes(15);

/// How long a session of a door lasts.
pub(super) fn lasts(door: Door) -> TimeDelta {
    match door {
        Door::Api => TOKEN_LASTS,
        Door::Page | Door::Command | Door::Job => PAGE_LASTS,
    }
}

/// An account as doors show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// Identity.
    pub id: AccountId,
    /// Name to sign in with.
    pub name: String,
    /// Name shown.
    pub display_name: String,
    /// Role.
    pub role: Role,
    /// Unit: the account acts there and below.
    pub unit: UnitId,
    /// Whether nothing but changing the password is open to it.
    pub must_change_password: bool,
}

impl From<&accounts::Account> for AccountView {
    fn from(account: &accounts::Account) -> Self {
        Self {
            id: account.id,
            name: account.name.clone(),
            display_name: account.display_name.clone(),
            role: account.role,
            unit: account.unit,
            must_change_password: account.must_change_password,
        }
    }
}

/// Who makes a request.
#[derive(Debug, Clone)]
pub struct Session {
    /// For use cases.
    pub actor: Actor,
    /// For showing.
    pub account: AccountView,
    /// Token of this session's forms.
    pub csrf: String,
    /// Identity.
    pub id: SessionId,
    /// The state of the database when the request came: the length of the audit chain.
    pub state: i64,
}

/// Who makes a request. `secret`: the cookie of a page, or the token of the API. Role and unit are those of this instant.
pub fn resume(db: &Db, secret: &str, door: Door, source: &str, now: DateTime<Utc>) -> Result<Session, AccessError> {
    let session = resume_to_change_password(db, secret, door, source, now)?;
    if session.account.must_change_password {
        return Err(AccessError::MustChangePassword);
    }
    Ok(session)
}

/// As [`resume`], also for somebody who has to change the password first. Only the page where that is done may call it.
pub fn resume_to_change_password(
    db: &Db,
    secret: &str,
    door: Door,
    source: &str,
    now: DateTime<Utc>,
) -> Result<Session, AccessError> {
    let secret = inner_secret(db, secret, door, now)?;
    let (row, account, state) = db.read(|c| {
        let row = sessions::find(c, &secret::hash(&secret))?.ok_or(AccessError::NotSignedIn)?;
        let account = accounts::get(c, row.account)?.ok_or(AccessError::NotSignedIn)?;
        Ok::<_, AccessError>((row, account, chain::count(c)?))
    })?;
    let idle = door == Door::Page && row.last_seen_at + IDLE <= now;
    if row.door != door.as_str() || row.expires_at <= now || idle || account.disabled_at.is_some() {
        return Err(AccessError::NotSignedIn);
    }
    if row.last_seen_at + NOTED_EVERY <= now {
        db.write(|c| sessions::touch(c, row.id, now))?;
    }
    Ok(Session {
        actor: actor(&account, door, source),
        account: AccountView::from(&account),
        csrf: csrf_token(db.keys(), &secret),
        id: row.id,
        state,
    })
}

/// Ends a session at the server. One that has already ended is no error: the result is the one that was asked for.
pub fn sign_out(db: &Db, secret: &str, door: Door, source: &str, now: DateTime<Utc>) -> Result<(), AccessError> {
    let session = match resume_to_change_password(db, secret, door, source, now) {
        Ok(session) => session,
        Err(AccessError::NotSignedIn) => return Ok(()),
        Err(error) => return Err(error),
    };
    db.write(|c| {
        if sessions::delete(c, session.id)? {
            let (object_id, unit) = (Some(session.account.id.0), Some(session.account.unit));
            let detail = serde_json::json!({"session": session.id});
            let event = AuditEvent { action: "access.sign_out", object: "account", object_id, unit, detail };
            audit(c, &session.actor, event)?;
        }
        Ok(())
    })
}

/// Somebody for whom work goes on in the background that they began; `None` once the account is closed.
pub fn acting_for(conn: &mut Conn, account: AccountId) -> Result<Option<Actor>, StoreError> {
    let open = accounts::get(conn, account)?.filter(|account| account.disabled_at.is_none());
    Ok(open.map(|account| actor(&account, Door::Job, "máy chủ")))
}

/// The actor that an account is.
pub(super) fn actor(account: &accounts::Account, door: Door, source: &str) -> Actor {
    let rights = Rights::Account { account: account.id, role: account.role, unit: account.unit };
    Actor { rights, door, source: source.to_owned() }
}

/// The session's secret within what the door was given.
fn inner_secret(db: &Db, secret: &str, door: Door, now: DateTime<Utc>) -> Result<String, AccessError> {
    match door {
        Door::Api => token::read(db.keys(), secret, now),
        Door::Page => Ok(secret.to_owned()),
        Door::Command | Door::Job => Err(AccessError::NotSignedIn),
    }
}
