//! To whom a schedule sends: confirmed addresses, and those of everybody who holds a role in a unit; each address once, without those who have asked
//! for no more mail.

use crate::model::id::MailScheduleId;
use crate::model::mail_schedule::Addressee;
use crate::store::mail_addresses::{self, MailAddress};
use crate::store::{Conn, StoreError};

/// The addresses that get the mail now.
pub(in crate::mail) fn recipients(
    conn: &mut Conn,
    schedule: MailScheduleId,
    named: &[Addressee],
) -> Result<Vec<MailAddress>, StoreError> {
    let mut found: Vec<MailAddress> = Vec::new();
    for addressee in named {
        let more = match addressee {
            Addressee::Address(id) => mail_addresses::find(conn, *id)?.into_iter().collect(),
            Addressee::Role { unit, role } => mail_addresses::of_role(conn, *unit, *role)?,
        };
        for address in more.into_iter().filter(MailAddress::is_usable) {
            if !found.iter().any(|known| known.address == address.address) {
                found.push(address);
            }
        }
    }
    let ids: Vec<_> = found.iter().map(|address| address.id).collect();
    let unsubscribed = mail_addresses::unsubscribed(conn, &ids)?;
    found.retain(|address| {
        let mut of = unsubscribed.iter().filter(|one| one.address == address.id);
        !of.any(|one| one.schedule.is_none_or(|only| only == schedule))
    });
    Ok(found)
}
