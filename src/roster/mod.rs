//! Spreadsheets in: read → layout → map → clean → match → diff → commit.
//!
//! The first half (bytes to cleaned rows: [`read`], [`understand`]) runs only inside the child process started by `sandbox`, because files are
//! hostile; it needs no database. The second half (matching with the people we know, preview, commit) runs in the server.

pub mod choices;
pub mod finding;
pub mod grid;
pub mod read;
pub mod reading;
pub mod sandbox;
pub mod understand;
pub mod wire;

mod apply;
mod before;
mod commit;
mod digest;
mod error;
mod history;
mod known;
mod marks;
mod matching;
mod original;
mod places;
mod preview;
mod quota_sheet;
mod recompute;
mod stage;
pub mod staged;
mod undo;

pub use apply::{Change, Field};
pub use commit::{CommitMode, Committed, commit, commit_watched};
pub use error::RosterError;
pub use history::{BatchLine, StagedFilter, StagedPage, history, staged};
pub use original::{Original, Receiver, StoredFile, TEXT_BYTES, WORKBOOK_BYTES, receive};
pub use preview::{ListDetails, Preview, Progress, Upload, begin, preview, read_again, read_batch, replace_file};
pub use quota_sheet::{QuotaSheet, QuotasTaken, import_quotas};
pub use recompute::{CommitOutcome, ReadingAgain, commit_or_recompute};
pub use undo::{KeptPerson, Undone, undo, undo_watched};
