//! Use cases: the tree of units is changed — add, rename, close, merge, divide, move — from a day on, by a document. Figures of days before stay as they
//! were; people follow their village, and of a divided village they are given to its parts by lists or by hand, never by share.

mod details;
mod editor;
mod error;
mod history;
mod order;
mod people;
mod plan;
mod resolve;
mod sheet;

use serde_json::json;

pub use details::{ContactLine, set_contacts, set_order};
pub use error::UnitChangeError;
pub use history::{UnitHistory, UnitHistoryLine, history};
pub use order::{Heir, NewUnit, Part, UnitAction, UnitOrder};
pub use people::{PEOPLE_ON_A_PAGE, Unassigned, assign, unassigned};
pub use plan::{MovedUnit, UnitPlan};
pub use sheet::{ChildLine, UnitSheet, parents_for, sheet, superiors_for};

use self::editor::Editor;
use self::resolve::{Identities, Resolver};
use super::tree_draft::TreeDraft;
use crate::access::{Actor, AuditEvent, allowed, audit};
use crate::model::id::UnitId;
use crate::model::role::Operation;
use crate::model::unit::UnitKind;
use crate::store::counted_change::change_places;
use crate::store::people_places::{Transfer, begin_stays_anew, transfer_residents};
use crate::store::{Conn, Db, counters, units};

/// What an order would do, without doing it.
///
/// # Errors
/// Whatever would stop it: see [`UnitChangeError`].
pub fn plan(db: &Db, actor: &Actor, order: &UnitOrder) -> Result<UnitPlan, UnitChangeError> {
    allowed(actor, Operation::ManageUnits)?;
    db.read(|conn| {
        let edited = edit(conn, actor, order, Identities::Imagined)?;
        plan::plan(conn, &edited)
    })
}

/// Changes the tree. Everybody who belongs to a unit that moves is counted anew in the same transaction.
///
/// # Errors
/// See [`UnitChangeError`]; nothing is changed then.
pub fn apply(db: &Db, actor: &Actor, order: &UnitOrder) -> Result<UnitPlan, UnitChangeError> {
    allowed(actor, Operation::ManageUnits)?;
    db.write(|conn| {
        units::change_tree(conn)?;
        let edited = edit(conn, actor, order, Identities::Given)?;
        let plan = plan::plan(conn, &edited)?;
        write(conn, actor, &edited)?;
        let ids = |units: &[UnitId]| units.iter().map(|unit| unit.0).collect::<Vec<_>>();
        let detail = json!({
            "effective_on": order.effective_on, "legal_basis": order.legal_basis, "closed": ids(&edited.editor.closed),
            "opened": ids(&edited.editor.opened), "people": plan.people,
        });
        let (object_id, unit) = (Some(edited.subject.0), Some(edited.subject));
        audit(conn, actor, AuditEvent { action: order.action.word(), object: "unit", object_id, unit, detail })?;
        Ok(plan)
    })
}

/// A draft with an order carried out.
struct Edited<'a> {
    editor: Editor<'a>,
    /// The unit that the order is about.
    subject: UnitId,
    order: &'a UnitOrder,
}

fn edit<'a>(
    conn: &mut Conn,
    actor: &Actor,
    order: &'a UnitOrder,
    identities: Identities,
) -> Result<Edited<'a>, UnitChangeError> {
    if order.legal_basis.trim().is_empty() {
        return Err(UnitChangeError::BasisMissing);
    }
    let mut resolver = Resolver { actor, on: order.effective_on, identities, imagined: 0 };
    let mut editor = Editor::new(TreeDraft::read(conn)?, order.effective_on, order.legal_basis.trim());
    let subject = carry_out(conn, &mut resolver, &mut editor, &order.action)?;
    editor.settle()?;
    Ok(Edited { editor, subject, order })
}

fn carry_out(
    conn: &mut Conn,
    resolver: &mut Resolver<'_>,
    editor: &mut Editor<'_>,
    action: &UnitAction,
) -> Result<UnitId, UnitChangeError> {
    match action {
        UnitAction::Add { parent, unit, always } => {
            let parent = resolver.above(conn, parent)?;
            let id = resolver.new_unit(conn, &parent.slug, unit)?;
            editor.add(id, parent.id, unit, *always)?;
            Ok(parent.id)
        }
        UnitAction::Rename { unit, becomes } => {
            let unit = resolver.own(conn, unit)?;
            editor.rename(unit, becomes)?;
            Ok(unit)
        }
        UnitAction::Close { unit } => {
            let unit = resolver.own(conn, unit)?;
            editor.close_empty(unit)?;
            Ok(unit)
        }
        UnitAction::Merge { units, into } => {
            let units = units.iter().map(|slug| resolver.own(conn, slug)).collect::<Result<Vec<_>, _>>()?;
            let first = *units.first().ok_or(UnitChangeError::TooFewToMerge)?;
            let id = resolver.heir(conn, first, into)?;
            editor.merge(&units, into, id)?;
            Ok(id)
        }
        UnitAction::Split { unit, keeps, parts } => {
            let unit = resolver.own(conn, unit)?;
            let mut given = Vec::with_capacity(parts.len());
            for part in parts {
                let below = part.units.iter().map(|slug| resolver.own(conn, slug)).collect::<Result<Vec<_>, _>>()?;
                given.push((resolver.heir(conn, unit, &part.heir)?, part, below));
            }
            editor.split(unit, *keeps, &given)?;
            Ok(unit)
        }
        UnitAction::Move { units, to } => {
            let to = resolver.above(conn, to)?.id;
            for slug in units {
                let unit = resolver.own(conn, slug)?;
                editor.move_to(unit, to)?;
            }
            Ok(to)
        }
        UnitAction::Superior { unit, superior } => {
            let unit = resolver.own(conn, unit)?;
            let superior = superior.as_deref().map(|slug| resolver.any(conn, slug)).transpose()?;
            editor.set_superior(unit, superior)?;
            Ok(unit)
        }
    }
}

fn write(conn: &mut Conn, actor: &Actor, edited: &Edited<'_>) -> Result<(), UnitChangeError> {
    let editor = &edited.editor;
    let moved = editor.draft.moved(conn)?.map_err(|problem| editor.told(&problem))?;
    let handed_over = editor.handed_over.iter().map(|(village, _)| *village);
    let counted: Vec<UnitId> = moved.units.iter().copied().chain(handed_over).collect();
    change_places(conn, &counted, |conn| {
        editor.draft.write_states(conn)?;
        moved.write(conn)?;
        for (village, heir) in &editor.handed_over {
            hand_over(conn, actor, edited, *village, *heir)?;
        }
        Ok::<_, UnitChangeError>(())
    })?;
    let leaves = moved.units.iter().copied().filter(|unit| {
        let last = editor.draft.states.get(unit).and_then(|own| own.last());
        last.is_some_and(|version| version.kind.is_village() || UnitKind::is_workplace(version.kind))
    });
    counters::spread_rosters(conn, &leaves.collect::<Vec<_>>())?;
    Ok(())
}

fn hand_over(
    conn: &mut Conn,
    actor: &Actor,
    edited: &Edited<'_>,
    village: UnitId,
    heir: Option<UnitId>,
) -> Result<(), UnitChangeError> {
    let on = edited.editor.on;
    begin_stays_anew(conn, village, on)?;
    let Some(to) = heir else { return Ok(()) };
    if crate::store::people_places::count_in(conn, &[village])? == 0 {
        return Ok(());
    }
    let account = actor.account().ok_or(UnitChangeError::NeedsAccount)?;
    let reason = edited.editor.basis.to_owned();
    let transfer = Transfer { from: village, to, on, account, reason, at: chrono::Utc::now().naive_utc() };
    transfer_residents(conn, &transfer)?;
    Ok(())
}
