//! Use case: one list with everybody on it.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde_json::json;

use super::error::FieldworkError;
use super::list::Counts;
use super::offer::target_of;
use super::reach::{self, Within};
use crate::access::{Actor, AuditEvent, Rights, audit};
use crate::model::as_of::AsOf;
use crate::model::barrier::NotedCause;
use crate::model::campaign::Campaign;
use crate::model::enrollment::{EffectiveDays, effective_days};
use crate::model::id::{AccountId, MilestoneId, PersonId, WorkListId};
use crate::model::person::Person;
use crate::model::programme::Catalogue;
use crate::model::role::Operation;
use crate::model::tally::{Goal, Standing};
use crate::model::unit::Unit;
use crate::model::work_list::{EXPIRING_DAYS, LineResult, RECENT_DAYS, Target, WorkList, WorkListKind};
use crate::people::{BarrierName, StateWord, mask, reason, state_words};
use crate::store::{Conn, Db, accounts, campaigns, catalogue, events, people, person_barriers, units, work_lists};
use crate::vn::date::PartialDate;

/// A list with everybody on it.
#[derive(Debug, Clone, PartialEq)]
pub struct ListSheet {
    /// The list.
    pub list: WorkList,
    /// The village or office.
    pub unit: Unit,
    /// The unit above it, which heads the printed list.
    pub above: Option<Unit>,
    /// The campaign.
    pub campaign: Campaign,
    /// What it is about; nothing where the catalogue no longer knows it.
    pub target: Option<Target>,
    /// The lines, in their order.
    pub lines: Vec<LineSheet>,
    /// How far it has come.
    pub counts: Counts,
    /// The latest result in it: whoever types knows those up to it.
    pub latest: i64,
    /// Whether the actor may write results and close it.
    pub may_write: bool,
    /// Whether the actor may have it printed with full phone numbers.
    pub may_reveal: bool,
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub struct LineSheet {
    /// Its number.
    pub number: i32,
    /// Who.
    pub who: LineWho,
    /// What came of the visit, where somebody has written that.
    pub result: Option<LineResult>,
    /// Who wrote it.
    pub written_by: Option<String>,
    /// Nobody has written a result, but the milestone holds since this day from elsewhere.
    pub done_elsewhere: Option<NaiveDate>,
    /// An earlier list of these days that is still open names the person too.
    pub also_on: Option<WorkListId>,
}

/// Who stands on a line.
#[derive(Debug, Clone, PartialEq)]
pub enum LineWho {
    /// Somebody whom the reader reaches.
    Known(Box<LinePerson>),
    /// Somebody who no longer belongs to the reader's units.
    Gone,
    /// Erased.
    Erased,
}

/// Somebody to visit.
#[derive(Debug, Clone, PartialEq)]
pub struct LinePerson {
    /// Identity.
    pub id: PersonId,
    /// Name.
    pub full_name: String,
    /// Birth date as far as known.
    pub birth_date: Option<PartialDate>,
    /// Head or number of the household.
    pub household: Option<String>,
    /// Address line.
    pub address: Option<String>,
    /// Masked, unless it was asked for in full.
    pub phone: Option<String>,
    /// What the person has on the day of the list.
    pub states: Vec<StateWord>,
    /// Causes noted.
    pub barriers: Vec<BarrierName>,
}

/// A list; phones are masked.
///
/// # Errors
/// No right to see people; no such list in the actor's scope.
pub fn show(db: &Db, actor: &Actor, id: WorkListId, now: DateTime<Utc>) -> Result<ListSheet, FieldworkError> {
    db.read(|conn| {
        let list = reach::list(conn, actor, Operation::ViewPeople, id)?;
        sheet(conn, actor, list, &mask::phone, now)
    })
}

/// A list with full phone numbers, to be printed for the team. The reason is kept in the audit chain.
///
/// # Errors
/// As [`show`]; no right to see numbers; a reason of fewer than five letters.
pub fn paper_with_phones(
    db: &Db,
    actor: &Actor,
    id: WorkListId,
    why: &str,
    now: DateTime<Utc>,
) -> Result<ListSheet, FieldworkError> {
    let why = reason::checked(why)?;
    db.write(|conn| {
        let list = reach::list(conn, actor, Operation::RevealNumbers, id)?;
        let unit = Some(list.unit);
        let sheet = sheet(conn, actor, list, &|phone| phone.to_owned(), now)?;
        let known = sheet.lines.iter().filter(|line| matches!(line.who, LineWho::Known(_))).count();
        let detail = json!({ "reason": reason::without_numbers(&why), "people": known });
        let event = AuditEvent { action: "work_list.reveal", object: "work_list", object_id: Some(id.0), unit, detail };
        audit(conn, actor, event)?;
        Ok(sheet)
    })
}

fn sheet(
    conn: &mut Conn,
    actor: &Actor,
    list: WorkList,
    phone: &dyn Fn(&str) -> String,
    now: DateTime<Utc>,
) -> Result<ListSheet, FieldworkError> {
    let catalogue = catalogue::load(conn)?;
    let target = target_of(conn, &catalogue, &list)?;
    let unit = units::get(conn, list.unit, list.as_of)?.ok_or(FieldworkError::NoList)?;
    let above = match unit.parent {
        Some(above) => units::get(conn, above, list.as_of)?,
        None => None,
    };
    let campaign = campaigns::get(conn, list.campaign)?.ok_or(FieldworkError::NoList)?;
    let done = target.as_ref().and_then(|target| target.done.as_ref());
    let done = done.and_then(|(dotted, _)| catalogue.milestone(dotted)).map(|(_, milestone)| milestone.id);
    let mut results = work_lists::results(conn, &[list.id])?.remove(&list.id).unwrap_or_default();
    let numbered = work_lists::lines(conn, list.id)?;
    let latest = results.values().map(|result| result.id).max().unwrap_or_default();
    let counts = Counts::of(numbered.len(), results.values());
    let names = writers(conn, results.values())?;
    let ids: Vec<PersonId> = numbered.iter().filter_map(|line| line.person).collect();
    let mut known = People::load(conn, actor, &ids, (&list, &catalogue), now)?;
    let line = |line: crate::model::work_list::WorkListLine| {
        let result = results.remove(&line.number).filter(|result| result.outcome.is_some());
        let days = line.person.and_then(|person| known.days.get(&person));
        let asked = done.filter(|_| result.is_none() && renewed_since(&catalogue, &list, days));
        let done_elsewhere = asked.and_then(|done| since(days?, done, now));
        LineSheet {
            number: line.number,
            written_by: result.as_ref().and_then(|result| names.get(&result.account).cloned()),
            done_elsewhere,
            also_on: line.person.and_then(|person| known.also_on.get(&person).copied()),
            who: known.who(line.person, &catalogue, phone, list.as_of),
            result,
        }
    };
    let lines = numbered.into_iter().map(line).collect();
    let (may_write, may_reveal) = (may(actor, Operation::MakeWorkList), may(actor, Operation::RevealNumbers));
    let may_write = may_write && list.closed_at.is_none();
    Ok(ListSheet { list, unit, above, campaign, target, lines, counts, latest, may_write, may_reveal })
}

fn may(actor: &Actor, operation: Operation) -> bool {
    match actor.rights {
        Rights::Operator => true,
        Rights::Account { role, .. } => role.may(operation),
    }
}

/// Since when a milestone holds, if it does by now; of renewals the last one.
fn since(days: &EffectiveDays, milestone: MilestoneId, now: DateTime<Utc>) -> Option<NaiveDate> {
    let today = AsOf::of_instant(now).day();
    let held = days.get(&milestone)?;
    [held.last, held.day].into_iter().find(|day| *day <= today)
}

/// Of a list of terms that end: whether the term goes on by now beyond what the list asked about. An earlier renewal says nothing of it.
fn renewed_since(catalogue: &Catalogue, list: &WorkList, days: Option<&EffectiveDays>) -> bool {
    if list.kind != WorkListKind::Expiring {
        return true;
    }
    let until = list.as_of.checked_add_days(Days::new(u64::from(EXPIRING_DAYS)));
    let programme = catalogue.by_id(list.programme);
    let standing = programme.zip(days).and_then(|(programme, days)| Standing::of(programme, catalogue, days));
    standing.and_then(|standing| standing.expires_on).zip(until).is_some_and(|(ends, until)| ends > until)
}

fn writers<'a>(
    conn: &mut Conn,
    results: impl Iterator<Item = &'a LineResult>,
) -> Result<HashMap<AccountId, String>, FieldworkError> {
    let mut names = HashMap::new();
    for account in results.map(|result| result.account) {
        if let std::collections::hash_map::Entry::Vacant(place) = names.entry(account) {
            let found = accounts::get(conn, account)?;
            place.insert(found.map_or_else(|| format!("tài khoản số {account}"), |found| found.display_name));
        }
    }
    Ok(names)
}

/// Everything about the people of a list, read at once.
struct People {
    people: HashMap<PersonId, Person>,
    days: HashMap<PersonId, EffectiveDays>,
    barriers: HashMap<PersonId, Vec<BarrierName>>,
    also_on: HashMap<PersonId, WorkListId>,
    within: Within,
}

impl People {
    fn load(
        conn: &mut Conn,
        actor: &Actor,
        ids: &[PersonId],
        (list, catalogue): (&WorkList, &Catalogue),
        now: DateTime<Utc>,
    ) -> Result<Self, FieldworkError> {
        let found = people::by_ids(conn, ids)?;
        let within = Within::of(conn, actor, &found)?;
        let names: HashMap<String, String> =
            catalogue::barriers(conn)?.into_iter().map(|barrier| (barrier.code, barrier.name)).collect();
        let stated = events::of_people(conn, ids)?.into_iter();
        let days: HashMap<PersonId, EffectiveDays> =
            stated.map(|(person, events)| (person, effective_days(&events))).collect();
        let (goals, today, nothing) = (Goal::all(catalogue), AsOf::of_instant(now).day(), EffectiveDays::new());
        let named = |(person, noted): (PersonId, Vec<NotedCause>)| {
            let held = days.get(&person).unwrap_or(&nothing);
            let holding = noted.into_iter().filter(|noted| !noted.is_overcome(&goals, held, today));
            (person, holding.map(|noted| BarrierName::of(noted.code, &names)).collect())
        };
        let barriers = person_barriers::of_people(conn, ids)?.into_iter().map(named).collect();
        Ok(Self {
            also_on: work_lists::open_lists_of(conn, ids, Some(list.id), now - TimeDelta::days(RECENT_DAYS))?,
            people: found.into_iter().map(|person| (person.id, person)).collect(),
            days,
            barriers,
            within,
        })
    }

    fn who(
        &mut self,
        id: Option<PersonId>,
        catalogue: &Catalogue,
        phone: &dyn Fn(&str) -> String,
        day: NaiveDate,
    ) -> LineWho {
        let Some(person) = id.and_then(|id| self.people.remove(&id)) else { return LineWho::Erased };
        if !self.within.has(&person) {
            return LineWho::Gone;
        }
        let nothing = EffectiveDays::new();
        let days = self.days.get(&person.id).unwrap_or(&nothing);
        let who = person.particulars;
        LineWho::Known(Box::new(LinePerson {
            id: person.id,
            full_name: who.full_name,
            birth_date: who.birth_date,
            household: person.residence.as_ref().and_then(|residence| residence.household.clone()),
            address: person.residence.as_ref().and_then(|residence| residence.address_line.clone()),
            phone: who.phone.as_deref().map(phone),
            states: state_words(catalogue, days, day),
            barriers: self.barriers.remove(&person.id).unwrap_or_default(),
        }))
    }
}
