//! Counting: figures, pace, forecast, series, verification.

mod basis;
mod error;
mod figures;
mod forecast;
mod gap;
mod json;
mod pace;
mod quotas;
pub mod report;
pub mod sentence;
mod series;
mod values;
mod verify;

pub use error::ProgressError;
pub use figures::{FigureQuery, figures};
pub use gap::{Gap, gap};
pub use json::{ProgressJson, ProgressRow};
pub use series::series;
pub use verify::{Verification, verify};
