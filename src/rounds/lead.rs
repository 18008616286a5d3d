//! Use cases of whoever leads a round: a new date for a hop, closing and opening again, noting that units were reminded.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::error::RoundError;
use super::reach::{Whole, decides, managed, reason, remark, visible};
use crate::access::{AccessError, Actor, AuditEvent, allowed, audit};
use crate::model::id::{RoundId, UnitId};
use crate::model::role::Operation;
use crate::model::round::{Due, RoundEvent, RoundEventKind};
use crate::store::{Conn, Db, rounds, units};

/// A new date for a hop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDue {
    /// The round.
    pub round: RoundId,
    /// The hop; the dates of the others stay.
    pub hop: i32,
    /// The new date.
    pub due: Due,
    /// The document that gives it, as cited.
    pub document: String,
}

/// Gives a hop a new date; the earlier one stays visible. The right: [`Operation::ManageRounds`] in the unit of the round.
///
/// # Errors
/// No document; a closed round; a date that is in force already.
pub fn change_due(db: &Db, actor: &Actor, new: &NewDue, now: DateTime<Utc>) -> Result<(), RoundError> {
    db.write(|conn| {
        let whole = managed(conn, actor, new.round)?;
        if whole.round.locked {
            return Err(RoundError::Locked(whole.round.name));
        }
        let hop = whole.hop(new.hop)?;
        let document = remark(Some(&new.document))
            .ok_or_else(|| RoundError::Unfit("Ghi văn bản cho hạn mới (số, ngày, cơ quan ban hành).".to_owned()))?;
        if crate::model::round::due_of(hop, &whole.events, now) == new.due {
            return Err(RoundError::Unfit("Hạn mới trùng với hạn đang áp dụng.".to_owned()));
        }
        let event = RoundEvent {
            due: Some(new.due),
            document: Some(document),
            ..event(RoundEventKind::DueChanged, actor, now)
        };
        rounds::events::add(conn, new.round, &RoundEvent { hop: Some(new.hop), ..event })?;
        note(conn, actor, &whole, "round.change_due", json!({"hop": new.hop, "due": new.due.day}))
    })
}

/// Closes a round or opens it again, for a reason. The right: [`Operation::ManageRounds`] in the unit of the round.
///
/// # Errors
/// A reason too short; a round that is in that state already.
pub fn set_locked(
    db: &Db,
    actor: &Actor,
    round: RoundId,
    locked: bool,
    why: &str,
    now: DateTime<Utc>,
) -> Result<(), RoundError> {
    db.write(|conn| {
        let whole = managed(conn, actor, round)?;
        let why = reason(why)?;
        if whole.round.locked == locked {
            let state = if locked { "đã khóa" } else { "đang mở" };
            return Err(RoundError::Unfit(format!("Đợt báo cáo «{}» {state} rồi.", whole.round.name)));
        }
        rounds::set_locked(conn, round, locked)?;
        let kind = if locked { RoundEventKind::Locked } else { RoundEventKind::Unlocked };
        rounds::events::add(conn, round, &RoundEvent { reason: Some(why), ..event(kind, actor, now) })?;
        note(conn, actor, &whole, if locked { "round.lock" } else { "round.unlock" }, json!({}))
    })
}

/// How units were reminded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminded {
    /// The round.
    pub round: RoundId,
    /// The hop.
    pub hop: i32,
    /// Slugs of the units.
    pub units: Vec<String>,
    /// How: one of the reminders of [`RoundEventKind`].
    pub how: RoundEventKind,
    /// The dispatch, where it was one.
    pub document: Option<String>,
}

/// Notes that units were reminded. For whoever decides about the reports of the hop.
///
/// # Errors
/// A unit that does not report there; a way that is no reminder.
pub fn note_reminded(db: &Db, actor: &Actor, reminded: &Reminded, now: DateTime<Utc>) -> Result<usize, RoundError> {
    db.write(|conn| note_reminded_in(conn, actor, reminded, now))
}

/// The same within a transaction of the caller: what reminds is written with it.
///
/// # Errors
/// As [`note_reminded`].
pub fn note_reminded_in(
    conn: &mut Conn,
    actor: &Actor,
    reminded: &Reminded,
    now: DateTime<Utc>,
) -> Result<usize, RoundError> {
    allowed(actor, Operation::ManageRounds)?;
    if !reminded.how.reminds() {
        return Err(RoundError::Unfit("Cách nhắc không hợp lệ.".to_owned()));
    }
    let (whole, _) = visible(conn, actor, reminded.round)?;
    let hop = whole.hop(reminded.hop)?;
    if !decides(conn, actor, &whole.round, hop)? {
        return Err(AccessError::Forbidden.into());
    }
    let mut ids: Vec<UnitId> = Vec::with_capacity(reminded.units.len());
    for slug in &reminded.units {
        let found = units::find_by_slug(conn, slug, whole.round.period.to)?;
        let unit = found.ok_or_else(|| RoundError::NoUnit(slug.clone()))?;
        if !hop.units.contains(&unit.id) {
            return Err(RoundError::NotExpected { unit: unit.name, hop: hop.number });
        }
        ids.push(unit.id);
    }
    add_reminders(conn, actor, &whole, reminded.hop, &ids, (reminded.how, reminded.document.as_deref()), now)?;
    Ok(ids.len())
}

/// Writes reminders of units that were checked.
fn add_reminders(
    conn: &mut Conn,
    actor: &Actor,
    whole: &Whole,
    hop: i32,
    units: &[UnitId],
    (how, document): (RoundEventKind, Option<&str>),
    now: DateTime<Utc>,
) -> Result<(), RoundError> {
    for unit in units {
        let event =
            RoundEvent { hop: Some(hop), unit: Some(*unit), document: remark(document), ..event(how, actor, now) };
        rounds::events::add(conn, whole.round.id, &event)?;
    }
    note(conn, actor, whole, "round.remind", json!({"hop": hop, "units": units.len(), "how": how.as_str()}))
}

fn event(kind: RoundEventKind, actor: &Actor, now: DateTime<Utc>) -> RoundEvent {
    RoundEvent {
        kind,
        hop: None,
        unit: None,
        submission: None,
        due: None,
        document: None,
        reason: None,
        account: actor.account(),
        happened_at: now,
    }
}

fn note(
    conn: &mut Conn,
    actor: &Actor,
    whole: &Whole,
    action: &str,
    detail: serde_json::Value,
) -> Result<(), RoundError> {
    let (object_id, unit) = (Some(whole.round.id.0), Some(whole.round.unit));
    audit(conn, actor, AuditEvent { action, object: "round", object_id, unit, detail })?;
    Ok(())
}
