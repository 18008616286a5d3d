//! The use cases: what mail somebody with an account gets by itself, and stopping it without asking anybody.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::error::MailError;
use crate::access::{self, Actor, AuditEvent};
use crate::model::id::{AccountId, AddressId, MailScheduleId};
use crate::model::mail_schedule::Addressee;
use crate::store::mail_addresses::{self, MailAddress, Unsubscription};
use crate::store::mail_schedules::{self, Schedule};
use crate::store::{Conn, Db, StoreError, accounts};

/// An address of one's own.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnAddress {
    /// The address.
    pub address: MailAddress,
    /// Whether it was stopped altogether.
    pub stopped: bool,
    /// What is sent there by itself.
    pub schedules: Vec<OwnSchedule>,
}

/// A schedule that sends there.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnSchedule {
    /// The schedule.
    pub schedule: Schedule,
    /// Whether its mail alone was stopped.
    pub stopped: bool,
}

/// The addresses of an account with what is sent to each. Everybody reads their own.
///
/// # Errors
/// The database.
pub fn own(db: &Db, actor: &Actor) -> Result<Vec<OwnAddress>, MailError> {
    let Some(account) = actor.account() else { return Ok(Vec::new()) };
    db.read(|conn| {
        let addresses = mail_addresses::of_account(conn, account)?;
        let ids: Vec<AddressId> = addresses.iter().map(|address| address.id).collect();
        let stopped = mail_addresses::unsubscribed(conn, &ids)?;
        let running = sending_to(conn, account)?;
        Ok(addresses.into_iter().map(|address| sheet(address, &running, &stopped)).collect())
    })
}

/// The schedules in use that name one of the account's addresses or its role.
fn sending_to(conn: &mut Conn, account: AccountId) -> Result<Vec<(Schedule, bool)>, StoreError> {
    let own = accounts::get(conn, account)?;
    let of_role = |one: &Addressee| match (one, &own) {
        (Addressee::Role { unit, role }, Some(own)) => *unit == own.unit && *role == own.role,
        _ => false,
    };
    let all = mail_schedules::running(conn)?;
    Ok(all
        .into_iter()
        .map(|schedule| {
            let by_role = schedule.settings.recipients.iter().any(of_role);
            (schedule, by_role)
        })
        .collect())
}

fn sheet(address: MailAddress, running: &[(Schedule, bool)], stopped: &[Unsubscription]) -> OwnAddress {
    let of = |schedule: Option<MailScheduleId>| {
        stopped.iter().any(|one| one.address == address.id && one.schedule == schedule)
    };
    let named = |schedule: &Schedule| schedule.settings.recipients.contains(&Addressee::Address(address.id));
    let sent = running.iter().filter(|(schedule, by_role)| address.is_usable() && (*by_role || named(schedule)));
    let schedules =
        sent.map(|(schedule, _)| OwnSchedule { stopped: of(Some(schedule.id)), schedule: schedule.clone() });
    OwnAddress { schedules: schedules.collect(), stopped: of(None), address }
}

/// Stops the mail of a schedule, or without one all mail that comes by itself, to an address of one's own, or takes it up again. What is so already stays.
///
/// # Errors
/// Not an address of the account.
pub fn set_own(
    db: &Db,
    actor: &Actor,
    (id, schedule): (AddressId, Option<MailScheduleId>),
    subscribed: bool,
    now: DateTime<Utc>,
) -> Result<(), MailError> {
    db.write(|conn| {
        let address = mail_addresses::find_locked(conn, id)?.ok_or(MailError::NotFound)?;
        if actor.account().is_none() || address.holder_account != actor.account() {
            return Err(MailError::NotFound);
        }
        if let Some(schedule) = schedule {
            mail_schedules::find(conn, schedule)?.ok_or(MailError::NotFound)?;
        }
        let stopped = mail_addresses::unsubscribed(conn, &[id])?.iter().any(|one| one.schedule == schedule);
        let action = match (subscribed, stopped) {
            (true, true) => {
                mail_addresses::subscribe_again(conn, id, schedule, now)?;
                "mail-address.subscribe"
            }
            (false, false) => {
                let (asked, account) = (super::addresses::Asked::OnThePage.as_str().to_owned(), actor.account());
                mail_addresses::unsubscribe(
                    conn,
                    &Unsubscription { address: id, schedule, asked, account, asked_at: now },
                )?;
                "mail-address.unsubscribe"
            }
            _ => return Ok(()),
        };
        let detail = json!({ "schedule": schedule });
        let (object_id, unit) = (Some(id.0), Some(address.unit));
        Ok(access::audit(conn, actor, AuditEvent { action, object: "mail-address", object_id, unit, detail })?)
    })
}
