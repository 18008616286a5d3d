//! Rounds of reports.

mod duong_hoa;
pub mod tree;
