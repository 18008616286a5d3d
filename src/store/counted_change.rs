//! Changing people so that their standings and the counters stay right, in the transaction of the change.

use std::collections::HashMap;

use super::campaigns;
use super::catalogue;
use super::connection::Conn;
use super::counters;
use super::error::StoreError;
use super::events::{self, EnrollmentDays};
use super::recount::belonging;
use super::{people, residences, units};
use crate::model::contribution::{Ancestry, Belonging, Deltas};
use crate::model::enrollment::{EffectiveDays, effective_days};
use crate::model::id::{PersonId, ProgrammeId, UnitId};
use crate::model::programme::Catalogue;
use crate::model::tally::{CountedPerson, Rule, Standing};

/// Runs a change of a few people — their events, their particulars, where they belong — between two counts of what they contribute, and writes the
/// difference. The people are locked first, so that of two writers the second counts from what the first left.
///
/// Reads each of them twice; a change of thousands at once, like the commit of a list, does the same arithmetic in bulk.
pub fn change_counted<T, E: From<StoreError>>(
    conn: &mut Conn,
    ids: &[PersonId],
    change: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    people::lock(conn, ids)?;
    let catalogue = catalogue::load(conn)?;
    let rules = campaigns::rules(conn, &catalogue)?;
    let mut deltas = Deltas::default();
    let before = add(conn, ids, -1, &rules, &mut deltas)?;
    let outcome = change(conn)?;
    let after = add(conn, ids, 1, &rules, &mut deltas)?;
    for (person, days) in &after {
        if before.get(person) != Some(days) {
            renew_standings(conn, *person, days, &catalogue)?;
        }
    }
    counters::add(conn, &deltas.into_steps())?;
    Ok(outcome)
}

/// Adds or takes back what people contribute as they are stored now; returns the milestones that hold.
fn add(
    conn: &mut Conn,
    ids: &[PersonId],
    sign: i64,
    rules: &[Rule],
    deltas: &mut Deltas,
) -> Result<HashMap<PersonId, EffectiveDays>, StoreError> {
    let people = people::by_ids(conn, ids)?;
    let events = events::of_people(conn, ids)?;
    let past = residences::past_of_people(conn, ids)?;
    let belongings: Vec<Belonging> = people.iter().map(|person| belonging(person, past.get(&person.id))).collect();
    let mut above: Vec<UnitId> = belongings.iter().flat_map(Belonging::units).collect();
    above.sort_unstable();
    above.dedup();
    let ancestry: Ancestry = units::ancestry(conn, &above)?;
    let mut held = HashMap::with_capacity(people.len());
    for (person, belonging) in people.iter().zip(&belongings) {
        let days = effective_days(events.get(&person.id).map_or(&[], Vec::as_slice));
        let counted = CountedPerson { life: person.life, birth_date: person.particulars.birth_date, days: &days };
        deltas.add_person(sign, &counted, belonging, rules, &ancestry);
        held.insert(person.id, days);
    }
    Ok(held)
}

fn renew_standings(
    conn: &mut Conn,
    person: PersonId,
    days: &EffectiveDays,
    catalogue: &Catalogue,
) -> Result<(), StoreError> {
    let of = |programme| Some((programme, Standing::of(programme, catalogue, days)?));
    let held = catalogue.programmes().iter().filter_map(of);
    let standings: Vec<EnrollmentDays> =
        held.map(|(programme, standing)| EnrollmentDays { person, programme: programme.id, standing }).collect();
    let kept: Vec<ProgrammeId> = standings.iter().map(|days| days.programme).collect();
    events::keep_standings_only(conn, person, &kept)?;
    if !standings.is_empty() {
        events::put_standings(conn, &standings)?;
    }
    Ok(())
}
