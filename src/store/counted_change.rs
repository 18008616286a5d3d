//! Changing people so that their standings and the counters stay right, in the transaction of the change.

use std::collections::{HashMap, HashSet};

use super::campaigns;
use super::catalogue;
use super::connection::Conn;
use super::counters;
use super::error::StoreError;
use super::events::{self, EnrollmentDays};
use super::recount::belonging;
use super::{people, people_places, person_barriers, residences, units};
use crate::model::barrier::NotedCause;
use crate::model::contribution::{Ancestry, Belonging, Deltas};
use crate::model::enrollment::{EffectiveDays, MilestoneEvent, effective_days};
use crate::model::id::{PersonId, ProgrammeId, UnitId};
use crate::model::programme::Catalogue;
use crate::model::tally::{CountedPerson, Rule, Standing};

/// Runs a change of a few people — their events, their particulars, where they belong — between two counts of what they contribute, and writes the
/// difference. The people are locked first, so that of two writers the second counts from what the first left. Whoever has other events or causes
/// afterwards gets a new revision; so does whoever is written by [`people::update`].
///
/// Reads each of them twice; a change of thousands at once, like the commit of a list, does the same arithmetic in bulk.
pub fn change_counted<T, E: From<StoreError>>(
    conn: &mut Conn,
    ids: &[PersonId],
    change: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    let mut changes = CountedChanges::begin(conn)?;
    let outcome = changes.change(conn, ids, |conn| {
        let before = said(conn, ids)?;
        let outcome = change(conn)?;
        let after = said(conn, ids)?;
        let other = |id: &&PersonId| before.0.get(id) != after.0.get(id) || before.1.get(id) != after.1.get(id);
        let touched: Vec<PersonId> = ids.iter().filter(other).copied().collect();
        people::touch(conn, &touched, people::new_revision()?)?;
        Ok::<T, E>(outcome)
    })?;
    changes.write(conn)?;
    Ok(outcome)
}

/// Runs a change of the tree between two counts of everybody who belongs to the units that it moves, and writes the difference. Nobody else counts
/// meanwhile, and the figures of days before are not touched by what holds from a day on.
pub fn change_places<T, E: From<StoreError>>(
    conn: &mut Conn,
    moved: &[UnitId],
    change: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    let people = people_places::belonging_to(conn, moved)?;
    let mut counts = CountedChanges::begin(conn)?;
    for page in people.chunks(PAGE) {
        people::lock(conn, page)?;
        counts.add(conn, page, -1)?;
    }
    let outcome = change(conn)?;
    counts.forget_tree();
    for page in people.chunks(PAGE) {
        counts.add(conn, page, 1)?;
    }
    counts.write(conn)?;
    Ok(outcome)
}

/// People counted in one pass.
const PAGE: usize = 2_000;

/// What is known of people beside their own rows.
type Said = (HashMap<PersonId, Vec<MilestoneEvent>>, HashMap<PersonId, Vec<NotedCause>>);

fn said(conn: &mut Conn, ids: &[PersonId]) -> Result<Said, StoreError> {
    Ok((events::of_people(conn, ids)?, person_barriers::of_people(conn, ids)?))
}

/// Changes of people, piece by piece, whose differences are written together.
pub struct CountedChanges {
    catalogue: Catalogue,
    rules: Vec<Rule>,
    ancestry: Ancestry,
    known_units: HashSet<UnitId>,
    deltas: Deltas,
}

impl CountedChanges {
    /// Begins.
    pub fn begin(conn: &mut Conn) -> Result<Self, StoreError> {
        let catalogue = catalogue::load(conn)?;
        Ok(Self {
            rules: campaigns::rules(conn, &catalogue)?,
            catalogue,
            ancestry: Ancestry::default(),
            known_units: HashSet::new(),
            deltas: Deltas::default(),
        })
    }

    /// Runs a change of some people between two counts of what they contribute; their standings follow. Revisions are left to the change.
    pub fn change<T, E: From<StoreError>>(
        &mut self,
        conn: &mut Conn,
        ids: &[PersonId],
        change: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        people::lock(conn, ids)?;
        let before = self.add(conn, ids, -1)?;
        let outcome = change(conn)?;
        let after = self.add(conn, ids, 1)?;
        let other: Vec<PersonId> =
            ids.iter().filter(|id| after.contains_key(id) && before.get(id) != after.get(id)).copied().collect();
        renew_standings(conn, &other, &after, &self.catalogue)?;
        Ok(outcome)
    }

    /// Reads anew who stands above whom.
    fn forget_tree(&mut self) {
        self.ancestry = Ancestry::default();
        self.known_units.clear();
    }

    /// Writes the differences of all changes.
    pub fn write(self, conn: &mut Conn) -> Result<(), StoreError> {
        counters::add(conn, &self.deltas.into_steps())
    }

    /// Adds or takes back what people contribute as they are stored now; returns the milestones that hold.
    fn add(
        &mut self,
        conn: &mut Conn,
        ids: &[PersonId],
        sign: i64,
    ) -> Result<HashMap<PersonId, EffectiveDays>, StoreError> {
        let people = people::by_ids(conn, ids)?;
        let events = events::of_people(conn, ids)?;
        let noted = person_barriers::of_people(conn, ids)?;
        let past = residences::past_of_people(conn, ids)?;
        let belongings: Vec<Belonging> = people.iter().map(|person| belonging(person, past.get(&person.id))).collect();
        let units = belongings.iter().flat_map(Belonging::units);
        let new: Vec<UnitId> = units.filter(|unit| self.known_units.insert(*unit)).collect();
        self.ancestry.extend(units::ancestry(conn, &new)?);
        let mut held = HashMap::with_capacity(people.len());
        for (person, belonging) in people.iter().zip(&belongings) {
            let days = effective_days(events.get(&person.id).map_or(&[], Vec::as_slice));
            let barriers = noted.get(&person.id).map_or(&[][..], Vec::as_slice);
            let (life, birth_date) = (person.life, person.particulars.birth_date);
            let counted = CountedPerson { life, birth_date, days: &days, barriers };
            self.deltas.add_person(sign, &counted, belonging, &self.rules, &self.ancestry);
            held.insert(person.id, days);
        }
        Ok(held)
    }
}

fn renew_standings(
    conn: &mut Conn,
    ids: &[PersonId],
    held: &HashMap<PersonId, EffectiveDays>,
    catalogue: &Catalogue,
) -> Result<(), StoreError> {
    let mut standings: Vec<EnrollmentDays> = Vec::new();
    for (person, days) in ids.iter().filter_map(|id| Some((*id, held.get(id)?))) {
        let of = |programme| Some((programme, Standing::of(programme, catalogue, days)?));
        let stands = catalogue.programmes().iter().filter_map(of);
        standings.extend(stands.map(|(programme, standing)| EnrollmentDays {
            person,
            programme: programme.id,
            standing,
        }));
    }
    let kept: HashSet<(PersonId, ProgrammeId)> =
        standings.iter().map(|standing| (standing.person, standing.programme)).collect();
    events::keep_standings_only(conn, ids, &kept)?;
    events::put_standings(conn, &standings)
}
