//! Use case: hand in the report of a unit: by an account of the unit, typed by an officer, or by an import that counts as the report.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::error::RoundError;
use super::reach::{Whole, decides, remark, reports_for, visible};
use super::write_report::{Given, Written, write_report};
use crate::access::{AccessError, Actor, AuditEvent, audit, authorise};
use crate::model::id::{BatchId, RoundId};
use crate::model::role::Operation;
use crate::model::round::{Hop, SubmissionSource};
use crate::model::unit::Unit;
use crate::rounds::open::MeasureRef;
use crate::store::batches::{self, BatchState};
use crate::store::{Conn, Db, units};

/// A figure as it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenFigure {
    /// Of which measure.
    pub measure: MeasureRef,
    /// The total; of a share, the part.
    pub value: i64,
    /// Of a share the whole; of people, the eligible base.
    pub base: Option<i64>,
}

/// What a report says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Figures.
    Figures(Vec<GivenFigure>),
    /// Nothing has happened: «không phát sinh».
    Nil,
    /// An import that was committed: the figures are what the lists count at the end of the period.
    Import(BatchId),
}

/// A report to be handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The round.
    pub round: RoundId,
    /// At which hop.
    pub hop: i32,
    /// Slug of the unit.
    pub unit: String,
    /// What it says.
    pub said: Said,
    /// A word with it; a reason where figures fall.
    pub note: Option<String>,
    /// When the receiver had it, where that was earlier (a paper that is typed later). Only for those who decide about reports.
    pub received_at: Option<DateTime<Utc>>,
    /// Figures that want a second look were looked at.
    pub confirmed: bool,
}

/// Hands in a report; one that stands is corrected by it. The right: [`Operation::SubmitReport`] in the unit.
///
/// # Errors
/// Closed round, unit that does not report here, missing or impossible figures; [`RoundError::NeedsConfirmation`] for figures that are possible but strange.
pub fn submit(db: &Db, actor: &Actor, report: &Report, now: DateTime<Utc>) -> Result<Written, RoundError> {
    db.write(|conn| {
        let (whole, _) = visible(conn, actor, report.round)?;
        let hop = whole.hop(report.hop)?.clone();
        let unit = unit(conn, actor, &whole, &hop, &report.unit)?;
        let source = source(conn, actor, &whole, &hop, &unit, &report.said)?;
        let given = Given {
            said: said(conn, &whole, &unit, &report.said)?,
            source,
            note: remark(report.note.as_deref()),
            received_at: received_at(conn, actor, &whole, &hop, report, now)?,
            confirmed: report.confirmed,
            account: actor.account(),
        };
        let written = write_report(conn, &whole, &hop, &unit, &given, now)?;
        note(conn, actor, &whole, &unit, &written)?;
        Ok(written)
    })
}

/// Leaves the row in the audit chain.
pub(super) fn note(
    conn: &mut Conn,
    actor: &Actor,
    whole: &Whole,
    unit: &Unit,
    written: &Written,
) -> Result<(), RoundError> {
    let detail = json!({
        "round": whole.round.id, "hop": written.hop, "nil": written.nil, "replaces": written.replaces,
        "source": written.source.as_str(), "gaps": written.gaps.len(),
    });
    let (object_id, unit) = (Some(written.id.0), Some(unit.id));
    audit(conn, actor, AuditEvent { action: "round.submit", object: "submission", object_id, unit, detail })?;
    Ok(())
}

/// The unit of a slug, where it reports at the hop and the actor may report for it.
pub(super) fn unit(conn: &mut Conn, actor: &Actor, whole: &Whole, hop: &Hop, slug: &str) -> Result<Unit, RoundError> {
    let no_unit = || RoundError::NoUnit(slug.to_owned());
    let unit = units::find_by_slug(conn, slug, whole.round.period.to)?.ok_or_else(no_unit)?;
    match authorise(conn, actor, Operation::SubmitReport, unit.id) {
        Err(AccessError::NotFound) => return Err(no_unit()),
        checked => checked?,
    }
    if hop.units.contains(&unit.id) {
        Ok(unit)
    } else {
        Err(RoundError::NotExpected { unit: unit.name, hop: hop.number })
    }
}

/// By the unit itself, or for it by whoever receives.
fn source(
    conn: &mut Conn,
    actor: &Actor,
    whole: &Whole,
    hop: &Hop,
    unit: &Unit,
    said: &Said,
) -> Result<SubmissionSource, RoundError> {
    if matches!(said, Said::Import(_)) {
        return Ok(SubmissionSource::Import);
    }
    let own = crate::access::scope(actor) == Some(unit.id);
    let typed_for_it = !own && decides(conn, actor, &whole.round, hop)?;
    Ok(if typed_for_it { SubmissionSource::Typed } else { SubmissionSource::Unit })
}

fn received_at(
    conn: &mut Conn,
    actor: &Actor,
    whole: &Whole,
    hop: &Hop,
    report: &Report,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, RoundError> {
    let Some(received_at) = report.received_at else { return Ok(now) };
    if received_at > now + TimeDelta::minutes(1) {
        return Err(RoundError::InTheFuture);
    }
    if !decides(conn, actor, &whole.round, hop)? {
        return Err(AccessError::Forbidden.into());
    }
    Ok(received_at.min(now))
}

/// What a report says, with the measures found and the import checked.
fn said(conn: &mut Conn, whole: &Whole, unit: &Unit, said: &Said) -> Result<super::write_report::Said, RoundError> {
    use super::checks::Figure;
    use super::write_report::Said as Checked;
    Ok(match said {
        Said::Nil => Checked::Nil,
        Said::Figures(figures) => {
            let unknown = || RoundError::Unfit("Đợt báo cáo không hỏi một trong các chỉ tiêu đã gửi.".to_owned());
            let mut checked = Vec::with_capacity(figures.len());
            for given in figures {
                let measure = given.measure.find(&whole.measures).ok_or_else(unknown)?.id;
                checked.push(Figure { measure, value: given.value, base: given.base });
            }
            Checked::Figures(checked)
        }
        Said::Import(id) => {
            let refused = || RoundError::NoBatch(id.0);
            let batch = batches::find(conn, *id)?.ok_or_else(refused)?;
            let fits = batch.state == BatchState::Committed
                && batch.campaign == whole.campaign.id
                && (units::is_below(conn, unit.id, batch.unit)? || units::is_below(conn, batch.unit, unit.id)?);
            if !fits {
                return Err(refused());
            }
            Checked::Counted(Some(*id))
        }
    })
}

/// An import that can count as the report of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountingImport {
    /// The unit.
    pub unit: Unit,
    /// Number of the import.
    pub batch: BatchId,
    /// Name of its file.
    pub file_name: String,
    /// The day the list was drawn up.
    pub listed_on: chrono::NaiveDate,
}

/// The committed imports that can count as reports at a hop, of the units for which the actor reports; latest first.
pub fn imports(db: &Db, actor: &Actor, round: RoundId, hop: i32) -> Result<Vec<CountingImport>, RoundError> {
    /// Imports that are looked through: an office has a few dozen.
    const MOST: i64 = 500;
    db.read(|conn| {
        let (whole, _) = visible(conn, actor, round)?;
        let hop = whole.hop(hop)?.clone();
        let known = batches::below(conn, crate::access::scope(actor), MOST, 0)?;
        let of_campaign =
            |batch: &&batches::Batch| batch.state == BatchState::Committed && batch.campaign == whole.campaign.id;
        let mut found = Vec::new();
        for batch in known.iter().filter(of_campaign).filter(|batch| hop.units.contains(&batch.unit)) {
            if !reports_for(conn, actor, batch.unit)? {
                continue;
            }
            if let Some(unit) = units::get(conn, batch.unit, whole.round.period.to)? {
                let (file_name, listed_on) = (batch.file_name.clone(), batch.listed_on);
                found.push(CountingImport { unit, batch: batch.id, file_name, listed_on });
            }
        }
        Ok(found)
    })
}
