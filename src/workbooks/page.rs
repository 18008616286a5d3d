//! One sheet as this room writes it: typed cells, and a page that prints.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_xlsxwriter::{ColNum, ConditionalFormatText, ConditionalFormatTextRule, Format, Formula, RowNum, Worksheet};

use super::carried::carried;
use super::context::WorkbookContext;
use super::error::WorkbookError;
use super::style::CellStyles;
use crate::model::percent::Percent;
use crate::progress::report::{Outlook, Tenths};

/// Paper size A4 in the numbering of Excel.
const A4: u8 = 9;
/// Height of a line and of what stands around the lines, in points; a row of Excel is at most 409 points high.
const LINE_HEIGHT: f64 = 15.5;
const LINE_ROOM: f64 = 3.0;
const MOST_LINES: u16 = 26;
/// The name of the sheet and the number of the page.
const FOOTER: &str = "&L&\"Times New Roman,Italic\"&10&A&R&\"Times New Roman,Regular\"&10Trang &P/&N";
/// What stands where nothing is known: no data is not zero.
pub const NO_DATA: &str = "chưa có số liệu";
/// What stands where a value does not apply.
const NOT_APPLICABLE: &str = "–";

/// A sheet being written.
pub struct Page<'a> {
    sheet: &'a mut Worksheet,
    widths: Vec<f64>,
    /// Rows in which some text needs more than one line of its column, with how many.
    lines: BTreeMap<RowNum, u16>,
}

impl<'a> Page<'a> {
    /// Names the sheet and sets it up for A4 landscape, as wide as the page.
    pub fn new(sheet: &'a mut Worksheet, name: &str) -> Result<Self, WorkbookError> {
        sheet.set_name(name)?;
        sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
        sheet.set_margins(0.5, 0.4, 0.5, 0.6, 0.3, 0.3);
        sheet.set_footer(FOOTER);
        sheet.set_screen_gridlines(false);
        Ok(Self { sheet, widths: Vec::new(), lines: BTreeMap::new() })
    }

    /// The foot of every page also says which frozen figures are shown.
    pub fn cite(&mut self, context: &WorkbookContext) {
        let Some(snapshot) = &context.snapshot else { return };
        let cited = format!("&C&\"Times New Roman,Italic\"&9{}", snapshot.short());
        self.sheet.set_footer(FOOTER.replacen("&R", &format!("{cited}&R"), 1));
    }

    /// The library's sheet, for what only one sheet needs.
    pub fn sheet(&mut self) -> &mut Worksheet {
        self.sheet
    }

    /// Widths of columns from the first one on, in characters.
    pub fn widths(&mut self, widths: &[f64]) -> Result<(), WorkbookError> {
        for (column, width) in (0..).zip(widths) {
            self.sheet.set_column_width(column, *width)?;
        }
        self.widths = widths.to_vec();
        Ok(())
    }

    /// Makes rows as high as their longest text needs in its column: other programs do not do it by themselves where the font of a workbook is not theirs.
    pub fn fit_rows(&mut self, lowest: f64) -> Result<(), WorkbookError> {
        for (row, lines) in &self.lines {
            let height = f64::from((*lines).min(MOST_LINES)) * LINE_HEIGHT + LINE_ROOM;
            self.sheet.set_row_height(*row, height.max(lowest))?;
        }
        Ok(())
    }

    fn note_lines(&mut self, row: RowNum, column: ColNum, text: &str) {
        let Some(width) = self.widths.get(usize::from(column)) else { return };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a width is at most 255")]
        let fits = (width - 1.0).max(1.0) as usize;
        let lines: usize = text.split('\n').map(|line| line.chars().count().div_ceil(fits).max(1)).sum();
        if lines > 1 {
            let lines = u16::try_from(lines).unwrap_or(u16::MAX);
            let known = self.lines.entry(row).or_default();
            *known = lines.max(*known);
        }
    }

    /// Text, always as text: whatever it starts with it is never a formula, and Excel is told so when somebody edits the cell.
    pub fn text(&mut self, row: RowNum, column: ColNum, text: &str, format: &Format) -> Result<(), WorkbookError> {
        let text = carried(text);
        self.note_lines(row, column, &text);
        self.sheet.write_string_with_format(row, column, text.as_ref(), &guarded(&text, format))?;
        Ok(())
    }

    /// Text over several cells.
    pub fn merged(
        &mut self,
        (first_row, first_column): (RowNum, ColNum),
        (last_row, last_column): (RowNum, ColNum),
        text: &str,
        format: &Format,
    ) -> Result<(), WorkbookError> {
        if (first_row, first_column) == (last_row, last_column) {
            return self.text(first_row, first_column, text, format);
        }
        let text = carried(text);
        let format = guarded(&text, format);
        self.sheet.merge_range(first_row, first_column, last_row, last_column, &text, &format)?;
        Ok(())
    }

    /// A whole number, or that nothing is known.
    pub fn integer(
        &mut self,
        row: RowNum,
        column: ColNum,
        value: Option<i64>,
        styles: &CellStyles,
    ) -> Result<(), WorkbookError> {
        match value {
            Some(value) => self.number(row, column, as_float(value), &styles.integer),
            None => self.text(row, column, NOT_APPLICABLE, &styles.middle),
        }
    }

    /// A whole number on a sheet of data: nothing where nothing is known, so that sums and filters see numbers only.
    pub fn count(
        &mut self,
        row: RowNum,
        column: ColNum,
        value: Option<i64>,
        styles: &CellStyles,
    ) -> Result<(), WorkbookError> {
        match value {
            Some(_) => self.integer(row, column, value, styles),
            None => self.blank(row, column, &styles.integer),
        }
    }

    /// A share on a sheet of data.
    pub fn share(
        &mut self,
        row: RowNum,
        column: ColNum,
        value: Option<Percent>,
        styles: &CellStyles,
    ) -> Result<(), WorkbookError> {
        match value {
            Some(_) => self.percent(row, column, value, styles),
            None => self.blank(row, column, &styles.percent),
        }
    }

    /// A day on a sheet of data.
    pub fn day(
        &mut self,
        row: RowNum,
        column: ColNum,
        value: Option<NaiveDate>,
        styles: &CellStyles,
    ) -> Result<(), WorkbookError> {
        match value {
            Some(_) => self.date(row, column, value, styles),
            None => self.blank(row, column, &styles.date),
        }
    }

    /// An empty cell with its frame.
    pub fn blank(&mut self, row: RowNum, column: ColNum, format: &Format) -> Result<(), WorkbookError> {
        self.sheet.write_blank(row, column, format)?;
        Ok(())
    }

    /// Colours the words of a column that begin so. The words stand there anyway: colour is never the only sign.
    pub fn colour_words(
        &mut self,
        (first, last): (RowNum, RowNum),
        column: ColNum,
        words: &[(&str, u32)],
    ) -> Result<(), WorkbookError> {
        for (word, colour) in words {
            let format = Format::new().set_font_color(*colour).set_bold();
            let begins = ConditionalFormatTextRule::BeginsWith((*word).to_owned());
            let rule = ConditionalFormatText::new().set_rule(begins).set_format(format);
            self.sheet.add_conditional_format(first, column, last, column, &rule)?;
        }
        Ok(())
    }

    /// A running number.
    pub fn ordinal(
        &mut self,
        row: RowNum,
        column: ColNum,
        number: u32,
        styles: &CellStyles,
    ) -> Result<(), WorkbookError> {
        self.number(row, column, f64::from(number), &styles.ordinal)
    }

    /// A share. The cell holds what is printed (0,8389), so that nobody reads 83,90% where the report says 83,89%.
    pub fn percent(
        &mut self,
        row: RowNum,
        column: ColNum,
        value: Option<Percent>,
        styles: &CellStyles,
    ) -> Result<(), WorkbookError> {
        match value {
            Some(value) => self.number(row, column, as_float(value.hundredths()) / 10_000.0, &styles.percent),
            None => self.text(row, column, NOT_APPLICABLE, &styles.middle),
        }
    }

    /// A pace.
    pub fn tenths(
        &mut self,
        row: RowNum,
        column: ColNum,
        value: Option<Tenths>,
        styles: &CellStyles,
    ) -> Result<(), WorkbookError> {
        match value {
            Some(Tenths(value)) => self.number(row, column, as_float(value) / 10.0, &styles.tenths),
            None => self.text(row, column, NOT_APPLICABLE, &styles.middle),
        }
    }

    /// A day, as a date of Excel.
    pub fn date(
        &mut self,
        row: RowNum,
        column: ColNum,
        value: Option<NaiveDate>,
        styles: &CellStyles,
    ) -> Result<(), WorkbookError> {
        match value {
            Some(day) => {
                self.sheet.write_datetime_with_format(row, column, day, &styles.date)?;
                Ok(())
            }
            None => self.text(row, column, NOT_APPLICABLE, &styles.middle),
        }
    }

    /// The word of an outlook with its shape and colour.
    pub fn outlook(
        &mut self,
        row: RowNum,
        column: ColNum,
        outlook: Outlook,
        styles: &CellStyles,
    ) -> Result<(), WorkbookError> {
        self.text(row, column, &super::wording::outlook(outlook), &styles.outlook(outlook))
    }

    /// A formula of ours, with its result, because readers that do not calculate would see 0.
    pub fn formula(
        &mut self,
        row: RowNum,
        column: ColNum,
        formula: &str,
        result: i64,
        format: &Format,
    ) -> Result<(), WorkbookError> {
        let formula = Formula::new(formula).set_result(result.to_string());
        self.sheet.write_formula_with_format(row, column, formula, format)?;
        Ok(())
    }

    /// A formula of ours for a share, with its result.
    pub fn percent_formula(
        &mut self,
        row: RowNum,
        column: ColNum,
        formula: &str,
        result: Option<Percent>,
        styles: &CellStyles,
    ) -> Result<(), WorkbookError> {
        let result = result.map_or(String::new(), |percent| {
            let share = as_float(percent.hundredths()) / 10_000.0;
            share.to_string()
        });
        let formula = Formula::new(formula).set_result(result);
        self.sheet.write_formula_with_format(row, column, formula, &styles.percent)?;
        Ok(())
    }

    /// A whole number that looks as the caller says.
    pub fn plain_number(
        &mut self,
        row: RowNum,
        column: ColNum,
        value: i64,
        format: &Format,
    ) -> Result<(), WorkbookError> {
        self.number(row, column, as_float(value), format)
    }

    fn number(&mut self, row: RowNum, column: ColNum, value: f64, format: &Format) -> Result<(), WorkbookError> {
        self.sheet.write_number_with_format(row, column, value, format)?;
        Ok(())
    }
}

/// Pixels of columns of these widths in the default font, whose digits are eight pixels wide.
pub fn pixels(widths: impl IntoIterator<Item = f64>) -> u32 {
    let pixels: f64 = widths.into_iter().map(|width| (width * 8.0).round() + 5.0).sum();
    // A sheet is at most 16.384 columns of 255 characters wide.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]
    let pixels = pixels as u32;
    pixels
}

/// Counts of people stay far below 2^53, where every whole number is exact.
#[allow(clippy::cast_precision_loss, reason = "counts of people are exact in a double")]
fn as_float(value: i64) -> f64 {
    value as f64
}

/// Marks text that a spreadsheet might take for a formula after an edit, full-width forms included.
fn guarded(text: &str, format: &Format) -> Format {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if risky { format.clone().set_quote_prefix() } else { format.clone() }
}
