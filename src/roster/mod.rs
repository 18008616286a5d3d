//! Spreadsheets in: read → layout → map → clean → match → diff → commit.
//!
//! The first half (bytes to cleaned rows: [`read`], [`understand`]) runs only inside the child process started by `sandbox`, because files are
//! hostile; it needs no database. The second half (matching with the people we know, preview, commit) runs in the server.

pub mod annotate;
pub mod choices;
pub mod finding;
pub mod grid;
pub mod own_marks;
pub mod read;
pub mod reading;
mod reading_json;
pub mod sandbox;
pub mod understand;
pub mod wire;

mod absent;
mod allowance;
mod apply;
mod background;
mod before;
mod claimed;
mod commit;
mod compact_index;
mod create_places;
mod digest;
mod discard;
mod earlier_lists;
mod error;
mod error_workbook;
mod follow_up;
mod history;
mod known;
mod lease;
mod mapping;
mod marks;
mod matching;
mod named;
mod opening;
mod original;
mod person_summary;
mod pieces;
mod place_findings;
mod places;
mod preview;
mod quota_sheet;
mod recompute;
mod reopening;
mod repeated;
mod said;
mod secret_columns;
mod stage;
pub mod staged;
mod staged_rows;
mod standing;
mod suggesting;
mod tally;
mod undo;
mod unknown_places;

pub use absent::{AbsentPage, absent};
pub use allowance::{BYTES_A_DAY, FILES_A_DAY};
pub use apply::{Change, Field};
pub use background::{Background, Task, Work};
pub use commit::{CommitMode, Committed, commit, commit_watched};
pub use create_places::{CreatedPlace, create_places};
pub use discard::discard;
pub use error::RosterError;
pub use error_workbook::{ErrorWorkbook, error_workbook};
pub use follow_up::correct;
pub use history::{BatchLine, StagedFilter, StagedPage, history, staged};
pub use mapping::forget_mapping;
pub use opening::{ListDetails, admitted, begin};
pub use original::{Original, Receiver, StoredFile, TEXT_BYTES, WORKBOOK_BYTES, forget, receive, sweep_uploads};
pub use person_summary::PersonSummary;
pub use preview::{Preview, Progress, Upload, preview, read_again, read_batch};
pub use quota_sheet::{
    FORM_HEADER, LEVEL_1, LEVEL_2, QuotaChange, QuotaColumn, QuotaPlan, QuotaSheet, QuotasTaken, form_header,
    import_quotas, plan_quotas,
};
pub use recompute::{CommitOutcome, commit_or_reopen};
pub use reopening::{compare_again, decide, kept_choices, replace_file};
pub use standing::{OriginalFile, batch_state, original_file};
pub use undo::{KeptPerson, Undone, undo, undo_watched};
