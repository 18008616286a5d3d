//! Use case: take a batch back. Who came with it goes, what it changed is as it was; whoever was touched since stays as they are and is named.

use std::collections::{BTreeMap, HashSet};

use chrono::{NaiveDate, NaiveDateTime, Utc};

use super::before::Before;
use super::commit::{audience, authorised_batch, with_units_above};
use super::error::RosterError;
use super::preview::Progress;
use super::staged::{Counts, RowClass};
use crate::access::{self, Actor, AuditEvent};
use crate::model::id::{BatchId, PersonId, UnitId};
use crate::model::tally::Audience;
use crate::store::batches::{self, Batch, BatchState};
use crate::store::counted_change::CountedChanges;
use crate::store::people::PersonImage;
use crate::store::{Conn, Db, batch_before, counters, events, listings, people, units};

/// The most letters of a reason that are kept.
const LONGEST_REASON: usize = 500;

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The batch.
    pub batch: BatchId,
    /// People who had come with it and are gone.
    pub removed: u32,
    /// People who are as they were.
    pub restored: u32,
    /// People who were touched since: they stay as they are, with what the batch said of them.
    pub kept: Vec<KeptPerson>,
    /// It had been taken back before: nothing was done again.
    pub already: bool,
}

/// Somebody whom an undo left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPerson {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
}

/// Takes a batch back: people, milestones, causes, listings, figures. A second call says so and does nothing.
///
/// Touched since are people of whom anything became known after the batch, by hand or by another list, also by one that only said the same again.
///
/// # Errors
/// No such batch in the actor's scope; [`RosterError::NotCommitted`]; [`RosterError::NothingKept`].
pub fn undo(db: &Db, actor: &Actor, batch: BatchId, reason: Option<&str>) -> Result<Undone, RosterError> {
    undo_watched(db, actor, batch, reason, &mut |_| ())
}

/// As [`undo`]; `watch` hears from time to time how far it has come.
pub fn undo_watched(
    db: &Db,
    actor: &Actor,
    batch: BatchId,
    reason: Option<&str>,
    watch: &mut dyn FnMut(Progress),
) -> Result<Undone, RosterError> {
    let now = Utc::now().naive_utc();
    db.write(|conn| {
        let found = authorised_batch(conn, actor, batch)?;
        if !batches::mark_undone(conn, batch, actor.account(), now)? {
            // Of two who undo at the same time, the second finds it done.
            return match batches::find(conn, batch)?.map(|batch| batch.state) {
                Some(BatchState::Undone) => {
                    Ok(Undone { batch, removed: 0, restored: 0, kept: Vec::new(), already: true })
                }
                _ => Err(RosterError::NotCommitted(batch.0)),
            };
        }
        let applied_at = found.committed_at.ok_or(RosterError::BrokenStage(batch.0))?;
        let undone = take_back(conn, &found, applied_at, watch)?;
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        if let Some(reason) = reason {
            batches::set_comment(conn, batch, &commented(found.comment.as_deref(), reason))?;
        }
        audit(conn, actor, &found, &undone)?;
        Ok(undone)
    })
}

/// The reason stands beside the batch: it may name people, and the audit log never does.
fn commented(comment: Option<&str>, reason: &str) -> String {
    let reason: String = reason.chars().take(LONGEST_REASON).collect();
    let reason = format!("Hoàn tác: {reason}");
    comment.map_or_else(|| reason.clone(), |comment| format!("{comment}\n{reason}"))
}

fn audit(conn: &mut Conn, actor: &Actor, batch: &Batch, undone: &Undone) -> Result<(), RosterError> {
    let detail = serde_json::json!({
        "removed": undone.removed, "restored": undone.restored, "kept": undone.kept.len(),
    });
    let event = AuditEvent {
        action: "import.undo",
        object: "import_batch",
        object_id: Some(batch.id.0),
        unit: Some(batch.unit),
        detail,
    };
    access::audit(conn, actor, event)?;
    Ok(())
}

/// Pieces in reverse, so that whoever is in several comes back through the same states.
fn take_back(
    conn: &mut Conn,
    batch: &Batch,
    applied_at: NaiveDateTime,
    watch: &mut dyn FnMut(Progress),
) -> Result<Undone, RosterError> {
    let positions = batch_before::before_positions(conn, batch.id)?;
    let counts: Counts = serde_json::from_str(&batch.counts).map_err(|_| RosterError::BrokenStage(batch.id.0))?;
    let applied: u32 = RowClass::ALL.into_iter().filter(|class| class.is_applied()).map(|class| counts.of(class)).sum();
    if positions.is_empty() && applied > 0 {
        return Err(RosterError::NothingKept(batch.id.0));
    }
    let places = listings::places_of_batch(conn, batch.id)?;
    let mut undoing = Undoing {
        batch,
        applied_at,
        changes: CountedChanges::begin(conn)?,
        kept: BTreeMap::new(),
        removed: 0,
        restored: 0,
    };
    let mut done = 0;
    for position in positions.into_iter().rev() {
        let before = Before::open(conn, batch.id, position)?;
        done += u32::try_from(before.people()).unwrap_or(u32::MAX);
        undoing.take_back(conn, before)?;
        watch(Progress { rows: done, of: Some(applied) });
    }
    let Undoing { changes, kept, removed, restored, .. } = undoing;
    changes.write(conn)?;
    renew_rosters(conn, &places.into_iter().map(|(unit, place)| (unit, audience(place))).collect())?;
    batch_before::delete_before(conn, batch.id)?;
    let kept = kept.into_iter().map(|(person, name)| KeptPerson { person, name }).collect();
    Ok(Undone { batch: batch.id, removed, restored, kept, already: false })
}

/// From lists of which days units are counted, as far as the lists that remain say so.
fn renew_rosters(conn: &mut Conn, named: &HashSet<(UnitId, Audience)>) -> Result<(), RosterError> {
    let latest = listings::latest_in_places(conn)?;
    let all: HashSet<UnitId> =
        latest.keys().map(|(unit, _)| *unit).chain(named.iter().map(|(unit, _)| *unit)).collect();
    let ancestry = units::ancestry(conn, &all.into_iter().collect::<Vec<_>>())?;
    let affected = with_units_above(named, &ancestry);
    let mut days: BTreeMap<(UnitId, Audience), Option<NaiveDate>> = affected.into_iter().map(|at| (at, None)).collect();
    for ((unit, place), day) in latest {
        for at in with_units_above(&HashSet::from([(unit, audience(place))]), &ancestry) {
            if let Some(known) = days.get_mut(&at) {
                *known = (*known).max(Some(day));
            }
        }
    }
    let rosters: Vec<_> = days.into_iter().map(|((unit, audience), day)| (unit, audience, day)).collect();
    counters::set_rosters(conn, &rosters)?;
    Ok(())
}

/// Takes a batch back piece by piece.
struct Undoing<'a> {
    batch: &'a Batch,
    applied_at: NaiveDateTime,
    changes: CountedChanges,
    kept: BTreeMap<PersonId, String>,
    removed: u32,
    restored: u32,
}

impl Undoing<'_> {
    fn take_back(&mut self, conn: &mut Conn, before: Before) -> Result<(), RosterError> {
        let Before { left, mut created, mut changed, dated, named } = before;
        let written: Vec<PersonId> = created.iter().copied().chain(changed.iter().map(PersonImage::person)).collect();
        let free = self.untouched(conn, &written, left)?;
        created.retain(|id| free.contains(id));
        changed.retain(|image| free.contains(&image.person()));
        self.write_back(conn, created, changed, left)?;
        self.forget(conn, dated, &named)
    }

    /// Who is still as the batch left them. The others are noted as kept, unless they are gone altogether.
    fn untouched(
        &mut self,
        conn: &mut Conn,
        written: &[PersonId],
        left: i64,
    ) -> Result<HashSet<PersonId>, RosterError> {
        let locked = people::lock(conn, written)?;
        let later = listings::named_later(conn, written, self.batch.id, self.applied_at)?;
        let (mut free, mut touched) = (HashSet::new(), Vec::new());
        for (id, now) in locked {
            if now.revision == left && !later.contains(&id) {
                free.insert(id);
            } else {
                touched.push(id);
            }
        }
        let names = people::by_ids(conn, &touched)?;
        self.kept.extend(names.into_iter().map(|person| (person.id, person.particulars.full_name)));
        Ok(free)
    }

    fn write_back(
        &mut self,
        conn: &mut Conn,
        created: Vec<PersonId>,
        changed: Vec<PersonImage>,
        left: i64,
    ) -> Result<(), RosterError> {
        self.removed += u32::try_from(created.len()).unwrap_or(u32::MAX);
        // Whom an earlier piece wrote too comes back fully with that one.
        let fully = changed.iter().filter(|image| image.revision() != left).count();
        self.restored += u32::try_from(fully).unwrap_or(u32::MAX);
        let batch = self.batch.id;
        let restored: Vec<PersonId> = changed.iter().map(PersonImage::person).collect();
        let all: Vec<PersonId> = created.iter().chain(&restored).copied().collect();
        self.changes.change(conn, &all, |conn| {
            events::delete_of_batch(conn, batch, &restored)?;
            listings::delete_barriers_of_batch(conn, batch, &restored)?;
            listings::delete_of_batch(conn, batch, &restored)?;
            people::restore(conn, changed)?;
            people::delete(conn, &created)
        })?;
        Ok(())
    }

    /// Takes back that the list named people of whom it said nothing new.
    fn forget(
        &self,
        conn: &mut Conn,
        dated: Vec<(PersonId, Option<NaiveDate>)>,
        named: &[PersonId],
    ) -> Result<(), RosterError> {
        let all = dated.iter().map(|(person, _)| person).chain(named);
        let free: Vec<PersonId> = all.filter(|id| !self.kept.contains_key(id)).copied().collect();
        let locked = people::lock(conn, &free)?;
        listings::delete_of_batch(conn, self.batch.id, &free)?;
        let latest = |id: &PersonId| locked.get(id).is_some_and(|now| now.listed_on == Some(self.batch.listed_on));
        let dated: Vec<_> = dated.into_iter().filter(|(id, _)| latest(id)).collect();
        let ids: Vec<PersonId> = dated.iter().map(|(id, _)| *id).collect();
        let remaining = listings::of_people(conn, &ids)?;
        let mut by_day: BTreeMap<Option<NaiveDate>, Vec<PersonId>> = BTreeMap::new();
        for (id, before) in dated {
            let said = remaining.get(&id).into_iter().flatten().map(|(_, listing)| listing.listed_on).max();
            by_day.entry(before.max(said)).or_default().push(id);
        }
        for (day, people) in by_day {
            people::set_listed_on(conn, &people, day)?;
        }
        Ok(())
    }
}
