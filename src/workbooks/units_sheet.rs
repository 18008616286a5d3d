//! The sheet «Theo đơn vị»: one row per unit below, one block of columns per measure, a total row that calculates, and a chart.

use rust_xlsxwriter::{
    Chart, ChartType, ColNum, ConditionalFormatDataBar, ConditionalFormatType, RowNum, Worksheet, utility,
};

use super::chart_style::dress;
use super::context::WorkbookContext;
use super::error::WorkbookError;
use super::page::{NO_DATA, Page};
use super::style::{BAR, DONE, QUOTA, Styles};
use super::unit_groups::{BODY, Block, Column, FIRST, Group, HEAD, NUMBER_WIDTH, UNIT_WIDTH};
use super::wording;
use crate::model::percent::{Percent, Rounding};
use crate::progress::report::{Figure, ProgressReport, UnitName};

/// More units than this make a bar chart unreadable.
const CHART_UNITS: usize = 30;
/// Up to so many units, table and charts are printed on one page.
const ONE_PAGE_UNITS: usize = 20;
/// Height of a chart in pixels.
const CHART_HEIGHT: u32 = 330;

/// Writes one table.
pub fn write(
    sheet: &mut Worksheet,
    report: &ProgressReport,
    group: &Group<'_>,
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let mut page = Page::new(sheet, group.name)?;
    page.cite(context);
    let name = wording::unit(report).map_or(String::new(), |unit| format!(" - {}", unit.name.to_uppercase()));
    let last = group.last_column();
    page.merged((0, 0), (0, last), &format!("{}{name}", group.title), &styles.title)?;
    page.merged((1, 0), (1, last), &format!("({})", wording::as_of(report)), &styles.as_of)?;
    head(&mut page, report, group, styles)?;
    for (row, (unit, figures)) in (BODY..).zip(&group.rows) {
        body_row(&mut page, row, group, unit, figures, styles)?;
    }
    total_row(&mut page, report, group, styles)?;
    bars(&mut page, group)?;
    let below = remarks(&mut page, report, group, styles)?;
    charts(&mut page, report, group, below + 1)?;
    if group.rows.len() <= ONE_PAGE_UNITS {
        // Table and charts on one sheet of paper; longer tables run over as many as they need.
        page.sheet().set_print_fit_to_pages(1, 1);
    }
    page.sheet().set_freeze_panes(BODY, FIRST)?;
    page.sheet().set_repeat_rows(HEAD, HEAD + 2)?;
    Ok(())
}

fn head(page: &mut Page<'_>, report: &ProgressReport, group: &Group<'_>, styles: &Styles) -> Result<(), WorkbookError> {
    page.merged((HEAD, 0), (HEAD + 1, 0), "STT", &styles.head)?;
    page.merged((HEAD, 1), (HEAD + 1, 1), group.unit_head, &styles.head)?;
    page.sheet().set_column_width(0, NUMBER_WIDTH)?.set_column_width(1, UNIT_WIDTH)?;
    for block in &group.blocks {
        let name = wording::measure(report, block.measure);
        let single = block.columns.len() == 1;
        let bottom = if single { HEAD + 1 } else { HEAD };
        page.merged((HEAD, block.first), (bottom, block.last()), &name, &styles.head)?;
        for (column, kind) in (block.first..).zip(&block.columns) {
            if !single {
                page.text(HEAD + 1, column, kind.head(block.measure.has_quota), &styles.head)?;
            }
            page.sheet().set_column_width(column, block.width(*kind))?;
        }
    }
    for column in 0..=group.last_column() {
        page.text(HEAD + 2, column, &column_number(group, column), &styles.column_number)?;
    }
    page.sheet().set_row_height(0, 24)?.set_row_height(HEAD, 32)?.set_row_height(HEAD + 1, 30)?;
    Ok(())
}

/// `(6)=(5)/(3)`: which columns a calculated one comes from, as tables of reports number them.
fn column_number(group: &Group<'_>, column: ColNum) -> String {
    let own = column + 1;
    for block in &group.blocks {
        let (Some(quota), Some(done)) = (block.column(Column::Quota), block.column(Column::Done)) else { continue };
        if block.column(Column::Percent) == Some(column) {
            return format!("({own})=({})/({})", done + 1, quota + 1);
        }
        if block.column(Column::Remaining) == Some(column) {
            return format!("({own})=({})-({})", quota + 1, done + 1);
        }
    }
    format!("({own})")
}

fn body_row(
    page: &mut Page<'_>,
    row: RowNum,
    group: &Group<'_>,
    unit: &UnitName,
    figures: &[Figure],
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let body = &styles.body;
    page.ordinal(row, 0, row - BODY + 1, body)?;
    page.text(row, 1, &unit.name, &body.text)?;
    page.sheet().set_row_height(row, 21)?;
    for block in &group.blocks {
        let figure = block.figure(figures);
        for (column, kind) in (block.first..).zip(&block.columns) {
            let Some(figure) = figure else {
                page.text(row, column, "", &body.middle)?;
                continue;
            };
            match kind {
                Column::Quota => page.integer(row, column, figure.quota, body)?,
                Column::Issued => page.integer(row, column, figure.issued, body)?,
                Column::Done if figure.done.is_none() => page.text(row, column, NO_DATA, &body.missing)?,
                Column::Done => page.integer(row, column, figure.done, body)?,
                Column::Percent => page.percent(row, column, figure.percent, body)?,
                Column::Remaining => page.integer(row, column, figure.remaining, body)?,
                Column::Outlook => page.outlook(row, column, figure.outlook, body)?,
            }
        }
    }
    Ok(())
}

fn sum(group: &Group<'_>, block: &Block<'_>, value: impl Fn(&Figure) -> Option<i64>) -> i64 {
    group.rows.iter().filter_map(|(_, figures)| value(block.figure(figures)?)).sum()
}

fn total_row(
    page: &mut Page<'_>,
    report: &ProgressReport,
    group: &Group<'_>,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let row = group.last_row() + 1;
    let total = &styles.total;
    page.text(row, 0, "", &total.middle)?;
    page.text(row, 1, "Cộng", &total.text)?;
    for block in &group.blocks {
        let quota = sum(group, block, |figure| figure.quota);
        let done = sum(group, block, |figure| figure.done);
        for (column, kind) in (block.first..).zip(&block.columns) {
            let name = |row: RowNum, column: ColNum| utility::row_col_to_cell(row, column);
            let range = format!("=SUM({}:{})", name(BODY, column), name(group.last_row(), column));
            match kind {
                Column::Quota => page.formula(row, column, &range, quota, &total.integer)?,
                Column::Issued => {
                    page.formula(row, column, &range, sum(group, block, |f| f.issued), &total.integer)?;
                }
                Column::Done => page.formula(row, column, &range, done, &total.integer)?,
                Column::Percent => {
                    let from = |kind| block.column(kind).map_or(String::new(), |column| name(row, column));
                    let formula = share(&from(Column::Done), &from(Column::Quota), report.campaign.rounding);
                    let result = Percent::of(done, quota, report.campaign.rounding);
                    page.percent_formula(row, column, &formula, result, total)?;
                }
                Column::Remaining => {
                    let from = |kind| block.column(kind).map_or(String::new(), |column| name(row, column));
                    let formula = format!("=MAX(0,{}-{})", from(Column::Quota), from(Column::Done));
                    page.formula(row, column, &formula, (quota - done).max(0), &total.integer)?;
                }
                Column::Outlook => match block.figure(&report.own) {
                    Some(own) => page.outlook(row, column, own.outlook, total)?,
                    None => page.text(row, column, "", &total.middle)?,
                },
            }
        }
    }
    page.sheet().set_row_height(row, 24)?;
    Ok(())
}

/// The share of two cells, cut or rounded as the campaign says. Cutting divides whole numbers once, so that 57 of 100 stays 57,00 %.
fn share(done: &str, quota: &str, rounding: Rounding) -> String {
    match rounding {
        Rounding::Truncate => format!("=IF({quota}>0,INT({done}*10000/{quota})/10000,\"\")"),
        Rounding::HalfUp => format!("=IF({quota}>0,ROUND({done}/{quota},4),\"\")"),
    }
}

/// A bar behind every share, from nothing to reached.
fn bars(page: &mut Page<'_>, group: &Group<'_>) -> Result<(), WorkbookError> {
    for column in group.blocks.iter().filter_map(|block| block.column(Column::Percent)) {
        let bar = ConditionalFormatDataBar::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 1)
            .set_fill_color(BAR)
            .set_solid_fill(true);
        page.sheet().add_conditional_format(BODY, column, group.last_row() + 1, column, &bar)?;
    }
    Ok(())
}

/// What the table does not say by itself: units without data, and where the unit's own figure is more than its parts. Gives the next free row.
fn remarks(
    page: &mut Page<'_>,
    report: &ProgressReport,
    group: &Group<'_>,
    styles: &Styles,
) -> Result<RowNum, WorkbookError> {
    let mut row = group.last_row() + 2;
    let silent = group.rows.iter().filter(|(_, figures)| {
        group.blocks.iter().filter_map(|block| block.figure(figures)).all(|figure| figure.done.is_none())
    });
    let silent = silent.count();
    if silent > 0 {
        let text = format!("Có {silent} đơn vị chưa có số liệu; dòng cộng không gồm các đơn vị này.");
        page.text(row, 1, &text, &styles.remark)?;
        row += 1;
    }
    for block in &group.blocks {
        let Some(own) = block.figure(&report.own) else { continue };
        let done = sum(group, block, |figure| figure.done);
        let quota = sum(group, block, |figure| figure.quota);
        let differs = own.done.is_some_and(|own| own != done) || own.quota.is_some_and(|own| own != quota);
        if differs {
            page.text(row, 1, &difference(report, own), &styles.remark)?;
            row += 1;
        }
    }
    Ok(row)
}

fn difference(report: &ProgressReport, own: &Figure) -> String {
    use crate::vn::number::group_thousands;
    let known = |value: Option<i64>| value.map_or("chưa có số liệu".to_owned(), group_thousands);
    let mut text = format!(
        "{}: số của cả {} là {} (khác dòng cộng",
        wording::measure(report, &own.measure),
        own.unit.name,
        known(own.done)
    );
    if own.quota.is_some() {
        text.push_str(&format!("; chỉ tiêu giao cả đơn vị {}", known(own.quota)));
    }
    text.push_str(") vì có người hoặc chỉ tiêu chưa phân về đơn vị nào.");
    text
}

/// Quota and result per unit, a chart per measure with a quota, side by side.
fn charts(page: &mut Page<'_>, report: &ProgressReport, group: &Group<'_>, row: RowNum) -> Result<(), WorkbookError> {
    if group.rows.len() > CHART_UNITS || group.rows.len() < 2 {
        return Ok(());
    }
    let with_quota: Vec<&Block<'_>> = group.blocks.iter().filter(|block| block.measure.has_quota).collect();
    for (place, block) in (0..).zip(&with_quota) {
        let (Some(quota), Some(done)) = (block.column(Column::Quota), block.column(Column::Done)) else { continue };
        let mut chart = Chart::new(ChartType::Column);
        for (column, name, colour) in [(quota, "Chỉ tiêu", QUOTA), (done, "Đạt", DONE)] {
            chart
                .add_series()
                .set_name(name)
                .set_categories((group.name, BODY, 1, group.last_row(), 1))
                .set_values((group.name, BODY, column, group.last_row(), column))
                .set_format(
                    rust_xlsxwriter::ChartFormat::new()
                        .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(colour)),
                )
                .set_gap(60)
                .set_overlap(0);
        }
        let title = wording::measure(report, block.measure);
        dress(&mut chart, &title, &format!("Biểu đồ chỉ tiêu và kết quả từng đơn vị: {title}"));
        let width = group.pixels() / u32::try_from(with_quota.len().clamp(1, 2)).unwrap_or(1);
        chart.set_width(width - 10).set_height(CHART_HEIGHT);
        let (line, side) = (place / 2, place % 2);
        let offset = u32::try_from(side).unwrap_or_default() * width;
        page.sheet().insert_chart_with_offset(
            row + 17 * RowNum::try_from(line).unwrap_or_default(),
            0,
            &chart,
            offset,
            4,
        )?;
    }
    Ok(())
}
