//! The use case: the follow-up register of incoming documents as a workbook, printed on A4.

use rust_xlsxwriter::Workbook;

use super::error::WorkbookError;
use super::make::MadeWorkbook;
use super::page::Page;
use super::style::Styles;
use crate::access::{self, Actor};
use crate::campaign::CampaignError;
use crate::campaign::tasks::{self, COLUMNS, TITLE, TaskList, register};
use crate::model::as_of::AsOf;
use crate::model::role::Operation;
use crate::store::Db;
use crate::vn::date::in_text;

/// Widths of the seven columns.
const WIDTHS: [f64; 7] = [8.0, 34.0, 26.0, 18.0, 22.0, 18.0, 44.0];
/// Row of the heads; title, campaign and day stand above.
const HEADS: u32 = 4;

/// Makes the register of a campaign as it stood on a day. The right: [`Operation::MakeWorkbook`].
///
/// # Errors
/// [`WorkbookError::NoCampaign`], and what is not allowed.
pub fn task_register(
    db: &Db,
    actor: &Actor,
    campaign: &str,
    days: (Option<AsOf>, AsOf),
) -> Result<MadeWorkbook, WorkbookError> {
    access::allowed(actor, Operation::MakeWorkbook)?;
    let list = tasks::list(db, actor, campaign, days).map_err(|error| match error {
        CampaignError::Access(error) => error.into(),
        CampaignError::Store(error) => error.into(),
        _ => WorkbookError::NoCampaign(campaign.to_owned()),
    })?;
    let file_name = format!("so-theo-doi-{}-{}.xlsx", list.campaign.code, list.as_of);
    Ok(MadeWorkbook { file_name, bytes: write(&list)? })
}

fn write(list: &TaskList) -> Result<Vec<u8>, WorkbookError> {
    let styles = Styles::new();
    let mut book = Workbook::new();
    let mut page = Page::new(book.add_worksheet(), "Sổ theo dõi")?;
    page.widths(&WIDTHS)?;
    page.merged((0, 0), (0, 6), TITLE, &styles.title)?;
    page.merged((1, 0), (1, 6), &list.campaign.title, &styles.subtitle)?;
    page.merged((2, 0), (2, 6), &format!("Tính đến ngày {}", in_text(list.as_of.day())), &styles.as_of)?;
    for (column, head) in (0u16..).zip(COLUMNS) {
        page.text(HEADS, column, head, &styles.head)?;
        page.text(HEADS + 1, column, &format!("({})", column + 1), &styles.column_number)?;
    }
    for (row, cells) in (HEADS + 2..).zip(register(list)) {
        for (column, text) in (0u16..).zip(&cells) {
            page.text(row, column, text, &styles.body.text)?;
        }
    }
    page.sheet().set_repeat_rows(HEADS, HEADS + 1)?;
    page.sheet().set_freeze_panes(HEADS + 2, 0)?;
    Ok(book.save_to_buffer()?)
}
