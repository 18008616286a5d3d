//! Counting: figures, pace, forecast, series, verification.

#[allow(dead_code, reason = "figures.rs follows")]
mod forecast;
pub mod report;
