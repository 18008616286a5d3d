//! The printed sheet: the counts of every hop, and what is missing where.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartSolidFill, ChartType, ColNum, RowNum, Worksheet, utility::row_col_to_cell,
};

use crate::model::percent::{Percent, Rounding};
use crate::model::round::Counts;
use crate::rounds::{HopSheet, RoundSheet};
use crate::vn::date::in_text;
use crate::workbooks::chart_style::dress;
use crate::workbooks::context::{WorkbookContext, at};
use crate::workbooks::error::WorkbookError;
use crate::workbooks::letterhead::{SIGNATURE_ROWS, Titles, letterhead, signatures};
use crate::workbooks::page::{Page, pixels};
use crate::workbooks::style::{BAD, DONE, QUOTA, Styles, WARN};

const NAME: &str = "Tình hình nộp";
const HEAD: RowNum = 7;
const BODY: RowNum = HEAD + 3;
const WIDTHS: [f64; 12] = [7.0, 34.0, 30.0, 13.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 17.0];
const LAST: ColNum = WIDTHS.len() as ColNum - 1;
/// First column of the right half of the head.
const MIDDLE: ColNum = 3;
const EXPECTED: ColNum = 3;
const RATE: ColNum = 11;
/// Heads of the counts, the first of all, the next five a part of it each, the last two among those who reported.
const COUNTS: [&str; 8] =
    ["Phải báo cáo", "Đúng hạn", "Muộn", "Thiếu", "Trả lại", "Chưa đến hạn", "Không phát sinh", "Đã chấp nhận"];
/// Colours of the five parts in the chart.
const COLOURS: [u32; 5] = [DONE, 0x6FA8D6, BAD, WARN, QUOTA];
/// Up to so many hops and sentences, everything is printed on one page.
const ONE_PAGE_LINES: usize = 12;
const CHART_ROWS: RowNum = 14;
const CHART_HEIGHT: u32 = 280;

fn of(counts: &Counts) -> [usize; 8] {
    let Counts { expected, on_time, late, missing, returned, not_due, nil, accepted } = *counts;
    [expected, on_time, late, missing, returned, not_due, nil, accepted]
}

/// Writes it.
pub fn write(
    sheet: &mut Worksheet,
    round: &RoundSheet,
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let mut page = Page::new(sheet, NAME)?;
    page.widths(&WIDTHS)?;
    let period = round.round.period;
    let day = format!(
        "(Số liệu từ ngày {} đến hết ngày {}; tình trạng lúc {})",
        in_text(period.from),
        in_text(period.to),
        at(round.at)
    );
    let title = format!("TÌNH HÌNH NỘP BÁO CÁO - {}", round.unit.name.to_uppercase());
    let titles = Titles { title: &title, subtitle: &round.round.name, day: &day };
    letterhead(&mut page, (MIDDLE, LAST), &titles, context, styles)?;
    head(&mut page, styles)?;
    let mut row = BODY;
    for hop in &round.hops {
        hop_row(&mut page, row, hop, styles)?;
        row += 1;
    }
    if !round.hops.is_empty() {
        total_row(&mut page, row, round, styles)?;
    }
    row = lacking(&mut page, row + 2, round, styles)?;
    row = chart(&mut page, row + 1, round)?;
    signatures(&mut page, row, (MIDDLE, LAST), context, styles)?;
    page.sheet().set_print_area(0, 0, row + SIGNATURE_ROWS, LAST)?;
    if round.hops.len() + round.lacking.len() <= ONE_PAGE_LINES {
        page.sheet().set_print_fit_to_pages(1, 1);
    }
    page.sheet().set_freeze_panes(BODY, 2)?.set_repeat_rows(HEAD, HEAD + 2)?;
    Ok(())
}

fn head(page: &mut Page<'_>, styles: &Styles) -> Result<(), WorkbookError> {
    for (column, name) in [(0, "Bước"), (1, "Nơi nhận báo cáo"), (2, "Hạn báo cáo"), (EXPECTED, "Phải báo cáo")]
    {
        page.merged((HEAD, column), (HEAD + 1, column), name, &styles.head)?;
    }
    page.merged((HEAD, EXPECTED + 1), (HEAD, EXPECTED + 5), "Trong đó", &styles.head)?;
    page.merged((HEAD, EXPECTED + 6), (HEAD, EXPECTED + 7), "Trong số đã nộp", &styles.head)?;
    for (column, name) in (EXPECTED..).zip(COUNTS).skip(1) {
        page.text(HEAD + 1, column, name, &styles.head)?;
    }
    page.merged((HEAD, RATE), (HEAD + 1, RATE), "Tỷ lệ nộp", &styles.head)?;
    for column in 0..=LAST {
        page.text(HEAD + 2, column, &format!("({})", column + 1), &styles.column_number)?;
    }
    page.text(HEAD + 2, EXPECTED, "(4)=(5)+…+(9)", &styles.column_number)?;
    page.text(HEAD + 2, RATE, "(12)=((5)+(6))/(4)", &styles.column_number)?;
    page.sheet().set_row_height(HEAD, 24)?.set_row_height(HEAD + 1, 34)?;
    Ok(())
}

fn hop_row(page: &mut Page<'_>, row: RowNum, hop: &HopSheet, styles: &Styles) -> Result<(), WorkbookError> {
    let body = &styles.body;
    page.integer(row, 0, Some(i64::from(hop.number)), body)?;
    page.text(row, 1, &hop.receiver_name, &body.text)?;
    page.text(row, 2, &hop.due.vietnamese(), &body.text)?;
    for (column, count) in (EXPECTED..).zip(of(&hop.counts)) {
        page.integer(row, column, i64::try_from(count).ok(), body)?;
    }
    page.percent(row, RATE, hop.counts.rate(), body)?;
    page.sheet().set_row_height(row, 34)?;
    Ok(())
}

fn total_row(page: &mut Page<'_>, row: RowNum, round: &RoundSheet, styles: &Styles) -> Result<(), WorkbookError> {
    let total = &styles.total;
    page.text(row, 0, "", &total.middle)?;
    page.text(row, 1, "Cộng các bước", &total.text)?;
    page.text(row, 2, "", &total.middle)?;
    let mut sums = [0usize; 8];
    for hop in &round.hops {
        for (sum, count) in sums.iter_mut().zip(of(&hop.counts)) {
            *sum += count;
        }
    }
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    for (column, sum) in (EXPECTED..).zip(sums) {
        let formula = format!("=SUM({}:{})", row_col_to_cell(BODY, column), row_col_to_cell(row - 1, column));
        page.formula(row, column, &formula, number(sum), &total.integer)?;
    }
    let cell = |column| row_col_to_cell(row, column);
    let reported = format!("({}+{})", cell(EXPECTED + 1), cell(EXPECTED + 2));
    let formula = format!("=IF({whole}>0,INT({reported}*10000/{whole})/10000,\"\")", whole = cell(EXPECTED));
    let [expected, on_time, late, ..] = sums.map(number);
    page.percent_formula(row, RATE, &formula, Percent::of(on_time + late, expected, Rounding::Truncate), total)?;
    page.sheet().set_row_height(row, 24)?;
    Ok(())
}

/// Which hop lacks whose reports. Gives the next free row.
fn lacking(page: &mut Page<'_>, row: RowNum, round: &RoundSheet, styles: &Styles) -> Result<RowNum, WorkbookError> {
    if round.lacking.is_empty() {
        page.merged((row, 0), (row, LAST), "● Không còn báo cáo nào quá hạn mà chưa nhận được.", &styles.paragraph)?;
        return Ok(row + 1);
    }
    let mut row = row;
    for lacking in &round.lacking {
        let told = format!("■ Bước {}: {}", lacking.hop, lacking.sentence());
        page.merged((row, 0), (row, LAST), &told, &styles.paragraph)?;
        page.sheet().set_row_height(row, 34)?;
        row += 1;
    }
    Ok(row)
}

/// Where the units of each hop stand. Gives the next free row.
fn chart(page: &mut Page<'_>, row: RowNum, round: &RoundSheet) -> Result<RowNum, WorkbookError> {
    let Some(last) = round.hops.len().checked_sub(1).and_then(|last| RowNum::try_from(last).ok()) else {
        return Ok(row);
    };
    let mut chart = Chart::new(ChartType::ColumnStacked);
    for ((column, name), colour) in (EXPECTED + 1..).zip(COUNTS.iter().skip(1)).zip(COLOURS) {
        chart
            .add_series()
            .set_name(*name)
            .set_categories((NAME, BODY, 1, BODY + last, 1))
            .set_values((NAME, BODY, column, BODY + last, column))
            .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)))
            .set_gap(60);
    }
    dress(&mut chart, "Số đơn vị theo tình trạng báo cáo, từng bước", "Biểu đồ tình trạng báo cáo của các bước");
    chart.set_width(pixels(WIDTHS).saturating_sub(8)).set_height(CHART_HEIGHT);
    page.sheet().insert_chart_with_offset(row, 0, &chart, 4, 4)?;
    Ok(row + CHART_ROWS)
}
