//! Whose card it is.

use std::collections::BTreeMap;

use super::outcome::{self, Halt, Question, Suggested};
use super::{Entry, may_bring_in};
use crate::access::AccessError;
use crate::model::id::PersonId;
use crate::model::person::Person;
use crate::model::role::Operation;
use crate::people::error::PeopleError;
use crate::people::reach::reach;
use crate::store::{Conn, candidates, people};
use crate::vn::date::PartialDate;
use crate::vn::name::match_key;

/// What looking gave.
pub(super) enum Found {
    /// Somebody within reach.
    Known(Box<Person>),
    /// Nobody.
    Nobody,
}

/// By the number of the card; then by that of the old card, where name and birth agree; whoever else could be meant is asked about.
pub(super) fn find(conn: &mut Conn, entry: &Entry<'_>) -> Result<Found, Halt> {
    let number = entry.card.national_id.as_str();
    if let Some(holder) = people::by_national_ids(conn, &[number])?.remove(number) {
        return match reached(conn, entry, holder.person)? {
            Some(person) => Ok(Found::Known(Box::new(person))),
            None if may_bring_in(entry.actor) => Err(PeopleError::KnownElsewhere.into()),
            None => Err(PeopleError::NotListed.into()),
        };
    }
    let suggested = suggested(conn, entry)?;
    let answers = &entry.new.answers;
    if let Some(chosen) = answers.person {
        let person = suggested.into_iter().find(|(person, _)| person.id == chosen);
        let (person, _) = person.ok_or(AccessError::NotFound).map_err(PeopleError::from)?;
        return Ok(Found::Known(Box::new(person)));
    }
    let mut certain = suggested.iter().filter(|(person, by_old_card)| *by_old_card && agrees(person, entry));
    if let (Some((person, _)), None) = (certain.next(), certain.next()) {
        return Ok(Found::Known(Box::new(person.clone())));
    }
    if suggested.is_empty() || answers.add.is_some() {
        return Ok(Found::Nobody);
    }
    let mut asked = Vec::with_capacity(suggested.len());
    for (person, by_old_card) in &suggested {
        asked.push(Suggested { who: outcome::who(conn, person, entry)?, by_old_card: *by_old_card });
    }
    Err(Halt::asked(Question::Which { suggested: asked, may_add: may_bring_in(entry.actor) }))
}

/// The people within reach whom the card may mean, and whether they have its old number.
fn suggested(conn: &mut Conn, entry: &Entry<'_>) -> Result<Vec<(Person, bool)>, Halt> {
    let mut found: BTreeMap<PersonId, bool> = BTreeMap::new();
    let key = match_key(&entry.card.full_name);
    let born = PartialDate::Day(entry.card.birth_date);
    let year = PartialDate::Year(born.year());
    let month = PartialDate::Month(born.year(), chrono::Datelike::month(&entry.card.birth_date));
    let pairs = [born, month, year].map(|birth| (key.as_str(), birth));
    found.extend(candidates::by_names_and_births(conn, &pairs)?.into_iter().map(|found| (found.person, false)));
    if let Some(old) = &entry.card.old_card {
        found.extend(people::by_old_card(conn, old)?.into_iter().map(|person| (person, true)));
    }
    let mut suggested = Vec::with_capacity(found.len());
    for (id, by_old_card) in found {
        suggested.extend(reached(conn, entry, id)?.map(|person| (person, by_old_card)));
    }
    Ok(suggested)
}

/// Whether name and birth do not speak against somebody who has no other number.
fn agrees(person: &Person, entry: &Entry<'_>) -> bool {
    let who = &person.particulars;
    let born = PartialDate::Day(entry.card.birth_date);
    who.national_id.is_none()
        && match_key(&who.full_name) == match_key(&entry.card.full_name)
        && who.birth_date.is_none_or(|known| known == born || born.refines(known))
}

fn reached(conn: &mut Conn, entry: &Entry<'_>, id: PersonId) -> Result<Option<Person>, Halt> {
    match reach(conn, entry.actor, Operation::RecordMilestone, id) {
        Ok((person, _)) => Ok(Some(person)),
        Err(PeopleError::Access(AccessError::NotFound)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
