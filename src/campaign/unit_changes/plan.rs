//! What an order does, told before it is done.

use super::Edited;
use super::error::UnitChangeError;
use super::order::UnitAction;
use crate::model::id::UnitId;
use crate::store::{Conn, people_places, unit_use};
use crate::vn::fold::fold;

/// What an order does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitPlan {
    /// Names of units that end.
    pub closed: Vec<String>,
    /// Names of units that begin.
    pub opened: Vec<String>,
    /// Units that come under another one.
    pub moved: Vec<MovedUnit>,
    /// People who belong to villages and offices that end or give parts away.
    pub people: i64,
    /// Of these, people of a divided village: they have to be given to the parts by lists or by hand.
    pub unassigned: i64,
    /// Quotas of units that end with a deadline after the day: the new units have none yet.
    pub quotas: i64,
    /// Accounts of units that end.
    pub accounts: i64,
    /// Pairs of units that bear the same name below the same unit from then on.
    pub same_names: Vec<String>,
}

/// A unit that comes under another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedUnit {
    /// The unit.
    pub name: String,
    /// The unit above before.
    pub from: String,
    /// The unit above from then on.
    pub to: String,
}

pub(super) fn plan(conn: &mut Conn, edited: &Edited<'_>) -> Result<UnitPlan, UnitChangeError> {
    let editor = &edited.editor;
    if let Err(problem) = editor.draft.moved(conn)? {
        return Err(editor.told(&problem));
    }
    let leaving: Vec<UnitId> =
        editor.closed.iter().copied().chain(editor.handed_over.iter().map(|(village, _)| *village)).collect();
    let divided: Vec<UnitId> =
        editor.handed_over.iter().filter(|(_, heir)| heir.is_none()).map(|(village, _)| *village).collect();
    let people = people_places::count_in(conn, &once(leaving))?;
    if matches!(edited.order.action, UnitAction::Close { .. }) && people > 0 {
        return Err(UnitChangeError::HasPeople { name: editor.name(edited.subject), count: people });
    }
    let names = |units: &[UnitId]| units.iter().map(|unit| editor.name(*unit)).collect();
    Ok(UnitPlan {
        closed: names(&editor.closed),
        opened: names(&editor.opened),
        moved: moved(edited),
        people,
        unassigned: people_places::count_in(conn, &divided)?,
        quotas: unit_use::quotas_due(conn, &editor.closed, editor.on)?,
        accounts: unit_use::accounts(conn, &editor.closed)?,
        same_names: same_names(edited),
    })
}

fn once(mut units: Vec<UnitId>) -> Vec<UnitId> {
    units.sort_unstable();
    units.dedup();
    units
}

/// Units that stood elsewhere on the day before.
fn moved(edited: &Edited<'_>) -> Vec<MovedUnit> {
    let editor = &edited.editor;
    let Some(eve) = editor.on.pred_opt() else { return Vec::new() };
    let mut found: Vec<(i32, MovedUnit)> = Vec::new();
    for (unit, own) in &editor.draft.states {
        let on = |day| own.iter().find(|version| version.validity.contains(day));
        let Some((before, after)) = on(eve).zip(on(editor.on)) else { continue };
        let was = editor.draft.present(*unit).iter().find(|version| version.validity.contains(editor.on));
        let Some((from, to)) = before.parent.zip(after.parent).filter(|(from, to)| from != to) else { continue };
        if was.and_then(|was| was.parent) != Some(to) {
            let moved = MovedUnit { name: after.name.clone(), from: editor.name(from), to: editor.name(to) };
            found.push((before.local_order, moved));
        }
    }
    found.sort_by(|a, b| (&a.1.from, a.0).cmp(&(&b.1.from, b.0)));
    found.into_iter().map(|(_, moved)| moved).collect()
}

/// Mergers bring two «Thôn 1» under one commune: allowed until they are renamed, but said.
fn same_names(edited: &Edited<'_>) -> Vec<String> {
    let editor = &edited.editor;
    let mut parents: Vec<UnitId> = editor.opened.clone();
    parents.extend(
        editor
            .draft
            .states
            .values()
            .filter_map(|own| own.last().filter(|version| version.validity.from == editor.on)?.parent),
    );
    let mut found = Vec::new();
    for parent in once(parents) {
        let mut names: Vec<(String, String)> =
            editor.below(parent).into_iter().map(|unit| editor.name(unit)).map(|name| (fold(&name), name)).collect();
        names.sort();
        for pair in names.windows(2) {
            if let [first, second] = pair
                && first.0 == second.0
                && !found.contains(&first.1)
            {
                found.push(first.1.clone());
            }
        }
    }
    found
}
