//! Rounds of reports.

mod chasing;
mod duong_hoa;
mod files;
pub mod forms;
mod grid;
mod links;
mod rights;
mod self_reminding;
pub mod tree;
