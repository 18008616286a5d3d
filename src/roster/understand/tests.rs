//! Layouts that offices make, written out as small sheets.
#![allow(clippy::unwrap_used, reason = "tests")]

mod chosen;
mod headers;
mod layouts;
mod long_text;
mod marks;
mod places;
mod properties;
mod sheet_of;
mod told;
mod values;
