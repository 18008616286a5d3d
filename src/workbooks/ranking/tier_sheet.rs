//! The printed sheet of one tier: rank, unit, quota, done, share and gap of each measure, the mean.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartSolidFill, ChartType, ColNum, ConditionalFormatDataBar, ConditionalFormatType, RowNum,
    Worksheet,
};

use super::tier::{Placed, Tier};
use super::{AHEAD, BEHIND};
use crate::model::percent::Percent;
use crate::progress::report::ProgressReport;
use crate::vn::place_name;
use crate::workbooks::chart_style::dress;
use crate::workbooks::context::WorkbookContext;
use crate::workbooks::error::WorkbookError;
use crate::workbooks::letterhead::{SIGNATURE_ROWS, Titles, letterhead, signatures};
use crate::workbooks::page::{NO_DATA, Page, pixels};
use crate::workbooks::style::{BAD, BAR, CellStyles, DONE, GOOD, Styles};
use crate::workbooks::wording;

const HEAD: RowNum = 7;
/// First row of units: below two rows of heads and the column numbers.
pub const BODY: RowNum = HEAD + 3;
/// Rank and unit stand before the measures.
const FIRST: ColNum = 2;
/// Columns of a measure.
const PARTS: [(&str, f64); 5] = [("Chỉ tiêu", 10.0), ("Đạt", 10.0), ("Tỷ lệ", 10.0), ("Còn lại", 10.0), ("Hạng", 8.0)];
const RANK_WIDTH: f64 = 9.0;
const UNIT_WIDTH: f64 = 30.0;
const MEAN_WIDTH: f64 = 13.0;
const WORD_WIDTH: f64 = 18.0;
/// More units than this make a bar chart unreadable.
const CHART_UNITS: usize = 30;
/// Up to so many units, everything is printed on one page.
const ONE_PAGE_UNITS: usize = 20;
/// Rows that a chart covers.
const CHART_ROWS: RowNum = 16;
const CHART_HEIGHT: u32 = 300;

/// The columns of a tier.
struct Layout {
    mean: ColNum,
    word: ColNum,
}

impl Layout {
    fn of(tier: &Tier<'_>) -> Self {
        let mean = FIRST + as_columns(tier.measures.len() * PARTS.len());
        Self { mean, word: mean + 1 }
    }

    /// First column of the right half of the head.
    fn middle(&self) -> ColNum {
        (self.word / 2).max(FIRST)
    }
}

fn as_columns(count: usize) -> ColNum {
    ColNum::try_from(count).unwrap_or(ColNum::MAX / 2)
}

/// Writes it.
pub fn write(
    sheet: &mut Worksheet,
    report: &ProgressReport,
    tier: &Tier<'_>,
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let layout = Layout::of(tier);
    let mut page = Page::new(sheet, tier.name)?;
    let title = format!("BẢNG XẾP HẠNG {}", tier.words.to_uppercase());
    let of = wording::unit(report).map_or(String::new(), |unit| format!("{}: ", unit.name));
    let titles = Titles {
        title: &title,
        subtitle: &format!("{of}{}", report.campaign.title),
        day: &format!("({})", wording::as_of(report)),
    };
    letterhead(&mut page, (layout.middle(), layout.word), &titles, context, styles)?;
    head(&mut page, report, tier, &layout, styles)?;
    let mut row = BODY;
    for placed in &tier.units {
        body_row(&mut page, row, tier, placed, &layout, &styles.body)?;
        row += 1;
    }
    colours(&mut page, tier, &layout, row - 1)?;
    row = unranked(&mut page, tier, row, styles)?;
    row = chart(&mut page, tier, &layout, row + 1)?;
    signatures(&mut page, row, (layout.middle(), layout.word), context, styles)?;
    page.sheet().set_print_area(0, 0, row + SIGNATURE_ROWS, layout.word)?;
    if tier.units.len() <= ONE_PAGE_UNITS {
        page.sheet().set_print_fit_to_pages(1, 1);
    }
    page.sheet().set_freeze_panes(BODY, FIRST)?.set_repeat_rows(HEAD, HEAD + 2)?;
    Ok(())
}

fn head(
    page: &mut Page<'_>,
    report: &ProgressReport,
    tier: &Tier<'_>,
    layout: &Layout,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let single = [
        (0, "Hạng chung", RANK_WIDTH),
        (1, "Đơn vị", UNIT_WIDTH),
        (layout.mean, "Bình quân", MEAN_WIDTH),
        (layout.word, "Xếp loại", WORD_WIDTH),
    ];
    for (column, name, width) in single {
        page.merged((HEAD, column), (HEAD + 1, column), name, &styles.head)?;
        page.sheet().set_column_width(column, width)?;
    }
    for (place, measure) in tier.measures.iter().enumerate() {
        let first = FIRST + as_columns(place * PARTS.len());
        let last = first + as_columns(PARTS.len()) - 1;
        page.merged((HEAD, first), (HEAD, last), &wording::measure(report, measure), &styles.head)?;
        for (column, (name, width)) in (first..).zip(PARTS) {
            page.text(HEAD + 1, column, name, &styles.head)?;
            page.sheet().set_column_width(column, width)?;
        }
    }
    for column in 0..=layout.word {
        page.text(HEAD + 2, column, &format!("({})", column + 1), &styles.column_number)?;
    }
    page.sheet().set_row_height(HEAD, 34)?.set_row_height(HEAD + 1, 24)?;
    Ok(())
}

fn body_row(
    page: &mut Page<'_>,
    row: RowNum,
    tier: &Tier<'_>,
    placed: &Placed<'_>,
    layout: &Layout,
    body: &CellStyles,
) -> Result<(), WorkbookError> {
    rank(page, row, 0, placed.composite.map(|place| place.rank), body)?;
    page.text(row, 1, &placed.unit.name, &body.text)?;
    for (place, measure) in tier.measures.iter().enumerate() {
        let first = FIRST + as_columns(place * PARTS.len());
        match placed.figure(measure) {
            None => {
                for column in first..first + as_columns(PARTS.len()) {
                    page.text(row, column, "–", &body.middle)?;
                }
            }
            Some(figure) => {
                page.integer(row, first, figure.quota, body)?;
                match figure.done {
                    Some(done) => page.integer(row, first + 1, Some(done), body)?,
                    None => page.text(row, first + 1, NO_DATA, &body.missing)?,
                }
                page.percent(row, first + 2, figure.percent, body)?;
                page.integer(row, first + 3, figure.remaining, body)?;
                rank(page, row, first + 4, placed.ranks.get(place).copied().flatten(), body)?;
            }
        }
    }
    let mean = placed.composite.map(|place| Percent::from_hundredths(place.mean));
    page.percent(row, layout.mean, mean, body)?;
    page.text(row, layout.word, placed.word(), &body.middle)?;
    page.sheet().set_row_height(row, 21)?;
    Ok(())
}

fn rank(
    page: &mut Page<'_>,
    row: RowNum,
    column: ColNum,
    rank: Option<u32>,
    body: &CellStyles,
) -> Result<(), WorkbookError> {
    match rank {
        Some(rank) => page.ordinal(row, column, rank, body),
        None => page.text(row, column, "–", &body.middle),
    }
}

/// A bar behind the mean, colours for the words beside it.
fn colours(page: &mut Page<'_>, tier: &Tier<'_>, layout: &Layout, last: RowNum) -> Result<(), WorkbookError> {
    if tier.units.is_empty() {
        return Ok(());
    }
    let bar = ConditionalFormatDataBar::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 1)
        .set_fill_color(BAR)
        .set_solid_fill(true);
    page.sheet().add_conditional_format(BODY, layout.mean, last, layout.mean, &bar)?;
    page.colour_words((BODY, last), layout.word, &[(AHEAD, GOOD), (BEHIND, BAD)])
}

/// Says why units have no rank. Gives the next free row.
fn unranked(page: &mut Page<'_>, tier: &Tier<'_>, row: RowNum, styles: &Styles) -> Result<RowNum, WorkbookError> {
    let without = |wanted: bool| -> Vec<String> {
        let given = |one: &&Placed<'_>| tier.measures.iter().any(|measure| one.figure(measure).is_some());
        let open = tier.units.iter().filter(|one| one.composite.is_none() && given(one) == wanted);
        open.map(|one| place_name::in_text(&one.unit.name)).collect()
    };
    let mut row = row;
    for (why, names) in [("chưa có đủ số liệu", without(true)), ("chưa được giao chỉ tiêu", without(false))]
    {
        if !names.is_empty() {
            page.text(row, 1, &format!("Chưa xếp hạng vì {why}: {}.", names.join(", ")), &styles.remark)?;
            row += 1;
        }
    }
    Ok(row)
}

/// The means, best first. Gives the next free row.
fn chart(page: &mut Page<'_>, tier: &Tier<'_>, layout: &Layout, row: RowNum) -> Result<RowNum, WorkbookError> {
    let ranked = tier.units.iter().filter(|one| one.composite.is_some()).count();
    if ranked > CHART_UNITS {
        return Ok(row);
    }
    let last = BODY + RowNum::try_from(ranked).unwrap_or(1) - 1;
    let mut chart = Chart::new(ChartType::Column);
    chart
        .add_series()
        .set_name("Bình quân tỷ lệ hoàn thành")
        .set_categories((tier.name, BODY, 1, last, 1))
        .set_values((tier.name, BODY, layout.mean, last, layout.mean))
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(DONE)))
        .set_gap(60);
    let title = format!("Bình quân tỷ lệ hoàn thành, {}", tier.words);
    dress(&mut chart, &title, &format!("Biểu đồ: {title}"));
    chart.y_axis().set_num_format("0%").set_max(1);
    chart.legend().set_hidden();
    let parts = tier.measures.iter().flat_map(|_| PARTS.map(|(_, width)| width));
    let width = pixels([RANK_WIDTH, UNIT_WIDTH, MEAN_WIDTH, WORD_WIDTH].into_iter().chain(parts));
    chart.set_width(width.saturating_sub(8)).set_height(CHART_HEIGHT);
    page.sheet().insert_chart_with_offset(row, 0, &chart, 4, 4)?;
    Ok(row + CHART_ROWS)
}
