//! Counting: figures, pace, forecast, series, verification.

mod error;
mod figures;
mod forecast;
mod gap;
mod json;
pub mod report;
pub mod sentence;
mod series;
mod verify;

pub use error::ProgressError;
pub use figures::{FigureQuery, figures};
pub use gap::{Gap, gap};
pub use json::{ProgressJson, ProgressRow};
pub use series::series;
pub use verify::{Verification, verify};
