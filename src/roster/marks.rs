//! Marks of lists to milestones of programmes (the mapping that the contract fixes).

use super::error::RosterError;
use super::reading::{Mark, RosterRow};
use crate::model::enrollment::{DayPrecision, EffectiveDay, EffectiveDays};
use crate::model::id::MilestoneId;
use crate::model::programme::{Catalogue, MilestoneMeaning};
use chrono::NaiveDate;

/// The milestones that marks mean.
#[derive(Debug, Clone)]
pub struct MarkTargets {
    level_1: MilestoneId,
    level_2: MilestoneId,
    portal: MilestoneId,
    smartca: SignatureTargets,
    mysign: SignatureTargets,
    /// Issued and activated milestone of each level, lowest first.
    ladder: Vec<(MilestoneId, MilestoneId)>,
}

#[derive(Debug, Clone, Copy)]
struct SignatureTargets {
    requested: MilestoneId,
    accepted: MilestoneId,
}

impl MarkTargets {
    /// Looks the milestones up.
    pub fn of(catalogue: &Catalogue) -> Result<Self, RosterError> {
        let find = |code: &str| match catalogue.milestone(code) {
            Some((_, milestone)) => Ok(milestone.id),
            None => Err(RosterError::NoMilestone(code.to_owned())),
        };
        let with = |programme: &crate::model::programme::Programme, meaning| {
            programme.milestones.iter().find(|m| m.meaning == meaning).map(|m| m.id)
        };
        let steps = catalogue.ladder("vneid").into_iter();
        let ladder =
            steps.filter_map(|p| with(p, MilestoneMeaning::Issued).zip(with(p, MilestoneMeaning::Achieved))).collect();
        Ok(Self {
            level_1: find("vneid1.issued")?,
            level_2: find("vneid2.issued")?,
            portal: find("dvc.registered")?,
            smartca: SignatureTargets { requested: find("smartca.requested")?, accepted: find("smartca.accepted")? },
            mysign: SignatureTargets { requested: find("mysign.registered")?, accepted: find("mysign.accepted")? },
            ladder,
        })
    }

    /// What a row states, given what is already known of the person. Blank and negative marks state nothing. An activation without any account is
    /// not taken: the row carries a finding about it.
    pub fn stated(
        &self,
        row: &RosterRow,
        known: &EffectiveDays,
        listed_on: NaiveDate,
    ) -> Vec<(MilestoneId, EffectiveDay)> {
        let mut days = known.clone();
        let mut stated = Vec::new();
        // BTreeMap order puts the accounts before the activation, which needs to know them.
        for (mark, reading) in row.milestones.iter().filter(|(_, reading)| reading.done == Some(true)) {
            let day = match reading.date {
                Some(day) => EffectiveDay::stated(day, DayPrecision::Exact),
                None => EffectiveDay::stated(listed_on, DayPrecision::OnOrBefore),
            };
            let Some(milestone) = self.milestone(*mark, row, &days, day) else { continue };
            days.entry(milestone).and_modify(|held| *held = held.better(day)).or_insert(day);
            stated.push((milestone, day));
        }
        stated
    }

    fn milestone(&self, mark: Mark, row: &RosterRow, days: &EffectiveDays, day: EffectiveDay) -> Option<MilestoneId> {
        let signature = if names_mysign(row.provider.as_deref()) { self.mysign } else { self.smartca };
        match mark {
            Mark::M1 => Some(self.level_1),
            Mark::M2 => Some(self.level_2),
            Mark::Dvc => Some(self.portal),
            Mark::Cks => Some(signature.requested),
            Mark::CksAct => Some(signature.accepted),
            Mark::Act => self.activated(days, day),
        }
    }

    /// Of the highest level issued on or before the activation date; undated, or before any account, of the highest level.
    fn activated(&self, days: &EffectiveDays, day: EffectiveDay) -> Option<MilestoneId> {
        let highest = |fits: &dyn Fn(NaiveDate) -> bool| {
            self.ladder.iter().rev().find(|(issued, _)| days.get(issued).is_some_and(|held| fits(held.day)))
        };
        let dated = match day.precision {
            DayPrecision::Exact => highest(&|issued| issued <= day.day),
            DayPrecision::OnOrBefore => None,
        };
        dated.or_else(|| highest(&|_| true)).map(|(_, activated)| *activated)
    }
}

/// Whether a provider column names Viettel's service, in any of its spellings.
fn names_mysign(provider: Option<&str>) -> bool {
    let key: String = crate::vn::fold::fold(provider.unwrap_or_default()).split(' ').collect();
    key.contains("mysign") || key.contains("viettel")
}
