//! The form in which quotas are handed down: a row per unit below, a column per measure, what is in force already filled in. The import of quotas reads
//! it back; what its columns mean stands in their heads.

use chrono::{DateTime, Utc};
use rust_xlsxwriter::{
    ColNum, DataValidation, DataValidationRule, Format, FormatAlign, FormatBorder, RowNum, Worksheet,
    utility::row_col_to_cell,
};

use super::book::begin;
use super::context::{WorkbookContext, maker};
use super::error::WorkbookError;
use super::letterhead::{SIGNATURE_ROWS, Titles, letterhead, signatures};
use super::make::{MadeWorkbook, plain};
use super::page::Page;
use super::style::{INTEGER, Styles, base};
use super::wording;
use crate::access::{self, AccessError, Actor};
use crate::campaign::CampaignError;
use crate::campaign::quotas::{QuotaCell, QuotaTable, QuotaUnit, table};
use crate::model::as_of::AsOf;
use crate::model::campaign::{Measure, Target};
use crate::model::role::Operation;
use crate::roster::form_header;
use crate::store::Db;
use crate::vn::date::in_text;

const SHEET: &str = "Giao chỉ tiêu";
const HEAD: RowNum = 9;
const BODY: RowNum = HEAD + 1;
/// Number and unit stand before the measures.
const FIRST: ColNum = 2;
const NUMBER_WIDTH: f64 = 6.0;
const UNIT_WIDTH: f64 = 36.0;
const MEASURE_WIDTH: f64 = 24.0;
const NOTE_WIDTH: f64 = 28.0;
/// Up to so many units, everything is printed on one page.
const ONE_PAGE_UNITS: usize = 22;
/// Fill of cells that are to be filled in.
const INPUT_FILL: u32 = 0x00FF_F9D6;

/// Makes the form of a unit (of the one that runs the campaign where none is named) for the units right below it. The right:
/// [`Operation::ManageCampaign`] in the unit, as for the import that reads it back.
///
/// # Errors
/// No such campaign or unit, not allowed, or nobody below who can be given a quota.
pub fn make_quota_form(
    db: &Db,
    actor: &Actor,
    campaign: &str,
    unit: Option<&str>,
    (as_of, today): (Option<AsOf>, AsOf),
    now: DateTime<Utc>,
) -> Result<MadeWorkbook, WorkbookError> {
    let table = table(db, actor, campaign, unit, (as_of, today)).map_err(|error| match error {
        CampaignError::Access(error) => error.into(),
        CampaignError::Store(error) => error.into(),
        CampaignError::NoUnit(unit) => WorkbookError::NoUnit(unit),
        _ => WorkbookError::NoCampaign(campaign.to_owned()),
    })?;
    let Some(top) = table.rows.first().map(|row| row.unit.clone()) else {
        return Err(WorkbookError::NoCampaign(campaign.to_owned()));
    };
    match db.read(|conn| access::authorise(conn, actor, Operation::ManageCampaign, top.id)) {
        // It is seen, so there is nothing to hide.
        Err(AccessError::NotFound) => return Err(AccessError::Forbidden.into()),
        checked => checked?,
    }
    let agency = wording::agency_of(table.path.iter().map(|unit| (unit.kind, unit.name.as_str())));
    let context = WorkbookContext { agency, made_by: maker(db, actor)?, made_at: now, snapshot: None };
    let bytes = quota_form(&table, &context)?;
    Ok(MadeWorkbook { file_name: format!("bieu-giao-chi-tieu-{}.xlsx", plain(&top.slug)), bytes })
}

/// Writes the form. The same input gives the same bytes.
///
/// # Errors
/// [`WorkbookError::NobodyToGive`] where no unit of the table can be given a quota.
pub fn quota_form(table: &QuotaTable, context: &WorkbookContext) -> Result<Vec<u8>, WorkbookError> {
    let below: Vec<&QuotaUnit> =
        table.rows.iter().skip(1).filter(|row| row.may_give && row.cells.iter().any(Option::is_some)).collect();
    let top = table.rows.first().map(|row| row.unit.name.clone()).unwrap_or_default();
    // Measures that nobody below is counted in have no column.
    let asked: Vec<(usize, &Measure)> = table
        .measures
        .iter()
        .enumerate()
        .filter(|(place, _)| below.iter().any(|row| row.cells.get(*place).is_some_and(Option::is_some)))
        .collect();
    if below.is_empty() || asked.is_empty() {
        return Err(WorkbookError::NobodyToGive(top));
    }
    let mut workbook = begin(&format!("Biểu giao chỉ tiêu, {}", table.campaign.title), context)?;
    let styles = Styles::new();
    let form = Form { table, below, asked, top };
    form.write(workbook.add_worksheet(), context, &styles)?;
    Ok(workbook.save_to_buffer()?)
}

struct Form<'a> {
    table: &'a QuotaTable,
    below: Vec<&'a QuotaUnit>,
    asked: Vec<(usize, &'a Measure)>,
    top: String,
}

impl Form<'_> {
    /// The last column: for notes.
    fn last(&self) -> ColNum {
        FIRST + ColNum::try_from(self.asked.len()).unwrap_or(ColNum::MAX / 2)
    }

    fn write(&self, sheet: &mut Worksheet, context: &WorkbookContext, styles: &Styles) -> Result<(), WorkbookError> {
        sheet.protect();
        let mut page = Page::new(sheet, SHEET)?;
        let last = self.last();
        let middle = (last / 2).max(FIRST);
        self.above(&mut page, (middle, last), context, styles)?;
        self.head(&mut page, styles)?;
        let input = input();
        let mut row = BODY;
        for (number, unit) in (1..).zip(&self.below) {
            page.ordinal(row, 0, number, &styles.body)?;
            page.text(row, 1, &unit.unit.name, &styles.body.text)?;
            for (column, (place, _)) in (FIRST..).zip(&self.asked) {
                match unit.cells.get(*place).and_then(Option::as_ref) {
                    Some(cell) => self.cell(&mut page, (row, column), cell, &input)?,
                    None => page.text(row, column, "–", &styles.body.middle)?,
                }
            }
            page.blank(row, last, &input.clone().set_align(FormatAlign::Left).set_num_format("@").set_text_wrap())?;
            page.sheet().set_row_height(row, 22)?;
            row += 1;
        }
        self.total(&mut page, row, styles)?;
        signatures(&mut page, row + 2, (middle, last), context, styles)?;
        let sheet = page.sheet();
        sheet.set_print_area(0, 0, row + 2 + SIGNATURE_ROWS, last)?;
        if self.below.len() <= ONE_PAGE_UNITS {
            sheet.set_print_fit_to_pages(1, 1);
        }
        sheet.set_freeze_panes(BODY, FIRST)?.set_repeat_rows(HEAD, HEAD)?.set_selection(BODY, FIRST, BODY, FIRST)?;
        Ok(())
    }

    fn above(
        &self,
        page: &mut Page<'_>,
        (middle, last): (ColNum, ColNum),
        context: &WorkbookContext,
        styles: &Styles,
    ) -> Result<(), WorkbookError> {
        let titles = Titles {
            title: &format!("BIỂU GIAO CHỈ TIÊU - {}", self.top.to_uppercase()),
            subtitle: &self.table.campaign.title,
            day: &format!("(Chỉ tiêu đang áp dụng đến ngày {})", in_text(self.table.as_of.day())),
        };
        letterhead(page, (middle, last), &titles, context, styles)?;
        let how = [
            "Chỉ nhập số vào ô màu vàng; để trống ô chưa giao. Số đã có là mức đang áp dụng, sửa thẳng vào ô nếu thay đổi; chỉ tiêu giao theo tỷ lệ không điền sẵn. Không sửa tên và tiêu đề cột.",
            "Nộp biểu tại trang «Chỉ tiêu», mục «Nhập từ tệp»; hạn hoàn thành và văn bản giao khai ở trang đó.",
        ];
        for (row, text) in (6..).zip(how) {
            page.merged((row, 0), (row, last), text, &styles.remark.clone().set_text_wrap())?;
            page.sheet().set_row_height(row, 34)?;
        }
        Ok(())
    }

    fn head(&self, page: &mut Page<'_>, styles: &Styles) -> Result<(), WorkbookError> {
        let last = self.last();
        for (column, head, width) in
            [(0, "STT", NUMBER_WIDTH), (1, "Đơn vị", UNIT_WIDTH), (last, "Ghi chú", NOTE_WIDTH)]
        {
            page.text(HEAD, column, head, &styles.head)?;
            page.sheet().set_column_width(column, width)?;
        }
        for (column, (_, measure)) in (FIRST..).zip(&self.asked) {
            page.text(HEAD, column, &form_header(measure, &self.table.measures), &styles.head)?;
            page.sheet().set_column_width(column, MEASURE_WIDTH)?;
        }
        page.sheet().set_row_height(HEAD, 66)?;
        Ok(())
    }

    fn cell(
        &self,
        page: &mut Page<'_>,
        (row, column): (RowNum, ColNum),
        cell: &QuotaCell,
        input: &Format,
    ) -> Result<(), WorkbookError> {
        match self.in_force(cell) {
            Some(people) => page.plain_number(row, column, people, input)?,
            None => page.blank(row, column, input)?,
        }
        let whole = DataValidation::new()
            .allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
            .set_error_title("Chỉ tiêu không hợp lệ")?
            .set_error_message("Nhập số nguyên từ 0 trở lên.")?;
        page.sheet().add_data_validation(row, column, row, column, &whole)?;
        Ok(())
    }

    /// What the leading issuer gave in people. A share stays a share: it is not turned into a number by being handed back.
    fn in_force(&self, cell: &QuotaCell) -> Option<i64> {
        let leading = self.table.issuers.first()?.id;
        let held = cell.held.iter().find(|held| held.quota.issuer == leading && !held.from_above)?;
        match held.quota.target {
            Target::Absolute(people) => Some(people),
            Target::Share(_) => None,
        }
    }

    fn total(&self, page: &mut Page<'_>, row: RowNum, styles: &Styles) -> Result<(), WorkbookError> {
        let total = &styles.total;
        page.text(row, 0, "", &total.middle)?;
        page.text(row, 1, "Cộng", &total.text)?;
        for (column, (place, _)) in (FIRST..).zip(&self.asked) {
            let cells = self.below.iter().filter_map(|unit| unit.cells.get(*place)?.as_ref());
            let sum = cells.filter_map(|cell| self.in_force(cell)).sum();
            let range = format!("=SUM({}:{})", row_col_to_cell(BODY, column), row_col_to_cell(row - 1, column));
            page.formula(row, column, &range, sum, &total.integer)?;
        }
        page.text(row, self.last(), "", &total.middle)
    }
}

/// A cell that is to be filled in.
fn input() -> Format {
    base()
        .set_unlocked()
        .set_background_color(INPUT_FILL)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Right)
        .set_num_format(INTEGER)
}
