//! Creating accounts, giving them new one-time passwords, closing them. The first one is made by the operator on the machine.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::actor::Actor;
use super::audit::{AuditEvent, audit};
use super::authorise::authorise;
use super::error::AccessError;
use super::{password, password_rules};
use crate::model::id::{AccountId, UnitId};
use crate::model::role::{Operation, Role};
use crate::model::unit::Validity;
use crate::store::{Conn, Db, StoreError, accounts, sessions, units};

/// Fewest and most characters of a name to sign in with.
const NAME_LENGTH: std::ops::RangeInclusive<usize> = 3..=40;

/// The first password of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InitialPassword {
    /// Random; good for signing in once, then it must be changed.
    OneTime,
    /// Random and kept: accounts of the demo.
    Lasting,
    /// Chosen by the operator; the rules for passwords hold.
    Chosen(String),
}

/// What a new account is made of.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name to sign in with.
    pub name: String,
    /// Name shown.
    pub display_name: String,
    /// Role.
    pub role: Role,
    /// Unit: the account acts there and below.
    pub unit: UnitId,
    /// First password.
    pub password: InitialPassword,
}

/// A new account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedAccount {
    /// Identity.
    pub id: AccountId,
    /// Name to sign in with.
    pub name: String,
    /// The random password, to be told once; nothing where one was chosen.
    pub password: Option<String>,
}

/// Creates an account.
pub fn create_account(
    db: &Db,
    actor: &Actor,
    new: &NewAccount,
    now: DateTime<Utc>,
) -> Result<CreatedAccount, AccessError> {
    let name = canonical_name(&new.name).ok_or_else(|| AccessError::BadName(new.name.clone()))?;
    let names = db.read(|c| {
        authorise(c, actor, Operation::ManageAccounts, new.unit)?;
        names_everybody_knows(c, &name, &new.display_name, new.unit)
    })?;
    let (password, told) = first_password(&new.password, &names)?;
    let password_hash = password::hash(&password)?;
    let must_change_password = new.password == InitialPassword::OneTime;
    let id = db.write(|c| {
        authorise(c, actor, Operation::ManageAccounts, new.unit)?;
        let row = accounts::NewAccount {
            name: &name,
            display_name: &new.display_name,
            role: new.role,
            unit: new.unit,
            password_hash: &password_hash,
            must_change_password,
            created_at: now,
        };
        let id = accounts::insert(c, &row).map_err(|error| taken(error, &name))?;
        let detail = json!({"role": new.role, "one_time": must_change_password});
        note(c, actor, "access.account_created", (id, new.unit), detail)?;
        Ok::<_, AccessError>(id)
    })?;
    Ok(CreatedAccount { id, name, password: told })
}

/// Gives an account a one-time password and ends its sessions; nobody learns the old one.
pub fn reset_password(db: &Db, actor: &Actor, id: AccountId) -> Result<String, AccessError> {
    let password = password::generate()?;
    let hash = password::hash(&password)?;
    db.write(|c| {
        let account = manageable(c, actor, id)?;
        accounts::set_password(c, id, &hash, true)?;
        sessions::delete_of(c, id)?;
        note(c, actor, "access.password_reset", (id, account.unit), json!({}))
    })?;
    Ok(password)
}

/// Closes an account and ends its sessions.
pub fn disable_account(db: &Db, actor: &Actor, id: AccountId, now: DateTime<Utc>) -> Result<(), AccessError> {
    db.write(|c| {
        let account = manageable(c, actor, id)?;
        accounts::set_disabled(c, id, Some(now))?;
        sessions::delete_of(c, id)?;
        note(c, actor, "access.account_disabled", (id, account.unit), json!({}))
    })
}

/// An account that the actor may manage; any other is answered like one that does not exist.
fn manageable(conn: &mut Conn, actor: &Actor, id: AccountId) -> Result<accounts::Account, AccessError> {
    super::authorise::allowed(actor, Operation::ManageAccounts)?;
    let account = accounts::get_locked(conn, id)?.ok_or(AccessError::NotFound)?;
    authorise(conn, actor, Operation::ManageAccounts, account.unit)?;
    Ok(account)
}

/// Names that a password must not be made of.
pub(super) fn names_everybody_knows(
    conn: &mut Conn,
    name: &str,
    display_name: &str,
    unit: UnitId,
) -> Result<Vec<String>, AccessError> {
    let unit = units::get(conn, unit, Validity::END)?.ok_or(AccessError::NotFound)?;
    Ok(vec![name.to_owned(), display_name.to_owned(), unit.name])
}

fn first_password(wanted: &InitialPassword, names: &[String]) -> Result<(String, Option<String>), AccessError> {
    match wanted {
        InitialPassword::OneTime | InitialPassword::Lasting => {
            let password = password::generate()?;
            Ok((password.clone(), Some(password)))
        }
        InitialPassword::Chosen(password) => {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            password_rules::check(password, &names).map_err(AccessError::WeakPassword)?;
            Ok((password.clone(), None))
        }
    }
}

fn taken(error: StoreError, name: &str) -> AccessError {
    if error.is_unique_violation() { AccessError::NameTaken(name.to_owned()) } else { error.into() }
}

fn note(
    conn: &mut Conn,
    actor: &Actor,
    action: &str,
    (id, unit): (AccountId, UnitId),
    detail: serde_json::Value,
) -> Result<(), AccessError> {
    let event = AuditEvent { action, object: "account", object_id: Some(id.0), unit: Some(unit), detail };
    Ok(audit(conn, actor, event)?)
}

/// A name to sign in with as it is stored: lower case, a–z, digits, dot, hyphen, underscore.
pub(super) fn canonical_name(name: &str) -> Option<String> {
    let name = name.trim().to_ascii_lowercase();
    let fits = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'.' | b'-' | b'_');
    (NAME_LENGTH.contains(&name.len()) && name.bytes().all(fits)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        assert_eq!(canonical_name(" NgocBinh.To ").as_deref(), Some("ngocbinh.to"));
        for name in ["", "ab", "tổ.ngọc", "a b c", "a@b.vn", "a\nbc", &"a".repeat(41)] {
            assert_eq!(canonical_name(name), None, "{name}");
        }
    }
}
