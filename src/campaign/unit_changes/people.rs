//! Use cases: who of a divided village belongs to no part yet, and giving them to one.

use chrono::{NaiveDate, Utc};
use serde_json::json;

use super::details::managed;
use super::error::UnitChangeError;
use crate::access::{Actor, AuditEvent, audit, authorise};
use crate::model::id::{PersonId, UnitId};
use crate::model::person::{Person, Residence};
use crate::model::residence::RecordedMove;
use crate::model::role::Operation;
use crate::model::unit::{Unit, UnitChangeKind};
use crate::store::counted_change::change_counted;
use crate::store::listings::Place;
use crate::store::residences::{self, ResidenceMove};
use crate::store::units::Change;
use crate::store::{Conn, Db, StoreError, listings, people, units};

/// The people of a divided village who belong to no part yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Unassigned {
    /// The village that was divided.
    pub village: Unit,
    /// Since when.
    pub divided_on: NaiveDate,
    /// The parts; the village itself where it goes on.
    pub parts: Vec<Unit>,
    /// How many people there are in all.
    pub total: usize,
    /// The people of this page, by household.
    pub people: Vec<Person>,
}

/// People on a page.
pub const PEOPLE_ON_A_PAGE: usize = 100;

/// Who of a divided village belongs to no part yet; `page` counts from 1.
pub fn unassigned(
    db: &Db,
    actor: &Actor,
    slug: &str,
    page: usize,
    on: NaiveDate,
) -> Result<Unassigned, UnitChangeError> {
    db.read(|conn| {
        let village = managed(conn, actor, slug, on)?;
        let division = division(conn, village.id)?.ok_or(UnitChangeError::NotDivided(village.name.clone()))?;
        authorise(conn, actor, Operation::ViewPeople, village.id)?;
        let ids = waiting(conn, &village, &division)?;
        let parts = units::get_many(conn, &division.parts, on)?;
        let mut people = people::by_ids(conn, &ids)?;
        people.sort_by(|a, b| by_household(a).cmp(&by_household(b)));
        let total = people.len();
        let people =
            people.into_iter().skip(page.saturating_sub(1) * PEOPLE_ON_A_PAGE).take(PEOPLE_ON_A_PAGE).collect();
        Ok(Unassigned { village, divided_on: division.on, parts, total, people })
    })
}

/// Villages directly below a unit that were divided, with the number of people who belong to no part yet; those with nobody left are left out.
pub(super) fn waiting_below(conn: &mut Conn, parent: &Unit, on: NaiveDate) -> Result<Vec<(Unit, usize)>, StoreError> {
    let divided = units::divided_below(conn, parent.id)?;
    let mut found = Vec::new();
    for village in units::get_many(conn, &divided, on)?.into_iter().filter(|unit| unit.kind.is_village()) {
        if let Some(division) = division(conn, village.id)? {
            let people = waiting(conn, &village, &division)?.len();
            if people > 0 {
                found.push((village, people));
            }
        }
    }
    Ok(found)
}

fn by_household(person: &Person) -> (Option<&str>, Option<&str>, &str) {
    let residence = person.residence.as_ref();
    let household = residence.and_then(|home| home.household.as_deref());
    (household, residence.and_then(|home| home.address_line.as_deref()), &person.particulars.full_name)
}

/// Gives people of a divided village to one of its parts, from the day on which it was divided. Says how many.
///
/// # Errors
/// Somebody who does not wait there; a unit that is no part of the village; no account to answer for it.
pub fn assign(
    db: &Db,
    actor: &Actor,
    slug: &str,
    part: &str,
    who: &[PersonId],
    on: NaiveDate,
) -> Result<usize, UnitChangeError> {
    let account = actor.account().ok_or(UnitChangeError::NeedsAccount)?;
    let now = Utc::now().naive_utc();
    db.write(|conn| {
        let village = managed(conn, actor, slug, on)?;
        let division = division(conn, village.id)?.ok_or(UnitChangeError::NotDivided(village.name.clone()))?;
        let part = managed(conn, actor, part, on)?;
        if !division.parts.contains(&part.id) {
            return Err(UnitChangeError::NoPart { part: part.name, village: village.name });
        }
        let waiting = waiting(conn, &village, &division)?;
        if who.iter().any(|person| !waiting.contains(person)) {
            return Err(UnitChangeError::NotWaiting(village.name));
        }
        let listed = listings::of_people(conn, who)?;
        change_counted(conn, who, |conn| {
            let held = people::by_ids(conn, who)?;
            let moved: Vec<Person> = held.into_iter().map(|person| living_in(person, part.id, division.on)).collect();
            people::update(conn, &moved, now)?;
            for person in who {
                let lists = listed.get(person).into_iter().flatten().filter(|(place, _)| *place == Place::Residence);
                let latest = lists.map(|(_, listing)| listing.listed_on).max().unwrap_or(division.on);
                let recorded = RecordedMove { unit: part.id, departed: false, outweighs_to: latest.max(division.on) };
                let reason = division.legal_basis.clone();
                let moved = ResidenceMove { moved_on: division.on, recorded, account, reason };
                residences::record(conn, *person, &moved, now)?;
            }
            Ok::<_, StoreError>(())
        })?;
        let detail = json!({ "from": village.id.0, "to": part.id.0, "people": who.len() });
        let (object_id, unit) = (Some(part.id.0), Some(part.id));
        audit(conn, actor, AuditEvent { action: "unit.assign_people", object: "unit", object_id, unit, detail })?;
        Ok(who.len())
    })
}

fn living_in(person: Person, part: UnitId, since: NaiveDate) -> Person {
    let residence =
        person.residence.map(|home| Residence { unit: part, since: Some(home.since.unwrap_or(since)), ..home });
    Person { residence, ..person }
}

/// How a village was divided.
struct Division {
    on: NaiveDate,
    parts: Vec<UnitId>,
    legal_basis: Option<String>,
}

/// The last division of a village.
fn division(conn: &mut Conn, village: UnitId) -> Result<Option<Division>, StoreError> {
    let splits: Vec<Change> = units::changes_of(conn, village)?
        .into_iter()
        .filter(|c| c.from == village && c.kind == UnitChangeKind::Split)
        .collect();
    let Some(last) = splits.last() else { return Ok(None) };
    let on = last.effective_on;
    let mut parts: Vec<UnitId> = splits.iter().filter(|change| change.effective_on == on).map(|c| c.to).collect();
    if units::life(conn, village)?.is_some_and(|life| life.contains(on)) {
        parts.push(village);
    }
    Ok(Some(Division { on, parts, legal_basis: last.legal_basis.clone() }))
}

/// Who lives there still and was there when it was divided. Of a village that goes on: whoever nobody has decided about, by hand or by a later list.
fn waiting(conn: &mut Conn, village: &Unit, division: &Division) -> Result<Vec<PersonId>, StoreError> {
    let mut ids = people::present_in(conn, village.id, Place::Residence)?;
    if !division.parts.contains(&village.id) {
        return Ok(ids);
    }
    let (moves, lists) = (residences::last_moves(conn, &ids)?, listings::of_people(conn, &ids)?);
    ids.retain(|person| {
        let decided = moves.get(person).is_some_and(|moved| moved.outweighs_to >= division.on);
        let listed = lists.get(person).into_iter().flatten().any(|(_, listing)| listing.listed_on >= division.on);
        !decided && !listed
    });
    Ok(ids)
}
