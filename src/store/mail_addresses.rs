//! Addresses that reports are sent to by themselves, who let them in, and who no longer wants to be written to.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::any::AnyConnection;
use super::connection::Conn;
use super::error::StoreError;
use super::schema::{account, mail_address, unit_ancestor, unsubscription};
use crate::model::id::{AccountId, AddressId, MailScheduleId, UnitId};
use crate::model::role::Role;

/// The most addresses that one list shows.
pub const LIST_LIMIT: i64 = 1_000;

/// Who did something, and when.
pub type Done = (Option<AccountId>, DateTime<Utc>);

/// An address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAddress {
    /// Identity.
    pub id: AddressId,
    /// The unit it belongs to.
    pub unit: UnitId,
    /// `chutich@camngoc.gov.vn`.
    pub address: String,
    /// Whose it is: `Đ/c Chủ tịch UBND xã`.
    pub holder: String,
    /// The account of that person, where there is one.
    pub holder_account: Option<AccountId>,
    /// Who typed it.
    pub entered: Done,
    /// Who confirmed it.
    pub confirmed: Option<Done>,
    /// Who gave it up.
    pub retired: Option<Done>,
}

impl MailAddress {
    /// Whether mail may go there.
    pub fn is_usable(&self) -> bool {
        self.confirmed.is_some() && self.retired.is_none()
    }
}

/// An address as it is typed.
#[derive(Debug, Clone, Copy)]
pub struct NewAddress<'a> {
    /// The unit it belongs to.
    pub unit: UnitId,
    /// The address, checked.
    pub address: &'a str,
    /// Whose it is.
    pub holder: &'a str,
    /// The account of that person.
    pub holder_account: Option<AccountId>,
    /// Who typed it.
    pub account: Option<AccountId>,
}

/// Somebody who no longer wants mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsubscription {
    /// Which address.
    pub address: AddressId,
    /// Of which schedule; of all where none is named.
    pub schedule: Option<MailScheduleId>,
    /// How it was asked for: `page` or `reply`.
    pub asked: String,
    /// Who wrote it down.
    pub account: Option<AccountId>,
    /// When.
    pub asked_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = mail_address)]
struct Row {
    id: i64,
    unit_id: i64,
    address: String,
    holder: String,
    holder_account_id: Option<i64>,
    entered_by: Option<i64>,
    entered_at: NaiveDateTime,
    confirmed_by: Option<i64>,
    confirmed_at: Option<NaiveDateTime>,
    retired_by: Option<i64>,
    retired_at: Option<NaiveDateTime>,
}

impl From<Row> for MailAddress {
    fn from(row: Row) -> Self {
        let done = |by: Option<i64>, at: NaiveDateTime| (by.map(AccountId), at.and_utc());
        Self {
            id: AddressId(row.id),
            unit: UnitId(row.unit_id),
            address: row.address,
            holder: row.holder,
            holder_account: row.holder_account_id.map(AccountId),
            entered: done(row.entered_by, row.entered_at),
            confirmed: row.confirmed_at.map(|at| done(row.confirmed_by, at)),
            retired: row.retired_at.map(|at| done(row.retired_by, at)),
        }
    }
}

/// Keeps an address; nothing where the unit already has it in use.
pub fn insert(conn: &mut Conn, new: &NewAddress<'_>, at: DateTime<Utc>) -> Result<Option<AddressId>, StoreError> {
    let row = (
        mail_address::unit_id.eq(new.unit.0),
        mail_address::address.eq(new.address),
        mail_address::holder.eq(new.holder),
        mail_address::holder_account_id.eq(new.holder_account.map(|account| account.0)),
        mail_address::entered_by.eq(new.account.map(|account| account.0)),
        mail_address::entered_at.eq(at.naive_utc()),
    );
    // Without a named target: the only thing that two rows can collide in is the index of addresses in use.
    let id: Option<i64> = on_each!(&mut *conn.any, |c| diesel::insert_into(mail_address::table)
        .values(row)
        .on_conflict_do_nothing()
        .returning(mail_address::id)
        .get_result(c)
        .optional()?);
    Ok(id.map(AddressId))
}

/// An address, given up or not.
pub fn find(conn: &mut Conn, id: AddressId) -> Result<Option<MailAddress>, StoreError> {
    let row = mail_address::table.find(id.0).select(Row::as_select()).first(&mut *conn.any);
    Ok(row.optional()?.map(MailAddress::from))
}

/// An address that nobody else changes until the transaction ends.
pub fn find_locked(conn: &mut Conn, id: AddressId) -> Result<Option<MailAddress>, StoreError> {
    // SQLite has one writer at a time; there the transaction itself is the lock.
    if let AnyConnection::Postgres(c) = &mut *conn.any {
        mail_address::table.find(id.0).select(mail_address::id).for_update().first::<i64>(c).optional()?;
    }
    find(conn, id)
}

/// Addresses of a unit and of the units below it, by unit and holder; of all units without one. Those that were given up come with the others.
pub fn list(conn: &mut Conn, scope: Option<UnitId>) -> Result<Vec<MailAddress>, StoreError> {
    let mut query = mail_address::table.select(Row::as_select()).into_boxed();
    if let Some(scope) = scope {
        let below = unit_ancestor::table.filter(unit_ancestor::ancestor_id.eq(scope.0)).select(unit_ancestor::unit_id);
        query = query.filter(mail_address::unit_id.eq(scope.0).or(mail_address::unit_id.eq_any(below)));
    }
    let ordered = query.order((mail_address::unit_id, mail_address::holder, mail_address::id)).limit(LIST_LIMIT);
    let rows: Vec<Row> = ordered.load(&mut *conn.any)?;
    Ok(rows.into_iter().map(MailAddress::from).collect())
}

/// The usable addresses of everybody who holds a role in a unit and whose account is open, by account.
pub fn of_role(conn: &mut Conn, unit: UnitId, role: Role) -> Result<Vec<MailAddress>, StoreError> {
    let holders: Vec<i64> = account::table
        .filter(account::unit_id.eq(unit.0))
        .filter(account::role.eq(role.as_str()))
        .filter(account::disabled_at.is_null())
        .select(account::id)
        .load(&mut *conn.any)?;
    let rows: Vec<Row> = mail_address::table
        .filter(mail_address::holder_account_id.eq_any(holders))
        .filter(mail_address::confirmed_at.is_not_null())
        .filter(mail_address::retired_at.is_null())
        .order((mail_address::holder_account_id, mail_address::id))
        .select(Row::as_select())
        .load(&mut *conn.any)?;
    Ok(rows.into_iter().map(MailAddress::from).collect())
}

/// Notes who confirmed an address; `false` where it was confirmed or given up before.
pub fn confirm(conn: &mut Conn, id: AddressId, (by, at): Done) -> Result<bool, StoreError> {
    let open = mail_address::table
        .filter(mail_address::id.eq(id.0))
        .filter(mail_address::confirmed_at.is_null())
        .filter(mail_address::retired_at.is_null());
    let change =
        (mail_address::confirmed_by.eq(by.map(|account| account.0)), mail_address::confirmed_at.eq(at.naive_utc()));
    Ok(diesel::update(open).set(change).execute(&mut *conn.any)? == 1)
}

/// Gives an address up; `false` where it was given up before.
pub fn retire(conn: &mut Conn, id: AddressId, (by, at): Done) -> Result<bool, StoreError> {
    let used = mail_address::table.filter(mail_address::id.eq(id.0)).filter(mail_address::retired_at.is_null());
    let change =
        (mail_address::retired_by.eq(by.map(|account| account.0)), mail_address::retired_at.eq(at.naive_utc()));
    Ok(diesel::update(used).set(change).execute(&mut *conn.any)? == 1)
}

/// Who no longer wants mail, of these addresses.
pub fn unsubscribed(conn: &mut Conn, of: &[AddressId]) -> Result<Vec<Unsubscription>, StoreError> {
    type Row = (i64, Option<i64>, String, Option<i64>, NaiveDateTime);
    let rows: Vec<Row> = unsubscription::table
        .filter(unsubscription::address_id.eq_any(of.iter().map(|id| id.0)))
        .filter(unsubscription::ended_at.is_null())
        .order(unsubscription::id)
        .select((
            unsubscription::address_id,
            unsubscription::schedule_id,
            unsubscription::asked,
            unsubscription::account_id,
            unsubscription::asked_at,
        ))
        .load(&mut *conn.any)?;
    let read = |(address, schedule, asked, account, at): Row| Unsubscription {
        address: AddressId(address),
        schedule: schedule.map(MailScheduleId),
        asked,
        account: account.map(AccountId),
        asked_at: at.and_utc(),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Writes down that somebody no longer wants mail.
pub fn unsubscribe(conn: &mut Conn, new: &Unsubscription) -> Result<(), StoreError> {
    let row = (
        unsubscription::address_id.eq(new.address.0),
        unsubscription::schedule_id.eq(new.schedule.map(|id| id.0)),
        unsubscription::asked.eq(&new.asked),
        unsubscription::account_id.eq(new.account.map(|id| id.0)),
        unsubscription::asked_at.eq(new.asked_at.naive_utc()),
    );
    diesel::insert_into(unsubscription::table).values(row).execute(&mut *conn.any)?;
    Ok(())
}

/// Writes down that an address wants its mail again: that of one schedule, or without one what was stopped altogether; whether it had been.
pub fn subscribe_again(
    conn: &mut Conn,
    address: AddressId,
    schedule: Option<MailScheduleId>,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let open = unsubscription::table
        .filter(unsubscription::address_id.eq(address.0))
        .filter(unsubscription::ended_at.is_null());
    let ended = unsubscription::ended_at.eq(at.naive_utc());
    let changed = match schedule {
        Some(only) => {
            diesel::update(open.filter(unsubscription::schedule_id.eq(only.0))).set(ended).execute(&mut *conn.any)?
        }
        None => {
            diesel::update(open.filter(unsubscription::schedule_id.is_null())).set(ended).execute(&mut *conn.any)?
        }
    };
    Ok(changed > 0)
}

/// Every usable address with the role of its holder's account, where there is one that is open.
pub fn usable(conn: &mut Conn) -> Result<Vec<(MailAddress, Option<Role>)>, StoreError> {
    let rows: Vec<Row> = mail_address::table
        .filter(mail_address::confirmed_at.is_not_null())
        .filter(mail_address::retired_at.is_null())
        .order((mail_address::unit_id, mail_address::id))
        .select(Row::as_select())
        .load(&mut *conn.any)?;
    let open: Vec<(i64, String)> = account::table
        .filter(account::disabled_at.is_null())
        .select((account::id, account::role))
        .load(&mut *conn.any)?;
    let role = |of: AccountId| open.iter().find(|(id, _)| *id == of.0).and_then(|(_, word)| Role::parse(word));
    Ok(rows
        .into_iter()
        .map(MailAddress::from)
        .map(|address| {
            let role = address.holder_account.and_then(role);
            (address, role)
        })
        .collect())
}

/// Whether an address was known once and is in use nowhere any more.
pub fn is_given_up(conn: &mut Conn, address: &str) -> Result<bool, StoreError> {
    let given_up: Vec<bool> = mail_address::table
        .filter(mail_address::address.eq(address.to_lowercase()))
        .select(mail_address::retired_at.is_not_null())
        .load(&mut *conn.any)?;
    Ok(!given_up.is_empty() && given_up.into_iter().all(|given_up| given_up))
}

/// The addresses, as text, whose holders want no mail at all.
pub fn silent(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    Ok(unsubscription::table
        .inner_join(mail_address::table.on(mail_address::id.eq(unsubscription::address_id)))
        .filter(unsubscription::schedule_id.is_null())
        .filter(unsubscription::ended_at.is_null())
        .select(mail_address::address)
        .distinct()
        .load(&mut *conn.any)?)
}

/// The addresses of an account that are in use, by unit.
pub fn of_account(conn: &mut Conn, holder: AccountId) -> Result<Vec<MailAddress>, StoreError> {
    let rows: Vec<Row> = mail_address::table
        .filter(mail_address::holder_account_id.eq(holder.0))
        .filter(mail_address::retired_at.is_null())
        .order((mail_address::unit_id, mail_address::id))
        .select(Row::as_select())
        .load(&mut *conn.any)?;
    Ok(rows.into_iter().map(MailAddress::from).collect())
}
