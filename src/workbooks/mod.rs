//! Excel workbooks that go out: real numbers and dates, text always as text, ready to print on A4.

mod chart_style;
mod document_register;
mod error;
mod make;
mod notes_sheet;
mod page;
mod progress;
mod roster_template;
pub mod round_form;
#[cfg(test)]
pub(crate) mod sample;
mod style;
mod summary_sheet;
mod task_register;
mod trend_sheet;
mod unit_groups;
mod units_sheet;
pub mod wording;

pub use document_register::{PrintedRegister, document_register};
pub use error::WorkbookError;
pub(crate) use make::build;
pub use make::{MadeWorkbook, make_progress};
pub use progress::{WorkbookContext, progress};
pub use roster_template::{ListKind, roster_template};
pub use task_register::task_register;
