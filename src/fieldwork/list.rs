//! Use case: the lists of a campaign with how far each has come.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::error::FieldworkError;
use super::offer::target_of;
use super::reach;
use crate::access::{AccessError, Actor, allowed, authorise, scope};
use crate::model::id::{UnitId, WorkListId};
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::model::work_list::{LineResult, Outcome, WorkList};
use crate::store::{Conn, Db, catalogue, units, work_lists};

/// Lists shown at once; older ones are found through their number or unit.
const MOST_LISTS: i64 = 300;

/// How far a list has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// People on it.
    pub lines: usize,
    /// Done.
    pub done: usize,
    /// Not done, with the cause told.
    pub barriers: usize,
}

impl Counts {
    /// Counts results.
    pub(super) fn of<'a>(lines: usize, results: impl Iterator<Item = &'a LineResult>) -> Self {
        let mut counts = Self { lines, ..Self::default() };
        for result in results {
            match result.outcome {
                Some(Outcome::Done) => counts.done += 1,
                Some(Outcome::Barrier(_)) => counts.barriers += 1,
                None => {}
            }
        }
        counts
    }

    /// Still to be visited.
    pub fn remaining(self) -> usize {
        self.lines.saturating_sub(self.done + self.barriers)
    }
}

/// A list among others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLine {
    /// The list.
    pub list: WorkList,
    /// The village or office.
    pub unit: Unit,
    /// What it is called.
    pub name: String,
    /// How far it has come.
    pub counts: Counts,
    /// Days since it was made.
    pub age_days: i64,
}

/// The lists of a campaign in the actor's scope, the newest first; those of a unit and below it, where one is given.
///
/// # Errors
/// No right to see people; no such campaign or unit.
pub fn lists(
    db: &Db,
    actor: &Actor,
    campaign: &str,
    unit: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<ListLine>, FieldworkError> {
    allowed(actor, Operation::ViewPeople)?;
    db.read(|conn| {
        let found = reach::campaign(conn, actor, campaign)?;
        let below = match unit {
            Some(slug) => Some(unit_of(conn, actor, slug, now)?),
            None => scope(actor),
        };
        let lists = work_lists::of_campaign(conn, found.id, below, MOST_LISTS)?;
        lines(conn, lists, now)
    })
}

fn unit_of(conn: &mut Conn, actor: &Actor, slug: &str, now: DateTime<Utc>) -> Result<UnitId, FieldworkError> {
    let unknown = || FieldworkError::NoUnit(slug.to_owned());
    let today = crate::model::as_of::AsOf::of_instant(now).day();
    let unit = units::find_by_slug(conn, slug, today)?.ok_or_else(unknown)?;
    match authorise(conn, actor, Operation::ViewPeople, unit.id) {
        Ok(()) => Ok(unit.id),
        Err(AccessError::NotFound) => Err(unknown()),
        Err(error) => Err(error.into()),
    }
}

fn lines(conn: &mut Conn, lists: Vec<WorkList>, now: DateTime<Utc>) -> Result<Vec<ListLine>, FieldworkError> {
    let ids: Vec<WorkListId> = lists.iter().map(|list| list.id).collect();
    let counted = work_lists::line_counts(conn, &ids)?;
    let results = work_lists::results(conn, &ids)?;
    let catalogue = catalogue::load(conn)?;
    let mut names = HashMap::new();
    let mut found = Vec::with_capacity(lists.len());
    for list in lists {
        let key = (list.kind, list.programme);
        if let std::collections::hash_map::Entry::Vacant(place) = names.entry(key) {
            place.insert(target_of(conn, &catalogue, &list)?.map(|target| target.name).unwrap_or_default());
        }
        let Some(unit) = units::get(conn, list.unit, list.as_of)? else { continue };
        let lines = counted.get(&list.id).and_then(|lines| usize::try_from(*lines).ok()).unwrap_or_default();
        let counts = Counts::of(lines, results.get(&list.id).into_iter().flat_map(HashMap::values));
        let age_days = (now - list.created_at).num_days();
        let name = names.get(&key).cloned().unwrap_or_default();
        found.push(ListLine { list, unit, name, counts, age_days });
    }
    Ok(found)
}
