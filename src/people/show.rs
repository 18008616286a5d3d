//! Use case: show one person.

mod moves;
mod time_line;

use std::collections::HashMap;

use chrono::NaiveDateTime;

use self::moves::Moves;
use super::barriers;
use super::error::PeopleError;
use super::mask;
use super::reach::reach;
use super::sheet::{ListMention, MoveLine, NotedBarrier, PersonSheet, PlaceOfWork, ProgrammeStanding, ResidenceLine};
use super::state_word::state_word;
use crate::access::Actor;
use crate::model::as_of::AsOf;
use crate::model::enrollment::{EffectiveDays, MilestoneEvent, effective_days};
use crate::model::id::{PersonId, UnitId};
use crate::model::person::{Person, Residence, Workplace};
use crate::model::programme::Catalogue;
use crate::model::role::Operation;
use crate::model::tally::{Goal, Standing};
use crate::model::unit::Unit;
use crate::store::people_search::{self, Mention};
use crate::store::{Conn, Db, accounts, by_hand, catalogue, channels, events, units};

/// A person with lists, standings and time line, as of a day.
///
/// # Errors
///
/// No right to see people; nobody of that identity within the actor's scope.
pub fn show(db: &Db, actor: &Actor, id: PersonId, as_of: AsOf) -> Result<PersonSheet, PeopleError> {
    db.read(|conn| {
        let (person, _) = reach(conn, actor, Operation::ViewPeople, id)?;
        let catalogue = catalogue::load(conn)?;
        let recorded = events::time_line(conn, id)?;
        let stated: Vec<MilestoneEvent> = recorded.iter().map(|recorded| recorded.event).collect();
        let days = effective_days(&stated);
        let mentions = people_search::mentions(conn, id)?;
        let moves = Moves::load(conn, id)?;
        let units = units_of(conn, &person, &mentions, &moves, as_of)?;
        let moves = moves.lines(conn, &units)?;
        let barriers = barriers::noted(conn, id, &Goal::all(&catalogue), &days)?;
        let time_line = time_line::entries(conn, &catalogue, recorded, &days)?;
        let mentions = mentions.into_iter().map(|mention| list_mention(mention, &units)).collect();
        let mut standings = standings(&catalogue, &days, &known_by(&stated, as_of), as_of);
        name_channels(conn, &catalogue, id, &mut standings)?;
        let added_by = added_by(conn, id)?;
        Ok(sheet(person, as_of, &units, Parts { moves, mentions, standings, time_line, barriers, added_by }))
    })
}

/// What the sheet has beside the person's own row.
struct Parts {
    moves: Vec<MoveLine>,
    mentions: Vec<ListMention>,
    standings: Vec<ProgrammeStanding>,
    time_line: Vec<super::TimeLineEntry>,
    barriers: Vec<NotedBarrier>,
    added_by: Option<(String, NaiveDateTime)>,
}

fn sheet(person: Person, as_of: AsOf, units: &HashMap<UnitId, Unit>, parts: Parts) -> PersonSheet {
    let who = person.particulars;
    PersonSheet {
        id: person.id,
        as_of,
        full_name: who.full_name,
        birth_date: who.birth_date,
        sex: who.sex,
        national_id: who.national_id.as_deref().map(mask::national_id),
        old_card: who.old_card.as_deref().map(mask::ends),
        phone: who.phone.as_deref().map(mask::phone),
        second_phone: who.second_phone.as_deref().map(mask::phone),
        life: person.life,
        added_by: parts.added_by,
        residence: person.residence.and_then(|residence| residence_line(residence, units)),
        workplace: person.workplace.and_then(|workplace| place_of_work(workplace, units)),
        moves: parts.moves,
        mentions: parts.mentions,
        standings: parts.standings,
        time_line: parts.time_line,
        barriers: parts.barriers,
    }
}

fn residence_line(residence: Residence, units: &HashMap<UnitId, Unit>) -> Option<ResidenceLine> {
    let unit = units.get(&residence.unit)?.clone();
    let Residence { kind, since, household, address_line, .. } = residence;
    Some(ResidenceLine { unit, kind, since, household, address_line })
}

fn place_of_work(workplace: Workplace, units: &HashMap<UnitId, Unit>) -> Option<PlaceOfWork> {
    let unit = units.get(&workplace.unit)?.clone();
    Some(PlaceOfWork { unit, post: workplace.post, category: workplace.category })
}

fn list_mention(mention: Mention, units: &HashMap<UnitId, Unit>) -> ListMention {
    let unit = units.get(&mention.unit).map(|unit| unit.name.clone());
    let Mention { batch, file_name, departed, listed_on, .. } = mention;
    ListMention { batch, file_name, unit, departed, listed_on }
}

fn units_of(
    conn: &mut Conn,
    person: &Person,
    mentions: &[Mention],
    moves: &Moves,
    as_of: AsOf,
) -> Result<HashMap<UnitId, Unit>, PeopleError> {
    let home = person.residence.iter().map(|residence| residence.unit);
    let work = person.workplace.iter().map(|workplace| workplace.unit);
    let ids: Vec<UnitId> =
        home.chain(work).chain(mentions.iter().map(|mention| mention.unit)).chain(moves.units()).collect();
    let units = units::get_many(conn, &ids, as_of.day())?;
    Ok(units.into_iter().map(|unit| (unit.id, unit)).collect())
}

/// What had happened by a day.
fn known_by(stated: &[MilestoneEvent], as_of: AsOf) -> EffectiveDays {
    let until: Vec<MilestoneEvent> = stated.iter().filter(|event| event.happened_on <= as_of.day()).copied().collect();
    effective_days(&until)
}

/// The end of a term is that of the as-of date: a renewal after it does not count yet.
fn standings(
    catalogue: &Catalogue,
    days: &EffectiveDays,
    by_then: &EffectiveDays,
    as_of: AsOf,
) -> Vec<ProgrammeStanding> {
    let of = |programme| {
        let standing = Standing::of(programme, catalogue, days)?;
        let expires_on =
            Standing::of(programme, catalogue, by_then).map_or(standing.expires_on, |then| then.expires_on);
        let standing = Standing { expires_on, ..standing };
        let state = state_word(programme, catalogue, days, as_of.day());
        let (code, name) = (programme.code.clone(), programme.name.clone());
        Some(ProgrammeStanding { programme: code, name, standing, channel: None, state })
    };
    catalogue.programmes().iter().filter_map(of).collect()
}

/// Tells the ways in which the person enrolled.
fn name_channels(
    conn: &mut Conn,
    catalogue: &Catalogue,
    id: PersonId,
    standings: &mut [ProgrammeStanding],
) -> Result<(), PeopleError> {
    let taken = channels::taken_by(conn, id)?;
    if taken.is_empty() {
        return Ok(());
    }
    let known = channels::all(conn)?;
    for standing in standings {
        let Some(programme) = catalogue.by_code(&standing.programme) else { continue };
        let Some(code) = taken.get(&programme.id) else { continue };
        let name = known.get(&programme.id).and_then(|all| all.iter().find(|channel| channel.code == *code));
        standing.channel = Some(name.map_or_else(|| code.clone(), |channel| channel.name.clone()));
    }
    Ok(())
}

fn added_by(conn: &mut Conn, id: PersonId) -> Result<Option<(String, NaiveDateTime)>, PeopleError> {
    let Some((account, at)) = by_hand::added_by(conn, id)? else { return Ok(None) };
    let name = accounts::get(conn, account)?.map_or_else(|| account.to_string(), |account| account.display_name);
    Ok(Some((name, at)))
}
