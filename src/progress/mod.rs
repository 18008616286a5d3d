//! Counting: figures, pace, forecast, overview, series, verification.

pub mod report;
