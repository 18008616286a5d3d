//! Ranks of units: 1 is the best, those who are equal share a rank and the next one is left out (1, 1, 3).

use std::collections::HashMap;

use super::report::ProgressReport;
use crate::model::id::{MeasureId, UnitId};

/// A measure beyond its quota does not make up for another: shares count up to this in the common rank (100,00 %).
const FULL: i64 = 10_000;

/// Ranks in the order of the values; what has no value has no rank.
pub fn ranks(values: &[Option<i64>]) -> Vec<Option<u32>> {
    let mut known: Vec<i64> = values.iter().flatten().copied().collect();
    known.sort_unstable_by(|one, other| other.cmp(one));
    let rank =
        |value: i64| known.iter().position(|known| *known == value).and_then(|place| u32::try_from(place + 1).ok());
    values.iter().map(|value| value.and_then(rank)).collect()
}

/// Ranks of the units below, per measure by the share of the quota, and over all measures together.
#[derive(Debug, Clone, Default)]
pub struct Ranking {
    of_measure: HashMap<(UnitId, MeasureId), u32>,
    composite: HashMap<UnitId, Composite>,
}

/// The common place of a unit over several measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Composite {
    /// The rank.
    pub rank: u32,
    /// Hundredths of a percent: the mean over the measures that have a quota there, each counted up to 100 %.
    pub mean: i64,
    /// Over so many measures.
    pub measures: usize,
}

impl Ranking {
    /// Ranks the units below one another within the report.
    pub fn of(report: &ProgressReport) -> Self {
        let mut ranking = Self::default();
        for measure in &report.measures {
            let share = |unit: usize| -> Option<i64> {
                let (_, figures) = report.children.get(unit)?;
                let figure = figures.iter().find(|figure| figure.measure.id == measure.id)?;
                figure.percent.map(|percent| percent.hundredths())
            };
            let shares: Vec<Option<i64>> = (0..report.children.len()).map(share).collect();
            for ((unit, _), rank) in report.children.iter().zip(ranks(&shares)) {
                rank.map(|rank| ranking.of_measure.insert((unit.id, measure.id), rank));
            }
        }
        ranking.compose(report);
        ranking
    }

    /// Units are compared over the same measures only where they have the same: villages with villages, offices with offices.
    fn compose(&mut self, report: &ProgressReport) {
        let mean = |figures: &[super::report::Figure]| -> Option<(i64, usize)> {
            let with_quota: Vec<_> =
                figures.iter().filter(|figure| figure.quota.is_some_and(|quota| quota > 0)).collect();
            let shares: Option<Vec<i64>> =
                with_quota.iter().map(|figure| Some(figure.percent?.hundredths().clamp(0, FULL))).collect();
            let shares = shares.filter(|shares| !shares.is_empty())?;
            Some((shares.iter().sum::<i64>() / i64::try_from(shares.len()).ok()?, shares.len()))
        };
        let means: Vec<Option<(i64, usize)>> = report.children.iter().map(|(_, figures)| mean(figures)).collect();
        let groups: std::collections::BTreeSet<bool> =
            report.children.iter().map(|(unit, _)| unit.kind.is_workplace()).collect();
        for workplace in groups {
            let within = report.children.iter().map(|(unit, _)| unit.kind.is_workplace() == workplace);
            let values: Vec<Option<i64>> =
                within.zip(&means).map(|(within, mean)| mean.filter(|_| within).map(|(mean, _)| mean)).collect();
            for (((unit, _), rank), mean) in report.children.iter().zip(ranks(&values)).zip(&means) {
                if let (Some(rank), Some((mean, measures))) = (rank, *mean) {
                    self.composite.insert(unit.id, Composite { rank, mean, measures });
                }
            }
        }
    }

    /// The rank of a unit in one measure.
    pub fn rank(&self, unit: UnitId, measure: MeasureId) -> Option<u32> {
        self.of_measure.get(&(unit, measure)).copied()
    }

    /// The place of a unit over all its measures; `None` where one of them has no figure.
    pub fn composite(&self, unit: UnitId) -> Option<Composite> {
        self.composite.get(&unit).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equals_share_a_rank_and_the_next_one_is_left_out() {
        let values = [Some(90), None, Some(100), Some(90), Some(10), Some(100)];
        assert_eq!(ranks(&values), [Some(3), None, Some(1), Some(3), Some(5), Some(1)]);
        assert_eq!(ranks(&[]), []);
    }

    proptest! {
        #[test]
        fn a_rank_is_one_more_than_how_many_are_better(values in proptest::collection::vec(proptest::option::of(0i64..20), 0..40)) {
            for (value, rank) in values.iter().zip(ranks(&values)) {
                let better = value.map(|value| values.iter().flatten().filter(|other| **other > value).count() + 1);
                prop_assert_eq!(rank.map(|rank| rank as usize), better);
            }
        }
    }
}
