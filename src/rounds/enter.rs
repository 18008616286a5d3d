//! Use case: enter the reports of several units at once, as typed into the quick grid or read from forms. All of them, or none.

use chrono::{DateTime, TimeDelta, Utc};

use super::checks::Figure;
use super::error::RoundError;
use super::reach::{Whole, decides, remark, reports_for, visible};
use super::submit::note;
use super::write_report::{Given, Said, write_report};
use crate::access::{AccessError, Actor, allowed, scope};
use crate::model::campaign::Measure;
use crate::model::id::{MeasureId, RoundId, SubmissionId, UnitId};
use crate::model::role::Operation;
use crate::model::round::{Hop, SubmissionSource};
use crate::model::unit::Unit;
use crate::store::{Conn, Db, reported, rounds, units};
use crate::vn::number::parse_integer;

/// A figure as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedFigure {
    /// Of which measure.
    pub measure: MeasureId,
    /// The total; blank where nothing was typed.
    pub value: String,
    /// Of a share the whole.
    pub base: String,
}

/// The report of a unit as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedRow {
    /// The unit.
    pub unit: UnitId,
    /// Its figures. A row without any, and without `nil`, says nothing.
    pub figures: Vec<TypedFigure>,
    /// «Không phát sinh».
    pub nil: bool,
    /// A word with it.
    pub note: String,
}

impl TypedRow {
    /// Whether anything was typed.
    pub fn says_something(&self) -> bool {
        self.nil || self.figures.iter().any(|figure| !figure.value.trim().is_empty())
    }
}

/// Reports of several units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The round.
    pub round: RoundId,
    /// At which hop.
    pub hop: i32,
    /// The rows.
    pub rows: Vec<TypedRow>,
    /// Whether they were read from forms.
    pub from_form: bool,
    /// When the receiver had them, where that was earlier.
    pub received_at: Option<DateTime<Utc>>,
    /// Figures that want a second look were looked at.
    pub confirmed: bool,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The unit.
    pub unit: UnitId,
    /// What is wrong and what to do.
    pub text: String,
    /// Whether it can be confirmed.
    pub confirmable: bool,
}

/// Enters reports. Rows that say what stands already are left as they are. The right: [`Operation::SubmitReport`] in each unit. Says how many were written.
///
/// # Errors
/// [`RoundError::Rows`] names every row that is not right; then nothing is written.
pub fn enter(db: &Db, actor: &Actor, entry: &Entry, now: DateTime<Utc>) -> Result<usize, RoundError> {
    allowed(actor, Operation::SubmitReport)?;
    if entry.received_at.is_some_and(|at| at > now + TimeDelta::minutes(1)) {
        return Err(RoundError::InTheFuture);
    }
    db.write(|conn| {
        let (whole, _) = visible(conn, actor, entry.round)?;
        let hop = whole.hop(entry.hop)?.clone();
        let decides = decides(conn, actor, &whole.round, &hop)?;
        if entry.received_at.is_some() && !decides {
            return Err(AccessError::Forbidden.into());
        }
        rounds::lock_row(conn, whole.round.id)?;
        if whole.round.locked {
            return Err(RoundError::Locked(whole.round.name));
        }
        let asked: Vec<UnitId> = entry.rows.iter().map(|row| row.unit).collect();
        let known = units::get_many(conn, &asked, whole.round.period.to)?;
        let (mut written, mut problems) = (0, Vec::new());
        for row in entry.rows.iter().filter(|row| row.says_something()) {
            let unit = known.iter().find(|unit| unit.id == row.unit);
            let unit = unit.ok_or_else(|| RoundError::NoUnit(row.unit.to_string()))?;
            match enter_one(conn, actor, &whole, &hop, unit, (entry, row, decides), now) {
                Ok(new) => written += usize::from(new),
                Err(error) => problems.push(problem(row.unit, error)?),
            }
        }
        if problems.is_empty() { Ok(written) } else { Err(RoundError::Rows(problems)) }
    })
}

fn enter_one(
    conn: &mut Conn,
    actor: &Actor,
    whole: &Whole,
    hop: &Hop,
    unit: &Unit,
    (entry, row, decides): (&Entry, &TypedRow, bool),
    now: DateTime<Utc>,
) -> Result<bool, RoundError> {
    if !reports_for(conn, actor, unit.id)? {
        return Err(RoundError::NoUnit(unit.slug.clone()));
    }
    if !hop.units.contains(&unit.id) {
        return Err(RoundError::NotExpected { unit: unit.name.clone(), hop: hop.number });
    }
    let said = if row.nil { Said::Nil } else { Said::Figures(read_row(&whole.measures, row)?) };
    if stands(conn, whole, hop, unit, &said)? {
        return Ok(false);
    }
    let own = scope(actor) == Some(unit.id);
    let given = Given {
        said,
        source: match (entry.from_form, own, decides) {
            (true, ..) => SubmissionSource::Form,
            (false, false, true) => SubmissionSource::Typed,
            _ => SubmissionSource::Unit,
        },
        note: remark(Some(&row.note)),
        received_at: entry.received_at.unwrap_or(now).min(now),
        confirmed: entry.confirmed,
        account: actor.account(),
    };
    let written = write_report(conn, whole, hop, unit, &given, now)?;
    note(conn, actor, whole, unit, &written)?;
    Ok(true)
}

/// The figures of a row; what was left blank is missing.
pub(super) fn read_row(measures: &[Measure], row: &TypedRow) -> Result<Vec<Figure>, RoundError> {
    let mut figures = Vec::with_capacity(row.figures.len());
    for typed in &row.figures {
        let Some(measure) = measures.iter().find(|measure| measure.id == typed.measure) else { continue };
        let number = |text: &str| {
            let bad = || RoundError::BadFigure { measure: measure.name.clone(), value: text.trim().to_owned() };
            match text.trim() {
                "" => Ok(None),
                text => parse_integer(text).filter(|value| *value >= 0).map(Some).ok_or_else(bad),
            }
        };
        if let Some(value) = number(&typed.value)? {
            figures.push(Figure { measure: measure.id, value, base: number(&typed.base)? });
        }
    }
    Ok(figures)
}

/// Whether the report that stands says the same.
fn stands(conn: &mut Conn, whole: &Whole, hop: &Hop, unit: &Unit, said: &Said) -> Result<bool, RoundError> {
    let Some(report) = rounds::submissions::standing_of(conn, whole.round.id, hop.number, unit.id)? else {
        return Ok(false);
    };
    let figures = match said {
        Said::Nil => return Ok(report.nil),
        Said::Counted(_) => return Ok(false),
        Said::Figures(figures) => figures,
    };
    let id: SubmissionId = report.id;
    let there = reported::of_submissions(conn, &[id])?;
    let same = |figure: &Figure| {
        there.get(&(id, figure.measure)).is_some_and(|there| (there.value, there.base) == (figure.value, figure.base))
    };
    Ok(!report.nil && figures.len() == there.len() && figures.iter().all(same))
}

/// What is wrong with a row; errors that concern no row end the whole.
fn problem(unit: UnitId, error: RoundError) -> Result<RowProblem, RoundError> {
    match error {
        RoundError::NeedsConfirmation(findings) => {
            let sentences: Vec<&str> = findings.iter().map(|finding| finding.sentence.as_str()).collect();
            Ok(RowProblem { unit, text: sentences.join(" "), confirmable: true })
        }
        error @ (RoundError::Store(_) | RoundError::Access(_)) => Err(error),
        error => Ok(RowProblem { unit, text: error.to_string(), confirmable: false }),
    }
}
