//! Spreadsheets in: read → layout → map → clean → match → diff → commit.
//!
//! The first half (bytes to cleaned rows: [`read`], [`understand`]) runs only inside the child process started by `sandbox`, because files are
//! hostile; it needs no database. The second half (matching with the people we know, preview, commit) runs in the server.

pub mod annotate;
pub mod finding;
pub mod grid;
pub mod own_marks;
pub mod read;
pub mod reading;
pub mod sandbox;
pub mod understand;

mod apply;
mod commit;
mod error;
mod history;
mod known;
mod marks;
mod matching;
mod places;
mod preview;
mod quota_sheet;
mod stage;
pub mod staged;

pub use apply::{Change, Field};
pub use commit::{Committed, commit};
pub use error::RosterError;
pub use history::{BatchLine, StagedFilter, StagedPage, history, staged};
pub use preview::{Preview, Upload, preview};
pub use quota_sheet::{QuotaSheet, QuotasTaken, import_quotas};
