//! Writing a report that somebody may hand in: checks, figures, what it replaces. Every door and form ends here.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::checks::{Figure, Finding, check};
use super::error::RoundError;
use super::reach::Whole;
use crate::model::campaign::Measure;
use crate::model::id::{AccountId, BatchId, MeasureId, SubmissionId, UnitId};
use crate::model::reported::ReportSource;
use crate::model::round::{Hop, RoundEvent, RoundEventKind, SubmissionSource, SubmissionState, Timeliness};
use crate::model::unit::Unit;
use crate::store::reported::{self, ReportedEntry};
use crate::store::rounds::submissions::{self, SubmissionEntry};
use crate::store::{Conn, counters, rounds, units};

/// What a report says, checked against the round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    Figures(Vec<Figure>),
    Nil,
    /// What the lists count at the end of the period; the import that brought them, where it is known.
    Counted(Option<BatchId>),
}

/// A report and how it came.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub said: Said,
    pub source: SubmissionSource,
    pub note: Option<String>,
    pub received_at: DateTime<Utc>,
    pub confirmed: bool,
    pub account: Option<AccountId>,
}

/// A report that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its identity.
    pub id: SubmissionId,
    /// At which hop.
    pub hop: i32,
    /// Whether it says that nothing has happened.
    pub nil: bool,
    /// How it came in.
    pub source: SubmissionSource,
    /// The report it corrects.
    pub replaces: Option<SubmissionId>,
    /// Units whose reports are not in a total, by name.
    pub gaps: Vec<String>,
}

/// Takes a report in. The caller has checked the rights.
pub(super) fn write_report(
    conn: &mut Conn,
    whole: &Whole,
    hop: &Hop,
    unit: &Unit,
    given: &Given,
    now: DateTime<Utc>,
) -> Result<Written, RoundError> {
    rounds::lock_row(conn, whole.round.id)?;
    if whole.round.locked {
        return Err(RoundError::Locked(whole.round.name.clone()));
    }
    let about = about(whole, hop, unit);
    let figures = figures(conn, whole, about, &given.said)?;
    let (findings, gaps) = findings(conn, whole, hop, about, given, &figures, now)?;
    if !findings.is_empty() {
        let unexplained = findings.iter().any(|finding| finding.needs_reason) && given.note.is_none();
        if !given.confirmed || unexplained {
            return Err(RoundError::NeedsConfirmation(findings));
        }
    }
    let replaces = replace(conn, whole, hop, unit, given, now)?;
    let nil = given.said == Said::Nil;
    let id = submissions::insert(
        conn,
        &SubmissionEntry {
            round: whole.round.id,
            hop: hop.number,
            unit: unit.id,
            nil,
            source: given.source,
            batch: match given.said {
                Said::Counted(batch) => batch,
                _ => None,
            },
            note: given.note.clone(),
            received_at: given.received_at,
            account: given.account,
        },
    )?;
    let entries: Vec<ReportedEntry> =
        figures.iter().map(|figure| reported_entry(whole, about, given, id, figure)).collect();
    reported::add(conn, &entries, now)?;
    Ok(Written { id, hop: hop.number, nil, source: given.source, replaces, gaps })
}

/// Whose total a report gives: the unit's own. An office that adds up for others (the police for the commune) gives the total of the round's unit.
pub(super) fn about(whole: &Whole, hop: &Hop, unit: &Unit) -> UnitId {
    if hop.number > 1 && unit.kind.is_workplace() { whole.round.unit } else { unit.id }
}

fn reported_entry(
    whole: &Whole,
    about: UnitId,
    given: &Given,
    submission: SubmissionId,
    figure: &Figure,
) -> ReportedEntry {
    ReportedEntry {
        measure: figure.measure,
        unit: about,
        as_of: whole.round.period.to,
        value: figure.value,
        base: figure.base,
        source: match given.source {
            SubmissionSource::Unit | SubmissionSource::Link => ReportSource::Unit,
            SubmissionSource::Typed => ReportSource::Typed,
            SubmissionSource::Form => ReportSource::Form,
            SubmissionSource::Import | SubmissionSource::File => ReportSource::File,
        },
        submission: Some(submission),
        note: given.note.clone(),
        account: given.account,
    }
}

fn figures(conn: &mut Conn, whole: &Whole, about: UnitId, said: &Said) -> Result<Vec<Figure>, RoundError> {
    match said {
        Said::Figures(figures) => complete(&whole.measures, figures),
        // Totals grow from report to report: where nothing has happened they stay as they were.
        Said::Nil => {
            let last = last(conn, whole, about)?;
            let stays = |measure: &Measure| {
                let (value, base) = last.get(&measure.id).copied().unwrap_or((0, None));
                Figure { measure: measure.id, value, base }
            };
            Ok(whole.measures.iter().map(stays).collect())
        }
        Said::Counted(_) => counted(conn, whole, about),
    }
}

/// Every measure has its figure, none is negative, a share has its whole.
fn complete(measures: &[Measure], figures: &[Figure]) -> Result<Vec<Figure>, RoundError> {
    let mut missing = Vec::new();
    let mut complete = Vec::with_capacity(measures.len());
    for measure in measures {
        let is_share = measure.activity.as_ref().is_some_and(|activity| activity.base_noun.is_some());
        match figures.iter().find(|figure| figure.measure == measure.id) {
            Some(figure) if is_share && figure.base.is_none() => missing.push(format!("{} (tổng số)", measure.name)),
            Some(figure) => complete.push(*figure),
            None => missing.push(measure.name.clone()),
        }
        let bad = figures.iter().find(|figure| figure.measure == measure.id);
        if let Some(value) = bad.and_then(|f| [Some(f.value), f.base].into_iter().flatten().find(|value| *value < 0)) {
            return Err(RoundError::BadFigure { measure: measure.name.clone(), value: value.to_string() });
        }
    }
    if missing.is_empty() { Ok(complete) } else { Err(RoundError::FiguresMissing(missing)) }
}

/// What a unit last reported up to the end of the period, with the base.
fn last(conn: &mut Conn, whole: &Whole, about: UnitId) -> Result<HashMap<MeasureId, (i64, Option<i64>)>, RoundError> {
    let measures: Vec<MeasureId> = whole.measures.iter().map(|measure| measure.id).collect();
    let latest = reported::latest(conn, &[about], &measures, whole.round.period.to)?;
    let own = |figure: &&crate::model::reported::ReportedFigure| {
        // What this round's own report said is what is being corrected.
        !figure.submission.is_some_and(|id| whole.submissions.iter().any(|submission| submission.id == id))
    };
    Ok(latest.values().filter(own).map(|figure| (figure.measure, (figure.value, figure.base))).collect())
}

fn counted(conn: &mut Conn, whole: &Whole, about: UnitId) -> Result<Vec<Figure>, RoundError> {
    let followed: Vec<&Measure> = whole.measures.iter().filter(|measure| measure.activity.is_none()).collect();
    let tallies: Vec<_> = followed.iter().flat_map(|measure| [measure.done, measure.eligible]).collect();
    let found = counters::figures(conn, &[about], &tallies, whole.round.period.to)?;
    let of = |tally| found.get(&(about, tally)).copied().unwrap_or(0);
    let figure =
        |measure: &&Measure| Figure { measure: measure.id, value: of(measure.done), base: Some(of(measure.eligible)) };
    Ok(followed.iter().map(figure).collect())
}

#[allow(clippy::too_many_arguments, reason = "everything that a report is compared with")]
fn findings(
    conn: &mut Conn,
    whole: &Whole,
    hop: &Hop,
    about: UnitId,
    given: &Given,
    figures: &[Figure],
    now: DateTime<Utc>,
) -> Result<(Vec<Finding>, Vec<String>), RoundError> {
    let mut findings = match given.said {
        // What the lists count contradicts nothing but what was reported before, and then the lists are right.
        Said::Counted(_) => Vec::new(),
        _ => {
            let last = last(conn, whole, about)?.into_iter().map(|(measure, (value, _))| (measure, value)).collect();
            let issued = counted_issued(conn, whole, about)?;
            check(&whole.measures, figures, &last, &issued)
        }
    };
    let gaps = gaps(conn, whole, hop, now)?;
    if !gaps.is_empty() {
        let sentence = format!("Chưa có báo cáo của {} đơn vị: {}.", gaps.len(), gaps.join(", "));
        findings.push(Finding { measure: None, code: "gaps", sentence, needs_reason: false });
    }
    Ok((findings, gaps))
}

/// How many the lists of a unit say are issued, for units with lists.
fn counted_issued(conn: &mut Conn, whole: &Whole, about: UnitId) -> Result<HashMap<MeasureId, i64>, RoundError> {
    let rosters = counters::rosters(conn, &[about])?;
    let listed = |measure: &&Measure| rosters.contains_key(&(about, measure.audience.of_every_category()));
    let asked: Vec<_> =
        whole.measures.iter().filter(listed).filter_map(|measure| Some((measure.id, measure.issued?))).collect();
    let tallies: Vec<_> = asked.iter().map(|(_, tally)| *tally).collect();
    let found = counters::figures(conn, &[about], &tallies, whole.round.period.to)?;
    Ok(asked.iter().map(|(id, tally)| (*id, found.get(&(about, *tally)).copied().unwrap_or(0))).collect())
}

/// Whose reports a total lacks: units of the hop before that have not reported.
pub(super) fn gaps(conn: &mut Conn, whole: &Whole, hop: &Hop, now: DateTime<Utc>) -> Result<Vec<String>, RoundError> {
    let Some(before) = whole.hops.iter().find(|before| before.number + 1 == hop.number) else { return Ok(Vec::new()) };
    let lacks = |unit: &UnitId| {
        let timeliness = whole.standing(before, *unit, now).timeliness;
        matches!(timeliness, Timeliness::Missing | Timeliness::Returned | Timeliness::NotDue)
    };
    let lacking: Vec<UnitId> = before.units.iter().copied().filter(lacks).collect();
    Ok(units::get_many(conn, &lacking, whole.round.period.to)?.into_iter().map(|unit| unit.name).collect())
}

/// A report that stands is replaced by the new one: its figures are taken back.
fn replace(
    conn: &mut Conn,
    whole: &Whole,
    hop: &Hop,
    unit: &Unit,
    given: &Given,
    now: DateTime<Utc>,
) -> Result<Option<SubmissionId>, RoundError> {
    let Some(old) = submissions::standing_of(conn, whole.round.id, hop.number, unit.id)? else { return Ok(None) };
    if old.state == SubmissionState::Accepted {
        return Err(RoundError::NotInThatState(old.state.vietnamese()));
    }
    reported::revoke_submission(conn, old.id, given.account, now)?;
    submissions::set_state(conn, old.id, SubmissionState::Replaced, given.note.as_deref(), given.account, now)?;
    rounds::events::add(
        conn,
        whole.round.id,
        &RoundEvent {
            kind: RoundEventKind::Replaced,
            hop: Some(hop.number),
            unit: Some(unit.id),
            submission: Some(old.id),
            due: None,
            document: None,
            reason: given.note.clone(),
            account: given.account,
            happened_at: now,
        },
    )?;
    Ok(Some(old.id))
}
