//! What goes out: workbooks and mail.

mod addresses;
mod delivered;
mod due_command;
mod faults;
mod hostile_names;
mod injected;
mod jobs;
mod kinds;
mod mail;
mod mail_server;
mod mailing_pages;
mod outbox;
mod printed;
mod readers;
mod real_server;
mod reminder_words;
mod schedule_contents;
mod schedule_documents;
mod schedules;
mod schedules_pages;
mod servers;
pub mod sink;
mod small;
mod workbook;

use chrono::{DateTime, Utc};
use tiendo::access::{Actor, Door, InitialPassword, NewAccount, Rights, create_account};
use tiendo::mail::SendReport;
use tiendo::model::role::Role;
use tiendo::store::{Db, units};

/// The instant at which these tests happen: 13/6/2023, 9 o'clock in Vietnam.
fn now() -> DateTime<Utc> {
    "2023-06-13T02:00:00Z".parse().unwrap()
}

/// Somebody with a role in a unit.
pub fn actor(db: &Db, role: Role, slug: &str) -> Actor {
    let unit = db.read(|c| units::find_by_slug(c, slug, now().date_naive())).unwrap().unwrap().id;
    let new = NewAccount {
        name: format!("{}.{}", role.as_str(), slug.replace('/', ".")),
        display_name: "Lê Thị Hoa".to_owned(),
        role,
        unit,
        password: InitialPassword::Lasting,
    };
    let account = create_account(db, &Actor::operator(), &new, now()).unwrap();
    let rights = Rights::Account { account: account.id, role, unit };
    Actor { rights, door: Door::Page, source: "192.0.2.1".to_owned() }
}

/// A report of the commune to its chairman.
fn to_the_chairman(form_key: &str) -> SendReport {
    SendReport {
        campaign: "cam-ngoc-2023".to_owned(),
        unit: None,
        as_of: None,
        recipient: "chutich@camngoc.gov.vn".to_owned(),
        looked_again: true,
        note: Some("Kính chuyển đồng chí xem trước cuộc họp giao ban.".to_owned()),
        form_key: form_key.to_owned(),
        now: now(),
    }
}
