//! Spreadsheets in: read → layout → map → clean → match → diff → commit.
//!
//! The first half (bytes to cleaned rows: [`read`], [`understand`]) runs only inside the child process started by `sandbox`, because files are
//! hostile; it needs no database. The second half (matching with the people we know, preview, commit) runs in the server.

pub mod finding;
pub mod grid;
pub mod read;
pub mod reading;
pub mod sandbox;
pub mod understand;
