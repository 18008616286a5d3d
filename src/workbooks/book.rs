//! How a workbook begins: its default font, and who made it of what.

use rust_xlsxwriter::{DocProperties, Workbook};

use super::carried::carried;
use super::context::WorkbookContext;
use super::error::WorkbookError;
use super::style::base;

/// Height of a row in Times New Roman 12, in pixels of Windows.
const ROW_PIXELS: u32 = 21;
/// Width of a default column in Times New Roman 12, in pixels of Windows.
const COLUMN_PIXELS: u32 = 72;
/// The most characters of a property of a file.
const LONGEST_PROPERTY: usize = 255;

/// An empty workbook. The creation time is that of the context, so that the same content gives the same bytes.
pub fn begin(title: &str, context: &WorkbookContext) -> Result<Workbook, WorkbookError> {
    let mut workbook = Workbook::new();
    workbook.set_default_format(&base(), ROW_PIXELS, COLUMN_PIXELS)?;
    let said = |text: &str| carried(text).chars().take(LONGEST_PROPERTY).collect::<String>();
    let properties = DocProperties::new()
        .set_title(said(title))
        .set_author(said(&context.made_by))
        .set_company(said(&context.agency))
        .set_creation_datetime(&context.made_at);
    workbook.set_properties(&properties);
    Ok(workbook)
}
