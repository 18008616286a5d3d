//! Which rounds an actor reaches, and everything that is known about one.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::error::RoundError;
use crate::access::{AccessError, Actor, Rights, allowed, authorise, scope};
use crate::model::campaign::{Campaign, Measure};
use crate::model::id::{RoundId, SubmissionId, UnitId};
use crate::model::role::Operation;
use crate::model::round::{HandedIn, Hop, Round, RoundEvent, Standing, Submission, SubmissionState, due_of, standing};
use crate::store::{Conn, StoreError, campaigns, rounds, units};

/// A round with everything about it.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    pub round: Round,
    pub campaign: Campaign,
    /// Those that the round asks for, in the order of the campaign.
    pub measures: Vec<Measure>,
    pub hops: Vec<Hop>,
    pub events: Vec<RoundEvent>,
    pub submissions: Vec<Submission>,
    decisions: HashMap<SubmissionId, Vec<(DateTime<Utc>, SubmissionState)>>,
}

impl Whole {
    /// Reads a round.
    pub fn load(conn: &mut Conn, id: RoundId) -> Result<Self, RoundError> {
        let round = rounds::get(conn, id)?.ok_or(RoundError::NoRound)?;
        let campaign = campaigns::get(conn, round.campaign)?.ok_or(RoundError::NoRound)?;
        let asked = rounds::measures(conn, id)?;
        let mut measures = campaigns::measures(conn, campaign.id)?;
        measures.retain(|measure| asked.contains(&measure.id));
        let hops = rounds::hops(conn, &[id])?.remove(&id).unwrap_or_default();
        let events = rounds::events::of_rounds(conn, &[id])?.into_iter().map(|(_, event)| event).collect();
        let submissions = rounds::submissions::of_rounds(conn, &[id])?;
        Ok(Self::of(round, campaign, measures, hops, events, submissions))
    }

    /// From its parts.
    pub fn of(
        round: Round,
        campaign: Campaign,
        measures: Vec<Measure>,
        hops: Vec<Hop>,
        events: Vec<RoundEvent>,
        submissions: Vec<Submission>,
    ) -> Self {
        let mut decisions: HashMap<SubmissionId, Vec<(DateTime<Utc>, SubmissionState)>> = HashMap::new();
        for event in &events {
            if let (Some(submission), Some(state)) = (event.submission, event.kind.decides()) {
                decisions.entry(submission).or_default().push((event.happened_at, state));
            }
        }
        Self { round, campaign, measures, hops, events, submissions, decisions }
    }

    /// A hop.
    pub fn hop(&self, number: i32) -> Result<&Hop, RoundError> {
        self.hops.iter().find(|hop| hop.number == number).ok_or(RoundError::NoHop(number))
    }

    /// Where a unit stands at a hop.
    pub fn standing(&self, hop: &Hop, unit: UnitId, at: DateTime<Utc>) -> Standing {
        let own = self.submissions.iter().filter(|report| report.hop == hop.number && report.unit == unit);
        let handed_in: Vec<HandedIn<'_>> = own
            .map(|submission| HandedIn {
                submission,
                decisions: self.decisions.get(&submission.id).map_or(&[][..], Vec::as_slice),
            })
            .collect();
        standing(due_of(hop, &self.events, at), &handed_in, at)
    }
}

/// Which part of a round somebody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    /// All of it.
    Whole,
    /// Only these units.
    Units(Vec<UnitId>),
}

impl Seen {
    pub fn includes(&self, unit: UnitId) -> bool {
        match self {
            Self::Whole => true,
            Self::Units(units) => units.contains(&unit),
        }
    }
}

/// What the actor sees of a round of these hops; nothing where it concerns nobody in the scope. Whoever receives a hop sees the round.
pub(super) fn seen(conn: &mut Conn, actor: &Actor, round: &Round, hops: &[Hop]) -> Result<Option<Seen>, StoreError> {
    let Some(own) = scope(actor) else { return Ok(Some(Seen::Whole)) };
    if units::is_below(conn, round.unit, own)? {
        return Ok(Some(Seen::Whole));
    }
    for receiver in hops.iter().filter_map(|hop| hop.receiver) {
        if units::is_below(conn, receiver, own)? {
            return Ok(Some(Seen::Whole));
        }
    }
    let mut owing: Vec<UnitId> = hops.iter().flat_map(|hop| hop.units.iter().copied()).collect();
    owing.sort_unstable();
    owing.dedup();
    let own_units = rounds::within(conn, &owing, own)?;
    Ok((!own_units.is_empty()).then_some(Seen::Units(own_units)))
}

/// A round that the actor may see.
pub(super) fn visible(conn: &mut Conn, actor: &Actor, id: RoundId) -> Result<(Whole, Seen), RoundError> {
    allowed(actor, Operation::ViewFigures)?;
    let whole = Whole::load(conn, id)?;
    let seen = seen(conn, actor, &whole.round, &whole.hops)?.ok_or(RoundError::NoRound)?;
    Ok((whole, seen))
}

/// A round that the actor may lead.
pub(super) fn managed(conn: &mut Conn, actor: &Actor, id: RoundId) -> Result<Whole, RoundError> {
    allowed(actor, Operation::ManageRounds)?;
    let whole = Whole::load(conn, id)?;
    match authorise(conn, actor, Operation::ManageRounds, whole.round.unit) {
        Err(AccessError::NotFound) => Err(RoundError::NoRound),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(whole),
    }
}

/// Whether the actor leads a round.
pub(super) fn leads(conn: &mut Conn, actor: &Actor, round: &Round) -> Result<bool, RoundError> {
    holds(conn, actor, Operation::ManageRounds, round.unit)
}

/// Whether the actor decides about the reports of a hop: whoever leads the round, and the receiver of the hop.
pub(super) fn decides(conn: &mut Conn, actor: &Actor, round: &Round, hop: &Hop) -> Result<bool, RoundError> {
    if leads(conn, actor, round)? {
        return Ok(true);
    }
    match hop.receiver {
        Some(receiver) => holds(conn, actor, Operation::ManageRounds, receiver),
        None => Ok(false),
    }
}

fn holds(conn: &mut Conn, actor: &Actor, operation: Operation, unit: UnitId) -> Result<bool, RoundError> {
    let role_may = match actor.rights {
        Rights::Operator => true,
        Rights::Account { role, .. } => role.may(operation),
    };
    Ok(role_may
        && match scope(actor) {
            None => true,
            Some(own) => units::is_below(conn, unit, own)?,
        })
}

/// For which of these units the actor may hand in reports: asked once for all of them.
pub(super) fn reported_by(conn: &mut Conn, actor: &Actor, units: &[UnitId]) -> Result<HashSet<UnitId>, RoundError> {
    let may = match actor.rights {
        Rights::Operator => true,
        Rights::Account { role, .. } => role.may(Operation::SubmitReport),
    };
    Ok(match scope(actor) {
        _ if !may => HashSet::new(),
        None => units.iter().copied().collect(),
        Some(own) => rounds::within(conn, units, own)?.into_iter().collect(),
    })
}

/// Whether the actor may hand in reports of a unit.
pub(super) fn reports_for(conn: &mut Conn, actor: &Actor, unit: UnitId) -> Result<bool, RoundError> {
    holds(conn, actor, Operation::SubmitReport, unit)
}

/// A reason as it is kept.
pub(super) fn reason(text: &str) -> Result<String, RoundError> {
    let text = text.trim();
    if text.chars().count() < 5 { Err(RoundError::NoReason) } else { Ok(text.to_owned()) }
}

/// Text that may be left out.
pub(super) fn remark(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(|text| text.chars().take(1_000).collect())
}
