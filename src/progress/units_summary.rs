//! How the units below stand in one measure: how many are done, how many are far behind, whose figures are counted, reported, old or missing.

use chrono::NaiveDate;

use super::report::{Basis, Figure, ProgressReport, UnitName};
use crate::model::id::MeasureId;

/// Data older than the as-of date by more than so many days are named.
pub const STALE_DAYS: i64 = 7;

/// How the units below stand in one measure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitsSummary {
    /// Units that the measure concerns.
    pub units: usize,
    /// Units with a quota.
    pub with_quota: usize,
    /// Of these, those that reached it.
    pub completed: usize,
    /// Of these, those under 10 %; no data is not counted as such.
    pub under_10: usize,
    /// Of these, those under 50 %.
    pub under_50: usize,
    /// Units whose figure is counted.
    pub counted: usize,
    /// Units whose figure is reported.
    pub reported: usize,
    /// Units whose figure is both.
    pub mixed: usize,
    /// Units of which nothing is known, in local order.
    pub no_data: Vec<UnitName>,
    /// Units whose data are old, with the day they are of, oldest first.
    pub stale: Vec<(UnitName, NaiveDate)>,
}

/// How the units below stand in a measure.
pub fn units_summary(report: &ProgressReport, measure: MeasureId) -> UnitsSummary {
    let mut summary = UnitsSummary::default();
    for (unit, figures) in &report.children {
        if let Some(figure) = figures.iter().find(|figure| figure.measure.id == measure) {
            summary.add(unit, figure, report.as_of.day());
        }
    }
    summary.stale.sort_by_key(|(_, day)| *day);
    summary
}

impl UnitsSummary {
    fn add(&mut self, unit: &UnitName, figure: &Figure, as_of: NaiveDate) {
        self.units += 1;
        match figure.basis {
            Basis::Counted(_) => self.counted += 1,
            Basis::Reported(_) => self.reported += 1,
            Basis::Mixed { .. } => self.mixed += 1,
            Basis::None => self.no_data.push(unit.clone()),
        }
        if let Some(day) = figure.basis.day().filter(|day| (as_of - *day).num_days() > STALE_DAYS) {
            self.stale.push((unit.clone(), day));
        }
        let Some(quota) = figure.quota.filter(|quota| *quota > 0) else { return };
        self.with_quota += 1;
        let Some(done) = figure.done else { return };
        self.completed += usize::from(done >= quota);
        self.under_10 += usize::from(done * 10 < quota);
        self.under_50 += usize::from(done * 2 < quota);
    }

    /// «8/10 đơn vị đã hoàn thành; 1 đơn vị dưới 50%, trong đó 1 đơn vị dưới 10%; 2 đơn vị chưa có số liệu».
    pub fn achievement(&self) -> Option<String> {
        if self.with_quota == 0 {
            return None;
        }
        let mut text = format!("{}/{} đơn vị đã hoàn thành", self.completed, self.with_quota);
        if self.under_50 > 0 {
            text += &format!("; {} đơn vị dưới 50%", self.under_50);
        }
        if self.under_10 > 0 {
            text += &format!(", trong đó {} đơn vị dưới 10%", self.under_10);
        }
        if !self.no_data.is_empty() {
            text += &format!("; {} đơn vị chưa có số liệu", self.no_data.len());
        }
        Some(text)
    }

    /// «9 đơn vị đếm từ danh sách, 2 đơn vị theo báo cáo, 1 đơn vị chưa có số liệu».
    pub fn sources(&self) -> String {
        let parts = [
            (self.counted, "đếm từ danh sách"),
            (self.reported, "theo báo cáo"),
            (self.mixed, "vừa đếm vừa theo báo cáo"),
            (self.no_data.len(), "chưa có số liệu"),
        ];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(units, _)| *units > 0)
            .map(|(units, words)| format!("{units} đơn vị {words}"))
            .collect();
        parts.join(", ")
    }
}
