//! Which units and measures stand in one table of a workbook, and in which columns.

use rust_xlsxwriter::{ColNum, RowNum};

use super::page::pixels;
use crate::model::tally::Audience;
use crate::progress::report::{Figure, MeasureName, ProgressReport, UnitName};

/// First row of the two-level head.
pub const HEAD: RowNum = 3;
/// First row of the body: below two levels of heads and the column numbers.
pub const BODY: RowNum = HEAD + 3;
/// Columns before the measures: number and unit.
pub const FIRST: ColNum = 2;
/// Width of the column of running numbers.
pub const NUMBER_WIDTH: f64 = 5.0;
/// Width of the column of units.
pub const UNIT_WIDTH: f64 = 28.0;

/// Units and measures that belong in one table: people by where they live, staff by where they work.
pub struct Group<'a> {
    /// Name of the sheet.
    pub name: &'static str,
    /// Title above the table.
    pub title: &'static str,
    /// Head of the column of units.
    pub unit_head: &'static str,
    /// Measures in order.
    pub blocks: Vec<Block<'a>>,
    /// Units in local order, with their figures.
    pub rows: Vec<(&'a UnitName, &'a [Figure])>,
}

/// The columns of one measure.
pub struct Block<'a> {
    /// Which measure.
    pub measure: &'a MeasureName,
    /// Its first column on the sheet.
    pub first: ColNum,
    /// What its columns hold.
    pub columns: Vec<Column>,
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Quota,
    Issued,
    Done,
    Percent,
    Remaining,
    Outlook,
}

impl Column {
    pub fn head(self, has_quota: bool) -> &'static str {
        match self {
            Self::Quota => "Chỉ tiêu",
            Self::Issued => "Đã cấp",
            Self::Done if has_quota => "Đạt",
            Self::Done => "Số người",
            Self::Percent => "Tỷ lệ",
            Self::Remaining => "Còn lại",
            Self::Outlook => "Đánh giá",
        }
    }

    pub fn width(self) -> f64 {
        match self {
            Self::Outlook => 16.0,
            Self::Percent | Self::Remaining => 12.0,
            _ => 9.5,
        }
    }
}

impl Block<'_> {
    pub fn column(&self, column: Column) -> Option<ColNum> {
        (self.first..).zip(&self.columns).find(|(_, c)| **c == column).map(|(index, _)| index)
    }

    pub fn width(&self, column: Column) -> f64 {
        if self.columns.len() == 1 { 13.0 } else { column.width() }
    }

    pub fn last(&self) -> ColNum {
        self.first + self.columns.len() as ColNum - 1
    }

    pub fn figure<'f>(&self, figures: &'f [Figure]) -> Option<&'f Figure> {
        figures.iter().find(|figure| figure.measure.id == self.measure.id)
    }
}

impl Group<'_> {
    /// Width of the table in pixels.
    pub fn pixels(&self) -> u32 {
        let blocks = self.blocks.iter().flat_map(|block| block.columns.iter().map(|column| block.width(*column)));
        pixels([NUMBER_WIDTH, UNIT_WIDTH].into_iter().chain(blocks))
    }

    pub fn last_column(&self) -> ColNum {
        self.blocks.last().map_or(FIRST - 1, Block::last)
    }

    pub fn last_row(&self) -> RowNum {
        BODY + RowNum::try_from(self.rows.len()).unwrap_or(RowNum::MAX - BODY) - 1
    }
}

/// The tables of the report, those without a unit left out.
pub fn groups(report: &ProgressReport) -> Vec<Group<'_>> {
    let residents =
        group(report, "Theo đơn vị", "TIẾN ĐỘ THEO ĐƠN VỊ", "Đơn vị", |a| a.has_residents());
    let staff =
        group(report, "Theo cơ quan", "TIẾN ĐỘ CỦA CÁN BỘ THEO CƠ QUAN", "Cơ quan, đơn vị", |a| {
            !a.has_residents()
        });
    [residents, staff].into_iter().flatten().collect()
}

fn group<'a>(
    report: &'a ProgressReport,
    name: &'static str,
    title: &'static str,
    unit_head: &'static str,
    belongs: impl Fn(Audience) -> bool,
) -> Option<Group<'a>> {
    let in_group = |figure: &Figure| belongs(figure.measure.audience);
    let rows: Vec<(&UnitName, &[Figure])> = report
        .children
        .iter()
        .filter(|(_, figures)| figures.iter().any(in_group))
        .map(|(unit, figures)| (unit, figures.as_slice()))
        .collect();
    let mut blocks = Vec::new();
    let mut first = FIRST;
    for measure in report.measures.iter().filter(|measure| belongs(measure.audience)) {
        let figures: Vec<&Figure> =
            rows.iter().flat_map(|(_, figures)| *figures).filter(|figure| figure.measure.id == measure.id).collect();
        if figures.is_empty() {
            continue;
        }
        let issued = figures.iter().any(|figure| figure.issued.is_some());
        let columns = columns(measure.has_quota, issued);
        let width = columns.len() as ColNum;
        blocks.push(Block { measure, first, columns });
        first += width;
    }
    (!blocks.is_empty()).then_some(Group { name, title, unit_head, blocks, rows })
}

fn columns(has_quota: bool, issued: bool) -> Vec<Column> {
    let all = [Column::Quota, Column::Issued, Column::Done, Column::Percent, Column::Remaining, Column::Outlook];
    all.into_iter()
        .filter(|column| match column {
            Column::Issued => issued,
            Column::Done => true,
            _ => has_quota,
        })
        .collect()
}
