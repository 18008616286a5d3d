//! What is owed in a campaign, and by whom: reports of units in open rounds, tasks of units that have a last day, quotas that are not reached.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use super::quota_debts::owed_quotas;
use super::words::Owed;
use crate::access::{Actor, Door};
use crate::mail::error::MailError;
use crate::mail::recipient::Recipient;
use crate::model::as_of::AsOf;
use crate::model::campaign::Campaign;
use crate::model::id::{RoundId, UnitId};
use crate::model::mail_reminder::{Debt, ReminderKind};
use crate::model::role::Role;
use crate::model::unit::Unit;
use crate::rounds::{self, RoundSheet, owes};
use crate::store::mail_addresses::{self, MailAddress};
use crate::store::units::Contact;
use crate::store::{Conn, Db, StoreError, mail_reminders, rounds as store_rounds, tasks, units};
use crate::vn::date::in_text;

/// What is owed, for a mail.
#[derive(Debug, Clone)]
pub(in crate::mail) struct Owing {
    /// Who owes it.
    pub unit: Unit,
    /// What sort of thing.
    pub kind: Owed,
    /// `báo cáo «Tuần 23»`.
    pub what: String,
    /// When it was or is due, as the document says it.
    pub due: String,
    /// The round and the hop, where it is a report.
    pub report: Option<(RoundId, i32)>,
}

/// Everything that is owed in a campaign.
#[derive(Debug, Default)]
pub(in crate::mail) struct Owings {
    /// For the rule; in the order of `owing`.
    pub debts: Vec<Debt>,
    /// For the mails.
    pub owing: Vec<Owing>,
    /// Whose each address is.
    pub holders: BTreeMap<String, String>,
    /// The rounds, for the blank forms.
    pub sheets: Vec<RoundSheet>,
}

/// Who reads for units.
struct People {
    contacts: HashMap<UnitId, Vec<Contact>>,
    usable: Vec<(MailAddress, Option<Role>)>,
    silent: Vec<String>,
}

/// An address with whose it is.
type Person = (String, String);

/// The program itself, at work in the background.
pub(in crate::mail) fn program() -> Actor {
    Actor { door: Door::Job, ..Actor::operator() }
}

/// Reads what is owed at an instant.
///
/// # Errors
/// The database.
pub(in crate::mail) fn owings(db: &Db, campaign: &Campaign, now: DateTime<Utc>) -> Result<Owings, MailError> {
    let open = db.read(|conn| store_rounds::of_campaign(conn, campaign.id))?.into_iter().filter(|round| !round.locked);
    let mut found = Owings::default();
    for round in open {
        found.sheets.push(rounds::show(db, &program(), round.id, now)?);
    }
    let mut dated = Vec::new();
    for sheet in &found.sheets {
        for hop in &sheet.hops {
            for line in hop.lines.iter().filter(|line| owes(line)) {
                let reminded = line.reminders.last().map(|(_, at)| AsOf::of_instant(*at).day());
                let owing = Owing {
                    unit: line.unit.clone(),
                    kind: Owed::Report,
                    what: format!("báo cáo «{}»", sheet.round.name),
                    due: hop.due.vietnamese(),
                    report: Some((sheet.round.id, hop.number)),
                };
                dated.push((
                    owing,
                    format!("round:{}:{}:{}", sheet.round.id, hop.number, line.unit.id),
                    hop.due.day,
                    reminded,
                ));
            }
        }
    }
    dated.extend(owed_quotas(db, campaign, now)?);
    db.read(|conn| {
        dated.extend(owed_tasks(conn, campaign, AsOf::of_instant(now).day())?);
        complete(conn, campaign, &mut found, dated)
    })?;
    Ok(found)
}

/// What is owed, its name, its last day, when somebody was reminded of it last.
pub(in crate::mail) type Dated = (Owing, String, NaiveDate, Option<NaiveDate>);

fn owed_tasks(conn: &mut Conn, campaign: &Campaign, today: NaiveDate) -> Result<Vec<Dated>, StoreError> {
    let mut found = Vec::new();
    for task in tasks::of_campaign(conn, campaign.id)?.into_iter().filter(|task| task.state.is_pending()) {
        let (Some(unit), Some(due_on)) = (task.unit, task.due_on) else { continue };
        let Some(unit) = units::get(conn, unit, today)? else { continue };
        let what = format!("nhiệm vụ «{}»", shortened(&task.content));
        let due = task.due_wording.unwrap_or_else(|| in_text(due_on));
        found.push((
            Owing { unit, kind: Owed::Task, what, due, report: None },
            format!("task:{}", task.id),
            due_on,
            None,
        ));
    }
    Ok(found)
}

/// Most characters of a task in a mail.
const LONGEST_TASK: usize = 120;

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= LONGEST_TASK {
        return text;
    }
    text.chars().take(LONGEST_TASK).collect::<String>() + "…"
}

/// Adds who reads for each unit and what was told.
fn complete(conn: &mut Conn, campaign: &Campaign, found: &mut Owings, dated: Vec<Dated>) -> Result<(), StoreError> {
    let mut named: Vec<UnitId> = dated.iter().map(|(owing, ..)| owing.unit.id).collect();
    named.extend(dated.iter().filter_map(|(owing, ..)| owing.unit.parent));
    named.sort_unstable();
    named.dedup();
    let people = People {
        contacts: units::contacts_of(conn, &named)?,
        usable: mail_addresses::usable(conn)?,
        silent: mail_addresses::silent(conn)?,
    };
    let told = mail_reminders::last_told(conn, campaign.id, ReminderKind::Summary)?;
    let escalated = mail_reminders::last_told(conn, campaign.id, ReminderKind::Escalation)?;
    for (owing, item, due_on, reminded_by_hand) in dated {
        let own = people.of(owing.unit.id);
        let above = owing.unit.parent.map(|parent| people.leading(parent)).unwrap_or_default();
        found.debts.push(Debt {
            due_on,
            reminded_on: told.get(&item).copied().max(reminded_by_hand),
            escalated_on: escalated.get(&item).copied(),
            people: own.iter().map(|(address, _)| address.clone()).collect(),
            superiors: above.iter().map(|(address, _)| address.clone()).collect(),
            item,
        });
        found.owing.push(owing);
        found.holders.extend(own.into_iter().chain(above));
    }
    Ok(())
}

impl People {
    /// Who is reminded for a unit: its contact with an address; where there is none, those of its confirmed addresses that belong to no leader, else all of
    /// them.
    fn of(&self, unit: UnitId) -> Vec<Person> {
        self.first(&[
            self.contact(unit),
            self.confirmed(unit, |role| role != Some(Role::Leader)),
            self.confirmed(unit, |_| true),
        ])
    }

    /// Who is told for the level above: the leader, else the contact, else whoever has a confirmed address there.
    fn leading(&self, unit: UnitId) -> Vec<Person> {
        self.first(&[
            self.confirmed(unit, |role| role == Some(Role::Leader)),
            self.contact(unit),
            self.confirmed(unit, |_| true),
        ])
    }

    /// The first who are there, without those who want no mail.
    fn first(&self, choices: &[Vec<Person>]) -> Vec<Person> {
        let mut found = choices.iter().find(|people| !people.is_empty()).cloned().unwrap_or_default();
        found.retain(|(address, _)| !self.silent.contains(address));
        found
    }

    fn contact(&self, unit: UnitId) -> Vec<Person> {
        let readable = |contact: &Contact| {
            let address = Recipient::parse(contact.email.as_deref()?).ok()?;
            Some((address.to_string().to_lowercase(), contact.name.clone()))
        };
        self.contacts.get(&unit).into_iter().flatten().find_map(readable).into_iter().collect()
    }

    fn confirmed(&self, unit: UnitId, fits: impl Fn(Option<Role>) -> bool) -> Vec<Person> {
        let own = self.usable.iter().filter(|(address, role)| address.unit == unit && fits(*role));
        own.map(|(address, _)| (address.address.clone(), address.holder.clone())).collect()
    }
}
