//! Quotas (chỉ tiêu) that units have not reached: told before their last day and after it, like reports and tasks.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::debts::{Dated, Owing, program};
use super::words::Owed;
use crate::mail::error::MailError;
use crate::model::as_of::AsOf;
use crate::model::campaign::Campaign;
use crate::model::id::UnitId;
use crate::model::mail_reminder::MOST_DAYS;
use crate::model::unit::Unit;
use crate::progress::report::{Figure, ProgressReport};
use crate::progress::{self, FigureQuery};
use crate::store::{Db, StoreError, units};
use crate::vn::date::in_text;
use crate::vn::number::group_thousands;
use crate::workbooks::{WorkbookError, wording};

/// The quotas of the unit that runs a campaign, and of all units below it, that are not reached and whose last day is near.
///
/// # Errors
/// The figures are not to be had.
pub(in crate::mail) fn owed_quotas(db: &Db, campaign: &Campaign, now: DateTime<Utc>) -> Result<Vec<Dated>, MailError> {
    let today = AsOf::of_instant(now);
    let (top, below) = db.read(|conn| {
        let top = units::get(conn, campaign.unit, today.day())?.filter(|unit| unit.validity.contains(today.day()));
        Ok::<_, StoreError>((top, units::below(conn, campaign.unit, today.day())?))
    })?;
    let Some(top) = top else { return Ok(Vec::new()) };
    let parents: BTreeSet<UnitId> = below.iter().filter_map(|unit| unit.parent).collect();
    let named: HashMap<UnitId, &Unit> = below.iter().map(|unit| (unit.id, unit)).collect();
    let mut found = Vec::new();
    for unit in std::iter::once(&top).chain(&below).filter(|unit| unit.id == top.id || parents.contains(&unit.id)) {
        let query =
            FigureQuery { campaign: campaign.code.clone(), unit: Some(unit.slug.clone()), as_of: Some(today), today };
        let report = progress::figures(db, &program(), &query).map_err(WorkbookError::from)?;
        if unit.id == top.id {
            found.extend(owed(&report, unit, &report.own));
        }
        for (child, figures) in &report.children {
            let Some(child) = named.get(&child.id) else { continue };
            found.extend(owed(&report, child, figures));
        }
    }
    Ok(found)
}

/// What a unit has not reached, one debt for each measure.
fn owed(report: &ProgressReport, unit: &Unit, figures: &[Figure]) -> Vec<Dated> {
    let one = |figure: &Figure| {
        let (quota, due_on) = figure.quota.zip(figure.deadline)?;
        if figure.remaining == Some(0) || !is_near(due_on, report.as_of.day()) {
            return None;
        }
        let name = wording::measure(report, &figure.measure);
        let what = format!("chỉ tiêu «{name}» {}", standing(figure, quota));
        let owing = Owing { unit: unit.clone(), kind: Owed::Quota, what, due: in_text(due_on), report: None };
        Some((owing, format!("quota:{}:{}:{due_on}", figure.measure.id, unit.id), due_on, None))
    };
    figures.iter().filter_map(one).collect()
}

/// Nobody is reminded earlier; and long after its last day a quota is history, not something that is still owed.
fn is_near(due_on: NaiveDate, today: NaiveDate) -> bool {
    (due_on - today).abs() <= TimeDelta::days(i64::from(MOST_DAYS))
}

/// `mới đạt 812/1.273 (63,79%), còn 461`.
fn standing(figure: &Figure, quota: i64) -> String {
    let Some((done, remaining)) = figure.done.zip(figure.remaining) else {
        return format!("được giao {}, chưa có số liệu", group_thousands(quota));
    };
    let percent = figure.percent.map_or_else(String::new, |percent| format!(" ({}%)", percent.vietnamese()));
    format!("mới đạt {}/{}{percent}, còn {}", group_thousands(done), group_thousands(quota), group_thousands(remaining))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;
    use crate::model::unit::{UnitKind, Validity};
    use crate::workbooks::sample;

    fn commune() -> Unit {
        Unit {
            id: UnitId(7),
            slug: "cam-ngoc".to_owned(),
            kind: UnitKind::Commune,
            name: "Xã Cẩm Ngọc".to_owned(),
            official_code: None,
            parent: None,
            line_superior: None,
            local_order: 1,
            validity: Validity { from: "2023-01-01".parse().unwrap(), to: "2025-06-30".parse().unwrap() },
        }
    }

    /// What is owed of the sample's leading measure.
    fn told(change: impl Fn(&mut Figure)) -> Vec<String> {
        let mut report = sample::cam_ngoc();
        let mut figure = wording::leading(&report).unwrap().clone();
        change(&mut figure);
        report.own = vec![figure];
        owed(&report, &commune(), &report.own).into_iter().map(|(owing, ..)| owing.what).collect()
    }

    #[test]
    fn what_is_not_reached_is_told_with_its_figures() {
        let name = "chỉ tiêu «Mức 2 đã kích hoạt (người dân)»";
        assert_eq!(told(|_| ()), [format!("{name} mới đạt 1.068/1.273 (83,89%), còn 205")]);
        let unknown = |figure: &mut Figure| {
            (figure.done, figure.percent, figure.remaining) = (None, None, None);
        };
        assert_eq!(told(unknown), [format!("{name} được giao 1.273, chưa có số liệu")]);
        assert!(told(|figure| figure.remaining = Some(0)).is_empty(), "reached");
        assert!(told(|figure| figure.quota = None).is_empty(), "no quota");
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        for (due, count) in [("2023-07-30", 1), ("2023-07-31", 0), ("2023-04-01", 1), ("2023-03-31", 0)] {
            assert_eq!(told(|figure| figure.deadline = day(due)).len(), count, "{due}");
        }
    }
}
