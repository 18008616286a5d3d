//! What has changed since somebody last looked at a unit. Only the own account sees it.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use super::error::ProgressError;
use super::report::ProgressReport;
use crate::access::Actor;
use crate::model::id::MeasureId;
use crate::store::visits::{self, Seen, VisitOf, Visits};
use crate::store::{Conn, Db};

/// Pages opened within this time belong to one visit.
const ONE_VISIT: Duration = Duration::hours(1);

/// What was seen in a measure, and what there is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SinceVisit {
    /// When the visit before was.
    pub at: DateTime<Utc>,
    /// Measures whose figure differs: then and now. One that was not shown then is left out.
    pub changed: Vec<(MeasureId, i64, i64)>,
}

type Shown = BTreeMap<i64, i64>;

/// Notes that an account looks at a report and says what has changed since its visit before. Writes at most once in an hour, so that looking around stays
/// reading. `None` at the first visit, and for whoever has no account.
pub fn visit(
    db: &Db,
    actor: &Actor,
    report: &ProgressReport,
    now: DateTime<Utc>,
) -> Result<Option<SinceVisit>, ProgressError> {
    let (Some(account), Some(unit)) = (actor.account(), report.path.last()) else { return Ok(None) };
    let of = VisitOf { account, campaign: report.campaign.id, unit: unit.id };
    let known = db.read(|conn| visits::of(conn, of))?;
    let goes_on = known.as_ref().is_some_and(|visits| now - visits.last.at < ONE_VISIT);
    let before = if goes_on { known.and_then(|visits| visits.before) } else { known.map(|visits| visits.last) };
    let shown = shown(report);
    if !goes_on {
        let figures = serde_json::to_string(&shown).unwrap_or_default();
        let new = Visits { last: Seen { at: now, figures }, before: before.clone() };
        db.write(|conn: &mut Conn| visits::keep(conn, of, &new).map_err(ProgressError::from))?;
    }
    Ok(before.map(|before| SinceVisit { at: before.at, changed: changed(&before.figures, &shown) }))
}

fn shown(report: &ProgressReport) -> Shown {
    report.own.iter().filter_map(|figure| Some((figure.measure.id.0, figure.done?))).collect()
}

fn changed(before: &str, now: &Shown) -> Vec<(MeasureId, i64, i64)> {
    let before: Shown = serde_json::from_str(before).unwrap_or_default();
    let differing = |(measure, value): (&i64, &i64)| {
        let then = *before.get(measure)?;
        (then != *value).then_some((MeasureId(*measure), then, *value))
    };
    now.iter().filter_map(differing).collect()
}
