//! Freezing figures under a name, and reading what was frozen.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::differences::{Difference, differences};
use super::error::ProgressError;
use super::figures::{FigureQuery, Subject, report_of, subject, subject_of};
use super::frozen::{Frozen, FrozenSeries, VERSION};
use super::series::series_of;
use crate::access::{self, Actor, AuditEvent};
use crate::model::as_of::AsOf;
use crate::model::hexadecimal::hexadecimal;
use crate::model::id::{SnapshotId, UnitId};
use crate::model::role::Operation;
use crate::model::unit::Unit;
use crate::store::snapshots::{self, NewSnapshot, SnapshotHead};
use crate::store::{Conn, Db, campaigns, units};
use crate::vn::date::in_text;

/// The longest name.
pub const LONGEST_NAME: usize = 120;

/// Frozen figures as they are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotLine {
    /// Identity, day, name, hash.
    pub head: SnapshotHead,
    /// The unit, in its state on that day.
    pub unit: Unit,
    /// Code of the campaign.
    pub campaign: String,
}

/// Freezes the figures of a unit and everything below it at a day, as they are known now.
pub fn take(
    db: &Db,
    actor: &Actor,
    query: &FigureQuery,
    name: &str,
    now: DateTime<Utc>,
) -> Result<SnapshotLine, ProgressError> {
    let name = checked(name)?;
    db.write(|conn| {
        let subject = subject(conn, actor, query)?;
        access::authorise(conn, actor, Operation::TakeSnapshot, subject.unit.id)?;
        let frozen = freeze(conn, &subject, now)?;
        keep(conn, actor, &subject, (&name, &frozen), now)
    })
}

/// What figures are frozen for, where nobody names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitedBy {
    /// An official document.
    Document,
    /// A workbook that is handed out.
    Workbook,
    /// A workbook that goes out by mail.
    Mail,
}

impl CitedBy {
    /// The right that it takes: whoever may make a workbook may have the figures frozen that it shows.
    fn operation(self) -> Operation {
        match self {
            Self::Document => Operation::TakeSnapshot,
            Self::Workbook => Operation::MakeWorkbook,
            Self::Mail => Operation::SendMail,
        }
    }

    fn name(self, on: NaiveDate) -> String {
        let what = match self {
            Self::Document => "văn bản",
            Self::Workbook | Self::Mail => "bảng tính",
        };
        format!("Số liệu lập {what}, {}", in_text(on))
    }
}

/// The figures that a document or workbook cites: those frozen last of the unit and the day where nothing has changed since, or else frozen now under a
/// name. Where nothing has changed nothing is written.
pub fn cite(
    db: &Db,
    actor: &Actor,
    query: &FigureQuery,
    by: CitedBy,
    now: DateTime<Utc>,
) -> Result<(SnapshotLine, Frozen), ProgressError> {
    let kept = db.read(|conn| {
        let subject = cited_subject(conn, actor, query, by)?;
        let frozen = freeze(conn, &subject, now)?;
        unchanged(conn, actor, &subject, &frozen)
    })?;
    if let Some(found) = kept {
        return Ok(found);
    }
    db.write(|conn| {
        let subject = cited_subject(conn, actor, query, by)?;
        let frozen = freeze(conn, &subject, now)?;
        // Another one may have frozen them since.
        if let Some(found) = unchanged(conn, actor, &subject, &frozen)? {
            return Ok(found);
        }
        let name = by.name(subject.as_of.day());
        Ok((keep(conn, actor, &subject, (&name, &frozen), now)?, frozen))
    })
}

fn cited_subject(conn: &mut Conn, actor: &Actor, query: &FigureQuery, by: CitedBy) -> Result<Subject, ProgressError> {
    let subject = subject(conn, actor, query)?;
    access::authorise(conn, actor, by.operation(), subject.unit.id)?;
    Ok(subject)
}

/// What was frozen last of the unit and the day, where it says the same.
fn unchanged(
    conn: &mut Conn,
    actor: &Actor,
    subject: &Subject,
    frozen: &Frozen,
) -> Result<Option<(SnapshotLine, Frozen)>, ProgressError> {
    let heads = snapshots::list(conn, subject.campaign.id, Some(subject.unit.id))?;
    let same = |head: &SnapshotHead| head.unit == subject.unit.id && head.as_of == subject.as_of.day();
    let Some(last) = heads.into_iter().find(same) else { return Ok(None) };
    let (line, kept) = open(conn, actor, last.id)?;
    let then = Frozen { taken_at: kept.taken_at, ..frozen.clone() };
    Ok((then == kept).then_some((line, kept)))
}

fn keep(
    conn: &mut Conn,
    actor: &Actor,
    of: &Subject,
    (name, frozen): (&str, &Frozen),
    now: DateTime<Utc>,
) -> Result<SnapshotLine, ProgressError> {
    let content = serde_json::to_vec(frozen).map_err(|error| ProgressError::Unwritable(error.to_string()))?;
    let (campaign, unit, as_of) = (of.campaign.id, of.unit.id, of.as_of.day());
    let new = NewSnapshot { campaign, unit, as_of, name, content: &content, account: actor.account() };
    let head = snapshots::insert(conn, &new, now)?;
    let hash = hexadecimal(&head.sha256);
    let detail = json!({ "as_of": as_of, "units": frozen.units.len(), "sha256": hash });
    let event = AuditEvent {
        action: "snapshot.take",
        object: "snapshot",
        object_id: Some(head.id.0),
        unit: Some(unit),
        detail,
    };
    access::audit(conn, actor, event)?;
    Ok(SnapshotLine { head, unit: of.unit.clone(), campaign: of.campaign.code.clone() })
}

fn checked(name: &str) -> Result<String, ProgressError> {
    let name = name.trim();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(ProgressError::BadName) }
}

/// The whole subtree on the tree of the day: each unit that has units below it is read once.
fn freeze(conn: &mut Conn, top: &Subject, now: DateTime<Utc>) -> Result<Frozen, ProgressError> {
    let report = report_of(conn, top)?;
    let grounds = campaigns::filed_grounds(conn, top.campaign.id)?.into_iter().map(|filed| filed.ground);
    let mut frozen = Frozen::begin(&report, grounds.collect(), now);
    let series = series_of(conn, top)?;
    frozen.series = series
        .into_iter()
        .map(|series| FrozenSeries {
            measure: series.measure.code.clone(),
            audience: series.measure.audience.as_str().to_owned(),
            points: series.points.iter().map(|point| (point.day, point.done)).collect(),
        })
        .collect();
    let mut inner: Vec<UnitId> = report.children.iter().rev().map(|(unit, _)| unit.id).collect();
    while let Some(unit) = inner.pop() {
        let below = units::children(conn, unit, top.as_of.day())?;
        if below.is_empty() {
            continue;
        }
        let Some(subject) = subject_of(conn, &top.campaign, unit, top.as_of)? else { continue };
        frozen.add_below(&report_of(conn, &subject)?);
        inner.extend(below.iter().rev().map(|unit| unit.id));
    }
    Ok(frozen)
}

/// The frozen figures of a campaign that the actor may see, latest first.
pub fn list(db: &Db, actor: &Actor, campaign: &str) -> Result<Vec<SnapshotLine>, ProgressError> {
    db.read(|conn| {
        access::allowed(actor, Operation::ViewFigures)?;
        let found = campaigns::find(conn, campaign)?;
        let found = found.ok_or_else(|| ProgressError::NoCampaign(campaign.to_owned()))?;
        let heads = snapshots::list(conn, found.id, access::scope(actor))?;
        let mut lines = Vec::with_capacity(heads.len());
        for head in heads {
            lines.extend(line(conn, head)?);
        }
        Ok(lines)
    })
}

/// What was frozen. One outside the scope of the actor is answered like one that does not exist.
pub fn show(db: &Db, actor: &Actor, id: SnapshotId) -> Result<(SnapshotLine, Frozen), ProgressError> {
    db.read(|conn| open(conn, actor, id))
}

/// In what a later state differs from an earlier one.
pub fn compare(
    db: &Db,
    actor: &Actor,
    before: SnapshotId,
    after: SnapshotId,
) -> Result<Vec<Difference>, ProgressError> {
    db.read(|conn| {
        let (_, before) = open(conn, actor, before)?;
        let (_, after) = open(conn, actor, after)?;
        Ok(differences(&before, &after))
    })
}

/// In what the figures of the same day, as they are known now, differ from what was frozen.
pub fn recompute(db: &Db, actor: &Actor, id: SnapshotId, now: DateTime<Utc>) -> Result<Vec<Difference>, ProgressError> {
    db.read(|conn| {
        let (line, frozen) = open(conn, actor, id)?;
        let gone = || ProgressError::NoSnapshot(id.0);
        let campaign = campaigns::get(conn, line.head.campaign)?.ok_or_else(gone)?;
        let subject = subject_of(conn, &campaign, line.head.unit, AsOf(line.head.as_of))?.ok_or_else(gone)?;
        Ok(differences(&frozen, &freeze(conn, &subject, now)?))
    })
}

fn open(conn: &mut Conn, actor: &Actor, id: SnapshotId) -> Result<(SnapshotLine, Frozen), ProgressError> {
    let unknown = || ProgressError::NoSnapshot(id.0);
    access::allowed(actor, Operation::ViewFigures)?;
    let head = snapshots::find(conn, id)?.ok_or_else(unknown)?;
    match access::authorise(conn, actor, Operation::ViewFigures, head.unit) {
        Err(access::AccessError::NotFound) => return Err(unknown()),
        checked => checked?,
    }
    let content = snapshots::content(conn, &head)?;
    let frozen: Frozen =
        serde_json::from_slice(&content).map_err(|error| ProgressError::Unreadable(id.0, error.to_string()))?;
    if frozen.version > VERSION {
        return Err(ProgressError::Unreadable(id.0, format!("phiên bản {}", frozen.version)));
    }
    let line = line(conn, head)?.ok_or_else(unknown)?;
    Ok((line, frozen))
}

fn line(conn: &mut Conn, head: SnapshotHead) -> Result<Option<SnapshotLine>, ProgressError> {
    let day: NaiveDate = head.as_of;
    let (unit, campaign) = (units::get(conn, head.unit, day)?, campaigns::get(conn, head.campaign)?);
    Ok(unit.zip(campaign).map(|(unit, campaign)| SnapshotLine { head, unit, campaign: campaign.code }))
}
