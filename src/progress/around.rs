//! What stands around the figures on a leader's page: whom to call, what units last handed in, what holds people back.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::error::ProgressError;
use super::report::ProgressReport;
use crate::access::{self, Actor, Rights};
use crate::model::id::UnitId;
use crate::model::role::Operation;
use crate::store::barrier_counts::{self, BarrierCount};
use crate::store::last_round::{self, LastSubmission};
use crate::store::unit_barriers::{self, UnitBarrierCount};
use crate::store::units::Contact;
use crate::store::{Db, units};

/// Causes that are shown.
const BARRIERS: i64 = 6;

/// What stands around the figures.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// The first contact of each unit below.
    pub contacts: HashMap<UnitId, Contact>,
    /// What each unit below last handed in.
    pub submissions: HashMap<UnitId, LastSubmission>,
    /// The most frequent causes and how many people each holds back, in the unit and below. Whoever sees figures sees these; who the people are is for
    /// those who see people.
    pub barriers: Vec<BarrierCount>,
    /// What holds whole units back, the unit and those below it, most frequent first.
    pub unit_barriers: Vec<UnitBarrierCount>,
}

/// Reads what stands around a report that the actor has been given. Phones are told only to those who chase reports.
pub fn around(db: &Db, actor: &Actor, report: &ProgressReport, now: DateTime<Utc>) -> Result<Around, ProgressError> {
    let Some(unit) = report.path.last() else { return Ok(Around::default()) };
    let below: Vec<UnitId> = report.children.iter().map(|(unit, _)| unit.id).collect();
    db.read(|conn| {
        access::authorise(conn, actor, Operation::ViewFigures, unit.id)?;
        let all = units::contacts_of(conn, &below)?;
        let mut contacts: HashMap<UnitId, Contact> =
            all.into_iter().filter_map(|(unit, contacts)| Some((unit, contacts.into_iter().next()?))).collect();
        if !(may(actor, Operation::ManageRounds) || may(actor, Operation::SendMail)) {
            contacts.values_mut().for_each(|contact| contact.phone = None);
        }
        let barriers = barrier_counts::most_frequent(conn, unit.id, report.as_of.day(), BARRIERS)?;
        let submissions = last_round::last_submissions(conn, report.campaign.id, &below, now)?;
        let unit_barriers = unit_barriers::most_frequent(conn, report.campaign.id, unit.id, report.as_of.day())?;
        Ok(Around { contacts, submissions, barriers, unit_barriers })
    })
}

fn may(actor: &Actor, operation: Operation) -> bool {
    match actor.rights {
        Rights::Operator => true,
        Rights::Account { role, .. } => role.may(operation),
    }
}
