//! The sheet «Diễn biến»: how each measure grew, day by day of change, with the quota beside it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_xlsxwriter::{
    Chart, ChartAxisDateUnitType, ChartFormat, ChartLine, ChartLineDashType, ChartMarker, ChartType, ColNum, RowNum,
    Worksheet,
};

use super::chart_style::dress;
use super::context::WorkbookContext;
use super::data_sheet::DataSheet;
use super::error::WorkbookError;
use super::page::Page;
use super::style::{DONE, Styles};
use super::wording;
use crate::progress::report::{ProgressReport, Series};

const NAME: &str = "Diễn biến";
/// First row of the data: a clean sheet has one row of heads.
const BODY: RowNum = 1;
/// Days from which on an axis is labelled by month.
const MANY_DAYS: i64 = 70;
/// Rows between two charts beside the table.
const CHART_ROWS: RowNum = 13;

/// The series with a point, on common days.
pub struct Trend<'a> {
    series: Vec<&'a Series>,
    days: Vec<NaiveDate>,
}

impl<'a> Trend<'a> {
    /// Puts them on common days.
    pub fn of(series: &'a [Series]) -> Self {
        let series: Vec<&Series> = series.iter().filter(|s| !s.points.is_empty()).collect();
        let mut days: BTreeSet<NaiveDate> = series.iter().flat_map(|s| &s.points).map(|point| point.day).collect();
        days.extend(series.iter().map(|s| s.as_of));
        Self { series, days: days.into_iter().collect() }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// A line chart per measure with a quota, drawn from the cells of the sheet.
    pub fn charts(&self, report: &ProgressReport, width: u32, height: u32) -> Vec<Chart> {
        let with_quota = (0..).zip(&self.series).filter(|(_, series)| series.quota.is_some());
        with_quota
            .map(|(index, series)| {
                let mut chart = self.chart(index, &wording::measure(report, &series.measure));
                chart.set_width(width).set_height(height);
                chart
            })
            .collect()
    }

    fn last_row(&self) -> RowNum {
        BODY + RowNum::try_from(self.days.len()).unwrap_or(RowNum::MAX - BODY) - 1
    }

    fn chart(&self, index: ColNum, title: &str) -> Chart {
        let mut chart = Chart::new(ChartType::Line);
        let done = 1 + 2 * index;
        for (column, name, dashed) in [(done, "Đạt", false), (done + 1, "Chỉ tiêu", true)] {
            let mut line = ChartLine::new();
            if dashed {
                line.set_color(0x5F6368).set_width(1.5).set_dash_type(ChartLineDashType::Dash);
            } else {
                line.set_color(DONE).set_width(2.5);
            }
            chart
                .add_series()
                .set_name(name)
                .set_categories((NAME, BODY, 0, self.last_row(), 0))
                .set_values((NAME, BODY, column, self.last_row(), column))
                .set_format(ChartFormat::new().set_line(&line))
                .set_marker(ChartMarker::new().set_none());
        }
        dress(&mut chart, title, &format!("Biểu đồ diễn biến: {title}"));
        self.date_steps(&mut chart);
        chart
    }

    /// A date axis with a label per month, or per week where it is short.
    fn date_steps(&self, chart: &mut Chart) {
        let span = self.days.first().zip(self.days.last()).map_or(0, |(first, last)| (*last - *first).num_days());
        let (step, unit) =
            if span > MANY_DAYS { (1, ChartAxisDateUnitType::Months) } else { (7, ChartAxisDateUnitType::Days) };
        let axis = chart.x_axis();
        axis.set_date_axis(true).set_num_format("dd/mm").set_major_unit(step).set_major_unit_date_type(unit);
    }
}

/// Writes it: data on the left, a chart per measure on the right.
pub fn write(
    sheet: &mut Worksheet,
    report: &ProgressReport,
    trend: &Trend<'_>,
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let names: Vec<String> = trend.series.iter().map(|series| wording::measure(report, &series.measure)).collect();
    let of_measures = names.iter().flat_map(|name| [format!("{name}: đạt (lũy kế)"), format!("{name}: chỉ tiêu")]);
    let heads: Vec<String> = std::iter::once("Ngày".to_owned()).chain(of_measures).collect();
    let heads = heads.iter().map(|head| (head.as_str(), 13.0));
    let mut data = DataSheet::begin(sheet, NAME, heads, 1, (context, styles))?;
    for day in &trend.days {
        let row = data.next_row();
        body_row(&mut data.page, row, *day, trend, styles)?;
    }
    let last = 2 * ColNum::try_from(trend.series.len()).unwrap_or_default();
    for (place, chart) in (0..).zip(trend.charts(report, 760, 265)) {
        data.page.sheet().insert_chart(BODY + CHART_ROWS * place, last + 2, &chart)?;
    }
    data.finish("Chưa có số liệu.")
}

fn body_row(
    page: &mut Page<'_>,
    row: RowNum,
    day: NaiveDate,
    trend: &Trend<'_>,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    page.date(row, 0, Some(day), &styles.body)?;
    for (index, series) in (0..).zip(&trend.series) {
        let column = 1 + 2 * index;
        // Between two changes the last value holds.
        let done = series.points.iter().take_while(|point| point.day <= day).last().map(|point| point.done);
        page.count(row, column, done, &styles.body)?;
        page.count(row, column + 1, series.quota, &styles.body)?;
    }
    Ok(())
}
