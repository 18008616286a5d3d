//! A register of documents as a workbook, printed on A4 with the ten columns of the decree.

use super::book::begin;
use super::context::WorkbookContext;
use super::error::WorkbookError;
use super::page::Page;
use super::style::Styles;

/// Row of the heads; title, office and year stand above.
const HEADS: u32 = 4;

/// What is printed.
#[derive(Debug, Clone, Copy)]
pub struct PrintedRegister<'a> {
    /// In capitals.
    pub title: &'a str,
    /// Its calendar year.
    pub year: i32,
    /// Heads of the columns.
    pub columns: [&'a str; 10],
    /// Widths of the columns, in letters.
    pub widths: [f64; 10],
    /// Rows; every cell is text.
    pub rows: &'a [[String; 10]],
    /// Whose register it is, and who printed it.
    pub context: &'a WorkbookContext,
}

/// Writes a register.
///
/// # Errors
/// The file could not be written.
pub fn document_register(register: &PrintedRegister<'_>) -> Result<Vec<u8>, WorkbookError> {
    let styles = Styles::new();
    let mut book = begin(&format!("{} năm {}", register.title, register.year), register.context)?;
    let mut page = Page::new(book.add_worksheet(), "Sổ đăng ký")?;
    page.widths(&register.widths)?;
    page.merged((0, 0), (0, 9), register.title, &styles.title)?;
    page.merged((1, 0), (1, 9), &register.context.agency, &styles.subtitle)?;
    page.merged((2, 0), (2, 9), &format!("Năm {}", register.year), &styles.as_of)?;
    for (column, head) in (0u16..).zip(register.columns) {
        page.text(HEADS, column, head, &styles.head)?;
        page.text(HEADS + 1, column, &format!("({})", column + 1), &styles.column_number)?;
    }
    for (row, cells) in (HEADS + 2..).zip(register.rows) {
        for (column, text) in (0u16..).zip(cells) {
            page.text(row, column, text, &styles.body.text)?;
        }
    }
    page.fit_rows(0.0)?;
    page.sheet().set_row_height(0, 26)?;
    page.sheet().set_repeat_rows(HEADS, HEADS + 1)?;
    page.sheet().set_freeze_panes(HEADS + 2, 0)?;
    Ok(book.save_to_buffer()?)
}
