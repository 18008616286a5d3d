//! Use case: the rounds of a campaign: what is due, what is overdue, what waits.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::error::RoundError;
use super::reach::{Seen, Whole, leads, reports_for, seen};
use crate::access::{Actor, allowed};
use crate::model::campaign::Campaign;
use crate::model::id::{RoundId, SubmissionId, UnitId};
use crate::model::role::Operation;
use crate::model::round::{Counts, Due, Round, RoundEvent, Submission, SubmissionState, Timeliness, due_of};
use crate::model::unit::Unit;
use crate::store::{Conn, Db, campaigns, rounds, units};

/// A round in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundLine {
    /// The round.
    pub round: Round,
    /// The unit whose round it is.
    pub unit: Unit,
    /// Its hops, in order.
    pub hops: Vec<HopLine>,
    /// Reports that wait for somebody to accept or return them, for those who lead the round.
    pub to_decide: usize,
    /// Reports that units of the actor still owe.
    pub owed: usize,
}

/// A hop in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct HopLine {
    /// The hop.
    pub number: i32,
    /// As the document names the receiver.
    pub receiver_name: String,
    /// The date in force.
    pub due: Due,
    /// The counts of the units that the actor sees.
    pub counts: Counts,
}

impl RoundLine {
    /// Whether somebody has to do something about it.
    pub fn waits(&self) -> bool {
        !self.round.locked && (self.to_decide > 0 || self.owed > 0)
    }
}

/// The rounds of a campaign that the actor sees, those with the latest period first.
pub fn list(db: &Db, actor: &Actor, campaign: &str, at: DateTime<Utc>) -> Result<Vec<RoundLine>, RoundError> {
    allowed(actor, Operation::ViewFigures)?;
    db.read(|conn| {
        let found = campaigns::find(conn, campaign)?;
        let campaign = found.ok_or_else(|| RoundError::NoCampaign(campaign.to_owned()))?;
        lines(conn, actor, &campaign, at)
    })
}

/// How many rounds of a campaign wait for the actor.
pub fn waiting(db: &Db, actor: &Actor, campaign: &Campaign, at: DateTime<Utc>) -> Result<usize, RoundError> {
    allowed(actor, Operation::ViewFigures)?;
    db.read(|conn| Ok(lines(conn, actor, campaign, at)?.iter().filter(|line| line.waits()).count()))
}

fn lines(conn: &mut Conn, actor: &Actor, campaign: &Campaign, at: DateTime<Utc>) -> Result<Vec<RoundLine>, RoundError> {
    let known = rounds::of_campaign(conn, campaign.id)?;
    if known.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<RoundId> = known.iter().map(|round| round.id).collect();
    let mut hops = rounds::hops(conn, &ids)?;
    let mut events: HashMap<RoundId, Vec<RoundEvent>> = HashMap::new();
    for (round, event) in rounds::events::of_rounds(conn, &ids)? {
        events.entry(round).or_default().push(event);
    }
    let mut submissions: HashMap<RoundId, Vec<Submission>> = HashMap::new();
    for submission in rounds::submissions::of_rounds(conn, &ids)? {
        submissions.entry(submission.round).or_default().push(submission);
    }
    let mut lines = Vec::with_capacity(known.len());
    for round in known {
        let id = round.id;
        let hops = hops.remove(&id).unwrap_or_default();
        let Some(seen) = seen(conn, actor, &round, &hops)? else { continue };
        let (events, submissions) =
            (events.remove(&id).unwrap_or_default(), submissions.remove(&id).unwrap_or_default());
        let whole = Whole::of(round, campaign.clone(), Vec::new(), hops, events, submissions);
        lines.extend(line(conn, actor, &whole, &seen, at)?);
    }
    Ok(lines)
}

fn line(
    conn: &mut Conn,
    actor: &Actor,
    whole: &Whole,
    seen: &Seen,
    at: DateTime<Utc>,
) -> Result<Option<RoundLine>, RoundError> {
    let Some(unit) = units::get(conn, whole.round.unit, whole.round.period.to)? else { return Ok(None) };
    let leads = leads(conn, actor, &whole.round)?;
    let mut reports_for = Memory::default();
    let (mut hops, mut owed, mut waiting) = (Vec::with_capacity(whole.hops.len()), 0, 0);
    for hop in &whole.hops {
        let shown: Vec<UnitId> = hop.units.iter().copied().filter(|unit| seen.includes(*unit)).collect();
        let mut standings = Vec::with_capacity(shown.len());
        for unit in shown {
            let standing = whole.standing(hop, unit, at);
            // Who leads a round chases what is overdue; who reports sees what is still to come as well.
            let owes = match standing.timeliness {
                Timeliness::Missing | Timeliness::Returned => true,
                Timeliness::NotDue => !leads,
                Timeliness::Late | Timeliness::OnTime => false,
            };
            owed += usize::from(owes && (leads || reports_for.ask(conn, actor, unit)?));
            waiting += usize::from(leads && undecided(&whole.submissions, standing.submission));
            standings.push(standing);
        }
        hops.push(HopLine {
            number: hop.number,
            receiver_name: hop.receiver_name.clone(),
            due: due_of(hop, &whole.events, at),
            counts: Counts::of(&standings),
        });
    }
    Ok(Some(RoundLine { round: whole.round.clone(), unit, hops, to_decide: waiting, owed }))
}

fn undecided(submissions: &[Submission], id: Option<SubmissionId>) -> bool {
    let found = id.and_then(|id| submissions.iter().find(|submission| submission.id == id));
    found.is_some_and(|submission| submission.state == SubmissionState::Submitted)
}

/// Whether the actor reports for a unit, asked once per unit.
#[derive(Default)]
struct Memory(HashMap<UnitId, bool>);

impl Memory {
    fn ask(&mut self, conn: &mut Conn, actor: &Actor, unit: UnitId) -> Result<bool, RoundError> {
        if let Some(known) = self.0.get(&unit) {
            return Ok(*known);
        }
        let known = reports_for(conn, actor, unit)?;
        self.0.insert(unit, known);
        Ok(known)
    }
}
