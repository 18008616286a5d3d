//! Excel workbooks that go out: real numbers and dates, text always as text, ready to print on A4.

mod book;
mod carried;
mod chart_style;
mod context;
mod data_sheet;
mod document_register;
mod error;
mod figures_sheet;
mod letterhead;
mod make;
mod notes_sheet;
mod page;
mod people_sheet;
mod progress;
mod quality_sheet;
mod quota_form;
mod ranking;
mod roster_template;
pub mod round_form;
mod round_status;
#[cfg(test)]
pub(crate) mod sample;
mod style;
mod summary_sheet;
mod task_register;
mod trend_sheet;
mod unit_groups;
mod units_sheet;
pub mod wording;

pub use carried::carried;
pub(crate) use context::context_of;
pub use context::{CitedSnapshot, WorkbookContext};
pub use document_register::{PrintedRegister, document_register};
pub use error::WorkbookError;
pub(crate) use make::{Cited, build};
pub use make::{ListPeople, MadeWorkbook, make_progress, make_progress_again, make_ranking};
pub use people_sheet::Unfinished;
pub use progress::{ProgressContent, progress};
pub use quota_form::{make_quota_form, quota_form};
pub use ranking::{can_rank, ranking};
pub use roster_template::{ListKind, roster_template};
pub use round_status::{make_round_status, round_status};
pub use summary_sheet::{
    SHEET as SUMMARY_SHEET, SummaryTitles, heads as summary_heads, numbers as summary_numbers, titles as summary_titles,
};
pub use task_register::task_register;
