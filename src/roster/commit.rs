//! Commit of a preview: exactly what was shown, in one transaction, figures included.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveDateTime, Utc};

use super::apply::{Applied, KnownPerson, RowContext, apply};
use super::error::RosterError;
use super::known;
use super::mapping;
use super::marks::MarkTargets;
use super::matching::{NewPeople, match_rows};
use super::places::RowPlace;
use super::reading::RosterRow;
use super::stage::open;
use super::staged::{Counts, RowClass, StagedRow, Target};
use crate::access::{self, AccessError, Actor, AuditEvent};
use crate::model::contribution::{Ancestry, Deltas};
use crate::model::enrollment::EventSource;
use crate::model::id::{BatchId, PersonId, UnitId};
use crate::model::programme::Catalogue;
use crate::model::role::Operation;
use crate::model::tally::{Audience, CountedPerson, Rule, Standing};
use crate::store::batches::{self, Batch, BatchState};
use crate::store::events::{EnrollmentDays, NewEvent};
use crate::store::listings::{NewBarrier, NewListing, Place};
use crate::store::recount::belonging;
use crate::store::{Conn, Db, campaigns, catalogue, counters, events, listings, people, residences, units};

/// What a commit did.
#[derive(Debug, Clone, PartialEq)]
pub struct Committed {
    /// The batch.
    pub batch: BatchId,
    /// Rows per class.
    pub counts: Counts,
    /// It had been applied before: nothing was done again.
    pub already: bool,
}

/// Applies a preview. A second call with the same token answers the same and does nothing.
pub fn commit(db: &Db, actor: &Actor, batch: BatchId, token: &str) -> Result<Committed, RosterError> {
    let now = Utc::now().naive_utc();
    let result = db.write(|conn| {
        let found = authorised_batch(conn, actor, batch)?;
        if found.token != token {
            return Err(RosterError::WrongToken(batch.0));
        }
        let counts: Counts = serde_json::from_str(&found.counts).map_err(|_| RosterError::BrokenStage(batch.0))?;
        if found.state == BatchState::Committed {
            return Ok(Committed { batch, counts, already: true });
        }
        if !batches::mark_committed(conn, batch, now)? {
            return Err(RosterError::NotPreviewed(batch.0));
        }
        Writer::new(conn, &found, now)?.write(conn)?;
        mapping::remember(conn, &found, now)?;
        audit(conn, actor, &found, &counts)?;
        Ok(Committed { batch, counts, already: false })
    });
    match result {
        Err(RosterError::Store(error)) if error.is_unique_violation() => Err(RosterError::Collision),
        result => result,
    }
}

/// A batch that the actor may see and import.
pub(super) fn authorised_batch(conn: &mut Conn, actor: &Actor, batch: BatchId) -> Result<Batch, RosterError> {
    let found = batches::find(conn, batch)?.ok_or(RosterError::NoBatch(batch.0))?;
    match access::authorise(conn, actor, Operation::ImportRoster, found.unit) {
        Err(AccessError::NotFound) => Err(RosterError::NoBatch(batch.0)),
        checked => Ok(checked.map(|()| found)?),
    }
}

fn audit(conn: &mut Conn, actor: &Actor, batch: &Batch, counts: &Counts) -> Result<(), RosterError> {
    let detail = serde_json::json!({
        "rows": counts.rows, "new": counts.new, "changed": counts.changed, "unchanged": counts.unchanged,
        "conflict": counts.conflict, "held": counts.held,
    });
    let event = AuditEvent {
        action: "import.commit",
        object: "import_batch",
        object_id: Some(batch.id.0),
        unit: Some(batch.unit),
        detail,
    };
    access::audit(conn, actor, event)?;
    Ok(())
}

/// Writes a batch piece by piece, remembering only what pieces share.
struct Writer<'a> {
    batch: &'a Batch,
    now: NaiveDateTime,
    catalogue: Catalogue,
    rules: Vec<Rule>,
    targets: MarkTargets,
    /// Identities given to the new people of the file.
    created: HashMap<u32, PersonId>,
    ancestry: Ancestry,
    known_units: HashSet<UnitId>,
    deltas: Deltas,
    rosters: HashSet<(UnitId, Audience)>,
}

/// What one piece does.
#[derive(Default)]
struct Piece {
    before: HashMap<PersonId, KnownPerson>,
    after: HashMap<PersonId, KnownPerson>,
    new: HashSet<PersonId>,
    changed: HashSet<PersonId>,
    enrolled: HashSet<PersonId>,
    events: Vec<NewEvent>,
    listings: Vec<NewListing>,
    barriers: Vec<NewBarrier>,
}

impl<'a> Writer<'a> {
    fn new(conn: &mut Conn, batch: &'a Batch, now: NaiveDateTime) -> Result<Self, RosterError> {
        let catalogue = catalogue::load(conn)?;
        Ok(Self {
            batch,
            now,
            rules: campaigns::rules(conn, &catalogue)?,
            targets: MarkTargets::of(&catalogue)?,
            catalogue,
            created: HashMap::new(),
            ancestry: Ancestry::default(),
            known_units: HashSet::new(),
            deltas: Deltas::default(),
            rosters: HashSet::new(),
        })
    }

    fn write(mut self, conn: &mut Conn) -> Result<(), RosterError> {
        for head in batches::chunk_heads(conn, self.batch.id)? {
            let rows = open(conn, self.batch.id, head.position)?;
            let piece = self.apply_rows(conn, &rows)?;
            self.count(conn, &piece)?;
            self.store(conn, piece)?;
        }
        counters::add(conn, &std::mem::take(&mut self.deltas).into_steps())?;
        counters::note_rosters(conn, &self.rosters())?;
        Ok(())
    }

    fn apply_rows(&mut self, conn: &mut Conn, rows: &[StagedRow]) -> Result<Piece, RosterError> {
        let applied = || rows.iter().filter(|row| row.class.is_applied());
        let mut piece = Piece::default();
        self.load(conn, applied(), &mut piece)?;
        self.refuse_if_known_by_now(conn, applied())?;
        for row in applied() {
            let person = self.person(row)?;
            let context = RowContext {
                listed_on: self.batch.listed_on,
                village: row.village,
                office: row.office,
                targets: &self.targets,
            };
            let state = piece.after.entry(person).or_insert_with(|| KnownPerson::blank(person));
            let outcome = apply(state, &row.row, &context);
            if row.class != RowClass::New && outcome.changes != row.changes {
                return Err(self.stale(row));
            }
            self.collect(&mut piece, person, outcome);
        }
        Ok(piece)
    }

    /// Locks and loads who is known, and gives identities to who is not.
    fn load<'r>(
        &mut self,
        conn: &mut Conn,
        rows: impl Iterator<Item = &'r StagedRow>,
        piece: &mut Piece,
    ) -> Result<(), RosterError> {
        let mut known: HashSet<PersonId> = HashSet::new();
        let mut new: Vec<u32> = Vec::new();
        for row in rows {
            match row.target {
                Target::Known(person) => drop(known.insert(person)),
                Target::New(number) => match self.created.get(&number) {
                    Some(person) => drop(known.insert(*person)),
                    None if !new.contains(&number) => new.push(number),
                    None => {}
                },
                Target::Nobody => {}
            }
        }
        let known: Vec<PersonId> = known.into_iter().collect();
        people::lock(conn, &known)?;
        piece.before = known::load(conn, &known)?;
        piece.after = piece.before.clone();
        for (number, person) in new.iter().zip(people::reserve(conn, new.len())?) {
            self.created.insert(*number, person);
            piece.new.insert(person);
        }
        Ok(())
    }

    /// People without an ID number have no unique key that would stop a second copy: they are looked for once more.
    fn refuse_if_known_by_now<'r>(
        &self,
        conn: &mut Conn,
        rows: impl Iterator<Item = &'r StagedRow>,
    ) -> Result<(), RosterError> {
        let new = rows.filter(|row| row.class == RowClass::New && row.row.cccd.is_none());
        let new: Vec<&StagedRow> = new.collect();
        let rows: Vec<&RosterRow> = new.iter().map(|row| &row.row).collect();
        let places: Vec<Option<RowPlace>> =
            new.iter().map(|row| Some(RowPlace { village: row.village, office: row.office })).collect();
        let targets = match_rows(conn, &rows, &places, &mut NewPeople::default())?;
        match new.iter().zip(targets).find(|(_, target)| matches!(target, Target::Known(_))) {
            Some((row, _)) => Err(self.stale(row)),
            None => Ok(()),
        }
    }

    fn person(&self, row: &StagedRow) -> Result<PersonId, RosterError> {
        let found = match row.target {
            Target::Known(person) => Some(person),
            Target::New(number) => self.created.get(&number).copied(),
            Target::Nobody => None,
        };
        found.ok_or(RosterError::BrokenStage(self.batch.id.0))
    }

    fn stale(&self, row: &StagedRow) -> RosterError {
        RosterError::Stale { batch: self.batch.id.0, row: row.row.row }
    }

    fn collect(&mut self, piece: &mut Piece, person: PersonId, outcome: Applied) {
        let (batch, listed_on) = (self.batch.id, self.batch.listed_on);
        if outcome.person_changed && !piece.new.contains(&person) {
            piece.changed.insert(person);
        }
        if !outcome.events.is_empty() {
            piece.enrolled.insert(person);
        }
        piece.events.extend(outcome.events.into_iter().map(|(milestone, day)| NewEvent {
            person,
            milestone,
            happened_on: day.day,
            precision: day.precision,
            source: EventSource::Import(batch),
            revokes: None,
            reason: None,
        }));
        for (place, listing) in outcome.listings {
            piece.listings.push(NewListing { person, batch, place, listing, seen: None });
            let audience = match place {
                Place::Residence => Audience::Residents,
                Place::Workplace => Audience::Staff,
            };
            self.rosters.insert((listing.unit, audience));
        }
        piece.barriers.extend(outcome.barriers.into_iter().map(|barrier| NewBarrier {
            person,
            barrier,
            noted_on: listed_on,
            batch: Some(batch),
            account: None,
        }));
    }

    /// Takes back what the people of the piece contributed and adds what they contribute now.
    fn count(&mut self, conn: &mut Conn, piece: &Piece) -> Result<(), RosterError> {
        let touched: Vec<PersonId> = piece.after.keys().copied().collect();
        let past = residences::past_of_people(conn, &touched)?;
        let both = piece.before.values().chain(piece.after.values());
        let belongings: Vec<_> =
            both.clone().map(|known| belonging(&known.person, past.get(&known.person.id))).collect();
        let new_units: Vec<UnitId> = belongings
            .iter()
            .flat_map(crate::model::contribution::Belonging::units)
            .filter(|unit| self.known_units.insert(*unit))
            .collect();
        self.ancestry.extend(units::ancestry(conn, &new_units)?);
        let signs = std::iter::repeat_n(-1, piece.before.len()).chain(std::iter::repeat(1));
        for ((known, belonging), sign) in both.zip(&belongings).zip(signs) {
            let counted = CountedPerson {
                life: known.person.life,
                birth_date: known.person.particulars.birth_date,
                days: &known.days,
            };
            self.deltas.add_person(sign, &counted, belonging, &self.rules, &self.ancestry);
        }
        Ok(())
    }

    fn store(&self, conn: &mut Conn, piece: Piece) -> Result<(), RosterError> {
        let person_of = |id: &PersonId| piece.after.get(id).map(|known| known.person.clone());
        let mut new: Vec<_> = piece.new.iter().filter_map(person_of).collect();
        new.sort_by_key(|person| person.id);
        people::insert(conn, &new, self.now)?;
        let mut changed: Vec<_> = piece.changed.iter().filter_map(person_of).collect();
        changed.sort_by_key(|person| person.id);
        people::update(conn, &changed, self.now)?;
        events::insert(conn, &piece.events, self.now)?;
        let (first, renewed): (Vec<_>, Vec<_>) = piece
            .enrolled
            .iter()
            .flat_map(|id| self.standings(*id, &piece))
            .partition(|days| piece.new.contains(&days.person));
        events::insert_standings(conn, &first)?;
        events::put_standings(conn, &renewed)?;
        listings::insert(conn, &piece.listings)?;
        listings::note_barriers(conn, &piece.barriers)?;
        Ok(())
    }

    fn standings(&self, person: PersonId, piece: &Piece) -> Vec<EnrollmentDays> {
        let Some(known) = piece.after.get(&person) else { return Vec::new() };
        let of = |programme: &crate::model::programme::Programme| {
            let standing = Standing::of(programme, &self.catalogue, &known.days)?;
            Some(EnrollmentDays { person, programme: programme.id, standing })
        };
        self.catalogue.programmes().iter().filter_map(of).collect()
    }

    /// The units that the list named, and every unit above them.
    fn rosters(&self) -> Vec<(UnitId, Audience, NaiveDate)> {
        let above = |(unit, audience): &(UnitId, Audience)| {
            let listed = self.ancestry.of(*unit).iter().map(|above| above.unit).collect::<Vec<_>>();
            listed.into_iter().chain([*unit]).map(|unit| (unit, *audience)).collect::<Vec<_>>()
        };
        let all: HashSet<(UnitId, Audience)> = self.rosters.iter().flat_map(above).collect();
        let mut all: Vec<_> = all.into_iter().map(|(unit, audience)| (unit, audience, self.batch.listed_on)).collect();
        all.sort_unstable();
        all
    }
}
