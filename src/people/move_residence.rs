//! Use case: record that a person has moved. Figures of days before still count the person where they lived then.

use chrono::{NaiveDate, NaiveDateTime, Utc};
use serde_json::json;

use super::error::PeopleError;
use super::reach::reach;
use super::reason;
use super::record::check_day;
use crate::access::{AccessError, Actor, AuditEvent, allowed, audit, authorise};
use crate::model::as_of::AsOf;
use crate::model::id::{AccountId, PersonId, UnitId};
use crate::model::person::{Person, Residence, ResidenceKind};
use crate::model::residence::RecordedMove;
use crate::model::role::Operation;
use crate::model::unit::{Unit, Validity};
use crate::store::counted_change::change_counted;
use crate::store::listings::{self, Place};
use crate::store::residences::{self, ResidenceMove};
use crate::store::{Conn, Db, StoreError, people, units};

/// What is to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveResidence {
    /// Whose.
    pub person: PersonId,
    /// Slug of the village moved to; `None` for somewhere outside.
    pub to: Option<String>,
    /// First day at the new place.
    pub on: NaiveDate,
    /// Today in Vietnam; nothing later can have happened.
    pub today: AsOf,
    /// Anything worth keeping beside it.
    pub reason: Option<String>,
}

/// What was written, by identity.
struct Written {
    id: i64,
    from: Option<UnitId>,
    to: Option<UnitId>,
    reached_through: Option<UnitId>,
}

/// Records that a person moved to another village of the actor's scope, or out of it; counters follow in the same transaction.
///
/// Recorded again for the same day, the move replaces what was recorded before. Lists known by now do not undo it; a list that comes later does when it
/// was drawn up after the day of the move.
///
/// # Errors
///
/// No right to record; no account to answer for it; nobody of that identity, or no such village, within the actor's scope; a day that cannot be, or before
/// the present stay began; the village the person lives in already.
pub fn move_residence(db: &Db, actor: &Actor, new: &MoveResidence) -> Result<(), PeopleError> {
    allowed(actor, Operation::RecordMilestone)?;
    let account = actor.account().ok_or(PeopleError::NeedsAccount)?;
    let now = Utc::now().naive_utc();
    db.write(|conn| {
        let written = change_counted(conn, &[new.person], |conn| write(conn, actor, account, new, now))?;
        let ids = |unit: Option<UnitId>| unit.map(|unit| unit.0);
        let detail = json!({ "move": written.id, "from": ids(written.from), "to": ids(written.to) });
        let (object_id, unit) = (Some(new.person.0), written.reached_through);
        audit(conn, actor, AuditEvent { action: "person.move_residence", object: "person", object_id, unit, detail })?;
        Ok(())
    })
}

fn write(
    conn: &mut Conn,
    actor: &Actor,
    account: AccountId,
    new: &MoveResidence,
    now: NaiveDateTime,
) -> Result<Written, PeopleError> {
    let (mut person, reached_through) = reach(conn, actor, Operation::RecordMilestone, new.person)?;
    let home = person.residence.take();
    if let Some(home) = &home {
        // Who works in the scope but lives elsewhere is moved by the office of that place.
        authorise(conn, actor, Operation::RecordMilestone, home.unit)?;
    }
    let to = match &new.to {
        Some(slug) => Some(destination(conn, actor, slug, new.on)?),
        None => None,
    };
    check_day(&person, new.on, new.today.day())?;
    check_stay(home.as_ref(), to.as_ref(), new.on)?;
    let from = home.as_ref().map(|home| home.unit);
    let lived = home.as_ref().and_then(|home| stay_before(home, new.on));
    let residence = residence_after(home, to.as_ref(), new.on)?;
    let outweighs_to = latest_list(conn, new.person)?.map_or(new.on, |listed| listed.max(new.on));
    let recorded = RecordedMove { unit: residence.unit, departed: !residence.kind.counts(), outweighs_to };
    if let (Some(unit), Some(lived)) = (from, lived) {
        residences::keep_past(conn, new.person, unit, lived)?;
    }
    people::update(conn, &[Person { residence: Some(residence), ..person }], now)?;
    let reason = reason::remark(new.reason.as_deref());
    let record = ResidenceMove { moved_on: new.on, recorded, account, reason };
    let id = residences::record(conn, new.person, &record, now)?;
    Ok(Written { id, from, to: to.map(|unit| unit.id), reached_through })
}

/// The village moved to. Unknown, no village and out of scope are one answer.
fn destination(conn: &mut Conn, actor: &Actor, slug: &str, on: NaiveDate) -> Result<Unit, PeopleError> {
    let found = units::find_by_slug(conn, slug, on)?.filter(|unit| unit.kind.is_village());
    let unit = found.ok_or(AccessError::NotFound)?;
    authorise(conn, actor, Operation::RecordMilestone, unit.id)?;
    if unit.validity.contains(on) { Ok(unit) } else { Err(PeopleError::UnitNotInForce { name: unit.name, on }) }
}

fn check_stay(home: Option<&Residence>, to: Option<&Unit>, on: NaiveDate) -> Result<(), PeopleError> {
    let lives_in = home.filter(|home| home.kind.counts());
    match (lives_in, to) {
        (None, None) => return Err(PeopleError::LivesNowhere),
        (Some(home), Some(to)) if home.unit == to.id => return Err(PeopleError::SameResidence(to.name.clone())),
        _ => {}
    }
    match home.and_then(|home| home.since) {
        Some(since) if on < since => Err(PeopleError::BeforeResidence { on, since }),
        _ => Ok(()),
    }
}

/// The days of the stay that ends; none where the person was not counted there, or the stay is recorded anew from its first day.
fn stay_before(home: &Residence, on: NaiveDate) -> Option<Validity> {
    let lived = Validity { from: home.since.unwrap_or(Validity::BEGINNING), to: on.pred_opt()? };
    (home.kind.counts() && lived.from <= lived.to).then_some(lived)
}

/// Where the person lives from the day on. Whoever leaves stays on the list of the village left, as lists keep them.
fn residence_after(home: Option<Residence>, to: Option<&Unit>, on: NaiveDate) -> Result<Residence, PeopleError> {
    let since = Some(on);
    let Some(to) = to else {
        let home = home.ok_or(PeopleError::LivesNowhere)?;
        return Ok(Residence { kind: ResidenceKind::Departed, since, ..home });
    };
    // Absence was from the village left.
    let kind = match home.map(|home| home.kind) {
        None | Some(ResidenceKind::Departed | ResidenceKind::Absent) => ResidenceKind::Unknown,
        Some(kind) => kind,
    };
    Ok(Residence { unit: to.id, kind, since, household: None, address_line: None })
}

/// The day of the latest list that says where the person lives: the record is made against it.
fn latest_list(conn: &mut Conn, person: PersonId) -> Result<Option<NaiveDate>, StoreError> {
    let listings = listings::of_people(conn, &[person])?.remove(&person).unwrap_or_default();
    let residences = listings.into_iter().filter(|(place, _)| *place == Place::Residence);
    Ok(residences.map(|(_, listing)| listing.listed_on).max())
}
