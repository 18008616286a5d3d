//! The sheet «Tổng hợp»: one page for a leader's desk.

use rust_xlsxwriter::{ColNum, RowNum, Worksheet};

use super::context::WorkbookContext;
use super::error::WorkbookError;
use super::letterhead::{SIGNATURE_ROWS, Titles, letterhead, signatures};
use super::page::{NO_DATA, Page, pixels};
use super::style::Styles;
use super::trend_sheet::Trend;
use super::wording;
use crate::progress::report::{Figure, ProgressReport};
use crate::progress::sentence;

/// Head and width of each column.
const COLUMNS: [(&str, f64); 15] = [
    ("STT", 5.0),
    ("Nội dung chỉ tiêu", 30.0),
    ("Đối tượng", 12.0),
    ("Số người đủ điều kiện", 11.0),
    ("Chỉ tiêu giao", 10.0),
    ("Đã cấp", 10.0),
    ("Đạt", 10.0),
    ("Tỷ lệ đạt", 10.0),
    ("Còn lại", 10.0),
    ("Hạn hoàn thành", 12.5),
    ("Số ngày còn lại", 9.0),
    ("Cần đạt mỗi ngày", 9.5),
    ("Đang đạt mỗi ngày", 9.5),
    ("Ước đến hạn", 10.0),
    ("Đánh giá", 17.0),
];
const LAST: ColNum = COLUMNS.len() as ColNum - 1;
/// Last column of the left half of the letterhead and of the signatures.
const MIDDLE: ColNum = 6;
/// First row of the table head.
const HEAD: RowNum = 8;
/// Charts side by side below the table.
const CHARTS: usize = 2;
/// Rows a chart covers.
const CHART_ROWS: RowNum = 14;
/// Height of a chart in pixels.
const CHART_HEIGHT: u32 = 280;

/// The name of the sheet.
pub const SHEET: &str = "Tổng hợp";

/// Title, subtitle and day.
pub struct SummaryTitles {
    /// In capitals.
    pub title: String,
    /// The campaign.
    pub subtitle: String,
    /// The day of the figures, in brackets.
    pub day: String,
}

/// What the sheet is called.
pub fn titles(report: &ProgressReport) -> SummaryTitles {
    let name = wording::unit(report).map_or(String::new(), |unit| format!(" - {}", unit.name.to_uppercase()));
    SummaryTitles {
        title: format!("BIỂU TỔNG HỢP TIẾN ĐỘ THỰC HIỆN CHỈ TIÊU{name}"),
        subtitle: report.campaign.title.clone(),
        day: format!("({})", wording::as_of(report)),
    }
}

/// The heads of its columns, in order.
pub fn heads() -> impl Iterator<Item = &'static str> {
    COLUMNS.into_iter().map(|(head, _)| head)
}

/// What stands below the heads: the number of each column, with how it is worked out.
pub fn numbers() -> Vec<String> {
    let number = |column: usize| match column {
        8 => "(8)=(7)/(5)".to_owned(),
        9 => "(9)=(5)-(7)".to_owned(),
        column => format!("({column})"),
    };
    (1..=COLUMNS.len()).map(number).collect()
}

/// Writes it.
pub fn write(
    sheet: &mut Worksheet,
    report: &ProgressReport,
    trend: &Trend<'_>,
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let mut page = Page::new(sheet, SHEET)?;
    page.widths(&COLUMNS.map(|(_, width)| width))?;
    above(&mut page, report, context, styles)?;
    table_head(&mut page, styles)?;
    let mut row = HEAD + 2;
    for (number, figure) in (1..).zip(&report.own) {
        table_row(&mut page, row, number, report, figure, styles)?;
        row += 1;
    }
    let half = pixels(COLUMNS.map(|(_, width)| width)) / 2;
    let charts = trend.charts(report, half - 8, CHART_HEIGHT);
    if !charts.is_empty() {
        row += 1;
        for (chart, offset) in charts.iter().take(CHARTS).zip([0, half + 8]) {
            page.sheet().insert_chart_with_offset(row, 0, chart, offset, 0)?;
        }
        row += CHART_ROWS;
    }
    signatures(&mut page, row + 1, (MIDDLE + 1, LAST), context, styles)?;
    page.sheet().set_print_area(0, 0, row + 1 + SIGNATURE_ROWS, LAST)?;
    page.sheet().set_freeze_panes(HEAD + 2, 0)?;
    page.sheet().set_repeat_rows(HEAD, HEAD + 1)?;
    Ok(())
}

fn above(
    page: &mut Page<'_>,
    report: &ProgressReport,
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let SummaryTitles { title, subtitle, day } = titles(report);
    let titles = Titles { title: &title, subtitle: &subtitle, day: &day };
    letterhead(page, (MIDDLE, LAST), &titles, context, styles)?;
    page.merged((6, 0), (6, LAST), &sentence::summary(report), &styles.paragraph)?;
    page.sheet().set_row_height(6, 44)?.set_row_height(7, 6)?;
    Ok(())
}

fn table_head(page: &mut Page<'_>, styles: &Styles) -> Result<(), WorkbookError> {
    for (column, (head, number)) in (0..).zip(heads().zip(numbers())) {
        page.text(HEAD, column, head, &styles.head)?;
        page.text(HEAD + 1, column, &number, &styles.column_number)?;
    }
    page.sheet().set_row_height(HEAD, 50)?;
    Ok(())
}

fn table_row(
    page: &mut Page<'_>,
    row: RowNum,
    number: u32,
    report: &ProgressReport,
    figure: &Figure,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let body = &styles.body;
    page.ordinal(row, 0, number, body)?;
    page.text(row, 1, &wording::measure(report, &figure.measure), &body.text)?;
    page.text(row, 2, wording::audience(figure.measure.audience), &body.middle)?;
    page.integer(row, 3, figure.eligible, body)?;
    page.integer(row, 4, figure.quota, body)?;
    page.integer(row, 5, figure.issued, body)?;
    match figure.done {
        Some(done) => page.integer(row, 6, Some(done), body)?,
        None => page.text(row, 6, NO_DATA, &body.missing)?,
    }
    page.percent(row, 7, figure.percent, body)?;
    page.integer(row, 8, figure.remaining, body)?;
    page.date(row, 9, figure.deadline, body)?;
    page.integer(row, 10, figure.days_left, body)?;
    page.integer(row, 11, figure.needed_per_day, body)?;
    page.tenths(row, 12, figure.pace_per_day, body)?;
    page.integer(row, 13, figure.at_deadline, body)?;
    if figure.measure.has_quota {
        page.outlook(row, 14, figure.outlook, body)?;
    } else {
        page.text(row, 14, "số theo dõi", &body.middle)?;
    }
    page.sheet().set_row_height(row, 30)?;
    Ok(())
}
