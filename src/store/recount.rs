//! Counting everybody again from the events: for verification, and when a new tally has to be filled.

use std::collections::HashSet;

use super::campaigns;
use super::catalogue;
use super::connection::{Conn, Db};
use super::counters::{self, Step};
use super::error::StoreError;
use super::{events, people, person_barriers, residences, settings, units};
use crate::model::contribution::{Ancestry, Belonging, Deltas};
use crate::model::enrollment::effective_days;
use crate::model::id::{PersonId, UnitId};
use crate::model::person::Person;
use crate::model::tally::{CountedPerson, Rule};
use crate::model::unit::Validity;

/// People counted in one pass.
const PAGE: i64 = 2_000;

/// Where a person belongs, for counting.
pub fn belonging(person: &Person, past: Option<&Vec<(UnitId, Validity)>>) -> Belonging {
    let mut belonging = Belonging::default();
    if let Some(residence) = person.residence.as_ref().filter(|residence| residence.kind.counts()) {
        let from = residence.since.unwrap_or(Validity::BEGINNING);
        belonging.residences.push((residence.unit, Validity { from, to: Validity::END }));
    }
    belonging.residences.extend(past.into_iter().flatten().copied());
    if let Some(workplace) = &person.workplace {
        belonging.workplaces.push((workplace.unit, workplace.category, Validity::ALWAYS));
    }
    belonging
}

/// The counters as they follow from people and events.
pub fn recount(conn: &mut Conn) -> Result<Vec<Step>, StoreError> {
    let catalogue = catalogue::load(conn)?;
    let rules = campaigns::rules(conn, &catalogue)?;
    let mut ancestry = Ancestry::default();
    let mut known: HashSet<UnitId> = HashSet::new();
    let mut deltas = Deltas::default();
    let mut last = PersonId(0);
    loop {
        let page = people::page_after(conn, last, PAGE)?;
        let Some(end) = page.last() else { break };
        last = end.id;
        add_page(conn, &page, &rules, &mut ancestry, &mut known, &mut deltas)?;
    }
    Ok(deltas.into_steps())
}

/// Counts everybody again and replaces the counters.
pub fn refill(conn: &mut Conn) -> Result<(), StoreError> {
    let steps = recount(conn)?;
    counters::replace_all(conn, &steps)
}

/// What a migration leaves behind that brought new counted quantities to people who are there already.
const DUE: &str = "counters_due";

/// Counts everybody again where a migration left counters to be filled; of several servers that start together, one does it.
pub(super) fn refill_when_due(db: &Db) -> Result<(), StoreError> {
    if db.read(|conn| settings::get(conn, DUE))?.is_none() {
        return Ok(());
    }
    db.write(|conn| if settings::take_away(conn, DUE)? { refill(conn) } else { Ok(()) })
}

fn add_page(
    conn: &mut Conn,
    page: &[Person],
    rules: &[Rule],
    ancestry: &mut Ancestry,
    known: &mut HashSet<UnitId>,
    deltas: &mut Deltas,
) -> Result<(), StoreError> {
    let ids: Vec<PersonId> = page.iter().map(|person| person.id).collect();
    let events = events::of_people(conn, &ids)?;
    let noted = person_barriers::of_people(conn, &ids)?;
    let past = residences::past_of_people(conn, &ids)?;
    let belongings: Vec<Belonging> = page.iter().map(|person| belonging(person, past.get(&person.id))).collect();
    let new: Vec<UnitId> = belongings.iter().flat_map(Belonging::units).filter(|unit| known.insert(*unit)).collect();
    ancestry.extend(units::ancestry(conn, &new)?);
    for (person, belonging) in page.iter().zip(&belongings) {
        let days = effective_days(events.get(&person.id).map_or(&[], Vec::as_slice));
        let barriers = noted.get(&person.id).map_or(&[][..], Vec::as_slice);
        let (life, birth_date) = (person.life, person.particulars.birth_date);
        let counted = CountedPerson { life, birth_date, days: &days, barriers };
        deltas.add_person(1, &counted, belonging, rules, ancestry);
    }
    Ok(())
}
