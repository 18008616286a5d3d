//! Use case: make lists of people to visit, one per village and team.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::error::FieldworkError;
use super::offer::offered;
use super::reach;
use crate::access::{AccessError, Actor, AuditEvent, allowed, audit, authorise};
use crate::model::as_of::AsOf;
use crate::model::campaign::Campaign;
use crate::model::id::{PersonId, ProgrammeId, WorkListId};
use crate::model::person::Person;
use crate::model::role::Operation;
use crate::model::tally::Audience;
use crate::model::unit::Unit;
use crate::model::work_list::{
    ACTIVATION_DAYS, Dwelling, EXPIRING_DAYS, MOST_LINES, MOST_TEAMS, RECENT_DAYS, Target, WorkListKind,
    in_walking_order, shares,
};
use crate::people::{self, Check, CheckFilter, MeasureState, PageSize, PeopleQuery, StateFilter};
use crate::store::work_lists::NewWorkList;
use crate::store::{Conn, Db, catalogue, people as stored_people, units, work_lists};

/// Villages for which lists are made at once: a large commune.
const MOST_VILLAGES: usize = 60;

/// What is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWorkLists {
    /// Code of the campaign.
    pub campaign: String,
    /// Slug of a village or office, or of a unit with villages below it: a list for each.
    pub unit: String,
    /// Whom it is about.
    pub kind: WorkListKind,
    /// In which programme.
    pub programme: String,
    /// The team that walks it, where it is one.
    pub team: Option<String>,
    /// Among how many teams every village is divided, house by house.
    pub teams: usize,
    /// The day on which people stand like this.
    pub as_of: AsOf,
}

/// A list that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeList {
    /// Its number.
    pub id: WorkListId,
    /// The village or office.
    pub unit: Unit,
    /// The team.
    pub team: Option<String>,
    /// People on it.
    pub lines: usize,
}

/// Everything that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeLists {
    /// The lists, in local order of the villages.
    pub lists: Vec<MadeList>,
    /// Villages where there is nobody to visit.
    pub empty: Vec<Unit>,
    /// People who are on another open list of these days too.
    pub listed_before: usize,
}

/// Makes lists.
///
/// # Errors
/// No right to; an unknown campaign, unit or kind; more people than the lists hold; nobody at all.
pub fn make(db: &Db, actor: &Actor, new: &NewWorkLists, now: DateTime<Utc>) -> Result<MadeLists, FieldworkError> {
    allowed(actor, Operation::MakeWorkList)?;
    if !(1..=MOST_TEAMS).contains(&new.teams) {
        return Err(FieldworkError::BadTeams);
    }
    db.write(|conn| {
        let campaign = reach::campaign(conn, actor, &new.campaign)?;
        let (target, programme) = target(conn, &campaign, new)?;
        let mut made = MadeLists { lists: Vec::new(), empty: Vec::new(), listed_before: 0 };
        for unit in places(conn, actor, new)? {
            let houses = houses(conn, actor, new, &target, &unit)?;
            if houses.is_empty() {
                made.empty.push(unit);
                continue;
            }
            made.listed_before += listed_before(conn, &houses, now)?;
            for (team, people) in divided(new, &unit, houses)? {
                let entry = NewWorkList {
                    campaign: campaign.id,
                    unit: unit.id,
                    kind: new.kind,
                    programme,
                    team,
                    as_of: new.as_of.day(),
                    account: actor.account(),
                    people,
                };
                made.lists.push(write(conn, actor, &entry, &unit, now)?);
            }
        }
        if made.lists.is_empty() { Err(FieldworkError::Nobody) } else { Ok(made) }
    })
}

fn target(conn: &mut Conn, campaign: &Campaign, new: &NewWorkLists) -> Result<(Target, ProgrammeId), FieldworkError> {
    let unknown = || FieldworkError::NoTarget(format!("{} {}", new.kind.as_str(), new.programme));
    let catalogue = catalogue::load(conn)?;
    let programme = catalogue.by_code(&new.programme).ok_or_else(unknown)?.id;
    let offered = offered(conn, &catalogue, campaign.id)?;
    let found = offered.into_iter().find(|target| target.kind == new.kind && target.programme == new.programme);
    Ok((found.ok_or_else(unknown)?, programme))
}

/// The village or office itself, or the villages below.
fn places(conn: &mut Conn, actor: &Actor, new: &NewWorkLists) -> Result<Vec<Unit>, FieldworkError> {
    let day = new.as_of.day();
    let unknown = || FieldworkError::NoUnit(new.unit.clone());
    let unit = units::find_by_slug(conn, &new.unit, day)?.ok_or_else(unknown)?;
    match authorise(conn, actor, Operation::MakeWorkList, unit.id) {
        Err(AccessError::NotFound) => return Err(unknown()),
        other => other?,
    }
    if unit.kind.is_village() || unit.kind.is_workplace() {
        return Ok(vec![unit]);
    }
    let mut below = units::below(conn, unit.id, day)?;
    below.retain(|unit| unit.kind.is_village());
    if below.is_empty() || below.len() > MOST_VILLAGES {
        return Err(FieldworkError::NotHere { unit: unit.name, villages: below.len(), most: MOST_VILLAGES });
    }
    below.sort_by_key(|unit| (unit.local_order, unit.id));
    Ok(below)
}

/// The people to visit, house by house in walking order.
fn houses(
    conn: &mut Conn,
    actor: &Actor,
    new: &NewWorkLists,
    target: &Target,
    unit: &Unit,
) -> Result<Vec<Vec<PersonId>>, FieldworkError> {
    let query = query(new, target, unit);
    let (ids, total) = people::select(conn, actor, &query, MOST_LINES * MOST_TEAMS)?;
    if total > MOST_LINES * new.teams {
        return Err(FieldworkError::TooMany {
            unit: unit.name.clone(),
            people: total,
            teams: total.div_ceil(MOST_LINES),
        });
    }
    let people: HashMap<PersonId, Person> =
        stored_people::by_ids(conn, &ids)?.into_iter().map(|person| (person.id, person)).collect();
    let dwelling = |id: &PersonId| {
        let residence = people.get(id).and_then(|person| person.residence.clone());
        residence.map_or_else(Dwelling::default, |residence| Dwelling {
            household: residence.household,
            address: residence.address_line,
        })
    };
    let dwellings: Vec<Dwelling> = ids.iter().map(dwelling).collect();
    let of_house = |house: Vec<usize>| house.into_iter().filter_map(|place| ids.get(place).copied()).collect();
    Ok(in_walking_order(&dwellings).into_iter().map(of_house).collect())
}

/// What the list of people is asked for.
fn query(new: &NewWorkLists, target: &Target, unit: &Unit) -> PeopleQuery {
    let audience = if unit.kind.is_workplace() { Audience::Staff } else { Audience::Residents };
    let programme = new.programme.clone();
    let state = match new.kind {
        WorkListKind::NotActivated | WorkListKind::ActivationOverdue => Some(MeasureState::IssuedNotDone),
        WorkListKind::WithoutAccount | WorkListKind::WithoutCard | WorkListKind::Ready => Some(MeasureState::NotIssued),
        WorkListKind::Expiring => None,
    };
    let check = match new.kind {
        WorkListKind::ActivationOverdue => Some(Check::IssuedFor { programme, days: ACTIVATION_DAYS }),
        WorkListKind::Ready => Some(Check::Ready { programme }),
        WorkListKind::Expiring => Some(Check::Expiring { programme, days: EXPIRING_DAYS }),
        WorkListKind::NotActivated | WorkListKind::WithoutAccount | WorkListKind::WithoutCard => None,
    };
    let measure = target.done.as_ref().map(|(milestone, _)| milestone.clone());
    PeopleQuery {
        text: None,
        unit: Some(unit.slug.clone()),
        state: measure.zip(state).map(|(measure, state)| StateFilter { measure, audience, state }),
        check: check.map(|check| CheckFilter { check, audience }),
        barrier: None,
        as_of: new.as_of,
        page: 1,
        per_page: PageSize::default(),
    }
}

fn listed_before(conn: &mut Conn, houses: &[Vec<PersonId>], now: DateTime<Utc>) -> Result<usize, FieldworkError> {
    let people: Vec<PersonId> = houses.iter().flatten().copied().collect();
    Ok(work_lists::open_lists_of(conn, &people, None, now - TimeDelta::days(RECENT_DAYS))?.len())
}

/// The name of a team, where it has one, and whom it visits.
type Team = (Option<String>, Vec<PersonId>);

/// The people of each team.
fn divided(new: &NewWorkLists, unit: &Unit, houses: Vec<Vec<PersonId>>) -> Result<Vec<Team>, FieldworkError> {
    let sizes: Vec<usize> = houses.iter().map(Vec::len).collect();
    let mut houses = houses.into_iter();
    let mut teams = Vec::new();
    for (number, share) in (1..).zip(shares(&sizes, new.teams)) {
        let people: Vec<PersonId> = houses.by_ref().take(share).flatten().collect();
        if people.len() > MOST_LINES {
            let whole = sizes.iter().sum();
            return Err(FieldworkError::TooMany { unit: unit.name.clone(), people: whole, teams: new.teams + 1 });
        }
        let own = crate::people::reason::remark(new.team.as_deref());
        let name = match (new.teams, own) {
            (1, own) => own,
            (_, Some(own)) => Some(format!("{own} {number}")),
            (_, None) => Some(format!("Tổ {number}")),
        };
        teams.push((name, people));
    }
    Ok(teams)
}

fn write(
    conn: &mut Conn,
    actor: &Actor,
    entry: &NewWorkList,
    unit: &Unit,
    now: DateTime<Utc>,
) -> Result<MadeList, FieldworkError> {
    let id = work_lists::insert(conn, entry, now)?;
    let lines = entry.people.len();
    let detail = json!({ "kind": entry.kind.as_str(), "programme": entry.programme.0, "lines": lines });
    let object_id = Some(id.0);
    let event = AuditEvent { action: "work_list.make", object: "work_list", object_id, unit: Some(unit.id), detail };
    audit(conn, actor, event)?;
    Ok(MadeList { id, unit: unit.clone(), team: entry.team.clone(), lines })
}
