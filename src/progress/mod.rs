//! Counting: figures, pace, forecast, series, verification.

mod basis;
mod error;
mod figures;
mod forecast;
mod gap;
mod json;
#[cfg(test)]
mod judged;
mod pace;
mod quotas;
mod ranking;
pub mod report;
pub mod sentence;
mod series;
mod units_summary;
mod values;
mod verify;

pub use error::ProgressError;
pub use figures::{FigureQuery, figures};
pub use gap::{Gap, gap};
pub use json::{ProgressJson, ProgressRow};
pub use ranking::{Composite, Ranking, ranks};
pub use series::series;
pub use units_summary::{STALE_DAYS, UnitsSummary, units_summary};
pub use verify::{Verification, verify};
