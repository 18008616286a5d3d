//! Use case: load rounds and reports from data files. All files or none; what is there already stays as it is.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::checks::Figure;
use super::error::RoundError;
use super::files::{ReportData, ReportsData, RoundData, RoundFile, RoundsData, read};
use super::open::{MeasureRef, NewHop, NewRound, open_one};
use super::reach::{Whole, reason, remark};
use super::write_report::{Given, Said, write_report};
use crate::access::{Actor, AuditEvent, allowed, audit, authorise};
use crate::model::campaign::Campaign;
use crate::model::id::{BatchId, RoundId, SubmissionId, UnitId};
use crate::model::role::Operation;
use crate::model::round::{Period, RoundEvent, RoundEventKind, SubmissionSource, SubmissionState};
use crate::model::unit::Unit;
use crate::store::batches::{self, BatchState};
use crate::store::rounds::submissions;
use crate::store::{Conn, Db, campaigns, reported, rounds, units};

/// What was loaded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct LoadedRounds {
    /// Rounds that are new.
    pub rounds: usize,
    /// Reports that are new.
    pub reports: usize,
}

/// Imports that are looked through for a report that counts lists.
const MOST_IMPORTS: i64 = 1_000;

/// Loads files of kinds `rounds` and `reports` (name and content), in the order in which they depend on each other. Files of other kinds are left alone. The
/// right: [`Operation::ManageRounds`] in the units of the rounds.
///
/// # Errors
/// Names the file; nothing is loaded then.
pub fn load(db: &Db, actor: &Actor, files: &[(String, Vec<u8>)]) -> Result<LoadedRounds, RoundError> {
    let (mut opened, mut handed_in) = (Vec::new(), Vec::new());
    for (name, content) in files {
        match read(content) {
            None => {}
            Some(Ok(RoundFile::Rounds(data))) => opened.push((name, data)),
            Some(Ok(RoundFile::Reports(data))) => handed_in.push((name, data)),
            Some(Err((line, problem))) => {
                let text = format!(
                    "Tệp {name}, dòng {line}: không đúng mẫu dữ liệu ({problem}). Sửa theo mẫu trong thư mục seed/."
                );
                return Err(RoundError::Unfit(text));
            }
        }
    }
    if opened.is_empty() && handed_in.is_empty() {
        return Ok(LoadedRounds::default());
    }
    allowed(actor, Operation::ManageRounds)?;
    db.write(|conn| {
        let mut loaded = LoadedRounds::default();
        for (name, data) in &opened {
            loaded.rounds += in_file(name, load_rounds(conn, actor, data))?;
        }
        for (name, data) in &handed_in {
            loaded.reports += in_file(name, load_reports(conn, actor, data))?;
        }
        let detail = json!({"rounds": loaded.rounds, "reports": loaded.reports});
        let event = AuditEvent { action: "round.load", object: "data_files", object_id: None, unit: None, detail };
        audit(conn, actor, event)?;
        Ok(loaded)
    })
}

/// Errors name their file; those of the store stay what they are.
fn in_file<T>(name: &str, result: Result<T, RoundError>) -> Result<T, RoundError> {
    result.map_err(|error| match error {
        error @ (RoundError::Store(_) | RoundError::Access(_)) => error,
        error => RoundError::Unfit(format!("Tệp {name}: {error}")),
    })
}

fn load_rounds(conn: &mut Conn, actor: &Actor, data: &RoundsData) -> Result<usize, RoundError> {
    let campaign = campaign(conn, &data.campaign)?;
    let mut new = 0;
    for round in &data.rounds {
        let unit = unit_of(conn, round.unit.as_deref(), &campaign, round.period_to)?;
        if rounds::find(conn, campaign.id, unit.id, &round.name)?.is_none() {
            load_round(conn, actor, &data.campaign, round)?;
            new += 1;
        }
    }
    Ok(new)
}

fn campaign(conn: &mut Conn, code: &str) -> Result<Campaign, RoundError> {
    campaigns::find(conn, code)?.ok_or_else(|| RoundError::NoCampaign(code.to_owned()))
}

fn unit_of(
    conn: &mut Conn,
    slug: Option<&str>,
    campaign: &Campaign,
    on: chrono::NaiveDate,
) -> Result<Unit, RoundError> {
    let found = match slug {
        Some(slug) => units::find_by_slug(conn, slug, on)?,
        None => units::get(conn, campaign.unit, on)?,
    };
    found.ok_or_else(|| RoundError::NoUnit(slug.unwrap_or(&campaign.code).to_owned()))
}

fn load_round(conn: &mut Conn, actor: &Actor, campaign: &str, data: &RoundData) -> Result<(), RoundError> {
    let hops = data.hops.iter().map(|hop| NewHop {
        receiver: hop.receiver.clone(),
        receiver_name: hop.receiver_name.clone(),
        due: hop.due.due(),
        units: hop.units.clone(),
    });
    let measures = data.measures.iter().map(|name| MeasureRef::Code(name.measure.clone(), name.audience));
    let new = NewRound {
        campaign: campaign.to_owned(),
        unit: data.unit.clone(),
        name: data.name.clone(),
        period: Period { from: data.period_from, to: data.period_to },
        document: data.document.clone(),
        note: data.note.clone(),
        measures: measures.collect(),
        hops: hops.collect(),
    };
    let id = open_one(conn, actor, &new, data.opened_at)?;
    for change in &data.new_dues {
        let due = RoundEvent {
            due: Some(change.due.due()),
            document: remark(Some(&change.document)),
            ..event(RoundEventKind::DueChanged, change.hop, change.at)
        };
        rounds::events::add(conn, id, &due)?;
    }
    Ok(())
}

fn event(kind: RoundEventKind, hop: i32, happened_at: DateTime<Utc>) -> RoundEvent {
    RoundEvent {
        kind,
        hop: Some(hop),
        unit: None,
        submission: None,
        due: None,
        document: None,
        reason: None,
        account: None,
        happened_at,
    }
}

fn load_reports(conn: &mut Conn, actor: &Actor, data: &ReportsData) -> Result<usize, RoundError> {
    let campaign = campaign(conn, &data.campaign)?;
    let mut new = 0;
    for report in &data.reports {
        let on = report.received_at.date_naive();
        let owner = unit_of(conn, data.unit.as_deref(), &campaign, on)?;
        authorise(conn, actor, Operation::ManageRounds, owner.id)?;
        let found = rounds::find(conn, campaign.id, owner.id, &report.round)?;
        let round = found.ok_or_else(|| RoundError::Unfit(format!("không có đợt báo cáo «{}».", report.round)))?.id;
        new += usize::from(load_report(conn, round, report)?);
    }
    Ok(new)
}

/// A report that is there with the same time is not loaded once more.
fn load_report(conn: &mut Conn, round: RoundId, data: &ReportData) -> Result<bool, RoundError> {
    let whole = Whole::load(conn, round)?;
    let hop = whole.hop(data.hop)?.clone();
    let found = units::find_by_slug(conn, &data.unit, whole.round.period.to)?;
    let unit = found.ok_or_else(|| RoundError::NoUnit(data.unit.clone()))?;
    if !hop.units.contains(&unit.id) {
        return Err(RoundError::NotExpected { unit: unit.name, hop: hop.number });
    }
    let same = |there: &&crate::model::round::Submission| {
        there.hop == data.hop && there.unit == unit.id && there.received_at == data.received_at
    };
    if whole.submissions.iter().any(|there| same(&there)) {
        return Ok(false);
    }
    let given = Given {
        said: said(conn, &whole, unit.id, data)?,
        source: if data.counted { SubmissionSource::Import } else { SubmissionSource::File },
        note: remark(data.note.as_deref()),
        received_at: data.received_at,
        // Whoever keeps the file has looked at its figures; a fall still needs its note.
        confirmed: true,
        account: None,
    };
    let written = write_report(conn, &whole, &hop, &unit, &given, data.received_at)?;
    if let Some(decision) = &data.decision {
        decide(conn, round, (data.hop, unit.id, written.id), decision.returned.as_deref(), decision.at)?;
    }
    Ok(true)
}

fn said(conn: &mut Conn, whole: &Whole, unit: UnitId, data: &ReportData) -> Result<Said, RoundError> {
    if data.nil {
        return Ok(Said::Nil);
    }
    if data.counted {
        return Ok(Said::Counted(latest_import(conn, whole, unit)?));
    }
    let mut figures = Vec::with_capacity(data.figures.len());
    for figure in &data.figures {
        let named = MeasureRef::Code(figure.measure.clone(), figure.audience);
        let unknown = || RoundError::Unfit(format!("đợt báo cáo không hỏi chỉ tiêu «{}».", figure.measure));
        let measure = named.find(&whole.measures).ok_or_else(unknown)?.id;
        figures.push(Figure { measure, value: figure.value, base: figure.base });
    }
    Ok(Said::Figures(figures))
}

/// The latest import of a unit; lists of a unit that was divided before belong to neither part, and are counted all the same.
fn latest_import(conn: &mut Conn, whole: &Whole, unit: UnitId) -> Result<Option<BatchId>, RoundError> {
    let known = batches::below(conn, Some(unit), MOST_IMPORTS, 0)?;
    let fits = |batch: &&batches::Batch| batch.state == BatchState::Committed && batch.campaign == whole.campaign.id;
    Ok(known.iter().filter(fits).map(|batch| batch.id).max())
}

fn decide(
    conn: &mut Conn,
    round: RoundId,
    (hop, unit, id): (i32, UnitId, SubmissionId),
    returned: Option<&str>,
    at: DateTime<Utc>,
) -> Result<(), RoundError> {
    let (kind, state) = match returned {
        Some(_) => (RoundEventKind::Returned, SubmissionState::Returned),
        None => (RoundEventKind::Accepted, SubmissionState::Accepted),
    };
    let why = returned.map(reason).transpose()?;
    submissions::set_state(conn, id, state, why.as_deref(), None, at)?;
    if state == SubmissionState::Returned {
        reported::revoke_submission(conn, id, None, at)?;
    }
    let decided = RoundEvent { unit: Some(unit), submission: Some(id), reason: why, ..event(kind, hop, at) };
    Ok(rounds::events::add(conn, round, &decided)?)
}
