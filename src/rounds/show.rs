//! Use case: see a round: the counts of every hop, who stands where, which hop is missing.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::error::RoundError;
use super::reach::{Seen, Whole, decides, leads, reports_for, visible};
use crate::access::Actor;
use crate::model::as_of::AsOf;
use crate::model::campaign::{Campaign, Measure};
use crate::model::id::{MeasureId, RoundId, SubmissionId, UnitId};
use crate::model::reported::ReportedFigure;
use crate::model::round::{
    Counts, Due, Hop, Round, RoundEvent, RoundEventKind, Standing, Submission, Timeliness, dues_of,
};
use crate::model::unit::Unit;
use crate::store::rounds::submissions;
use crate::store::units::Contact;
use crate::store::{Conn, Db, reported, units};

/// A round as somebody sees it at an instant.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundSheet {
    /// The round.
    pub round: Round,
    /// Its campaign.
    pub campaign: Campaign,
    /// The unit whose round it is.
    pub unit: Unit,
    /// The instant it is looked at.
    pub at: DateTime<Utc>,
    /// What it asks for, in order.
    pub measures: Vec<Measure>,
    /// Its hops, in order.
    pub hops: Vec<HopSheet>,
    /// Which hops lack reports that are overdue.
    pub lacking: Vec<Lacking>,
    /// Whether the actor leads the round.
    pub may_manage: bool,
    /// What was done about the round, for those who lead it; latest first.
    pub log: Vec<RoundEvent>,
}

/// A hop with the standing of everybody who reports there.
#[derive(Debug, Clone, PartialEq)]
pub struct HopSheet {
    /// 1 for those who report first.
    pub number: i32,
    /// Who receives, where that is a unit here.
    pub receiver: Option<Unit>,
    /// As the document names the receiver.
    pub receiver_name: String,
    /// The date in force.
    pub due: Due,
    /// The dates before, latest last, each with when and by which document it was replaced.
    pub earlier: Vec<EarlierDue>,
    /// The counts.
    pub counts: Counts,
    /// Who reports: those to be chased first, then in local order.
    pub lines: Vec<UnitLine>,
    /// Whether the actor accepts and returns reports here.
    pub may_decide: bool,
}

/// A date that was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierDue {
    /// The date.
    pub due: Due,
    /// When it was replaced.
    pub replaced_at: DateTime<Utc>,
    /// By which document.
    pub document: Option<String>,
}

/// A unit at a hop.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitLine {
    /// The unit.
    pub unit: Unit,
    /// Where it stands.
    pub standing: Standing,
    /// Its report that counts, or that was sent back.
    pub submission: Option<Submission>,
    /// The figures of that report, in the order of the measures.
    pub figures: Vec<Option<ReportedFigure>>,
    /// Whom to call, for those who may decide here; nobody for others.
    pub contacts: Vec<Contact>,
    /// Reminders up to the instant, in order of time.
    pub reminders: Vec<(RoundEventKind, DateTime<Utc>)>,
    /// Whether the actor may hand in its report.
    pub may_submit: bool,
}

/// A hop that lacks overdue reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking {
    /// The hop.
    pub hop: i32,
    /// Who waits for the reports.
    pub receiver_name: String,
    /// Whose reports, in local order.
    pub units: Vec<String>,
    /// Of how many.
    pub expected: usize,
    /// The date that has passed.
    pub due: Due,
    /// Whether those who are missing add up what others report.
    pub consolidator: bool,
}

impl Lacking {
    /// One sentence: who waits for what from whom.
    pub fn sentence(&self) -> String {
        let who = match self.units.as_slice() {
            [only] => only.clone(),
            units if units.len() == self.expected => format!("cả {} đơn vị", units.len()),
            units if units.len() <= 3 => units.join(", "),
            units => format!("{}/{} đơn vị", units.len(), self.expected),
        };
        let what = if self.consolidator { "báo cáo tổng hợp" } else { "báo cáo" };
        format!("{} chưa nhận được {what} của {who} (hạn {}).", self.receiver_name, self.due.vietnamese())
    }
}

/// A round at an instant. Whoever leads it sees all of it, others the units of their scope.
pub fn show(db: &Db, actor: &Actor, id: RoundId, at: DateTime<Utc>) -> Result<RoundSheet, RoundError> {
    db.read(|conn| {
        let (whole, seen) = visible(conn, actor, id)?;
        sheet(conn, actor, &whole, &seen, at)
    })
}

/// The round of a report, at an instant.
pub fn of_report(db: &Db, actor: &Actor, id: SubmissionId, at: DateTime<Utc>) -> Result<RoundSheet, RoundError> {
    db.read(|conn| {
        let report = submissions::get(conn, id)?.ok_or(RoundError::NoSubmission)?;
        let (whole, seen) = match visible(conn, actor, report.round) {
            Ok((whole, seen)) if seen.includes(report.unit) => (whole, seen),
            Ok(_) | Err(RoundError::NoRound) => return Err(RoundError::NoSubmission),
            Err(error) => return Err(error),
        };
        sheet(conn, actor, &whole, &seen, at)
    })
}

pub(super) fn sheet(
    conn: &mut Conn,
    actor: &Actor,
    whole: &Whole,
    seen: &Seen,
    at: DateTime<Utc>,
) -> Result<RoundSheet, RoundError> {
    let may_manage = leads(conn, actor, &whole.round)?;
    let day = whole.round.period.to;
    let unit = units::get(conn, whole.round.unit, day)?.ok_or(RoundError::NoRound)?;
    let mut hops = Vec::with_capacity(whole.hops.len());
    for hop in &whole.hops {
        hops.push(hop_sheet(conn, actor, whole, hop, seen, at)?);
    }
    let lacking = hops.iter().filter_map(lacking).collect();
    let log = if may_manage { whole.events.iter().rev().cloned().collect() } else { Vec::new() };
    Ok(RoundSheet {
        round: whole.round.clone(),
        campaign: whole.campaign.clone(),
        unit,
        at,
        measures: whole.measures.clone(),
        hops,
        lacking,
        may_manage,
        log,
    })
}

fn hop_sheet(
    conn: &mut Conn,
    actor: &Actor,
    whole: &Whole,
    hop: &Hop,
    seen: &Seen,
    at: DateTime<Utc>,
) -> Result<HopSheet, RoundError> {
    let day = whole.round.period.to;
    let may_decide = decides(conn, actor, &whole.round, hop)?;
    let shown: Vec<UnitId> = hop.units.iter().copied().filter(|unit| seen.includes(*unit)).collect();
    let receiver = match hop.receiver {
        Some(receiver) => units::get(conn, receiver, day)?,
        None => None,
    };
    let standings: HashMap<UnitId, Standing> =
        shown.iter().map(|unit| (*unit, whole.standing(hop, *unit, at))).collect();
    let reports: Vec<SubmissionId> = standings.values().filter_map(|standing| standing.submission).collect();
    let figures = reported::of_submissions(conn, &reports)?;
    let mut contacts = if may_decide { units::contacts_of(conn, &shown)? } else { HashMap::new() };
    let mut lines = Vec::with_capacity(shown.len());
    for unit in units::get_many(conn, &shown, day)? {
        let Some(standing) = standings.get(&unit.id).copied() else { continue };
        lines.push(UnitLine {
            may_submit: reports_for(conn, actor, unit.id)?,
            submission: standing.submission.and_then(|id| whole.submissions.iter().find(|s| s.id == id).cloned()),
            figures: figures_of(&whole.measures, standing.submission, &figures),
            contacts: contacts.remove(&unit.id).unwrap_or_default(),
            reminders: reminders(&whole.events, hop.number, unit.id, at),
            standing,
            unit,
        });
    }
    lines.sort_by_key(|line| (line.standing.timeliness, line.unit.local_order, line.unit.id));
    let dues = dues_of(hop, &whole.events, at);
    Ok(HopSheet {
        number: hop.number,
        receiver,
        receiver_name: hop.receiver_name.clone(),
        due: dues.last().map_or(hop.due, |(due, _)| *due),
        earlier: earlier(&dues),
        counts: Counts::of(lines.iter().map(|line| &line.standing)),
        lines,
        may_decide,
    })
}

fn figures_of(
    measures: &[Measure],
    submission: Option<SubmissionId>,
    figures: &HashMap<(SubmissionId, MeasureId), ReportedFigure>,
) -> Vec<Option<ReportedFigure>> {
    measures.iter().map(|measure| figures.get(&(submission?, measure.id)).cloned()).collect()
}

fn reminders(events: &[RoundEvent], hop: i32, unit: UnitId, at: DateTime<Utc>) -> Vec<(RoundEventKind, DateTime<Utc>)> {
    events
        .iter()
        .filter(|event| event.kind.reminds() && event.hop == Some(hop) && event.unit == Some(unit))
        .filter(|event| event.happened_at <= at)
        .map(|event| (event.kind, event.happened_at))
        .collect()
}

fn earlier(dues: &[(Due, Option<&RoundEvent>)]) -> Vec<EarlierDue> {
    let replaced = dues.windows(2).filter_map(|pair| {
        let [(due, _), (_, Some(change))] = pair else { return None };
        Some(EarlierDue { due: *due, replaced_at: change.happened_at, document: change.document.clone() })
    });
    replaced.collect()
}

fn lacking(hop: &HopSheet) -> Option<Lacking> {
    let missing = |line: &&UnitLine| line.standing.timeliness == Timeliness::Missing;
    let units: Vec<String> = hop.lines.iter().filter(missing).map(|line| line.unit.name.clone()).collect();
    (!units.is_empty()).then(|| Lacking {
        hop: hop.number,
        receiver_name: hop.receiver_name.clone(),
        units,
        expected: hop.counts.expected,
        due: hop.due,
        consolidator: hop.number > 1,
    })
}

impl RoundSheet {
    /// The day that the sheet is looked at.
    pub fn as_of(&self) -> AsOf {
        AsOf::of_instant(self.at)
    }

    /// A hop.
    pub fn hop(&self, number: i32) -> Option<&HopSheet> {
        self.hops.iter().find(|hop| hop.number == number)
    }
}
