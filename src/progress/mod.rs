//! Counting: figures, pace, forecast, series, verification.

mod forecast;
pub mod report;
