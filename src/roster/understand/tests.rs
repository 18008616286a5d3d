//! Layouts that offices make, written out as small sheets.
#![allow(clippy::unwrap_used, reason = "tests")]

mod chosen;
mod layouts;
mod long_text;
mod properties;
mod sheet_of;
mod values;
