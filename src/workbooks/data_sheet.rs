//! A clean sheet of data, for sorting, filtering and counting on: one row of heads, no merged cells, nothing above, nothing below.

use rust_xlsxwriter::{ColNum, RowNum, Worksheet};

use super::context::WorkbookContext;
use super::error::WorkbookError;
use super::page::Page;
use super::style::Styles;

/// A sheet of data being written.
pub struct DataSheet<'a, 's> {
    /// The cells.
    pub page: Page<'a>,
    /// How they look.
    pub styles: &'s Styles,
    columns: ColNum,
    row: RowNum,
}

impl<'a, 's> DataSheet<'a, 's> {
    /// Names the sheet and writes the heads, each with the width of its column. `frozen` columns stay in sight.
    pub fn begin<'t>(
        sheet: &'a mut Worksheet,
        name: &str,
        heads: impl IntoIterator<Item = (&'t str, f64)>,
        frozen: ColNum,
        (context, styles): (&WorkbookContext, &'s Styles),
    ) -> Result<Self, WorkbookError> {
        let mut page = Page::new(sheet, name)?;
        page.cite(context);
        let heads: Vec<(&str, f64)> = heads.into_iter().collect();
        page.widths(&heads.iter().map(|(_, width)| *width).collect::<Vec<_>>())?;
        let mut columns = 0;
        for (column, (head, _)) in (0..).zip(&heads) {
            page.text(0, column, head, &styles.head)?;
            columns = column + 1;
        }
        page.sheet().set_freeze_panes(1, frozen)?.set_repeat_rows(0, 0)?;
        Ok(Self { page, styles, columns, row: 0 })
    }

    /// The next row to write, from 1.
    pub fn next_row(&mut self) -> RowNum {
        self.row += 1;
        self.row
    }

    /// The last row that was written; 0 where there is none.
    pub fn last_row(&self) -> RowNum {
        self.row
    }

    /// Colours the words of a column that begin so. The words stand there anyway: colour is never the only sign.
    pub fn colour_words(&mut self, column: ColNum, words: &[(&str, u32)]) -> Result<(), WorkbookError> {
        if self.row == 0 {
            return Ok(());
        }
        self.page.colour_words((1, self.row), column, words)
    }

    /// Adds the filter; says that there is nothing where nothing was written.
    pub fn finish(mut self, nothing: &str) -> Result<(), WorkbookError> {
        if self.row == 0 {
            self.page.text(1, 0, nothing, &self.styles.remark)?;
        }
        self.page.fit_rows(0.0)?;
        let last = self.columns.saturating_sub(1);
        self.page.sheet().autofilter(0, 0, self.row.max(1), last)?;
        Ok(())
    }
}
