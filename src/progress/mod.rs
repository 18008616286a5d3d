//! Counting: figures, pace, forecast, overview, series, verification.
