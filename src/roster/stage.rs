//! Staging: what would become of the rows of a file, piece by piece.

use std::collections::HashMap;

use super::apply::{KnownPerson, RowContext, apply, contradicts};
use super::error::RosterError;
use super::known;
use super::lease::Lease;
use super::marks::MarkTargets;
use super::matching::{NewPeople, match_rows};
use super::places::{Places, RowPlace, UnknownPlace};
use super::reading::{FindingCode, RosterRow, RowResult, Severity};
use super::staged::{Counts, Reason, RowClass, StagedRow, Target};
use crate::model::id::{BatchId, PersonId};
use crate::store::batches::{self, ChunkHead};
use crate::store::{Conn, Db};
use chrono::NaiveDate;

/// Everything that stays the same from piece to piece, and what is remembered between them.
pub struct Stage<'a> {
    db: &'a Db,
    batch: BatchId,
    lease: &'a Lease,
    listed_on: NaiveDate,
    places: &'a Places,
    targets: &'a MarkTargets,
    new_people: NewPeople,
    /// In which pieces a person has been named, so that a second row sees what the first would do.
    named_in: HashMap<Target, Vec<i32>>,
    pieces: i32,
    /// Rows per class over all pieces.
    pub counts: Counts,
}

impl<'a> Stage<'a> {
    /// Begins.
    pub fn new(
        db: &'a Db,
        batch: BatchId,
        lease: &'a Lease,
        listed_on: NaiveDate,
        places: &'a Places,
        targets: &'a MarkTargets,
    ) -> Self {
        Self {
            db,
            batch,
            lease,
            listed_on,
            places,
            targets,
            new_people: NewPeople::default(),
            named_in: HashMap::new(),
            pieces: 0,
            counts: Counts::default(),
        }
    }

    /// Compares a piece with the people we know and keeps the outcome, sealed.
    pub fn add(&mut self, rows: Vec<(u32, RosterRow)>) -> Result<(), RosterError> {
        if rows.is_empty() {
            return Ok(());
        }
        let db = self.db;
        let staged = db.read(|conn| self.compare(conn, rows))?;
        let mut classes = Counts::default();
        for row in &staged {
            classes.add(row);
            self.counts.add(row);
            if row.class.is_applied() {
                let pieces = self.named_in.entry(row.target).or_default();
                if pieces.last() != Some(&self.pieces) {
                    pieces.push(self.pieces);
                }
            }
        }
        let broken = |_| RosterError::BrokenStage(self.batch.0);
        let head = ChunkHead {
            position: self.pieces,
            rows: i32::try_from(staged.len()).unwrap_or(i32::MAX),
            classes: serde_json::to_string(&classes).map_err(broken)?,
        };
        let content = serde_json::to_vec(&staged).map_err(broken)?;
        db.write::<_, RosterError>(|conn| {
            self.lease.hold(conn)?;
            Ok(batches::put_chunk(conn, self.batch, &head, &content)?)
        })?;
        self.pieces += 1;
        Ok(())
    }

    fn compare(&mut self, conn: &mut Conn, rows: Vec<(u32, RosterRow)>) -> Result<Vec<StagedRow>, RosterError> {
        let placed: Vec<Result<RowPlace, Option<Reason>>> = rows.iter().map(|(_, row)| self.place(row)).collect();
        let only_rows: Vec<&RosterRow> = rows.iter().map(|(_, row)| row).collect();
        let places: Vec<Option<RowPlace>> = placed.iter().map(|place| place.as_ref().ok().copied()).collect();
        let before = self.new_people.count();
        let targets = match_rows(conn, &only_rows, &places, &mut self.new_people)?;
        let mut states = self.states(conn, &targets, before)?;
        let staged = rows.into_iter().zip(placed).zip(targets);
        Ok(staged.map(|(((sheet, row), place), target)| self.row(sheet, row, place, target, &mut states)).collect())
    }

    /// Where a row belongs, or why it is held back.
    fn place(&self, row: &RosterRow) -> Result<RowPlace, Option<Reason>> {
        let place = self.places.of_row(row).map_err(|unknown| Some(not_in_unit(unknown)))?;
        let blocking = |code: FindingCode| {
            // Staff of an office may live anywhere: a village outside the unit does not hold them back.
            code.severity() == Severity::Error && !(code == FindingCode::VillageUnknown && place.office.is_some())
        };
        if row.result == RowResult::Error && row.codes.iter().any(|finding| blocking(finding.code)) {
            return Err(None);
        }
        Ok(place)
    }

    /// The people of the piece as they would stand before it.
    fn states(
        &self,
        conn: &mut Conn,
        targets: &[Target],
        known_new: u32,
    ) -> Result<HashMap<Target, KnownPerson>, RosterError> {
        let known: Vec<PersonId> = targets
            .iter()
            .filter_map(|target| match target {
                Target::Known(person) => Some(*person),
                Target::New(_) | Target::Nobody => None,
            })
            .collect();
        let mut states: HashMap<Target, KnownPerson> =
            known::load(conn, &known)?.into_iter().map(|(id, known)| (Target::Known(id), known)).collect();
        for target in targets {
            if let Target::New(number) = target
                && *number < known_new
            {
                states.insert(*target, KnownPerson::blank(PersonId(0)));
            }
        }
        for target in targets {
            self.replay(conn, *target, &mut states)?;
        }
        Ok(states)
    }

    /// Applies what earlier pieces say about a person.
    fn replay(
        &self,
        conn: &mut Conn,
        target: Target,
        states: &mut HashMap<Target, KnownPerson>,
    ) -> Result<(), RosterError> {
        let (Some(pieces), Some(state)) = (self.named_in.get(&target), states.get_mut(&target)) else { return Ok(()) };
        let mut fresh = match target {
            Target::Known(id) => known::load(conn, &[id])?.remove(&id).unwrap_or_else(|| state.clone()),
            Target::New(_) | Target::Nobody => KnownPerson::blank(PersonId(0)),
        };
        for piece in pieces {
            for row in open(conn, self.batch, *piece)?.iter().filter(|row| row.target == target) {
                apply(&mut fresh, &row.row, &self.context(row.village, row.office));
            }
        }
        *state = fresh;
        Ok(())
    }

    fn context(
        &self,
        village: Option<crate::model::id::UnitId>,
        office: Option<crate::model::id::UnitId>,
    ) -> RowContext<'a> {
        RowContext { listed_on: self.listed_on, village, office, targets: self.targets }
    }

    fn row(
        &self,
        sheet: u32,
        row: RosterRow,
        place: Result<RowPlace, Option<Reason>>,
        target: Target,
        states: &mut HashMap<Target, KnownPerson>,
    ) -> StagedRow {
        let place = match place {
            Ok(place) => place,
            Err(reason) => return not_applied(sheet, row, RowClass::Held, reason),
        };
        if let (Target::Known(_), Some(state)) = (target, states.get(&target))
            && contradicts(state, &row)
        {
            return not_applied(sheet, row, RowClass::Conflict, Some(Reason::OtherPerson));
        }
        let context = self.context(place.village, place.office);
        let first = !states.contains_key(&target);
        let state = states.entry(target).or_insert_with(|| KnownPerson::blank(PersonId(0)));
        let revision = state.revision;
        let applied = apply(state, &row, &context);
        let (class, changes) = match (first, applied.changes.is_empty()) {
            (true, _) => (RowClass::New, Vec::new()),
            (false, true) => (RowClass::Unchanged, Vec::new()),
            (false, false) => (RowClass::Changed, applied.changes),
        };
        StagedRow {
            sheet,
            row,
            class,
            target,
            village: place.village,
            office: place.office,
            changes,
            reason: None,
            kept: Vec::new(),
            suggestions: Vec::new(),
            revision,
        }
    }
}

fn not_applied(sheet: u32, row: RosterRow, class: RowClass, reason: Option<Reason>) -> StagedRow {
    let (village, office) = (None, None);
    let target = Target::Nobody;
    StagedRow {
        sheet,
        row,
        class,
        target,
        village,
        office,
        changes: Vec::new(),
        reason,
        kept: Vec::new(),
        suggestions: Vec::new(),
        revision: None,
    }
}

fn not_in_unit(unknown: UnknownPlace) -> Reason {
    match unknown {
        UnknownPlace::Village(name) => Reason::UnknownVillage(name),
        UnknownPlace::Office(name) => Reason::UnknownOffice(name),
    }
}

/// Opens one piece.
pub fn open(conn: &mut Conn, batch: BatchId, piece: i32) -> Result<Vec<StagedRow>, RosterError> {
    let broken = || RosterError::BrokenStage(batch.0);
    let content = batches::chunk(conn, batch, piece)?.ok_or_else(broken)?;
    serde_json::from_slice(&content).map_err(|_| broken())
}
