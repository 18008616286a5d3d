//! What has changed since somebody last looked at a unit. Only the own account sees it.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use super::error::ProgressError;
use super::report::ProgressReport;
use crate::access::Actor;
use crate::model::id::{CampaignId, MeasureId, UnitId};
use crate::store::visits::{self, Seen, VisitOf, Visits};
use crate::store::{Conn, Db};

/// Pages opened within this time belong to one visit.
const ONE_VISIT: Duration = Duration::hours(1);

/// What somebody who looks at a unit sees of its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownFigures {
    campaign: CampaignId,
    unit: Option<UnitId>,
    figures: Vec<(MeasureId, String, i64)>,
}

impl ShownFigures {
    /// The figures of the unit that a report is about, as far as there are any.
    pub fn of(report: &ProgressReport) -> Self {
        let shown =
            report.own.iter().filter_map(|figure| Some((figure.measure.id, figure.measure.name.clone(), figure.done?)));
        Self { campaign: report.campaign.id, unit: report.path.last().map(|unit| unit.id), figures: shown.collect() }
    }
}

/// What was seen in a measure, and what there is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SinceVisit {
    /// When the visit before was.
    pub at: DateTime<Utc>,
    /// Measures whose figure differs, in their order. One that was not shown then is left out.
    pub changed: Vec<ChangedFigure>,
}

/// A figure that has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedFigure {
    /// Which measure.
    pub measure: MeasureId,
    /// Its name.
    pub name: String,
    /// What was seen.
    pub then: i64,
    /// What there is now.
    pub now: i64,
}

type Stored = BTreeMap<i64, i64>;

/// Notes that an account looks at the figures of a unit and says what has changed since its visit before. Writes at most once in an hour, so that looking around stays
/// reading. `None` at the first visit, and for whoever has no account.
pub fn visit(
    db: &Db,
    actor: &Actor,
    shown: &ShownFigures,
    now: DateTime<Utc>,
) -> Result<Option<SinceVisit>, ProgressError> {
    let (Some(account), Some(unit)) = (actor.account(), shown.unit) else { return Ok(None) };
    let of = VisitOf { account, campaign: shown.campaign, unit };
    let known = db.read(|conn| visits::of(conn, of))?;
    let goes_on = known.as_ref().is_some_and(|visits| now - visits.last.at < ONE_VISIT);
    let before = if goes_on { known.and_then(|visits| visits.before) } else { known.map(|visits| visits.last) };
    if !goes_on {
        let figures = stored(shown);
        let new = Visits { last: Seen { at: now, figures }, before: before.clone() };
        db.write(|conn: &mut Conn| visits::keep(conn, of, &new).map_err(ProgressError::from))?;
    }
    Ok(before.map(|before| SinceVisit { at: before.at, changed: changed(&before.figures, shown) }))
}

fn stored(shown: &ShownFigures) -> String {
    let figures: Stored = shown.figures.iter().map(|(measure, _, value)| (measure.0, *value)).collect();
    serde_json::to_string(&figures).unwrap_or_default()
}

fn changed(before: &str, shown: &ShownFigures) -> Vec<ChangedFigure> {
    let before: Stored = serde_json::from_str(before).unwrap_or_default();
    let differing = |(measure, name, value): &(MeasureId, String, i64)| {
        let then = *before.get(&measure.0)?;
        (then != *value).then(|| ChangedFigure { measure: *measure, name: name.clone(), then, now: *value })
    };
    shown.figures.iter().filter_map(differing).collect()
}
