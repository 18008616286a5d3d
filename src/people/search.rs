//! Use case: find people.

use std::collections::HashMap;

use super::check::facts;
use super::error::PeopleError;
use super::mask;
use super::measure_state::standing_test;
use super::number;
use super::page::{PeoplePage, PersonLine};
use super::query::PeopleQuery;
use super::sheet::BarrierName;
use super::state_word::state_words;
use crate::access::{AccessError, Actor, allowed, authorise, scope};
use crate::model::enrollment::effective_days;
use crate::model::id::{PersonId, UnitId};
use crate::model::person::Person;
use crate::model::role::Operation;
use crate::model::tally::{Audience, Goal};
use crate::store::people_search::{self, Criteria, NameWords, StandingTest};
use crate::store::{Conn, Db, catalogue, events, people, person_barriers, units};
use crate::vn::{fold, name};

/// People whose rows are made at once where everybody is listed.
const AT_ONCE: usize = 1_000;

/// One page of the people who fulfil a query, within the actor's scope.
///
/// # Errors
///
/// No right to see people; a unit that is unknown or out of scope; an unknown measure or cause; digits that are no number.
pub fn search(db: &Db, actor: &Actor, query: &PeopleQuery) -> Result<PeoplePage, PeopleError> {
    allowed(actor, Operation::ViewPeople)?;
    db.read(|conn| {
        let criteria = criteria(conn, actor, query)?;
        let per_page = query.per_page.people();
        let page = query.page.max(1);
        let found = people_search::find(conn, &criteria, (page - 1).saturating_mul(per_page), per_page)?;
        let people = lines(conn, &found.people, query)?;
        let last_page = found.total.div_ceil(per_page).max(1);
        Ok(PeoplePage { people, total: found.total, more: found.more, page, last_page })
    })
}

/// The rows of everybody who fulfils a query, in the order of [`search`], all of them or none: `None` where there are more than `most`. The page of the
/// query is not looked at.
///
/// # Errors
///
/// As [`search`].
pub fn everybody(
    db: &Db,
    actor: &Actor,
    query: &PeopleQuery,
    most: usize,
) -> Result<Option<Vec<PersonLine>>, PeopleError> {
    db.read(|conn| {
        let (ids, total) = select(conn, actor, query, most)?;
        if total > ids.len() {
            return Ok(None);
        }
        let mut people = Vec::with_capacity(ids.len());
        for piece in ids.chunks(AT_ONCE) {
            people.extend(lines(conn, piece, query)?);
        }
        Ok(Some(people))
    })
}

/// Everybody who fulfils a query, given name first in Vietnamese order, up to a limit; and how many there are. The page of the query is not looked at.
///
/// # Errors
///
/// As [`search`].
pub(crate) fn select(
    conn: &mut Conn,
    actor: &Actor,
    query: &PeopleQuery,
    most: usize,
) -> Result<(Vec<PersonId>, usize), PeopleError> {
    allowed(actor, Operation::ViewPeople)?;
    let criteria = criteria(conn, actor, query)?;
    let found = people_search::find(conn, &criteria, 0, most)?;
    Ok((found.people, found.total))
}

fn criteria(conn: &mut Conn, actor: &Actor, query: &PeopleQuery) -> Result<Criteria, PeopleError> {
    let own = scope(actor);
    let unit = match query.unit.as_deref() {
        Some(slug) => Some(unit_of(conn, actor, slug, query)?),
        None => own,
    };
    let mut standing = match &query.state {
        Some(filter) => Some(standing_test(&catalogue::load(conn)?, filter)?),
        None => None,
    };
    if let Some(filter) = &query.check {
        let must = facts(conn, &filter.check, query.as_of.day())?;
        match &mut standing {
            Some(test) => test.must.extend(must),
            None => {
                let audience = filter.audience;
                standing = Some(StandingTest { audience, min_age: None, must, must_not: Vec::new() });
            }
        }
    }
    if let Some(code) = &query.barrier
        && !catalogue::barriers(conn)?.iter().any(|barrier| barrier.code == *code)
    {
        return Err(PeopleError::UnknownBarrier(code.clone()));
    }
    if query.barrier.is_some() && standing.is_none() {
        // As the figures count them: whoever has died or moved away is held back no longer.
        let audience = Audience::All;
        standing = Some(StandingTest { audience, min_age: None, must: Vec::new(), must_not: Vec::new() });
    }
    let text = query.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let (name, among) = match text {
        Some(text) => sought(conn, text)?,
        None => (None, None),
    };
    let (day, barrier) = (query.as_of.day(), query.barrier.clone());
    Ok(Criteria { scope: own, unit, day, name, among, standing, barrier })
}

fn unit_of(conn: &mut Conn, actor: &Actor, slug: &str, query: &PeopleQuery) -> Result<UnitId, PeopleError> {
    let unit = units::find_by_slug(conn, slug, query.as_of.day())?.ok_or(AccessError::NotFound)?;
    authorise(conn, actor, Operation::ViewPeople, unit.id)?;
    Ok(unit.id)
}

/// Words of a name, or the people who have a number.
fn sought(conn: &mut Conn, text: &str) -> Result<(Option<NameWords>, Option<Vec<PersonId>>), PeopleError> {
    let Some(number) = number::read(text)? else {
        let folded = fold::tokens(text);
        // Nothing but punctuation is the beginning of no word.
        let nobody = folded.is_empty().then(Vec::new);
        return Ok((Some(NameWords { folded, exact: exact_words(text) }), nobody));
    };
    let mut found = Vec::new();
    if let Some(digits) = number.national_id.as_deref() {
        found.extend(people::by_national_ids(conn, &[digits])?.into_values().map(|holder| holder.person));
    }
    if let Some(digits) = number.old_card.as_deref() {
        found.extend(people::by_old_card(conn, digits)?);
    }
    if let Some(digits) = number.phone.as_deref() {
        found.extend(people::by_phone(conn, digits)?.into_iter().map(|(person, _)| person));
    }
    Ok((None, Some(found)))
}

/// The words as written, when somebody took the trouble to write any mark; then every word is meant as it stands.
fn exact_words(text: &str) -> Vec<String> {
    let key = name::match_key(text);
    let words = key.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    if key.is_ascii() { Vec::new() } else { words.filter(|word| !word.is_empty()).map(str::to_owned).collect() }
}

/// The rows of the page: everything here is work for these people only.
fn lines(conn: &mut Conn, ids: &[PersonId], query: &PeopleQuery) -> Result<Vec<PersonLine>, PeopleError> {
    let day = query.as_of.day();
    let catalogue = catalogue::load(conn)?;
    let causes: HashMap<String, String> =
        catalogue::barriers(conn)?.into_iter().map(|barrier| (barrier.code, barrier.name)).collect();
    let mut people: HashMap<PersonId, Person> =
        people::by_ids(conn, ids)?.into_iter().map(|person| (person.id, person)).collect();
    let events = events::of_people(conn, ids)?;
    let (goals, noted) = (Goal::all(&catalogue), person_barriers::of_people(conn, ids)?);
    let names = unit_names(conn, people.values(), query)?;
    let line = |id: &PersonId| {
        let person = people.remove(id)?;
        let days = effective_days(events.get(id).map_or(&[], Vec::as_slice));
        let noted = noted.get(id).into_iter().flatten().filter(|noted| !noted.is_overcome(&goals, &days, day));
        let barriers = noted.map(|noted| BarrierName::of(noted.code.clone(), &causes)).collect();
        Some(line_of(person, &names, state_words(&catalogue, &days, day), barriers))
    };
    Ok(ids.iter().filter_map(line).collect())
}

fn unit_names<'a>(
    conn: &mut Conn,
    people: impl Iterator<Item = &'a Person>,
    query: &PeopleQuery,
) -> Result<HashMap<UnitId, String>, PeopleError> {
    let of = |person: &Person| {
        let home = person.residence.as_ref().map(|residence| residence.unit);
        [home, person.workplace.as_ref().map(|workplace| workplace.unit)]
    };
    let mut ids: Vec<UnitId> = people.flat_map(of).flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    let units = units::get_many(conn, &ids, query.as_of.day())?;
    Ok(units.into_iter().map(|unit| (unit.id, unit.name)).collect())
}

fn line_of(
    person: Person,
    names: &HashMap<UnitId, String>,
    states: Vec<super::StateWord>,
    barriers: Vec<BarrierName>,
) -> PersonLine {
    let who = person.particulars;
    PersonLine {
        id: person.id,
        full_name: who.full_name,
        birth_date: who.birth_date,
        sex: who.sex,
        national_id: who.national_id.as_deref().map(mask::national_id),
        phone: who.phone.as_deref().map(mask::phone),
        village: person.residence.as_ref().and_then(|residence| names.get(&residence.unit).cloned()),
        residence_kind: person.residence.as_ref().map(|residence| residence.kind),
        office: person.workplace.as_ref().and_then(|workplace| names.get(&workplace.unit).cloned()),
        states,
        barriers,
        life: person.life,
    }
}
