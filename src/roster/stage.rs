//! Staging: what would become of the rows of a file, piece by piece.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::apply::{KnownPerson, RowContext, apply, contradicts, taken_back};
use super::choices::{Choices, RowDecision};
use super::digest;
use super::earlier_lists;
use super::error::RosterError;
use super::known;
use super::lease::Lease;
use super::marks::MarkTargets;
use super::matching::{Asked, Matched, NewPeople, match_rows};
use super::named::Named;
use super::pieces::Pieces;
use super::place_findings::{blocked, note_unknown, settle_village};
use super::places::{Places, RowPlace};
use super::reading::{ColumnReading, RosterRow};
use super::said::Said;
use super::staged::{Counts, FileSummary, Likeness, Reason, RowClass, SheetSummary, StagedRow, Suggestion, Target};
use super::suggesting::suggest;
use super::tally::Tally;
use crate::model::id::{PersonId, UnitId};
use crate::store::candidates::{self, Presence};
use crate::store::{Conn, Db, StoreError, listings, people};

pub use super::pieces::open;

/// Everything that stays the same from piece to piece, and what is remembered between them.
pub struct Stage<'a> {
    db: &'a Db,
    listed_on: NaiveDate,
    places: &'a Places,
    targets: &'a MarkTargets,
    decisions: HashMap<(u32, u32, u16), RowDecision>,
    presence: Presence,
    /// All units that the list can speak of, where anybody lives or works in them; else empty.
    units: HashSet<UnitId>,
    new_people: NewPeople,
    named: Named,
    places_named: HashSet<RowPlace>,
    pieces: Pieces<'a>,
    tally: Tally,
}

/// What is known when the rows of a piece are looked at one by one.
struct Compared {
    matched: Matched,
    /// Rows that were applied before just so, with the revision of the person, which has not changed since.
    recognised: HashMap<usize, i64>,
    /// How many rows of the piece stand for somebody.
    rows: HashMap<Target, u32>,
    states: HashMap<Target, KnownPerson>,
    /// What earlier rows of the file say about somebody.
    said: HashMap<Target, Vec<Said>>,
}

impl<'a> Stage<'a> {
    /// Begins.
    pub fn new(
        db: &'a Db,
        lease: &'a Lease,
        (listed_on, places): (NaiveDate, &'a Places),
        targets: &'a MarkTargets,
        choices: &Choices,
    ) -> Result<Self, RosterError> {
        let (presence, units) = db.read(|conn| {
            let all: Vec<UnitId> = places.all_ids().collect();
            let units = if candidates::anybody_in(conn, &all)? { all.into_iter().collect() } else { HashSet::new() };
            Ok::<_, StoreError>((Presence::of(conn)?, units))
        })?;
        let decided =
            choices.rows.iter().map(|choice| ((choice.sheet, choice.row, choice.first_column), choice.decision));
        Ok(Self {
            db,
            listed_on,
            places,
            targets,
            decisions: decided.collect(),
            presence,
            units,
            new_people: NewPeople::default(),
            named: Named::default(),
            places_named: HashSet::new(),
            pieces: Pieces::of(lease),
            tally: Tally::default(),
        })
    }

    /// Rows so far.
    pub fn rows(&self) -> u32 {
        self.tally.counts.rows
    }

    /// Compares a piece with the people we know and keeps the outcome, sealed.
    pub fn add(&mut self, rows: Vec<(u32, RosterRow)>, sheets: &[SheetSummary]) -> Result<(), RosterError> {
        if rows.is_empty() {
            return Ok(());
        }
        let db = self.db;
        let staged = db.read(|conn| self.compare(conn, rows, sheets))?;
        self.keep(&staged)
    }

    /// Keeps a piece of which is known what becomes of it, sealed.
    pub fn keep(&mut self, staged: &[StagedRow]) -> Result<(), RosterError> {
        let mut classes = Counts::default();
        for row in staged {
            classes.add(row);
            self.tally.add(row);
            if row.class.is_applied() {
                self.named.note(row.target, self.pieces.next());
                self.places_named.insert(RowPlace { village: row.village, office: row.office });
            }
        }
        self.pieces.add(self.db, staged, &classes)
    }

    /// A row that is not applied names somebody known.
    pub fn note_not_applied(&mut self, person: PersonId) {
        self.named.note_not_applied(person);
    }

    /// Writes what is left and puts what was counted into the summary of the file.
    pub fn finish(mut self, file: &mut FileSummary) -> Result<(Counts, Listed), RosterError> {
        self.pieces.write(self.db)?;
        let counts = self.tally.counts;
        self.tally.into_summary(self.places, file);
        Ok((counts, Listed { named: self.named, places: self.places_named }))
    }

    fn compare(
        &mut self,
        conn: &mut Conn,
        rows: Vec<(u32, RosterRow)>,
        sheets: &[SheetSummary],
    ) -> Result<Vec<StagedRow>, RosterError> {
        let mut decisions: Vec<Option<RowDecision>> =
            rows.iter().map(|(sheet, row)| self.decision(*sheet, row)).collect();
        self.drop_foreign(conn, &mut decisions)?;
        let placed: Vec<Result<RowPlace, Option<Reason>>> =
            rows.iter().zip(&decisions).map(|((_, row), decision)| self.place(row, *decision)).collect();
        let asked = rows.iter().zip(&placed).zip(&decisions);
        let asked: Vec<Asked<'_>> = asked
            .map(|(((_, row), place), decision)| Asked {
                row,
                place: place.as_ref().ok().copied(),
                decision: *decision,
            })
            .collect();
        let before = self.new_people.count();
        let matched = match_rows(conn, &asked, self.presence, &mut self.new_people)?;
        let recognised = self.recognise(conn, &asked, &matched)?;
        for holder in matched.holders.iter().flatten() {
            self.note_not_applied(holder.person);
        }
        let mut compared = self.states(conn, matched, recognised, before)?;
        let mut staged = Vec::with_capacity(rows.len());
        for (index, (((sheet, row), place), decision)) in rows.into_iter().zip(placed).zip(decisions).enumerate() {
            let columns = sheets.get(sheet as usize).map_or(&[][..], |sheet| sheet.columns.as_slice());
            staged.push(self.row(index, (sheet, columns), row, place, decision, &mut compared));
        }
        self.suggest(conn, &mut staged, &compared.matched)?;
        Ok(staged)
    }

    /// Somebody who does not belong to the unit of the batch cannot be chosen, whatever was sent.
    fn drop_foreign(&self, conn: &mut Conn, decisions: &mut [Option<RowDecision>]) -> Result<(), StoreError> {
        for decision in decisions {
            let Some(RowDecision::SamePerson(person)) = *decision else { continue };
            let found = people::by_id(conn, person)?;
            let here = found.is_some_and(|person| {
                let (home, work) = (person.residence.map(|home| home.unit), person.workplace.map(|work| work.unit));
                [home, work].into_iter().flatten().any(|unit| self.units.contains(&unit))
            });
            if !here {
                *decision = None;
            }
        }
        Ok(())
    }

    fn decision(&self, sheet: u32, row: &RosterRow) -> Option<RowDecision> {
        if self.decisions.is_empty() { None } else { self.decisions.get(&(sheet, row.row, row.c0)).copied() }
    }

    /// Where a row belongs, or why it is held back.
    fn place(&self, row: &RosterRow, decision: Option<RowDecision>) -> Result<RowPlace, Option<Reason>> {
        if decision == Some(RowDecision::LeaveOut) {
            return Err(Some(Reason::LeftOut));
        }
        let place = self.places.of_row(row).map_err(|unknown| Some(unknown.into()))?;
        if blocked(row) { Err(None) } else { Ok(place) }
    }

    /// Rows that say what a row said before about somebody who has not changed since: nothing of the person has to be opened for them.
    fn recognise(
        &self,
        conn: &mut Conn,
        asked: &[Asked<'_>],
        matched: &Matched,
    ) -> Result<HashMap<usize, i64>, RosterError> {
        let rows = rows_of(&matched.targets);
        let fits = |(index, one): (usize, &Asked<'_>)| {
            let (holder, place) = (matched.holders.get(index).copied().flatten()?, one.place?);
            let target = Target::Known(holder.person);
            let alone = matched.targets.get(index) == Some(&target)
                && rows.get(&target) == Some(&1)
                && !self.named.names(holder.person);
            let not_older = holder.listed_on.is_some_and(|known_on| known_on <= self.listed_on);
            let stays = place.village.is_none() || place.village == holder.village;
            (alone && not_older && stays && one.decision.is_none()).then_some((index, holder, place))
        };
        let candidates: Vec<_> = asked.iter().enumerate().filter_map(fits).collect();
        if candidates.is_empty() {
            return Ok(HashMap::new());
        }
        let people: Vec<PersonId> = candidates.iter().map(|(_, holder, _)| holder.person).collect();
        let seen = listings::seen_rows(conn, &people)?;
        let mut recognised = HashMap::new();
        for (index, holder, place) in candidates {
            let mut same = seen.get(&holder.person).into_iter().flatten().filter(|row| row.revision == holder.revision);
            let Some(one) = asked.get(index) else { continue };
            let digest = digest::of_row(conn.keys(), self.pieces.batch(), self.listed_on, place, one.row)?;
            if same.any(|row| row.digest == digest) {
                recognised.insert(index, holder.revision);
            }
        }
        Ok(recognised)
    }

    /// The people of the piece as they would stand before it.
    fn states(
        &self,
        conn: &mut Conn,
        matched: Matched,
        recognised: HashMap<usize, i64>,
        known_new: u32,
    ) -> Result<Compared, RosterError> {
        let to_load = matched.targets.iter().enumerate().filter(|(index, _)| !recognised.contains_key(index));
        let known = to_load.filter_map(|(_, target)| match target {
            Target::Known(person) => Some(*person),
            Target::New(_) | Target::Nobody => None,
        });
        let known: HashSet<PersonId> = known.collect();
        let known: Vec<PersonId> = known.into_iter().collect();
        let loaded = if known.is_empty() { HashMap::new() } else { known::load(conn, &known)? };
        let states = loaded.into_iter().map(|(id, known)| (Target::Known(id), known)).collect();
        let rows = rows_of(&matched.targets);
        let mut compared = Compared { matched, recognised, rows, states, said: HashMap::new() };
        let mut again: Vec<Target> = compared.matched.targets.clone();
        again.retain(|target| match target {
            Target::Known(_) => !self.named.pieces(*target).is_empty(),
            Target::New(number) => *number < known_new,
            Target::Nobody => false,
        });
        again.sort_unstable();
        again.dedup();
        for target in again {
            self.replay(conn, target, &mut compared)?;
        }
        Ok(compared)
    }

    /// Applies what earlier pieces say about a person.
    fn replay(&self, conn: &mut Conn, target: Target, compared: &mut Compared) -> Result<(), RosterError> {
        let state = compared.states.entry(target).or_insert_with(|| KnownPerson::blank(PersonId(0)));
        let said = compared.said.entry(target).or_default();
        for piece in self.named.pieces(target) {
            for row in self.pieces.open(conn, piece)?.iter().filter(|row| row.target == target) {
                apply(state, &row.row, &self.context(row.village, row.office, row.insisted));
                said.push(Said::of(&row.row));
            }
        }
        Ok(())
    }

    fn context(&self, village: Option<UnitId>, office: Option<UnitId>, insists: bool) -> RowContext<'a> {
        RowContext { listed_on: self.listed_on, village, office, targets: self.targets, insists }
    }

    fn row(
        &self,
        index: usize,
        (sheet, columns): (u32, &[ColumnReading]),
        mut row: RosterRow,
        place: Result<RowPlace, Option<Reason>>,
        decision: Option<RowDecision>,
        compared: &mut Compared,
    ) -> StagedRow {
        let place = match place {
            Ok(place) => place,
            Err(reason) => return StagedRow::held(sheet, note_unknown(row, reason.as_ref(), columns), reason),
        };
        settle_village(&mut row, place);
        let target = compared.matched.targets.get(index).copied().unwrap_or(Target::Nobody);
        if let Some(revision) = compared.recognised.get(&index) {
            earlier_lists::note_same(&mut row, columns);
            return StagedRow::applied(sheet, row, RowClass::Unchanged, (target, place, Some(*revision)));
        }
        if is_alone(target, compared) {
            return StagedRow::applied(sheet, row, RowClass::New, (target, place, None));
        }
        let context = self.context(place.village, place.office, decision == Some(RowDecision::TakeRow));
        let first = !compared.states.contains_key(&target);
        if let (Target::Known(_), Some(state)) = (target, compared.states.get(&target)) {
            earlier_lists::compare(state, &mut row, place, columns);
        }
        if let Some(reason) = self.against(target, &row, decision, &context, compared) {
            return StagedRow::conflict(sheet, row, reason);
        }
        compared.said.entry(target).or_default().push(Said::of(&row));
        let state = compared.states.entry(target).or_insert_with(|| KnownPerson::blank(PersonId(0)));
        let revision = state.revision;
        let applied = apply(state, &row, &context);
        let (class, changes) = match (first, applied.changes.is_empty()) {
            (true, _) => (RowClass::New, Vec::new()),
            (false, true) => (RowClass::Unchanged, Vec::new()),
            (false, false) => (RowClass::Changed, applied.changes),
        };
        let kept = if first { Vec::new() } else { applied.kept };
        let base = StagedRow::applied(sheet, row, class, (target, place, revision));
        StagedRow { changes, kept, insisted: context.insists, ..base }
    }

    /// Why a row that stands for somebody is not applied.
    fn against(
        &self,
        target: Target,
        row: &RosterRow,
        decision: Option<RowDecision>,
        context: &RowContext<'_>,
        compared: &Compared,
    ) -> Option<Reason> {
        let state = compared.states.get(&target)?;
        let decided_same = matches!(decision, Some(RowDecision::SamePerson(_)));
        if matches!(target, Target::Known(_)) && !decided_same && contradicts(state, row) {
            return Some(Reason::OtherPerson);
        }
        if context.insists {
            return None;
        }
        let earlier = compared.said.get(&target).into_iter().flatten();
        let mut other = earlier.filter(|said| said.contradicts(row)).map(|said| Reason::OtherRow { row: said.row });
        other.next_back().or_else(|| taken_back(state, row, context).map(|on| Reason::EditedHere { on }))
    }

    /// Adds to new rows whom they may stand for.
    fn suggest(&self, conn: &mut Conn, staged: &mut [StagedRow], matched: &Matched) -> Result<(), RosterError> {
        for (index, person) in &matched.denied {
            if let Some(row) = staged.get_mut(*index) {
                row.suggestions.push(Suggestion { person: *person, likeness: Likeness::Recognised });
            }
        }
        if self.units.is_empty() {
            return Ok(());
        }
        let decided = |row: &StagedRow| self.decision(row.sheet, &row.row) == Some(RowDecision::NewPerson);
        let new = staged.iter_mut().filter(|row| row.class == RowClass::New && !decided(row));
        let mut new: Vec<&mut StagedRow> = new.collect();
        let asked: Vec<(&RosterRow, RowPlace)> =
            new.iter().map(|row| (&row.row, RowPlace { village: row.village, office: row.office })).collect();
        if asked.is_empty() {
            return Ok(());
        }
        let alike = suggest(conn, &asked, &self.units)?;
        for (row, mut alike) in new.iter_mut().zip(alike) {
            // Whom another row names for certain is not this one too.
            alike.retain(|suggestion| !self.named.names(suggestion.person));
            row.suggestions.extend(alike);
        }
        Ok(())
    }
}

/// Who and what a list names.
pub struct Listed {
    /// The people.
    pub named: Named,
    /// Where its rows belong.
    pub places: HashSet<RowPlace>,
}

/// How many rows stand for each.
fn rows_of(targets: &[Target]) -> HashMap<Target, u32> {
    let mut rows = HashMap::with_capacity(targets.len());
    for target in targets {
        *rows.entry(*target).or_default() += 1;
    }
    rows
}

/// Whether this is the first row about somebody new, and the only one of its piece: nothing has to be applied to see what it does.
fn is_alone(target: Target, compared: &Compared) -> bool {
    matches!(target, Target::New(_)) && compared.rows.get(&target) == Some(&1) && !compared.states.contains_key(&target)
}
