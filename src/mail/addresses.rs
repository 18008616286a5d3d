//! The use cases: addresses that reports are sent to by themselves. One person types an address, another one confirms it here; nobody has to open a link,
//! which a reader on a closed network could not.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::error::MailError;
use super::reach;
use super::recipient::Recipient;
use crate::access::{self, Actor, AuditEvent};
use crate::model::id::{AccountId, AddressId, UnitId};
use crate::model::role::{Operation, Role};
use crate::model::unit::Unit;
use crate::store::mail_addresses::{self, MailAddress, NewAddress, Unsubscription};
use crate::store::{Conn, Db, StoreError, accounts, units};

/// Most characters of whose address it is.
pub const LONGEST_HOLDER: usize = 120;

/// An address as it is typed.
#[derive(Debug, Clone, Default)]
pub struct TypedAddress {
    /// Slug of the unit it belongs to.
    pub unit: String,
    /// The address.
    pub address: String,
    /// Whose it is; the account's name where one is given and this is empty.
    pub holder: String,
    /// The name of that person's account; may be empty.
    pub account: String,
}

/// An address in the list.
#[derive(Debug, Clone)]
pub struct AddressLine {
    /// The address.
    pub address: MailAddress,
    /// The unit it belongs to.
    pub unit: Unit,
    /// Who typed it.
    pub entered_by: String,
    /// Who confirmed it.
    pub confirmed_by: Option<String>,
    /// Since when it gets no mail by its holder's wish.
    pub unsubscribed: Option<Unsubscription>,
    /// Whether the actor may confirm it.
    pub may_confirm: bool,
    /// Whether the actor may give it up.
    pub may_retire: bool,
    /// Whether the actor may say that its holder wants no mail, or wants it again.
    pub may_unsubscribe: bool,
}

/// How somebody asked for no more mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// By the holder's own account.
    OnThePage,
    /// By answering a mail; somebody of the office writes it down.
    ByReply,
}

impl Asked {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OnThePage => "page",
            Self::ByReply => "reply",
        }
    }
}

/// Keeps an address that another person has to confirm before it gets mail. The right: [`Operation::SendMail`] in the unit.
///
/// # Errors
/// Not an address, nobody's, or already there.
pub fn enter(db: &Db, actor: &Actor, typed: &TypedAddress, now: DateTime<Utc>) -> Result<AddressId, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    let recipient = Recipient::parse(&typed.address)?.to_string().to_lowercase();
    db.write(|conn| {
        let unit = reach::unit(conn, actor, &typed.unit, now)?;
        let holder = holder(conn, unit, typed)?;
        let new = NewAddress {
            unit,
            address: &recipient,
            holder: &holder.0,
            holder_account: holder.1,
            account: actor.account(),
        };
        let inserted = mail_addresses::insert(conn, &new, now)?;
        let id = inserted.ok_or_else(|| MailError::AddressInUse(recipient.clone()))?;
        note(conn, actor, "mail-address.enter", (id, unit))?;
        Ok(id)
    })
}

/// Whose address it is: in words, and the account.
fn holder(conn: &mut Conn, unit: UnitId, typed: &TypedAddress) -> Result<(String, Option<AccountId>), MailError> {
    let words = typed.holder.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = typed.account.trim();
    let account = match name {
        "" => None,
        name => {
            let none = || MailError::NoAccount(name.chars().take(60).collect());
            let found = accounts::find_by_name(conn, &name.to_lowercase())?.ok_or_else(none)?;
            let here = found.unit == unit || units::is_below(conn, found.unit, unit)?;
            Some(Some(found).filter(|found| here && found.disabled_at.is_none()).ok_or_else(none)?)
        }
    };
    let words = match &account {
        Some(account) if words.is_empty() => account.display_name.clone(),
        _ => words,
    };
    if words.is_empty() || words.chars().count() > LONGEST_HOLDER || words.chars().any(char::is_control) {
        return Err(MailError::NoHolder);
    }
    Ok((words, account.map(|account| account.id)))
}

/// Confirms an address that somebody else has typed: from now on it may get mail. The right: [`Operation::SendMail`] in its unit.
///
/// # Errors
/// Whoever typed it asks, or it was settled before.
pub fn confirm(db: &Db, actor: &Actor, id: AddressId, now: DateTime<Utc>) -> Result<(), MailError> {
    db.write(|conn| {
        let address = reachable(conn, actor, id)?;
        if address.entered.0 == actor.account() {
            return Err(MailError::OwnConfirmation);
        }
        if !mail_addresses::confirm(conn, id, (actor.account(), now))? {
            return Err(MailError::AddressSettled);
        }
        note(conn, actor, "mail-address.confirm", (id, address.unit))
    })
}

/// Gives an address up: it gets no mail any more. The right: [`Operation::SendMail`] in its unit.
///
/// # Errors
/// It was given up before.
pub fn retire(db: &Db, actor: &Actor, id: AddressId, now: DateTime<Utc>) -> Result<(), MailError> {
    db.write(|conn| {
        let address = reachable(conn, actor, id)?;
        if !mail_addresses::retire(conn, id, (actor.account(), now))? {
            return Err(MailError::AddressSettled);
        }
        note(conn, actor, "mail-address.retire", (id, address.unit))
    })
}

/// Writes down that the holder of an address wants no more mail by itself, or wants it again. The holder's own account always may; others with
/// [`Operation::SendMail`] write down what was asked in an answer, except for leaders.
///
/// # Errors
/// Somebody else asks for a leader.
pub fn set_subscribed(
    db: &Db,
    actor: &Actor,
    id: AddressId,
    subscribed: bool,
    now: DateTime<Utc>,
) -> Result<(), MailError> {
    db.write(|conn| {
        let address = mail_addresses::find_locked(conn, id)?.ok_or(MailError::NotFound)?;
        let asked = asked(conn, actor, &address)?;
        let known = mail_addresses::unsubscribed(conn, &[id])?.iter().any(|one| one.schedule.is_none());
        let action = match (subscribed, known) {
            (true, true) => {
                mail_addresses::subscribe_again(conn, id, None, now)?;
                "mail-address.subscribe"
            }
            (false, false) => {
                let (asked, account) = (asked.as_str().to_owned(), actor.account());
                let new = Unsubscription { address: id, schedule: None, asked, account, asked_at: now };
                mail_addresses::unsubscribe(conn, &new)?;
                "mail-address.unsubscribe"
            }
            _ => return Ok(()),
        };
        note(conn, actor, action, (id, address.unit))
    })
}

fn asked(conn: &mut Conn, actor: &Actor, address: &MailAddress) -> Result<Asked, MailError> {
    if actor.account().is_some() && actor.account() == address.holder_account {
        return Ok(Asked::OnThePage);
    }
    reach::of_unit(conn, actor, address.unit, || MailError::NotFound)?;
    let holder = match address.holder_account {
        Some(account) => accounts::get(conn, account)?,
        None => None,
    };
    if holder.is_some_and(|holder| holder.role == Role::Leader) {
        return Err(MailError::LeadersThemselves);
    }
    Ok(Asked::ByReply)
}

fn reachable(conn: &mut Conn, actor: &Actor, id: AddressId) -> Result<MailAddress, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    let address = mail_addresses::find_locked(conn, id)?.ok_or(MailError::NotFound)?;
    reach::of_unit(conn, actor, address.unit, || MailError::NotFound)?;
    Ok(address)
}

fn note(conn: &mut Conn, actor: &Actor, action: &str, (id, unit): (AddressId, UnitId)) -> Result<(), MailError> {
    let (object_id, unit) = (Some(id.0), Some(unit));
    let event = AuditEvent { action, object: "mail-address", object_id, unit, detail: json!({}) };
    Ok(access::audit(conn, actor, event)?)
}

/// Addresses in the actor's scope, those in use first. The right: [`Operation::SendMail`].
///
/// # Errors
/// Not allowed.
pub fn list(db: &Db, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<AddressLine>, MailError> {
    access::allowed(actor, Operation::SendMail)?;
    db.read(|conn| {
        let mut found = mail_addresses::list(conn, access::scope(actor))?;
        found.sort_by_key(|address| address.retired.is_some());
        let ids: Vec<AddressId> = found.iter().map(|address| address.id).collect();
        let unsubscribed = mail_addresses::unsubscribed(conn, &ids)?;
        let unit_ids: Vec<UnitId> = found.iter().map(|address| address.unit).collect();
        let named = units::get_many(conn, &unit_ids, now.date_naive())?;
        let mut lines = Vec::with_capacity(found.len());
        for address in found {
            let Some(unit) = named.iter().find(|unit| unit.id == address.unit).cloned() else { continue };
            let of = unsubscribed.iter().find(|one| one.address == address.id && one.schedule.is_none()).cloned();
            lines.push(line(conn, actor, (address, unit), of)?);
        }
        Ok(lines)
    })
}

fn line(
    conn: &mut Conn,
    actor: &Actor,
    (address, unit): (MailAddress, Unit),
    unsubscribed: Option<Unsubscription>,
) -> Result<AddressLine, MailError> {
    let open = address.retired.is_none();
    let may_unsubscribe = match asked(conn, actor, &address) {
        Ok(_) => address.is_usable(),
        Err(MailError::LeadersThemselves) => false,
        Err(error) => return Err(error),
    };
    Ok(AddressLine {
        entered_by: person(conn, address.entered.0)?,
        confirmed_by: match address.confirmed {
            Some((by, _)) => Some(person(conn, by)?),
            None => None,
        },
        may_confirm: open && address.confirmed.is_none() && address.entered.0 != actor.account(),
        may_retire: open,
        may_unsubscribe,
        address,
        unit,
        unsubscribed,
    })
}

/// Who an account is; whoever runs commands on the machine has none.
pub(super) fn person(conn: &mut Conn, account: Option<AccountId>) -> Result<String, StoreError> {
    let Some(account) = account else { return Ok("người quản lý máy chủ".to_owned()) };
    Ok(accounts::get(conn, account)?.map_or_else(|| format!("tài khoản {account}"), |account| account.display_name))
}
