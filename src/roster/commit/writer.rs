//! Writing a batch piece by piece.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveDateTime};

use super::piece::{Mention, Piece};
use crate::model::contribution::{Ancestry, Belonging, Deltas};
use crate::model::id::{PersonId, UnitId};
use crate::model::programme::{Catalogue, Programme};
use crate::model::tally::{Audience, CountedPerson, Rule, Standing};
use crate::roster::apply::{KnownPerson, RowContext, apply, listings_of};
use crate::roster::error::RosterError;
use crate::roster::marks::MarkTargets;
use crate::roster::matching::{Asked, NewPeople, match_rows};
use crate::roster::places::RowPlace;
use crate::roster::preview::Progress;
use crate::roster::stage::open;
use crate::roster::staged::{RowClass, StagedRow, Target};
use crate::roster::{digest, known};
use crate::store::batches::Batch;
use crate::store::candidates::Presence;
use crate::store::events::EnrollmentDays;
use crate::store::listings::Place;
use crate::store::recount::belonging;
use crate::store::{Conn, batch_chunks, campaigns, catalogue, counters, events, listings, people, residences, units};

/// Writes a batch piece by piece, remembering only what pieces share.
pub(super) struct Writer<'a> {
    batch: &'a Batch,
    now: NaiveDateTime,
    /// What everybody whom the batch writes gets.
    revision: i64,
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

impl<'a> Writer<'a> {
    /// Begins.
    pub(super) fn new(conn: &mut Conn, batch: &'a Batch, now: NaiveDateTime) -> Result<Self, RosterError> {
        let catalogue = catalogue::load(conn)?;
        Ok(Self {
            batch,
            now,
            revision: people::new_revision()?,
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

    /// Writes everything.
    pub(super) fn write(
        mut self,
        conn: &mut Conn,
        of: u32,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<(), RosterError> {
        let mut done = 0;
        for head in batch_chunks::chunk_heads(conn, self.batch.id)? {
            let rows = open(conn, self.batch.id, head.position)?;
            let piece = self.apply_rows(conn, &rows)?;
            self.store(conn, piece, head.position)?;
            done += u32::try_from(rows.len()).unwrap_or(u32::MAX);
            watch(Progress { rows: done, of: Some(of) });
        }
        let rosters = self.rosters(conn)?;
        counters::add(conn, &self.deltas.into_steps())?;
        counters::note_rosters(conn, &rosters)?;
        Ok(())
    }

    fn apply_rows(&mut self, conn: &mut Conn, rows: &[StagedRow]) -> Result<Piece, RosterError> {
        let applied: Vec<&StagedRow> = rows.iter().filter(|row| row.class.is_applied()).collect();
        let mut piece = Piece::default();
        self.load(conn, &applied, &mut piece)?;
        self.refuse_if_known_by_now(conn, &applied)?;
        self.count(conn, &piece, -1)?;
        for row in applied {
            let person = self.person(row)?;
            let context = RowContext {
                listed_on: self.batch.listed_on,
                village: row.village,
                office: row.office,
                targets: &self.targets,
                insists: row.insisted,
            };
            let listings = match piece.people.get_mut(&person) {
                None => listings_of(&row.row, &context),
                Some(state) => {
                    let mut outcome = apply(state, &row.row, &context);
                    if row.class != RowClass::New && outcome.changes != row.changes {
                        return Err(self.stale(row));
                    }
                    let listings = std::mem::take(&mut outcome.listings);
                    piece.collect(person, outcome, self.batch.id, self.batch.listed_on);
                    listings
                }
            };
            let place = RowPlace { village: row.village, office: row.office };
            let digest = digest::of_row(conn.keys(), self.batch.id, self.batch.listed_on, place, &row.row)?;
            for (place, listing) in listings {
                self.rosters.insert((listing.unit, audience(place)));
                piece.mentions.push(Mention { person, place, listing, digest: digest.clone() });
            }
        }
        self.count(conn, &piece, 1)?;
        Ok(piece)
    }

    /// Locks who is known, refuses whoever changed since the preview, loads those to whom a row does something, and gives identities to who is new.
    fn load(&mut self, conn: &mut Conn, rows: &[&StagedRow], piece: &mut Piece) -> Result<(), RosterError> {
        let mut new: Vec<u32> = Vec::new();
        let (mut known, mut loaded) = (HashSet::new(), HashSet::new());
        for row in rows {
            let person = match row.target {
                Target::Known(person) => person,
                Target::New(number) => match self.created.get(&number) {
                    Some(person) => *person,
                    None => {
                        new.push(number);
                        continue;
                    }
                },
                Target::Nobody => return Err(RosterError::BrokenStage(self.batch.id.0)),
            };
            known.insert(person);
            let only_named =
                row.class == RowClass::Unchanged && (row.revision.is_some() || matches!(row.target, Target::New(_)));
            if !only_named {
                loaded.insert(person);
            }
        }
        piece.locked = people::lock(conn, &known.into_iter().collect::<Vec<_>>())?;
        self.refuse_if_changed_since(rows, piece)?;
        piece.people = known::load(conn, &loaded.into_iter().collect::<Vec<_>>())?;
        new.sort_unstable();
        new.dedup();
        for (number, person) in new.iter().zip(people::reserve(conn, new.len())?) {
            self.created.insert(*number, person);
            piece.new.insert(person);
            piece.people.insert(person, KnownPerson::blank(person));
        }
        Ok(())
    }

    /// A person has the revision that the preview saw, or the one that an earlier piece of this batch gave.
    fn refuse_if_changed_since(&self, rows: &[&StagedRow], piece: &Piece) -> Result<(), RosterError> {
        for row in rows {
            let Target::Known(person) = row.target else { continue };
            let now = piece.locked.get(&person).ok_or_else(|| self.stale(row))?;
            if now.revision != self.revision && row.revision.is_some_and(|seen| seen != now.revision) {
                return Err(self.stale(row));
            }
        }
        Ok(())
    }

    /// People without an ID number have no unique key that would stop a second copy: they are looked for once more.
    fn refuse_if_known_by_now(&self, conn: &mut Conn, rows: &[&StagedRow]) -> Result<(), RosterError> {
        let new = rows.iter().filter(|row| row.class == RowClass::New && row.row.cccd.is_none());
        let new: Vec<&StagedRow> = new.copied().collect();
        let asked: Vec<Asked<'_>> = new
            .iter()
            .map(|row| Asked {
                row: &row.row,
                place: Some(RowPlace { village: row.village, office: row.office }),
                decision: None,
            })
            .collect();
        let targets = match_rows(conn, &asked, Presence::UNKNOWN, &mut NewPeople::default())?.targets;
        // Whom the preview knew of and was told to take for somebody else did not come meanwhile.
        let came = |row: &StagedRow, target| match target {
            Target::Known(person) => !row.suggestions.iter().any(|suggestion| suggestion.person == person),
            Target::New(_) | Target::Nobody => false,
        };
        match new.iter().zip(targets).find(|(row, target)| came(row, *target)) {
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

    /// Adds or takes back what the people of the piece contribute as they stand now. Who is new contributes nothing before the piece.
    fn count(&mut self, conn: &mut Conn, piece: &Piece, sign: i64) -> Result<(), RosterError> {
        let counted: Vec<&KnownPerson> =
            piece.people.values().filter(|known| sign > 0 || !piece.new.contains(&known.person.id)).collect();
        let old: Vec<PersonId> =
            counted.iter().map(|known| known.person.id).filter(|id| !piece.new.contains(id)).collect();
        let past = residences::past_of_people(conn, &old)?;
        let belongings: Vec<Belonging> =
            counted.iter().map(|known| belonging(&known.person, past.get(&known.person.id))).collect();
        self.learn_ancestry(conn, belongings.iter().flat_map(Belonging::units))?;
        for (known, belonging) in counted.into_iter().zip(&belongings) {
            let person = CountedPerson {
                life: known.person.life,
                birth_date: known.person.particulars.birth_date,
                days: &known.days,
                barriers: &known.barriers,
            };
            self.deltas.add_person(sign, &person, belonging, &self.rules, &self.ancestry);
        }
        Ok(())
    }

    fn learn_ancestry(&mut self, conn: &mut Conn, units: impl Iterator<Item = UnitId>) -> Result<(), RosterError> {
        let new: Vec<UnitId> = units.filter(|unit| self.known_units.insert(*unit)).collect();
        if !new.is_empty() {
            self.ancestry.extend(units::ancestry(conn, &new)?);
        }
        Ok(())
    }

    fn store(&self, conn: &mut Conn, mut piece: Piece, position: i32) -> Result<(), RosterError> {
        let written = piece.written();
        let mut before = piece.before(&written, self.revision, self.batch.listed_on);
        before.changed = people::images(conn, &written)?;
        before.changed.sort_unstable_by_key(people::PersonImage::person);
        before.keep(conn, self.batch.id, position)?;
        let rows = |ids: &HashSet<PersonId>| {
            let mut rows: Vec<_> =
                ids.iter().filter_map(|id| piece.people.get(id)).map(|known| known.person.clone()).collect();
            rows.sort_by_key(|person| person.id);
            rows
        };
        people::insert_as(conn, &rows(&piece.new), self.revision, self.now)?;
        people::update_as(conn, &rows(&piece.changed), self.revision, self.now)?;
        let others: Vec<PersonId> = written.iter().filter(|id| !piece.changed.contains(id)).copied().collect();
        people::touch(conn, &others, self.revision)?;
        let dated: Vec<PersonId> = before.dated.iter().map(|(person, _)| *person).collect();
        people::set_listed_on(conn, &dated, Some(self.batch.listed_on))?;
        events::insert(conn, &piece.events, self.now)?;
        let standings = piece.enrolled.iter().flat_map(|id| self.standings(*id, &piece));
        let (first, renewed): (Vec<_>, Vec<_>) = standings.partition(|days| piece.new.contains(&days.person));
        events::insert_standings(conn, &first)?;
        events::put_standings(conn, &renewed)?;
        listings::insert(conn, &piece.listings(self.batch.id, &written, self.revision))?;
        listings::note_barriers(conn, &piece.barriers)?;
        Ok(())
    }

    fn standings(&self, person: PersonId, piece: &Piece) -> Vec<EnrollmentDays> {
        let Some(known) = piece.people.get(&person) else { return Vec::new() };
        let of = |programme: &Programme| {
            let standing = Standing::of(programme, &self.catalogue, &known.days)?;
            Some(EnrollmentDays { person, programme: programme.id, standing })
        };
        self.catalogue.programmes().iter().filter_map(of).collect()
    }

    /// The units that the list named, and every unit above them.
    fn rosters(&mut self, conn: &mut Conn) -> Result<Vec<(UnitId, Audience, NaiveDate)>, RosterError> {
        let named: Vec<UnitId> = self.rosters.iter().map(|(unit, _)| *unit).collect();
        self.learn_ancestry(conn, named.into_iter())?;
        let mut all: Vec<_> = with_units_above(&self.rosters, &self.ancestry)
            .into_iter()
            .map(|(unit, audience)| (unit, audience, self.batch.listed_on))
            .collect();
        all.sort_unstable();
        Ok(all)
    }
}

/// Whose figures a place belongs to.
pub(in crate::roster) fn audience(place: Place) -> Audience {
    match place {
        Place::Residence => Audience::Residents,
        Place::Workplace => Audience::Staff,
    }
}

/// Units and every unit that ever stood above them.
pub(in crate::roster) fn with_units_above(
    units: &HashSet<(UnitId, Audience)>,
    ancestry: &Ancestry,
) -> HashSet<(UnitId, Audience)> {
    let above = |(unit, audience): &(UnitId, Audience)| {
        let above: Vec<UnitId> = ancestry.of(*unit).iter().map(|above| above.unit).collect();
        let audience = *audience;
        above.into_iter().chain([*unit]).map(move |unit| (unit, audience))
    };
    units.iter().flat_map(above).collect()
}
