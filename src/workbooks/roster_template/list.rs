//! The sheet that is filled in.

use chrono::NaiveDate;
use rust_xlsxwriter::{
    ColNum, ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule, Format,
    FormatAlign, FormatBorder, Formula, RowNum, Worksheet, XlsxError,
};

use super::columns::{Column, Content};
use super::{Choices, ListKind};
use crate::workbooks::error::WorkbookError;
use crate::workbooks::page::Page;
use crate::workbooks::style::{Styles, base};

/// Name of the sheet with the names to choose from.
pub const NAMES_SHEET: &str = "Danh mục";
/// Row of the headers, 0-based.
const HEAD: RowNum = 3;
/// The last row that is checked while it is typed, 0-based. More can be filled in.
const LAST: RowNum = 5_003;

/// Writes the sheet. `names` is how many names there are to choose from.
pub fn write(
    sheet: &mut Worksheet,
    choices: &Choices,
    kind: ListKind,
    columns: &[Column],
    names: usize,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let mut page = Page::new(sheet, "Danh sách")?;
    let last = ColNum::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
    page.widths(&columns.iter().map(|column| column.width).collect::<Vec<_>>())?;
    page.merged((0, 0), (0, last), kind.title(), &styles.title)?;
    page.merged((1, 0), (1, last), &choices.unit.name, &styles.subtitle)?;
    for (number, column) in (0..).zip(columns) {
        page.text(HEAD, number, column.header, &styles.head)?;
    }
    let sheet = page.sheet();
    sheet.set_row_height(HEAD, 36)?;
    for (number, column) in (0..).zip(columns) {
        sheet.set_column_format(number, &look(column.content))?;
        if let Some(check) = check(column, names)? {
            sheet.add_data_validation(HEAD + 1, number, LAST, number, &check)?;
        }
    }
    frame_filled_rows(sheet, last)?;
    sheet.set_freeze_panes(HEAD + 1, 2)?;
    sheet.set_repeat_rows(HEAD, HEAD)?;
    sheet.set_selection(HEAD + 1, 1, HEAD + 1, 1)?;
    Ok(())
}

/// Lines appear around what is filled in, so that nobody prints pages of empty boxes.
fn frame_filled_rows(sheet: &mut Worksheet, last: ColNum) -> Result<(), XlsxError> {
    let row = HEAD + 2;
    let framed = Format::new().set_border(FormatBorder::Thin);
    let rule = ConditionalFormatFormula::new().set_rule(format!("=COUNTA($B{row}:$F{row})>0").as_str());
    sheet.add_conditional_format(HEAD + 1, 0, LAST, last, &rule.set_format(framed))?;
    Ok(())
}

fn look(content: Content) -> Format {
    let middle = base().set_align(FormatAlign::Center);
    match content {
        Content::Ordinal => middle.set_num_format("0"),
        Content::Day => middle.set_num_format("dd/mm/yyyy"),
        Content::Mark | Content::Sex => middle,
        Content::Birth | Content::IdNumber | Content::Phone => middle.set_num_format("@"),
        Content::Text | Content::Place => base().set_text_wrap(),
    }
}

/// What is checked while somebody types. Nothing is forbidden: an old card has nine digits, a village can be new.
fn check(column: &Column, names: usize) -> Result<Option<DataValidation>, XlsxError> {
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let check = match column.content {
        Content::Ordinal | Content::Text => return Ok(None),
        Content::Place if names == 0 => return Ok(None),
        Content::Place => DataValidation::new()
            .allow_list_formula(Formula::new(format!("='{NAMES_SHEET}'!$B$2:$B${}", names + 1)))
            .set_error_message("Tên này không có trong danh mục của đơn vị. Vẫn ghi?")?,
        Content::Sex => DataValidation::new().allow_list_strings(&["Nam", "Nữ"])?,
        Content::Mark => DataValidation::new().allow_list_strings(&["x"])?,
        Content::IdNumber => DataValidation::new()
            .allow_text_length(DataValidationRule::EqualTo(12))
            .set_error_message("Số CCCD có 12 chữ số. Vẫn ghi như đã gõ?")?,
        Content::Phone => DataValidation::new()
            .allow_text_length(DataValidationRule::EqualTo(10))
            .set_error_message("Số di động có 10 chữ số. Vẫn ghi như đã gõ?")?,
        Content::Birth => DataValidation::new()
            .allow_text_length(DataValidationRule::Between(4, 10))
            .set_error_message("Ghi ngày/tháng/năm, ví dụ 05/03/1985, hoặc chỉ năm. Vẫn ghi như đã gõ?")?,
        Content::Day => DataValidation::new()
            .allow_date(DataValidationRule::Between(day(2000), day(2100)))
            .set_error_message("Ghi ngày/tháng/năm, ví dụ 20/05/2023. Vẫn ghi như đã gõ?")?,
    };
    let check = check.set_error_style(DataValidationErrorStyle::Warning).set_error_title("Kiểm tra lại")?;
    Ok(Some(check.set_input_title(column.header)?.set_input_message(column.how)?))
}
