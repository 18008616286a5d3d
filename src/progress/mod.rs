//! Counting: figures, pace, forecast, series, verification.

mod around;
mod basis;
mod cache;
mod checks;
mod comparison;
mod differences;
mod error;
mod explanation;
mod figures;
mod forecast;
pub mod frozen;
mod gap;
mod json;
#[cfg(test)]
mod judged;
mod pace;
mod quotas;
mod ranking;
mod reconciliation;
pub mod report;
pub mod sentence;
mod series;
pub mod snapshots;
mod thawed;
mod units_summary;
mod values;
mod verify;
mod visit;

pub use around::{Around, around};
pub use cache::FigureCache;
pub use checks::Finding;
pub use comparison::{ComparedDays, Comparison, compare_days};
pub use differences::{Difference, differences};
pub use error::ProgressError;
pub use explanation::{Cause, Explanation, LastList, Suspect, explain};
pub use figures::{FigureQuery, figures, overview};
pub use gap::{Gap, gap};
pub use json::{ProgressJson, ProgressRow};
pub use ranking::{Composite, Ranking, ranks};
pub use reconciliation::{Compared, Reconciliation, reconcile};
pub use series::series;
pub use thawed::thawed;
pub use units_summary::{STALE_DAYS, UnitsSummary, units_summary};
pub use verify::{Verification, verify};
pub use visit::{ChangedFigure, ShownFigures, SinceVisit, visit};
