//! What stands above and below a table that is printed as an official paper: agency and motto, title and day; who made the table and who signs it.

use rust_xlsxwriter::{ColNum, RowNum};

use super::context::WorkbookContext;
use super::error::WorkbookError;
use super::page::Page;
use super::style::Styles;
use crate::model::as_of::AsOf;
use crate::vn::date;

/// Rows from the line «Lập ngày …» to the last of the block of signatures.
pub const SIGNATURE_ROWS: RowNum = 7;

/// What a table is called.
pub struct Titles<'a> {
    /// In capitals.
    pub title: &'a str,
    /// What it belongs to.
    pub subtitle: &'a str,
    /// The day or period, in brackets.
    pub day: &'a str,
}

/// Agency and motto, title, subtitle and day, in the rows 0 to 5. `middle` is the last column of the left half.
pub fn letterhead(
    page: &mut Page<'_>,
    (middle, last): (ColNum, ColNum),
    titles: &Titles<'_>,
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let left = middle.saturating_sub(1);
    page.merged((0, 0), (0, left), &context.agency.to_uppercase(), &styles.letterhead)?;
    page.merged((0, middle), (0, last), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", &styles.letterhead)?;
    page.merged((1, middle), (1, last), "Độc lập - Tự do - Hạnh phúc", &styles.motto)?;
    page.merged((3, 0), (3, last), titles.title, &styles.title)?;
    page.merged((4, 0), (4, last), titles.subtitle, &styles.subtitle)?;
    page.merged((5, 0), (5, last), titles.day, &styles.as_of)?;
    page.sheet().set_row_height(1, 21)?.set_row_height(2, 8)?.set_row_height(3, 24)?.set_row_height(4, 22)?;
    page.cite(context);
    Ok(())
}

/// The day, «NGƯỜI LẬP BIỂU» with the name on the left, who signs on the right. Rows `row` to `row` + [`SIGNATURE_ROWS`].
pub fn signatures(
    page: &mut Page<'_>,
    row: RowNum,
    (middle, last): (ColNum, ColNum),
    context: &WorkbookContext,
    styles: &Styles,
) -> Result<(), WorkbookError> {
    let day = date::in_letterhead(AsOf::of_instant(context.made_at).day());
    page.merged((row, middle), (row, last), &format!("Lập {day}"), &styles.as_of)?;
    let left = middle.saturating_sub(1);
    page.merged((row + 1, 0), (row + 1, left), "NGƯỜI LẬP BIỂU", &styles.signer)?;
    page.merged((row + 1, middle), (row + 1, last), "THỦ TRƯỞNG ĐƠN VỊ", &styles.signer)?;
    page.merged((row + 2, 0), (row + 2, left), "(Ký, ghi rõ họ tên)", &styles.sign_here)?;
    page.merged((row + 2, middle), (row + 2, last), "(Ký, đóng dấu, ghi rõ họ tên)", &styles.sign_here)?;
    page.merged((row + 6, 0), (row + 6, left), &context.made_by, &styles.signer)?;
    Ok(())
}
