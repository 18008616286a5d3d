//! Everything read for one report, and a figure made of it.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::basis::{ReportedPart, Reports, Times, listed_on};
use super::error::ProgressError;
use super::figures::{Subject, unit_name};
use super::forecast::{Forecast, Standing, forecast, pace_window};
use super::quotas::Quotas;
use super::report::{Basis, Change, Detail, Figure, MeasureName, OtherDeadline, Outlook, QuotaBeside};
use crate::model::campaign::{Measure, Quota, Target};
use crate::model::id::{TallyId, UnitId};
use crate::model::percent::{Percent, Rounding};
use crate::model::tally::Audience;
use crate::model::unit::Unit;
use crate::store::{Conn, counters, last_round};

/// Changes are told since so many days before where no round has ended yet.
const WITHOUT_ROUND_DAYS: u64 = 7;

type Totals = HashMap<(UnitId, TallyId), i64>;

/// Everything read for one report.
pub(super) struct Values {
    pub(super) times: Times,
    rounding: Rounding,
    totals: Totals,
    at_round: Totals,
    at_start: Totals,
    lately: HashMap<(UnitId, TallyId, NaiveDate), i64>,
    rosters: HashMap<(UnitId, Audience), NaiveDate>,
    quotas: Quotas,
    pub(super) reports: Reports,
}

/// Done and could, with where that comes from.
struct Known<'a> {
    basis: Basis,
    done: Option<i64>,
    eligible: Option<i64>,
    issued: Option<i64>,
    counted: bool,
    reported: Option<&'a ReportedPart>,
}

impl Values {
    pub(super) fn load(
        conn: &mut Conn,
        subject: &Subject,
        measures: &[Measure],
        path: &[Unit],
        children: &[Unit],
    ) -> Result<Self, ProgressError> {
        let (campaign, day) = (&subject.campaign, subject.as_of.day());
        let shown: Vec<UnitId> =
            std::iter::once(subject.unit.id).chain(children.iter().map(|child| child.id)).collect();
        let above: Vec<UnitId> = path.iter().map(|unit| unit.id).collect();
        let round = last_round::ended_before(conn, campaign.id, &above, day)?
            .or_else(|| day.checked_sub_days(Days::new(WITHOUT_ROUND_DAYS)))
            .unwrap_or(day);
        let window = pace_window(campaign.starts_on, day);
        let times = Times { as_of: day, starts_on: campaign.starts_on, round, window };
        let done: Vec<TallyId> = measures.iter().map(|measure| measure.done).collect();
        let all = measures.iter().flat_map(|m| [Some(m.done), m.issued, Some(m.eligible)]).flatten();
        Ok(Self {
            times,
            rounding: campaign.rounding,
            totals: counters::figures(conn, &shown, &all.collect::<Vec<_>>(), day)?,
            at_round: counters::figures(conn, &shown, &done, round)?,
            at_start: counters::figures(conn, &shown, &done, times.before_start())?,
            lately: counters::added_between(conn, &shown, &done, times.before_window(), day)?,
            rosters: counters::rosters(conn, &shown)?,
            quotas: Quotas::load(conn, campaign.id, path, &shown, day)?,
            reports: Reports::load(conn, subject.unit.id, measures, &times)?,
        })
    }

    pub(super) fn measure_name(&self, measure: &Measure) -> MeasureName {
        let has_quota = self.quotas.has(measure.id);
        let (code, name) = (measure.code.clone(), measure.name.clone());
        MeasureName { id: measure.id, code, audience: measure.audience, name, has_quota }
    }

    fn known(&self, unit: UnitId, measure: &Measure) -> Known<'_> {
        let listed = listed_on(&self.rosters, unit, measure.audience).filter(|_| measure.activity.is_none());
        let reported = self.reports.part(unit, measure.id);
        let of = |tally: TallyId| self.totals.get(&(unit, tally)).copied().unwrap_or(0);
        let with_base = measure.activity.as_ref().is_none_or(|activity| activity.base_noun.is_some());
        let base = reported.and_then(|part| part.base.filter(|_| with_base));
        let (basis, done, eligible) = match (listed, reported) {
            (Some(day), None) => (Basis::Counted(Some(day)), Some(of(measure.done)), Some(of(measure.eligible))),
            (None, Some(part)) => (Basis::Reported(part.oldest), Some(part.value), base),
            (Some(day), Some(part)) => (
                Basis::Mixed { counted: Some(day), reported: part.oldest },
                Some(of(measure.done) + part.value),
                base.map(|base| base + of(measure.eligible)),
            ),
            (None, None) => (Basis::None, None, None),
        };
        let issued = measure.issued.filter(|_| listed.is_some() && reported.is_none()).map(of);
        Known { basis, done, eligible, issued, counted: listed.is_some(), reported }
    }

    pub(super) fn figure(&self, subject: &Subject, unit: &Unit, measure: &Measure) -> Figure {
        let known = self.known(unit.id, measure);
        let given = self.quotas.leading(unit.id, measure.id);
        let quota = given.and_then(|quota| people(quota, known.eligible));
        let percent = |of: Option<i64>| known.done.zip(of).and_then(|(done, of)| Percent::of(done, of, self.rounding));
        let added = self.added(unit.id, measure, &known);
        let ahead = match (known.done, quota, given) {
            (Some(done), Some(quota), Some(given)) => Some(forecast(&Standing {
                done,
                quota,
                most: known.eligible,
                as_of: self.times.as_of,
                starts_on: self.times.starts_on,
                deadline: given.deadline,
                added: &added,
            })),
            _ => None,
        };
        Figure {
            unit: unit_name(unit),
            measure: self.measure_name(measure),
            basis: known.basis,
            quota,
            eligible: known.eligible,
            issued: known.issued,
            done: known.done,
            percent: percent(quota),
            remaining: ahead.map(|a| a.remaining),
            deadline: given.map(|quota| quota.deadline),
            days_left: given.map(|quota| subject.as_of.days_left(quota.deadline)),
            needed_per_day: ahead.and_then(|a| a.needed_per_day),
            pace_per_day: ahead.map(|a| a.pace_per_day),
            at_deadline: ahead.and_then(|a| a.at_deadline),
            forecast_on: ahead.and_then(|a| a.forecast_on),
            expected_today: ahead.map(|a| a.expected_today),
            outlook: ahead.map_or(Outlook::NoData, |a| a.outlook),
            detail: Detail { of_eligible: percent(known.eligible), ..self.detail(unit.id, measure, &known, ahead) },
        }
    }

    fn detail(&self, unit: UnitId, measure: &Measure, known: &Known<'_>, ahead: Option<Forecast>) -> Detail {
        Detail {
            of_eligible: None,
            range: ahead.and_then(|a| a.range),
            stalled_since: ahead.and_then(|a| a.stalled_since),
            since_round: self.change(unit, measure, known, self.times.round),
            since_start: self.change(unit, measure, known, self.times.before_start()),
            beside: self.beside(unit, measure, known),
            own_report: self.reports.own(unit, measure.id),
            recent: self.recent(unit, measure, known),
            noun: measure.activity.as_ref().map(|activity| activity.noun.clone()),
        }
    }

    /// What came after the end of a day.
    fn change(&self, unit: UnitId, measure: &Measure, known: &Known<'_>, since: NaiveDate) -> Option<Change> {
        let at_start = since < self.times.starts_on;
        let counted = if at_start { &self.at_start } else { &self.at_round };
        let counted = if known.counted { counted.get(&(unit, measure.done)).copied().unwrap_or(0) } else { 0 };
        let reported = known.reported.map_or(0, |part| if at_start { part.at_start } else { part.at_round });
        known.done.map(|done| Change { since, added: done - counted - reported })
    }

    fn beside(&self, unit: UnitId, measure: &Measure, known: &Known<'_>) -> Vec<QuotaBeside> {
        let quota = |(issuer, given): (&crate::model::campaign::QuotaIssuer, &Quota)| {
            let quota = people(given, known.eligible)?;
            Some(QuotaBeside {
                issuer: issuer.name.clone(),
                quota,
                percent: known.done.and_then(|done| Percent::of(done, quota, self.rounding)),
                remaining: known.done.map(|done| (quota - done).max(0)),
                deadline: given.deadline,
            })
        };
        self.quotas.beside(unit, measure.id).filter_map(quota).collect()
    }

    /// Deadlines beside the one that a unit is measured against, with how many people each of them asks for.
    pub(super) fn other_deadlines(&self, unit: UnitId, measure: &Measure) -> Vec<OtherDeadline> {
        let eligible = self.known(unit, measure).eligible;
        let told = |quota: &Quota| Some(OtherDeadline { on: quota.deadline, quota: people(quota, eligible)? });
        self.quotas.with_other_deadlines(unit, measure.id).into_iter().filter_map(told).collect()
    }

    /// Additions of each day of the pace.
    fn added(&self, unit: UnitId, measure: &Measure, known: &Known<'_>) -> Vec<f64> {
        let counted = |day| if known.counted { self.delta(unit, measure, day) as f64 } else { 0.0 };
        let reported = known.reported.map_or(&[][..], |part| part.added.as_slice());
        let reported = reported.iter().copied().chain(std::iter::repeat(0.0));
        self.times.window_days().zip(reported).map(|(day, reported)| counted(day) + reported).collect()
    }

    /// Values at the end of each of these days.
    fn recent(&self, unit: UnitId, measure: &Measure, known: &Known<'_>) -> Vec<i64> {
        if known.done.is_none() {
            return Vec::new();
        }
        let days: Vec<NaiveDate> = self.times.window_days().collect();
        let mut values = known.reported.map_or_else(|| vec![0; days.len()], |part| part.recent.clone());
        if known.counted {
            let mut counted = self.totals.get(&(unit, measure.done)).copied().unwrap_or(0);
            for (value, day) in values.iter_mut().zip(&days).rev() {
                *value += counted;
                counted -= self.delta(unit, measure, *day);
            }
        }
        values
    }

    fn delta(&self, unit: UnitId, measure: &Measure, day: NaiveDate) -> i64 {
        self.lately.get(&(unit, measure.done, day)).copied().unwrap_or(0)
    }
}

/// How many people a quota means.
fn people(quota: &Quota, eligible: Option<i64>) -> Option<i64> {
    match quota.target {
        Target::Absolute(people) => Some(people),
        share => eligible.map(|eligible| share.people(eligible)),
    }
}
