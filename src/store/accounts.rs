//! Accounts.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::any::AnyConnection;
use super::connection::Conn;
use super::error::StoreError;
use super::schema::{account, unit_ancestor};
use crate::model::id::{AccountId, UnitId};
use crate::model::role::Role;

/// An account as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
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
    /// Argon2id in PHC form.
    pub password_hash: String,
    /// Whether the password is a one-time one.
    pub must_change_password: bool,
    /// Since when it is closed.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Wrong passwords since the last right one.
    pub failed_logins: u32,
    /// Until when no password is accepted.
    pub locked_until: Option<DateTime<Utc>>,
    /// Last time somebody signed in.
    pub last_login_at: Option<DateTime<Utc>>,
}

/// What a new account is made of.
#[derive(Debug)]
pub struct NewAccount<'a> {
    /// Name to sign in with, in the form that [`find_by_name`] is asked for.
    pub name: &'a str,
    /// Name shown.
    pub display_name: &'a str,
    /// Role.
    pub role: Role,
    /// Unit.
    pub unit: UnitId,
    /// Argon2id in PHC form.
    pub password_hash: &'a str,
    /// Whether the password is a one-time one.
    pub must_change_password: bool,
    /// Now.
    pub created_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = account)]
struct Row {
    id: i64,
    name: String,
    display_name: String,
    role: String,
    unit_id: i64,
    password_hash: String,
    must_change_password: bool,
    disabled_at: Option<NaiveDateTime>,
    failed_logins: i32,
    locked_until: Option<NaiveDateTime>,
    last_login_at: Option<NaiveDateTime>,
}

impl Row {
    fn into_account(self) -> Result<Account, StoreError> {
        Ok(Account {
            id: AccountId(self.id),
            role: Role::parse(&self.role).ok_or_else(|| StoreError::corrupt(format!("vai trò {}", self.role)))?,
            name: self.name,
            display_name: self.display_name,
            unit: UnitId(self.unit_id),
            password_hash: self.password_hash,
            must_change_password: self.must_change_password,
            disabled_at: self.disabled_at.map(|at| at.and_utc()),
            failed_logins: u32::try_from(self.failed_logins).unwrap_or(0),
            locked_until: self.locked_until.map(|at| at.and_utc()),
            last_login_at: self.last_login_at.map(|at| at.and_utc()),
        })
    }
}

/// The account of a name.
pub fn find_by_name(conn: &mut Conn, name: &str) -> Result<Option<Account>, StoreError> {
    let row = account::table.filter(account::name.eq(name)).select(Row::as_select()).first(&mut *conn.any);
    row.optional()?.map(Row::into_account).transpose()
}

/// An account.
pub fn get(conn: &mut Conn, id: AccountId) -> Result<Option<Account>, StoreError> {
    let row = account::table.find(id.0).select(Row::as_select()).first(&mut *conn.any);
    row.optional()?.map(Row::into_account).transpose()
}

/// An account that nobody else changes until the transaction ends.
pub fn get_locked(conn: &mut Conn, id: AccountId) -> Result<Option<Account>, StoreError> {
    // SQLite has one writer at a time; there the transaction itself is the lock.
    if let AnyConnection::Postgres(c) = &mut *conn.any {
        account::table.find(id.0).select(account::id).for_update().first::<i64>(c).optional()?;
    }
    get(conn, id)
}

/// All accounts, by name.
pub fn all(conn: &mut Conn) -> Result<Vec<Account>, StoreError> {
    let rows: Vec<Row> = account::table.order(account::id).select(Row::as_select()).load(&mut *conn.any)?;
    rows.into_iter().map(Row::into_account).collect()
}

/// Writes a new account. A name in use is a unique violation.
pub fn insert(conn: &mut Conn, new: &NewAccount<'_>) -> Result<AccountId, StoreError> {
    let id = diesel::insert_into(account::table)
        .values((
            account::name.eq(new.name),
            account::display_name.eq(new.display_name),
            account::role.eq(new.role.as_str()),
            account::unit_id.eq(new.unit.0),
            account::password_hash.eq(new.password_hash),
            account::must_change_password.eq(new.must_change_password),
            account::failed_logins.eq(0),
            account::created_at.eq(new.created_at.naive_utc()),
        ))
        .returning(account::id)
        .get_result(&mut *conn.any)?;
    Ok(AccountId(id))
}

/// Notes a wrong password.
pub fn note_failure(
    conn: &mut Conn,
    id: AccountId,
    failed_logins: u32,
    locked_until: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    diesel::update(account::table.find(id.0))
        .set((
            account::failed_logins.eq(i32::try_from(failed_logins).unwrap_or(i32::MAX)),
            account::locked_until.eq(locked_until.map(|at| at.naive_utc())),
        ))
        .execute(&mut *conn.any)?;
    Ok(())
}

/// Notes a right password: the wrong ones before it are forgotten.
pub fn note_success(conn: &mut Conn, id: AccountId, at: DateTime<Utc>) -> Result<(), StoreError> {
    diesel::update(account::table.find(id.0))
        .set((
            account::failed_logins.eq(0),
            account::locked_until.eq(None::<NaiveDateTime>),
            account::last_login_at.eq(at.naive_utc()),
        ))
        .execute(&mut *conn.any)?;
    Ok(())
}

/// Gives an account another password.
pub fn set_password(conn: &mut Conn, id: AccountId, hash: &str, must_change: bool) -> Result<(), StoreError> {
    diesel::update(account::table.find(id.0))
        .set((
            account::password_hash.eq(hash),
            account::must_change_password.eq(must_change),
            account::failed_logins.eq(0),
            account::locked_until.eq(None::<NaiveDateTime>),
        ))
        .execute(&mut *conn.any)?;
    Ok(())
}

/// Closes an account, or opens it again.
pub fn set_disabled(conn: &mut Conn, id: AccountId, since: Option<DateTime<Utc>>) -> Result<(), StoreError> {
    diesel::update(account::table.find(id.0))
        .set(account::disabled_at.eq(since.map(|at| at.naive_utc())))
        .execute(&mut *conn.any)?;
    Ok(())
}

/// Whether a unit is another one or ever stood below it: whoever ran a campaign keeps the view of it after a merger, and the successor gets it.
pub fn is_within(conn: &mut Conn, unit: UnitId, above: UnitId) -> Result<bool, StoreError> {
    let found = unit_ancestor::table
        .filter(unit_ancestor::unit_id.eq(unit.0).and(unit_ancestor::ancestor_id.eq(above.0)))
        .select(unit_ancestor::depth)
        .first::<i32>(&mut *conn.any);
    Ok(found.optional()?.is_some())
}
